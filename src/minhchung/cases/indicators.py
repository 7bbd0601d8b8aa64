"""The indicators that are counted from cases and from the register of procedures (`rubric/indicators/cases.yaml`).

A case that does not say (paid online or not, digitised or not) is left out of both parts of a rate and counted as
excluded; where no case says, there is no data. An agency about which no import says anything has no data either: that is
not the same as having received nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import ibis.expr.types as ir
from django.urls import reverse

from minhchung.cases.domain.counts import Pinned, counted, pinned
from minhchung.cases.domain.manifests import root
from minhchung.cases.domain.reach import tree_pairs
from minhchung.cases.models import ImportBatch, ProcedureVersion
from minhchung.indicators.domain.contract import Asked, Compute, Found, NoData, Value
from minhchung.rubric.errors import Reason
from minhchung.stats.counting import open_cases
from minhchung.stats.counts import Counts
from minhchung.stats.periods import Period
from minhchung.viet.dates import format_date

NOT_IMPORTED = NoData(
    "Chưa có dữ liệu: chưa nhập hồ sơ một cửa của cơ quan này cho kỳ này.",
    "No data: no cases of this agency were imported for this period.",
)
NOT_SAID = NoData(
    "Chưa có dữ liệu: hồ sơ đã nhập không ghi thông tin mà chỉ số này cần.",
    "No data: the cases imported do not say what this indicator needs.",
)
NO_PROCEDURES = NoData(
    "Chưa có dữ liệu: danh mục TTHC của cơ quan chưa nhập, hoặc không ghi TTHC nào thuộc hệ thống quản lý chất lượng.",
    "No data: the agency's list of procedures is not there, or does not say which lie in the quality system.",
)

NOT_WRITTEN = Reason("hồ sơ không ghi thông tin này", "cases that do not say")
UNDATED = Reason("hồ sơ không có hạn", "cases without a day due")
QMS_UNSAID = Reason(
    "TTHC không ghi có thuộc hệ thống quản lý chất lượng không",
    "procedures that do not say whether they lie in the quality system",
)


@dataclass(frozen=True)
class Parts:
    """A figure out of counts. unsaid: cases that do not say; of: all that could have said. list: the count it opens."""

    numerator: int
    denominator: int | None
    unsaid: int = 0
    of: int = 0
    list: str = "received"
    words: Reason = NOT_WRITTEN


def _received(counts: Counts, _given: Mapping[str, str]) -> Parts:
    return Parts(counts.received, None)


def _on_time(counts: Counts, given: Mapping[str, str]) -> Parts:
    if given["denominator"] == "received":
        return Parts(counts.in_time, counts.workload)
    return Parts(
        counts.in_time,
        counts.judged,
        counts.resolved_undated,
        counts.resolved,
        "resolved",
        UNDATED,
    )


def _progress(counts: Counts, _given: Mapping[str, str]) -> Parts:
    return Parts(counts.cohort_in_time + counts.cohort_pending_within, counts.received)


def _apology(counts: Counts, _given: Mapping[str, str]) -> Parts:
    said = counts.late - counts.apology_unsaid
    return Parts(counts.late_apologised, said, counts.apology_unsaid, counts.late, "late")


def _online_eligible(counts: Counts, _given: Mapping[str, str]) -> Parts:
    return Parts(
        counts.full_online, counts.full_eligible, counts.level_unsaid, counts.received, "full_eligible"
    )


def _paid(counts: Counts, _given: Mapping[str, str]) -> Parts:
    unsaid = counts.fee_unsaid + counts.fee_payment_unsaid
    said = counts.fee_cases - counts.fee_payment_unsaid
    return Parts(counts.fee_paid_online, said, unsaid, counts.received, "fee_cases")


def _electronic(counts: Counts, _given: Mapping[str, str]) -> Parts:
    unsaid = counts.electronic_unsaid + counts.written_unsaid
    said = counts.written_results - counts.electronic_unsaid
    return Parts(counts.electronic_results, said, unsaid, counts.resolved, "written_results")


def _digitised(counts: Counts, _given: Mapping[str, str]) -> Parts:
    said = counts.received - counts.digitised_unsaid
    return Parts(counts.digitised, said, counts.digitised_unsaid, counts.received)


def _untroubled(counts: Counts, _given: Mapping[str, str]) -> Parts:
    return Parts(counts.untroubled, counts.resolved, list="resolved")


FROM_COUNTS: Mapping[str, Callable[[Counts, Mapping[str, str]], Parts]] = {
    "CASES_RECEIVED": _received,
    "CASES_ON_TIME": _on_time,
    "CASES_PROGRESS": _progress,
    "CASES_APOLOGY": _apology,
    "CASES_PAID_ONLINE": _paid,
    "CASES_ELECTRONIC_RESULT": _electronic,
    "CASES_DIGITISED": _digitised,
    "CASES_WITHOUT_COMPLAINT": _untroubled,
}


def computed() -> Mapping[str, Compute]:
    """How each indicator of this room is computed."""
    found: dict[str, Compute] = {code: _compute_of(code) for code in FROM_COUNTS}
    return found | {
        "CASES_ONLINE_FULL": _online_full,
        "PROCEDURES_PAID_ONLINE": _procedures_paid,
        "CASES_DIGITISED_WITH_RESULT": _digitised_with_result,
        "PROCEDURES_IN_QMS": _procedures_in_qms,
    }


# ── who has data at all ──


def covered(asked: Asked, pin: Pinned) -> frozenset[int]:
    """Agencies that some import can say something of: a batch of a system over them, with cases received since the start."""
    systems = set(
        ImportBatch.objects.filter(last_received__gte=asked.start)
        .order_by()
        .values_list("system__agency_id", flat=True)
    )
    wanted, above, below = frozenset(asked.agency_ids), defaultdict(set), defaultdict(set)
    for agency, ancestor in tree_pairs(pin.tree_on):
        if agency in wanted:
            above[agency].add(ancestor)
        if ancestor in wanted:
            below[ancestor].add(agency)
    return frozenset(one for one in wanted if systems & (above[one] | below[one]))


# ── counts ──


def _compute_of(code: str) -> Compute:
    return lambda asked: _by_counts(asked, FROM_COUNTS[code])


def _by_counts(asked: Asked, parts_of: Callable[[Counts, Mapping[str, str]], Parts]) -> dict[int, Found]:
    pin, period = _pin(asked), Period(asked.start, asked.end)
    rows = {row.agency: row.counts for row in counted(list(asked.agency_ids), [period], pin)}
    known = covered(asked, pin)
    return {
        agency_id: _value(asked, pin, agency_id, parts_of(rows.get(agency_id, Counts()), asked.parameters))
        if agency_id in known
        else NOT_IMPORTED
        for agency_id in asked.agency_ids
    }


def _pin(asked: Asked) -> Pinned:
    return pinned(asked.tree_on or asked.end)


def _value(asked: Asked, pin: Pinned, agency_id: int, parts: Parts) -> Found:
    if parts.of and parts.unsaid >= parts.of:
        return NOT_SAID
    if parts.denominator == 0 and parts.unsaid:
        return NOT_SAID  # 0/0 holds only where every case says that it does not belong here
    return Value(
        numerator=Fraction(parts.numerator),
        denominator=None if parts.denominator is None else Fraction(parts.denominator),
        reference={"cases": pin.as_json()},
        href=_list_href(asked, pin, agency_id, parts.list),
        excluded=parts.unsaid or None,
        excluded_words=parts.words.vi if parts.unsaid else "",
        excluded_words_en=parts.words.en if parts.unsaid else "",
    )


def _list_href(asked: Asked, pin: Pinned, agency_id: int, name: str) -> str:
    """The list of the cases counted, out of the very store and tree that they were counted in."""
    stands = f"ban_ke={pin.manifest.number if pin.manifest else 0}&cay={format_date(pin.tree_on)}"
    days = f"tu={format_date(asked.start)}&den={format_date(asked.end)}"
    return f"{reverse('cases:cases', args=[agency_id])}?so={name}&{days}&{stands}"


def _online_full(asked: Asked) -> dict[int, Found]:
    if asked.parameters["denominator"] == "eligible":
        return _by_counts(asked, _online_eligible)
    return _by_finished(
        asked,
        said=lambda t: t.online_level.notnull() & t.channel.notnull(),
        held=lambda t: (t.online_level == "full") & (t.channel == "online"),
    )


def _digitised_with_result(asked: Asked) -> dict[int, Found]:
    return _by_finished(
        asked,
        said=lambda t: t.digitised.notnull() & t.electronic_result.notnull(),
        held=lambda t: t.digitised & t.electronic_result,
    )


Condition = Callable[[ir.Table], ir.BooleanValue]


def _by_finished(asked: Asked, *, said: Condition, held: Condition) -> dict[int, Found]:
    """A share of the cases finished in the period: those that hold, of those that say; counted by agency, summed upwards."""
    pin = _pin(asked)
    with open_cases(root(), pin.files) as cases:
        finished = cases.filter(cases.finished_on.between(asked.start, asked.end))
        grouped = finished.group_by("agency").aggregate(
            n=finished.count(),
            said=said(finished).sum(),
            held=(said(finished) & held(finished)).sum(),
        )
        rows: list[dict[str, Any]] = grouped.to_pyarrow().to_pylist()
    own = {row["agency"]: (row["n"], int(row["said"] or 0), int(row["held"] or 0)) for row in rows}
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    for agency, ancestor in tree_pairs(pin.tree_on):
        if agency in own:
            sums[ancestor] = [a + b for a, b in zip(sums[ancestor], own[agency], strict=True)]
    known = covered(asked, pin)
    found: dict[int, Found] = {}
    for agency_id in asked.agency_ids:
        n, said_n, held_n = sums[agency_id]
        parts = Parts(held_n, said_n, n - said_n, n, "resolved")
        found[agency_id] = _value(asked, pin, agency_id, parts) if agency_id in known else NOT_IMPORTED
    return found


def _procedures_paid(asked: Asked) -> dict[int, Found]:
    """Of the procedures with a case that owed a fee and says how it was paid, those with at least one paid online."""
    pin, period = _pin(asked), Period(asked.start, asked.end)
    owed: dict[int, set[str]] = defaultdict(set)
    paid: dict[int, set[str]] = defaultdict(set)
    unsaid: dict[int, int] = defaultdict(int)
    received: dict[int, int] = defaultdict(int)
    for row in counted(list(asked.agency_ids), [period], pin, by=("agency", "procedure")):
        assert row.agency is not None
        counts = row.counts
        received[row.agency] += counts.received
        unsaid[row.agency] += counts.fee_unsaid + counts.fee_payment_unsaid
        if row.procedure and counts.fee_cases > counts.fee_payment_unsaid:
            owed[row.agency].add(row.procedure)
            if counts.fee_paid_online:
                paid[row.agency].add(row.procedure)
    known = covered(asked, pin)
    return {
        one: _value(
            asked, pin, one, Parts(len(paid[one]), len(owed[one]), unsaid[one], received[one], "fee_cases")
        )
        if one in known
        else NOT_IMPORTED
        for one in asked.agency_ids
    }


# ── procedures ──


def _procedures_in_qms(asked: Asked) -> dict[int, Found]:
    """Of each agency's own published procedures in force on the last day, those in its quality system; two queries."""
    versions = ProcedureVersion.objects.filter(
        procedure__agency_id__in=asked.agency_ids, valid_from__lte=asked.end
    ).order_by("procedure_id", "-valid_from", "-pk")
    latest: dict[int, ProcedureVersion] = {}
    for version in versions.select_related("procedure"):
        latest.setdefault(version.procedure_id, version)
    by_agency: dict[int, list[ProcedureVersion]] = defaultdict(list)
    for version in latest.values():
        if not version.is_abolished:
            by_agency[version.procedure.agency_id].append(version)
    return {
        agency_id: _coverage(agency_id, by_agency[agency_id], asked.end) for agency_id in asked.agency_ids
    }


def _coverage(agency_id: int, versions: list[ProcedureVersion], day: date) -> Found:
    said = [version for version in versions if version.in_qms is not None]
    if not said:
        return NO_PROCEDURES
    unsaid = len(versions) - len(said)
    return Value(
        numerator=Fraction(sum(bool(version.in_qms) for version in said)),
        denominator=Fraction(len(said)),
        reference={"procedures": {"versions": sorted(version.pk for version in said)}},
        href=f"{reverse('cases:procedures', args=[agency_id])}?ngay={format_date(day)}",
        excluded=unsaid or None,
        excluded_words=QMS_UNSAID.vi if unsaid else "",
        excluded_words_en=QMS_UNSAID.en if unsaid else "",
    )
