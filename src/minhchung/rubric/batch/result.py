"""A batch scored: what it says of every agency at every node."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from minhchung.rubric import exact
from minhchung.rubric.answers import Answer
from minhchung.rubric.batch.masks import HIDDEN, is_at, spread_flags, spread_states
from minhchung.rubric.batch.prepared import Prepared, answer_to, answers_of, is_free
from minhchung.rubric.batch.scoring import Scoring
from minhchung.rubric.batch.seen import Covers, Seen, as_scored, patched
from minhchung.rubric.columns import Columns, Ints
from minhchung.rubric.context import Context
from minhchung.rubric.errors import Reason
from minhchung.rubric.evaluate import evaluate
from minhchung.rubric.exact import Exact, Flags
from minhchung.rubric.leaf_outcomes import NOT_APPLICABLE, SCORED, STATES
from minhchung.rubric.model import Node, Rubric
from minhchung.rubric.score import Score, State


class Batch:
    """Every agency's score. Rows are in the order of the columns; a node is named by its code, the whole by ""."""

    def __init__(self, compiled: Prepared, columns: Columns) -> None:
        self.compiled, self.columns = compiled, columns
        self._scoring = Scoring(compiled, columns)
        root = self._scoring.root()
        self._covers = Covers(compiled.rubric, self._scoring, len(columns))
        self._whole: dict[int, Score] = {}
        self._seen: dict[str, Seen] = {}
        self.whole_rows: tuple[int, ...] = tuple(sorted(self._scoring.whole_rows))
        self._root_seen = self._patched("", as_scored(root))

    def __len__(self) -> int:
        return len(self.columns)

    @property
    def rubric(self) -> Rubric:
        """What was scored by."""
        return self.compiled.rubric

    def totals(self) -> tuple[Exact, Flags]:
        """The published totals, and which of them are final."""
        root = self._root_seen
        state = spread_states(root.state, len(self))
        complete = (state == SCORED) | (state == NOT_APPLICABLE)
        return exact.spread_out(root.points, len(self)), complete & spread_flags(root.known, len(self))

    def total(self, row: int) -> Fraction | None:
        """One agency's total, rounded as the rubric says; what is known so far while incomplete."""
        return exact.at(self._root_seen.points, row) if is_at(self._root_seen.known, row) else None

    def ranks(self) -> Ints:
        """Ranks by total (1, 1, 3) before any tie-break; 0 for an agency that is not complete."""
        totals, complete = self.totals()
        keys = totals.num if isinstance(totals.den, int) else _order_of(totals)
        if bool(complete.all()):
            return len(keys) - np.searchsorted(np.sort(keys), keys, side="right") + 1
        ranks = np.zeros(len(keys), dtype=np.int64)
        known = keys[complete]
        ranks[complete] = len(known) - np.searchsorted(np.sort(known), known, side="right") + 1
        return ranks

    def is_complete(self, row: int) -> bool:
        """Whether nothing is absent, undecided or pending."""
        return self.state_at(row, "") in ("scored", "not_applicable")

    def state(self, code: str) -> Ints:
        """A node's state in each row, as a code of STATES, or HIDDEN."""
        return spread_states(self.node(code).state, len(self))

    def points(self, code: str) -> tuple[Exact, Flags]:
        """A node's points, and where they are known."""
        seen = self.node(code)
        return exact.spread_out(seen.points, len(self)), spread_flags(seen.known, len(self))

    def state_at(self, row: int, code: str) -> State | None:
        """A node's state for one agency; None where it stands in no tree."""
        state = self.node(code).state
        found = state if isinstance(state, int) else int(state[row])
        return None if found == HIDDEN else STATES[found]

    def points_at(self, row: int, code: str) -> Fraction | None:
        """A node's points for one agency."""
        seen = self.node(code)
        return exact.at(seen.points, row) if is_at(seen.known, row) else None

    def max_at(self, row: int, code: str) -> Fraction | None:
        """What a node could reach for one agency."""
        seen = self.node(code)
        return exact.at(seen.most, row) if is_at(seen.bounded, row) else None

    def reasons(self, row: int, code: str) -> tuple[Reason, ...]:
        """Why one agency has these points at a node; () where the node stands in no tree."""
        try:
            return self.score(row).reasons if not code else self.score(row).find(code).reasons
        except KeyError:
            return ()

    def score(self, row: int) -> Score:
        """One agency's whole score tree, by `evaluate`, made when it is first asked for."""
        found = self._whole.get(row)
        if found is None:
            compiled = self.compiled
            answers = answers_of(compiled, self.columns, row)
            context = self.columns.context_of(row, compiled.context)
            found = self._whole[row] = evaluate(compiled.rubric, answers, context)
        return found

    def answer(self, row: int, code: str) -> Answer:
        """One agency's answer to a leaf."""
        return answer_to(self.compiled, self.columns, row, code)

    def node(self, code: str) -> Seen:
        """A node as the score trees show it. Raises UnknownNode."""
        if not code:
            return self._root_seen
        found = self._seen.get(code)
        if found is None:
            node = self.rubric.node(code)
            found = self._seen[code] = self._patched(node.code, self._covers.seen(node))
        return found

    def where(self, state: State) -> dict[int, list[str]]:
        """By row, the codes where a state arises: nodes that have it while nothing below them has."""
        wanted = STATES.index(state)
        found: dict[int, list[str]] = {}
        for node in self.rubric.walk():
            own = self.node(node.code).state
            if isinstance(own, int) and own != wanted:
                continue
            here = spread_states(own, len(self)) == wanted
            for child in node.children:
                if not here.any():
                    break
                below = self.node(child.code).state
                here &= (below != wanted) if not isinstance(below, int) else np.bool_(below != wanted)
            for row in np.flatnonzero(here):
                found.setdefault(int(row), []).append(node.code)
        return found

    def is_plain(self, leaf: Node) -> bool:
        """Whether a leaf's reasons are those of its rule alone in every row that is not scored whole: nothing above it,
        no gate, no kind of agency decides about it."""
        asked = self.compiled.asked[leaf.code] or leaf.code in self.compiled.years
        rounding = self.rubric.rounding
        at_section = rounding is not None and rounding.at == "section"
        rounded = at_section and any(leaf is section for section in self.rubric.nodes)
        vetoes = self.rubric.classes.section_vetoes if self.rubric.classes is not None else ()
        rounded = rounded or any(self.rubric.node(veto.section) is leaf for veto in vetoes)
        return is_free(leaf) and not asked and not rounded and self._covers.cover_of(leaf) is None

    def rows_with_words(self, parent: Node) -> Ints | None:
        """The rows in which a parent may have reasons; None when it may in any.

        A parent that adds says something only where something below it does not apply.
        """
        bent = (
            parent.multipliers
            or parent.floor is not None
            or parent.cap is not None
            or parent.rounding is not None
        )
        rounding = self.rubric.rounding
        section = any(parent is node for node in self.rubric.nodes)
        vetoes = self.rubric.classes is not None and self.rubric.classes.section_vetoes
        rounded = section and ((rounding is not None and rounding.at == "section") or vetoes)
        if (
            parent.combine != "sum"
            or bent
            or rounded
            or not is_free(parent)
            or self._covers.cover_of(parent) is not None
        ):
            return None
        if self._scoring.adds_quickly(parent):
            states = self.node(parent.code).state
            return (
                np.flatnonzero(states == NOT_APPLICABLE)
                if not isinstance(states, int)
                else np.empty(0, np.intp)
            )
        out = np.zeros(len(self), dtype=bool)
        for child in parent.children:
            out |= self.state(child.code) == NOT_APPLICABLE
        return np.flatnonzero(out)

    def shared_context(self) -> Context:
        """A context for leaves that ask for no trait."""
        return self._scoring.shared_context()

    def _patched(self, code: str, seen: Seen) -> Seen:
        """The rows that `evaluate` scored whole, put in."""
        if not self.whole_rows:
            return seen
        trees = {row: _found(self.score(row), code) for row in self.whole_rows}
        return patched(seen, trees, len(self))


def _found(tree: Score, code: str) -> Score | None:
    """A node of a tree, or the whole tree by ""; None where it does not stand in it."""
    return tree if not code else next((each for each in tree.walk() if each.code == code), None)


def _order_of(value: Exact) -> Ints:
    """Whole numbers in the order of a column whose denominators differ."""
    numbers = [value.at(row) for row in range(len(value.num))]
    places = {number: place for place, number in enumerate(sorted(set(numbers)))}
    return np.array([places[number] for number in numbers], dtype=np.int64)
