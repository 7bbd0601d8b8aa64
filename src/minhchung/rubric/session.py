"""One evaluation of one agency: every node scored once, leaves and what stands above them, with its reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from minhchung.rubric.answers import ABSENT, Absent, Answer
from minhchung.rubric.asking import declared, node_test_holds, not_applicable_policy
from minhchung.rubric.combining import (
    ZERO,
    Done,
    as_counted,
    extra_points,
    hold_within,
    redistribute,
    rescaled_reason,
    round_with_reason,
    set_out,
    state_of,
    sum_up,
    under_policy,
)
from minhchung.rubric.context import Context
from minhchung.rubric.errors import Reason
from minhchung.rubric.leaf_scoring import Leaves
from minhchung.rubric.model import ClassCondition, Node, NodeTest, Rubric
from minhchung.rubric.parent_scoring import Parents
from minhchung.rubric.score import Score, State
from minhchung.rubric.traits import holds, unknown_traits, when_in_words
from minhchung.rubric.wording import en_points, vi_points


class Session:
    """One evaluation: nodes are scored once, gates ask for the nodes they need."""

    def __init__(
        self, rubric: Rubric, answers: Mapping[str, Answer], context: Context, *, whole: bool = True
    ) -> None:
        self.rubric = rubric
        self.context = context
        self.whole = whole
        self.answers = {rubric.leaf(code).code: answer for code, answer in answers.items()}
        self._leaves = Leaves(rubric, self.answers, context)
        self._parents = Parents(rubric, context.traits, self._is_answered)
        self._memo: dict[str, Done] = {}

    # ── the whole ──

    def root(self) -> Score:
        rubric = self.rubric
        found = [self._section(node) for node in rubric.nodes]
        counted = [as_counted(node, one) for node, one in zip(rubric.nodes, found, strict=True)]
        points, most, reasons = sum_up(counted)
        extra = extra_points(rubric.nodes, found)
        if points is not None:
            points, most, reasons = redistribute(points - extra, most, counted)
        dropped = sum((one.dropped for one in counted), ZERO)
        full = sum((one.full_max for one in counted), ZERO)
        if points is not None and dropped and full > dropped:
            points = points * full / (full - dropped)
            most = full
            reasons.append(rescaled_reason(full, dropped))
        if points is not None:
            points, bound = hold_within(points + extra, rubric.total_floor, rubric.total_cap)
            reasons += bound
            if rubric.rounding is not None and rubric.rounding.at == "end":
                points, rounded = round_with_reason(points, rubric.rounding)
                reasons += rounded
        children = tuple(one.score for one in found)
        return Score(
            "", rubric.title, points, most, rubric.total, state_of(children), tuple(reasons), children
        )

    def below(self, code: str) -> Score:
        """A node as it stands in the root, of which only its own section and what that asks for is scored."""
        return self._section(self.rubric.section_of(code)).score.find(code)

    def _section(self, node: Node) -> Done:
        done = self.done(node)
        done = self._vetoed(node, done)
        rounding = self.rubric.rounding
        if rounding is not None and rounding.at == "section" and done.score.points is not None:
            points, reasons = round_with_reason(done.score.points, rounding)
            done = replace(
                done, score=replace(done.score, points=points, reasons=done.score.reasons + reasons)
            )
        return done

    def _vetoed(self, node: Node, done: Done) -> Done:
        vetoes = self.rubric.classes.section_vetoes if self.rubric.classes is not None else ()
        for veto in vetoes:
            if self.rubric.node(veto.section).code != node.code:
                continue
            met = self.condition_holds(veto.condition)
            text = veto.condition.text or "điều kiện liệt"
            if met:
                reason = Reason(f"{text} → cả mục 0 điểm", f"{text} → the whole section gets 0 points")
                score = replace(done.score, points=ZERO, reasons=(*done.score.reasons, reason))
                return replace(done, score=score)
            if met is None and done.score.state == "scored":
                reason = Reason(f"Chờ xác định: {text}", f"Waits for: {text}")
                score = replace(done.score, state="pending", reasons=(*done.score.reasons, reason))
                return replace(done, score=score)
        return done

    def condition_holds(self, condition: ClassCondition) -> bool | None:
        """Whether every part of a condition holds; None while one is not known."""
        results: list[bool | None] = []
        if condition.test is not None:
            results.append(self._test_holds(condition.test))
        if condition.when:
            results.append(holds(condition.when, self.context.traits))
        if condition.declared:
            results.append(declared(self.rubric, condition.declared, self.context))
        if False in results:
            return False
        return None if None in results else True

    def _test_holds(self, test: NodeTest) -> bool | None:
        node = self.rubric.node(test.node)
        score = self.done(node).score
        return node_test_holds(test, score, self.answers.get(node.code, ABSENT))

    # ── nodes ──

    def done(self, node: Node) -> Done:
        """The node scored, once."""
        found = self._memo.get(node.code)
        if found is None:
            found = self._memo[node.code] = self._score(node)
        return found

    def _score(self, node: Node) -> Done:
        traits = self.context.traits
        if node.when:
            in_force = holds(node.when, traits)
            if in_force is False:
                who = when_in_words(node.when, self.rubric.traits)
                return set_out(node, Reason(f"Chỉ áp dụng khi {who.vi}", f"In force only when {who.en}"))
            if in_force is None:
                names = ", ".join(unknown_traits(node.when, traits))
                return self._of_unknown_kind(node, names)
        exempt = self._exempted(node)
        if exempt is not None:
            return exempt
        gated = self._gate(node)
        if gated is not None:
            return gated
        return self._leaves.scored(node) if node.rule is not None else self._parent(node)

    def _of_unknown_kind(self, node: Node, names: str) -> Done:
        """A node of which nobody knows whether the agency is in its scope: absent where it was not answered either."""
        reason = Reason(
            f"Chưa biết đặc điểm của cơ quan: {names}", f"Traits of the agency not known: {names}"
        )
        return self._held(node, "undecided" if self._is_answered(node) else "absent", reason)

    def _is_answered(self, node: Node) -> bool:
        """Whether any leaf of the node has an answer."""
        return any(
            not isinstance(self.answers.get(each.code, ABSENT), Absent)
            for each in node.walk()
            if each.is_leaf
        )

    def _held(self, node: Node, state: State, reason: Reason) -> Done:
        most = self.most(node)
        score = Score(node.code, node.title, None, most, node.max, state, (reason,))
        return Done(score, most or ZERO)

    def most(self, node: Node) -> Fraction | None:
        """The most a node can give: a leaf's declared max or its rule's; what its children make of a parent."""
        if node.rule is None:
            return self._parent(node).full_max
        return self._leaves.most(node)

    def _exempted(self, node: Node) -> Done | None:
        own = node.not_applicable
        by_rubric = own is not None and bool(own.when) and holds(own.when, self.context.traits)
        if by_rubric and own is not None:
            who = when_in_words(own.when, self.rubric.traits)
            return self._without(node, Reason(f"Không áp dụng khi {who.vi}", f"Not applicable when {who.en}"))
        if own is not None and own.when and holds(own.when, self.context.traits) is None:
            return self._of_unknown_kind(node, ", ".join(unknown_traits(own.when, self.context.traits)))
        if node.code in self.context.exempt or node.id in self.context.exempt:
            return self._without(
                node, Reason("Được miễn theo quyết định của đợt chấm", "Exempt by the round's decision")
            )
        return None

    def _without(self, node: Node, reason: Reason) -> Done:
        """A node that is not applicable, under its policy."""
        policy = not_applicable_policy(self.rubric, node)
        most = self.most(node)
        points, effective, tail = under_policy(policy, most)
        reasons = (reason, tail)
        children = tuple(set_out(child, reason).score for child in node.children)
        score = Score(node.code, node.title, points, effective, node.max, "not_applicable", reasons, children)
        return Done(score, most or ZERO, (most or ZERO) if policy == "rescale_total" else ZERO, policy)

    # ── gates ──

    def _gate(self, node: Node) -> Done | None:
        """What a failed or open gate makes of the node; None when nothing stands in the way."""
        gate = node.gate
        if gate is None or gate.test is None:
            return None
        name = gate.test.node
        met = self._test_holds(gate.test) if self.whole else None
        if met:
            return None
        if met is None:
            reason = Reason(
                f"Chờ kết quả của “{name}” (điều kiện tiên quyết)", f'Waits for "{name}" (precondition)'
            )
            return self._held(node, "pending", reason)
        most = self.most(node)
        reason = Reason(
            f"Không đạt điều kiện tiên quyết ở “{name}” → {vi_points(gate.otherwise)}",
            f'The precondition on "{name}" is not met → {en_points(gate.otherwise)}',
        )
        children = tuple(set_out(child, reason).score for child in node.children)
        answer = self.answers.get(node.code, ABSENT) if node.is_leaf else None
        score = Score(
            node.code, node.title, gate.otherwise, most, node.max, "scored", (reason,), children, answer
        )
        return Done(score, most or ZERO)

    def _parent(self, node: Node) -> Done:
        return self._parents.scored(node, [self.done(child) for child in node.children])
