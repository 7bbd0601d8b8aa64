"""rank: points by place in the group, or by place on a published list (F20)."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, cast

from minhchung.rubric.answers import Answer, Count
from minhchung.rubric.data import Data, count_of, measure_from_data
from minhchung.rubric.errors import Fault, Reason
from minhchung.rubric.kinds.base import At, Bounds, Input, Kind, Plain, pending, undecided, wrong_answer
from minhchung.rubric.kinds.measuring import (
    MEASURE_ANSWERS,
    Figure,
    dump_measure,
    dump_rows,
    figure,
    measure_inputs,
    measure_words,
    said_rows,
    score_rows,
)
from minhchung.rubric.model import RankRule
from minhchung.rubric.reader import Fields
from minhchung.rubric.score import Outcome


class RankKind(Kind[RankRule]):
    """Equal figures share the better place (1, 2, 2, 4)."""

    name = "rank"
    rule_type = RankRule
    forms = ("F20",)
    answer_types = MEASURE_ANSWERS

    def read(self, fields: Fields) -> RankRule:
        measure = fields.measure() if fields.get("measure") is not None else None
        rows = fields.rows("rows", share=False)
        if not rows:
            fields.needed_each("rows", lambda row, index: row)
        best = cast(Literal["highest", "lowest"], fields.choice("best", ("highest", "lowest"), "highest"))
        return RankRule(rows, measure, best)

    def dump(self, rule: RankRule) -> dict[str, Plain]:
        fields: dict[str, Plain] = {}
        if rule.measure is not None:
            fields["measure"] = dump_measure(rule.measure)
        if rule.best != "highest":
            fields["best"] = rule.best
        return fields | {"rows": dump_rows(rule.rows, share=False)}

    def inputs(self, rule: RankRule, at: At) -> tuple[Input, ...]:
        if rule.measure is not None:
            return measure_inputs(rule.measure)
        return (Input("count", "integer", "Thứ hạng được công bố", "Published place", low=Fraction(1)),)

    def from_data(self, rule: RankRule, data: Data, at: At) -> Answer | list[Fault]:
        if rule.measure is not None:
            return measure_from_data(rule.measure, data, at.place)
        if isinstance(data, dict) and set(data) == {"count"}:
            data = data["count"]
        n = count_of(data, at.place)
        if isinstance(n, list):
            return n
        if n == 0:
            rule_text = Reason("Thứ hạng bắt đầu từ 1.", "Places begin at 1.")
            return [Fault("A105", at.place, "0", rule_text, Reason("Ghi thứ hạng.", "Give the place."))]
        return Count(n)

    def score(self, rule: RankRule, answer: Answer, at: At) -> Outcome:
        if rule.measure is None:
            if not isinstance(answer, Count):
                raise wrong_answer(answer, at)
            place = Fraction(answer.n)
            return score_rows(rule.rows, Figure(place, f"hạng {answer.n}", f"place {answer.n}"), share=False)
        found = figure(rule.measure, answer, at)
        if not isinstance(found, Figure):
            return found
        group = at.context.group.get(at.code)
        if group is None or not group.complete:
            return pending("Chờ đủ số liệu của cả nhóm để xếp hạng", "Waits until all of the group are in")
        if found.value not in group.values:
            return undecided(
                f"{found.vi}: không có trong số liệu của nhóm",
                f"{found.en}: not among the group's values",
                found.value,
            )
        ahead = sum(1 for value in group.values if _is_ahead(value, found.value, rule.best))
        of = len(group.values)
        shown = Figure(
            Fraction(ahead + 1),
            f"{found.vi} → hạng {ahead + 1}/{of}",
            f"{found.en} → place {ahead + 1} of {of}",
        )
        return score_rows(rule.rows, shown, share=False)

    def bounds(self, rule: RankRule, at: At) -> Bounds:
        points = [row.points for row in rule.rows]
        return min(points), max(points)

    def lowest(self, rule: RankRule, at: At) -> Fraction | None:
        marked = [row.points for row in rule.rows if row.none]
        return marked[0] if marked else self.bounds(rule, at)[0]

    def words(self, rule: RankRule, at: At) -> tuple[Reason, ...]:
        rows = said_rows(rule.rows, share=False)
        if rule.measure is None:
            return (Reason("Theo thứ hạng được công bố", "By the published place"), *rows)
        what = measure_words(rule.measure)
        order = ("cao nhất", "highest") if rule.best == "highest" else ("thấp nhất", "lowest")
        return (
            Reason(
                f"Thứ hạng trong nhóm theo {what.vi}, {order[0]} đứng đầu",
                f"Place in the group by {what.en}, {order[1]} first",
            ),
            *rows,
        )


def _is_ahead(value: Fraction, own: Fraction, best: Literal["highest", "lowest"]) -> bool:
    return value > own if best == "highest" else value < own
