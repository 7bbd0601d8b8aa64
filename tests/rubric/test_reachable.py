"""Which points a node can give: exact sets for options, spans for figures, branches resolved by kind of agency."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minhchung.rubric.answers import NONE_DONE, Answer, Count, Option, Rate
from minhchung.rubric.context import Context
from minhchung.rubric.evaluate import evaluate, place_of
from minhchung.rubric.kinds import kind_of
from minhchung.rubric.model import BandsRule, OptionsRule
from minhchung.rubric.parse import parse
from minhchung.rubric.pointset import PointSet, between, listed, sum_of
from minhchung.rubric.reachable import Reachable, reach
from minhchung.rubric.shipped import CODES, load_shipped


def values(points: PointSet) -> list[Fraction]:
    assert points.spans == ()
    return sorted(points.points)


def numbers(*words: str) -> list[Fraction]:
    return [Fraction(word) for word in words]


def rubric_of(body: str, head: str = "") -> Reachable:
    text = f"rubric: thu\ntitle: Thử\n{head}nodes:\n  - label: '1'\n    title: Một\n    max: 6\n{body}"
    return Reachable(parse(text))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("1", ["0", "2", "3", "5", "6"]),
        ("2", ["1", "3", "5"]),
        ("3", ["2", "4", "5", "6", "7", "8"]),
        ("4", ["0", "3", "5"]),
        ("11", ["4", "6", "8"]),
        ("12", ["0", "2", "4", "6", "8", "10"]),
    ],
)
def test_the_points_of_ca_mau_criteria_are_those_its_options_add_up_to(
    code: str, expected: list[str]
) -> None:
    assert values(reach(load_shipped("ca-mau-iso-2018"), code).listed) == numbers(*expected)


def test_a_state_no_line_describes_adds_what_counting_it_as_zero_would_give() -> None:
    found = reach(load_shipped("ca-mau-iso-2018"), "2")

    assert values(found.unlisted) == numbers("0", "1", "2", "3", "5")


def test_a_node_for_another_kind_of_agency_can_give_nothing() -> None:
    rubric = load_shipped("ca-mau-iso-2018")

    assert reach(rubric, "6.4.2", {"tthc_bat_buoc": "có"}).listed.is_empty
    assert values(reach(rubric, "6.4", {"tthc_bat_buoc": "có"}).listed) == numbers("0", "2", "3", "5")
    assert values(reach(rubric, "6.4", {"tthc_bat_buoc": "không"}).listed) == numbers("0", "3", "5")


RULES = {
    "counts": (
        "    rule: { kind: counts, cap: 3, lines: [ { each: 2, cap: 3 } ] }",
        ["0", "2", "3"],
    ),
    "deductions": (
        "    rule: { kind: deductions, items: [ { each: 4 } ] }",
        ["0", "2", "6"],
    ),
    "graded": ("    rule: { kind: graded, high: 1, step: '0,5' }", ["0", "1/2", "1"]),
    "checklist": (
        "    rule: { kind: checklist, items: [ { points: 1, deduct: '0,5' }, { points: 2 } ] }",
        ["0", "1/2", "1", "2", "5/2", "3"],
    ),
    "steps": (
        "    rule: { kind: steps, measure: rate, base: 80 %, points: 1, every: 5 %, add: 1, subtract: 1, low: 0, high: 3 }",
        ["0", "1", "2", "3"],
    ),
    "gate": (
        "    gate: { question: Có quyết định không?, otherwise: 5 }\n"
        "    rule: { kind: options, options: [ { points: 1 }, { points: 2 } ] }",
        ["1", "2", "5"],
    ),
    "cap": (
        "    cap: 1\n    rule: { kind: options, options: [ { points: 0 }, { points: 2 } ] }",
        ["0", "1"],
    ),
}


@pytest.mark.parametrize("name", RULES)
def test_each_rule_gives_exactly_its_points(name: str) -> None:
    body, expected = RULES[name]

    assert values(rubric_of(body).of("1").listed) == numbers(*expected)


def test_a_proportional_rule_gives_everything_up_to_its_max_on_the_grid_of_its_rounding() -> None:
    free = rubric_of("    rule: { kind: linear, measure: rate }").of("1").listed
    rounded = (
        rubric_of("    rule: { kind: linear, measure: rate }", head="rounding: { places: 1, at: leaf }\n")
        .of("1")
        .listed
    )

    assert free.holds(Fraction(1, 3)) and not free.holds(Fraction(7))
    assert rounded.holds(Fraction("0.3")) and not rounded.holds(Fraction("0.25"))


def test_an_item_that_may_drop_out_adds_zero_or_full_marks_as_its_policy_says() -> None:
    rule = "    rule: { kind: options, options: [ { points: 2 }, { points: 4 } ] }"

    dropped = rubric_of(f"    not_applicable: not_scored\n{rule}").of("1").listed
    full = rubric_of(f"    not_applicable: full\n{rule}").of("1").listed

    assert values(dropped) == numbers("0", "2", "4")
    assert values(full) == numbers("2", "4", "6")


def test_sums_of_large_sets_stay_exact_on_their_grid() -> None:
    grid = between(Fraction(0), Fraction(100), Fraction(1, 4))

    together = sum_of([grid] * 40)

    assert together.holds(Fraction("1234.25")) and not together.holds(Fraction("1234.3"))
    assert not together.holds(Fraction(4001))


def test_clamping_keeps_the_bound_that_something_fell_on() -> None:
    assert values(listed(numbers("-2", "1", "9")).clamped(Fraction(0), Fraction(5))) == numbers("0", "1", "5")
    assert between(Fraction(0), Fraction(9)).clamped(None, Fraction(5)) == between(Fraction(0), Fraction(5))


@pytest.mark.parametrize("code", CODES)
def test_every_option_scores_to_a_point_that_is_called_reachable(code: str) -> None:
    rubric = load_shipped(code)
    reachable = Reachable(rubric)

    for leaf in rubric.leaves():
        if not isinstance(leaf.rule, OptionsRule):
            continue
        points_given = {choice.points for choice in leaf.rule.choices}
        scored = {
            kind_of(leaf.rule).score(leaf.rule, Option(choice.id), place_of(rubric, leaf)).points
            for choice in leaf.rule.choices
        }
        assert scored == points_given
        assert all(reachable.of(leaf.code).listed.holds(points) for points in points_given), leaf.code


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_what_a_node_scores_is_always_called_reachable(data: st.DataObject) -> None:
    rubric = load_shipped("ca-mau-iso-2018")
    context = Context(traits={"tthc_bat_buoc": "có", "truc_tuyen_muc_3": "không"})
    reachable = Reachable(rubric, context.traits)
    answers: dict[str, Answer] = {}
    for leaf in rubric.leaves():
        if isinstance(leaf.rule, OptionsRule):
            answers[leaf.code] = Option(data.draw(st.sampled_from([c.id for c in leaf.rule.choices])))
        elif isinstance(leaf.rule, BandsRule):
            answers[leaf.code] = data.draw(
                st.just(NONE_DONE) | st.integers(0, 100).map(lambda n: Rate(Fraction(n), Fraction(100)))
                if leaf.rule.measure.kind == "rate"
                else st.integers(0, 9000).map(Count)
            )

    for node in evaluate(rubric, answers, context).walk():
        if node.code and node.state == "scored" and node.points is not None:
            assert reachable.of(node.code).listed.holds(node.points), (node.code, node.points)
