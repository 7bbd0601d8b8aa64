"""A rubric compiled once, many agencies scored as columns: equal to `evaluate` row by row, exact throughout.

    compiled = compile_rubric(rubric, context)
    batch = compiled.score(compiled.columns(entrants))
    batch.total(0), batch.state("I.1.2"), batch.points("I.1.2"), batch.reasons(0, "I.1.2")

Columnar: every leaf's points, sums, alternatives, gates, caps, coefficients, the six policies of not applicable, section
vetoes and every rounding. Scored whole by `evaluate`, row by row: an agency of which a trait that something hangs on is
not known, one with exemptions of its own, and one with an answer that a rule refuses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm

import numpy as np

from minhchung.rubric import exact
from minhchung.rubric.answers import ABSENT, Absent, Answer, Rate
from minhchung.rubric.asking import declared, not_applicable_policy, option_holds, place_of
from minhchung.rubric.columns import (
    PLAIN_SAID,
    SAID_ABSENT,
    SAID_GIVEN,
    Columns,
    Ints,
    LeafColumn,
    LeafForm,
    leaf_column,
    leaf_form,
)
from minhchung.rubric.context import EMPTY, Context, GroupValues
from minhchung.rubric.errors import Reason
from minhchung.rubric.evaluate import evaluate
from minhchung.rubric.exact import Exact, Flags, Mask, Value
from minhchung.rubric.group_values import asks_group, group_values
from minhchung.rubric.leaf_columns import (
    LeafScorer,
)
from minhchung.rubric.leaf_outcomes import (
    EXCLUDED,
    MISSING,
    NO_POLICY,
    NOT_APPLICABLE,
    PENDING,
    POLICIES,
    SCORED,
    STATES,
    UNDECIDED,
    Mostly,
    Scored,
    Unscorable,
    merged,
)
from minhchung.rubric.leaf_wrapping import (
    asked_traits,
    asks_years,
    bounded,
    coefficient,
    wrapped,
)
from minhchung.rubric.model import ClassCondition, Limit, Node, NodeTest, Rubric, When
from minhchung.rubric.ranking import Entrant
from minhchung.rubric.score import Score, State
from minhchung.rubric.traits import holds

ZERO = Fraction(0)
NO, YES, UNKNOWN = 0, 1, 2
HIDDEN = -1
"""The state of a node that stands in no score tree: what is above it could not be looked into."""
Truth = int | Ints
"""NO, YES or UNKNOWN: for all rows, or a row each."""


def compile_rubric(rubric: Rubric, context: Context = EMPTY) -> Compiled:
    """A rubric made ready to score many agencies that share a context (year, parameters, rulings, calendar)."""
    return Compiled(rubric, context)


class Compiled:
    """A rubric and what all agencies share. Outcomes of leaves are kept from one scoring to the next."""

    def __init__(self, rubric: Rubric, context: Context) -> None:
        self.rubric, self.context = rubric, context
        self.forms = {
            leaf.code: leaf_form(rubric, leaf, place_of(rubric, leaf, context)) for leaf in rubric.leaves()
        }
        self.asks_group = asks_group(rubric)
        self.asked = {leaf.code: asked_traits(leaf) for leaf in rubric.leaves()}
        self.years = {
            leaf.code for leaf in rubric.leaves() if leaf.rule is not None and asks_years(leaf.rule)
        }
        self.simple = {
            node.code
            for node in rubric.walk()
            if node.combine == "sum" and node.children and all(_is_simple(child) for child in node.children)
        }
        self._plain: dict[str, LeafScorer] = {}
        self._scorers: dict[tuple[str, tuple[object, ...]], LeafScorer] = {}

    def columns(self, entrants: Mapping[str, Entrant]) -> Columns:
        """Entrants as columns. Raises UnknownNode for an answer to a node the rubric lacks."""
        given: dict[str, list[Answer]] = {code: [ABSENT] * len(entrants) for code in self.forms}
        for row, entrant in enumerate(entrants.values()):
            for code, answer in entrant.answers.items():
                column = given.get(code)
                given[self.rubric.leaf(code).code if column is None else code][row] = answer
        return Columns(
            agencies=tuple(entrants),
            given=lambda row, code: given[code][row],
            leaves={code: leaf_column(self.forms[code], answers) for code, answers in given.items()},
            traits=[entrant.traits for entrant in entrants.values()],
            earlier={row: each.earlier for row, each in enumerate(entrants.values()) if each.earlier},
            exempt={row: each.exempt for row, each in enumerate(entrants.values()) if each.exempt},
        )

    def score(self, columns: Columns) -> Batch:
        """Every agency scored. Raises what `evaluate` raises for an answer that a rule refuses."""
        compiled = self
        if self.asks_group:
            compiled = Compiled(self.rubric, replace(self.context, group=_group(self, columns)))
        return Batch(compiled, columns, _Scoring(compiled, columns))

    def scorer(self, node: Node, context: Context) -> LeafScorer:
        """The leaf's scorer for agencies with these traits."""
        asked = self.asked[node.code]
        if not asked:
            plain = self._plain.get(node.code)
            if plain is None:
                plain = self._plain[node.code] = LeafScorer(self.rubric, node, context)
            return plain
        key = (node.code, tuple((name, context.traits.get(name)) for name in asked))
        found = self._scorers.get(key)
        if found is None:
            found = self._scorers[key] = LeafScorer(self.rubric, node, context)
        return found


def _group(compiled: Compiled, columns: Columns) -> Mapping[str, GroupValues]:
    """The figures of the whole group, as `ranking.score_group` collects them."""
    rows = range(len(columns))
    entries = {str(row): answers_of(compiled, columns, row) for row in rows}
    contexts = {str(row): columns.context_of(row, compiled.context) for row in rows}
    return group_values(compiled.rubric, entries, contexts)


def answers_of(compiled: Compiled, columns: Columns, row: int) -> dict[str, Answer]:
    """One agency's answers: as given, or read back from the columns."""
    found = {
        code: answer_to(compiled, columns, row, code) for code in columns.leaves if code in compiled.forms
    }
    return {code: answer for code, answer in found.items() if not isinstance(answer, Absent)}


def answer_to(compiled: Compiled, columns: Columns, row: int, code: str) -> Answer:
    """One agency's answer to one leaf: as given, or read back from the columns."""
    column = columns.leaves.get(code)
    if column is None:
        return ABSENT
    if columns.given is not None:
        return columns.given(row, code)
    return answer_at(compiled.forms[code], column, row)


def answer_at(form: LeafForm, column: LeafColumn, row: int) -> Answer:
    """The answer in one row."""
    said = column.said_at(row)
    if said < SAID_GIVEN:
        return PLAIN_SAID[said]
    if said > SAID_GIVEN:
        assert column.which is not None
        return column.others[int(column.which[row])]
    if column.value is not None:
        return form.answer(int(column.value[row]))
    assert column.num is not None and column.den is not None
    return Rate(Fraction(int(column.num[row])), Fraction(int(column.den[row])))


# ── the result ──


@dataclass(slots=True)
class Seen:
    """A node as it stands in each agency's score tree; state HIDDEN where it does not."""

    state: int | Ints
    points: Value
    known: Mask
    most: Value
    bounded: Mask


class Batch:
    """Every agency's score. Rows are in the order of the columns; a node is named by its code, the whole by ""."""

    def __init__(self, compiled: Compiled, columns: Columns, scoring: _Scoring) -> None:
        self.compiled, self.columns = compiled, columns
        self._scoring = scoring
        self._root = scoring.root()
        self._whole: dict[int, Score] = {}
        self._seen: dict[str, Seen] = {}
        self._cover: dict[str, Ints | None] = {}
        self.whole_rows: tuple[int, ...] = tuple(sorted(scoring.whole_rows))
        self._root_seen = self._patched("", _seen(self._root))

    def __len__(self) -> int:
        return len(self.columns)

    @property
    def rubric(self) -> Rubric:
        """What was scored by."""
        return self.compiled.rubric

    def totals(self) -> tuple[Exact, Flags]:
        """The published totals, and which of them are final."""
        root = self._root_seen
        state = _states(root.state, len(self))
        complete = (state == SCORED) | (state == NOT_APPLICABLE)
        return exact.spread_out(root.points, len(self)), complete & _flags(root.known, len(self))

    def total(self, row: int) -> Fraction | None:
        """One agency's total, rounded as the rubric says; what is known so far while incomplete."""
        return exact.at(self._root_seen.points, row) if _is(self._root_seen.known, row) else None

    def ranks(self) -> Ints:
        """Ranks by total (1, 1, 3) before any tie-break; 0 for an agency that is not complete."""
        totals, complete = self.totals()
        keys = totals.num if isinstance(totals.den, int) else _order(totals)
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
        return _states(self.node(code).state, len(self))

    def points(self, code: str) -> tuple[Exact, Flags]:
        """A node's points, and where they are known."""
        seen = self.node(code)
        return exact.spread_out(seen.points, len(self)), _flags(seen.known, len(self))

    def state_at(self, row: int, code: str) -> State | None:
        """A node's state for one agency; None where it stands in no tree."""
        state = self.node(code).state
        found = state if isinstance(state, int) else int(state[row])
        return None if found == HIDDEN else STATES[found]

    def points_at(self, row: int, code: str) -> Fraction | None:
        """A node's points for one agency."""
        seen = self.node(code)
        return exact.at(seen.points, row) if _is(seen.known, row) else None

    def max_at(self, row: int, code: str) -> Fraction | None:
        """What a node could reach for one agency."""
        seen = self.node(code)
        return exact.at(seen.most, row) if _is(seen.bounded, row) else None

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
            found = self._seen[code] = self._patched(node.code, self._looked_at(node))
        return found

    def where(self, state: State) -> dict[int, list[str]]:
        """By row, the codes where a state arises: nodes that have it while nothing below them has."""
        wanted = STATES.index(state)
        found: dict[int, list[str]] = {}
        for node in self.rubric.walk():
            own = self.node(node.code).state
            if isinstance(own, int) and own != wanted:
                continue
            here = _states(own, len(self)) == wanted
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
        return _is_free(leaf) and not asked and not rounded and self._cover_of(leaf) is None

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
            or not _is_free(parent)
            or self._cover_of(parent) is not None
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

    # ── from the inside out ──

    def _looked_at(self, node: Node) -> Seen:
        found = _seen(self._scoring.shown(node))
        cover = self._cover_of(node)
        if cover is None:
            return found
        state = _states(found.state, len(self)).copy()
        state[(cover == _ASIDE) & (state == MISSING)] = EXCLUDED
        out, hidden = cover == _OUT, cover == _HIDDEN
        state[out], state[hidden] = EXCLUDED, HIDDEN
        shut = out | hidden
        return Seen(
            state,
            exact.choose(shut, ZERO, found.points),
            found.known & ~shut,
            exact.choose(shut, ZERO, found.most),
            np.where(out, True, found.bounded & ~hidden),
        )

    def _cover_of(self, node: Node) -> Ints | None:
        """What the nodes above make of this one: nothing, out of force, out of the tree, or an alternative not taken."""
        if node.code in self._cover:
            return self._cover[node.code]
        above = self.rubric.parent(node.code)
        cover = None if above is None else self._cover_below(above)
        self._cover[node.code] = cover
        return cover

    def _cover_below(self, above: Node) -> Ints | None:
        inherited = self._cover_of(above)
        own = self._scoring.shut.get(above.code)
        aside = self._scoring.aside.get(above.code)
        if inherited is None and own is None and aside is None:
            return None
        cover = np.zeros(len(self), dtype=np.int8)
        if inherited is not None:
            state = _states(self._scoring.raw(above).state, len(self))
            cover[(inherited == _ASIDE) & (state == MISSING)] = _ASIDE
        if aside is not None:
            cover[aside] = _ASIDE
        if own is not None:
            cover = np.where(own > 0, own, cover)
        if inherited is not None:
            cover = np.where((inherited == _OUT) | (inherited == _HIDDEN), inherited, cover)
        return cover

    def _patched(self, code: str, seen: Seen) -> Seen:
        """The rows that `evaluate` scored whole, put in."""
        if not self.whole_rows:
            return seen
        rows = np.array(self.whole_rows, dtype=np.intp)
        nodes: list[Score | None] = []
        for row in self.whole_rows:
            tree = self.score(row)
            nodes.append(
                tree if not code else next((each for each in tree.walk() if each.code == code), None)
            )
        state = _states(seen.state, len(self)).copy()
        state[rows] = [HIDDEN if each is None else STATES.index(each.state) for each in nodes]
        known, has_max = _flags(seen.known, len(self)).copy(), _flags(seen.bounded, len(self)).copy()
        known[rows] = [each is not None and each.points is not None for each in nodes]
        has_max[rows] = [each is not None and each.max is not None for each in nodes]
        points = [each.points or ZERO if each is not None else ZERO for each in nodes]
        most = [each.max or ZERO if each is not None else ZERO for each in nodes]
        return Seen(
            state,
            _put(seen.points, rows, points, len(self)),
            known,
            _put(seen.most, rows, most, len(self)),
            has_max,
        )


_OUT, _HIDDEN, _ASIDE = 1, 2, 3


def _seen(scored: Scored) -> Seen:
    return Seen(scored.state, scored.points, scored.known, scored.most, scored.bounded)


def _put(value: Value, rows: Ints, numbers: Sequence[Fraction], count: int) -> Value:
    places = np.zeros(count, dtype=np.intp)
    places[rows] = np.arange(len(rows))
    here = np.zeros(count, dtype=bool)
    here[rows] = True
    return exact.choose(here, exact.take(exact.column(numbers), places), value)


# ── scoring ──


class _Scoring:
    """One scoring of all rows: nodes once each, in the order that gates ask for them."""

    def __init__(self, compiled: Compiled, columns: Columns) -> None:
        self.compiled, self.columns = compiled, columns
        self.rubric, self.context = compiled.rubric, compiled.context
        self.rows = len(columns)
        self.whole_rows: set[int] = set(columns.exempt)
        if self.context.exempt:
            self.whole_rows |= set(range(self.rows))
        self.shut: dict[str, Ints] = {}
        self.aside: dict[str, Flags] = {}
        self._raw: dict[str, Scored] = {}
        self._inner: dict[str, Scored] = {}
        self._mostly: dict[str, Mostly | None] = {}
        self._quickly: set[str] = set()
        self._shared = [
            replace(columns.context_of(0, self.context), earlier=self.context.earlier, exempt=frozenset())
        ]
        self._shown: dict[str, Scored] = {}

    def shared_context(self) -> Context:
        return self._shared[0]

    def adds_quickly(self, node: Node) -> bool:
        """Whether nothing below the node was shared out or rescaled within it."""
        return node.code in self._quickly

    # ── the whole ──

    def root(self) -> Scored:
        rubric = self.rubric
        found = [self.shown(node) for node in rubric.nodes]
        counted = [_counted(node, one) for node, one in zip(rubric.nodes, found, strict=True)]
        points, known, most = self._summed(counted)
        extra = _extra(rubric.nodes, found)
        dropped = exact.total([one.dropped for one in counted])
        if not _is_nothing(dropped):
            full = exact.total([one.full for one in counted])
            here = _both(known, _both(_not(exact.is_zero(dropped)), exact.less(dropped, full)))
            left = exact.choose(here, exact.subtract(full, dropped), Fraction(1))
            points = exact.choose(here, exact.divide(exact.multiply(points, full), left), points)
            most = exact.choose(here, full, most)
        points = bounded(exact.add(points, extra), rubric.total_floor, rubric.total_cap)
        points = exact.choose(known, points, ZERO)
        if rubric.rounding is not None and rubric.rounding.at == "end":
            points = exact.round_column(points, rubric.rounding.places, rubric.rounding.mode)
        return Scored(_highest([one.state for one in found], self.rows), points, known, most, True, most)

    def shown(self, node: Node) -> Scored:
        """A node as the tree shows it: a section after its vetoes and its rounding."""
        if not any(node is section for section in self.rubric.nodes):
            return self.raw(node)
        found = self._shown.get(node.code)
        if found is None:
            found = self._shown[node.code] = self._section(node)
        return found

    def _section(self, node: Node) -> Scored:
        done = self._vetoed(node, self.raw(node))
        rounding = self.rubric.rounding
        if rounding is not None and rounding.at == "section":
            return replace(done, points=exact.round_column(done.points, rounding.places, rounding.mode))
        return done

    def _vetoed(self, node: Node, done: Scored) -> Scored:
        vetoes = self.rubric.classes.section_vetoes if self.rubric.classes is not None else ()
        for veto in vetoes:
            if self.rubric.node(veto.section).code != node.code:
                continue
            met = _truths(self._condition(veto.condition), self.rows)
            state = _states(done.state, self.rows)
            struck, open_ = met == YES, (met == UNKNOWN) & (state == SCORED)
            if len(vetoes) > 1:  # the first that holds or is open decides; the engine keeps that order
                self.whole_rows |= {int(row) for row in np.flatnonzero(struck | open_)}
            if struck.any() or open_.any():
                done = replace(
                    done,
                    state=np.where(open_, PENDING, state).astype(np.int8),
                    points=exact.choose(struck, ZERO, done.points),
                    known=done.known | struck,
                )
        return done

    def _condition(self, condition: ClassCondition) -> Truth:
        met: Truth = YES
        if condition.test is not None:
            met = _and(met, self._test(condition.test))
        if condition.when:
            met = _and(met, self._when(condition.when))
        if condition.declared:
            said = declared(self.rubric, condition.declared, self.context)
            met = _and(met, UNKNOWN if said is None else YES if said else NO)
        return met

    def _test(self, test: NodeTest) -> Truth:
        """Whether a test on a scored node holds, as `evaluate.node_test_holds`."""
        node = self.rubric.node(test.node)
        if test.options:
            return self._option_test(test, node)
        scored = self.raw(node)
        state = _states(scored.state, self.rows)
        open_ = (state >= PENDING) | ~_flags(scored.known, self.rows)
        value = scored.points
        if test.share:
            bare = _flags(exact.is_zero(scored.most), self.rows) | ~_flags(scored.bounded, self.rows)
            open_ |= bare
            most = exact.choose(bare, Fraction(1), scored.most)
            met = np.ones(self.rows, dtype=bool)
            below = _flags(exact.less(most, ZERO), self.rows)
            if below.any():  # a max below 0 turns comparisons around; nothing sensible has one
                self.whole_rows |= {int(row) for row in np.flatnonzero(below)}
                most = exact.choose(below, Fraction(1), most)
            for limit in test.limits:
                met &= _flags(_limit_holds(limit, value, exact.multiply(most, limit.value)), self.rows)
        else:
            met = np.ones(self.rows, dtype=bool)
            for limit in test.limits:
                met &= _flags(_limit_holds(limit, value, limit.value), self.rows)
        return np.where(open_, UNKNOWN, met.astype(np.int8)).astype(np.int8)

    def _option_test(self, test: NodeTest, node: Node) -> Truth:
        column = self.columns.leaves.get(node.code)
        if column is None:
            return UNKNOWN
        form = self.compiled.forms[node.code]
        met = np.empty(self.rows, dtype=np.int8)
        known: dict[Answer, bool | None] = {}
        for row in range(self.rows):
            answer = answer_at(form, column, row)
            if answer not in known:
                known[answer] = option_holds(test, answer)
            held = known[answer]
            met[row] = UNKNOWN if held is None else YES if held else NO
        return met

    def _when(self, when: When) -> Truth:
        """Whether a condition on traits holds."""
        kind, samples = self.columns.kinds_by(tuple(sorted({test.trait for test in when})))
        held = (
            [holds(when, self.columns.context_of(row, self.context).traits) for row in samples]
            if self.rows
            else [True]
        )
        truths = [UNKNOWN if one is None else YES if one else NO for one in held]
        if kind is None or len(set(truths)) == 1:
            return truths[0]
        return np.array(truths, dtype=np.int8).take(kind)

    # ── nodes ──

    def raw(self, node: Node) -> Scored:
        """The node scored, once."""
        found = self._raw.get(node.code)
        if found is None:
            found = self._raw[node.code] = self._score(node)
        return found

    def _score(self, node: Node) -> Scored:
        done = self._leaf(node) if node.rule is not None else self._parent(node)
        if node.gate is not None and node.gate.test is not None:
            done = self._gated(node, done)
        own = node.not_applicable
        if own is not None and own.when:
            done = self._without(node, done, self._known(self._when(own.when)))
        if node.when:
            done = self._out(node, done, self._known(self._when(node.when)))
        return done

    def _known(self, truth: Truth) -> Mask:
        """A condition on traits as a mask; rows where a trait is not known are scored whole."""
        if isinstance(truth, int):
            if truth == UNKNOWN:
                self.whole_rows |= set(range(self.rows))
            return truth == YES
        self.whole_rows |= {int(row) for row in np.flatnonzero(truth == UNKNOWN)}
        return _flags(truth == YES, self.rows)

    def _shut_below(self, node: Node, rows: Mask, how: int) -> None:
        if node.children:
            shut = self.shut.get(node.code)
            shut = np.zeros(self.rows, dtype=np.int8) if shut is None else shut
            self.shut[node.code] = np.where(rows, how, shut).astype(np.int8)

    def _out(self, node: Node, done: Scored, in_force: Mask) -> Scored:
        if in_force is True:
            return done
        out = _flags(_not(in_force), self.rows)
        self._shut_below(node, out, _OUT)
        return merged(out, Scored(EXCLUDED, ZERO, False, ZERO, True, ZERO), done, self.rows)

    def _without(self, node: Node, done: Scored, rows: Mask) -> Scored:
        if rows is False:
            return done
        policy = not_applicable_policy(self.rubric, node)
        most, has_max = self._most(node, done)
        full_marks, kept = policy == "full", policy in ("full", "not_scored")
        here = _flags(rows, self.rows)
        self._shut_below(node, here, _OUT)
        gone = Scored(
            NOT_APPLICABLE,
            most if full_marks else ZERO,
            has_max if full_marks else False,
            most if kept else ZERO,
            has_max if kept else True,
            most,
            most if policy == "rescale_total" else ZERO,
            np.full(self.rows, POLICIES.index(policy), dtype=np.int8),
        )
        return merged(here, gone, done, self.rows)

    def _gated(self, node: Node, done: Scored) -> Scored:
        assert node.gate is not None and node.gate.test is not None
        met = _truths(self._test(node.gate.test), self.rows)
        failed, waits = met == NO, met == UNKNOWN
        most, has_max = self._most(node, done)
        if failed.any():
            self._shut_below(node, failed, _OUT)
            done = merged(
                failed, Scored(SCORED, node.gate.otherwise, True, most, has_max, most), done, self.rows
            )
        if waits.any():
            self._shut_below(node, waits, _HIDDEN)
            done = merged(waits, Scored(PENDING, ZERO, False, most, has_max, most), done, self.rows)
        return done

    def _most(self, node: Node, done: Scored) -> tuple[Value, Mask]:
        """The most a node can give, before it is gated or taken out."""
        if node.rule is None:
            return self._inner[node.code].full, True
        kind, contexts = self._kinds(node)
        tops = [self.compiled.scorer(node, context).most() for context in contexts]
        if kind is None:
            return tops[0] or ZERO, tops[0] is not None
        found = exact.take(exact.column([top or ZERO for top in tops]), kind)
        return found, np.array([top is not None for top in tops]).take(kind)

    # ── leaves ──

    def _kinds(self, node: Node) -> tuple[Ints | None, list[Context]]:
        asked = self.compiled.asked[node.code]
        if not asked:
            return None, self._shared
        kind, samples = self.columns.kinds_by(asked)
        return kind, [
            replace(
                self.columns.context_of(row, self.context), earlier=self.context.earlier, exempt=frozenset()
            )
            for row in samples
        ]

    def _leaf(self, node: Node) -> Scored:
        assert node.rule is not None
        quick = self._quick(node)
        if quick is not None:
            return quick.whole()
        column = self.columns.leaves.get(node.code) or LeafColumn(SAID_ABSENT)
        kind, contexts = self._kinds(node)
        found = [
            self._leaf_of_kind(node, column, context, kind, place) for place, context in enumerate(contexts)
        ]
        done = found[0]
        for place, one in enumerate(found[1:], start=1):
            done = merged(kind == place, one, done, self.rows)
        return done

    def _quick(self, node: Node) -> Mostly | None:
        """The leaf scored the quick way, where there is one."""
        if node.code in self._mostly:
            return self._mostly[node.code]
        if self.columns.earlier and node.code in self.compiled.years:
            self.whole_rows |= set(self.columns.earlier)
        column = self.columns.leaves.get(node.code)
        kind, contexts = self._kinds(node)
        found: Mostly | None = None
        if column is not None and kind is None:
            found = self.compiled.scorer(node, contexts[0]).mostly(column)
        self._mostly[node.code] = found
        return found

    def _leaf_of_kind(
        self, node: Node, column: LeafColumn, context: Context, kind: Ints | None, place: int
    ) -> Scored:
        scorer = self.compiled.scorer(node, context)
        refused: set[int] = set()
        while True:
            try:
                return scorer.scored(column, self.rows)
            except Unscorable as stop:
                # The engine decides about these rows; here they count as absent, so that the others go on.
                rows = stop.rows
                again = {int(row) for row in rows} - refused
                assert again, f"{node.code}: rows refused twice"
                refused |= again
                own = rows if kind is None else rows[kind[rows] == place]
                self.whole_rows |= {int(row) for row in own}
                said = np.full(self.rows, column.said) if isinstance(column.said, int) else column.said.copy()
                said[rows] = SAID_ABSENT
                column = LeafColumn(
                    said, column.value, column.num, column.den, column.scale, column.others, column.which
                )

    # ── parents ──

    def _parent(self, node: Node) -> Scored:
        if node.code in self.compiled.simple and (added := self._added(node)) is not None:
            self._quickly.add(node.code)
            done = self._inner[node.code] = self._finish(node, added)
            return done
        found = [self.raw(child) for child in node.children]
        match node.combine:
            case "sum":
                done = self._sum(node, found)
            case "best_of":
                done = self._best(node, found)
            case "one_of":
                done = self._one(node, found)
            case "all_of":
                done = self._all(node, found)
        self._inner[node.code] = done
        return done

    def _added(self, node: Node) -> Scored | None:
        """Leaves that are scored in most rows, added the quick way; rows where none is scored the long way."""
        found = [self._quick(child) for child in node.children]
        leaves = [one for one in found if one is not None]
        if len(leaves) < len(found):
            return None
        rows = np.concatenate([one.rows for one in leaves])
        whole = sum((one.most or ZERO for one in leaves), ZERO)
        points = exact.total([one.points for one in leaves])
        if not rows.size:
            return Scored(SCORED, points, True, whole, True, whole)
        bare = np.bincount(rows, minlength=self.rows) == len(leaves)
        states = np.concatenate([one.table.states.take(one.places) for one in leaves])
        policies = np.concatenate([one.table.policy.take(one.places) for one in leaves])
        if bool(bare.any()) or bool(((policies == _SPREAD) | (policies == _RESCALED)).any()):
            return None
        state = np.full(self.rows, SCORED, dtype=np.int8)
        np.maximum.at(state, rows, states)
        most, full, dropped = self._corrected(whole, leaves)
        return Scored(
            _same_or(state),
            points,
            True,
            most,
            True,
            full,
            dropped,
        )

    def _corrected(self, whole: Fraction, leaves: list[Mostly]) -> tuple[Value, Value, Value]:
        """The max, the full max and what is dropped, of a sum that is `whole` in all rows but the odd ones."""
        gaps = [
            (one, gap) for one in leaves if one.rows.size and (gap := one.table.gaps(one.most)) is not None
        ]
        if not gaps:
            return whole, whole, ZERO
        den = lcm(whole.denominator, *(gap[1] for _, gap in gaps))
        rows = np.concatenate([one.rows for one, _ in gaps])
        apart = np.concatenate(
            [gap[0].take(one.places, axis=1) * (den // gap[1]) for one, gap in gaps], axis=1
        )
        found: list[Value] = []
        for usual, gap in zip((whole, whole, ZERO), apart, strict=True):
            if gap.any():
                number = np.full(self.rows, usual.numerator * (den // usual.denominator), dtype=gap.dtype)
                np.add.at(number, rows, gap)
                found.append(exact.exact(number, den))
            else:
                found.append(usual)
        return found[0], found[1], found[2]

    def _sum(self, node: Node, found: list[Scored]) -> Scored:
        state = _highest([one.state for one in found], self.rows)
        pairs = list(zip(node.children, found, strict=True))
        full = exact.total([one.full for child, one in pairs if child.block == "normal"])
        dropped = exact.total([one.dropped for one in found])
        points, known, most = self._summed([_counted(child, one) for child, one in pairs])
        points = exact.add(points, _extra(node.children, found))
        done = self._finish(node, Scored(state, points, known, most, True, full, dropped))
        nothing = _is_state(state, NOT_APPLICABLE)
        if nothing is False:
            return done
        return merged(nothing, self._all_without(found, full, dropped), done, self.rows)

    def _all_without(self, found: list[Scored], full: Value, dropped: Value) -> Scored:
        """Nothing below applies."""
        policy = np.full(self.rows, NO_POLICY, dtype=np.int8)
        for one in found:
            if one.policy is not None:
                policy = np.where(policy == NO_POLICY, one.policy, policy)
        policy = np.where(policy == NO_POLICY, POLICIES.index("not_scored"), policy)
        points = exact.total([one.points for one in found])
        most = exact.total([one.most for one in found])
        known = _any([one.known for one in found])
        return Scored(NOT_APPLICABLE, points, known, most, True, full, dropped, policy)

    def _summed(self, counted: list[Scored]) -> tuple[Value, Mask, Value]:
        """Known points added but bonuses and penalties, where any points are known, and the max of what counts; with
        what falls to the siblings."""
        points = exact.total([one.points for one in counted if not one.apart])
        known = _any([_both(one.known, _not(_is_state(one.state, EXCLUDED))) for one in counted])
        most = exact.total([exact.choose(_is_state(one.state, EXCLUDED), ZERO, one.most) for one in counted])
        if any(one.policy is not None for one in counted):
            points, most = self._spread(points, known, most, counted)
            points, most = self._rescaled_block(points, known, most, counted)
        return points, known, most

    def _freed(self, counted: list[Scored], policy: int) -> Value:
        """What went under a policy."""
        return exact.total(
            [
                exact.choose(one.policy == policy, one.full, ZERO)
                for one in counted
                if one.policy is not None and bool((one.policy == policy).any())
            ]
        )

    def _spread(self, points: Value, known: Mask, most: Value, counted: list[Scored]) -> tuple[Value, Value]:
        freed = self._freed(counted, _SPREAD)
        if _is_nothing(freed):
            return points, most
        takers = [self._takes(one) for one in counted]
        count = np.sum([_flags(taker, self.rows) for taker in takers], axis=0, dtype=np.int64)
        here = _both(known, _both(_not(exact.is_zero(freed)), _flags(count > 0, self.rows)))
        share = exact.divide(freed, exact.exact(np.maximum(count, 1)))
        extra: Value = ZERO
        for one, taker in zip(counted, takers, strict=True):
            mine = _both(taker, one.known)
            if mine is False:
                continue
            top = exact.choose(mine, one.most, Fraction(1))
            part = exact.multiply(exact.multiply(one.points, share), _inverse(top, self.rows))
            extra = exact.add(extra, exact.choose(mine, part, ZERO))
        return (
            exact.choose(here, exact.add(points, extra), points),
            exact.choose(here, exact.add(most, freed), most),
        )

    def _takes(self, one: Scored) -> Mask:
        """Whether a node takes a share of what its siblings leave."""
        applies: Mask = True if one.policy is None else one.policy == NO_POLICY
        in_force = _not(_is_state(one.state, EXCLUDED))
        return _both(_both(applies, in_force), _both(one.bounded, _not(exact.is_zero(one.most))))

    def _rescaled_block(
        self, points: Value, known: Mask, most: Value, counted: list[Scored]
    ) -> tuple[Value, Value]:
        gone = self._freed(counted, _RESCALED)
        if _is_nothing(gone):
            return points, most
        here = _both(known, _both(_not(exact.is_zero(gone)), exact.sign_over(most)))
        whole = exact.add(most, gone)
        left = exact.choose(here, most, Fraction(1))
        grown = exact.divide(exact.multiply(points, whole), left)
        return exact.choose(here, grown, points), exact.choose(here, whole, most)

    def _best(self, node: Node, found: list[Scored]) -> Scored:
        most = found[0].full
        for one in found[1:]:
            most = exact.highest(most, one.full)
        answered = [_states(one.state, self.rows) for one in found]
        taken = [(state != MISSING) & (state != EXCLUDED) for state in answered]
        some = np.any(taken, axis=0)
        state = np.max(
            [np.where(one, own, EXCLUDED) for one, own in zip(taken, answered, strict=True)], axis=0
        )
        state = np.where(some, state, np.max(answered, axis=0)).astype(np.int8)
        points: Value = ZERO
        known = np.zeros(self.rows, dtype=bool)
        for one, here in zip(found, taken, strict=True):
            counts = here & _flags(one.known, self.rows)
            better = counts & (~known | _flags(exact.less(points, one.points), self.rows))
            points = exact.choose(better, one.points, points)
            known |= counts
        self.aside[node.code] = some
        return self._finish(node, Scored(state, points, known, most, True, most))

    def _one(self, node: Node, found: list[Scored]) -> Scored:
        in_force = [_states(one.state, self.rows) != EXCLUDED for one in found]
        count = np.sum(in_force, axis=0, dtype=np.int64)
        own = node.max or ZERO
        none = Scored(UNDECIDED, ZERO, False, own, node.max is not None, own)
        done = none
        for one, here in zip(found, in_force, strict=True):
            done = merged(here & (count == 1), one, done, self.rows)
        policy = done.policy
        done = self._finish(node, done)
        return merged(count == 1, replace(done, policy=policy), none, self.rows)

    def _all(self, node: Node, found: list[Scored]) -> Scored:
        state = _highest([one.state for one in found], self.rows)
        most = node.max or ZERO
        scored = _flags(_is_state(state, SCORED), self.rows)
        lacking = np.zeros(self.rows, dtype=bool)
        for one in found:
            counts = _both(_is_state(one.state, SCORED), one.bounded)
            lacking |= _flags(_both(counts, exact.less(one.points, one.most)), self.rows)
        points = exact.choose(scored & ~lacking, most, ZERO)
        return self._finish(node, Scored(state, points, scored, most, True, most))

    def _finish(self, node: Node, done: Scored) -> Scored:
        """Coefficient, floor, cap and rounding of a parent; what its max becomes under its cap."""
        if node.multipliers or node.floor is not None or node.cap is not None or node.rounding is not None:
            names = tuple(sorted({test.trait for one in node.multipliers for test in one.when}))
            kind, samples = self.columns.kinds_by(names)
            kinds = (
                [self.columns.context_of(row, self.context) for row in samples]
                if self.rows
                else [self.context]
            )
            for place, context in enumerate(kinds):
                if coefficient(node, context) is None:
                    rows = range(self.rows) if kind is None else np.flatnonzero(kind == place)
                    self.whole_rows |= {int(row) for row in rows}
            points = wrapped(self.rubric, node, done.points, kinds, kind)
            done = replace(done, points=exact.choose(done.known, points, ZERO))
        if node.cap is None:
            return done
        return replace(
            done,
            most=exact.choose(done.bounded, exact.lowest(done.most, node.cap), done.most),
            full=exact.choose(done.bounded, exact.lowest(done.full, node.cap), done.full),
        )


# ── pieces ──

_SPREAD, _RESCALED = POLICIES.index("spread"), POLICIES.index("rescale_block")


def _is_simple(leaf: Node) -> bool:
    """Whether it is a leaf that nothing but its rule decides about."""
    return leaf.is_leaf and leaf.block == "normal" and _is_free(leaf)


def _is_free(node: Node) -> bool:
    """Whether no gate and no trait stands before a node."""
    own = node.not_applicable
    gated = node.gate is not None and node.gate.test is not None
    return not (node.when or gated or (own is not None and own.when))


def _same_or(state: Ints) -> int | Ints:
    """SCORED where every row is."""
    return SCORED if bool((state == SCORED).all()) else state


def _counted(node: Node, one: Scored) -> Scored:
    """A node as its parent counts it: a bonus or penalty brings points, but no max."""
    if node.block == "normal":
        return one
    return replace(one, most=ZERO, bounded=True, full=ZERO, dropped=ZERO, policy=None, apart=True)


def _extra(nodes: Sequence[Node], found: Sequence[Scored]) -> Value:
    """Points of bonuses and penalties: they are added as they are, whatever is rescaled."""
    return exact.total([one.points for node, one in zip(nodes, found, strict=True) if node.block != "normal"])


def _highest(states: Sequence[int | Ints], rows: int) -> int | Ints:
    """The state of a parent."""
    fixed = max((state for state in states if isinstance(state, int)), default=EXCLUDED)
    arrays = [state for state in states if not isinstance(state, int)]
    if not arrays:
        return fixed
    found = np.maximum(arrays[0], np.int8(fixed))
    for state in arrays[1:]:
        np.maximum(found, state, out=found)
    return found


def _is_state(state: int | Ints, wanted: int) -> Mask:
    if isinstance(state, int):
        return state == wanted
    here: Flags = state == wanted
    return here if bool(here.any()) else False


def _states(state: int | Ints, rows: int) -> Ints:
    return np.full(rows, state, dtype=np.int8) if isinstance(state, int) else state


def _truths(truth: Truth, rows: int) -> Ints:
    return np.full(rows, truth, dtype=np.int8) if isinstance(truth, int) else truth


def _flags(mask: object, rows: int) -> Flags:
    if isinstance(mask, np.ndarray) and mask.ndim:
        return mask.astype(bool, copy=False)
    return np.full(rows, bool(mask))


def _is(mask: Mask, row: int) -> bool:
    return mask if isinstance(mask, bool) else bool(mask[row])


def _not(mask: Mask) -> Mask:
    return not mask if isinstance(mask, bool) else ~mask


def _both(a: Mask, b: Mask) -> Mask:
    if a is True:
        return b
    if b is True:
        return a
    return False if a is False or b is False else a & b


def _any(masks: Sequence[Mask]) -> Mask:
    found: Mask = False
    for mask in masks:
        if mask is True:
            return True
        if mask is not False:
            found = mask if found is False else found | mask
    return found


def _and(a: Truth, b: Truth) -> Truth:
    """A conjunction: one NO decides, else one UNKNOWN leaves it open."""
    if isinstance(a, int) and isinstance(b, int):
        return NO if NO in (a, b) else max(a, b)
    no = np.equal(a, NO) | np.equal(b, NO)
    return np.where(no, NO, np.maximum(a, b)).astype(np.int8)


def _limit_holds(limit: Limit, value: Value, bound: Value) -> Mask:
    left, right = exact.sides(value, bound)
    match limit.op:
        case "<":
            found = left < right
        case "<=":
            found = left <= right
        case ">":
            found = left > right
        case ">=":
            found = left >= right
        case "=":
            found = left == right
    return found if isinstance(found, np.ndarray) else bool(found)


def _inverse(value: Value, rows: int) -> Value:
    """1 / value, of values that are not 0."""
    if isinstance(value, Fraction):
        return 1 / value
    sign = np.where(value.num < 0, -1, 1)
    wide = exact.exact(sign)
    return exact.divide(wide, exact.multiply(value, wide))


def _order(value: Exact) -> Ints:
    """Whole numbers in the order of a column whose denominators differ."""
    numbers = [value.at(row) for row in range(len(value.num))]
    places = {number: place for place, number in enumerate(sorted(set(numbers)))}
    return np.array([places[number] for number in numbers], dtype=np.int64)


def _is_nothing(value: Value) -> bool:
    """Whether a value is 0 in every row."""
    return value == 0 if isinstance(value, Fraction) else not value.num.any()
