"""Scoring: a rubric, one agency's answers and what they depend on, into a tree of points, states and reasons."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from minhchung.rubric.answering import answer_to_data
from minhchung.rubric.answers import ABSENT, Absent, Answer, NoneDone, NotApplicable, Option, Parts, Ticks
from minhchung.rubric.context import EMPTY, Context, Ruling
from minhchung.rubric.errors import Reason
from minhchung.rubric.kinds.base import At, kind_of, score_any, scored, undecided
from minhchung.rubric.model import (
    ClassCondition,
    Limits,
    NaPolicy,
    Node,
    NodeTest,
    Rounding,
    Rubric,
    ZeroPolicy,
)
from minhchung.rubric.reader import yes_no
from minhchung.rubric.rounding import round_points
from minhchung.rubric.score import LeafScore, Outcome, Score, State
from minhchung.rubric.traits import holds, unknown_traits, when_in_words
from minhchung.rubric.wording import en_number, en_points, vi_number, vi_points

_HINDERING: tuple[State, ...] = ("absent", "undecided", "pending")
_ZERO = Fraction(0)


def evaluate(rubric: Rubric, answers: Mapping[str, Answer], context: Context = EMPTY) -> Score:
    """Score one agency.

    answers: by leaf code (or id, or a parent with one leaf below it); a leaf left out is absent, never zero.
    Returns the root: `total` is rounded as the rubric says; it is final only when `is_complete`.
    Raises UnknownNode for an answer to a node the rubric lacks; BrokenAnswer for a type the rule cannot take.
    """
    return _Session(rubric, answers, context).root()


def evaluate_leaf(
    rubric: Rubric,
    code: str,
    answer: Answer,
    context: Context = EMPTY,
    answers: Mapping[str, Answer] | None = None,
) -> LeafScore:
    """Score one leaf, as at autosave.

    answers: the entry's other answers, for a gate on another node; without them such a gate is pending.
    """
    node = rubric.leaf(code)
    known = dict(answers or {}) | {node.code: answer}
    session = _Session(rubric, known, context, whole=answers is not None)
    score = session.done(node).score
    return LeafScore(node.code, score.points, score.max, score.state, score.reasons, score.value, score.ruled)


def node_test_holds(test: NodeTest, score: Score, answer: Answer | None) -> bool | None:
    """Whether a test on a scored node holds; None while the node is not final."""
    if test.options:
        return _option_holds(test, answer)
    if score.state in _HINDERING or score.points is None:
        return None
    if not test.share:
        return _within(test.limits, score.points)
    if not score.max:
        return None
    return _within(test.limits, score.points / score.max)


def place_of(rubric: Rubric, node: Node, context: Context = EMPTY) -> At:
    """Where the node's rule stands."""
    zero: ZeroPolicy = rubric.zero_denominator if node.zero_denominator is None else node.zero_denominator
    return At(node.code, node.id, node.max, rubric.step, zero, context, "", rubric._parameters)


def may_claim_not_applicable(rubric: Rubric, code: str) -> bool:
    """Whether an agency may claim that the leaf does not apply to it."""
    node = rubric.leaf(code)
    if node.not_applicable is not None:
        return node.not_applicable.claimable
    return rubric.not_applicable is not None


def not_applicable_policy(rubric: Rubric, node: Node) -> NaPolicy:
    """What happens to the node's points when it is not applicable; `not_scored` where nothing is said."""
    own = node.not_applicable.policy if node.not_applicable is not None else None
    return own or rubric.not_applicable or "not_scored"


@dataclass(frozen=True, slots=True)
class _Done:
    """A scored node and what its parent must know besides.

    full_max: its max before anything was dropped. dropped: of that, what went under `rescale_total`.
    policy: of a node that is itself not applicable.
    """

    score: Score
    full_max: Fraction
    dropped: Fraction = _ZERO
    policy: NaPolicy | None = None


def _read(node: Node, outcome: Outcome) -> tuple[Outcome, bool]:
    """An undecided answer under the readings that the rubric itself states, the first that takes it."""
    for reading in node.readings:
        if reading.takes(outcome.value):
            reason = Reason(
                f"Cách hiểu ghi trong bộ tiêu chí: {reading.text} → {vi_points(reading.points)}",
                f"As the rubric says it is read: {reading.text} → {en_points(reading.points)}",
            )
            return Outcome("scored", reading.points, (*outcome.reasons, reason), outcome.value), True
    return outcome, False


class _Session:
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
        self._memo: dict[str, _Done] = {}

    # ── the whole ──

    def root(self) -> Score:
        rubric = self.rubric
        found = [self._section(node) for node in rubric.nodes]
        counted = [_counted(node, one) for node, one in zip(rubric.nodes, found, strict=True)]
        points, most, reasons = _summed(counted)
        extra = _extra(rubric.nodes, found)
        if points is not None:
            points, most, reasons = _redistributed(points - extra, most, counted)
        dropped = sum((one.dropped for one in counted), _ZERO)
        full = sum((one.full_max for one in counted), _ZERO)
        if points is not None and dropped and full > dropped:
            points = points * full / (full - dropped)
            most = full
            reasons.append(_rescaled(full, dropped))
        if points is not None:
            points, bound = _bounded(points + extra, rubric.total_floor, rubric.total_cap)
            reasons += bound
            if rubric.rounding is not None and rubric.rounding.at == "end":
                points, rounded = _rounded(points, rubric.rounding)
                reasons += rounded
        children = tuple(one.score for one in found)
        return Score("", rubric.title, points, most, rubric.total, _state(children), tuple(reasons), children)

    def _section(self, node: Node) -> _Done:
        done = self.done(node)
        done = self._vetoed(node, done)
        rounding = self.rubric.rounding
        if rounding is not None and rounding.at == "section" and done.score.points is not None:
            points, reasons = _rounded(done.score.points, rounding)
            done = replace(
                done, score=replace(done.score, points=points, reasons=done.score.reasons + reasons)
            )
        return done

    def _vetoed(self, node: Node, done: _Done) -> _Done:
        vetoes = self.rubric.classes.section_vetoes if self.rubric.classes is not None else ()
        for veto in vetoes:
            if self.rubric.node(veto.section).code != node.code:
                continue
            met = self.condition_holds(veto.condition)
            text = veto.condition.text or "điều kiện liệt"
            if met:
                reason = Reason(f"{text} → cả mục 0 điểm", f"{text} → the whole section gets 0 points")
                score = replace(done.score, points=_ZERO, reasons=(*done.score.reasons, reason))
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

    def done(self, node: Node) -> _Done:
        """The node scored, once."""
        found = self._memo.get(node.code)
        if found is None:
            found = self._memo[node.code] = self._score(node)
        return found

    def _score(self, node: Node) -> _Done:
        traits = self.context.traits
        if node.when:
            in_force = holds(node.when, traits)
            if in_force is False:
                who = when_in_words(node.when)
                return _set_out(node, Reason(f"Chỉ áp dụng khi {who.vi}", f"In force only when {who.en}"))
            if in_force is None:
                names = ", ".join(unknown_traits(node.when, traits))
                return self._of_unknown_kind(node, names)
        exempt = self._exempted(node)
        if exempt is not None:
            return exempt
        gated = self._gate(node)
        if gated is not None:
            return gated
        return self._leaf(node) if node.rule is not None else self._parent(node)

    def _of_unknown_kind(self, node: Node, names: str) -> _Done:
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

    def _held(self, node: Node, state: State, reason: Reason) -> _Done:
        most = self._most(node)
        score = Score(node.code, node.title, None, most, node.max, state, (reason,))
        return _Done(score, most or _ZERO)

    def _most(self, node: Node) -> Fraction | None:
        """The most a node can give: a leaf's declared max or its rule's; what its children make of a parent."""
        if node.rule is None:
            return self._parent(node).full_max
        if node.max is not None:
            return node.max if node.cap is None else min(node.max, node.cap)
        high: Fraction | None = kind_of(node.rule).bounds(
            node.rule, place_of(self.rubric, node, self.context)
        )[1]
        return high

    def _exempted(self, node: Node) -> _Done | None:
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

    def _without(self, node: Node, reason: Reason) -> _Done:
        """A node that is not applicable, under its policy."""
        policy = not_applicable_policy(self.rubric, node)
        most = self._most(node)
        points, effective, tail = _under(policy, most)
        reasons = (reason, tail)
        children = tuple(_set_out(child, reason).score for child in node.children)
        score = Score(node.code, node.title, points, effective, node.max, "not_applicable", reasons, children)
        return _Done(score, most or _ZERO, (most or _ZERO) if policy == "rescale_total" else _ZERO, policy)

    # ── gates ──

    def _gate(self, node: Node) -> _Done | None:
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
        most = self._most(node)
        reason = Reason(
            f"Không đạt điều kiện tiên quyết ở “{name}” → {vi_points(gate.otherwise)}",
            f'The precondition on "{name}" is not met → {en_points(gate.otherwise)}',
        )
        children = tuple(_set_out(child, reason).score for child in node.children)
        answer = self.answers.get(node.code, ABSENT) if node.is_leaf else None
        score = Score(
            node.code, node.title, gate.otherwise, most, node.max, "scored", (reason,), children, answer
        )
        return _Done(score, most or _ZERO)

    # ── leaves ──

    def _leaf(self, node: Node) -> _Done:
        answer = self.answers.get(node.code, ABSENT)
        at = place_of(self.rubric, node, self.context)
        outcome = self._outcome(node, answer, at)
        ruled = False
        if outcome.state == "undecided" and node.readings:
            outcome, ruled = _read(node, outcome)
        if outcome.state == "undecided" and node.code in self.rulings:
            outcome, ruled = self._ruled(node, answer, outcome)
        most = self._most(node)
        if outcome.state == "not_applicable":
            policy = not_applicable_policy(self.rubric, node)
            points, effective, tail = _under(policy, most)
            score = Score(
                node.code, node.title, points, effective, node.max, "not_applicable",
                (*outcome.reasons, tail), (), answer, outcome.value, ruled,
            )  # fmt: skip
            return _Done(
                score, most or _ZERO, (most or _ZERO) if policy == "rescale_total" else _ZERO, policy
            )
        state: State = outcome.state
        points, reasons = outcome.points, outcome.reasons
        if points is not None:
            state, points, more = self._wrapped(node, points)
            reasons += more
        score = Score(
            node.code, node.title, points, most, node.max, state, reasons, (), answer, outcome.value, ruled
        )
        return _Done(score, most or _ZERO)

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
            return _asked(node, answer, at)
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
        points, bound = _bounded(points, node.floor, node.cap)
        reasons += bound
        rounding = node.rounding
        if rounding is None and node.is_leaf and self.rubric.rounding is not None:
            rounding = self.rubric.rounding if self.rubric.rounding.at == "leaf" else None
        if rounding is not None:
            points, rounded = _rounded(points, rounding)
            reasons += rounded
        return "scored", points, reasons

    # ── parents ──

    def _parent(self, node: Node) -> _Done:
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

    def _sum(self, node: Node, found: list[_Done]) -> _Done:
        children = tuple(one.score for one in found)
        state = _state(children)
        full = sum(
            (
                one.full_max
                for child, one in zip(node.children, found, strict=True)
                if child.block == "normal"
            ),
            _ZERO,
        )
        dropped = sum((one.dropped for one in found), _ZERO)
        if state == "not_applicable":
            policy: NaPolicy = next((one.policy for one in found if one.policy is not None), "not_scored")
            return self._all_without(node, found, policy, full, dropped)
        normal = [_counted(child, one) for child, one in zip(node.children, found, strict=True)]
        points, most, reasons = _summed(normal)
        if points is not None:
            extra = _extra(node.children, found)
            points, most, reasons = _redistributed(points - extra, most, normal)
            points += extra
        return self._finish(node, points, most, state, reasons, children, full, dropped)

    def _all_without(
        self, node: Node, found: list[_Done], policy: NaPolicy, full: Fraction, dropped: Fraction
    ) -> _Done:
        """A parent all of whose children are not applicable is not applicable itself."""
        children = tuple(one.score for one in found)
        known = [child.points for child in children if child.points is not None]
        points = sum(known, _ZERO) if known else None
        most = sum((child.max or _ZERO for child in children), _ZERO)
        reason = Reason("Mọi mục con đều không áp dụng", "Nothing below applies")
        score = Score(node.code, node.title, points, most, node.max, "not_applicable", (reason,), children)
        return _Done(score, full, dropped, policy)

    def _best(self, node: Node, found: list[_Done]) -> _Done:
        answered = [one for one in found if one.score.state not in ("absent", "excluded")]
        if not answered:
            children = tuple(one.score for one in found)
            most = max((one.full_max for one in found), default=_ZERO)
            return self._finish(node, None, most, _state(children), [], children, most, _ZERO)
        reason = Reason("Đã trả lời phương án khác", "Another alternative is answered")
        children = tuple(_aside(one.score, reason) for one in found)
        state = _state(tuple(one.score for one in answered))
        known = [one for one in answered if one.score.points is not None]
        best = max(known, key=lambda one: one.score.points or _ZERO) if known else None
        most = max(one.full_max for one in found)
        reasons = []
        if best is not None:
            reasons = [
                Reason(f"Lấy phương án cao nhất: {best.score.code}", f"The best counts: {best.score.code}")
            ]
        points = best.score.points if best is not None else None
        return self._finish(node, points, most, state, reasons, children, most, _ZERO)

    def _one(self, node: Node, found: list[_Done]) -> _Done:
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
        return _Done(score, node.max or _ZERO)

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

    def _all(self, node: Node, found: list[_Done]) -> _Done:
        children = tuple(one.score for one in found)
        state = _state(children)
        most = node.max or _ZERO
        if state != "scored":
            return self._finish(node, None, most, state, [], children, most, _ZERO)
        lacking = [
            child.code
            for child in children
            if child.state == "scored" and child.max is not None and (child.points or _ZERO) < child.max
        ]
        if lacking:
            names = ", ".join(lacking)
            reasons = [Reason(f"Chưa đạt đủ: {names} → 0 điểm", f"Not all met: {names} → 0 points")]
            return self._finish(node, _ZERO, most, state, reasons, children, most, _ZERO)
        reasons = [Reason(f"Đạt tất cả → {vi_points(most)}", f"All met → {en_points(most)}")]
        return self._finish(node, most, most, state, reasons, children, most, _ZERO)

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
    ) -> _Done:
        if points is not None:
            wrapped_state, points, more = self._wrapped(node, points)
            reasons = [*reasons, *more]
            if wrapped_state != "scored" and state == "scored":
                state = wrapped_state
        if node.cap is not None and most is not None:
            most = min(most, node.cap)
            full = min(full, node.cap)
        score = Score(node.code, node.title, points, most, node.max, state, tuple(reasons), children)
        return _Done(score, full, dropped)


# ── pieces ──


def declared(rubric: Rubric, name: str, context: Context) -> bool | None:
    """A có/không parameter: what the round or the council set, else its default; None when neither says."""
    value = context.parameters.get(name)
    if value is None:
        parameter = rubric.parameter(name)
        value = parameter.default if parameter is not None and isinstance(parameter.default, str) else None
    if isinstance(value, bool):
        return value
    return yes_no(value) if isinstance(value, str) else None


def pattern_of(answer: Answer) -> str:
    """An answer's plain form as one line, by which a ruling can name it."""
    return json.dumps(answer_to_data(answer), ensure_ascii=False, sort_keys=True)


def _asked(node: Node, answer: Answer, at: At) -> Outcome:
    """A leaf with a question of its own: `gate` first, then `value`."""
    assert node.gate is not None and node.rule is not None
    question = node.gate.question
    if not isinstance(answer, Parts):
        return Outcome("absent", None, (Reason(f"Chưa trả lời: {question}", f"Not answered: {question}"),))
    gate = answer.get("gate")
    if not isinstance(gate, Option):
        return Outcome("absent", None, (Reason(f"Chưa trả lời: {question}", f"Not answered: {question}"),))
    if gate.id == "no":
        return scored(node.gate.otherwise, f"{question} Không", f"{question} No")
    inner = score_any(node.rule, answer.get("value"), at)
    return replace(inner, reasons=(Reason(f"{question} Có", f"{question} Yes"), *inner.reasons))


def _option_holds(test: NodeTest, answer: Answer | None) -> bool | None:
    match answer:
        case None | Absent():
            return None
        case Option():
            return answer.id in test.options
        case Ticks():
            return any(wanted in answer.ids for wanted in test.options)
        case _:
            return False


def _within(limits: Limits, value: Fraction) -> bool:
    return all(limit.holds(value) for limit in limits)


def _state(children: tuple[Score, ...]) -> State:
    states = {child.state for child in children}
    for state in _HINDERING:
        if state in states:
            return state
    if "scored" in states:
        return "scored"
    return "not_applicable" if "not_applicable" in states else "excluded"


def _summed(found: list[_Done]) -> tuple[Fraction | None, Fraction, list[Reason]]:
    """Known points added, and the max of what counts; None while nothing is known."""
    in_force = [one.score for one in found if one.score.state != "excluded"]
    known = [score.points for score in in_force if score.points is not None]
    most = sum((score.max or _ZERO for score in in_force), _ZERO)
    return (sum(known, _ZERO) if known else None), most, []


def _counted(node: Node, one: _Done) -> _Done:
    """A node as its parent counts it: a bonus or penalty brings points, but no max."""
    return one if node.block == "normal" else _Done(replace(one.score, max=_ZERO), _ZERO)


def _extra(nodes: tuple[Node, ...], found: list[_Done]) -> Fraction:
    """Points of bonuses and penalties: they are added as they are, whatever is rescaled."""
    return sum(
        (
            one.score.points
            for node, one in zip(nodes, found, strict=True)
            if node.block != "normal" and one.score.points is not None and one.score.state != "excluded"
        ),
        _ZERO,
    )


def _redistributed(
    points: Fraction, most: Fraction, found: list[_Done]
) -> tuple[Fraction, Fraction, list[Reason]]:
    """What the children that do not apply leave to the others, by `spread` and by `rescale_block`."""
    points, most, spread = _spread(points, most, found)
    points, most, rescaled = _rescaled_block(points, most, found)
    return points, most, spread + rescaled


def _under(policy: NaPolicy, most: Fraction | None) -> tuple[Fraction | None, Fraction | None, Reason]:
    """Points and max of a node that is not applicable."""
    match policy:
        case "full":
            points = most or _ZERO
            return (
                most,
                most,
                Reason(f"Tính điểm tối đa → {vi_points(points)}", f"Full marks → {en_points(points)}"),
            )
        case "not_scored":
            return (
                None,
                most,
                Reason("Không chấm điểm, mẫu số không nêu", "Not scored; the denominator is not said"),
            )
        case "drop":
            return None, _ZERO, Reason("Bỏ khỏi bảng điểm", "Taken out")
        case "spread":
            return (
                None,
                _ZERO,
                Reason("Chia điểm cho các mục cùng cấp", "Its points are spread over its siblings"),
            )
        case "rescale_block":
            return None, _ZERO, Reason("Bỏ và quy đổi trong mục cha", "Dropped; the parent is rescaled")
        case "rescale_total":
            return None, _ZERO, Reason("Bỏ và quy đổi tổng điểm", "Dropped; the total is rescaled")


def _spread(points: Fraction, most: Fraction, found: list[_Done]) -> tuple[Fraction, Fraction, list[Reason]]:
    """Share the max of dropped children out equally over the others, whose points grow in proportion."""
    freed = sum((one.full_max for one in found if one.policy == "spread"), _ZERO)
    takers = [
        one.score for one in found if one.policy is None and one.score.max and one.score.state != "excluded"
    ]
    if not freed or not takers:
        return points, most, []
    share = freed / len(takers)
    extra = sum(
        (score.points * share / score.max for score in takers if score.points is not None and score.max),
        _ZERO,
    )
    reason = Reason(
        f"Chia {vi_points(freed)} cho {len(takers)} mục còn lại, mỗi mục thêm {vi_number(share)}: +{vi_number(extra)}",
        f"{en_points(freed)} spread over {len(takers)} others, {en_number(share)} each: +{en_number(extra)}",
    )
    return points + extra, most + freed, [reason]


def _rescaled_block(
    points: Fraction, most: Fraction, found: list[_Done]
) -> tuple[Fraction, Fraction, list[Reason]]:
    gone = sum((one.full_max for one in found if one.policy == "rescale_block"), _ZERO)
    if not gone or most <= 0:
        return points, most, []
    return points * (most + gone) / most, most + gone, [_rescaled(most + gone, gone)]


def _rescaled(full: Fraction, gone: Fraction) -> Reason:
    return Reason(
        f"Quy đổi: × {vi_number(full)}/{vi_number(full - gone)}",
        f"Rescaled: × {en_number(full)}/{en_number(full - gone)}",
    )


def _bounded(
    points: Fraction, low: Fraction | None, high: Fraction | None
) -> tuple[Fraction, tuple[Reason, ...]]:
    if low is not None and points < low:
        return low, (Reason(f"Không dưới {vi_points(low)}", f"Not under {en_points(low)}"),)
    if high is not None and points > high:
        return high, (Reason(f"Tối đa {vi_points(high)}", f"At most {en_points(high)}"),)
    return points, ()


def _rounded(points: Fraction, rounding: Rounding) -> tuple[Fraction, tuple[Reason, ...]]:
    found = round_points(points, rounding)
    if found == points:
        return found, ()
    return found, (Reason(f"Làm tròn → {vi_points(found)}", f"Rounded → {en_points(found)}"),)


def _set_out(node: Node, reason: Reason) -> _Done:
    """A node that is not in force, and all below it."""
    children = tuple(_set_out(child, reason).score for child in node.children)
    score = Score(node.code, node.title, None, _ZERO, node.max, "excluded", (reason,), children)
    return _Done(score, _ZERO)


def _aside(score: Score, reason: Reason) -> Score:
    """An alternative that was not taken: what is absent in it is not missing."""
    if score.state != "absent":
        return score
    children = tuple(_aside(child, reason) for child in score.children)
    return replace(score, state="excluded", reasons=(reason,), children=children)
