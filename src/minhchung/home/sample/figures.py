"""Figures of the register for Quảng Điền's open round: made up, given by the bodies that hold them, some still missing."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from minhchung.agencies.models import Agency, AgencyKind
from minhchung.home.sample import accounts as names
from minhchung.home.sample.people import OFFICES, People
from minhchung.indicators.domain.figures import Said, described_of, say_all
from minhchung.indicators.domain.holding import name_holder

Days = tuple[date, date]
TO_OCTOBER: Final[Days] = (date(2023, 1, 1), date(2023, 10, 15))
YEAR: Final[Days] = (date(2023, 1, 1), date(2023, 12, 31))
HELD: Final[tuple[tuple[str, str, Days, int, int], ...]] = (
    ("TASKS_DONE", names.VAN_PHONG, TO_OCTOBER, 40, 0),
    ("PETITIONS_HANDLED", names.VAN_PHONG, TO_OCTOBER, 3, 0),
    ("STAFF_DATA_COMPLETE", names.NOI_VU, YEAR, 14, 0),
    ("INITIATIVES_PROVINCE", names.NOI_VU, YEAR, 1, 0),
    ("INITIATIVES_DISTRICT", names.NOI_VU, YEAR, 1, 0),
    ("DOCUMENTS_ELECTRONIC", names.VAN_HOA, TO_OCTOBER, 620, 0),
    ("DOCUMENTS_SIGNED", names.VAN_HOA, TO_OCTOBER, 540, 3),
)
"""Indicator, the body that holds it, for which days, about how many, how many offices it has not given yet."""


def load(people: People, now: datetime) -> None:
    """Name the holders and give their figures; the open round fills itself in where nobody has answered."""
    for code, holder, days, size, missing in HELD:
        _name(people, code, people.agencies[holder], now)
        _give(people, code, holder, days, size, OFFICES[: len(OFFICES) - missing], now)


def _name(people: People, code: str, holder: Agency, now: datetime) -> None:
    described = described_of(code)
    assert described is not None
    owner = people.agencies[names.STANDING]
    kinds = AgencyKind.objects.filter(
        agency__in=[people.agencies[office].pk for office in OFFICES]
    ).distinct()
    name_holder(
        described=described,
        owner=owner,
        holder=holder,
        kinds=kinds,
        rhythm="year",
        due_days=15,
        expected=0,
        actor=people.users["thuongtruc"],
        post=people.posts["thuongtruc"],
        now=now,
    )


def _give(
    people: People, code: str, holder: str, days: Days, size: int, offices: tuple[str, ...], now: datetime
) -> None:
    described = described_of(code)
    assert described is not None
    actor, post = people.appraiser_of(holder)
    rows = [
        Said(people.agencies[office], *days, *_numbers(place, size, is_rate=described.shape == "rate"))
        for place, office in enumerate(offices)
    ]
    say_all(described=described, rows=rows, holder=people.agencies[holder], actor=actor, post=post, now=now)


def _numbers(place: int, size: int, *, is_rate: bool) -> tuple[int, int | None]:
    """Numbers that differ a little from office to office: a part and its whole, or a count."""
    if not is_rate:
        return (size if place % 4 == 1 else 0), None
    whole = size + place * 3 % 7
    return whole - (place % 3 == 2), whole
