"""The counts once more, slowly and plainly: one case and one period at a time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from minhchung.stats.counts import Counts
from minhchung.stats.model import Case, Channel, OnlineLevel, Satisfaction
from minhchung.stats.periods import Period


def counted(cases: Iterable[Case], period: Period) -> Counts:
    totals: dict[str, int] = {}
    for case in cases:
        for name, amount in _facts(case, period).items():
            totals[name] = totals.get(name, 0) + int(amount)
    return Counts(**totals)


def _facts(case: Case, period: Period) -> dict[str, int | bool]:
    facts: dict[str, int | bool] = {}
    if period.start <= case.received_on <= period.end:
        facts |= _on_receipt(case, period)
    if case.closed_on and period.start <= case.closed_on <= period.end:
        facts |= _on_closing(case)
    facts["carried_over"] = _pending(case, Period(period.start, period.start), before=True)
    if case.received_on <= period.end and (case.closed_on is None or case.closed_on > period.end):
        overdue = case.due_on is not None and case.due_on < period.end
        facts |= {
            "pending": 1,
            "pending_within": case.due_on is not None and not overdue,
            "pending_overdue": overdue,
            "pending_overdue_contested": overdue and case.contested is not None,
            "pending_undated": case.due_on is None,
        }
    return facts


def _pending(case: Case, period: Period, *, before: bool) -> bool:
    eve = period.start - timedelta(days=1)
    return case.received_on <= eve and (case.closed_on is None or case.closed_on > eve)


def _on_receipt(case: Case, period: Period) -> dict[str, int | bool]:
    closed = case.closed_on is not None and case.closed_on <= period.end
    finished = closed and case.finished_on is not None
    in_time = finished and case.due_on is not None and case.finished_on <= case.due_on
    late = finished and case.due_on is not None and case.finished_on > case.due_on
    full, partial = case.online_level == OnlineLevel.FULL, case.online_level == OnlineLevel.PARTIAL
    online = case.channel == Channel.ONLINE
    owes = bool(case.fee_due)
    by_computed = case.computed_on is not None and case.promised_on is None and case.extended_to is None
    return {
        "received": 1,
        "received_direct": case.channel == Channel.DIRECT,
        "received_online": online,
        "received_postal": case.channel == Channel.POSTAL,
        "channel_unsaid": case.channel is None,
        "full_eligible": full,
        "full_online": full and online,
        "partial_eligible": partial,
        "partial_online": partial and online,
        "level_unsaid": case.online_level is None,
        "fee_cases": owes,
        "fee_paid_online": owes and case.paid_online is True,
        "fee_payment_unsaid": owes and case.paid_online is None,
        "fee_unsaid": case.fee_due is None,
        "fee_total": case.fee_due or 0,
        "fee_total_paid_online": (case.fee_due or 0) if case.paid_online else 0,
        "digitised": case.digitised is True,
        "digitised_unsaid": case.digitised is None,
        "due_computed": by_computed,
        "cohort_in_time": in_time,
        "cohort_late": late,
        "cohort_undated": finished and case.due_on is None,
        "cohort_not_resolved": closed and not finished,
        "cohort_pending_within": not closed and case.due_on is not None and case.due_on >= period.end,
        "cohort_pending_overdue": not closed and case.due_on is not None and case.due_on < period.end,
        "cohort_pending_undated": not closed and case.due_on is None,
    }


def _on_closing(case: Case) -> dict[str, int | bool]:
    if case.finished_on is None:
        return {"returned": case.returned_on is not None, "withdrawn": case.withdrawn_on is not None}
    due, done = case.due_on, case.finished_on
    late = due is not None and done > due
    written = case.written_result is True
    return {
        "resolved": 1,
        "early": due is not None and done < due,
        "on_time": done == due,
        "late": late,
        "late_contested": late and case.contested is not None,
        "late_computed": late and case.promised_on is None and case.extended_to is None,
        "resolved_undated": due is None,
        "in_time_by_extension": due is not None
        and done <= due
        and case.promised_on is not None
        and done > case.promised_on,
        "late_apologised": late and case.apology_sent is True,
        "apology_unsaid": late and case.apology_sent is None,
        "written_results": written,
        "electronic_results": written and case.electronic_result is True,
        "electronic_unsaid": written and case.electronic_result is None,
        "written_unsaid": case.written_result is None,
        "satisfied": case.satisfaction == Satisfaction.SATISFIED,
        "neutral": case.satisfaction == Satisfaction.NEUTRAL,
        "dissatisfied": case.satisfaction == Satisfaction.DISSATISFIED,
        "untroubled": not late and case.satisfaction != Satisfaction.DISSATISFIED,
    }
