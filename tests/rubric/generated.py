"""Rubrics and answers made up at random, for the properties."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

from hypothesis import strategies as st

from minhchung.rubric import Mark
from minhchung.rubric.model import (
    AgencyCase,
    BandsRule,
    BestOfRule,
    ByAgencyRule,
    CaseMeanRule,
    ChecklistItem,
    ChecklistRule,
    Choice,
    ConditionRow,
    ConditionsRule,
    CountLine,
    CountsRule,
    DeductionItem,
    DeductionsRule,
    Example,
    FallbackRule,
    FormulaRule,
    Gate,
    GradedRule,
    Keyed,
    Level,
    LevelsRule,
    Limit,
    LinearRule,
    Measure,
    Multiplier,
    NamedMeasure,
    Node,
    NodeTest,
    NotApplicableRule,
    OptionsRule,
    Part,
    ProductRule,
    RankRule,
    RelativeRule,
    RelDate,
    Rounding,
    Row,
    Rubric,
    StepsRule,
    SumOfRule,
    SurveyLevel,
    SurveyRule,
    Trait,
    TraitTest,
    Window,
    YearsRule,
)
from minhchung.rubric.parse import coded
from minhchung.rubric.reader import ordinal_id

POLICIES = ("rescale_total", "rescale_block", "full", "spread", "not_scored", "drop")

points = st.fractions(min_value=-5, max_value=20, max_denominator=40)
gains = st.fractions(min_value=0, max_value=20, max_denominator=40)
above_zero = st.fractions(min_value=Fraction(1, 40), max_value=20, max_denominator=40)
shares = st.fractions(min_value=0, max_value=1, max_denominator=60)
# Text is stripped and kept in NFC by the reader; the alphabet mixes what YAML could trip over.
words = st.text("ab cđ:#-'\"{}[],&*!|>%@`0.5~ỳ\n\t\\", max_size=14).map(str.strip)
maybe_line = st.none() | st.integers(1, 999)
maybe = lambda strategy: st.none() | strategy  # noqa: E731
days = st.builds(RelDate, st.integers(1, 28), st.integers(1, 12), st.integers(-2, 2)) | st.builds(
    RelDate, st.integers(1, 28), st.integers(1, 12), st.just(0), st.integers(2000, 2030)
)
measures = st.builds(
    Measure,
    kind=st.sampled_from(["rate", "count", "days", "working_days", "number"]),
    title=words,
    numerator=words,
    unit=words,
    unit_value=maybe(above_zero),
    due=maybe(days),
    low=maybe(gains),
    step=maybe(above_zero),
    may_exceed=st.booleans(),
)
limits = st.lists(
    st.builds(Limit, st.sampled_from(["<", "<=", ">", ">=", "="]), gains), min_size=1, max_size=2
).map(tuple)


def numbered(builder: Any, count: int, **fields: Any) -> st.SearchStrategy[Any]:
    """Several items with the ids that their order gives them; strategies are made once, not at every draw."""
    items = [st.builds(builder, id=st.just(ordinal_id(index)), **fields) for index in range(count)]
    together = [st.tuples(*items[:n]) for n in range(1, count + 1)]
    return st.integers(1, count).flatmap(lambda n: together[n - 1])


rows = numbered(Row, 4, points=points, limits=limits, text=words, none=st.booleans(), line=maybe_line)
names = st.sampled_from(["ty_le", "so_luong", "tre"])
inputs = st.lists(
    st.builds(NamedMeasure, names, measures), min_size=1, max_size=3, unique_by=lambda one: one.name
).map(tuple)
whens = st.lists(
    st.builds(
        TraitTest,
        st.sampled_from(["cap", "mien_nui"]),
        st.just(("xã",)) | st.just(("tỉnh", "có")),
        st.booleans(),
    ),
    min_size=1,
    max_size=2,
    unique_by=lambda test: (test.trait, test.negated),
).map(tuple)
top = maybe(above_zero)
simple_rules = st.one_of(
    st.builds(
        OptionsRule,
        numbered(Choice, 4, points=points, text=words, none=st.booleans(), line=maybe_line),
        st.sampled_from(["one", "worst", "best"]),
    ),
    st.builds(BandsRule, measures, rows),
    st.builds(LinearRule, measures, above_zero, maybe(gains), st.booleans(), top),
    st.builds(ProductRule, inputs, top),
    st.builds(
        CountsRule,
        numbered(CountLine, 3, each=gains, text=words, cap=top, line=maybe_line),
        st.sampled_from(["add", "best", "unsaid"]),
        top,
    ),
    st.builds(
        StepsRule,
        measures,
        gains,
        points,
        above_zero,
        gains,
        gains,
        maybe(points),
        maybe(points),
        maybe(points),
    ),
    st.builds(
        DeductionsRule,
        numbered(DeductionItem, 3, each=gains, text=words, most=maybe_line),
        top,
        maybe(points),
        st.just(()) | rows,
    ),
    st.builds(
        ChecklistRule,
        numbered(ChecklistItem, 3, points=gains, text=words, deduct=gains, line=maybe_line),
        st.just(()) | rows,
    ),
    st.builds(GradedRule, gains, top, maybe(above_zero)),
    st.builds(
        FormulaRule, st.just((NamedMeasure("a", Measure("count")),)), st.just("min(2, a / 3)"), maybe(points)
    ),
    st.builds(
        ConditionsRule,
        st.just((NamedMeasure("a", Measure("rate")),)),
        numbered(ConditionRow, 3, points=points, when=st.just("a >= 50 %"), text=words, none=st.booleans()),
    ),
    st.builds(CaseMeanRule, above_zero, maybe(st.integers(0, 4)), st.sampled_from(["half_up", "down"]), top),
    st.builds(RelativeRule, measures, st.just("group_mean"), st.just("ratio"), st.just(()) | rows, top),
    st.builds(RankRule, rows, maybe(measures), st.sampled_from(["highest", "lowest"])),
    st.builds(SurveyRule, numbered(SurveyLevel, 3, weight=shares, text=words), maybe_line, top),
    st.builds(
        LevelsRule,
        st.lists(st.builds(Level, gains, words), min_size=1, max_size=3, unique_by=lambda one: one.value).map(
            tuple
        ),
        gains,
    ),
)


def _compound(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    parts = st.lists(
        st.builds(Part, names, inner, words, top), min_size=1, max_size=2, unique_by=lambda one: one.name
    ).map(tuple)
    return st.one_of(
        st.builds(SumOfRule, parts, maybe(points), maybe(points)),
        st.builds(BestOfRule, parts),
        st.builds(
            ByAgencyRule,
            st.lists(st.builds(AgencyCase, whens, inner, words), min_size=1, max_size=2).map(tuple),
        ),
        st.builds(FallbackRule, inner, inner, words),
        st.builds(YearsRule, inner, st.integers(2, 5), st.sampled_from(["mean", "sum", "worst", "best"])),
    )


rules = st.recursive(simple_rules, _compound, max_leaves=3)
roundings = st.builds(
    Rounding,
    st.integers(0, 4),
    st.sampled_from(["half_up", "half_even", "down", "up"]),
    st.sampled_from(["leaf", "section", "end"]),
)
text_lists = st.lists(words.filter(bool), max_size=2).map(tuple)
keys = st.sampled_from(["a", "9.2", "ty_le", "6.10", "không có"])
said = st.recursive(
    words,
    lambda inner: (
        st.lists(inner, max_size=3).map(tuple)
        | st.lists(st.tuples(keys, inner), max_size=3, unique_by=lambda pair: pair[0]).map(
            lambda pairs: Keyed(tuple(pairs))
        )
    ),
    max_leaves=4,
)
named_texts = st.lists(st.tuples(keys, words), max_size=2, unique_by=lambda pair: pair[0]).map(tuple)
examples = st.builds(
    Example,
    on=st.dates(date(1990, 1, 1), date(2100, 1, 1)),
    answer=maybe(said),
    answers=st.lists(st.tuples(keys, said), max_size=2, unique_by=lambda pair: pair[0]).map(tuple),
    points=points,
    state=maybe(st.sampled_from(["absent", "undecided", "pending", "not_applicable", "excluded"])),
    source=words,
    note=words,
    year=maybe(st.integers(2000, 2030)),
    traits=named_texts,
    parameters=named_texts,
    group=st.lists(points, max_size=3).map(tuple),
)


@cache
def _leaf(label: str) -> st.SearchStrategy[Node]:
    return st.builds(
        Node,
        id=st.just(""),
        code=st.just(""),
        label=st.just(label),
        title=words,
        max=above_zero,
        text=words,
        rule=rules,
        evidence=text_lists,
        answered_by=st.sampled_from(["agency", "owner", "survey", "data"]),
        when=st.just(()) | whens,
        not_applicable=maybe(
            st.builds(NotApplicableRule, maybe(st.sampled_from(POLICIES)), st.booleans(), st.just(()) | whens)
        ),
        zero_denominator=maybe(gains | st.sampled_from(["full", "zero", "not_applicable", "undecided"])),
        rounding=maybe(roundings),
        window=maybe(st.builds(Window, days, days)),
        gate=maybe(
            st.builds(Gate, st.none(), st.just("Có không?"), gains)
            | st.builds(Gate, st.builds(NodeTest, st.just("II.9"), limits, st.booleans()), st.just(""), gains)
        ),
        floor=maybe(points),
        cap=maybe(points),
        multipliers=st.just(()) | st.builds(lambda when, by: (Multiplier(when, by),), whens, gains),
        line=maybe_line,
        notes=text_lists,
        examples=st.lists(examples, max_size=2).map(tuple),
    )


_leaves = st.tuples(*(_leaf(label) for label in ("1", "6.10", "")))
_rounding = maybe(roundings)
_policy = maybe(st.sampled_from(POLICIES))


@st.composite
def rubrics(draw: st.DrawFn) -> Rubric:
    """A rubric with every kind of rule and wrapper that parsing lets through."""
    leaves = draw(_leaves)
    first = Node("", "", "I", draw(words), draw(top), children=leaves)
    last = Node("", "", "II", "", children=(Node("", "", "9", "", max=Fraction(3), rule=GradedRule()),))
    return Rubric(
        code="thu",
        version="2",
        title="Thử",
        nodes=coded((first, last), "restarts"),
        total=draw(top),
        step=draw(top),
        rounding=draw(_rounding),
        not_applicable=draw(_policy),
        traits=(Trait("cap", "Cấp", ("xã", "tỉnh")), Trait("mien_nui", "Miền núi")),
        notes=draw(text_lists),
    )


def graded_rubric(maxima: tuple[int, ...], policy: Any) -> Rubric:
    """Two sections of graded leaves, whose claims of not applicable fall under one policy."""
    nodes = [
        Node("", "", str(index), "", max=Fraction(top), rule=GradedRule())
        for index, top in enumerate(maxima, start=1)
    ]
    half = len(nodes) // 2
    sections = (
        Node("", "", "I", "", children=tuple(nodes[:half])),
        Node("", "", "II", "", children=tuple(nodes[half:])),
    )
    return Rubric(
        "thu", "1", "Thử", coded(sections, "restarts"), total=Fraction(sum(maxima)), not_applicable=policy
    )


def mark_of(top: Fraction, part: Fraction) -> Mark:
    """A mark at some share of the max."""
    return Mark(top * part)
