"""Parents of one agency made of their children, with reasons: sums, the best of alternatives, the one branch in force."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction

from minhchung.rubric.combining import (
    ZERO,
    Done,
    as_counted,
    aside,
    extra_points,
    redistribute,
    state_of,
    sum_up,
)
from minhchung.rubric.errors import Reason
from minhchung.rubric.model import NaPolicy, Node, Rubric
from minhchung.rubric.node_wrapping import wrapped
from minhchung.rubric.score import Score, State
from minhchung.rubric.traits import holds, unknown_traits
from minhchung.rubric.wording import en_points, vi_points


class Parents:
    """The parents of one agency, before gates and conditions. is_answered: whether any leaf of a node has an answer."""

    def __init__(
        self, rubric: Rubric, traits: Mapping[str, str | bool], is_answered: Callable[[Node], bool]
    ) -> None:
        self._rubric, self._traits, self._is_answered = rubric, traits, is_answered

    def scored(self, node: Node, found: list[Done]) -> Done:
        """A parent of children that are scored."""
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
        open_kind = any(holds(child.when, self._traits) is None for child in node.children)
        state: State = "absent" if open_kind and not self._is_answered(node) else "undecided"
        score = Score(node.code, node.title, None, node.max, node.max, state, (reason,), children)
        return Done(score, node.max or ZERO)

    def _branch_reason(self, node: Node, any_in_force: bool) -> Reason:
        unknown = sorted(
            {name for child in node.children for name in unknown_traits(child.when, self._traits)}
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
            wrapped_state, points, more = wrapped(self._rubric, node, points, self._traits)
            reasons = [*reasons, *more]
            if wrapped_state != "scored" and state == "scored":
                state = wrapped_state
        if node.cap is not None and most is not None:
            most = min(most, node.cap)
            full = min(full, node.cap)
        score = Score(node.code, node.title, points, most, node.max, state, tuple(reasons), children)
        return Done(score, full, dropped)
