"""Dates a case is due by where its source promises none: the days its procedure allows, counted in the calendar.

The source's own word is never touched: what is computed stands in a column of its own, and gives way to a promised date.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from minhchung.agencies.models import Agency
from minhchung.cases.domain.workdays import calendar_of
from minhchung.cases.models import ProcedureVersion
from minhchung.viet.codes import parse_procedure_code
from minhchung.viet.problem import Problem
from minhchung.viet.workdays import Calendar, UnknownYear, add_working_days

_NEEDED = ("agency", "procedure", "received_on", "promised_on", "extended_to")
_SPARE_YEARS = 3
"""How many years after the last receipt the calendar is asked about; the longest term of a procedure is below that."""

Key = tuple[int, str, date]
"""Agency, procedure as the case names it, day of receipt."""


@dataclass(frozen=True)
class Term:
    """How long a procedure may take from a day on: working days, or plain ones."""

    valid_from: date
    days: int | None
    in_calendar_days: bool


@dataclass(frozen=True)
class Undated:
    """cases: without a promised date. computed: those of them that get a computed one."""

    cases: int
    computed: int


def with_computed_dates(table: pa.Table) -> tuple[pa.Table, Undated]:
    """The cases with `computed_on` where the source promises no date and a register says how long the procedure may take."""
    keys = _undated(table)
    if not keys:
        return table, Undated(0, 0)
    dates = computed_dates(set(keys.values()))
    days = [dates.get(keys[row]) if row in keys else None for row in range(table.num_rows)]
    place = table.schema.get_field_index("computed_on")
    filled = table.set_column(place, table.schema.field(place), pa.array(days, pa.date32()))
    return filled, Undated(len(keys), sum(day is not None for day in days))


def undated_in(path: Path) -> Undated:
    """How many cases of a checked file are without a promised date, and how many of them will get one."""
    with pq.ParquetFile(path) as file:
        keys = _undated(file.read(list(_NEEDED)))
    dates = computed_dates(set(keys.values()))
    return Undated(len(keys), sum(key in dates for key in keys.values()))


def _undated(table: pa.Table) -> dict[int, Key]:
    """Row → what decides its date, for the rows without a promised one."""
    rows = pc.indices_nonzero(
        pc.and_(
            pc.is_null(table["promised_on"].combine_chunks()),
            pc.is_null(table["extended_to"].combine_chunks()),
        )
    )
    columns = (table[name].take(rows).to_pylist() for name in _NEEDED[:3])
    return dict(zip(rows.to_pylist(), zip(*columns, strict=True), strict=True))


def computed_dates(keys: set[Key]) -> dict[Key, date]:
    """The day each is due by the register and the calendar in force; of what no register knows, nothing."""
    keys = {key for key in keys if key[1]}
    if not keys:
        return {}
    terms = _terms({key[0] for key in keys}, {key[1] for key in keys})
    if not terms:
        return {}
    first, last = min(key[2] for key in keys), max(key[2] for key in keys)
    calendar = calendar_of(*range(first.year, last.year + _SPARE_YEARS))
    known: dict[tuple[date, Term], date | None] = {}
    found: dict[Key, date] = {}
    for key in keys:
        term = _standing(terms.get(key[:2], ()), key[2])
        if term is not None and term.days is not None:
            place = (key[2], term)
            if place not in known:
                known[place] = _due(key[2], term.days, term, calendar)
            if (due := known[place]) is not None:
                found[key] = due
    return found


def _standing(terms: tuple[Term, ...], day: date) -> Term | None:
    """The version in force on a day; they come in the order in which they took force."""
    place = bisect_right(terms, day, key=lambda term: term.valid_from)
    return terms[place - 1] if place else None


def _due(received: date, days: int, term: Term, calendar: Calendar) -> date | None:
    """The last day of the term; one that is counted in plain days ends on the next working day when its last is off.

    None for a term that ends beyond the calendar: no procedure takes years, the register holds a slip.
    Source: Bộ luật Dân sự 2015, Điều 147 (the first day is not counted), Điều 148 khoản 5 (a last day that is off).
    """
    try:
        if not term.in_calendar_days:
            return add_working_days(received, days, calendar)
        last = received + timedelta(days=days)
        return last if calendar.is_working_day(last) else add_working_days(last, 1, calendar)
    except (UnknownYear, OverflowError):
        return None


def _terms(agencies: set[int], codes: set[str]) -> dict[tuple[int, str], tuple[Term, ...]]:
    """(agency, code) → the terms of that procedure in the nearest register upwards that knows it; two queries."""
    numbers = {
        code: read.number for code in codes if not isinstance(read := parse_procedure_code(code), Problem)
    }
    above = dict(Agency.objects.order_by().values_list("pk", "parent_id"))
    lists = {each for agency in agencies for each in _upwards(agency, above)}
    said: dict[tuple[int, str], list[Term]] = defaultdict(list)
    versions = ProcedureVersion.objects.filter(
        procedure__agency__in=lists, procedure__number__in=set(numbers.values())
    ).order_by("valid_from", "pk")
    for agency, number, start, days, plain, gone in versions.values_list(
        "procedure__agency",
        "procedure__number",
        "valid_from",
        "days_allowed",
        "in_calendar_days",
        "is_abolished",
    ):
        is_said = plain is not None and not gone  # a list read before its kind of days was kept says no term
        said[agency, number].append(Term(start, days if is_said else None, bool(plain)))
    found: dict[tuple[int, str], tuple[Term, ...]] = {}
    for agency in agencies:
        nearest = list(_upwards(agency, above))
        for code, number in numbers.items():
            held = next((each for each in nearest if (each, number) in said), None)
            if held is not None:
                found[agency, code] = tuple(said[held, number])
    return found


def _upwards(agency: int, above: Mapping[int, int | None]) -> Iterator[int]:
    seen: set[int] = set()
    one: int | None = agency
    while one is not None and one not in seen:
        seen.add(one)
        yield one
        one = above.get(one)
