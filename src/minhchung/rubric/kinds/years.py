"""years: one rule over several years, earlier answers from the context (F31)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal, cast

from minhchung.rubric.answers import ABSENT, Answer, Parts
from minhchung.rubric.data import Data
from minhchung.rubric.errors import Fault, Reason
from minhchung.rubric.kinds.base import At, Bounds, Input, Kind, Plain, kind_of, score_any
from minhchung.rubric.kinds.by_agency import ANY_ANSWER
from minhchung.rubric.kinds.compound import part_from_data, part_inputs
from minhchung.rubric.kinds.naming import unknown_names
from minhchung.rubric.kinds.nested import dump_rule, read_rule
from minhchung.rubric.model import GradedRule, YearsRule
from minhchung.rubric.reader import Fields
from minhchung.rubric.score import Outcome, State
from minhchung.rubric.wording import en_points, vi_points

_HOW = {
    "mean": ("Bình quân các năm", "Mean of the years"),
    "sum": ("Cộng các năm", "Sum of the years"),
    "worst": ("Năm thấp nhất", "The worst year"),
    "best": ("Năm cao nhất", "The best year"),
}
_HINDERING: tuple[State, ...] = ("absent", "undecided", "pending")


class YearsKind(Kind[YearsRule]):
    """Parts are named by the year. The period's own year may be answered without its name."""

    name = "years"
    rule_type = YearsRule
    forms = ("F31",)
    answer_types = ANY_ANSWER

    def read(self, fields: Fields) -> YearsRule:
        rule = read_rule(fields, "rule")
        count = fields.whole("count") if fields.need("count") is not None else None
        if count is not None and not 2 <= count <= 20:
            fields.fail(
                "R206",
                fields.get("count") or fields.source,
                Reason("Số năm phải từ 2 đến 20.", "2 to 20 years."),
                Reason("Ví dụ count: 3.", "Such as count: 3."),
            )
        how = cast(Literal["mean", "sum", "worst", "best"], fields.choice("how", tuple(_HOW), "mean"))
        return YearsRule(rule or GradedRule(), count or 2, how)

    def dump(self, rule: YearsRule) -> dict[str, Plain]:
        fields: dict[str, Plain] = {"count": str(rule.count)}
        if rule.how != "mean":
            fields["how"] = rule.how
        return fields | {"rule": dump_rule(rule.rule)}

    def inputs(self, rule: YearsRule, at: At) -> tuple[Input, ...]:
        return tuple(
            one
            for name in year_names(rule, at)
            if _earlier(name, at) is None
            for one in part_inputs(rule.rule, name, f"Năm {name}", at.inside(name))
        )

    def from_data(self, rule: YearsRule, data: Data, at: At) -> Answer | list[Fault]:
        names = year_names(rule, at)
        if not isinstance(data, Mapping) or not {str(key) for key in data} & set(names):
            data = {names[-1]: data}
        given: dict[object, Data] = {str(key): value for key, value in data.items()}
        faults = unknown_names(given, list(names), at)
        parts: list[tuple[str, Answer]] = []
        for name in names:
            found = part_from_data(rule.rule, given.get(name), at.inside(name))
            if isinstance(found, list):
                faults += found
            elif found != ABSENT:
                parts.append((name, found))
        return faults or (Parts(tuple(parts)) if parts else ABSENT)

    def score(self, rule: YearsRule, answer: Answer, at: At) -> Outcome:
        names = year_names(rule, at)
        given = (
            answer if isinstance(answer, Parts) and {key for key, _ in answer.parts} <= set(names) else None
        )
        outcomes: list[tuple[str, Outcome]] = []
        for name in names:
            one = given.get(name) if given is not None else (answer if name == names[-1] else ABSENT)
            if one == ABSENT:
                one = _earlier(name, at) or ABSENT
            outcomes.append((name, score_any(rule.rule, one, at.inside(name))))
        reasons = tuple(
            Reason(f"Năm {name}: {reason.vi}", f"Year {name}: {reason.en}")
            for name, outcome in outcomes
            for reason in outcome.reasons
        )
        for state in _HINDERING:
            held = next((outcome for _, outcome in outcomes if outcome.state == state), None)
            if held is not None:
                return Outcome(state, None, reasons, held.value)
        known = [outcome.points for _, outcome in outcomes if outcome.points is not None]
        if not known:
            return Outcome("not_applicable", None, reasons)
        points = _combined(rule, known)
        vi, en = _HOW[rule.how]
        return Outcome(
            "scored", points, (*reasons, Reason(f"{vi} → {vi_points(points)}", f"{en} → {en_points(points)}"))
        )

    def bounds(self, rule: YearsRule, at: At) -> Bounds:
        low, high = kind_of(rule.rule).bounds(rule.rule, at)
        if rule.how != "sum":
            return low, high
        return (low * rule.count if low is not None else None), (
            high * rule.count if high is not None else None
        )

    def lowest(self, rule: YearsRule, at: At) -> Fraction | None:
        return self.bounds(rule, at)[0]

    def words(self, rule: YearsRule, at: At) -> tuple[Reason, ...]:
        vi, en = _HOW[rule.how]
        head = Reason(f"{vi}: {', '.join(year_names(rule, at))}", f"{en}: {', '.join(year_names(rule, at))}")
        return (head, *kind_of(rule.rule).words(rule.rule, at))


def year_names(rule: YearsRule, at: At) -> tuple[str, ...]:
    """The years, oldest first: `2021`, or `N-2` while the period's year is not known."""
    back = range(rule.count - 1, -1, -1)
    if at.context.year:
        return tuple(str(at.context.year - years) for years in back)
    return tuple(f"N-{years}" if years else "N" for years in back)


def _earlier(name: str, at: At) -> Answer | None:
    """The answer of an earlier round, by the node's id, else its code."""
    if not name.isdigit() or int(name) == at.context.year:
        return None
    answers = at.context.earlier.get(int(name), {})
    found = answers.get(at.id) or answers.get(at.code)
    if isinstance(found, Parts) and any(key.isdigit() for key, _ in found.parts):
        return found.get(name)  # that year's round asked for several years too
    return found


def _combined(rule: YearsRule, known: list[Fraction]) -> Fraction:
    match rule.how:
        case "mean":
            return sum(known, Fraction(0)) / len(known)
        case "sum":
            return sum(known, Fraction(0))
        case "worst":
            return min(known)
        case "best":
            return max(known)
