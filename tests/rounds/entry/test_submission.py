"""From the check page to the receipt: each step by its own role, in its own state, in its own time."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from minhchung.agencies.models import Holding, Post
from minhchung.evidence.domain.facts import FileFacts, describe
from minhchung.evidence.models import EvidenceFile
from minhchung.home.commands.doctor import receipts
from minhchung.ledger.models import Checkpoint, LedgerEntry
from minhchung.merkle import canonical_json
from minhchung.rounds.domain import entries
from minhchung.rounds.domain.entries import late_seconds
from minhchung.rounds.domain.submitted import submitted
from minhchung.rounds.models import Entry, EvidenceUse, LeafValue, Phase, Receipt
from tests.rounds.entry.conftest import autosave, value_of
from tests.rounds.entry.test_evidence_use import make_file, use
from tests.world import World


def url(entry: Entry, name: str) -> str:
    return reverse(f"rounds:{name}", args=[entry.pk])


def act(client: Client, entry: Entry, name: str, **fields: Any) -> Any:
    version = Entry.objects.get(pk=entry.pk).row_version
    return client.post(url(entry, name), {"row_version": version, **fields})


def fill(secretary: Client, entry: Entry) -> None:
    autosave(secretary, entry, "I.1", 0, on="19/01/2023")
    autosave(secretary, entry, "I.2", 0, option="a")
    autosave(secretary, entry, "II.1", 0, num="96", den="100")


def state_of(entry: Entry) -> str:
    return Entry.objects.get(pk=entry.pk).state


# ── checks ──


def test_the_check_page_lists_what_is_missing_and_doubtful(
    secretary: Client, open_world: World, entry: Entry
) -> None:
    autosave(secretary, entry, "II.1", 0, num="96", den="100")
    autosave(secretary, entry, "I.2", 0, khai="khong_ap_dung", ly_do_khong_ap_dung="Không có")
    old = make_file(open_world, entry.agency, "ke-hoach-cu.pdf")
    old.dated_on = datetime(2021, 5, 6, tzinfo=UTC).date()
    old.save()
    use(open_world, entry, "I.1", old)

    page = secretary.get(url(entry, "check")).content.decode()

    assert "Chưa trả lời (1)" in page
    assert "Thiếu minh chứng (1)" in page
    assert "đề ngày 06/05/2021, ngoài khoảng lấy số liệu 01/01/2023 – 15/10/2023" in page
    assert "Khai không áp dụng (1)" in page


def test_several_are_declared_none_by_name_at_once(secretary: Client, entry: Entry) -> None:
    autosave(secretary, entry, "I.2", 0, option="a")

    answer = secretary.post(
        url(entry, "declare_none"), {"khong_co": ["I.1", "II.1"], "v:I.1": "0", "v:II.1": "0"}
    )

    assert answer.status_code == 302
    assert {code: getattr(value_of(entry, code), "points", None) for code in ("I.1", "I.2", "II.1")} == {
        "I.1": 0,
        "I.2": 2,
        "II.1": 0,
    }
    detail = json.loads(LedgerEntry.objects.get(verb="entry.declared_none").body)["detail"]
    assert detail["codes"] == ["I.1", "II.1"]


def test_none_is_never_declared_over_an_answer(secretary: Client, entry: Entry) -> None:
    autosave(secretary, entry, "I.2", 0, option="a")

    answer = secretary.post(
        url(entry, "declare_none"), {"khong_co": ["I.1", "I.2"], "v:I.1": "0", "v:I.2": "1"}
    )

    assert answer.status_code == 423
    assert value_of(entry, "I.1") is None
    assert LedgerEntry.objects.filter(verb="entry.declared_none").count() == 0


def test_the_check_page_takes_the_same_queries_with_one_and_with_three_answers(
    secretary: Client, entry: Entry, django_assert_num_queries: Any
) -> None:
    autosave(secretary, entry, "I.1", 0, on="19/01/2023")
    secretary.get(url(entry, "check"))
    with django_assert_num_queries(12):
        secretary.get(url(entry, "check"))

    autosave(secretary, entry, "I.2", 0, option="a")
    autosave(secretary, entry, "II.1", 0, num="96", den="100")
    with django_assert_num_queries(12):
        secretary.get(url(entry, "check"))


# ── to the head and back ──


def test_a_complete_entry_goes_to_the_head_and_is_closed_to_the_secretary(
    secretary: Client, entry: Entry
) -> None:
    fill(secretary, entry)

    answer = act(secretary, entry, "send_to_head")

    assert answer.status_code == 302
    assert state_of(entry) == "with_head"
    assert autosave(secretary, entry, "I.2", 1, option="b").status_code == 423
    assert LedgerEntry.objects.filter(verb="entry.sent_to_head").count() == 1


def test_what_is_absent_is_confirmed_by_name_and_stays_absent(
    secretary: Client, head: Client, entry: Entry
) -> None:
    autosave(secretary, entry, "I.2", 0, option="a")

    silent = act(secretary, entry, "send_to_head")
    wrong = act(secretary, entry, "send_to_head", xac_nhan_thieu="1", vang=["I.1"])
    named = act(secretary, entry, "send_to_head", xac_nhan_thieu="1", vang=["I.1", "II.1"])
    head_silent = act(head, entry, "approve")
    head_named = act(head, entry, "approve", xac_nhan_thieu="1", vang=["I.1", "II.1"])

    assert [answer.status_code for answer in (silent, wrong, named)] == [422, 422, 302]
    assert "I.1, II.1" in silent.content.decode()
    assert [answer.status_code for answer in (head_silent, head_named)] == [422, 302]
    assert LeafValue.objects.filter(entry=entry).count() == 1


def test_an_answer_typed_over_by_something_faulty_is_not_sent_unseen(secretary: Client, entry: Entry) -> None:
    fill(secretary, entry)
    assert autosave(secretary, entry, "II.1", 1, num="abc", den="100").status_code == 422

    refused = act(secretary, entry, "send_to_head")
    autosave(secretary, entry, "II.1", 2, num="90", den="100")
    sent = act(secretary, entry, "send_to_head")

    assert (refused.status_code, sent.status_code) == (422, 302)
    assert "Ở II.1, điều gõ sau cùng có lỗi" in refused.content.decode()


def test_the_secretary_takes_it_back(secretary: Client, entry: Entry) -> None:
    fill(secretary, entry)
    act(secretary, entry, "send_to_head")

    act(secretary, entry, "withdraw_from_head")

    assert state_of(entry) == "draft"
    assert autosave(secretary, entry, "I.2", 1, option="b").status_code == 200


def test_the_head_returns_it_with_reasons_and_the_secretary_reads_them(
    secretary: Client, head: Client, entry: Entry
) -> None:
    fill(secretary, entry)
    act(secretary, entry, "send_to_head")

    silent = act(head, entry, "return_entry", ly_do=" ")
    act(head, entry, "return_entry", ly_do="Bổ sung minh chứng", **{"gop_y:II.1": "Số liệu sai kỳ"})

    assert silent.status_code == 422
    assert state_of(entry) == "returned"
    page = secretary.get(url(entry, "entry")).content.decode()
    assert "Bổ sung minh chứng" in page
    assert "Số liệu sai kỳ" in page
    autosave(secretary, entry, "II.1", 1, num="80", den="100")
    checked = secretary.get(url(entry, "check")).content.decode()
    assert "Đã sửa sau lần trả lại gần nhất (1)" in checked
    assert "Số liệu sai kỳ" not in LedgerEntry.objects.get(verb="entry.returned").body


def test_two_presses_of_an_old_page_are_a_conflict(secretary: Client, head: Client, entry: Entry) -> None:
    fill(secretary, entry)
    act(secretary, entry, "send_to_head")

    answer = head.post(url(entry, "approve"), {"row_version": "1"})

    assert answer.status_code == 409
    assert state_of(entry) == "with_head"
    assert Receipt.objects.count() == 0


# ── received ──


def submit(secretary: Client, head: Client, entry: Entry) -> Any:
    fill(secretary, entry)
    act(secretary, entry, "send_to_head")
    return act(head, entry, "approve")


def test_approval_freezes_and_gives_a_receipt(
    secretary: Client, head: Client, open_world: World, entry: Entry
) -> None:
    use(open_world, entry, "II.1", make_file(open_world, entry.agency, "a.pdf"))

    answer = submit(secretary, head, entry)

    receipt = Receipt.objects.get()
    frozen = Entry.objects.get(pk=entry.pk)
    assert (answer.status_code, answer["Location"]) == (302, url(entry, "receipt"))
    assert (receipt.number, frozen.state, frozen.late_seconds) == ("TC-2023-0001", "submitted", 0)
    assert frozen.received_at == receipt.received_at
    body = json.loads(LedgerEntry.objects.get(seq=receipt.ledger_seq).body)
    canonical = submitted(frozen, pins=body["detail"]["facts"]).canonical()
    assert receipt.digest == hashlib.sha256(canonical).hexdigest()
    assert (body["verb"], body["detail"]["digest"]) == ("entry.submitted", receipt.digest)
    assert Checkpoint.objects.filter(size=receipt.checkpoint_size).exists()


def test_the_digest_is_of_values_and_evidence(secretary: Client, open_world: World, entry: Entry) -> None:
    fill(secretary, entry)
    file = make_file(open_world, entry.agency, "a.pdf")
    use(open_world, entry, "II.1", file)

    plain = json.loads(submitted(entry).canonical())

    assert canonical_json(plain) == submitted(entry).canonical()
    assert plain["evidence"] == [{"node": "II.1", "sha256": file.sha256}]
    assert [value["node"] for value in plain["values"]] == ["I.1", "I.2", "II.1"]
    assert plain["values"][2]["points"] == "4"


def test_numbers_count_on(secretary: Client, head: Client, open_world: World, entry: Entry) -> None:
    submit(secretary, head, entry)
    other = open_world.entries["tu_phap"]
    submit(open_world.client("thu_ky_tp"), open_world.client("lanh_dao_tp"), other)

    numbers = list(Receipt.objects.order_by("pk").values_list("number", flat=True))
    assert numbers == ["TC-2023-0001", "TC-2023-0002"]


def test_after_submission_nothing_can_be_changed(
    secretary: Client, head: Client, open_world: World, entry: Entry
) -> None:
    submit(secretary, head, entry)
    before = submitted(Entry.objects.get(pk=entry.pk)).canonical()

    answers = [
        autosave(secretary, entry, "I.2", 1, option="b"),
        secretary.post(
            reverse("rounds:sheet", args=[entry.pk, "I"]), {"I.2:option": "b", "I.2:row_version": "1"}
        ),
        secretary.post(url(entry, "declare_none"), {"khong_co": ["I.1"], "v:I.1": "1"}),
        act(secretary, entry, "send_to_head"),
        act(secretary, entry, "withdraw_from_head"),
        act(head, entry, "return_entry", ly_do="Muộn rồi"),
        act(head, entry, "approve"),
    ]

    assert [answer.status_code for answer in answers] == [423, 422, 423, 423, 423, 423, 423]
    assert submitted(Entry.objects.get(pk=entry.pk)).canonical() == before
    assert (Receipt.objects.count(), EvidenceUse.objects.count()) == (1, 0)


def test_late_work_is_received_and_measured(secretary: Client, head: Client, entry: Entry) -> None:
    fill(secretary, entry)
    act(secretary, entry, "send_to_head")
    now = datetime.now(UTC)
    Phase.objects.filter(round=entry.round, kind="self").update(
        due_at=now - timedelta(hours=2), locks_at=now + timedelta(hours=2)
    )

    act(head, entry, "approve")

    late = Entry.objects.get(pk=entry.pk).late_seconds
    assert late is not None
    assert 7200 <= late <= 7260
    assert "muộn 2 giờ" in head.get(url(entry, "receipt")).content.decode()


def test_nothing_is_received_after_the_lock(secretary: Client, head: Client, entry: Entry) -> None:
    fill(secretary, entry)
    act(secretary, entry, "send_to_head")
    now = datetime.now(UTC)
    Phase.objects.filter(round=entry.round, kind="self").update(
        due_at=now - timedelta(hours=2), locks_at=now - timedelta(seconds=1)
    )

    assert act(head, entry, "approve").status_code == 423
    assert state_of(entry) == "with_head"


def test_lateness_counts_from_the_due_second() -> None:
    due = datetime(2023, 10, 15, 10, tzinfo=UTC)
    phase = Phase(due_at=due)

    assert late_seconds(phase, due) == 0
    assert late_seconds(phase, due + timedelta(milliseconds=1)) == 1
    assert late_seconds(phase, due - timedelta(days=1)) == 0


def test_the_receipt_shows_number_time_digest_and_the_signed_checkpoint(
    secretary: Client, head: Client, entry: Entry
) -> None:
    submit(secretary, head, entry)

    page = secretary.get(url(entry, "receipt")).content.decode()

    receipt = Receipt.objects.get()
    note = Checkpoint.objects.get(size=receipt.checkpoint_size).note
    assert receipt.number in page
    assert receipt.digest in page
    assert note.splitlines()[0] in page
    assert "—" in page


def test_there_is_no_receipt_before(secretary: Client, entry: Entry) -> None:
    assert secretary.get(url(entry, "receipt")).status_code == 404


@pytest.mark.parametrize(
    ("name", "who", "status"),
    [
        ("approve", "thu_ky", 404),
        ("return_entry", "thu_ky", 404),
        ("send_to_head", "lanh_dao", 404),
        ("withdraw_from_head", "lanh_dao", 404),
        ("declare_none", "lanh_dao", 404),
        ("approve", "lanh_dao_tp", 404),
        ("return_entry", "lanh_dao_tp", 404),
        ("send_to_head", "thu_ky_tp", 404),
        ("approve", "thuong_truc", 404),
        ("approve", "nguoi_ngoai", 404),
    ],
)
def test_each_step_is_for_its_own_role_and_agency(
    secretary: Client, open_world: World, entry: Entry, name: str, who: str, status: int
) -> None:
    fill(secretary, entry)
    act(secretary, entry, "send_to_head")
    before = LedgerEntry.objects.count()

    answer = act(open_world.client(who), entry, name, ly_do="x", khong_co=["I.1"])

    assert answer.status_code == status
    assert state_of(entry) == "with_head"
    assert LedgerEntry.objects.count() == before


def test_the_heads_page_puts_exceptions_first(secretary: Client, head: Client, entry: Entry) -> None:
    fill(secretary, entry)
    act(secretary, entry, "send_to_head")

    page = head.get(url(entry, "approve")).content.decode()

    assert page.index("Thiếu minh chứng") < page.index("Điểm theo mục") < page.index("Duyệt và nộp</button>")
    assert page.count('class="govuk-button"') == 1


def test_the_secretarys_note_stands_beside_missing_evidence(
    secretary: Client, head: Client, entry: Entry
) -> None:
    fill(secretary, entry)
    note = "Văn bản đang ở kho lưu trữ huyện"
    LeafValue.objects.filter(entry=entry, stage="self").update(note=note)

    check = secretary.get(url(entry, "check")).content.decode()
    act(secretary, entry, "send_to_head")
    approve = head.get(url(entry, "approve")).content.decode()

    assert note in check.split('id="kt-points_without_evidence"')[1].split("</details>")[0]
    assert note in approve.split('id="kt-points_without_evidence"')[1].split("</details>")[0]


def test_one_person_may_hold_both_posts(open_world: World, entry: Entry) -> None:
    post = Post.objects.create(
        agency=entry.agency, role="secretary", title="Thư ký", valid_from=date(2020, 1, 1)
    )
    Holding.objects.create(post=post, user=open_world.people["lanh_dao"], from_on=date(2020, 1, 1))
    client = open_world.client("lanh_dao")

    saved = autosave(client, entry, "I.2", 0, option="a")

    assert saved.status_code == 200
    assert "Kiểm tra và trình" in client.get(url(entry, "entry")).content.decode()


# ── the official form ──


def test_the_official_form_prints_every_leaf(secretary: Client, open_world: World, entry: Entry) -> None:
    autosave(secretary, entry, "II.1", 0, num="96", den="100")
    use(open_world, entry, "II.1", make_file(open_world, entry.agency, "bang-thong-ke.pdf"))

    page = secretary.get(url(entry, "official_form")).content.decode()

    for text in (
        "Điểm tự chấm",
        "Hồ sơ đúng hạn: 96",
        "96/100 = 96 %",
        "bang-thong-ke.pdf",
        "Chưa trả lời",
        "CỘNG HÒA XÃ HỘI",
    ):
        assert text in page


@pytest.mark.parametrize(("kind", "magic"), [("pdf", b"%PDF"), ("docx", b"PK"), ("xlsx", b"PK")])
def test_the_official_form_comes_as_a_file(secretary: Client, entry: Entry, kind: str, magic: bytes) -> None:
    answer = secretary.get(url(entry, "official_form") + f"?dang={kind}")

    assert answer.status_code == 200
    assert answer.content.startswith(magic)
    assert answer["Content-Disposition"].startswith("attachment")


def test_the_receipt_covers_what_was_said_of_its_files(
    secretary: Client, head: Client, open_world: World, entry: Entry
) -> None:
    file = make_file(open_world, entry.agency, "a.pdf")
    use(open_world, entry, "II.1", file)
    words = {"actor": open_world.people["thu_ky"], "post": None, "now": datetime.now(UTC)}
    described = describe(
        file=file, facts=FileFacts("Kế hoạch", "15/KH", date(2023, 1, 31), ""), expected=1, **words
    )
    submit(secretary, head, entry)
    receipt = Receipt.objects.get()
    assert list(receipts()) == []

    describe(file=described, facts=FileFacts("Khác", "16/KH", None, ""), expected=2, **words)
    assert list(receipts()) == []  # even said at an earlier moment: it was not what the head approved

    pins = json.loads(LedgerEntry.objects.get(seq=receipt.ledger_seq).body)["detail"]["facts"]
    assert pins == {str(file.pk): 2}
    frozen = Entry.objects.get(pk=entry.pk)
    other = submitted(frozen, receipt.received_at, pins={str(file.pk): 3})
    assert hashlib.sha256(other.canonical()).hexdigest() != receipt.digest


def test_one_content_put_forward_by_two_agencies_is_one_line_of_a_receipt_of_before(
    open_world: World, entry: Entry
) -> None:
    own = make_file(open_world, entry.agency, "a.pdf")
    taken_over = make_file(open_world, open_world.entries["tu_phap"].agency, "b.pdf")
    EvidenceFile.objects.filter(pk=taken_over.pk).update(sha256=own.sha256)
    for file in (taken_over, own):
        facts = FileFacts(file.name, "", None, "")
        by = open_world.people["thu_ky"]
        describe(file=file, facts=facts, expected=1, actor=by, post=None, now=datetime.now(UTC))
        use(open_world, entry, "II.1", file)

    assert submitted(entry).evidence == ({"node": "II.1", "sha256": own.sha256},)
    both = submitted(entry, pins={str(own.pk): 2, str(taken_over.pk): 2}).evidence
    assert [each["facts"]["title"] for each in both] == ["a.pdf", "b.pdf"]


def test_a_receipt_of_before_is_verified_by_its_own_format(
    secretary: Client, head: Client, open_world: World, entry: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(open_world, entry, "II.1", make_file(open_world, entry.agency, "a.pdf"))
    monkeypatch.setattr(entries, "facts_standing", lambda entry: None)

    submit(secretary, head, entry)

    receipt = Receipt.objects.get()
    plain = json.loads(submitted(Entry.objects.get(pk=entry.pk)).canonical())
    assert [sorted(each) for each in plain["evidence"]] == [["node", "sha256"]]
    assert receipt.digest == hashlib.sha256(canonical_json(plain)).hexdigest()
    assert list(receipts()) == []
