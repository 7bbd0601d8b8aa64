"""What stands in a draft: its outline, what is wrong where, the sums; worked out once per text and process."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from minhchung.rubric.errors import Diagnostic, Reason
from minhchung.rubric.lint import Finding
from minhchung.rubric.outline import Item, Outline, outline_of, print_outline
from minhchung.rubric.reader import exact_number
from minhchung.rubric.unfinished import Unfinished, lint_unfinished, near, read_unfinished

_KEPT = 24
_LARGE = 120_000
"""From so many characters on, a node is read with its surroundings only while people type."""


@dataclass(frozen=True)
class DraftReading:
    """text: what was read. read: its faults. findings: of what can be read. by_key: both, per node; "" the head."""

    text: str
    read: Unfinished
    findings: tuple[Finding, ...]
    by_key: Mapping[str, tuple[Diagnostic, ...]]

    def worst(self, key: str) -> str:
        """error, warning, note or "" for a node."""
        found = {each.severity for each in self.by_key.get(key, ())}
        return next((name for name in ("error", "warning", "note") if name in found), "")


def draft_outline(text: str) -> Outline:
    """The outline of a draft's text."""
    return _outline(_digest(text), text)


def draft_reading(text: str) -> DraftReading:
    """Faults and findings of a draft's text."""
    return _reading(_digest(text), text)


def reading_near(text: str, key: str) -> DraftReading:
    """Faults and findings at one node, while people type: of the whole draft, or where it is large of its surroundings.

    Raises UnknownNode.
    """
    if len(text) < _LARGE or known_reading(text) is not None:
        return draft_reading(text)
    return draft_reading(print_outline(near(draft_outline(text), key)))


def known_reading(text: str) -> DraftReading | None:
    """The reading if this process has worked it out already: a page of 1,200 nodes does not wait for lint."""
    return _KNOWN.get(_digest(text))


_KNOWN: dict[str, DraftReading] = {}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def remember_outline(text: str, outline: Outline) -> None:
    """Keep an outline that a text was just printed from: it need not be taken apart again."""
    _keep(_OUTLINES, _digest(text), outline)


_OUTLINES: dict[str, Outline] = {}


def _keep(kept: dict[str, Any], digest: str, value: Any) -> None:
    while len(kept) >= _KEPT:
        kept.pop(next(iter(kept)), None)
    kept[digest] = value


def _outline(digest: str, text: str) -> Outline:
    found = _OUTLINES.get(digest)
    if found is None:
        found = outline_of(text, "bản thảo")
        _keep(_OUTLINES, digest, found)
    return found


def _reading(digest: str, text: str) -> DraftReading:
    found = _KNOWN.get(digest)
    if found is None:
        read = read_unfinished(text, known=_OUTLINES.get(digest))
        findings = lint_unfinished(read)
        found = DraftReading(text, read, findings, _by_key(read, findings))
        _keep(_KNOWN, digest, found)
    return found


def _by_key(read: Unfinished, findings: tuple[Finding, ...]) -> dict[str, tuple[Diagnostic, ...]]:
    keys = {item.code: item.key for item in reversed([*read.outline.walk()])}
    found: dict[str, list[Diagnostic]] = {}
    for key, fault in read.faults:
        found.setdefault(key, []).append(fault)
    for finding in findings:
        found.setdefault(keys.get(finding.node or "", ""), []).append(finding)
    return {key: tuple(items) for key, items in found.items()}


# ── sums ──


@dataclass(frozen=True)
class Sum:
    """Declared points of a node beside those of its children. children: None when some child says none."""

    declared: Fraction | None
    children: Fraction | None

    @property
    def agrees(self) -> bool:
        return self.declared is None or self.children is None or self.declared == self.children


def points_said(item: Item) -> Fraction | None:
    """The declared points, where they can be read."""
    found = exact_number(item.said("max")) if item.said("max") else None
    return None if found is None or isinstance(found, Reason) else found[0]


def sum_of(declared: Fraction | None, children: tuple[Item, ...], combine: str) -> Sum | None:
    """The sum to show beside a node with children; None without children. Bonus and penalty blocks stand outside."""
    inside = [item for item in children if item.said("block") in ("", "normal")]
    if not children:
        return None
    said = [points_said(item) for item in inside]
    known = [points for points in said if points is not None]
    if len(known) != len(said) or not known:
        return Sum(declared, None)
    if combine in ("best_of", "one_of"):
        return Sum(declared, max(known))
    return Sum(declared, sum(known, Fraction(0)))


def head_sum(outline: Outline) -> Sum | None:
    """The declared total beside the sum of the sections."""
    total = outline.head.get("total")
    found = exact_number(total) if isinstance(total, str) else None
    declared = None if found is None or isinstance(found, Reason) else found[0]
    return sum_of(declared, outline.nodes, "sum")
