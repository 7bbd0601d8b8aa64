"""How well a parse fits itself: the checks by which one of several parses of a document is chosen.

A rubric says the same thing more than once. Labels count on; children add up to their parent, sections to the total;
the best option is worth the criterion. A wrong parse breaks most of these, whatever words the document uses; a right
one keeps nearly all, also where the document has faults of its own.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

from minhchung.docread.place import Place
from minhchung.rubric.read.case import Case
from minhchung.rubric.read.figures import Figure, Figures
from minhchung.rubric.read.labels import ordinal, parse_label
from minhchung.rubric.read.recognise import recognise
from minhchung.rubric.read.tree import Draft, Tree

_SUM = 2
"""A sum that holds says more than a number that follows another."""
_ENOUGH = 4


@dataclass(frozen=True, slots=True)
class Fit:
    """held, broken: checks. lost: numbers of the points that no node took."""

    held: int
    broken: int
    lost: int

    @property
    def score(self) -> int:
        """What parses are compared by."""
        return self.held - self.broken - self.lost

    @property
    def is_good(self) -> bool:
        """Whether no other parse need be looked for."""
        return self.held >= _ENOUGH and self.broken * 3 <= self.held and self.lost * 4 <= self.held

    @property
    def is_fair(self) -> bool:
        """Whether more of the checks hold than not."""
        return self.broken + self.lost <= self.held

    def beats(self, other: Fit) -> bool:
        """Whether this parse, made without the header's words, is clearly the better one."""
        return self.score >= _ENOUGH and self.score * 4 > max(other.score, 0) * 5 + _ENOUGH


def fit_of(tree: Tree, figures: Figures) -> Fit:
    """The checks of a whole parse."""
    drafts = list(_walk(tree.roots))
    checks = [*_sequence(tree.roots), *_total(tree)]
    for draft in drafts:
        checks += _checks(draft)
    held = sum(weight for weight, holds in checks if holds)
    broken = sum(1 for _, holds in checks if not holds)
    return Fit(held, broken, _lost(drafts, tree, figures))


def _walk(drafts: Iterable[Draft]) -> Iterable[Draft]:
    for draft in drafts:
        yield draft
        yield from _walk(draft.children)


Check = tuple[int, bool]


def _checks(draft: Draft) -> list[Check]:
    if draft.children:
        return [*_sum(draft), *_sequence(draft.children)]
    if len(draft.rows) == 1:
        return [(1, False)]
    if draft.rows:
        best = max(row.points for row in draft.rows)
        return [(_SUM, best == draft.max)] if draft.max is not None else []
    said = tuple(words.text for words in (*draft.text, *draft.scoring))
    if not said:
        return []
    return [(1, True)] if recognise(Case(draft.title, said, (), draft.max)).sure == "certain" else []


def _sum(draft: Draft) -> list[Check]:
    worths = [child.worth for child in draft.children]
    known = [worth for worth in worths if worth is not None]
    if draft.max is None or len(known) < len(worths):
        return []
    return [(_SUM, sum(known) == draft.max)]


def _total(tree: Tree) -> list[Check]:
    worths = [root.worth for root in tree.roots]
    known = [worth for worth in worths if worth is not None]
    if tree.total is None or tree.total.value is None or len(known) < len(worths):
        return []
    return [(_SUM, sum(known) == tree.total.value)]


def _sequence(drafts: list[Draft]) -> list[Check]:
    """Labels beside each other count on."""
    labels = [parse_label(draft.label) if draft.label else None for draft in drafts]
    numbers = [ordinal(label.path[-1]) if label is not None else None for label in labels]
    return [
        (1, later == former + 1)
        for former, later in itertools.pairwise(numbers)
        if former is not None and later is not None
    ]


def _lost(drafts: list[Draft], tree: Tree, figures: Figures) -> int:
    """Numbers that no node has: of a points column; of a column of scores, where nothing in the row has points."""
    taken = {id(figure) for draft in drafts for figure in _figures(draft)}
    taken.add(id(tree.total))
    rows = {_row(figure.place) for figure in figures.items if figure.column in ("max", "mark")}
    return sum(
        1
        for figure in figures.items
        if id(figure) not in taken
        and figure.use not in ("total", "repeats_max")
        and (figure.column in ("max", "mark", "text") or _row(figure.place) not in rows)
    )


def _figures(draft: Draft) -> list[Figure]:
    return [*([draft.top] if draft.top is not None else []), *(row.figure for row in draft.rows)]


def _row(place: Place) -> tuple[object, ...]:
    return (place.sheet, place.page, place.table, place.row, place.line)
