"""The agency explains a difference, the appraiser replies; every statement stays."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.http import Http404

from minhchung.ledger.domain.versions import StaleRow
from minhchung.ledger.models import LedgerEntry
from minhchung.rounds.domain.appraisal import appraise
from minhchung.rounds.domain.entries import NotNow
from minhchung.rounds.domain.explanation import differences_in, explain, reply
from minhchung.rounds.domain.said import Said, Unsaid
from minhchung.rounds.enums import Side, Stage, Verdict
from minhchung.rounds.models import EvidenceUse, Explanation
from tests.docread.samples import pdf
from tests.rounds.appraisal.conftest import Field

ACCEPT = Said(Verdict.ACCEPTED)


@pytest.fixture
def changed(field: Field) -> Field:
    """I.1 of Phòng Kinh tế is accepted, I.2 changed from 2 points to 1."""
    for code, said in (("I.1", ACCEPT), ("I.2", Said(Verdict.CHANGED, field.answer("I.2", "b"), "Chưa đủ"))):
        appraise(
            access=field.access("tham_dinh_nv", "kinh_te"),
            leaf=field.leaf(code),
            said=said,
            expected=0,
            seen=None,
            actor=field.world.people["tham_dinh_nv"],
            now=field.now,
        )
    return field


def speak(field: Field, person: str = "thu_ky", code: str = "I.2", **more: Any) -> Explanation:
    given = {"text": "Đã có quyết định", "requested": field.answer("I.2", "a"), "files": []} | more
    return explain(
        access=field.access(person, "kinh_te"),
        leaf=field.leaf(code),
        actor=field.world.people[person],
        now=field.now,
        **given,
    )


def answer(
    field: Field, said: Said, person: str = "tham_dinh_nv", text: str = "Giữ nguyên", expected: int = 0
) -> Any:
    return reply(
        access=field.access(person, "kinh_te"),
        leaf=field.leaf("I.2"),
        text=text,
        said=said,
        expected=expected,
        actor=field.world.people[person],
        now=field.now,
    )


def test_only_what_differs_is_listed(changed: Field) -> None:
    assert [each.leaf.code for each in differences_in(changed.entry("kinh_te"))] == ["I.2"]


def test_an_explanation_keeps_its_words_and_what_it_asks_for(changed: Field) -> None:
    made = speak(changed)

    assert (made.side, made.requested_points, made.by) == (
        Side.AGENCY,
        Fraction(2),
        changed.world.people["thu_ky"],
    )
    assert LedgerEntry.objects.filter(verb="explanation.filed").count() == 1


def test_a_statement_never_changes(changed: Field) -> None:
    made = speak(changed)

    with pytest.raises(DatabaseError), transaction.atomic():
        Explanation.objects.filter(pk=made.pk).update(text="Khác")
    with pytest.raises(DatabaseError), transaction.atomic():
        Explanation.objects.filter(pk=made.pk).delete()


def test_where_nothing_differs_there_is_nothing_to_explain(changed: Field) -> None:
    with pytest.raises(NotNow):
        speak(changed, code="I.1")

    assert not Explanation.objects.exists()


@pytest.mark.parametrize("how", ["lock", "not_yet"])
def test_outside_the_phase_nothing_is_heard(changed: Field, how: str) -> None:
    getattr(changed, how)("explanation")

    with pytest.raises(NotNow):
        speak(changed)


def test_an_empty_statement_is_refused(changed: Field) -> None:
    with pytest.raises(Unsaid):
        speak(changed, text="   ")


def test_the_appraiser_does_not_speak_for_the_agency(changed: Field) -> None:
    with pytest.raises(Http404):
        speak(changed, person="tham_dinh_nv")


def test_keeping_the_score_is_a_value_of_its_own(changed: Field) -> None:
    speak(changed)

    value = answer(changed, ACCEPT)

    assert (value.stage, value.verdict, value.points) == (Stage.EXPLAINED, Verdict.ACCEPTED, Fraction(1))
    assert changed.value("kinh_te", "I.2", Stage.APPRAISED).points == Fraction(1)  # type: ignore[union-attr]
    assert [each.side for each in Explanation.objects.order_by("pk")] == [Side.AGENCY, Side.APPRAISER]


def test_a_reply_may_change_the_score(changed: Field) -> None:
    speak(changed)

    value = answer(changed, Said(Verdict.CHANGED, changed.answer("I.2", "a")), text="Quyết định hợp lệ")

    assert (value.verdict, value.points, value.reason) == (Verdict.CHANGED, Fraction(2), "Quyết định hợp lệ")


def test_a_reply_without_words_or_without_a_question_is_refused(changed: Field) -> None:
    with pytest.raises(NotNow):
        answer(changed, ACCEPT)
    speak(changed)
    with pytest.raises(Unsaid):
        answer(changed, ACCEPT, text="")

    assert changed.value("kinh_te", "I.2", Stage.EXPLAINED) is None


def test_another_body_does_not_reply(changed: Field) -> None:
    speak(changed)

    with pytest.raises(Http404):
        answer(changed, ACCEPT, person="tham_dinh_vp")


def test_a_stale_reply_is_refused(changed: Field) -> None:
    speak(changed)
    answer(changed, ACCEPT)

    with pytest.raises(StaleRow):
        answer(changed, ACCEPT)

    assert Explanation.objects.filter(side=Side.APPRAISER).count() == 1


# ── pages ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def href(field: Field, code: str = "I.2") -> str:
    return f"/ho-so/{field.world.entries['kinh_te'].pk}/giai-trinh/{code}/"


def test_the_page_files_an_explanation_with_its_new_evidence(changed: Field) -> None:
    client = changed.world.client("thu_ky")
    file = SimpleUploadedFile("quyet-dinh.pdf", pdf("Quyet dinh"))

    answer = client.post(
        href(changed), {"noi_dung": "Có quyết định", changed_field(changed): "a", "file": file}
    )

    assert answer.status_code == 302
    made = Explanation.objects.get()
    assert made.files.count() == 1
    assert EvidenceUse.objects.get(stage=Stage.EXPLAINED).file == made.files.get()
    page = changed.world.client("tham_dinh_nv").get(href(changed)).content.decode()
    assert "Có quyết định" in page and "quyet-dinh.pdf" in page


def changed_field(field: Field) -> str:
    from minhchung.rounds.domain.engine import rubric_of
    from minhchung.rubric import inputs_of

    return inputs_of(rubric_of(field.round.rubric), "I.2")[0].name


def test_an_empty_form_is_a_422_and_nothing_is_lost(changed: Field) -> None:
    answer = changed.world.client("thu_ky").post(href(changed), {"noi_dung": "", changed_field(changed): "a"})

    assert answer.status_code == 422
    assert "checked" in answer.content.decode()
    assert not Explanation.objects.exists()


def test_the_agency_sees_nothing_before_explanations_open(changed: Field) -> None:
    changed.not_yet("explanation")
    client = changed.world.client("thu_ky")

    listed = client.get(f"/ho-so/{changed.world.entries['kinh_te'].pk}/giai-trinh/")

    assert listed.status_code == 200
    assert "Chưa đủ" not in listed.content.decode()
    assert client.get(href(changed)).status_code == 404


def test_the_appraiser_replies_on_the_page(changed: Field) -> None:
    speak(changed)
    client = changed.world.client("tham_dinh_nv")
    said = {"y_kien": "dong_y", "ly_do": "Giữ kết quả", "row_version": "0"}

    assert client.post(href(changed) + "tra-loi/", said).status_code == 302
    assert client.post(href(changed) + "tra-loi/", said).status_code == 409


def test_a_line_that_waits_for_an_answer_leads_to_where_it_is_given(changed: Field) -> None:
    speak(changed)
    client = changed.world.client("tham_dinh_nv")
    desk = f"/dot/{changed.round.pk}/ban-tham-dinh/?loc=cho-giai-trinh"

    waiting = client.get(desk).content.decode()

    assert f'href="{href(changed)}"' in waiting
    assert "Đồng ý các mục đã chọn" not in waiting, "nothing here may be accepted together with others"
    assert "Giữ kết quả thẩm định:" in client.get(href(changed)).content.decode()

    answer(changed, ACCEPT)
    assert f'href="{href(changed)}"' not in client.get(desk).content.decode()


@pytest.mark.parametrize(
    "person", ["nguoi_ngoai", "thuong_truc_ngoai", "thu_ky_tp", "thu_ky_nv", "soan_thao"]
)
def test_others_find_no_thread(changed: Field, person: str) -> None:
    speak(changed)
    client = changed.world.client(person)

    assert client.get(href(changed)).status_code == 404
    assert client.post(href(changed), {"noi_dung": "Xen vào"}).status_code == 404
    assert client.post(href(changed) + "tra-loi/", {"y_kien": "dong_y", "ly_do": "x"}).status_code == 404
    assert Explanation.objects.count() == 1


@pytest.mark.parametrize("rows", [1, 2])
def test_the_list_takes_a_fixed_number_of_queries(
    changed: Field, rows: int, django_assert_num_queries: Any
) -> None:
    if rows == 2:
        appraise(
            access=changed.access("tham_dinh_vp", "kinh_te"),
            leaf=changed.leaf("II.1"),
            said=Said(Verdict.CHANGED, changed.answer("II.1", "200/319"), "Đếm lại"),
            expected=0,
            seen=None,
            actor=changed.world.people["tham_dinh_vp"],
            now=changed.now,
        )
    client = changed.world.client("thu_ky")
    client.get(f"/ho-so/{changed.world.entries['kinh_te'].pk}/giai-trinh/")

    with django_assert_num_queries(9):
        client.get(f"/ho-so/{changed.world.entries['kinh_te'].pk}/giai-trinh/")


def test_the_entry_leads_to_its_appraisal_once_the_agency_may_see_it(changed: Field) -> None:
    entry, client = changed.entry("kinh_te"), changed.world.client("thu_ky")
    address = f"/ho-so/{entry.pk}/giai-trinh/"

    assert address in client.get(f"/ho-so/{entry.pk}/").content.decode()

    changed.not_yet("explanation")
    assert address not in client.get(f"/ho-so/{entry.pk}/").content.decode()
