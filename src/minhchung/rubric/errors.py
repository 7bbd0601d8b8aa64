"""What can be wrong, as values: diagnostics on a rubric's text, faults in answers; and the one base exception.

Codes: R0xx the YAML itself, R1xx the shape of the rubric, R2xx rules, R3xx references, R4xx a workbook. Codes are
stable, wording may improve. Every message and hint is given in Vietnamese and in English.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence in both languages."""

    vi: str
    en: str

    def __str__(self) -> str:
        return self.vi


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a text: first and last line and column, counted from 1."""

    file: str
    line: int
    column: int
    end_line: int = 0
    end_column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding on a rubric.

    node: the code it concerns, if any. sample: a value that shows the fault. proposal: a row or line that would mend it.
    """

    code: str
    severity: Severity
    span: Span | None
    message: Reason
    hint: Reason
    node: str | None = None
    sample: str | None = None
    proposal: str | None = None

    def __str__(self) -> str:
        place = f"{self.span}: " if self.span else ""
        return f"{place}{self.code} {self.message.vi} {self.hint.vi}".rstrip()


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in an answer or a table: where, the value found, the rule it breaks, what to do.

    code: stable (`A…`). place: node code, cell or line. value: as it was given.
    """

    code: str
    place: str
    value: str
    rule: Reason
    fix: Reason

    def __str__(self) -> str:
        return f"{self.place}: {self.value!r}: {self.rule.vi} {self.fix.vi}"


class RubricFailure(Exception):
    """Base of everything this library raises."""


class RubricError(RubricFailure):
    """The text is not a rubric. `diagnostics` holds every finding, in the order of the text."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        self.diagnostics = diagnostics
        super().__init__("\n".join(str(item) for item in diagnostics))


def _like(code: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """Known codes that this one may stand for: the same in other letters, else what is spelt nearly so."""
    same = tuple(each for each in known if each.casefold() == code.casefold())
    return same or tuple(get_close_matches(code, known, n=3, cutoff=0.5))


class UnknownNode(RubricFailure):
    """No node has this code; or it is a parent of several leaves where one leaf is meant."""

    def __init__(self, code: str, rubric: str, known: tuple[str, ...], *, is_parent: bool = False) -> None:
        self.code = code
        self.near = tuple(known[:8]) if is_parent else _like(code, known)
        nearby = ", ".join(self.near)
        if is_parent:
            self.reason = Reason(
                f"“{code}” là mục cha của nhiều tiêu chí trong “{rubric}”; hãy nêu một tiêu chí: {nearby}.",
                f'"{code}" is a parent of several leaves in "{rubric}"; name one of them: {nearby}.',
            )
        else:
            ask_vi, ask_en = (f" Có phải: {nearby}?", f" Did you mean {nearby}?") if nearby else ("", "")
            self.reason = Reason(
                f"Bộ tiêu chí “{rubric}” không có mục “{code}”.{ask_vi}",
                f'Rubric "{rubric}" has no node "{code}".{ask_en}',
            )
        super().__init__(self.reason.vi)


class BrokenAnswer(RubricFailure):
    """An answer of a type that the rule cannot take was handed to `evaluate` by code, not by a person."""
