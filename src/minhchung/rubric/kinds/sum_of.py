"""sum_of: several rules answered in one leaf, added (deductions inside options, F9)."""

from __future__ import annotations

from fractions import Fraction

from minhchung.rubric.answers import Answer, Parts
from minhchung.rubric.data import Data
from minhchung.rubric.errors import Fault, Reason
from minhchung.rubric.kinds.base import At, Bounds, Input, Kind, Plain, clip, clipped, kind_of
from minhchung.rubric.kinds.compound import (
    dump_parts,
    named_reasons,
    part_inputs,
    part_outcomes,
    part_words,
    parts_from_data,
    read_parts,
)
from minhchung.rubric.model import SumOfRule
from minhchung.rubric.reader import Fields
from minhchung.rubric.score import Outcome, State
from minhchung.rubric.wording import en_number, en_points, plain, vi_number, vi_points

_HINDERING: tuple[State, ...] = ("absent", "undecided", "pending")


class SumOfKind(Kind[SumOfRule]):
    """The parts' points added, held between low and high. A part that is not applicable adds nothing."""

    name = "sum_of"
    rule_type = SumOfRule
    forms = ("F9", "F29")
    answer_types = (Parts,)

    def read(self, fields: Fields) -> SumOfRule:
        return SumOfRule(read_parts(fields), fields.number("low"), fields.number("high"))

    def dump(self, rule: SumOfRule) -> dict[str, Plain]:
        fields: dict[str, Plain] = {}
        for key, bound in (("low", rule.low), ("high", rule.high)):
            if bound is not None:
                fields[key] = plain(bound)
        return fields | {"parts": dump_parts(rule.parts)}

    def inputs(self, rule: SumOfRule, at: At) -> tuple[Input, ...]:
        return tuple(
            one
            for part in rule.parts
            for one in part_inputs(part.rule, part.name, part.title, at.inside(part.name, part.top))
        )

    def from_data(self, rule: SumOfRule, data: Data, at: At) -> Answer | list[Fault]:
        return parts_from_data(rule.parts, data, at)

    def score(self, rule: SumOfRule, answer: Answer, at: At) -> Outcome:
        outcomes = part_outcomes(rule.parts, answer, at)
        reasons = tuple(reason for part, outcome in outcomes for reason in named_reasons(part, outcome))
        for state in _HINDERING:
            held = next((outcome for _, outcome in outcomes if outcome.state == state), None)
            if held is not None:
                return Outcome(state, None, reasons, held.value)
        known = [outcome.points for _, outcome in outcomes if outcome.points is not None]
        if not known:
            return Outcome("not_applicable", None, reasons)
        total = sum(known, Fraction(0))
        points, bound = clipped(total, rule.low, rule.high)
        vi = " + ".join(f"({vi_number(one)})" if one < 0 else vi_number(one) for one in known)
        en = " + ".join(f"({en_number(one)})" if one < 0 else en_number(one) for one in known)
        tail = Reason(
            f"Cộng: {vi}{bound.vi} → {vi_points(points)}", f"Sum: {en}{bound.en} → {en_points(points)}"
        )
        return Outcome("scored", points, (*reasons, tail))

    def bounds(self, rule: SumOfRule, at: At) -> Bounds:
        inner = [kind_of(part.rule).bounds(part.rule, at.inside(part.name, part.top)) for part in rule.parts]
        lows = [low for low, _ in inner if low is not None]
        highs = [high for _, high in inner if high is not None]
        low = sum(lows, Fraction(0)) if len(lows) == len(inner) else None
        high = sum(highs, Fraction(0)) if len(highs) == len(inner) else None
        low = rule.low if low is None else clip(low, rule.low, rule.high)
        high = rule.high if high is None else clip(high, rule.low, rule.high)
        return low, high

    def lowest(self, rule: SumOfRule, at: At) -> Fraction | None:
        inner = [kind_of(part.rule).lowest(part.rule, at.inside(part.name, part.top)) for part in rule.parts]
        known = [low for low in inner if low is not None]
        if len(known) != len(inner):
            return rule.low
        return clip(sum(known, Fraction(0)), rule.low, rule.high)

    def words(self, rule: SumOfRule, at: At) -> tuple[Reason, ...]:
        lines = part_words(rule.parts, at)
        vi, en = "Cộng các phần", "The parts are added"
        if rule.low is not None:
            vi, en = f"{vi}, không dưới {vi_number(rule.low)}", f"{en}, not under {en_number(rule.low)}"
        if rule.high is not None:
            vi, en = f"{vi}, tối đa {vi_number(rule.high)}", f"{en}, at most {en_number(rule.high)}"
        return (*lines, Reason(vi, en))
