"""Scoring itself: columns against the same by hand and against one agency after another; one leaf with its reasons."""

from __future__ import annotations

from fractions import Fraction
from statistics import median

from bench.measure import medians, seconds
from bench.mixed import MIX, Mixed, by_hand
from minhchung.rubric import evaluate, evaluate_leaf
from minhchung.rubric.batch import answers_of
from minhchung.rubric.columns import Columns, LeafColumn

SAMPLE = 60
ROUNDS = 25


def score_and_rank(mixed: Mixed) -> dict[str, float | int]:
    """Medians for all agencies. `evaluate` scores a sample, reckoned up to all of them; columns come in unread."""
    compiled, context = mixed.compiled, mixed.compiled.context

    def batch() -> None:
        fresh = {
            code: LeafColumn(one.said, one.value, one.num, one.den, one.scale)
            for code, one in mixed.columns.leaves.items()
        }
        compiled.score(Columns(mixed.columns.agencies, fresh)).ranks()

    agencies = len(mixed.columns)
    some = [answers_of(compiled, mixed.columns, row) for row in range(0, agencies, agencies // SAMPLE)]
    taken = medians(
        {
            "hand": lambda: by_hand(mixed),
            "batch_checked": batch,
            "batch": lambda: compiled.score(mixed.columns).ranks(),
        },
        ROUNDS,
    )
    each = median(seconds(lambda a=answers: evaluate(mixed.rubric, a, context)) for answers in some)
    totals, ranks = by_hand(mixed)
    scored = compiled.score(mixed.columns)
    assert [scored.total(row) for row in range(agencies)] == [Fraction(int(one), 100) for one in totals]
    assert (scored.ranks() == ranks).all()
    return {
        "agencies": agencies,
        "leaves": len(mixed.kinds),
        "hand_s": taken["hand"],
        "batch_s": taken["batch"],
        "batch_checked_s": taken["batch_checked"],
        "evaluate_s": each * agencies,
        "times_hand": taken["batch"] / taken["hand"],
        "times_hand_checked": taken["batch_checked"] / taken["hand"],
        "times_faster_than_evaluate": each * agencies / taken["batch"],
    }


def one_leaf(mixed: Mixed) -> dict[str, float]:
    """Median microseconds to score one leaf with its reasons, by kind, and over the mix."""
    context = mixed.compiled.context
    answers = answers_of(mixed.compiled, mixed.columns, 0)
    found: dict[str, float] = {}
    for kind, _ in MIX:
        codes = [
            leaf.code
            for leaf, own in zip(mixed.rubric.leaves(), mixed.kinds, strict=True)
            if own == kind and leaf.code in answers
        ]
        times = [
            seconds(lambda c=code: evaluate_leaf(mixed.rubric, c, answers[c], context))
            for code in codes
            for _ in range(400 // len(codes))
        ]
        found[kind] = median(times) * 1e6
    mean = sum(found[kind] * count for kind, count in MIX) / sum(count for _, count in MIX)
    return {
        "mix_us": mean,
        "slowest_us": max(found.values()),
        **{f"{kind}_us": us for kind, us in found.items()},
    }
