"""Figures of the register for Quảng Điền's two rounds: what its offices answer, as the bodies that hold the figures say it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from minhchung.agencies.models import Agency, AgencyKind
from minhchung.criteria.domain.library import rubric_of
from minhchung.criteria.models import RubricVersion
from minhchung.evidence.models import EvidenceFile
from minhchung.home.sample import accounts as names
from minhchung.home.sample.answers import CODE, COMPLETE, sample_answers
from minhchung.home.sample.evidence import add_sample_file
from minhchung.home.sample.people import OFFICES, People
from minhchung.indicators.domain.figures import Said, described_of, say, say_all
from minhchung.indicators.domain.holding import name_holder
from minhchung.indicators.models import Figure
from minhchung.rubric import Answer, Counts, Rate, Rubric

HELD: Final[tuple[tuple[str, str, str, str, bool], ...]] = (
    ("TASKS_DONE", names.VAN_PHONG, "I.7", "", True),
    ("PETITIONS_HANDLED", names.VAN_PHONG, "II.2.7", "", True),
    ("PROCEDURES_AT_CENTRE", names.VAN_PHONG, "II.2.3.1", "", False),
    ("STAFF_IN_POSITION", names.NOI_VU, "II.4.2", "", False),
    ("STAFF_DATA_COMPLETE", names.NOI_VU, "II.4.5", "", False),
    ("INITIATIVES_PROVINCE", names.NOI_VU, "I.6", "a", False),
    ("INITIATIVES_DISTRICT", names.NOI_VU, "I.6", "b", False),
    ("DOCUMENTS_ELECTRONIC", names.VAN_HOA, "II.6.5.1", "", True),
    ("DOCUMENTS_SIGNED", names.VAN_HOA, "II.6.5.2", "", True),
)
"""Indicator, the body that holds it, the leaf it answers and which line of it, whether to 15 October or for the year."""
FEWER: Final[Mapping[tuple[str, str], int]] = {
    (names.KINH_TE, "TASKS_DONE"): 4,
    (names.VAN_HOA, "TASKS_DONE"): 5,
    (names.NOI_VU, "TASKS_DONE"): 4,
}
"""Where the body says fewer in 2023 than the office will: the office overrules with a reason."""
WITHOUT: Final = {names.KINH_TE: (2, "nhiệm vụ được gia hạn sang năm sau")}
"""What was left out of both parts of the tasks of an office, and why."""


def load(people: People, now: datetime) -> None:
    """Name the holders and give the figures of both years; what an office does not answer nobody has given yet."""
    rubric = rubric_of(RubricVersion.objects.get(code=CODE))
    answers = sample_answers(rubric)
    for code, holder, leaf, line, to_october in HELD:
        name_holder_of(people, code, people.agencies[holder], OFFICES, "year", now - timedelta(days=400))
        end = (10, 15) if to_october else (12, 31)
        for year, offices, at in (
            (2022, COMPLETE, now - timedelta(days=340)),
            (2023, OFFICES, now - timedelta(days=14)),
        ):
            said = {office: answers[office].get(leaf) for office in offices}
            rows = _rows(people, code, line, said, (date(year, 1, 1), date(year, *end)))
            give(people, code, holder, rows, rubric, leaf, year, at)


CORRECTED: Final = ((names.KINH_TE, 620), (names.TU_PHAP, 592))
"""Office, how many documents of 2023 were signed after all: one entry is open and follows, one is with its head and does not."""


def correct_some(people: People, now: datetime) -> None:
    """The body that counts signed documents corrects two figures, once the entries are on their way."""
    described = described_of("DOCUMENTS_SIGNED")
    assert described is not None
    actor, post = people.appraiser_of(names.VAN_HOA)
    standing = Figure.objects.filter(indicator=described.code, start__year=2023).select_related("source")
    for office, signed in CORRECTED:
        was = standing.get(agency=people.agencies[office])
        said = Said(
            was.agency,
            was.start,
            was.end,
            signed,
            was.denominator,
            source=was.source,
            reason="Đếm lại sau khi đối chiếu nhật ký ký số.",
            expected=was.row_version,
        )
        say(
            described=described,
            said=said,
            holder=people.agencies[names.VAN_HOA],
            actor=actor,
            post=post,
            now=now,
        )


def name_holder_of(
    people: People, code: str, holder: Agency, agencies: Iterable[str], rhythm: str, now: datetime
) -> None:
    """The standing body names who gives the figures of an indicator, for the kinds of these agencies."""
    described = described_of(code)
    assert described is not None
    kinds = AgencyKind.objects.filter(agency__in=[people.agencies[each].pk for each in agencies]).distinct()
    name_holder(
        described=described,
        owner=people.agencies[names.STANDING],
        holder=holder,
        kinds=kinds,
        rhythm=rhythm,
        due_days=15,
        expected=0,
        actor=people.users["thuongtruc"],
        post=people.posts["thuongtruc"],
        now=now,
    )


def give(
    people: People,
    code: str,
    holder: str,
    rows: list[Said],
    rubric: Rubric,
    leaf: str,
    year: int,
    now: datetime,
) -> None:
    """Give these figures, with one file of the holder behind all of them."""
    described = described_of(code)
    assert described is not None
    actor, post = people.appraiser_of(holder)
    file = add_sample_file(people.agencies[holder], rubric.node(leaf), year, actor, post, now)
    said = [_with_source(row, file) for row in rows]
    say_all(described=described, rows=said, holder=people.agencies[holder], actor=actor, post=post, now=now)


def _with_source(row: Said, file: EvidenceFile) -> Said:
    return replace(row, source=file)


def _rows(
    people: People, code: str, line: str, said: Mapping[str, Answer | None], days: tuple[date, date]
) -> list[Said]:
    """The figures that make these answers; an office without such an answer gets none."""
    rows = []
    for office, answer in said.items():
        numbers = _numbers(answer, line)
        if numbers is None:
            continue
        numerator, denominator = numbers
        fewer = FEWER.get((office, code), 0) if days[0].year == 2023 else 0
        excluded, words = WITHOUT.get(office, (None, "")) if code == "TASKS_DONE" else (None, "")
        rows.append(
            Said(
                people.agencies[office],
                *days,
                numerator - fewer,
                denominator,
                excluded=excluded,
                exclusions=words,
            )
        )
    return rows


def _numbers(answer: Answer | None, line: str) -> tuple[int, int | None] | None:
    if isinstance(answer, Rate):
        return int(answer.num), int(answer.den)
    if isinstance(answer, Counts):
        return int(dict(answer.lines)[line]), None
    return None
