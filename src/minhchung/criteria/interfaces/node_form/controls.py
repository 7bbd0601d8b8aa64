"""What a page shows of a form: controls and rows, with names, ids, words and values; no HTML."""

from __future__ import annotations

from dataclasses import dataclass

from minhchung.criteria.interfaces.node_form.spec import Words


@dataclass(frozen=True)
class Choice:
    value: str
    words: str
    chosen: bool = False


@dataclass(frozen=True)
class RowView:
    """One row: hidden fields it sends, its controls, the buttons that make sense."""

    name: str
    id: str
    number: int
    hidden: tuple[tuple[str, str], ...]
    controls: tuple[Control, ...]
    first: bool
    last: bool
    title: str = ""
    about: tuple[str, ...] = ()
    folded: tuple[Control, ...] = ()
    errors: tuple[str, ...] = ()

    @property
    def folded_said(self) -> bool:
        """Whether anything is filled in among what is folded away."""
        return any(part.said for part in self.folded)


@dataclass(frozen=True)
class Control:
    """One thing on the form. shape: input, area, select, check, limits, when, group, table, cards, rule,
    bindings, picks, yaml.
    """

    shape: str
    name: str
    label: str
    hint: str = ""
    value: str = ""
    numeric: bool = False
    width: str = ""
    choices: tuple[Choice, ...] = ()
    parts: tuple[Control, ...] = ()
    rows: tuple[RowView, ...] = ()
    hidden: tuple[tuple[str, str], ...] = ()
    folded: tuple[Control, ...] = ()
    add: str = ""
    about: str = ""
    errors: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return id_of(self.name)

    @property
    def said(self) -> bool:
        """Whether anything is filled in."""
        return bool(self.value or self.rows or any(part.said for part in (*self.parts, *self.folded)))

    @property
    def folded_said(self) -> bool:
        """Whether anything is filled in among what is folded away."""
        return any(part.said for part in self.folded)


def id_of(name: str) -> str:
    """The HTML id of a field or row."""
    return "o-" + name.replace(".", "-")


def choices_of(choices: tuple[tuple[str, Words], ...], value: str) -> tuple[Choice, ...]:
    """Choices with the one that holds; a value that none of them is stands last."""
    found = [Choice(each, str(words), each == value) for each, words in choices]
    if value and not any(each.chosen for each in found):
        found.append(Choice(value, value, chosen=True))
    return tuple(found)
