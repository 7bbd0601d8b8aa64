"""How far the cases of agencies reach in a period, and which days of it lack theirs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from hashlib import sha256

from django.core.cache import cache

from minhchung.cases.domain.counts import Pinned
from minhchung.cases.domain.manifests import root
from minhchung.cases.domain.reach import tree_pairs
from minhchung.cases.domain.workdays import calendar_of
from minhchung.stats.counting import FEW, open_cases
from minhchung.stats.coverage import Coverage, covered, daily_receipts
from minhchung.stats.periods import Period
from minhchung.viet.workdays import Calendar

_KEPT_SECONDS = 3600


def completeness(agency_ids: Sequence[int], period: Period, pin: Pinned) -> Mapping[int, Coverage]:
    """Agency → how far the cases of it and all beneath it reach; one for each agency asked about."""
    wanted = frozenset(agency_ids)
    above: dict[int, list[int]] = defaultdict(list)
    for agency, ancestor in tree_pairs(pin.tree_on):
        if ancestor in wanted:
            above[agency].append(ancestor)
    daily: dict[int, Counter[date]] = {each: Counter() for each in agency_ids}
    for agency, days in _daily(sorted(above), period, pin).items():
        for ancestor in above.get(agency, ()):
            daily[ancestor].update(days)
    working = working_days_of(period)
    return {each: covered(days, working) for each, days in daily.items()}


def working_days_of(period: Period) -> list[date]:
    """The days of a period on which offices work, by this installation's calendar."""
    calendar: Calendar = calendar_of(*range(period.start.year, period.end.year + 1))
    days = (period.start + timedelta(days=n) for n in range((period.end - period.start).days + 1))
    return [day for day in days if calendar.is_working_day(day)]


def _daily(agencies: Sequence[int], period: Period, pin: Pinned) -> dict[int, dict[date, int]]:
    asked = repr((pin.digest, agencies, period.start, period.end))
    key = f"cases-daily:{sha256(asked.encode()).hexdigest()}"
    kept: dict[int, dict[date, int]] | None = cache.get(key)
    if kept is None:
        with open_cases(root(), pin.files) as cases:
            near = cases.filter(cases.agency.isin(agencies)) if len(agencies) <= FEW else cases
            kept = daily_receipts(near, period)
        cache.set(key, kept, _KEPT_SECONDS)
    return kept
