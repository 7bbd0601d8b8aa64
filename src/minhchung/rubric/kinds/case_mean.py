"""case_mean: marks per case, averaged and rounded (F22)."""

from __future__ import annotations

from fractions import Fraction
from typing import cast

from minhchung.rubric.answers import Answer, Marks, Rate
from minhchung.rubric.data import Data, fault, number_of
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
    zero_outcome,
)
from minhchung.rubric.model import CaseMeanRule, RoundingMode
from minhchung.rubric.reader import Fields
from minhchung.rubric.rounding import round_to
from minhchung.rubric.score import Outcome
from minhchung.rubric.wording import en_number, plain, vi_number

MODES = ("half_up", "half_even", "down", "up")


class CaseMeanKind(Kind[CaseMeanRule]):
    """top × the rounded mean of the case marks / case_max."""

    name = "case_mean"
    rule_type = CaseMeanRule
    forms = ("F22",)
    answer_types = (Marks, Rate)

    def read(self, fields: Fields) -> CaseMeanRule:
        case_max = fields.needed_number("case_max")
        if case_max <= 0:
            fields.fail(
                "R205",
                fields.get("case_max") or fields.source,
                Reason("Điểm tối đa của một hồ sơ phải lớn hơn 0.", "A case's top mark must be above 0."),
                Reason("Ví dụ case_max: 10.", "Such as case_max: 10."),
            )
            case_max = Fraction(1)
        mode = cast(RoundingMode, fields.choice("mode", MODES, "half_up"))
        return CaseMeanRule(case_max, fields.whole("places"), mode, fields.number("top"))

    def dump(self, rule: CaseMeanRule) -> dict[str, Plain]:
        fields: dict[str, Plain] = {"case_max": plain(rule.case_max)}
        if rule.places is not None:
            fields["places"] = str(rule.places)
        if rule.mode != "half_up":
            fields["mode"] = rule.mode
        if rule.top is not None:
            fields["top"] = plain(rule.top)
        return fields

    def inputs(self, rule: CaseMeanRule, at: At) -> tuple[Input, ...]:
        most = vi_number(rule.case_max)
        return (
            Input(
                "marks",
                "text",
                "Điểm từng hồ sơ",
                "Mark of each case",
                help_vi=f"Mỗi hồ sơ từ 0 đến {most}, cách nhau bằng dấu chấm phẩy.",
                help_en=f"0 to {en_number(rule.case_max)} each, parted by semicolons.",
                low=Fraction(0),
                high=rule.case_max,
            ),
        )

    def from_data(self, rule: CaseMeanRule, data: Data, at: At) -> Answer | list[Fault]:
        if isinstance(data, dict) and set(data) == {"num", "den"}:
            return self._sum_from(rule, data, at)
        if isinstance(data, dict) and set(data) == {"marks"}:
            data = data["marks"]
        items = (
            [part for part in data.replace("\n", ";").split(";") if part.strip()]
            if isinstance(data, str)
            else data
        )
        if not isinstance(items, (list, tuple)):
            fix = Reason("Ví dụ [8; 9; 7,5].", "Such as [8, 9, 7.5].")
            return fault("A143", at.place, data, "Cần điểm của từng hồ sơ.", "A mark for each case.", fix)
        values: list[Fraction] = []
        faults: list[Fault] = []
        for index, item in enumerate(items, start=1):
            mark = number_of(item, at.inside(str(index)).place, low=Fraction(0), high=rule.case_max)
            if isinstance(mark, list):
                faults += mark
            else:
                values.append(mark)
        if not faults and not values:
            return Rate(Fraction(0), Fraction(0))  # no case at all: said the one way that a form can send
        return faults or Marks(tuple(values))

    def _sum_from(self, rule: CaseMeanRule, data: dict[str, object], at: At) -> Answer | list[Fault]:
        cases = number_of(data["den"], at.place, low=Fraction(0), whole=True)
        if isinstance(cases, list):
            return cases
        total = number_of(data["num"], at.place, low=Fraction(0), high=cases * rule.case_max)
        return total if isinstance(total, list) else Rate(total, cases)

    def score(self, rule: CaseMeanRule, answer: Answer, at: At) -> Outcome:
        match answer:
            case Marks():
                total, cases = sum(answer.values, Fraction(0)), Fraction(len(answer.values))
            case Rate():
                total, cases = answer.num, answer.den
            case _:
                raise wrong_answer(answer, at)
        vi, en = (
            f"{vi_number(total)}/{vi_number(cases)} hồ sơ",
            f"{en_number(total)}/{en_number(cases)} cases",
        )
        if cases == 0:
            return zero_outcome(at, vi, en)
        mean = total / cases
        if not 0 <= mean <= rule.case_max:
            return undecided(f"{vi}: ngoài thang điểm", f"{en}: outside the scale", mean)
        if rule.places is not None:
            mean = round_to(mean, rule.places, rule.mode)
        top = top_of(rule.top, at)
        vi += (
            f" → bình quân {vi_number(mean)}; {vi_number(top)} × {vi_number(mean)}/{vi_number(rule.case_max)}"
        )
        en += f" → mean {en_number(mean)}; {en_number(top)} × {en_number(mean)}/{en_number(rule.case_max)}"
        return scored(top * mean / rule.case_max, vi, en, mean)

    def bounds(self, rule: CaseMeanRule, at: At) -> Bounds:
        return Fraction(0), top_of(rule.top, at)

    def words(self, rule: CaseMeanRule, at: At) -> tuple[Reason, ...]:
        vi = f"Bình quân điểm các hồ sơ (mỗi hồ sơ tối đa {vi_number(rule.case_max)})"
        en = f"Mean of the cases' marks (each at most {en_number(rule.case_max)})"
        if rule.places is not None:
            vi, en = f"{vi}, làm tròn {rule.places} chữ số", f"{en}, rounded to {rule.places} places"
        top = top_of(rule.top, at)
        tail_vi = f"Điểm = {vi_number(top)} × bình quân / {vi_number(rule.case_max)}"
        tail_en = f"Points = {en_number(top)} × mean / {en_number(rule.case_max)}"
        return (Reason(vi, en), Reason(tail_vi, tail_en))
