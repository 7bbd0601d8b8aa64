"""formula: an exact expression over named figures and parameters."""

from __future__ import annotations

from fractions import Fraction

from minhchung.rubric.answers import Answer, Parts
from minhchung.rubric.data import Data
from minhchung.rubric.errors import Fault, Reason
from minhchung.rubric.expression import (
    DividedByZero,
    ExpressionError,
    evaluate_expression,
    names_in,
    parse_expression,
    type_of,
)
from minhchung.rubric.kinds.base import (
    At,
    Bounds,
    Input,
    Kind,
    Plain,
    clipped,
    scored,
    wrong_answer,
    zero_outcome,
)
from minhchung.rubric.kinds.measuring import Figure, dump_named, measure_words, number_parameter
from minhchung.rubric.kinds.naming import figures_of, named_from_data, named_inputs
from minhchung.rubric.model import FormulaRule, NamedMeasure
from minhchung.rubric.reader import Fields
from minhchung.rubric.score import Outcome
from minhchung.rubric.wording import plain

MAX_POINTS = "max_points"


class FormulaKind(Kind[FormulaRule]):
    """Points = expression, held between low and high."""

    name = "formula"
    rule_type = FormulaRule
    forms = ("formula",)
    answer_types = (Parts,)

    def read(self, fields: Fields) -> FormulaRule:
        rule = FormulaRule(
            inputs=fields.named_measures("inputs"),
            expression=fields.needed_text("expression"),
            low=fields.number("low"),
            high=fields.number("high"),
        )
        if rule.expression:
            check_expression(fields, "expression", rule.expression, truth=False)
        return rule

    def dump(self, rule: FormulaRule) -> dict[str, Plain]:
        fields: dict[str, Plain] = {"inputs": dump_named(rule.inputs), "expression": rule.expression}
        for key, bound in (("low", rule.low), ("high", rule.high)):
            if bound is not None:
                fields[key] = plain(bound)
        return fields

    def inputs(self, rule: FormulaRule, at: At) -> tuple[Input, ...]:
        return named_inputs(rule.inputs)

    def from_data(self, rule: FormulaRule, data: Data, at: At) -> Answer | list[Fault]:
        return named_from_data(rule.inputs, data, at)

    def score(self, rule: FormulaRule, answer: Answer, at: At) -> Outcome:
        if not isinstance(answer, Parts):
            raise wrong_answer(answer, at)
        found = figures_of(rule.inputs, answer, at)
        if isinstance(found, Outcome):
            return found
        values = known_values((rule.expression,), found, at)
        if isinstance(values, Outcome):
            return values
        shown_vi = "; ".join(f"{name} = {one.vi}" for name, one in found.items())
        shown_en = "; ".join(f"{name} = {one.en}" for name, one in found.items())
        try:
            value = Fraction(evaluate_expression(parse_expression(rule.expression), values))
        except DividedByZero:
            return zero_outcome(at, f"{rule.expression} ({shown_vi})", f"{rule.expression} ({shown_en})")
        vi, en = f"{rule.expression}, với {shown_vi}", f"{rule.expression}, with {shown_en}"
        held, bound = clipped(value, rule.low, rule.high)
        return scored(held, vi + bound.vi, en + bound.en, value)

    def bounds(self, rule: FormulaRule, at: At) -> Bounds:
        return rule.low, rule.high

    def words(self, rule: FormulaRule, at: At) -> tuple[Reason, ...]:
        names = [(item.name, measure_words(item.measure)) for item in rule.inputs]
        lines = tuple(Reason(f"{name}: {words.vi}", f"{name}: {words.en}") for name, words in names)
        return (Reason(f"Điểm = {rule.expression}", f"Points = {rule.expression}"), *lines)


def known_values(
    expressions: tuple[str, ...], found: dict[str, Figure], at: At
) -> dict[str, Fraction] | Outcome:
    """The figures, and the parameters the expressions use besides; pending while the round has not set one."""
    values = {name: one.value for name, one in found.items()}
    for expression in expressions:
        for name in names_in(parse_expression(expression)) - set(values):
            if name == MAX_POINTS and at.top is not None:
                values[name] = at.top
                continue
            supplied = number_parameter(name, at)
            if isinstance(supplied, Outcome):
                return supplied
            values[name] = supplied
    return values


def check_expression(fields: Fields, key: str, expression: str, *, truth: bool) -> None:
    """Report an expression that cannot be read, or gives the wrong type. Names are checked with the whole rubric."""
    try:
        found = type_of(parse_expression(expression))
    except ExpressionError as error:
        hint = Reason("Xem docs/rubric-format.md, mục formula.", "See docs/rubric-format.md, formula.")
        fields.fail("R210", fields.get(key) or fields.source, error.reason, hint)
        return
    if (found == "truth") != truth:
        wanted = (
            Reason("Cần một điều kiện.", "A condition is needed.")
            if truth
            else Reason("Cần một số.", "A number is needed.")
        )
        hint = Reason(
            "Dùng so sánh cho điều kiện, phép tính cho số.", "Comparisons for conditions, sums for numbers."
        )
        fields.fail("R211", fields.get(key) or fields.source, wanted, hint)


def names_used(expressions: tuple[str, ...], inputs: tuple[NamedMeasure, ...]) -> frozenset[str]:
    """The names that must be parameters; what cannot be read is left to its own finding."""
    used: set[str] = set()
    for expression in expressions:
        try:
            used |= names_in(parse_expression(expression))
        except ExpressionError:
            continue
    return frozenset(used - {item.name for item in inputs} - {MAX_POINTS})
