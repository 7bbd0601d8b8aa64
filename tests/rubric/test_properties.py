"""What must hold of every rubric and every answer."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import floor

import pytest
import yaml
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from minhchung.rubric import (
    Answer,
    Context,
    GroupValues,
    Mark,
    NotApplicable,
    Rate,
    RubricError,
    answer_from_data,
    answer_from_form,
    answer_to_data,
    evaluate,
    evaluate_leaf,
    form_from_answer,
    inputs_of,
    parse,
    print_rubric,
    rubric_hash,
)
from minhchung.rubric.evaluate import place_of
from minhchung.rubric.expression import DividedByZero, ExpressionError, evaluate_expression, parse_expression
from minhchung.rubric.kinds.base import At, kind_of
from minhchung.rubric.model import BandsRule, Limit, LinearRule, Measure, Node, Row, Rubric, Rule
from minhchung.rubric.parse import coded
from minhchung.rubric.printing import _scalar
from minhchung.rubric.reader import exact_number
from minhchung.rubric.rounding import round_to
from minhchung.rubric.wording import plain, plain_share, rate_shown, vi_number
from minhchung.viet.numbers import format_number, format_percent
from tests.rubric.generated import POLICIES, graded_rubric, rubrics, rules, shares

few = settings(max_examples=60, deadline=None)
marks = st.lists(shares, min_size=6, max_size=6)
maxima = st.lists(st.integers(1, 9), min_size=6, max_size=6).map(tuple)


def one_leaf(rule: Rule, top: int = 10) -> Rubric:
    return Rubric(
        "thu", "1", "Thử", coded((Node("", "", "1", "", max=Fraction(top), rule=rule),), "restarts")
    )


@few
@given(rubrics())
def test_parsing_what_was_printed_gives_the_same_rubric(rubric: Rubric) -> None:
    printed = print_rubric(rubric)

    again = parse(printed)

    assert again == rubric
    assert print_rubric(again) == printed
    assert rubric_hash(again) == rubric_hash(rubric)


@few
@given(rules)
def test_every_rule_says_itself_and_asks_its_fields_once(rule: Rule) -> None:
    at = At("1", top=Fraction(10), step=Fraction(1, 2))
    inputs = kind_of(rule).inputs(rule, at)

    assert all(line.vi and line.en for line in kind_of(rule).words(rule, at))
    assert len({one.name for one in inputs}) == len(inputs)


@few
@given(
    maxima,
    marks,
    st.integers(0, 5),
    shares,
    st.sampled_from(POLICIES),
    st.sets(st.integers(0, 5), max_size=4),
)
def test_raising_a_mark_never_lowers_a_score(
    tops: tuple[int, ...],
    parts: list[Fraction],
    raised: int,
    by: Fraction,
    policy: str,
    dropped: set[int],
) -> None:
    rubric = graded_rubric(tops, policy)
    leaves = rubric.leaves()
    answers: dict[str, Answer] = {
        leaf.code: Mark(leaf.max * part) for leaf, part in zip(leaves, parts, strict=True)
    }
    for index in dropped - {raised}:
        answers[leaves[index].code] = NotApplicable("không phát sinh", accepted=True)
    higher = parts[raised] + (1 - parts[raised]) * by
    better = answers | {leaves[raised].code: Mark(leaves[raised].max * higher)}

    before, after = evaluate(rubric, answers), evaluate(rubric, better)

    assert before.total is not None
    assert after.total is not None
    assert after.total >= before.total


@few
@given(maxima, marks, st.sampled_from(POLICIES), st.sets(st.integers(0, 5), max_size=5))
def test_no_policy_lifts_a_total_above_the_whole_or_under_nothing(
    tops: tuple[int, ...], parts: list[Fraction], policy: str, dropped: set[int]
) -> None:
    rubric = graded_rubric(tops, policy)
    leaves = rubric.leaves()
    answers: dict[str, Answer] = {
        leaf.code: Mark(leaf.max * part) for leaf, part in zip(leaves, parts, strict=True)
    }
    answers |= {leaves[index].code: NotApplicable("không phát sinh", accepted=True) for index in dropped}

    score = evaluate(rubric, answers)

    assert score.is_complete
    assert score.total is not None
    assert score.max is not None
    assert rubric.total is not None
    assert 0 <= score.total <= score.max <= rubric.total


@few
@given(
    maxima,
    st.sampled_from(["rescale_total", "rescale_block", "spread", "full"]),
    st.sets(st.integers(0, 5), max_size=5),
)
def test_full_marks_on_all_that_applies_is_the_whole(
    tops: tuple[int, ...], policy: str, dropped: set[int]
) -> None:
    rubric = graded_rubric(tops, policy)
    leaves = rubric.leaves()
    answers: dict[str, Answer] = {leaf.code: Mark(leaf.max) for leaf in leaves}
    answers |= {leaves[index].code: NotApplicable("không phát sinh", accepted=True) for index in dropped}

    assert evaluate(rubric, answers).total == rubric.total


@few
@given(maxima, marks, st.sets(st.integers(0, 5)))
def test_what_is_absent_is_listed_and_never_counted_as_zero(
    tops: tuple[int, ...], parts: list[Fraction], left_out: set[int]
) -> None:
    rubric = graded_rubric(tops, "drop")
    given_marks = {
        leaf.code: Mark(leaf.max * part)
        for index, (leaf, part) in enumerate(zip(rubric.leaves(), parts, strict=True))
        if index not in left_out
    }

    score = evaluate(rubric, given_marks)

    assert set(score.missing) == {rubric.leaves()[index].code for index in left_out}
    assert score.is_complete is not bool(left_out)
    known = sum((mark.value for mark in given_marks.values()), Fraction(0))
    assert score.total == (known if given_marks else None)


@few
@given(
    st.integers(0, 300),
    st.integers(1, 300),
    st.lists(st.integers(1, 99), min_size=1, max_size=4, unique=True),
)
def test_adjoining_bands_take_every_rate_and_agree_with_cross_multiplication(
    num: int, den: int, cuts: list[int]
) -> None:
    num = min(num, den)
    edges = [0, *sorted(cuts), 101]
    rows = tuple(
        Row(
            chr(97 + index),
            Fraction(index),
            (Limit(">=", Fraction(low, 100)), Limit("<", Fraction(high, 100))),
        )
        for index, (low, high) in enumerate(pairwise(edges))
    )
    rubric = one_leaf(BandsRule(Measure("rate"), rows))

    score = evaluate_leaf(rubric, "1", Rate(Fraction(num), Fraction(den)))

    expected = max(index for index, low in enumerate(edges[:-1]) if num * 100 >= low * den)
    assert score.points == expected


@settings(max_examples=60, deadline=None, phases=[Phase.generate])
@given(rules, st.data())
def test_whatever_a_form_sends_is_a_fault_or_an_answer_that_scores_within_bounds(
    rule: Rule, data: st.DataObject
) -> None:
    rubric = one_leaf(rule)
    context = Context(
        year=2023,
        traits={"cap": data.draw(st.sampled_from(["xã", "tỉnh"])), "mien_nui": data.draw(st.booleans())},
        group={"1": GroupValues((Fraction(1, 2), Fraction(3), Fraction(0)))},
    )
    form: dict[str, str | list[str]] = {}
    for one in inputs_of(rubric, "1", context):
        ids = [offer.id for offer in one.options]
        if one.kind == "ticks":
            form[one.name] = data.draw(st.lists(st.sampled_from(ids), unique=True))
            form[one.name.replace("flawed", "ticks") + "_sent"] = "1"
        elif one.kind == "choice":
            form[one.name] = data.draw(st.sampled_from(["", *ids]))
        elif one.kind == "date":
            form[one.name] = data.draw(st.sampled_from(["", "05/02/2023"]))
        else:
            form[one.name] = data.draw(st.sampled_from(["", "0", "1", "2", "3", "0,5"]))

    answer = answer_from_form(rubric, "1", form, context)

    if isinstance(answer, list):
        assert all(one.code and one.place and one.rule.vi and one.rule.en and one.fix.vi for one in answer)
        return
    score = evaluate_leaf(rubric, "1", answer, context)
    low, high = kind_of(rule).bounds(rule, place_of(rubric, rubric.leaf("1"), context))
    assert score.reasons
    assert (score.points is None) == (score.state not in ("scored", "not_applicable"))
    bounds_agree = low is None or high is None or low <= high  # a floor above the top is for lint to find
    if score.points is not None and bounds_agree:
        assert low is None or score.points >= low
        assert high is None or score.points <= high
    assert answer_from_data(rubric, "1", answer_to_data(answer), context) == answer
    assert answer_from_form(rubric, "1", form_from_answer(answer), context) == answer


@few
@given(st.integers(0, 500), st.integers(1, 500), st.integers(1, 100))
def test_linear_points_are_exact(num: int, den: int, target: int) -> None:
    num = min(num, den)
    rubric = one_leaf(LinearRule(Measure("rate"), target=Fraction(target, 100)))

    score = evaluate_leaf(rubric, "1", Rate(Fraction(num), Fraction(den)))

    assert score.points == 10 * min(Fraction(1), Fraction(num * 100, den * target))


@few
@given(st.fractions(max_denominator=3000), st.integers(0, 4))
def test_rounding_moves_by_less_than_a_unit_in_its_own_direction(value: Fraction, places: int) -> None:
    unit = Fraction(1, 10**places)

    down, up, half, even = (round_to(value, places, mode) for mode in ("down", "up", "half_up", "half_even"))

    assert abs(down) <= abs(value) <= abs(up)
    assert abs(half - value) <= unit / 2
    assert abs(even - value) <= unit / 2
    assert even == Fraction(round(value * 10**places), 10**places)
    assert abs(half) == Fraction(floor(abs(value) * 10**places + Fraction(1, 2)), 10**places)


@few
@given(st.fractions(min_value=-(10**24), max_value=10**24, max_denominator=5000))
def test_numbers_in_a_rubrics_text_read_back_and_show_as_viet_shows_them(value: Fraction) -> None:
    assert exact_number(plain(value)) == (value, False)
    found = exact_number(plain_share(value))
    assert isinstance(found, tuple)
    assert found[0] == value
    assert vi_number(value) == format_number(value)


@few
@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_rates_show_as_viet_shows_them_without_trailing_zeros(num: int, den: int) -> None:
    full = format_percent(num, den).removesuffix(" %")

    assert rate_shown(Fraction(num), Fraction(den)) == full.rstrip("0").rstrip(",") + " %"


@few
@given(st.text(max_size=40))
def test_any_text_survives_as_a_yaml_scalar(text: str) -> None:
    loaded = yaml.load(f"a: {_scalar(text)}\n", Loader=yaml.BaseLoader)

    assert loaded["a"] == text


@few
@given(st.text("abn0123456789.+-*/()<>=%, andorimx", max_size=30))
def test_no_expression_text_does_more_than_fail_to_read(text: str) -> None:
    try:
        term = parse_expression(text)
        value = evaluate_expression(term, dict.fromkeys("abnx", Fraction(3)))
    except (ExpressionError, DividedByZero, KeyError):
        return

    assert isinstance(value, (Fraction, bool))


@few
@given(st.text(max_size=60))
def test_no_text_does_more_than_fail_to_parse(text: str) -> None:
    with pytest.raises(RubricError) as caught:
        parse(text)

    assert all(item.message.vi and item.message.en and item.hint.vi for item in caught.value.diagnostics)


def test_context_is_never_needed_for_a_plain_rubric() -> None:
    rubric = graded_rubric((1, 2, 3, 4, 5, 6), None)
    answers: dict[str, Answer] = {leaf.code: Mark(Fraction(1)) for leaf in rubric.leaves()}

    assert evaluate(rubric, answers) == evaluate(rubric, answers, Context())
