"""One row of a rubric's table, whatever file and layout it came from."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from minhchung.docread.place import Place
from minhchung.rubric.read.figures import Figure

_TAGS = re.compile(r"</?(?:i|b|u|em|strong|span|font|sup|sub)(?:\s[^<>]{0,200})?>", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
LONGEST_TEXT = 6_000


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text and where it stands."""

    text: str
    place: Place


@dataclass(slots=True, eq=False)
class Item:
    """A row. label: as printed, "" when there is none, "-" and "+" for dashed rows.

    top: the number in the column of maxima (or the only points column); mark: in a separate column of points by
    option. scoring: a column that says how points are given. All in the order of the text. untitled: its words are
    those of its first option. heading: one cell over all columns, in capitals, that heads the rows below.
    """

    label: str
    words: list[Words]
    place: Place
    top: Figure | None = None
    mark: Figure | None = None
    scoring: list[Words] = field(default_factory=list)
    evidence: list[Words] = field(default_factory=list)
    remarks: list[Words] = field(default_factory=list)
    appraiser: str = ""
    untitled: bool = False
    heading: bool = False

    @property
    def text(self) -> str:
        """The words as one line."""
        return " ".join(words.text for words in self.words)


@dataclass(slots=True)
class Sheet:
    """What one layout made of a document: rows, and the running text before and after them.

    how: the layout, in words for the report. headed: whether a header row was found.
    """

    items: list[Item]
    before: list[Words]
    after: list[Words]
    how: str
    headed: bool = True


def clean(text: str) -> str:
    """Without markup that survived saving as text, control characters and doubled blanks."""
    text = _CONTROL.sub(" ", _TAGS.sub("", text[:LONGEST_TEXT]))
    return re.sub(r"[ \t\u00a0]+", " ", text).strip()


def line_of(place: Place) -> int | None:
    """The line a person would look at: the file's line, else the row."""
    return place.line if place.line is not None else place.row
