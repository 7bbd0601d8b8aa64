"""The numbers that Word makes by itself: `1`, `1.1`, `a)`, `-` before list paragraphs, which stand in no text."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from minhchung.docread.safe_xml import XML_FAULTS, parse_xml

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MOST_LEVELS = 9
_MOST_COUNT = 9_999
_MOST_STYLES = 20  # a style may be based on a style …
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"))
_SMALL_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list is written. text: `%1.%2` and what stands around the numbers."""

    start: int
    form: str
    text: str


@dataclass(slots=True)
class ListNumbers:
    """The lists of one document, and how far each has counted. Ask for its paragraphs in the order of the text."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    kept_by: dict[str, str] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    restarted: dict[str, set[int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def before(self, paragraph: etree._Element) -> str:
        """What Word writes before a paragraph, "" for none; counts on."""
        number, level = self._list_of(paragraph)
        own = self.levels.get(number, {}).get(level)
        if own is None:
            return ""
        if own.form == "bullet":
            return "+" if own.text.strip() == "+" else "-"
        counts = self.counts.setdefault(self.kept_by[number], {})
        again = level in self.restarted.get(number, ()) and (number, level) not in self.begun
        self.begun.add((number, level))
        counts[level] = own.start if again else min(counts.get(level, own.start - 1) + 1, _MOST_COUNT)
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]
        return re.sub(r"%([1-9])", lambda found: self._one(number, int(found[1]) - 1, own), own.text).strip()

    def _one(self, number: str, level: int, shown: _Level) -> str:
        """One level's count as it is written within the label of a level at or below it."""
        own = self.levels[number].get(level)
        if own is None:
            return ""
        count = self.counts[self.kept_by[number]].get(level, own.start)
        form = "decimal" if shown.form == "legal" else own.form
        return _FORMS.get(form, str)(count)

    def _list_of(self, paragraph: etree._Element) -> tuple[str, int]:
        properties = paragraph.find(f"{_W}pPr/{_W}numPr")
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        by_style = self.styles.get(_value(style), ("", 0))
        if properties is None:
            return by_style
        number, level = properties.find(f"{_W}numId"), properties.find(f"{_W}ilvl")
        found = by_style[0] if number is None else _value(number)
        return found, by_style[1] if level is None else _integer(level, 0)


def list_numbers(container: zipfile.ZipFile) -> ListNumbers:
    """Read the lists of a Word package. A package without lists, or with broken ones, numbers nothing."""
    found = ListNumbers()
    lists, styles = _part(container, "word/numbering.xml"), _part(container, "word/styles.xml")
    if lists is None:
        return found
    forms = {_id(each, "abstractNumId"): _levels(each) for each in lists.iter(f"{_W}abstractNum")}
    for one in lists.iter(f"{_W}num"):
        number, form = _id(one, "numId"), _value(one.find(f"{_W}abstractNumId"))
        if form not in forms:
            continue
        found.levels[number], found.kept_by[number] = dict(forms[form]), form
        for change in one.iter(f"{_W}lvlOverride"):
            _override(found, number, change)
    if styles is not None:
        found.styles = _numbered_styles(styles)
    return found


def _part(container: zipfile.ZipFile, name: str) -> etree._Element | None:
    try:
        return parse_xml(container.read(name)) if name in container.namelist() else None
    except (*XML_FAULTS, zipfile.BadZipFile, OSError, ValueError):
        return None


def _levels(form: etree._Element) -> dict[int, _Level]:
    return {_integer_id(level): _level(level) for level in list(form.iter(f"{_W}lvl"))[:_MOST_LEVELS]}


def _level(element: etree._Element) -> _Level:
    legal = element.find(f"{_W}isLgl") is not None
    form = _value(element.find(f"{_W}numFmt")) or "decimal"
    text = _value(element.find(f"{_W}lvlText"))[:40]
    return _Level(_integer(element.find(f"{_W}start"), 1), "legal" if legal else form, text)


def _override(found: ListNumbers, number: str, change: etree._Element) -> None:
    """A list may begin anew, or write a level otherwise, than the form it shares."""
    level = _integer_id(change)
    own = change.find(f"{_W}lvl")
    if own is not None:
        found.levels[number][level] = _level(own)
    start = change.find(f"{_W}startOverride")
    if start is not None and level in found.levels[number]:
        was = found.levels[number][level]
        found.levels[number][level] = _Level(_integer(start, was.start), was.form, was.text)
        found.restarted.setdefault(number, set()).add(level)


def _numbered_styles(styles: etree._Element) -> dict[str, tuple[str, int]]:
    """The list and level that a style brings with it, also from the styles it is based on."""
    own: dict[str, tuple[str, int]] = {}
    based: dict[str, str] = {}
    for style in styles.iter(f"{_W}style"):
        name = _id(style, "styleId")
        number = style.find(f"{_W}pPr/{_W}numPr/{_W}numId")
        if number is not None:
            own[name] = (_value(number), _integer(style.find(f"{_W}pPr/{_W}numPr/{_W}ilvl"), 0))
        based[name] = _value(style.find(f"{_W}basedOn"))
    found: dict[str, tuple[str, int]] = {}
    for name in based:
        above = name
        for _ in range(_MOST_STYLES):
            if above in own:
                found[name] = own[above]
                break
            above = based.get(above, "")
    return found


def _value(element: etree._Element | None) -> str:
    return str(element.get(f"{_W}val") or "") if element is not None else ""


def _id(element: etree._Element, name: str) -> str:
    return str(element.get(f"{_W}{name}") or "")


def _integer(element: etree._Element | None, otherwise: int) -> int:
    text = _value(element)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else otherwise


def _integer_id(element: etree._Element) -> int:
    text = _id(element, "ilvl")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 2 else 0


# ── how numbers are written ──


def _roman(count: int) -> str:
    written = ""
    for value, letters in (*_ROMAN, *_SMALL_ROMAN):
        while count >= value:
            written, count = written + letters, count - value
    return written


def _letter(count: int) -> str:
    """a … z, then aa … zz, as Word counts."""
    if count < 1:
        return ""
    return _LETTERS[(count - 1) % 26] * min((count - 1) // 26 + 1, 5)


_FORMS: dict[str, Callable[[int], str]] = {
    "upperRoman": _roman,
    "lowerRoman": lambda count: _roman(count).lower(),
    "upperLetter": lambda count: _letter(count).upper(),
    "lowerLetter": _letter,
    "decimalZero": lambda count: f"{count:02d}",
    "none": lambda count: "",
}
