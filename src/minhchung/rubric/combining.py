"""A scored node, and how scored nodes make the points of what stands above them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from minhchung.rubric.asking import HINDERING
from minhchung.rubric.errors import Reason
from minhchung.rubric.model import (
    NaPolicy,
    Node,
    Rounding,
)
from minhchung.rubric.rounding import round_points
from minhchung.rubric.score import Score, State
from minhchung.rubric.wording import en_number, en_points, vi_number, vi_points

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Done:
    """A scored node and what its parent must know besides.

    full_max: its max before anything was dropped. dropped: of that, what went under `rescale_total`.
    policy: of a node that is itself not applicable.
    """

    score: Score
    full_max: Fraction
    dropped: Fraction = ZERO
    policy: NaPolicy | None = None


def state_of(children: tuple[Score, ...]) -> State:
    """The state of a parent, from those of its children."""
    states = {child.state for child in children}
    for state in HINDERING:
        if state in states:
            return state
    if "scored" in states:
        return "scored"
    return "not_applicable" if "not_applicable" in states else "excluded"


def sum_up(found: list[Done]) -> tuple[Fraction | None, Fraction, list[Reason]]:
    """Known points added, and the max of what counts; None while nothing is known."""
    in_force = [one.score for one in found if one.score.state != "excluded"]
    known = [score.points for score in in_force if score.points is not None]
    most = sum((score.max or ZERO for score in in_force), ZERO)
    return (sum(known, ZERO) if known else None), most, []


def as_counted(node: Node, one: Done) -> Done:
    """A node as its parent counts it: a bonus or penalty brings points, but no max."""
    return one if node.block == "normal" else Done(replace(one.score, max=ZERO), ZERO)


def extra_points(nodes: tuple[Node, ...], found: list[Done]) -> Fraction:
    """Points of bonuses and penalties: they are added as they are, whatever is rescaled."""
    return sum(
        (
            one.score.points
            for node, one in zip(nodes, found, strict=True)
            if node.block != "normal" and one.score.points is not None and one.score.state != "excluded"
        ),
        ZERO,
    )


def redistribute(
    points: Fraction, most: Fraction, found: list[Done]
) -> tuple[Fraction, Fraction, list[Reason]]:
    """What the children that do not apply leave to the others, by `spread` and by `rescale_block`."""
    points, most, spread = _spread(points, most, found)
    points, most, rescaled = _rescaled_block(points, most, found)
    return points, most, spread + rescaled


def under_policy(policy: NaPolicy, most: Fraction | None) -> tuple[Fraction | None, Fraction | None, Reason]:
    """Points and max of a node that is not applicable."""
    match policy:
        case "full":
            points = most or ZERO
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
            return None, ZERO, Reason("Bỏ khỏi bảng điểm", "Taken out")
        case "spread":
            return (
                None,
                ZERO,
                Reason("Chia điểm cho các mục cùng cấp", "Its points are spread over its siblings"),
            )
        case "rescale_block":
            return None, ZERO, Reason("Bỏ và quy đổi trong mục cha", "Dropped; the parent is rescaled")
        case "rescale_total":
            return None, ZERO, Reason("Bỏ và quy đổi tổng điểm", "Dropped; the total is rescaled")


def _spread(points: Fraction, most: Fraction, found: list[Done]) -> tuple[Fraction, Fraction, list[Reason]]:
    """Share the max of dropped children out equally over the others, whose points grow in proportion."""
    freed = sum((one.full_max for one in found if one.policy == "spread"), ZERO)
    takers = [
        one.score for one in found if one.policy is None and one.score.max and one.score.state != "excluded"
    ]
    if not freed or not takers:
        return points, most, []
    share = freed / len(takers)
    extra = sum(
        (score.points * share / score.max for score in takers if score.points is not None and score.max),
        ZERO,
    )
    reason = Reason(
        f"Chia {vi_points(freed)} cho {len(takers)} mục còn lại, mỗi mục thêm {vi_number(share)}: +{vi_number(extra)}",
        f"{en_points(freed)} spread over {len(takers)} others, {en_number(share)} each: +{en_number(extra)}",
    )
    return points + extra, most + freed, [reason]


def _rescaled_block(
    points: Fraction, most: Fraction, found: list[Done]
) -> tuple[Fraction, Fraction, list[Reason]]:
    gone = sum((one.full_max for one in found if one.policy == "rescale_block"), ZERO)
    if not gone or most <= 0:
        return points, most, []
    return points * (most + gone) / most, most + gone, [rescaled_reason(most + gone, gone)]


def rescaled_reason(full: Fraction, gone: Fraction) -> Reason:
    """How a total or a block was brought back to its full max."""
    return Reason(
        f"Quy đổi: × {vi_number(full)}/{vi_number(full - gone)}",
        f"Rescaled: × {en_number(full)}/{en_number(full - gone)}",
    )


def hold_within(
    points: Fraction, low: Fraction | None, high: Fraction | None
) -> tuple[Fraction, tuple[Reason, ...]]:
    """Points held between a floor and a ceiling, with what was done."""
    if low is not None and points < low:
        return low, (Reason(f"Không dưới {vi_points(low)}", f"Not under {en_points(low)}"),)
    if high is not None and points > high:
        return high, (Reason(f"Tối đa {vi_points(high)}", f"At most {en_points(high)}"),)
    return points, ()


def round_with_reason(points: Fraction, rounding: Rounding) -> tuple[Fraction, tuple[Reason, ...]]:
    """Points rounded, and that they were when it changed them."""
    found = round_points(points, rounding)
    if found == points:
        return found, ()
    return found, (Reason(f"Làm tròn → {vi_points(found)}", f"Rounded → {en_points(found)}"),)


def set_out(node: Node, reason: Reason) -> Done:
    """A node that is not in force, and all below it."""
    children = tuple(set_out(child, reason).score for child in node.children)
    score = Score(node.code, node.title, None, ZERO, node.max, "excluded", (reason,), children)
    return Done(score, ZERO)


def aside(score: Score, reason: Reason) -> Score:
    """An alternative that was not taken: what is absent in it is not missing."""
    if score.state != "absent":
        return score
    children = tuple(aside(child, reason) for child in score.children)
    return replace(score, state="excluded", reasons=(reason,), children=children)
