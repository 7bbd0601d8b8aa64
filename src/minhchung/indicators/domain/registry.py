"""Which indicators can be computed: each room registers its own, and nobody imports upward to ask for one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from minhchung.indicators.domain.contract import Asked, Compute, Found, Indicator, NoData
from minhchung.rubric.indicators import catalogue

_COMPUTED: dict[str, Compute] = {}


def register(computed: Mapping[str, Compute]) -> None:
    """A room says how its indicators are computed; called from its AppConfig.ready(). KeyError for an undescribed code."""
    for code, compute in computed.items():
        _COMPUTED[catalogue()[code].code] = compute


def every() -> tuple[Indicator, ...]:
    """Every indicator that some room computes, in the order of the catalogue."""
    return tuple(Indicator(one, _COMPUTED[one.code]) for one in catalogue().values() if one.code in _COMPUTED)


def indicator(code: str) -> Indicator | None:
    """The indicator with this code, None when nobody computes it."""
    described, compute = catalogue().get(code), _COMPUTED.get(code)
    return Indicator(described, compute) if described is not None and compute is not None else None


def values_of(
    code: str,
    agency_ids: Iterable[int],
    start: date,
    end: date,
    parameters: Mapping[str, str] | None = None,
    tree_on: date | None = None,
) -> tuple[Asked, dict[int, Found]]:
    """The values of one indicator, for every agency asked, and what was asked (with the parameters settled).

    An indicator that nobody computes here has no data for anybody.
    """
    found = indicator(code)
    ids = tuple(agency_ids)
    if found is None:
        absent = NoData(
            f"Hệ thống này chưa tính chỉ số {code}.", f"This installation does not compute {code}."
        )
        return Asked(ids, start, end, dict(parameters or {}), tree_on), dict.fromkeys(ids, absent)
    asked = Asked(ids, start, end, found.described.settled(parameters or {}), tree_on)
    computed = found.compute(asked)
    return asked, {agency_id: computed[agency_id] for agency_id in ids}
