"""graded: a mark by judgement, on a step (F1)."""

from __future__ import annotations

from fractions import Fraction

from minhchung.rubric.answers import Answer, Mark
from minhchung.rubric.data import Data, number_of
from minhchung.rubric.errors import Fault, Reason
from minhchung.rubric.kinds.base import (
    At,
    Bounds,
    Input,
    Kind,
    Plain,
    scored,
    top_of,
    undecided,
    wrong_answer,
)
from minhchung.rubric.model import GradedRule
from minhchung.rubric.reader import Fields
from minhchung.rubric.score import Outcome
from minhchung.rubric.wording import en_number, plain, vi_number


class GradedKind(Kind[GradedRule]):
    """From low to high, on the rule's step or the rubric's."""

    name = "graded"
    rule_type = GradedRule
    forms = ("F1",)
    answer_types = (Mark,)

    def read(self, fields: Fields) -> GradedRule:
        step = fields.number("step")
        if step is not None and step <= 0:
            fields.fail(
                "R204",
                fields.get("step") or fields.source,
                Reason("Bước điểm phải lớn hơn 0.", "The step must be above 0."),
                Reason("Ví dụ 0,5.", "Such as 0,5."),
            )
            step = None
        return GradedRule(fields.number("low") or Fraction(0), fields.number("high"), step)

    def dump(self, rule: GradedRule) -> dict[str, Plain]:
        fields: dict[str, Plain] = {}
        if rule.low:
            fields["low"] = plain(rule.low)
        if rule.high is not None:
            fields["high"] = plain(rule.high)
        if rule.step is not None:
            fields["step"] = plain(rule.step)
        return fields

    def inputs(self, rule: GradedRule, at: At) -> tuple[Input, ...]:
        high = top_of(rule.high, at)
        step = rule.step or at.step
        return (
            Input(
                "mark",
                "decimal",
                f"Điểm ({vi_number(rule.low)} – {vi_number(high)})",
                f"Mark ({en_number(rule.low)} – {en_number(high)})",
                unit="điểm",
                low=rule.low,
                high=high,
                step=step,
                help_vi=f"Theo bước {vi_number(step)}." if step else "",
                help_en=f"In steps of {en_number(step)}." if step else "",
            ),
        )

    def from_data(self, rule: GradedRule, data: Data, at: At) -> Answer | list[Fault]:
        if isinstance(data, dict) and set(data) == {"mark"}:
            data = data["mark"]
        high = top_of(rule.high, at)
        fix = Reason(
            f"Ghi điểm từ {vi_number(rule.low)} đến {vi_number(high)}.",
            f"Give a mark from {en_number(rule.low)} to {en_number(high)}.",
        )
        found = number_of(data, at.place, low=rule.low, high=high, fix=fix)
        if isinstance(found, list):
            return found
        step = rule.step or at.step
        if not on_grid(found, rule.low, high, step) and step is not None:
            rule_text = Reason(
                f"Điểm phải theo bước {vi_number(step)}.", f"The mark must be in steps of {en_number(step)}."
            )
            return [Fault("A106", at.place, str(data), rule_text, fix)]
        return Mark(found)

    def score(self, rule: GradedRule, answer: Answer, at: At) -> Outcome:
        if not isinstance(answer, Mark):
            raise wrong_answer(answer, at)
        high = top_of(rule.high, at)
        mark = answer.value
        if not rule.low <= mark <= high:
            return undecided(
                f"điểm {vi_number(mark)} ngoài khoảng {vi_number(rule.low)} – {vi_number(high)}",
                f"mark {en_number(mark)} outside {en_number(rule.low)} – {en_number(high)}",
                mark,
            )
        step = rule.step or at.step
        if step is not None and not on_grid(mark, rule.low, high, step):
            return undecided(
                f"điểm {vi_number(mark)} không theo bước {vi_number(step)}",
                f"mark {en_number(mark)} is off the step {en_number(step)}",
                mark,
            )
        return scored(
            mark,
            f"chấm {vi_number(mark)}/{vi_number(high)}",
            f"marked {en_number(mark)}/{en_number(high)}",
            mark,
        )

    def bounds(self, rule: GradedRule, at: At) -> Bounds:
        return rule.low, top_of(rule.high, at)

    def words(self, rule: GradedRule, at: At) -> tuple[Reason, ...]:
        high = top_of(rule.high, at)
        step = rule.step or at.step
        vi = f"Chấm từ {vi_number(rule.low)} đến {vi_number(high)} điểm"
        en = f"A mark from {en_number(rule.low)} to {en_number(high)} points"
        if step is not None:
            vi, en = f"{vi}, bước {vi_number(step)}", f"{en}, in steps of {en_number(step)}"
        return (Reason(vi, en),)


def on_grid(mark: Fraction, low: Fraction, high: Fraction, step: Fraction | None) -> bool:
    """Whether a mark is a whole number of steps above low, or the top itself."""
    return step is None or mark == high or ((mark - low) / step).denominator == 1
