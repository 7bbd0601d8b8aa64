"""Every count, as a condition over a case that has been placed against the periods.

`placed` gives each case three numbers, its places: the index of the period it was received in, closed in, and found
overdue in. -1 is before the first period, `n` after the last or never. All conditions compare these places and columns
of the case, so that they mean the same in every engine.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import ibis
import ibis.expr.types as ir

from minhchung.stats.periods import Period, edges

Flow = Literal["received", "closed"]
Condition = Callable[[ir.Table], ir.BooleanValue]


@dataclass(frozen=True, slots=True)
class Measure:
    """A count of cases received or closed in a period that meet a condition; with `amount`, the sum of that column."""

    name: str
    flow: Flow
    where: Condition
    amount: str | None = None


@dataclass(frozen=True, slots=True)
class Stock:
    """A count of cases that stand at the end of a period: entered at one place, gone at another, and meeting a condition.

    since: the place from which a case stands; it stands until the period it is closed in.
    """

    name: str
    since: Literal["received_in", "overdue_in"]
    where: Condition


def placed(cases: ir.Table, periods: Sequence[Period]) -> ir.Table:
    """Add due_on, received_in, closed_in, overdue_in to each case. periods: consecutive (ValueError otherwise).

    A case is overdue at the end of a day once the due date lies before that day: on the due date it still has time.
    """
    bounds = edges(periods)
    late_bounds = tuple(day - timedelta(days=1) for day in bounds)
    closed_on = ibis.coalesce(cases.finished_on, cases.returned_on, cases.withdrawn_on)
    due_on = ibis.coalesce(cases.extended_to, cases.promised_on, cases.computed_on)
    received_in = _place(cases.received_on, bounds)
    after_due = _place(due_on, late_bounds)
    return cases.mutate(
        due_on=due_on,
        received_in=received_in,
        closed_in=_place(closed_on, bounds),
        overdue_in=ibis.greatest(after_due, received_in),
    )


def _place(day: ir.DateValue, bounds: Sequence[date]) -> ir.IntegerValue:
    """The index of the period a day falls in; without a day, the index after the last."""
    place: ir.IntegerValue = _halved(day, bounds, 0, len(bounds)).cast("int32")
    return place


def _halved(day: ir.DateValue, bounds: Sequence[date], low: int, high: int) -> ir.IntegerValue:
    """Look between two bounds, half by half: a day unknown is before none of them."""
    if low == high:
        return ibis.literal(low - 1, "int32")
    middle = (low + high) // 2
    return ibis.ifelse(
        day < ibis.date(bounds[middle]),
        _halved(day, bounds, low, middle),
        _halved(day, bounds, middle + 1, high),
    )


def _always(t: ir.Table) -> ir.BooleanValue:
    return t.received_in.notnull()


def _resolved(t: ir.Table) -> ir.BooleanValue:
    return t.finished_on.notnull()


def _in_time(t: ir.Table) -> ir.BooleanValue:
    return t.finished_on <= t.due_on


def _late(t: ir.Table) -> ir.BooleanValue:
    return t.finished_on > t.due_on


def _closed_with_the_period(t: ir.Table) -> ir.BooleanValue:
    return t.closed_in == t.received_in


def _open_after_the_period(t: ir.Table) -> ir.BooleanValue:
    return t.closed_in > t.received_in


def _overdue_with_the_period(t: ir.Table) -> ir.BooleanValue:
    return t.overdue_in == t.received_in


def _dated(t: ir.Table) -> ir.BooleanValue:
    return t.due_on.notnull()


def _undated(t: ir.Table) -> ir.BooleanValue:
    return t.due_on.isnull()


def _by_computed_date(t: ir.Table) -> ir.BooleanValue:
    """Due by a date that the source does not say."""
    return t.computed_on.notnull() & t.promised_on.isnull() & t.extended_to.isnull()


def _owes(t: ir.Table) -> ir.BooleanValue:
    return t.fee_due > 0


def _written(t: ir.Table) -> ir.BooleanValue:
    return _resolved(t) & t.written_result


def _untroubled(t: ir.Table) -> ir.BooleanValue:
    dissatisfied = t.satisfaction.fill_null("") == "dissatisfied"
    return _resolved(t) & ~_late(t).fill_null(False) & ~dissatisfied


_ONLINE, _FULL, _PARTIAL = "online", "full", "partial"

MEASURES: tuple[Measure, ...] = (
    Measure("received", "received", _always),
    Measure("received_direct", "received", lambda t: t.channel == "direct"),
    Measure("received_online", "received", lambda t: t.channel == _ONLINE),
    Measure("received_postal", "received", lambda t: t.channel == "postal"),
    Measure("channel_unsaid", "received", lambda t: t.channel.fill_null("") == ""),
    Measure("full_eligible", "received", lambda t: t.online_level == _FULL),
    Measure("full_online", "received", lambda t: (t.online_level == _FULL) & (t.channel == _ONLINE)),
    Measure("partial_eligible", "received", lambda t: t.online_level == _PARTIAL),
    Measure("partial_online", "received", lambda t: (t.online_level == _PARTIAL) & (t.channel == _ONLINE)),
    Measure("level_unsaid", "received", lambda t: t.online_level.isnull()),
    Measure("fee_cases", "received", _owes),
    Measure("fee_paid_online", "received", lambda t: _owes(t) & t.paid_online),
    Measure("fee_payment_unsaid", "received", lambda t: _owes(t) & t.paid_online.isnull()),
    Measure("fee_unsaid", "received", lambda t: t.fee_due.isnull()),
    Measure("fee_total", "received", _owes, amount="fee_due"),
    Measure("fee_total_paid_online", "received", lambda t: _owes(t) & t.paid_online, amount="fee_due"),
    Measure("digitised", "received", lambda t: t.digitised),
    Measure("digitised_unsaid", "received", lambda t: t.digitised.isnull()),
    Measure("due_computed", "received", _by_computed_date),
    Measure("cohort_in_time", "received", lambda t: _closed_with_the_period(t) & _in_time(t)),
    Measure("cohort_late", "received", lambda t: _closed_with_the_period(t) & _late(t)),
    Measure("cohort_undated", "received", lambda t: _closed_with_the_period(t) & _resolved(t) & _undated(t)),
    Measure("cohort_not_resolved", "received", lambda t: _closed_with_the_period(t) & ~_resolved(t)),
    Measure(
        "cohort_pending_within",
        "received",
        lambda t: _open_after_the_period(t) & _dated(t) & ~_overdue_with_the_period(t),
    ),
    Measure(
        "cohort_pending_overdue",
        "received",
        lambda t: _open_after_the_period(t) & _overdue_with_the_period(t),
    ),
    Measure("cohort_pending_undated", "received", lambda t: _open_after_the_period(t) & _undated(t)),
    Measure("resolved", "closed", _resolved),
    Measure("early", "closed", lambda t: t.finished_on < t.due_on),
    Measure("on_time", "closed", lambda t: t.finished_on == t.due_on),
    Measure("late", "closed", _late),
    Measure("late_contested", "closed", lambda t: _late(t) & t.contested.notnull()),
    Measure("late_computed", "closed", lambda t: _late(t) & _by_computed_date(t)),
    Measure("resolved_undated", "closed", lambda t: _resolved(t) & _undated(t)),
    Measure("in_time_by_extension", "closed", lambda t: _in_time(t) & (t.finished_on > t.promised_on)),
    Measure("late_apologised", "closed", lambda t: _late(t) & t.apology_sent),
    Measure("apology_unsaid", "closed", lambda t: _late(t) & t.apology_sent.isnull()),
    Measure("returned", "closed", lambda t: t.returned_on.notnull()),
    Measure("withdrawn", "closed", lambda t: t.withdrawn_on.notnull()),
    Measure("written_results", "closed", _written),
    Measure("electronic_results", "closed", lambda t: _written(t) & t.electronic_result),
    Measure("electronic_unsaid", "closed", lambda t: _written(t) & t.electronic_result.isnull()),
    Measure("written_unsaid", "closed", lambda t: _resolved(t) & t.written_result.isnull()),
    Measure("satisfied", "closed", lambda t: _resolved(t) & (t.satisfaction == "satisfied")),
    Measure("neutral", "closed", lambda t: _resolved(t) & (t.satisfaction == "neutral")),
    Measure("dissatisfied", "closed", lambda t: _resolved(t) & (t.satisfaction == "dissatisfied")),
    Measure("untroubled", "closed", _untroubled),
)
"""Counts of what happened in a period, in the order of `Counts`."""

STOCKS: tuple[Stock, ...] = (
    Stock("pending", "received_in", _always),
    Stock("pending_overdue", "overdue_in", _dated),
    Stock("pending_overdue_contested", "overdue_in", lambda t: _dated(t) & t.contested.notnull()),
    Stock("pending_undated", "received_in", _undated),
)
"""Counts of what stood when a period ended. carried_over is `pending` at the end of the period before; pending_within is
what is pending and neither overdue nor undated."""

NAMES: tuple[str, ...] = (
    *(each.name for each in MEASURES),
    "carried_over",
    "pending",
    "pending_within",
    "pending_overdue",
    "pending_overdue_contested",
    "pending_undated",
)
"""Every count, in the order of `Counts`."""
