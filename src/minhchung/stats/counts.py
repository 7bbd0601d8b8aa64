"""What is counted of a group of cases in a period, and the rates that follow, each with its denominator named.

The words of each count, with sources, are in docs/case-counts.md; `measures.MEASURES` defines them as conditions.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from minhchung.stats.periods import Period

DEFINITION = "2026.2"
"""Names the definitions below; a frozen figure keeps it. Changes whenever a count could come out otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Exact whole numbers (đồng for the two fee totals). received + carried_over = resolved + returned + withdrawn + pending.

    The first block counts cases received in the period; `cohort_*` says where those same cases stood when it ended, and sums
    to `received`. The second counts cases closed in the period. The third counts what stood when it ended.
    """

    received: int = 0
    received_direct: int = 0
    received_online: int = 0
    received_postal: int = 0
    channel_unsaid: int = 0
    full_eligible: int = 0
    full_online: int = 0
    partial_eligible: int = 0
    partial_online: int = 0
    level_unsaid: int = 0
    fee_cases: int = 0
    fee_paid_online: int = 0
    fee_payment_unsaid: int = 0
    fee_unsaid: int = 0
    fee_total: int = 0
    fee_total_paid_online: int = 0
    digitised: int = 0
    digitised_unsaid: int = 0
    due_computed: int = 0
    cohort_in_time: int = 0
    cohort_late: int = 0
    cohort_undated: int = 0
    cohort_not_resolved: int = 0
    cohort_pending_within: int = 0
    cohort_pending_overdue: int = 0
    cohort_pending_undated: int = 0

    resolved: int = 0
    early: int = 0
    on_time: int = 0
    late: int = 0
    late_contested: int = 0
    late_computed: int = 0
    resolved_undated: int = 0
    in_time_by_extension: int = 0
    late_apologised: int = 0
    apology_unsaid: int = 0
    returned: int = 0
    withdrawn: int = 0
    written_results: int = 0
    electronic_results: int = 0
    electronic_unsaid: int = 0
    written_unsaid: int = 0
    satisfied: int = 0
    neutral: int = 0
    dissatisfied: int = 0
    untroubled: int = 0

    carried_over: int = 0
    pending: int = 0
    pending_within: int = 0
    pending_overdue: int = 0
    pending_overdue_contested: int = 0
    pending_undated: int = 0

    @property
    def workload(self) -> int:
        """Received in the period and carried over into it: what S2 reports as "đã tiếp nhận"."""
        return self.received + self.carried_over

    @property
    def in_time(self) -> int:
        """Resolved before or on the day due."""
        return self.early + self.on_time

    @property
    def judged(self) -> int:
        """Resolved and with a due date to be judged by."""
        return self.in_time + self.late


class Denominator(StrEnum):
    """What a rate of cases in time is a share of."""

    RESOLVED = "resolved"
    """(early + on time) / resolved, of those with a due date: the rate most reports print."""
    RECEIVED = "received"
    """(early + on time) / (received in the period + carried over)."""
    QD766 = "qd766"
    """QĐ 766's progress: of the cases received in the period, those done early or on time or pending within time by its
    end / received in the period."""
    QD766_WORKLOAD = "qd766_workload"
    """The same index taken over everything in hand: (early + on time + pending within time) / (received + carried over)."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A share, exact. Nothing is divided: a zero denominator stays visible, and what it then means is the caller's rule."""

    num: int
    den: int

    @property
    def value(self) -> Fraction | None:
        """num/den; None when there is nothing to be a share of."""
        return Fraction(self.num, self.den) if self.den else None


@dataclass(frozen=True, slots=True)
class Contested:
    """One rate twice: as the system recorded it, and as it would be if every contested late flag were lifted."""

    recorded: Rate
    uncontested: Rate


def in_time_rate(counts: Counts, of: Denominator) -> Rate:
    """The share handled in time, by one of the four denominators."""
    match of:
        case Denominator.RESOLVED:
            return Rate(counts.in_time, counts.judged)
        case Denominator.RECEIVED:
            return Rate(counts.in_time, counts.workload)
        case Denominator.QD766:
            return Rate(counts.cohort_in_time + counts.cohort_pending_within, counts.received)
        case Denominator.QD766_WORKLOAD:
            return Rate(counts.in_time + counts.pending_within, counts.workload)


def contested_rate(counts: Counts) -> Contested:
    """The share of resolved cases in time, with and without the late flags that agencies contest with evidence."""
    recorded = in_time_rate(counts, Denominator.RESOLVED)
    return Contested(recorded, Rate(recorded.num + counts.late_contested, recorded.den))


@dataclass(frozen=True, slots=True)
class Counted:
    """The counts of one group in one period. A dimension not grouped by is None.

    agency: with a tree, everything beneath it as well. procedure, field, channel: "" is a group too, that of cases without.
    """

    period: Period
    agency: int | None
    procedure: str | None
    field: str | None
    channel: str | None
    counts: Counts
