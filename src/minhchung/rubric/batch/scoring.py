"""One scoring of all agencies: every node once, in the order that gates and vetoes ask for them, up to the whole."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from minhchung.rubric import exact
from minhchung.rubric.asking import not_applicable_policy
from minhchung.rubric.batch.adding import counted_by_parent, extra_points, rescaled_total, summed
from minhchung.rubric.batch.conditions import Conditions
from minhchung.rubric.batch.leaves import Leaves
from minhchung.rubric.batch.masks import (
    NO,
    UNKNOWN,
    YES,
    highest_state,
    not_,
    spread_flags,
    spread_states,
    spread_truths,
)
from minhchung.rubric.batch.parents import Parents
from minhchung.rubric.batch.prepared import Prepared
from minhchung.rubric.batch.rows import Rows
from minhchung.rubric.columns import Columns, Ints
from minhchung.rubric.context import Context
from minhchung.rubric.exact import Flags, Mask, Value
from minhchung.rubric.leaf_outcomes import (
    EXCLUDED,
    NOT_APPLICABLE,
    PENDING,
    POLICIES,
    SCORED,
    ZERO,
    Scored,
    merged,
)
from minhchung.rubric.leaf_wrapping import bounded
from minhchung.rubric.model import Node

OUT, UNSEEN = 1, 2
"""Why a node's children are shut: they are out of force with it, or it waits and they could not be looked into."""


class Scoring:
    """One scoring of all rows. shut: by parent, the rows (OUT or UNSEEN, else 0) in which its children do not count."""

    def __init__(self, prepared: Prepared, columns: Columns) -> None:
        self._rows = Rows(prepared, columns)
        self._rubric, self._count = prepared.rubric, len(columns)
        self._leaves = Leaves(self._rows)
        self._parents = Parents(self._rows, self._leaves)
        self._conditions = Conditions(self._rows)
        self.shut: dict[str, Ints] = {}
        self._raw: dict[str, Scored] = {}
        self._shown: dict[str, Scored] = {}

    @property
    def whole_rows(self) -> set[int]:
        """The rows that only the engine can score."""
        return self._rows.whole

    @property
    def aside(self) -> dict[str, Flags]:
        """By parent of alternatives, the rows in which one is taken."""
        return self._parents.aside

    def shared_context(self) -> Context:
        """A context for leaves that ask for no trait."""
        return self._rows.shared_context()

    def adds_quickly(self, node: Node) -> bool:
        """Whether nothing below the node was shared out or rescaled within it."""
        return node.code in self._parents.quickly

    def root(self) -> Scored:
        """The whole: sections added, the total rescaled, held within its bounds and rounded."""
        rubric = self._rubric
        found = [self.shown(node) for node in rubric.nodes]
        counted = [counted_by_parent(node, one) for node, one in zip(rubric.nodes, found, strict=True)]
        points, known, most = summed(counted, self._count)
        extra = extra_points(rubric.nodes, found)
        points, most = rescaled_total(points, known, most, counted)
        points = bounded(exact.add(points, extra), rubric.total_floor, rubric.total_cap)
        points = exact.choose(known, points, ZERO)
        if rubric.rounding is not None and rubric.rounding.at == "end":
            points = exact.round_column(points, rubric.rounding.places, rubric.rounding.mode)
        return Scored(
            highest_state([one.state for one in found], self._count), points, known, most, True, most
        )

    def shown(self, node: Node) -> Scored:
        """A node as the tree shows it: a section after its vetoes and its rounding."""
        if not any(node is section for section in self._rubric.nodes):
            return self.raw(node)
        found = self._shown.get(node.code)
        if found is None:
            found = self._shown[node.code] = self._section(node)
        return found

    def _section(self, node: Node) -> Scored:
        done = self._vetoed(node, self.raw(node))
        rounding = self._rubric.rounding
        if rounding is not None and rounding.at == "section":
            return replace(done, points=exact.round_column(done.points, rounding.places, rounding.mode))
        return done

    def _vetoed(self, node: Node, done: Scored) -> Scored:
        vetoes = self._rubric.classes.section_vetoes if self._rubric.classes is not None else ()
        for veto in vetoes:
            if self._rubric.node(veto.section).code != node.code:
                continue
            met = spread_truths(self._conditions.holds(veto.condition, self.raw), self._count)
            state = spread_states(done.state, self._count)
            struck, open_ = met == YES, (met == UNKNOWN) & (state == SCORED)
            if len(vetoes) > 1:  # the first that holds or is open decides; the engine keeps that order
                self._rows.score_whole_where(struck | open_)
            if struck.any() or open_.any():
                done = replace(
                    done,
                    state=np.where(open_, PENDING, state).astype(np.int8),
                    points=exact.choose(struck, ZERO, done.points),
                    known=done.known | struck,
                )
        return done

    def raw(self, node: Node) -> Scored:
        """The node scored, once."""
        found = self._raw.get(node.code)
        if found is None:
            found = self._raw[node.code] = self._score(node)
        return found

    def _score(self, node: Node) -> Scored:
        done = self._leaves.scored(node) if node.rule is not None else self._parents.scored(node, self.raw)
        if node.gate is not None and node.gate.test is not None:
            done = self._gated(node, done)
        own = node.not_applicable
        if own is not None and own.when:
            done = self._without(node, done, self._rows.where(own.when))
        if node.when:
            done = self._out(node, done, self._rows.where(node.when))
        return done

    def _shut_below(self, node: Node, rows: Mask, how: int) -> None:
        if node.children:
            shut = self.shut.get(node.code)
            shut = np.zeros(self._count, dtype=np.int8) if shut is None else shut
            self.shut[node.code] = np.where(rows, how, shut).astype(np.int8)

    def _out(self, node: Node, done: Scored, in_force: Mask) -> Scored:
        if in_force is True:
            return done
        out = spread_flags(not_(in_force), self._count)
        self._shut_below(node, out, OUT)
        return merged(out, Scored(EXCLUDED, ZERO, False, ZERO, True, ZERO), done, self._count)

    def _without(self, node: Node, done: Scored, rows: Mask) -> Scored:
        if rows is False:
            return done
        policy = not_applicable_policy(self._rubric, node)
        most, has_max = self._most(node)
        full_marks, kept = policy == "full", policy in ("full", "not_scored")
        here = spread_flags(rows, self._count)
        self._shut_below(node, here, OUT)
        gone = Scored(
            NOT_APPLICABLE,
            most if full_marks else ZERO,
            has_max if full_marks else False,
            most if kept else ZERO,
            has_max if kept else True,
            most,
            most if policy == "rescale_total" else ZERO,
            np.full(self._count, POLICIES.index(policy), dtype=np.int8),
        )
        return merged(here, gone, done, self._count)

    def _gated(self, node: Node, done: Scored) -> Scored:
        assert node.gate is not None and node.gate.test is not None
        met = spread_truths(self._conditions.test(node.gate.test, self.raw), self._count)
        failed, waits = met == NO, met == UNKNOWN
        most, has_max = self._most(node)
        if failed.any():
            self._shut_below(node, failed, OUT)
            done = merged(
                failed, Scored(SCORED, node.gate.otherwise, True, most, has_max, most), done, self._count
            )
        if waits.any():
            self._shut_below(node, waits, UNSEEN)
            done = merged(waits, Scored(PENDING, ZERO, False, most, has_max, most), done, self._count)
        return done

    def _most(self, node: Node) -> tuple[Value, Mask]:
        """The most a node can give, before it is gated or taken out."""
        return self._leaves.most(node) if node.rule is not None else (self._parents.most(node), True)
