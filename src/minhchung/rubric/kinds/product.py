"""product: the max times a product of ratios and coefficients (F16)."""

from __future__ import annotations

from fractions import Fraction

from minhchung.rubric.answers import Answer, Parts
from minhchung.rubric.data import Data
from minhchung.rubric.errors import Fault, Reason
from minhchung.rubric.kinds.base import At, Bounds, Input, Kind, Plain, scored, top_of, wrong_answer
from minhchung.rubric.kinds.measuring import Figure, dump_named, measure_words
from minhchung.rubric.kinds.naming import figures_of, named_from_data, named_inputs
from minhchung.rubric.model import ProductRule
from minhchung.rubric.reader import Fields
from minhchung.rubric.score import Outcome
from minhchung.rubric.wording import en_number, plain, vi_number


class ProductKind(Kind[ProductRule]):
    """Each factor counts at most 1, unless it may exceed."""

    name = "product"
    rule_type = ProductRule
    forms = ("F16",)
    answer_types = (Parts,)

    def read(self, fields: Fields) -> ProductRule:
        return ProductRule(fields.named_measures("factors"), fields.number("top"))

    def dump(self, rule: ProductRule) -> dict[str, Plain]:
        fields: dict[str, Plain] = {"factors": dump_named(rule.factors)}
        if rule.top is not None:
            fields["top"] = plain(rule.top)
        return fields

    def inputs(self, rule: ProductRule, at: At) -> tuple[Input, ...]:
        return named_inputs(rule.factors)

    def from_data(self, rule: ProductRule, data: Data, at: At) -> Answer | list[Fault]:
        return named_from_data(rule.factors, data, at)

    def score(self, rule: ProductRule, answer: Answer, at: At) -> Outcome:
        if not isinstance(answer, Parts):
            raise wrong_answer(answer, at)
        found = figures_of(rule.factors, answer, at)
        if isinstance(found, Outcome):
            return found
        points = top = top_of(rule.top, at)
        for item in rule.factors:
            value = max(Fraction(0), found[item.name].value)
            points *= value if item.measure.may_exceed else min(Fraction(1), value)
        figures: list[Figure] = list(found.values())
        vi = f"{vi_number(top)} × " + " × ".join(f"({one.vi})" for one in figures)
        en = f"{en_number(top)} × " + " × ".join(f"({one.en})" for one in figures)
        return scored(points, vi, en)

    def bounds(self, rule: ProductRule, at: At) -> Bounds:
        if any(item.measure.may_exceed for item in rule.factors):
            return Fraction(0), None
        return Fraction(0), top_of(rule.top, at)

    def words(self, rule: ProductRule, at: At) -> tuple[Reason, ...]:
        top = top_of(rule.top, at)
        parts = [measure_words(item.measure) for item in rule.factors]
        vi = f"{vi_number(top)} × " + " × ".join(f"({part.vi})" for part in parts)
        en = f"{en_number(top)} × " + " × ".join(f"({part.en})" for part in parts)
        return (Reason(vi, en),)
