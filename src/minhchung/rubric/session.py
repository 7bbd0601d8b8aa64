"""One evaluation of one agency: every node scored once, leaves and what stands above them, with its reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from minhchung.rubric.answers import ABSENT, Absent, Answer, NoneDone, NotApplicable
from minhchung.rubric.asking import (
    asked_first,
    declared,
    may_claim_not_applicable,
    node_test_holds,
    not_applicable_policy,
    pattern_of,
    place_of,
    read_by_the_rubric,
)
from minhchung.rubric.combining import (
    ZERO,
    Done,
    as_counted,
    aside,
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
from minhchung.rubric.context import Context, Ruling
from minhchung.rubric.errors import Reason
from minhchung.rubric.kinds.base import At, kind_of, score_any, undecided
from minhchung.rubric.model import (
    ClassCondition,
    NaPolicy,
    Node,
    NodeTest,
    Rubric,
)
from minhchung.rubric.score import Outcome, Score, State
from minhchung.rubric.traits import holds, unknown_traits, when_in_words
from minhchung.rubric.wording import en_number, en_points, vi_number, vi_points


class Session:
    """One evaluation: nodes are scored once, gates ask for the nodes they need."""

    def __init__(
        self, rubric: Rubric, answers: Mapping[str, Answer], context: Context, *, whole: bool = True
    ) -> None:
        self.rubric = rubric
        self.context = context
        self.whole = whole
        self.answers = {rubric.leaf(code).code: answer for code, answer in answers.items()}
        self.rulings: dict[str, list[Ruling]] = {}
        for ruling in context.rulings:
            if rubric.has_node(ruling.code):
                self.rulings.setdefault(rubric.node(ruling.code).code, []).append(ruling)
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
                who = when_in_words(node.when)
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
        return self.leaf(node) if node.rule is not None else self._parent(node)

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
        if node.max is not None:
            return node.max if node.cap is None else min(node.max, node.cap)
        high: Fraction | None = kind_of(node.rule).bounds(
            node.rule, place_of(self.rubric, node, self.context)
        )[1]
        return high

    def _exempted(self, node: Node) -> Done | None:
        own = node.not_applicable
        by_rubric = own is not None and bool(own.when) and holds(own.when, self.context.traits)
        if by_rubric and own is not None:
            who = when_in_words(own.when)
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

    # ── leaves ──

    def leaf(self, node: Node) -> Done:
        """A leaf by its own rule: under the readings of the rubric, then under the rulings of the round."""
        answer = self.answers.get(node.code, ABSENT)
        at = place_of(self.rubric, node, self.context)
        outcome = self._outcome(node, answer, at)
        ruled = False
        if outcome.state == "undecided" and node.readings:
            outcome, ruled = read_by_the_rubric(node, outcome)
        if outcome.state == "undecided" and node.code in self.rulings:
            outcome, ruled = self._ruled(node, answer, outcome)
        most = self.most(node)
        if outcome.state == "not_applicable":
            policy = not_applicable_policy(self.rubric, node)
            points, effective, tail = under_policy(policy, most)
            score = Score(
                node.code, node.title, points, effective, node.max, "not_applicable",
                (*outcome.reasons, tail), (), answer, outcome.value, ruled,
            )  # fmt: skip
            return Done(score, most or ZERO, (most or ZERO) if policy == "rescale_total" else ZERO, policy)
        state: State = outcome.state
        points, reasons = outcome.points, outcome.reasons
        if points is not None:
            state, points, more = self._wrapped(node, points)
            reasons += more
        score = Score(
            node.code, node.title, points, most, node.max, state, reasons, (), answer, outcome.value, ruled
        )
        return Done(score, most or ZERO)

    def _outcome(self, node: Node, answer: Answer, at: At) -> Outcome:
        assert node.rule is not None
        if isinstance(answer, NotApplicable) and not may_claim_not_applicable(self.rubric, node.code):
            return undecided(
                "Tiêu chí này không cho phép khai không áp dụng",
                "This criterion does not allow a claim of not applicable",
            )
        if (
            node.gate is not None
            and node.gate.question
            and not isinstance(answer, (Absent, NotApplicable, NoneDone))
        ):
            return asked_first(node, answer, at)
        return score_any(node.rule, answer, at)

    def _ruled(self, node: Node, answer: Answer, outcome: Outcome) -> tuple[Outcome, bool]:
        rulings = self.rulings[node.code]
        pattern = pattern_of(answer) if any(ruling.pattern is not None for ruling in rulings) else None
        for ruling in rulings:
            if ruling.takes(outcome.value, pattern):
                reason = Reason(
                    f"Hội đồng quyết định: {ruling.reason} → {vi_points(ruling.points)}",
                    f"Ruling: {ruling.reason} → {en_points(ruling.points)}",
                )
                return Outcome("scored", ruling.points, (*outcome.reasons, reason), outcome.value), True
        return outcome, False

    def _wrapped(self, node: Node, points: Fraction) -> tuple[State, Fraction | None, tuple[Reason, ...]]:
        """Coefficient, floor and cap, rounding: in this order."""
        reasons: tuple[Reason, ...] = ()
        for one in node.multipliers:
            met = holds(one.when, self.context.traits)
            if met is None:
                names = ", ".join(unknown_traits(one.when, self.context.traits))
                return (
                    "undecided",
                    None,
                    (Reason(f"Chưa biết đặc điểm của cơ quan: {names}", f"Traits not known: {names}"),),
                )
            if met:
                points *= one.by
                who = when_in_words(one.when)
                reasons += (
                    Reason(
                        f"Hệ số {vi_number(one.by)} ({who.vi}) → {vi_points(points)}",
                        f"Coefficient {en_number(one.by)} ({who.en}) → {en_points(points)}",
                    ),
                )
                break
        points, bound = hold_within(points, node.floor, node.cap)
        reasons += bound
        rounding = node.rounding
        if rounding is None and node.is_leaf and self.rubric.rounding is not None:
            rounding = self.rubric.rounding if self.rubric.rounding.at == "leaf" else None
        if rounding is not None:
            points, rounded = round_with_reason(points, rounding)
            reasons += rounded
        return "scored", points, reasons

    # ── parents ──

    def _parent(self, node: Node) -> Done:
        found = [self.done(child) for child in node.children]
        match node.combine:
            case "sum":
                return self._sum(node, found)
            case "best_of":
                return self._best(node, found)
            case "one_of":
                return self._one(node, found)
            case "all_of":
                return self._all(node, found)

    def _sum(self, node: Node, found: list[Done]) -> Done:
        children = tuple(one.score for one in found)
        state = state_of(children)
        full = sum(
            (
                one.full_max
                for child, one in zip(node.children, found, strict=True)
                if child.block == "normal"
            ),
            ZERO,
        )
        dropped = sum((one.dropped for one in found), ZERO)
        if state == "not_applicable":
            policy: NaPolicy = next((one.policy for one in found if one.policy is not None), "not_scored")
            return self._all_without(node, found, policy, full, dropped)
        normal = [as_counted(child, one) for child, one in zip(node.children, found, strict=True)]
        points, most, reasons = sum_up(normal)
        if points is not None:
            extra = extra_points(node.children, found)
            points, most, reasons = redistribute(points - extra, most, normal)
            points += extra
        return self._finish(node, points, most, state, reasons, children, full, dropped)

    def _all_without(
        self, node: Node, found: list[Done], policy: NaPolicy, full: Fraction, dropped: Fraction
    ) -> Done:
        """A parent all of whose children are not applicable is not applicable itself."""
        children = tuple(one.score for one in found)
        known = [child.points for child in children if child.points is not None]
        points = sum(known, ZERO) if known else None
        most = sum((child.max or ZERO for child in children), ZERO)
        reason = Reason("Mọi mục con đều không áp dụng", "Nothing below applies")
        score = Score(node.code, node.title, points, most, node.max, "not_applicable", (reason,), children)
        return Done(score, full, dropped, policy)

    def _best(self, node: Node, found: list[Done]) -> Done:
        answered = [one for one in found if one.score.state not in ("absent", "excluded")]
        if not answered:
            children = tuple(one.score for one in found)
            most = max((one.full_max for one in found), default=ZERO)
            return self._finish(node, None, most, state_of(children), [], children, most, ZERO)
        reason = Reason("Đã trả lời phương án khác", "Another alternative is answered")
        children = tuple(aside(one.score, reason) for one in found)
        state = state_of(tuple(one.score for one in answered))
        known = [one for one in answered if one.score.points is not None]
        best = max(known, key=lambda one: one.score.points or ZERO) if known else None
        most = max(one.full_max for one in found)
        reasons = []
        if best is not None:
            reasons = [
                Reason(f"Lấy phương án cao nhất: {best.score.code}", f"The best counts: {best.score.code}")
            ]
        points = best.score.points if best is not None else None
        return self._finish(node, points, most, state, reasons, children, most, ZERO)

    def _one(self, node: Node, found: list[Done]) -> Done:
        in_force = [one for one in found if one.score.state != "excluded"]
        children = tuple(one.score for one in found)
        if len(in_force) == 1:
            only = in_force[0]
            done = self._finish(
                node,
                only.score.points,
                only.score.max,
                only.score.state,
                [],
                children,
                only.full_max,
                only.dropped,
            )
            return replace(done, policy=only.policy)
        reason = self._branch_reason(node, bool(in_force))
        open_kind = any(holds(child.when, self.context.traits) is None for child in node.children)
        state: State = "absent" if open_kind and not self._is_answered(node) else "undecided"
        score = Score(node.code, node.title, None, node.max, node.max, state, (reason,), children)
        return Done(score, node.max or ZERO)

    def _branch_reason(self, node: Node, any_in_force: bool) -> Reason:
        unknown = sorted(
            {name for child in node.children for name in unknown_traits(child.when, self.context.traits)}
        )
        if unknown:
            names = ", ".join(unknown)
            return Reason(
                f"Chưa biết đặc điểm của cơ quan: {names}", f"Traits of the agency not known: {names}"
            )
        vi, en = (
            ("Nhiều nhánh cùng", "Several branches") if any_in_force else ("Không nhánh nào", "No branch")
        )
        return Reason(f"{vi} áp dụng cho loại cơ quan này", f"{en} apply to this type of agency")

    def _all(self, node: Node, found: list[Done]) -> Done:
        children = tuple(one.score for one in found)
        state = state_of(children)
        most = node.max or ZERO
        if state != "scored":
            return self._finish(node, None, most, state, [], children, most, ZERO)
        lacking = [
            child.code
            for child in children
            if child.state == "scored" and child.max is not None and (child.points or ZERO) < child.max
        ]
        if lacking:
            names = ", ".join(lacking)
            reasons = [Reason(f"Chưa đạt đủ: {names} → 0 điểm", f"Not all met: {names} → 0 points")]
            return self._finish(node, ZERO, most, state, reasons, children, most, ZERO)
        reasons = [Reason(f"Đạt tất cả → {vi_points(most)}", f"All met → {en_points(most)}")]
        return self._finish(node, most, most, state, reasons, children, most, ZERO)

    def _finish(
        self,
        node: Node,
        points: Fraction | None,
        most: Fraction | None,
        state: State,
        reasons: list[Reason],
        children: tuple[Score, ...],
        full: Fraction,
        dropped: Fraction,
    ) -> Done:
        if points is not None:
            wrapped_state, points, more = self._wrapped(node, points)
            reasons = [*reasons, *more]
            if wrapped_state != "scored" and state == "scored":
                state = wrapped_state
        if node.cap is not None and most is not None:
            most = min(most, node.cap)
            full = min(full, node.cap)
        score = Score(node.code, node.title, points, most, node.max, state, tuple(reasons), children)
        return Done(score, full, dropped)
