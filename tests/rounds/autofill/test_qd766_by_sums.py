"""QĐ 766 for thirty agencies and three months, against a calculation of its own: plain sums over cases and figures.

Nothing of the engine, the rubric's text or the indicators is used below `by_sums`: the formulas are copied from the
decision's summary, points are whole hundredths, rounded half up leaf by leaf, then added.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from minhchung.agencies.models import Agency
from minhchung.indicators.models import Figure
from minhchung.rounds.domain.data_score import score_from_data
from minhchung.rubric.shipped import load_shipped
from minhchung.stats.model import Case, Channel, OnlineLevel, Satisfaction
from tests.indicators.case_scene import bring_in

NOW = datetime(2024, 1, 5, 2, tzinfo=UTC)
MONTHS = (
    (date(2023, 8, 1), date(2023, 8, 31)),
    (date(2023, 9, 1), date(2023, 9, 30)),
    (date(2023, 10, 1), date(2023, 10, 31)),
)
AGENCIES, CASES = 30, 4_000
REGISTER = {
    "PUBLISH_ON_TIME": ("PROCEDURES_PUBLISHED_ON_TIME", 6),
    "PUBLIC_UPDATE_ON_TIME": ("PROCEDURES_UPDATED_ON_TIME", 4),
    "PUBLIC_CONTENT_FULL": ("PROCEDURES_CONTENT_FULL", 2),
    "DOSSIER_SYNC": ("CASES_SYNCED_ON_TIME", 6),
    "ELECTRONIC_CERTIFIED_COPY": ("COMMUNES_CERTIFIED_COPY", 2),
    "SYNCED_WITH_DVCQG_PERSONAL_STORAGE": ("PERSONAL_STORAGE_SYNCED", 4),
}
TO_EIGHTY = {"PAYMENT_AVAILABLE": "PROCEDURES_PAYABLE_ONLINE", "REUSED_DIGITIZED_DATA": "DATA_REUSED"}
PETITIONS = {
    "PETITION_PROCESSING_ON_TIME": "PETITIONS_ON_TIME",
    "PETITION_HANDLING_SATISFACTION": "PETITIONS_SATISFIED",
}
HELD = (*(code for code, _most in REGISTER.values()), *TO_EIGHTY.values(), *PETITIONS.values())
Given = dict[tuple[str, int, date], tuple[int, int]]


def draw(agencies: list[int], seed: int) -> tuple[list[Case], Given]:
    """Cases of the three months and a little before, and every figure of the register; some agencies got no case."""
    chance = random.Random(seed)
    cases = [_case(chance, number, chance.choice(agencies[:-2])) for number in range(CASES)]
    given: Given = {}
    for code in HELD:
        for agency in agencies:
            for start, _end in MONTHS:
                whole = (
                    chance.choice([1, 1, 7, 12, 33, 96])
                    if code not in PETITIONS.values()
                    else chance.randint(0, 4)
                )
                given[code, agency, start] = (chance.randint(0, whole), whole)
    return cases, given


def _case(chance: random.Random, number: int, agency: int) -> Case:
    received = date(2023, 7, 20) + timedelta(days=chance.randint(0, 103))
    promised = received + timedelta(days=chance.randint(1, 20)) if chance.random() < 0.97 else None
    ended = received + timedelta(days=chance.randint(0, 26)) if chance.random() < 0.9 else None
    fate = chance.random()
    owed = chance.choice([0, 0, 15_000, None])

    def maybe(share: float) -> bool | None:
        return None if chance.random() < 0.05 else chance.random() < share

    return Case(
        system="s1",
        code=f"c{number:05d}",
        agency=agency,
        received_on=received,
        procedure=f"1.{chance.randint(1, 9):06d}",
        channel=chance.choice([Channel.ONLINE, Channel.ONLINE, Channel.DIRECT, Channel.POSTAL]),
        online_level=chance.choice([OnlineLevel.FULL, OnlineLevel.FULL, OnlineLevel.PARTIAL, None]),
        promised_on=promised,
        extended_to=promised + timedelta(days=4) if promised and chance.random() < 0.04 else None,
        finished_on=ended if fate < 0.95 else None,
        returned_on=ended if fate >= 0.95 else None,
        fee_due=owed,
        paid_online=maybe(0.5) if owed else None,
        written_result=maybe(0.9),
        electronic_result=maybe(0.6),
        digitised=maybe(0.6),
        satisfaction=chance.choice([None, None, None, Satisfaction.SATISFIED, Satisfaction.DISSATISFIED]),
    )


# ── the calculation of its own ──


def hundredths(most: int, part: int, whole: int, target: tuple[int, int] = (1, 1)) -> int | None:
    """most × part/whole ÷ target, at most `most`, in hundredths, halves up; None where nothing is counted."""
    if whole == 0:
        return None
    top, bottom = most * part * target[1] * 100, whole * target[0]
    top, bottom = (most * 100, 1) if top > most * 100 * bottom else (top, bottom)
    return (2 * top + bottom) // (2 * bottom)


def share(cases: Iterable[Case], says: Callable[[Case], bool | None]) -> tuple[int, int]:
    """How many hold, of those that say."""
    said = [answer for case in cases if (answer := says(case)) is not None]
    return sum(said), len(said)


def by_sums(cases: list[Case], given: Given, agency: int, start: date, end: date) -> dict[str, int | None]:
    """Leaf → hundredths of a point; None where the index does not say what 0/0 gives."""
    own = [case for case in cases if case.agency == agency]
    received = [case for case in own if start <= case.received_on <= end]
    resolved = [case for case in own if case.finished_on and start <= case.finished_on <= end]

    def closed_by_end(case: Case) -> bool:
        return case.closed_on is not None and case.closed_on <= end

    def in_time(case: Case) -> bool:
        if case.finished_on is not None and case.finished_on <= end:
            return case.due_on is not None and case.finished_on <= case.due_on
        return not closed_by_end(case) and case.due_on is not None and end <= case.due_on

    def unhappy(case: Case) -> bool:
        late = case.due_on is not None and case.finished_on is not None and case.finished_on > case.due_on
        return late or case.satisfaction == Satisfaction.DISSATISFIED

    def electronic(case: Case) -> bool | None:
        return case.electronic_result if case.written_result else None

    eligible = [case for case in received if case.online_level == OnlineLevel.FULL]
    owing = [case for case in received if case.fee_due]
    owed = {case.procedure for case in owing if case.paid_online is not None}
    paid = {case.procedure for case in owing if case.paid_online}
    found: dict[str, int | None] = {
        "PROGRESS": hundredths(20, sum(map(in_time, received)), len(received)) or 0,
        "ONLINE_FULL": hundredths(
            12, sum(case.channel == Channel.ONLINE for case in eligible), len(eligible)
        ),
        "PAYMENT_DOSSIER": hundredths(6, *share(owing, lambda case: case.paid_online)) or 0,
        "PAYMENT_FORMALITY": hundredths(2, len(paid), len(owed), (4, 5)),
        "ORIGINAL_RESULT_AVAILABLE": hundredths(6, *share(resolved, electronic)),
        "SO_HOA_GIAY_TO_GIAI_QUYET": hundredths(4, *share(received, lambda case: case.digitised)),
        "DOSSIER_RECEIVING_SATISFACTION": hundredths(
            6, sum(not unhappy(case) for case in resolved), len(resolved), (9, 10)
        )
        or 0,
        "CITIZEN_DATA_CONNECTED_DOSSIER": 200,
        "CITIZEN_DATA_CONNECTED_FORMALITY": 200,
    }
    for leaf, (code, most) in REGISTER.items():
        found[leaf] = hundredths(most, *given[code, agency, start])
    for leaf, code in TO_EIGHTY.items():
        found[leaf] = hundredths(2, *given[code, agency, start], (4, 5))
    for leaf, code in PETITIONS.items():
        points = hundredths(6, *given[code, agency, start])
        found[leaf] = 600 if points is None else points
    return found


# ── both ──


@pytest.mark.parametrize("seed", [766])
def test_thirty_agencies_and_three_months_come_out_to_the_cent(
    world: Any, settings: Any, tmp_path: Path, seed: int
) -> None:
    settings.CASES_DIR = tmp_path / "cases"
    cache.clear()
    made = Agency.objects.bulk_create(
        Agency(
            name=f"Xã {number}",
            kind=world.kind,
            parent=world.standing,
            valid_from=date(2016, 1, 1),
            sort_key=f"xa{number:02d}",
            traits={"cap": "xã"},
        )
        for number in range(AGENCIES)
    )
    cases, given = draw([agency.pk for agency in made], seed)
    bring_in(world, cases)
    ends = dict(MONTHS)
    by = {"holder": world.van_phong, "by": world.people["tham_dinh_vp"], "at": NOW}
    Figure.objects.bulk_create(
        Figure(
            indicator=code,
            agency_id=agency,
            start=start,
            end=ends[start],
            numerator=part,
            denominator=whole,
            **by,
        )
        for (code, agency, start), (part, whole) in given.items()
    )

    totals = 0
    for start, end in MONTHS:
        for scored in score_from_data(load_shipped("qd766-2022"), made, start, end):
            wanted = by_sums(cases, given, scored.agency.pk, start, end)
            points = {leaf.code: leaf.points for leaf in scored.score.leaves()}
            expected = {code: None if each is None else Fraction(each, 100) for code, each in wanted.items()}
            assert points == expected, (scored.agency.name, start)
            if None not in wanted.values():
                totals += 1
                assert scored.score.total == Fraction(sum(each or 0 for each in wanted.values()), 100)
    assert totals > 60, "most agencies have every figure"


def test_another_rounding_would_be_seen() -> None:
    assert hundredths(6, 264, 319) == 497
    assert hundredths(2, 61, 80, (4, 5)) == 191
    assert hundredths(6, 1, 1600) == 0
    assert hundredths(8, 1, 1600) == 1, "half a hundredth goes up"
    assert hundredths(2, 9, 10, (4, 5)) == 200
