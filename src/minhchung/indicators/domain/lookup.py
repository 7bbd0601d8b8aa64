"""The indicators of the register, computed: the figure given for just these days, or those that tile them, added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction

from django.urls import reverse

from minhchung.indicators.domain.contract import Asked, Compute, Found, NoData, Value
from minhchung.indicators.domain.figures import told
from minhchung.indicators.models import Figure
from minhchung.rubric.indicators import Described, catalogue

NOT_GIVEN = NoData(
    "Chưa có dữ liệu: cơ quan nắm số liệu chưa nhập cho kỳ này.",
    "No data: the body that holds the figure has not given it for this period.",
)
WITHDRAWN = NoData(
    "Chưa có dữ liệu: cơ quan nắm số liệu đã rút số của kỳ này.",
    "No data: the body that holds the figure has withdrawn that of this period.",
)
NOT_TILED = NoData(
    "Chưa có dữ liệu cho đúng kỳ này; chỉ số tại một thời điểm không cộng các kỳ với nhau.",
    "No figure for just this period; figures of a moment are not added up.",
)
HOLED = NoData(
    "Chưa đủ dữ liệu: các kỳ đã nhập không lấp kín khoảng ngày này.",
    "Data incomplete: the periods given do not fill these days.",
)


def computed() -> Mapping[str, Compute]:
    """How every indicator of the register is computed; one query for any number of agencies."""
    return {
        described.code: _compute_of(described)
        for described in catalogue().values()
        if described.room == "register"
    }


def _compute_of(described: Described) -> Callable[[Asked], Mapping[int, Found]]:
    return lambda asked: _found(described, asked)


def _found(described: Described, asked: Asked) -> dict[int, Found]:
    rows = Figure.objects.filter(
        indicator=described.code,
        agency_id__in=asked.agency_ids,
        start__gte=asked.start,
        end__lte=asked.end,
    )
    by_agency: dict[int, list[Figure]] = defaultdict(list)
    for figure in rows.select_related("source").order_by("start", "end"):
        by_agency[figure.agency_id].append(figure)
    return {agency_id: _value(described, asked, by_agency[agency_id]) for agency_id in asked.agency_ids}


def _value(described: Described, asked: Asked, given: list[Figure]) -> Found:
    figures = [figure for figure in given if not figure.is_withdrawn]
    exact = [figure for figure in figures if (figure.start, figure.end) == (asked.start, asked.end)]
    if exact:
        return _sum(exact)
    if not figures:
        return WITHDRAWN if given else NOT_GIVEN
    if not described.sums:
        return NOT_TILED
    tiles = _tiles(asked, figures)
    return _sum(tiles) if tiles else HOLED


def _tiles(asked: Asked, figures: Sequence[Figure]) -> list[Figure]:
    """Figures that fill the days without gap or overlap, the longest first where several do; empty when none do."""
    starting: dict[date, list[Figure]] = defaultdict(list)
    for figure in sorted(figures, key=lambda figure: figure.end, reverse=True):
        starting[figure.start].append(figure)
    dead: set[date] = set()

    def fill(wanted: date) -> list[Figure] | None:
        if wanted > asked.end:
            return []
        if wanted in dead:
            return None
        for figure in starting[wanted]:
            rest = fill(figure.end + timedelta(days=1))
            if rest is not None:
                return [figure, *rest]
        dead.add(wanted)
        return None

    return fill(asked.start) or []


def _sum(figures: Sequence[Figure]) -> Value:
    """One value of figures that may be added; the reference names each."""
    denominators = [figure.denominator for figure in figures if figure.denominator is not None]
    said = [figure.excluded for figure in figures if figure.excluded is not None]
    return Value(
        numerator=Fraction(sum(figure.numerator for figure in figures)),
        denominator=Fraction(sum(denominators)) if denominators else None,
        reference={"register": [told(figure) for figure in figures]},
        href=reverse("indicators:figure", args=[figures[0].pk])
        if len(figures) == 1
        else reverse("indicators:period", args=[figures[0].indicator])
        + f"?tu={figures[0].start:%d/%m/%Y}&den={figures[-1].end:%d/%m/%Y}",
        excluded=sum(said) if said else None,
        excluded_words="; ".join(dict.fromkeys(figure.exclusions for figure in figures if figure.exclusions)),
    )
