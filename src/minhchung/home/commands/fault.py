"""What is wrong with an input file, as a value: file, place, value, rule, fix; all of them listed, nothing guessed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from minhchung.home.language import spoken
from minhchung.rubric.errors import Fault, Reason
from minhchung.rubric.results_table import TableFault


@dataclass(frozen=True, slots=True)
class InputFault:
    """file: as named on the command line. place: row and column, line and column, or an option. value: as given.

    at: row (or line) and column, for the order in which faults of one file are told; 0 where there is none.
    """

    file: str
    place: Reason
    value: str
    rule: Reason
    fix: Reason
    at: tuple[int, int] = (0, 0)

    def __str__(self) -> str:
        where = ", ".join(part for part in (self.file, spoken(self.place)) if part)
        value = f": “{self.value}”" if self.value else ""
        return f"{where}{value}: {spoken(self.rule)} {spoken(self.fix)}".strip()

    def as_data(self) -> dict[str, str]:
        """For `--format json`, in the chosen language."""
        return {
            "file": self.file,
            "place": spoken(self.place),
            "value": self.value,
            "rule": spoken(self.rule),
            "fix": spoken(self.fix),
        }


class BadInput(Exception):
    """The input cannot be used. `faults` holds everything found, in the order of the input."""

    def __init__(self, faults: Iterable[InputFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def from_engine(
    fault: Fault, file: str, place: Reason, typed: str = "", at: tuple[int, int] = (0, 0)
) -> InputFault:
    """A fault found in one answer, at its place in the file. typed: what the whole cell says, where it is one cell."""
    return InputFault(file, place, typed or fault.value, fault.rule, fault.fix, at)


def from_table(fault: TableFault, file: str) -> InputFault:
    """A fault of one spot of a table."""
    return InputFault(file, fault.place, fault.value, fault.rule, fault.fix, fault.at)


def in_order(faults: Iterable[InputFault]) -> list[InputFault]:
    """Faults of one file by place. What stands at no row of it (an option) comes first."""
    return sorted(faults, key=lambda fault: fault.at)


def plain_place(text: str) -> Reason:
    """A place that reads the same in both languages."""
    return Reason(text, text)
