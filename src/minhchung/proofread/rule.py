"""A rule of the proofreader."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from minhchung.proofread.report import Report
from minhchung.rubric.errors import Reason, Severity
from minhchung.rubric.lint.finding import Spot


@dataclass(frozen=True, slots=True)
class ReportRule:
    """One kind of fault in a report: its stable code, how grave it is, its name, and the check."""

    code: str
    severity: Severity
    title: Reason
    check: Callable[[Report], Iterator[Spot]]
