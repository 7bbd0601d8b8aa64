"""What a node's own words do to its points, with reasons: coefficient, floor and cap, rounding."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from minhchung.rubric.combining import hold_within, round_with_reason
from minhchung.rubric.errors import Reason
from minhchung.rubric.model import Node, Rounding, Rubric
from minhchung.rubric.score import State
from minhchung.rubric.traits import holds, unknown_traits, when_in_words
from minhchung.rubric.wording import en_number, en_points, vi_number, vi_points


def leaf_rounding(rubric: Rubric, leaf: Node) -> Rounding | None:
    """How a leaf's points are rounded: by its own word, or by the rubric's where that is said of leaves."""
    if leaf.rounding is None and rubric.rounding is not None and rubric.rounding.at == "leaf":
        return rubric.rounding
    return leaf.rounding


def wrapped(
    rubric: Rubric, node: Node, points: Fraction, traits: Mapping[str, str | bool]
) -> tuple[State, Fraction | None, tuple[Reason, ...]]:
    """Points after coefficient, floor and cap, and rounding, in this order; undecided while a coefficient hangs on a trait
    that is not known."""
    reasons: tuple[Reason, ...] = ()
    for one in node.multipliers:
        met = holds(one.when, traits)
        if met is None:
            names = ", ".join(unknown_traits(one.when, traits))
            reason = Reason(f"Chưa biết đặc điểm của cơ quan: {names}", f"Traits not known: {names}")
            return "undecided", None, (reason,)
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
    rounding = leaf_rounding(rubric, node) if node.is_leaf else node.rounding
    if rounding is not None:
        points, rounded = round_with_reason(points, rounding)
        reasons += rounded
    return "scored", points, reasons
