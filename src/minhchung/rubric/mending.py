"""A finding's proposal put into the text: a row of a rule, a line of a node or of the head, or words for words.

Nothing is guessed: where the place is not plain, nothing is changed and the author mends it by hand.
"""

from __future__ import annotations

import re

from minhchung.rubric.errors import Diagnostic, RubricError
from minhchung.rubric.kinds.base import Plain
from minhchung.rubric.outline import Fields, Item, Outline, fields_of_text
from minhchung.rubric.outline_moves import with_fields, with_head

_DAY = re.compile(r"\d{1,2}/\d{1,2}/\d{4}")
_ROW_LISTS = ("rows", "options")
_OF_THE_RULE = frozenset({"L307"})
_OTHER_DAYS = "L501"
_BY_HAND = frozenset({"L502"})
"""A window for many leaves: no one line mends it."""
_NOT_PUBLISHED = frozenset({"notes", "examples", "readings"})
"""Remarks of those who wrote the rubric down, which may quote the very words that are wrong."""


def may_be_mended(finding: Diagnostic) -> bool:
    """Whether the finding has a proposal that may go in; `mended` says for sure, at the cost of doing it."""
    proposal = finding.proposal or ""
    return bool(proposal) and "…" not in proposal and finding.code not in _BY_HAND


def mended(outline: Outline, finding: Diagnostic) -> Outline | None:
    """The outline with the finding's proposal in it; None where it has none, or its place is not plain."""
    proposal = finding.proposal or ""
    if not may_be_mended(finding):
        return None
    item = outline.resolve(finding.node) if finding.node else None
    if finding.code == _OTHER_DAYS:
        return _on_other_days(outline, item, finding.sample or "", proposal)
    said = _fields_in(proposal)
    if said is None:
        return _in_other_words(outline, item, finding.sample or "", proposal)
    if item is None:
        return with_head(outline, {**outline.head, **said}) if finding.node is None else None
    if "points" in said:
        rule = _with_row(item.fields.get("rule"), said, _place_taken(finding), finding.sample or "")
    elif finding.code in _OF_THE_RULE:
        rule = _with_line(item.fields.get("rule"), said)
    else:
        return with_fields(outline, item.key, {**item.fields, **said})
    return with_fields(outline, item.key, {**item.fields, "rule": rule}) if rule is not None else None


def _fields_in(proposal: str) -> Fields | None:
    """The lines of a proposal that is written as lines of a rubric; None for words."""
    if ":" not in proposal:
        return None
    try:
        return fields_of_text(proposal)
    except RubricError:
        return None


def _with_line(rule: Plain | None, said: Fields) -> Plain | None:
    return {**rule, **said} if isinstance(rule, dict) else None


def _place_taken(finding: Diagnostic) -> str | None:
    """The words of the row whose place the proposal takes, where the finding says so."""
    row = getattr(finding, "row", None)
    return row if isinstance(row, str) else None


def _with_row(rule: Plain | None, said: Fields, taken: str | None, sample: str) -> Plain | None:
    """The rule with the proposed row: in the place of the row that it mends, else added; None where two lists fit."""
    lists = _row_lists(rule)
    for rows, place in lists:
        at = _row_of_words(rows, taken, said) if taken is not None else _row_meant(rows, said, sample)
        if at is not None:
            row = rows[at]
            assert isinstance(row, dict)
            return _replaced(rule, place, [*rows[:at], {**row, **said}, *rows[at + 1 :]])
    if len(lists) != 1:
        return None
    rows, place = lists[0]
    return _replaced(rule, place, [*rows, said]) if taken is None else None


def _row_of_words(rows: list[Plain], words: str, said: Fields) -> int | None:
    """The row with these words; of several the one with the proposal's points."""
    hits = [at for at, row in enumerate(rows) if isinstance(row, dict) and row.get("text", "") == words]
    same_points = [at for at in hits if _points(rows[at]) == said.get("points")]
    hits = hits if len(hits) < 2 else same_points
    return hits[0] if len(hits) == 1 else None


def _row_meant(rows: list[Plain], said: Fields, sample: str) -> int | None:
    """The row with the proposal's words, or the one the sample quotes; None for a new row or when two would do."""
    text = said.get("text")
    hits = [
        index for index, row in enumerate(rows) if isinstance(row, dict) and text and row.get("text") == text
    ]
    same_points = [index for index in hits if _points(rows[index]) == said.get("points")]
    hits = same_points or hits
    if not hits:
        hits = [
            index
            for index, row in enumerate(rows)
            if isinstance(row, dict) and sample and row.get("text") == sample
        ]
    return hits[0] if len(hits) == 1 else None


def _points(row: Plain) -> Plain | None:
    return row.get("points") if isinstance(row, dict) else None


Place = tuple[str | int, ...]


def _row_lists(value: Plain | None, place: Place = ()) -> list[tuple[list[Plain], Place]]:
    """Every list of rows in a rule and in the rules inside it, with the way to it."""
    found: list[tuple[list[Plain], Place]] = []
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in _ROW_LISTS and isinstance(inner, list):
                found.append((inner, (*place, key)))
            else:
                found += _row_lists(inner, (*place, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            found += _row_lists(inner, (*place, index))
    return found


def _replaced(value: Plain | None, place: Place, new: Plain) -> Plain:
    if not place:
        return new
    step, rest = place[0], place[1:]
    if isinstance(value, dict) and isinstance(step, str):
        return {**value, step: _replaced(value[step], rest, new)}
    assert isinstance(value, list)
    assert isinstance(step, int)
    return [*value[:step], _replaced(value[step], rest, new), *value[step + 1 :]]


def _in_other_words(outline: Outline, item: Item | None, wrong: str, right: str) -> Outline | None:
    """The item with words replaced wherever they stand, capitals kept; None where they do not."""
    if item is None or not wrong:
        return None
    as_typed = right[:1].upper() + right[1:] if wrong[:1].isupper() else right
    fields = _reworded(item.fields, wrong, as_typed)
    assert isinstance(fields, dict)
    return with_fields(outline, item.key, fields) if fields != item.fields else None


def _on_other_days(outline: Outline, item: Item | None, wrong: str, right: str) -> Outline | None:
    """The item with both days of a span replaced, in its words and in its window; None where they do not stand in it."""
    if item is None:
        return None
    fields: Plain = item.fields
    for before, after in zip(_DAY.findall(wrong), _DAY.findall(right), strict=True):
        fields = _reworded(fields, before, after)
    assert isinstance(fields, dict)
    return with_fields(outline, item.key, fields) if fields != item.fields else None


def _reworded(value: Plain, wrong: str, right: str) -> Plain:
    if isinstance(value, str):
        return value.replace(wrong, right)
    if isinstance(value, list):
        return [_reworded(inner, wrong, right) for inner in value]
    return {
        key: inner if key in _NOT_PUBLISHED else _reworded(inner, wrong, right)
        for key, inner in value.items()
    }


__all__ = ["may_be_mended", "mended"]
