"""Counts against a slow reference, against the lists behind them, over trees and periods."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minhchung.stats.counting import behind, count_cases, count_expression, open_cases, total
from minhchung.stats.counts import Counts, Denominator, in_time_rate
from minhchung.stats.manifest import Manifest
from minhchung.stats.measures import NAMES
from minhchung.stats.model import Case, from_table
from minhchung.stats.periods import Period, half, month, months, quarter, year
from minhchung.stats.store import add_batch
from tests.stats import reference
from tests.stats.drawn import DAYS, cases

ODD = (
    Period(date(2026, 1, 1), date(2026, 1, 9)),
    Period(date(2026, 1, 10), date(2026, 1, 31)),
    Period(date(2026, 2, 1), date(2026, 3, 31)),
)
TREE = [(1, 1), (2, 2), (3, 3), (1, 10), (2, 10), (1, 100), (2, 100), (3, 100)]
ROOT = Path(__file__).parent.parent.parent


@contextmanager
def opened(rows: list[Case]) -> Iterator[tuple[Any, list[Case]]]:
    """A store of these cases, and what it holds of them (the last state of each)."""
    with TemporaryDirectory() as folder:
        manifest = add_batch(Path(folder), Manifest(), rows).manifest
        with open_cases(Path(folder), manifest) as table:
            yield table, list({(row.system, row.code): row for row in rows}.values())


MANY = st.lists(cases(), max_size=60).map(
    lambda rows: [dataclasses.replace(row, code=str(number)) for number, row in enumerate(rows)]
)


@settings(max_examples=6)
@given(MANY)
def test_counts_agree_with_the_slow_reference_for_every_group(rows: list[Case]) -> None:
    with opened(rows) as (table, held):
        found = {
            (row.period, row.agency, row.procedure): row.counts
            for row in count_cases(table, ODD, by=("agency", "procedure"))
        }

    wanted = {
        (period, agency, procedure): reference.counted(
            [each for each in held if (each.agency, each.procedure) == (agency, procedure)], period
        )
        for period in ODD
        for agency in (1, 2, 3)
        for procedure in ("", "1.000603")
    }
    assert found == {key: counts for key, counts in wanted.items() if counts.workload}


@settings(max_examples=2)
@given(MANY)
def test_a_tree_counts_everything_beneath_and_the_engine_neutral_expression_says_the_same(
    rows: list[Case],
) -> None:
    beneath = {10: (1, 2), 100: (1, 2, 3), 1: (1,), 2: (2,), 3: (3,)}
    with opened(rows) as (table, held):
        found = {(row.period, row.agency): row.counts for row in count_cases(table, ODD, tree=TREE)}
        unrun = count_expression(table, ODD, tree=TREE).to_pyarrow().to_pylist()

    wanted = {
        (period, ancestor): reference.counted([each for each in held if each.agency in agencies], period)
        for period in ODD
        for ancestor, agencies in beneath.items()
    }
    assert found == {key: counts for key, counts in wanted.items() if counts.workload}
    assert {
        (ODD[row["period"]], row["agency"]): Counts(**{name: row[name] for name in NAMES}) for row in unrun
    } == found


@settings(max_examples=1)
@given(MANY.filter(lambda rows: len(rows) > 20), DAYS)
def test_every_number_opens_the_list_behind_it(rows: list[Case], start: date) -> None:
    period = Period(start, start + timedelta(days=20))
    with opened(rows) as (table, _):
        counts = total(table, period)
        for name in NAMES:
            listed = list(from_table(behind(table, name, period).to_pyarrow()))
            amount = (
                sum(each.fee_due or 0 for each in listed) if name.startswith("fee_total") else len(listed)
            )
            assert amount == getattr(counts, name), name


@given(st.lists(cases(), max_size=40), DAYS)
def test_the_reference_itself_adds_up(rows: list[Case], start: date) -> None:
    """The identities that docs/case-counts.md states."""
    c = reference.counted(rows, Period(start, start + timedelta(days=20)))

    assert c.received + c.carried_over == c.resolved + c.returned + c.withdrawn + c.pending
    assert c.resolved == c.early + c.on_time + c.late + c.resolved_undated
    assert c.pending == c.pending_within + c.pending_overdue + c.pending_undated
    assert c.received == c.received_direct + c.received_online + c.received_postal + c.channel_unsaid
    assert c.received == c.cohort_in_time + c.cohort_late + c.cohort_undated + c.cohort_not_resolved + (
        c.cohort_pending_within + c.cohort_pending_overdue + c.cohort_pending_undated
    )


def test_on_the_day_due_a_case_is_on_time_and_pending_within_time() -> None:
    due = date(2026, 1, 20)
    case = Case(system="a", code="1", agency=1, received_on=date(2026, 1, 5), promised_on=due)
    finished = dataclasses.replace(case, code="2", finished_on=due)
    extended = dataclasses.replace(
        case, code="3", extended_to=date(2026, 1, 25), finished_on=date(2026, 1, 25)
    )
    late = dataclasses.replace(extended, code="4", finished_on=date(2026, 1, 26), contested="x")

    with opened([case, finished, extended, late]) as (table, _):
        then = total(table, Period(date(2026, 1, 1), due))
        next_day = total(table, Period(date(2026, 1, 1), date(2026, 1, 21)))
        after = total(table, month(2026, 1))

    assert (then.on_time, then.pending, then.pending_overdue) == (1, 3, 0)
    assert (next_day.pending_overdue, next_day.pending_within) == (1, 2)
    assert (after.on_time, after.in_time_by_extension, after.late, after.late_contested) == (2, 1, 1, 1)


def test_qd766_asks_only_of_what_came_in_the_period() -> None:
    old = Case(system="a", code="1", agency=1, received_on=date(2025, 12, 5), promised_on=date(2026, 1, 20), finished_on=date(2026, 1, 20))  # fmt: skip
    new = dataclasses.replace(old, code="2", received_on=date(2026, 1, 6), finished_on=date(2026, 1, 21))

    with opened([old, new]) as (table, _):
        counts = total(table, month(2026, 1))

    rates = {
        each.name: (in_time_rate(counts, each).num, in_time_rate(counts, each).den) for each in Denominator
    }
    assert rates == {"RESOLVED": (1, 2), "RECEIVED": (1, 2), "QD766": (0, 1), "QD766_WORKLOAD": (1, 2)}


def test_nothing_counted_is_not_a_rate_of_zero() -> None:
    assert all(in_time_rate(Counts(), each).value is None for each in Denominator)


def test_an_empty_store_counts_nothing(tmp_path: Path) -> None:
    with open_cases(tmp_path, Manifest()) as table:
        assert count_cases(table, [year(2026)]) == []
        assert total(table, year(2026)) == Counts()


def test_periods_are_calendar_ones_and_follow_each_other() -> None:
    assert quarter(2026, 4) == Period(date(2026, 10, 1), date(2026, 12, 31))
    assert half(2028, 1) == Period(date(2028, 1, 1), date(2028, 6, 30))
    assert month(2028, 2).end == date(2028, 2, 29)
    assert [each.end for each in months(date(2025, 12, 3), date(2026, 1, 26))] == [
        date(2025, 12, 31),
        date(2026, 1, 26),
    ]
    with pytest.raises(ValueError, match="no month"):
        months(date(2026, 2, 1), date(2026, 1, 31))
    with pytest.raises(ValueError, match="cannot end"):
        Period(date(2026, 1, 2), date(2026, 1, 1))
    with opened([]) as (table, _):
        with pytest.raises(ValueError, match="does not follow"):
            count_cases(table, [month(2026, 1), month(2026, 3)])
        with pytest.raises(ValueError, match="no period"):
            count_cases(table, [])
        with pytest.raises(ValueError, match="by agency"):
            count_cases(table, [month(2026, 1)], by=(), tree=TREE)
        with pytest.raises(KeyError):
            behind(table, "happy", month(2026, 1))


def test_every_count_has_a_field_and_a_definition_in_words() -> None:
    fields = tuple(each.name for each in dataclasses.fields(Counts))
    words = (ROOT / "docs/case-counts.md").read_text()

    assert fields == NAMES
    assert [name for name in NAMES if f"| `{name}` |" not in words] == []
    assert [each.value for each in Denominator if f"`{each.value}`" not in words] == []
