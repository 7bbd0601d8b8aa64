"""Two illustrative rounds on Quảng Điền's criteria: last year's, published; this year's, with agencies in every state.

The answers are made up to show the product (Round.is_sample says so on every page); the rubric is the real draft.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction

from minhchung.agencies.domain.acting import Acting, acting
from minhchung.agencies.models import Agency, User
from minhchung.criteria.domain.library import keep_version, rubric_of
from minhchung.home.sample import accounts as names
from minhchung.home.sample.answers import CODE, COMPLETE, read_sample, sample_answers
from minhchung.home.sample.evidence import add_sample_file
from minhchung.home.sample.krong_no import phases
from minhchung.home.sample.people import OFFICES, People
from minhchung.rounds.domain import acts, appraisal, council, explanation, publication, running
from minhchung.rounds.domain.access import entry_for
from minhchung.rounds.domain.data_answers import data_answer, kept_data_answer
from minhchung.rounds.domain.entries import absent_codes, approve_entry, return_entry, send_to_head
from minhchung.rounds.domain.evidence_use import attach
from minhchung.rounds.domain.own_leaves import own_leaves
from minhchung.rounds.domain.ranking import compute_ranking
from minhchung.rounds.domain.said import Said
from minhchung.rounds.domain.self_scoring import save_answer
from minhchung.rounds.enums import Stage, Verdict
from minhchung.rounds.models import Entry, LeafValue, Round
from minhchung.rubric import Answer, Date, Node, Rate, Rubric, answer_to_data
from minhchung.rubric.shipped import shipped_text

WHY_OTHERWISE = {
    "I.7": "Nhiệm vụ giao cuối kỳ hoàn thành ngày 14/10, phần mềm theo dõi nhiệm vụ chưa cập nhật; có văn bản kèm theo.",
    "II.2.5": "Trong kỳ không có hồ sơ trễ hẹn phải xin lỗi.",
}
WHY_AT_ALL = "Sổ theo dõi của cơ quan ghi khác số liệu trên hệ thống; có bảng đối chiếu kèm theo."
WHY_AS_DATA = (
    "Lấy theo số liệu của cơ quan theo dõi nhiệm vụ; văn bản kèm theo đề ngày sau khi hết kỳ lấy số liệu."
)

STEPS = len(COMPLETE) + 8
"""How many entries `load` fills in."""


def load(people: People, now: datetime, step: Callable[[], None]) -> None:
    """step: called as each entry is filled in."""
    version = keep_version(text=shipped_text(CODE), name=CODE, owner=None, now=now)
    rubric = rubric_of(version)
    answers = sample_answers(rubric)
    last = _open(
        people, rubric, "Chấm điểm chỉ số CCHC năm 2022 (dữ liệu minh họa)", 2022, now - timedelta(days=330)
    )
    _whole_round(people, last, rubric, _a_year_before(answers), now - timedelta(days=320), step)
    this = _open(
        people, rubric, "Chấm điểm chỉ số CCHC năm 2023 (dữ liệu minh họa)", 2023, now - timedelta(days=12)
    )
    _every_state(people, this, rubric, answers, now - timedelta(days=10), step)


def _a_year_before(answers: Mapping[str, Mapping[str, Answer]]) -> dict[str, dict[str, Answer]]:
    """The same answers with every date a year earlier."""
    return {
        agency: {
            code: replace(answer, on=answer.on.replace(year=answer.on.year - 1))
            if isinstance(answer, Date)
            else answer
            for code, answer in said.items()
        }
        for agency, said in answers.items()
    }


def _parameters(rubric: Rubric, later: int) -> dict[str, dict[str, str]]:
    """The round's parameters as the file gives them for 2023, dates moved by so many years."""
    given = read_sample("quang-dien-2023.parameters.yaml")["parameters"]
    parameters = {}
    for parameter in rubric.parameters:
        text = given[parameter.name]  # type: ignore[index]
        if parameter.kind == "date":
            day, month, year = text.split("/")
            text = date(int(year) + later, int(month), int(day)).isoformat()
        parameters[parameter.name] = {"kind": parameter.kind, "value": text}
    return parameters


def _open(people: People, rubric: Rubric, title: str, year: int, at: datetime) -> Round:
    owner = people.agencies[names.STANDING]
    actor, post = people.users["thuongtruc"], people.posts["thuongtruc"]
    offices = COMPLETE if year == 2022 else OFFICES
    bodies = {leaf.appraised_by for leaf in rubric.leaves() if leaf.appraised_by}
    plan = running.RoundPlan(
        title=title,
        rubric=_version(),
        year=year,
        period_from=date(year, 1, 1),
        period_to=date(year, 12, 31),
        reference_on=date(year, 12, 31),
        parameters=_parameters(rubric, year - 2023),
        phases=phases(at, days=60),
        agencies=tuple(people.agencies[office] for office in offices),
        groups={people.agencies[office].pk: "Phòng chuyên môn" for office in offices},
        bodies={body: people.agencies[body] for body in sorted(bodies)},
    )
    round = running.prepare_round(plan=plan, owner=owner, actor=actor, post=post, now=at)
    Round.objects.filter(pk=round.pk).update(is_sample=True)
    for body in sorted(bodies):
        if body in offices:
            stand_in = names.NOI_VU if body != names.NOI_VU else names.VAN_PHONG
            running.name_substitute(
                round=round,
                agency=people.agencies[body],
                body=body,
                substitute=people.agencies[stand_in],
                actor=actor,
                post=post,
                now=at,
            )
    round.refresh_from_db()
    decision = acts.Decision(f"15{year % 100}/QĐ-UBND", at.date(), "Mở đợt chấm điểm chỉ số CCHC")
    running.open_round(round=round, decision=decision, actor=actor, post=post, now=at)
    return round


def _version() -> object:
    from minhchung.criteria.models import RubricVersion

    return RubricVersion.objects.get(code=CODE)


# ── one agency ────────────────────────────────────────────────────────────────────────────────────────────────────


def _entry(round: Round, agency: Agency) -> Entry:
    return Entry.objects.select_related("agency", "round__rubric", "round__owner").get(
        round=round, agency=agency
    )


def _fill(
    people: People,
    entry: Entry,
    rubric: Rubric,
    answers: Mapping[str, Answer],
    now: datetime,
    share: int = 100,
) -> None:
    """Save the agency's own answers, the first `share` percent of them, with evidence on a few."""
    secretary, post = people.secretary_of(entry.agency.name)
    asked = [leaf for leaf in own_leaves(rubric, entry.traits).asked if leaf.code in answers]
    for place, leaf in enumerate(asked[: len(asked) * share // 100]):
        at = now + timedelta(minutes=place)
        if _follows_data(entry, leaf, answers[leaf.code]):
            continue
        standing = LeafValue.objects.filter(entry=entry, node_id=leaf.id, stage=Stage.SELF).first()
        save_answer(
            entry=entry,
            leaf=leaf,
            answer=answers[leaf.code],
            note="",
            expected=standing.row_version if standing is not None else 0,
            actor=secretary,
            post=post,
            now=at,
            reason=WHY_OTHERWISE.get(leaf.code, WHY_AT_ALL) if leaf.bind else "",
        )
        if place % 3 == 0:
            said = answers[leaf.code]
            on = said.on if isinstance(said, Date) else None  # the document bears the day that is answered
            file = add_sample_file(entry.agency, leaf, entry.round.year, secretary, post, at, on)
            attach(entry=entry, leaf=leaf, files=[file], actor=secretary, now=at)


def _follows_data(entry: Entry, leaf: Node, answer: Answer) -> bool:
    """Whether data have filled in just this answer: nobody need type it."""
    said = data_answer(entry, leaf)
    return said is not None and said.is_known and said.answer == answer_to_data(answer)


def _send(people: People, entry: Entry, now: datetime) -> None:
    secretary, post = people.secretary_of(entry.agency.name)
    entry.refresh_from_db()
    send_to_head(
        entry=entry,
        expected=entry.row_version,
        confirmed_absent=absent_codes(entry),
        actor=secretary,
        post=post,
        now=now,
    )


def _approve(people: People, entry: Entry, now: datetime) -> None:
    head, post = people.head_of(entry.agency.name)
    entry.refresh_from_db()
    approve_entry(
        entry=entry,
        expected=entry.row_version,
        confirmed_absent=absent_codes(entry),
        actor=head,
        post=post,
        received_at=now,
    )


def _submit(
    people: People, entry: Entry, rubric: Rubric, answers: Mapping[str, Answer], now: datetime
) -> None:
    _fill(people, entry, rubric, answers, now)
    _send(people, entry, now + timedelta(hours=2))
    _approve(people, entry, now + timedelta(hours=3))


def _appraise(
    people: People, entry: Entry, rubric: Rubric, answers: Mapping[str, Answer], now: datetime, changes: int
) -> None:
    """Every body speaks on its leaves: accepts, lowers `changes` of them with a reason, enters what it answers itself."""
    left = changes
    for username in sorted(people.posts):
        if people.posts[username].role != "appraiser":
            continue
        person = people.users[username]
        if people.posts[username].agency_id == entry.agency_id:
            continue
        access = entry_for(_acting(person, now), entry.pk)
        for leaf in rubric.leaves():
            if not access.may_appraise(leaf.appraised_by) or _spoken(entry, leaf):
                continue
            given = LeafValue.objects.filter(entry=entry, node_id=leaf.id, stage=Stage.SELF).first()
            said = _said(entry, leaf, answers, given, lower=left > 0)
            if said is None:
                continue
            left -= said.verdict == Verdict.CHANGED
            appraisal.appraise(
                access=access, leaf=leaf, said=said, expected=0, seen=None, actor=person, now=now
            )


def _spoken(entry: Entry, leaf: Node) -> bool:
    return LeafValue.objects.filter(entry=entry, node_id=leaf.id, stage=Stage.APPRAISED).exists()


def _said(
    entry: Entry, leaf: Node, answers: Mapping[str, Answer], given: LeafValue | None, *, lower: bool
) -> Said | None:
    if leaf.answered_by != "agency":
        return Said(Verdict.ENTERED, answers[leaf.code]) if leaf.code in answers else None
    if given is None or given.answer is None:
        return None
    if lower and given.verdict == Verdict.CHANGED and (data := data_answer(entry, leaf)) is not None:
        return Said(Verdict.CHANGED, kept_data_answer(entry, leaf, data), WHY_AS_DATA)
    if lower and given.verdict != Verdict.DATA and (lesser := lessened(answers[leaf.code])) is not None:
        return Said(Verdict.CHANGED, lesser, "Số liệu trên phần mềm theo dõi thấp hơn số tự chấm.")
    return Said(Verdict.ACCEPTED)


def lessened(answer: Answer) -> Answer | None:
    """A rate with about a tenth fewer in the numerator; other answers stay."""
    if isinstance(answer, Rate) and answer.den > 20:
        return replace(answer, num=answer.num - Fraction(answer.den.numerator // 10))
    return None


def _acting(user: User, now: datetime) -> Acting:
    return acting(user, now.date())


# ── whole rounds ──────────────────────────────────────────────────────────────────────────────────────────────────


def _whole_round(
    people: People,
    round: Round,
    rubric: Rubric,
    answers: Mapping[str, Mapping[str, Answer]],
    now: datetime,
    step: Callable[[], None],
) -> None:
    """Last year's round from self-assessment to publication, so that there is a ranking to look at."""
    for place, office in enumerate(COMPLETE):
        entry = _entry(round, people.agencies[office])
        at = now + timedelta(days=place)
        _submit(people, entry, rubric, answers[office], at)
        _appraise(people, entry, rubric, answers[office], now + timedelta(days=20), changes=place % 4)
        step()
    actor, post = people.users["thuongtruc"], people.posts["thuongtruc"]
    council_day = now + timedelta(days=40)
    running.to_council(
        round=_fresh(round),
        decision=acts.Decision("31/TTr-PNV", council_day.date()),
        actor=actor,
        post=post,
        now=council_day,
    )
    member = people.users["hoidong"]
    fresh = _fresh(round)
    posts = council.deciding_posts(_acting(member, council_day), fresh)
    council.finalise(round=fresh, posts=posts, actor=member, now=council_day)
    compute_ranking(round=fresh, actor=actor, post=post, now=council_day)
    proposed = publication.propose(
        round=fresh,
        decision=acts.Decision("88/QĐ-UBND", council_day.date()),
        actor=actor,
        post=post,
        now=council_day,
    )
    publication.confirm(
        publication=proposed,
        actor=people.users["thuongtruc2"],
        post=people.posts["thuongtruc2"],
        now=council_day + timedelta(hours=1),
    )


def _fresh(round: Round) -> Round:
    return Round.objects.select_related("rubric", "owner").get(pk=round.pk)


def _every_state(
    people: People,
    round: Round,
    rubric: Rubric,
    answers: Mapping[str, Mapping[str, Answer]],
    now: datetime,
    step: Callable[[], None],
) -> None:
    """This year's round: untouched, half filled, with the head, returned, submitted, appraised, in explanation."""

    def entry(office: str) -> Entry:
        return _entry(round, people.agencies[office])

    _fill(people, entry(names.KINH_TE), rubric, answers[names.KINH_TE], now, share=60)
    step()
    _fill(people, entry(names.TU_PHAP), rubric, answers[names.TU_PHAP], now)
    step()
    _send(people, entry(names.TU_PHAP), now + timedelta(hours=3))
    _fill(people, entry("Phòng Y tế"), rubric, answers["Phòng Y tế"], now)
    _send(people, entry("Phòng Y tế"), now + timedelta(hours=3))
    _return(people, entry("Phòng Y tế"), now + timedelta(hours=5))
    step()
    for office in (
        "Phòng Tài nguyên và Môi trường",
        "Phòng Giáo dục và Đào tạo",
        names.VAN_HOA,
        names.TAI_CHINH,
        names.NOI_VU,
    ):
        _submit(people, entry(office), rubric, answers[office], now)
        step()
    later = now + timedelta(days=3)
    for office, changes in ((names.VAN_HOA, 3), ("Phòng Giáo dục và Đào tạo", 0)):
        _appraise(people, entry(office), rubric, answers[office], later, changes)
    _explain(people, entry(names.VAN_HOA), rubric, later + timedelta(days=1))


def _return(people: People, entry: Entry, now: datetime) -> None:
    head, post = people.head_of(entry.agency.name)
    entry.refresh_from_db()
    return_entry(
        entry=entry,
        expected=entry.row_version,
        reason="Còn sáu tiêu chí chưa trả lời; bổ sung trước khi trình lại.",
        remarks={},
        actor=head,
        post=post,
        now=now,
    )


def _explain(people: People, entry: Entry, rubric: Rubric, now: datetime) -> None:
    """The agency explains the first difference."""
    secretary, _post = people.secretary_of(entry.agency.name)
    access = entry_for(_acting(secretary, now), entry.pk)
    for difference in explanation.differences_in(access.entry):
        explanation.explain(
            access=access,
            leaf=difference.leaf,
            text="Số liệu trên phần mềm chưa tính các hồ sơ nộp trực tiếp tại bộ phận một cửa; đề nghị xem lại theo sổ theo dõi.",
            requested=None,
            files=[],
            actor=secretary,
            now=now,
        )
        return
