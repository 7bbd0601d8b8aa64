"""linear: in proportion to a figure (F14), up to a target (F15), with a coefficient."""

from __future__ import annotations

from fractions import Fraction

from minhchung.rubric.answers import Answer
from minhchung.rubric.data import Data, measure_from_data
from minhchung.rubric.errors import Fault, Reason
from minhchung.rubric.kinds.base import At, Bounds, Input, Kind, Plain, scored, top_of
from minhchung.rubric.kinds.measuring import (
    MEASURE_ANSWERS,
    Figure,
    dump_measure,
    figure,
    is_share,
    measure_inputs,
    measure_words,
    number_parameter,
)
from minhchung.rubric.model import LinearRule
from minhchung.rubric.reader import Fields, number_or_name
from minhchung.rubric.score import Outcome
from minhchung.rubric.wording import en_number, percent, plain, plain_share, vi_number

_ONE, _NONE = Fraction(1), Fraction(0)


class LinearKind(Kind[LinearRule]):
    """top × min(1, value / target) × coefficient; reversed: top × (1 − that share)."""

    name = "linear"
    rule_type = LinearRule
    forms = ("F14", "F15")
    answer_types = MEASURE_ANSWERS

    def read(self, fields: Fields) -> LinearRule:
        measure = fields.measure()
        target = fields.number("target", share=is_share(measure))
        if target is not None and target <= 0:
            fields.fail(
                "R201",
                fields.get("target") or fields.source,
                Reason("Mức cần đạt phải lớn hơn 0.", "The target must be above 0."),
                Reason("Ghi mức cần đạt, ví dụ 80 %.", "Give the target, such as 80 %."),
            )
            target = None
        if target is None and not is_share(measure):
            fields.need("target")
        return LinearRule(
            measure=measure,
            target=target,
            coefficient=number_or_name(fields, "coefficient"),
            reverse=fields.flag("reverse"),
            top=fields.number("top"),
        )

    def dump(self, rule: LinearRule) -> dict[str, Plain]:
        fields: dict[str, Plain] = {"measure": dump_measure(rule.measure)}
        if rule.target is not None:
            fields["target"] = plain_share(rule.target) if is_share(rule.measure) else plain(rule.target)
        if rule.coefficient is not None:
            fields["coefficient"] = (
                rule.coefficient if isinstance(rule.coefficient, str) else plain(rule.coefficient)
            )
        if rule.reverse:
            fields["reverse"] = "có"
        if rule.top is not None:
            fields["top"] = plain(rule.top)
        return fields

    def inputs(self, rule: LinearRule, at: At) -> tuple[Input, ...]:
        return measure_inputs(rule.measure)

    def from_data(self, rule: LinearRule, data: Data, at: At) -> Answer | list[Fault]:
        return measure_from_data(rule.measure, data, at.place)

    def score(self, rule: LinearRule, answer: Answer, at: At) -> Outcome:
        found = figure(rule.measure, answer, at)
        if not isinstance(found, Figure):
            return found
        factor = number_parameter(rule.coefficient, at) if rule.coefficient is not None else _ONE
        if isinstance(factor, Outcome):
            return factor
        top = top_of(rule.top, at)
        share = found.value if rule.target is None else found.value / rule.target
        if share.numerator < 0:
            share = _NONE
        elif share.numerator > share.denominator and not (rule.measure.may_exceed and rule.target is None):
            share = _ONE
        share = 1 - share if rule.reverse else share
        vi, en = _shown(rule, found, top, factor)
        points = top * share if factor is _ONE else top * share * factor
        return scored(points, vi, en, found.value)

    def bounds(self, rule: LinearRule, at: At) -> Bounds:
        if rule.measure.may_exceed and rule.target is None:
            return (None, top_of(rule.top, at)) if rule.reverse else (Fraction(0), None)
        factor = rule.coefficient if isinstance(rule.coefficient, Fraction) else Fraction(1)
        return Fraction(0), top_of(rule.top, at) * factor

    def lowest(self, rule: LinearRule, at: At) -> Fraction | None:
        return Fraction(0)

    def words(self, rule: LinearRule, at: At) -> tuple[Reason, ...]:
        what = measure_words(rule.measure)
        top = top_of(rule.top, at)
        vi, en = f"{vi_number(top)} × tỷ lệ", f"{en_number(top)} × rate"
        if rule.reverse:
            vi, en = f"{vi_number(top)} × (1 − tỷ lệ)", f"{en_number(top)} × (1 − rate)"
        if rule.target is not None:
            target = percent(rule.target) if is_share(rule.measure) else None
            to_vi, to_en = (
                (target.vi, target.en) if target else (vi_number(rule.target), en_number(rule.target))
            )
            vi += f" / {to_vi}, đạt từ {to_vi} trở lên tính đủ"
            en += f" / {to_en}; from {to_en} on it counts in full"
        if rule.coefficient is not None:
            name = rule.coefficient if isinstance(rule.coefficient, str) else vi_number(rule.coefficient)
            vi, en = f"{vi} × hệ số {name}", f"{en} × coefficient {name}"
        return (what, Reason(vi, en))


def _shown(rule: LinearRule, found: Figure, top: Fraction, factor: Fraction) -> tuple[str, str]:
    vi, en = f"{found.vi}; {vi_number(top)} × ", f"{found.en}; {en_number(top)} × "
    share_vi, share_en = "tỷ lệ", "rate"
    if rule.target is not None:
        if is_share(rule.measure):
            to = percent(rule.target)
            share_vi, share_en = f"min(1; tỷ lệ / {to.vi})", f"min(1, rate / {to.en})"
        else:
            share_vi = f"min(1; giá trị / {vi_number(rule.target)})"
            share_en = f"min(1, value / {en_number(rule.target)})"
    if rule.reverse:
        share_vi, share_en = f"(1 − {share_vi})", f"(1 − {share_en})"
    if rule.coefficient is not None:
        share_vi, share_en = f"{share_vi} × {vi_number(factor)}", f"{share_en} × {en_number(factor)}"
    return vi + share_vi, en + share_en
