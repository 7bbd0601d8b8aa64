"""best_of: the best of the alternatives that were answered (F24)."""

from __future__ import annotations

from fractions import Fraction

from minhchung.rubric.answers import Answer, Parts
from minhchung.rubric.data import Data
from minhchung.rubric.errors import Fault, Reason
from minhchung.rubric.kinds.base import At, Bounds, Input, Kind, Plain, kind_of
from minhchung.rubric.kinds.compound import (
    dump_parts,
    named_reasons,
    part_inputs,
    part_outcomes,
    part_words,
    parts_from_data,
    read_parts,
)
from minhchung.rubric.model import BestOfRule
from minhchung.rubric.reader import Fields
from minhchung.rubric.score import Outcome
from minhchung.rubric.wording import en_points, vi_points


class BestOfKind(Kind[BestOfRule]):
    """One alternative answered is enough; one that waits or is undecided holds the leaf, for it could be the best."""

    name = "best_of"
    rule_type = BestOfRule
    forms = ("F24",)
    answer_types = (Parts,)

    def read(self, fields: Fields) -> BestOfRule:
        return BestOfRule(read_parts(fields))

    def dump(self, rule: BestOfRule) -> dict[str, Plain]:
        return {"parts": dump_parts(rule.parts)}

    def inputs(self, rule: BestOfRule, at: At) -> tuple[Input, ...]:
        return tuple(
            one
            for part in rule.parts
            for one in part_inputs(part.rule, part.name, part.title, at.inside(part.name, part.top))
        )

    def from_data(self, rule: BestOfRule, data: Data, at: At) -> Answer | list[Fault]:
        return parts_from_data(rule.parts, data, at)

    def score(self, rule: BestOfRule, answer: Answer, at: At) -> Outcome:
        outcomes = [item for item in part_outcomes(rule.parts, answer, at) if item[1].state != "absent"]
        if not outcomes:
            return Outcome(
                "absent", None, (Reason("Chưa trả lời phương án nào", "No alternative is answered"),)
            )
        reasons = tuple(reason for part, outcome in outcomes for reason in named_reasons(part, outcome))
        for _, outcome in outcomes:
            if outcome.state in ("undecided", "pending"):
                return Outcome(outcome.state, None, reasons, outcome.value)
        known = [(outcome.points, part) for part, outcome in outcomes if outcome.points is not None]
        if not known:
            return Outcome("not_applicable", None, reasons)
        points, part = max(known, key=lambda item: item[0])
        title = part.title or part.name
        tail = Reason(f"Lấy cao nhất: {title} → {vi_points(points)}", f"Best: {title} → {en_points(points)}")
        return Outcome("scored", points, (*reasons, tail))

    def bounds(self, rule: BestOfRule, at: At) -> Bounds:
        inner = [kind_of(part.rule).bounds(part.rule, at.inside(part.name, part.top)) for part in rule.parts]
        lows = [low for low, _ in inner if low is not None]
        highs = [high for _, high in inner if high is not None]
        return min(lows) if len(lows) == len(inner) else None, max(highs) if len(highs) == len(
            inner
        ) else None

    def lowest(self, rule: BestOfRule, at: At) -> Fraction | None:
        inner = [kind_of(part.rule).lowest(part.rule, at.inside(part.name, part.top)) for part in rule.parts]
        known = [low for low in inner if low is not None]
        return max(known) if len(known) == len(inner) else None

    def words(self, rule: BestOfRule, at: At) -> tuple[Reason, ...]:
        head = Reason("Lấy phương án cao nhất trong các phương án sau:", "The best of these counts:")
        return (head, *part_words(rule.parts, at))
