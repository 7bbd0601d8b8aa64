"""steps: from a base, each further X adds Y, at most Z (F17)."""

from __future__ import annotations

from fractions import Fraction

from minhchung.rubric.answers import Answer
from minhchung.rubric.data import Data, measure_from_data
from minhchung.rubric.errors import Fault, Reason
from minhchung.rubric.kinds.base import At, Bounds, Input, Kind, Plain, clipped, scored, undecided
from minhchung.rubric.kinds.measuring import (
    MEASURE_ANSWERS,
    Figure,
    dump_measure,
    figure,
    is_share,
    measure_inputs,
    measure_words,
)
from minhchung.rubric.model import Measure, StepsRule
from minhchung.rubric.reader import Fields
from minhchung.rubric.score import Outcome
from minhchung.rubric.wording import en_number, en_points, percent, plain, plain_share, vi_number, vi_points


class StepsKind(Kind[StepsRule]):
    """Full steps above the base add; begun steps below it take."""

    name = "steps"
    rule_type = StepsRule
    forms = ("F17",)
    answer_types = MEASURE_ANSWERS

    def read(self, fields: Fields) -> StepsRule:
        measure = fields.measure()
        share = is_share(measure)
        every = fields.needed_number("every", share=share)
        if every <= 0:
            fields.fail(
                "R202",
                fields.get("every") or fields.source,
                Reason("Mỗi bậc phải lớn hơn 0.", "A step must be above 0."),
                Reason("Ghi độ lớn một bậc, ví dụ 5 %.", "Give the size of a step, such as 5 %."),
            )
            every = Fraction(1)
        return StepsRule(
            measure=measure,
            base=fields.needed_number("base", share=share),
            points=fields.needed_number("points"),
            every=every,
            add=fields.number("add") or Fraction(0),
            subtract=fields.number("subtract") or Fraction(0),
            below=fields.number("below"),
            low=fields.number("low"),
            high=fields.number("high"),
        )

    def dump(self, rule: StepsRule) -> dict[str, Plain]:
        write = plain_share if is_share(rule.measure) else plain
        fields: dict[str, Plain] = {
            "measure": dump_measure(rule.measure),
            "base": write(rule.base),
            "points": plain(rule.points),
            "every": write(rule.every),
        }
        for key, value in (("add", rule.add), ("subtract", rule.subtract)):
            if value:
                fields[key] = plain(value)
        for key, bound in (("below", rule.below), ("low", rule.low), ("high", rule.high)):
            if bound is not None:
                fields[key] = plain(bound)
        return fields

    def inputs(self, rule: StepsRule, at: At) -> tuple[Input, ...]:
        return measure_inputs(rule.measure)

    def from_data(self, rule: StepsRule, data: Data, at: At) -> Answer | list[Fault]:
        return measure_from_data(rule.measure, data, at.place)

    def score(self, rule: StepsRule, answer: Answer, at: At) -> Outcome:
        found = figure(rule.measure, answer, at)
        if not isinstance(found, Figure):
            return found
        gap = (found.value - rule.base) / rule.every
        base = _shown(rule.measure, rule.base)
        if gap >= 0:
            steps = gap.numerator // gap.denominator
            points = rule.points + steps * rule.add
            vi = f"{found.vi} → {vi_number(rule.points)} + {steps} × {vi_number(rule.add)}"
            en = f"{found.en} → {en_number(rule.points)} + {steps} × {en_number(rule.add)}"
        elif rule.subtract:
            steps = -(gap.numerator // gap.denominator)
            points = rule.points - steps * rule.subtract
            vi = f"{found.vi} → {vi_number(rule.points)} − {steps} × {vi_number(rule.subtract)}"
            en = f"{found.en} → {en_number(rule.points)} − {steps} × {en_number(rule.subtract)}"
        elif rule.below is not None:
            points = rule.below
            vi, en = f"{found.vi} → dưới mức {base.vi}", f"{found.en} → under {base.en}"
        else:
            return undecided(
                f"{found.vi} → dưới mức {base.vi}, bộ tiêu chí không nói",
                f"{found.en} → under {base.en}, the rubric does not say",
                found.value,
            )
        held, bound = clipped(points, rule.low, rule.high)
        return scored(held, vi + bound.vi, en + bound.en, found.value)

    def bounds(self, rule: StepsRule, at: At) -> Bounds:
        known_low = [rule.points] if not rule.subtract else []
        if rule.below is not None and known_low:
            known_low.append(rule.below)
        low = rule.low if rule.low is not None else (min(known_low) if known_low else None)
        high = rule.high
        if high is None and not rule.add:
            high = max(rule.points, rule.below or rule.points, rule.low or rule.points)
        return low, high

    def words(self, rule: StepsRule, at: At) -> tuple[Reason, ...]:
        base, every = _shown(rule.measure, rule.base), _shown(rule.measure, rule.every)
        lines = [
            measure_words(rule.measure),
            Reason(f"Đạt {base.vi} → {vi_points(rule.points)}", f"At {base.en} → {en_points(rule.points)}"),
        ]
        if rule.add:
            lines.append(
                Reason(
                    f"Cứ đủ thêm {every.vi} cộng {vi_points(rule.add)}",
                    f"Each full {every.en} more adds {en_points(rule.add)}",
                )
            )
        if rule.subtract:
            lines.append(
                Reason(
                    f"Cứ thiếu {every.vi} trừ {vi_points(rule.subtract)}",
                    f"Each {every.en} begun below takes {en_points(rule.subtract)}",
                )
            )
        elif rule.below is not None:
            lines.append(
                Reason(
                    f"Dưới {base.vi} → {vi_points(rule.below)}", f"Under {base.en} → {en_points(rule.below)}"
                )
            )
        if rule.high is not None:
            lines.append(Reason(f"Tối đa {vi_points(rule.high)}", f"At most {en_points(rule.high)}"))
        return tuple(lines)


def _shown(measure: Measure, value: Fraction) -> Reason:
    if is_share(measure):
        return percent(value)
    unit = f" {measure.unit}" if measure.unit else ""
    return Reason(f"{vi_number(value)}{unit}", f"{en_number(value)}{unit}")
