"""The vocabulary in which forms are described: what a mapping of a rubric's text asks, in the words of an office.

A form is a tuple of entries, in the order in which the text is printed. Each entry knows the key it stands for; nothing
here knows HTML or a request.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise

Words = str | Promise
OneKind = Literal[
    "text",  # a line or more of words
    "number",  # 0,5 · 8000 · 1/3
    "share",  # 95 %: a bare number gets its percent sign
    "whole",
    "name",  # a–z, 0–9, _
    "day",  # 15/10/N
    "window",  # 01/01/N – 15/10/N
    "flag",  # có, or nothing
    "choice",  # one of `choices`
    "lines",  # a list, one a line
    "limits",  # từ … đến dưới …
    "when",  # traits of agencies
    "expression",
]


@dataclass(frozen=True, slots=True)
class One:
    """A single value. choices: (what the text says, words); of a text, words that may be typed for what the text says.

    width: of the control, in characters.
    """

    key: str
    label: Words
    kind: OneKind = "text"
    hint: Words = ""
    choices: tuple[tuple[str, Words], ...] = ()
    width: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """A mapping inside the mapping. bare: what may stand alone in its place when nothing else is said.

    rare: keys that stand folded away until they say something.
    """

    key: str
    label: Words
    entries: tuple[Entry, ...]
    bare: Literal["", "kind", "policy"] = ""
    hint: Words = ""
    rare: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of mappings, added to, moved and removed row by row.

    ids: rows carry ids that their order makes (a, b, c …) unless the text says otherwise; a row keeps its id when rows
    around it move. table: short enough to stand in one line.
    """

    key: str
    label: Words
    columns: tuple[Entry, ...]
    add: Words
    ids: bool = False
    table: bool = True
    hint: Words = ""


@dataclass(frozen=True, slots=True)
class RuleBox:
    """A rule: its kind, and the form of that kind."""

    key: str
    label: Words


@dataclass(frozen=True, slots=True)
class Bindings:
    """The indicators that may fill a leaf in, chosen from the catalogue; their parameters are fields."""

    key: str
    label: Words
    hint: Words = ""


Entry = One | Group | Rows | RuleBox | Bindings
Form = tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class KindForm:
    """The form of one kind of rule. words: what it is called; about: when to use it."""

    name: str
    words: Words
    about: Words
    entries: Form
