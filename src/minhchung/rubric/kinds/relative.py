"""relative: a figure against a benchmark, the group's mean, median or best (F19)."""

from __future__ import annotations

from fractions import Fraction
from statistics import median
from typing import Literal, cast

from minhchung.rubric.answers import Answer
from minhchung.rubric.data import Data, measure_from_data
from minhchung.rubric.errors import Fault, Reason
from minhchung.rubric.kinds.base import At, Bounds, Input, Kind, Plain, pending, scored, top_of, undecided
from minhchung.rubric.kinds.measuring import (
    MEASURE_ANSWERS,
    Figure,
    dump_measure,
    dump_rows,
    figure,
    is_share,
    measure_inputs,
    measure_words,
    number_parameter,
    said_rows,
    score_rows,
)
from minhchung.rubric.model import Measure, RelativeRule
from minhchung.rubric.reader import Fields
from minhchung.rubric.score import Outcome
from minhchung.rubric.wording import en_number, percent, plain, vi_number

GROUP_WORDS = {
    "group_mean": ("bình quân của nhóm", "the group's mean"),
    "group_best": ("mức cao nhất của nhóm", "the group's best"),
    "group_median": ("trung vị của nhóm", "the group's median"),
}


class RelativeKind(Kind[RelativeRule]):
    """Bands over value / benchmark (or value − benchmark); without bands, top × min(1, ratio)."""

    name = "relative"
    rule_type = RelativeRule
    forms = ("F19",)
    answer_types = MEASURE_ANSWERS

    def read(self, fields: Fields) -> RelativeRule:
        measure = fields.measure()
        compare = cast(
            Literal["ratio", "difference"], fields.choice("compare", ("ratio", "difference"), "ratio")
        )
        rows = fields.rows("rows", share=compare == "ratio" or is_share(measure))
        if compare == "difference" and not rows:
            fields.need("rows")
        return RelativeRule(measure, fields.name("to"), compare, rows, fields.number("top"))

    def dump(self, rule: RelativeRule) -> dict[str, Plain]:
        fields: dict[str, Plain] = {"measure": dump_measure(rule.measure), "to": rule.to}
        if rule.compare != "ratio":
            fields["compare"] = rule.compare
        if rule.rows:
            fields["rows"] = dump_rows(rule.rows, share=_in_shares(rule))
        if rule.top is not None:
            fields["top"] = plain(rule.top)
        return fields

    def inputs(self, rule: RelativeRule, at: At) -> tuple[Input, ...]:
        return measure_inputs(rule.measure)

    def from_data(self, rule: RelativeRule, data: Data, at: At) -> Answer | list[Fault]:
        return measure_from_data(rule.measure, data, at.place)

    def score(self, rule: RelativeRule, answer: Answer, at: At) -> Outcome:
        found = figure(rule.measure, answer, at)
        if not isinstance(found, Figure):
            return found
        benchmark = _benchmark(rule, at)
        if isinstance(benchmark, Outcome):
            return benchmark
        against = _shown(rule.measure, benchmark)
        if rule.compare == "difference":
            gap = found.value - benchmark
            words = _shown(rule.measure, gap)
            compared = Figure(
                gap,
                f"{found.vi}; so với {against.vi}: {words.vi}",
                f"{found.en}; against {against.en}: {words.en}",
            )
        else:
            if benchmark == 0:
                return undecided(
                    f"{found.vi}; mức so sánh bằng 0", f"{found.en}; the benchmark is 0", found.value
                )
            ratio = found.value / benchmark
            words = percent(ratio)
            compared = Figure(
                ratio,
                f"{found.vi}; bằng {words.vi} của {against.vi}",
                f"{found.en}; {words.en} of {against.en}",
            )
        if rule.rows:
            return score_rows(rule.rows, compared, share=_in_shares(rule))
        top = top_of(rule.top, at)
        share = min(Fraction(1), max(Fraction(0), compared.value))
        return scored(
            top * share,
            f"{compared.vi}; {vi_number(top)} × min(1; tỷ lệ)",
            f"{compared.en}; {en_number(top)} × min(1, ratio)",
            compared.value,
        )

    def bounds(self, rule: RelativeRule, at: At) -> Bounds:
        if not rule.rows:
            return Fraction(0), top_of(rule.top, at)
        points = [row.points for row in rule.rows]
        return min(points), max(points)

    def lowest(self, rule: RelativeRule, at: At) -> Fraction | None:
        marked = [row.points for row in rule.rows if row.none]
        return marked[0] if marked else self.bounds(rule, at)[0]

    def words(self, rule: RelativeRule, at: At) -> tuple[Reason, ...]:
        what = measure_words(rule.measure)
        vi, en = GROUP_WORDS.get(rule.to, (rule.to, rule.to))
        head = Reason(f"{what.vi}, so với {vi}", f"{what.en}, against {en}")
        if rule.rows:
            return (head, *said_rows(rule.rows, share=_in_shares(rule)))
        top = top_of(rule.top, at)
        return (head, Reason(f"{vi_number(top)} × min(1; tỷ lệ)", f"{en_number(top)} × min(1, ratio)"))


def _in_shares(rule: RelativeRule) -> bool:
    return rule.compare == "ratio" or is_share(rule.measure)


def _benchmark(rule: RelativeRule, at: At) -> Fraction | Outcome:
    if rule.to not in GROUP_WORDS:
        return number_parameter(rule.to, at)
    group = at.context.group.get(at.code)
    if group is None or not group.complete or not group.values:
        return pending("Chờ đủ số liệu của cả nhóm", "Waits until all of the group are in")
    if rule.to == "group_best":
        return max(group.values)
    if rule.to == "group_median":
        return Fraction(median(group.values))
    return sum(group.values, Fraction(0)) / len(group.values)


def _shown(measure: Measure, value: Fraction) -> Reason:
    return percent(value) if is_share(measure) else Reason(vi_number(value), en_number(value))
