"""How much a check of stated results found: one count for the command line and for every page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from minhchung.rubric.errors import Reason


@dataclass(frozen=True, slots=True)
class Tally:
    """Findings by severity. total: all of them. agencies_with_errors: how many agencies have an error at least."""

    errors: int
    warnings: int
    notes: int
    agencies_with_errors: int

    @property
    def total(self) -> int:
        """Every finding."""
        return self.errors + self.warnings + self.notes

    @property
    def words(self) -> Reason:
        """`13 phát hiện: 11 chỗ sai, 2 chỗ cần xem`."""
        kinds = (
            (self.errors, "chỗ sai", "wrong"),
            (self.warnings, "chỗ cần xem", "to be looked at"),
            (self.notes, "lưu ý", "to be noted"),
        )
        vi = ", ".join(f"{count} {name}" for count, name, _ in kinds if count)
        en = ", ".join(f"{count} {name}" for count, _, name in kinds if count)
        plural = "" if self.total == 1 else "s"
        if not self.total:
            return Reason("0 phát hiện", "0 findings")
        return Reason(f"{self.total} phát hiện: {vi}", f"{self.total} finding{plural}: {en}")


def tally(found: Iterable[tuple[str, str]]) -> Tally:
    """Count findings, each a severity and the agency it concerns."""
    told = list(found)
    severities = [severity for severity, _agency in told]
    return Tally(
        severities.count("error"),
        severities.count("warning"),
        severities.count("note"),
        len({agency for severity, agency in told if severity == "error"}),
    )
