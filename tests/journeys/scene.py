"""A district in which every page has something to show: rounds in each state, entries at each step, files, handovers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from minhchung.agencies.domain.reorganise import By, NewAgency, split_agency
from minhchung.agencies.domain.reorganise import Decision as TreeDecision
from minhchung.criteria.domain.drafts import edit_draft, start_draft, undo
from minhchung.criteria.models import RubricVersion
from minhchung.evidence.domain.intake import Taken, add_file
from minhchung.evidence.models import EvidenceFile
from minhchung.rounds.domain import acts, publication, ranking, running
from minhchung.rounds.domain.engine import rubric_of
from minhchung.rounds.domain.entries import approve_entry
from minhchung.rounds.enums import EntryState, PhaseKind, RoundState, Side, Stage
from minhchung.rounds.models import Entry, EvidenceUse, Explanation, Round, StatedTable
from minhchung.rubric import parse, rubric_hash, shipped
from tests.docread.samples import image
from tests.journeys.scene_data import FromData, bring_data
from tests.journeys.scene_drafts import write_rubrics
from tests.rounds.public.published import answers, correct_published, fill, revoke_published, small_published
from tests.rounds.running.build import post
from tests.world import DATA, World, load_rubric, make_agency

CA_MAU = Path("src/minhchung/home/sample_data/ca-mau-2018.results.csv")
DECISION = acts.Decision("12/QĐ-UBND", date(2024, 3, 20), "Theo đề nghị của thường trực")
UNSAID = "189/200"
"""94,5 %, which no row of II.1 takes."""
WHY = "Biên bản kiểm tra ghi việc phân công chưa nêu người thay thế."


@dataclass(frozen=True)
class Scene:
    """What stands in an address and cannot be known beforehand. finding: the key of an error that nobody has settled;
    split: the entry of an agency that was split while its round went on."""

    finding: str
    data: FromData
    split: int


def build_scene(world: World) -> Scene:
    """Fill the world; the first round is revoked, the second its correction, then open, council, draft, proposed, bound."""
    made = small_published(world)
    revoke_published(made)
    correct_published(made)
    now = datetime.now(UTC)
    file = add_picture(world, now)
    at_work(world, opened(world, "Đợt đang chấm 2025", now), file, now)
    before_the_council(world, opened(world, "Đợt trước hội đồng 2024", now), now)
    prepared(world, "Đợt đang chuẩn bị 2026", now)
    proposed(world, opened(world, "Đợt chờ xác nhận 2022", now), now)
    keep_stated_table(world)
    write_drafts(world, now)
    finding, data = write_rubrics(world, now), bring_data(world, from_data(world, now), file, now)
    scene = Scene(finding, data, split_in_a_round(world, now).pk)
    hand_over(world)
    return scene


def split_in_a_round(world: World, now: datetime) -> Entry:
    """An agency of the open round that the tree has split in two."""
    gone = make_agency("Phòng Văn hóa, Khoa học và Thông tin", world.kind, world.standing, 9)
    entry = Entry.objects.create(
        round=Round.objects.get(title="Đợt đang chấm 2025"), agency=gone, group="Phòng chuyên môn"
    )
    split_agency(
        agency=gone,
        expected=gone.row_version,
        parts=[NewAgency(name, world.kind, world.standing) for name in ("Phòng Văn hóa", "Phòng Thông tin")],
        remains=False,
        decision=TreeDecision(number="1/NQ-HĐND", effective_on=date(2023, 7, 1)),
        by=By(world.people["quan_tri"], None, now),
    )
    return entry


def write_drafts(world: World, now: datetime) -> None:
    """A draft of a rubric with faults, edited twice, one edit taken back; and an empty one."""
    small = RubricVersion.objects.filter(code="thu-nghiem").first()
    assert small is not None
    draft = start_draft(owner=world.standing, base=small, version="2", **who(world, "soan_thao", now))
    broken = draft.text.replace("kind: options", "kind: lạ", 1)
    for text in (broken, draft.text):
        said = {"text": text, "summary": "Sửa văn bản YAML", "expected": draft.row_version}
        edit_draft(draft=draft, **said, **who(world, "soan_thao", now))
    undo(draft=draft, expected=draft.row_version, **who(world, "soan_thao", now))
    start_draft(owner=world.standing, code="trong", title="Bộ tiêu chí trống", **who(world, "soan_thao", now))


def who(world: World, name: str, now: datetime) -> dict[str, Any]:
    return {"actor": world.people[name], "post": world.post_of(name), "now": now}


def prepared(world: World, title: str, now: datetime) -> Round:
    """A draft of the small rubric with all that it needs to be opened."""
    assert world.rubric is not None
    start = now - timedelta(days=10)
    times = {
        kind: running.PhaseTimes(start, now + timedelta(days=10), now + timedelta(days=20))
        for kind in PhaseKind
    }
    plan = running.RoundPlan(
        title=title,
        rubric=world.rubric,
        year=int(title[-4:]),
        period_from=date(2023, 1, 1),
        period_to=date(2023, 12, 31),
        reference_on=date(2023, 12, 31),
        parameters={"han_ke_hoach": {"kind": "date", "value": "2023-01-20"}},
        phases=times,
        agencies=(world.kinh_te, world.tu_phap, world.noi_vu),
        bodies={"Phòng Nội vụ": world.noi_vu, "Văn phòng": world.van_phong},
    )
    return running.prepare_round(plan=plan, owner=world.standing, **who(world, "thuong_truc", now))


def opened(world: World, title: str, now: datetime) -> Round:
    round, person = prepared(world, title, now), who(world, "thuong_truc", now)
    running.name_substitute(
        round=round, agency=world.noi_vu, body="Phòng Nội vụ", substitute=world.van_phong, **person
    )
    round.refresh_from_db()
    running.open_round(round=round, decision=DECISION, **person)
    round.refresh_from_db()
    return round


def from_data(world: World, now: datetime) -> Round:
    """An open round of the rubric whose leaves are bound to figures."""
    round = opened(world, "Đợt chấm theo dữ liệu 2023", now)
    round.rubric, round.parameters = load_rubric(world.standing, DATA / "bound.rubric.yaml"), {}
    round.save(update_fields=["rubric", "parameters"])
    return Round.objects.select_related("rubric").get(pk=round.pk)


def entries_of(round: Round) -> tuple[Entry, Entry, Entry]:
    """kinh_te, tu_phap, noi_vu."""
    first, second, third = Entry.objects.filter(round=round).select_related("round__rubric").order_by("pk")
    return first, second, third


def add_picture(world: World, now: datetime) -> EvidenceFile:
    taken = add_file(
        agency=world.kinh_te,
        chunks=[image("PNG", (600, 400))],
        name="Kế hoạch cải cách hành chính của Phòng Kinh tế và Hạ tầng, bản ký ngày 15 tháng 01 năm 2023.png",
        **who(world, "thu_ky", now),
    )
    assert isinstance(taken, Taken)
    return taken.file


def submit(entry: Entry, now: datetime) -> None:
    Entry.objects.filter(pk=entry.pk).update(state=EntryState.SUBMITTED, received_at=now, late_seconds=0)


def approved(world: World, entry: Entry, now: datetime) -> None:
    """Sent by the head, with a receipt."""
    Entry.objects.filter(pk=entry.pk).update(state=EntryState.WITH_HEAD)
    entry.refresh_from_db()
    approve_entry(
        entry=entry,
        expected=entry.row_version,
        confirmed_absent=None,
        actor=world.people["lanh_dao"],
        post=world.post_of("lanh_dao"),
        received_at=now,
    )


def at_work(world: World, round: Round, file: EvidenceFile, now: datetime) -> None:
    """One entry appraised and explained, one with the head, one in the making."""
    submitted, with_head, draft = entries_of(round)
    own = {code: data for code, data in answers(choice="a").items() if code != "II.2"}
    fill(world, submitted, Stage.SELF, own, "thu_ky")
    approved(world, submitted, now)
    fill(world, submitted, Stage.APPRAISED, {"I.2": "b", "II.2": "1,5"}, "tham_dinh_nv", {"I.2": WHY})
    rubric = rubric_of(round.rubric)
    for node in ("I.1", "II.1"):
        EvidenceUse.objects.create(
            entry=submitted, node_id=rubric.node(node).id, file=file, by=world.people["thu_ky"], at=now
        )
    say(world, submitted, "I.2", Side.AGENCY, "Quyết định 15 có nêu người thay thế ở Điều 2.", now)
    fill(world, with_head, Stage.SELF, {"I.1": {"days_late": 3}, "II.1": UNSAID}, "thu_ky_tp")
    Entry.objects.filter(pk=with_head.pk).update(state=EntryState.WITH_HEAD)
    fill(world, draft, Stage.SELF, {"I.2": "b"}, "thu_ky_nv")
    Entry.objects.filter(pk=draft.pk).update(
        state=EntryState.RETURNED, return_reason="Thiếu kế hoạch của quý IV.", returned_at=now
    )


def say(world: World, entry: Entry, code: str, side: Side, text: str, now: datetime) -> None:
    Explanation.objects.create(
        entry=entry,
        node_id=rubric_of(entry.round.rubric).node(code).id,
        side=side,
        text=text,
        by=world.people["thu_ky"],
        at=now,
    )


def before_the_council(world: World, round: Round, now: datetime) -> None:
    """A disputed value, one that no row takes, and leaves that nobody answered."""
    first, second, third = entries_of(round)
    fill(world, first, Stage.SELF, {"I.1": {"days_late": 0}, "I.2": "a", "II.1": UNSAID}, "thu_ky")
    appraised = {"I.1": {"days_late": 0}, "I.2": "b", "II.1": UNSAID, "II.2": "1"}
    fill(world, first, Stage.APPRAISED, appraised, "tham_dinh_nv", {"I.2": WHY})
    say(world, first, "I.2", Side.AGENCY, "Đề nghị giữ 2 điểm.", now)
    fill(world, second, Stage.SELF, {"I.2": "a"}, "thu_ky_tp")
    fill(world, third, Stage.SELF, {"I.1": {"days_late": 0}, "I.2": "a", "II.1": "97/100"}, "thu_ky_nv")
    fill(world, third, Stage.APPRAISED, answers(), "tham_dinh_nv")
    for entry in (first, second, third):
        submit(entry, now)
    running.to_council(round=round, decision=DECISION, **who(world, "thuong_truc", now))


def proposed(world: World, round: Round, now: datetime) -> None:
    person = who(world, "thuong_truc", now)
    for entry, choice in zip(entries_of(round), "aab", strict=True):
        fill(world, entry, Stage.FINAL, answers(choice=choice), "hoi_dong")
    running.to_council(round=round, decision=DECISION, **person)
    round.refresh_from_db()
    assert round.state == RoundState.COUNCIL
    ranking.compute_ranking(round=round, **person)
    publication.propose(round=round, decision=DECISION, **person)


def keep_stated_table(world: World) -> None:
    """The table of 2018 as Cà Mau published it, uploaded through its page."""
    text = (Path(shipped.__file__).parent / "ca-mau-iso-2018.rubric.yaml").read_text(encoding="utf-8")
    rubric = parse(text, "ca-mau-iso-2018")
    kept = RubricVersion.objects.create(
        code=rubric.code,
        version=rubric.version,
        title=rubric.title,
        text=text,
        sha256=rubric_hash(rubric),
        loaded_at=datetime(2023, 1, 1, tzinfo=UTC),
    )
    fields = {
        "rubric": kept.pk,
        "title": "Kết quả năm 2018 của tỉnh Cà Mau",
        "source": "Quyết định công bố năm 2018",
        "owner": world.standing.pk,
        "is_public": "on",
        "file": SimpleUploadedFile("ca-mau.csv", CA_MAU.read_bytes()),
    }
    answer = post(world.client("soan_thao"), reverse("rounds:stated_upload"), fields)
    assert answer.status_code == 302, answer.content.decode()
    table = StatedTable.objects.latest("pk")
    post(world.client("thuong_truc"), reverse("rounds:stated_confirm", args=[table.pk]), {})


def hand_over(world: World) -> None:
    """The secretary of Phòng Tư pháp passes the post to a colleague."""
    fields = {
        "vi-tri": world.post_of("thu_ky_tp").pk,
        "buoc": "xac-nhan",
        "receiver": "soan_thao",
        "on": f"{datetime.now(UTC) + timedelta(hours=7):%d/%m/%Y}",
        "note": "Hồ sơ giấy ở tủ 3",
    }
    assert world.client("thu_ky_tp").post("/ban-giao/", fields).status_code == 302
