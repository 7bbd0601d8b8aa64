"""Answers made up at random for any rule, and trees with every wrapper, for what must agree with `evaluate`."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from random import Random
from typing import Any

from hypothesis import strategies as st

from minhchung.rubric import (
    ABSENT,
    NONE_DONE,
    Answer,
    Count,
    Counts,
    Date,
    Days,
    Mark,
    Marks,
    NotApplicable,
    Number,
    Option,
    Parts,
    Percent,
    Rate,
    Rubric,
    Survey,
    Ticks,
)
from minhchung.rubric.context import Context, Ruling
from minhchung.rubric.model import (
    BandsRule,
    BestOfRule,
    ByAgencyRule,
    CaseMeanRule,
    ChecklistRule,
    ClassCondition,
    Classes,
    ConditionsRule,
    CountsRule,
    DeductionsRule,
    FallbackRule,
    FormulaRule,
    Gate,
    GradedRule,
    LevelsRule,
    Measure,
    Multiplier,
    NamedMeasure,
    Node,
    NodeTest,
    NotApplicableRule,
    OptionsRule,
    ProductRule,
    RankRule,
    Rule,
    SectionVeto,
    SumOfRule,
    SurveyRule,
    Trait,
    YearsRule,
)
from minhchung.rubric.parse import coded
from minhchung.rubric.ranking import Entrant
from minhchung.rubric.wording import plain
from tests.rubric.generated import POLICIES, above_zero, gains, limits, maybe, points, roundings, rules, whens

Draw = Random


class Workdays:
    """Every day is one."""

    def working_days(self, after: date, until: date) -> int:
        return (until - after).days


def fraction(at_random: Draw) -> Fraction:
    """A figure from just under 0 upwards, often whole."""
    return Fraction(at_random.randint(-4, 80), at_random.choice([1, 1, 2, 3, 4, 8]))


def measured(measure: Measure, at_random: Draw) -> Answer:
    """A figure for a measure, now and then out of range."""
    match measure.kind:
        case "rate":
            num, den = Fraction(at_random.randint(0, 12)), Fraction(at_random.randint(0, 14))
            odd: Answer = at_random.choice([Percent(fraction(at_random)), Rate(fraction(at_random), den)])
            return Rate(num, den) if at_random.random() < 0.8 else odd
        case "count" | "number":
            return at_random.choice([Count(at_random.randint(0, 25)), Number(fraction(at_random))])
        case _:
            late = at_random.randint(-3, 25)
            return at_random.choice([Days(late), Date(date(2023, 1, 15) + timedelta(days=late))])


def _named(inputs: tuple[NamedMeasure, ...], at_random: Draw) -> Answer:
    return Parts(tuple((one.name, measured(one.measure, at_random)) for one in inputs))


def _some(ids: tuple[str, ...], at_random: Draw) -> tuple[str, ...]:
    return tuple(one for one in ids if at_random.random() < 0.5)


def _ticks(ids: tuple[str, ...], at_random: Draw) -> Answer:
    return Ticks(_some(ids, at_random), _some(ids, at_random) if at_random.random() < 0.5 else ())


def _counts(ids: tuple[str, ...], at_random: Draw) -> Answer:
    if len(ids) == 1 and at_random.random() < 0.5:
        return Count(at_random.randint(0, 6))
    return Counts(tuple((one, at_random.randint(0, 6)) for one in ids if at_random.random() < 0.95))


def taken(rule: Rule, at_random: Draw) -> Answer:
    """An answer of a type that the rule takes."""
    match rule:
        case OptionsRule(choices, pick):
            ids = tuple(choice.id for choice in choices)
            ticked = pick != "one" and at_random.random() < 0.7
            return _ticks(ids, at_random) if ticked else Option(at_random.choice((*ids, *ids, "?")))
        case ProductRule(inputs) | FormulaRule(inputs) | ConditionsRule(inputs):
            return _named(inputs, at_random)
        case CountsRule(lines):
            return _counts(tuple(line.id for line in lines), at_random)
        case DeductionsRule(items):
            ids = tuple(item.id for item in items)
            return _counts(ids, at_random) if at_random.random() < 0.7 else _ticks(ids, at_random)
        case ChecklistRule(items):
            return _ticks(tuple(item.id for item in items), at_random)
        case GradedRule():
            return Mark(fraction(at_random) / 4)
        case CaseMeanRule():
            marks = tuple(fraction(at_random) for _ in range(at_random.randint(0, 3)))
            cases = Fraction(at_random.randint(0, 3))
            return at_random.choice([Marks(marks), Rate(fraction(at_random), cases)])
        case RankRule(measure=None):
            return Count(at_random.randint(1, 20))
        case SurveyRule(levels):
            return Survey(tuple((level.id, at_random.randint(0, 6)) for level in levels))
        case LevelsRule(levels):
            return Option(plain(at_random.choice(levels).value))
        case SumOfRule(parts) | BestOfRule(parts):
            return Parts(
                tuple((part.name, taken(part.rule, at_random)) for part in parts if at_random.random() < 0.9)
            )
        case ByAgencyRule(cases):
            return taken(at_random.choice(cases).rule, at_random)
        case FallbackRule(datum, otherwise):
            first = at_random.random() < 0.5
            return Parts(
                (("datum", taken(datum, at_random)) if first else ("otherwise", taken(otherwise, at_random)),)
            )
        case YearsRule(inner, count):
            if at_random.random() < 0.3:
                return taken(inner, at_random)
            return Parts(tuple((str(2023 - back), taken(inner, at_random)) for back in range(count)))
        case BandsRule() if at_random.random() < 0.1:
            return Option(at_random.choice(rule.rows).id)
        case _:
            assert rule.measure is not None
            return measured(rule.measure, at_random)


def answer_for(node: Node, at_random: Draw) -> Answer:
    """An answer to a leaf: given, declared or claimed."""
    assert node.rule is not None
    chance = at_random.random()
    if chance > 0.92:
        return NotApplicable(at_random.choice(["", "không phát sinh"]), at_random.random() < 0.7)
    if chance > 0.88:
        return NONE_DONE
    if chance > 0.86:
        return ABSENT
    given = taken(node.rule, at_random)
    if node.gate is None or not node.gate.question:
        return given
    if chance < 0.2:
        return Parts((("gate", Option("no")),))
    return Parts((("gate", Option("yes")), ("value", given)))


# ── trees ──

GATED = ("A", "B.1")


@lru_cache
def _wrappers(codes: tuple[str, ...]) -> dict[str, Any]:
    tests = st.builds(NodeTest, st.sampled_from(codes), limits, st.booleans()) if codes else st.nothing()
    gate = maybe(st.builds(Gate, tests, st.just(""), gains)) if codes else st.none()
    return {
        "when": st.just(()) | st.just(()) | whens,
        "not_applicable": maybe(
            st.builds(NotApplicableRule, maybe(st.sampled_from(POLICIES)), st.booleans(), st.just(()) | whens)
        ),
        "gate": gate,
        "floor": maybe(points),
        "cap": maybe(points),
        "rounding": maybe(roundings),
        "multipliers": st.just(()) | st.builds(lambda when, by: (Multiplier(when, by),), whens, gains),
    }


@lru_cache
def leaf(
    label: str, codes: tuple[str, ...], rule: st.SearchStrategy[Rule] = rules
) -> st.SearchStrategy[Node]:
    """A leaf, perhaps behind a gate on one of these codes."""
    wrappers = dict(_wrappers(codes))
    if codes:
        wrappers["gate"] |= st.builds(Gate, st.none(), st.just("Có không?"), gains)
    return st.builds(
        Node,
        id=st.just(""),
        code=st.just(""),
        label=st.just(label),
        title=st.just(""),
        max=above_zero,
        rule=rule,
        zero_denominator=maybe(gains | st.sampled_from(["full", "zero", "not_applicable", "undecided"])),
        block=st.sampled_from(["normal", "normal", "normal", "bonus", "penalty"]),
        **wrappers,
    )


@lru_cache
def parent(
    label: str, children: tuple[st.SearchStrategy[Node], ...], codes: tuple[str, ...]
) -> st.SearchStrategy[Node]:
    """A parent of these children."""
    return st.builds(
        Node,
        id=st.just(""),
        code=st.just(""),
        label=st.just(label),
        title=st.just(""),
        max=maybe(above_zero),
        children=st.tuples(*children),
        combine=st.sampled_from(["sum", "sum", "sum", "best_of", "one_of", "all_of"]),
        block=st.sampled_from(["normal", "normal", "normal", "bonus"]),
        **_wrappers(codes),
    )


marked = st.builds(GradedRule, st.just(Fraction(0)), st.just(Fraction(20)), st.none())
plain_rules = st.sampled_from([GradedRule()]) | marked


@st.composite
def trees(draw: st.DrawFn, rule: st.SearchStrategy[Rule] = rules) -> Rubric:
    """Three sections, two levels under one of them; gates look back, never round in a ring."""
    first = draw(leaf("A", (), rule))
    second = draw(parent("B", (leaf("1", ("A",), rule), leaf("2", ("A",), rule)), ("A",)))
    codes = ("A", "B", "B.1", "B.2")
    deep = parent("2", (leaf("1", codes, rule), leaf("2", codes, rule)), codes)
    third = draw(parent("C", (leaf("1", codes, rule), deep, leaf("3", codes, rule)), codes))
    tests = st.builds(NodeTest, st.sampled_from((*codes, "C")), limits, st.booleans())
    vetoes = st.lists(
        st.builds(
            SectionVeto, st.builds(ClassCondition, st.just(""), tests), st.sampled_from(["A", "B", "C"])
        ),
        max_size=2,
    )
    return Rubric(
        code="thu",
        version="1",
        title="Thử",
        nodes=coded((first, second, third), "restarts"),
        step=draw(maybe(above_zero)),
        rounding=draw(maybe(roundings)),
        not_applicable=draw(maybe(st.sampled_from(POLICIES))),
        total_cap=draw(maybe(gains)),
        total_floor=draw(maybe(points)),
        classes=Classes(section_vetoes=tuple(draw(vetoes))) if draw(st.booleans()) else None,
        traits=(Trait("cap", "Cấp", ("xã", "tỉnh")), Trait("mien_nui", "Miền núi")),
    )


def _traits(at_random: Draw) -> dict[str, str | bool]:
    known: dict[str, str | bool] = {
        "cap": at_random.choice(["xã", "tỉnh"]),
        "mien_nui": at_random.random() < 0.5,
    }
    return {name: value for name, value in known.items() if at_random.random() < 0.85}


def entrants_for(rubric: Rubric, at_random: Draw, count: int = 7) -> dict[str, Entrant]:
    """A few agencies with answers of every sort; some leaves unanswered, some agencies exempt."""
    codes = [node.code for node in rubric.walk()]
    found: dict[str, Entrant] = {}
    alike = at_random.random() < 0.3
    shared = _traits(at_random)
    for index in range(count):
        answers = {
            node.code: answer_for(node, at_random) for node in rubric.leaves() if at_random.random() < 0.95
        }
        exempt = frozenset({at_random.choice(codes)}) if at_random.random() < 0.05 else frozenset()
        found[f"q{index}"] = Entrant(answers, shared if alike else _traits(at_random), exempt=exempt)
    return found


@st.composite
def contexts_for(draw: st.DrawFn, rubric: Rubric) -> Context:
    """The period's year, a calendar, and rulings on some leaves."""
    ruling = st.builds(
        Ruling,
        st.sampled_from([node.code for node in rubric.leaves()]),
        points,
        st.just("theo công văn"),
        maybe(gains),
        st.booleans(),
        maybe(gains),
        st.booleans(),
        st.none() | st.none() | st.sampled_from(['"?"', "3", '{"not_applicable": "không phát sinh"}']),
    )
    rulings = draw(st.lists(ruling, max_size=2))
    return Context(year=2023, rulings=tuple(rulings), calendar=Workdays() if draw(st.booleans()) else None)
