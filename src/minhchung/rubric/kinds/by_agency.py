"""by_agency: another rule for another type of agency (F26)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from minhchung.rubric.answers import (
    Answer,
    Count,
    Counts,
    Date,
    Days,
    Mark,
    Marks,
    Number,
    Option,
    Parts,
    Percent,
    Rate,
    Survey,
    Ticks,
)
from minhchung.rubric.data import Data, fault
from minhchung.rubric.errors import Fault, Reason
from minhchung.rubric.kinds.base import At, Bounds, Input, Kind, Plain, kind_of, score_any, undecided
from minhchung.rubric.kinds.nested import dump_rule, read_rule
from minhchung.rubric.kinds.when import dump_when, read_when
from minhchung.rubric.model import AgencyCase, ByAgencyRule
from minhchung.rubric.reader import Fields
from minhchung.rubric.score import Outcome
from minhchung.rubric.traits import holds, unknown_traits, when_in_words

ANY_ANSWER: tuple[type[Any], ...] = (
    Option, Rate, Percent, Count, Counts, Number, Date, Days, Ticks, Mark, Marks, Survey, Parts,
)  # fmt: skip


class ByAgencyKind(Kind[ByAgencyRule]):
    """Exactly one case must hold for an agency, else undecided."""

    name = "by_agency"
    rule_type = ByAgencyRule
    forms = ("F26",)
    answer_types = ANY_ANSWER

    def read(self, fields: Fields) -> ByAgencyRule:
        cases = fields.needed_each("cases", _read_case)
        return ByAgencyRule(tuple(case for case in cases if case is not None))

    def dump(self, rule: ByAgencyRule) -> dict[str, Plain]:
        cases: list[Plain] = []
        for case in rule.cases:
            title: dict[str, Plain] = {"title": case.title} if case.title else {}
            cases.append({"when": dump_when(case.when)} | title | {"rule": dump_rule(case.rule)})
        return {"cases": cases}

    def inputs(self, rule: ByAgencyRule, at: At) -> tuple[Input, ...]:
        case = _case(rule, at)
        return kind_of(case.rule).inputs(case.rule, at) if isinstance(case, AgencyCase) else ()

    def from_data(self, rule: ByAgencyRule, data: Data, at: At) -> Answer | list[Fault]:
        case = _case(rule, at)
        if isinstance(case, AgencyCase):
            answer: Answer | list[Fault] = kind_of(case.rule).from_data(case.rule, data, at)
            return answer
        reason = case.reasons[0]
        fix = Reason("Bổ sung đặc điểm của cơ quan.", "Complete the agency's traits.")
        return fault("A150", at.place, data, reason.vi, reason.en, fix)

    def score(self, rule: ByAgencyRule, answer: Answer, at: At) -> Outcome:
        case = _case(rule, at)
        return score_any(case.rule, answer, at) if isinstance(case, AgencyCase) else case

    def bounds(self, rule: ByAgencyRule, at: At) -> Bounds:
        case = _case(rule, at)
        if isinstance(case, AgencyCase):
            return kind_of(case.rule).bounds(case.rule, at)
        inner = [kind_of(one.rule).bounds(one.rule, at) for one in rule.cases]
        lows = [low for low, _ in inner if low is not None]
        highs = [high for _, high in inner if high is not None]
        return min(lows) if len(lows) == len(inner) else None, max(highs) if len(highs) == len(
            inner
        ) else None

    def lowest(self, rule: ByAgencyRule, at: At) -> Fraction | None:
        case = _case(rule, at)
        return kind_of(case.rule).lowest(case.rule, at) if isinstance(case, AgencyCase) else None

    def words(self, rule: ByAgencyRule, at: At) -> tuple[Reason, ...]:
        case = _case(rule, at)
        if isinstance(case, AgencyCase):
            return kind_of(case.rule).words(case.rule, at)
        lines: list[Reason] = []
        for one in rule.cases:
            who = when_in_words(one.when)
            title_vi, title_en = one.title or who.vi, one.title or who.en
            lines += [
                Reason(f"{title_vi}: {line.vi}", f"{title_en}: {line.en}")
                for line in kind_of(one.rule).words(one.rule, at)
            ]
        return tuple(lines)


def _case(rule: ByAgencyRule, at: At) -> AgencyCase | Outcome:
    """The one case in force; undecided when none or several are, or a trait is not known."""
    traits = at.context.traits
    unknown = sorted({name for case in rule.cases for name in unknown_traits(case.when, traits)})
    hits = [case for case in rule.cases if holds(case.when, traits)]
    if len(hits) == 1 and all(holds(case.when, traits) is not None for case in rule.cases):
        return hits[0]
    if unknown:
        names = ", ".join(unknown)
        return undecided(
            f"Chưa biết đặc điểm của cơ quan: {names}", f"Traits of the agency not known: {names}"
        )
    how_many = ("Không nhánh nào", "No branch") if not hits else ("Nhiều nhánh cùng", "Several branches")
    return undecided(
        f"{how_many[0]} áp dụng cho loại cơ quan này", f"{how_many[1]} apply to this type of agency"
    )


def _read_case(fields: Fields, index: int) -> AgencyCase | None:
    when, title = read_when(fields, "when"), fields.text("title")
    rule = read_rule(fields, "rule")
    return AgencyCase(when, rule, title) if rule is not None else None
