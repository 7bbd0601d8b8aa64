"""What a document holds, before anyone says what it means: tables and paragraphs, each with its place."""

from __future__ import annotations

from dataclasses import dataclass

from minhchung.docread.place import Place
from minhchung.docread.problem import Problem


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as a person reads it. A merged cell stands once, at its top left, with its spans."""

    text: str
    place: Place
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as it stands in the file: rows of cells, no header assumed. Covered cells are left out.

    after: how many of the file's paragraphs stand before it, None when the order is not known.
    """

    place: Place
    rows: tuple[tuple[Cell, ...], ...]
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line or paragraph outside tables. level: 1–9 for a heading, 0 for body text."""

    text: str
    place: Place
    level: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read of one file, in its order. With an error in `notes` the rest may be empty."""

    tables: tuple[Grid, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    notes: tuple[Problem, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the file could be read."""
        return not any(note.severity == "error" for note in self.notes)

    @property
    def text(self) -> str:
        """The paragraphs, then the tables' cells, one a line: for search and for `document_facts`."""
        lines = [paragraph.text for paragraph in self.paragraphs]
        lines += ["\t".join(cell.text for cell in row) for table in self.tables for row in table.rows]
        return "\n".join(lines)
