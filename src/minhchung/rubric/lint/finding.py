"""What a rule says it found, and the finding that the author reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from minhchung.rubric.errors import Diagnostic, Reason, Severity, Span
from minhchung.rubric.model import Limits

if TYPE_CHECKING:
    from minhchung.rubric.lint.subject import Subject

NO_HINT = Reason("", "")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Values of a leaf's figure that its rule leaves undecided.

    share: limits are shares. points: of the rows beside it, or of the rows that all take it. readable: a reading of the
    leaf can settle them; inside a sum the figure is one of several, and only the rule itself can.
    """

    limits: Limits
    share: bool
    points: tuple[Fraction, ...]
    readable: bool = True


@dataclass(frozen=True, slots=True)
class Finding(Diagnostic):
    """A diagnostic with its line in the published text, which `span` (the place in the YAML) does not give.

    stretch: the undecided values it is about, if it is about any. row: the words of the row whose place the proposal
    takes; None where it adds a row, or is no row.
    """

    line: int | None = None
    stretch: Stretch | None = None
    row: str | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """One thing found by a rule, before the rule's code is put on it.

    line: of the published text. sample: a value that shows it. proposal: a row or line that would mend it. row: the words
    of the row whose place the proposal takes.
    """

    message: Reason
    hint: Reason = NO_HINT
    node: str | None = None
    line: int | None = None
    sample: str | None = None
    proposal: str | None = None
    place: Span | None = None
    stretch: Stretch | None = None
    row: str | None = None


@dataclass(frozen=True, slots=True)
class LintRule:
    """One kind of fault: its stable code, how grave it is, its name, and the check."""

    code: str
    severity: Severity
    title: Reason
    check: Callable[[Subject], Iterator[Spot]]


def finding_of(code: str, severity: Severity, spot: Spot) -> Finding:
    """The finding with its code."""
    return Finding(
        code,
        severity,
        spot.place,
        spot.message,
        spot.hint,
        spot.node,
        spot.sample,
        spot.proposal,
        spot.line,
        spot.stretch,
        spot.row,
    )
