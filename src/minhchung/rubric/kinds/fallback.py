"""fallback: another rule when the figure does not exist (F27)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from minhchung.rubric.answers import ABSENT, Answer, Parts
from minhchung.rubric.data import Data
from minhchung.rubric.errors import Fault, Reason
from minhchung.rubric.kinds.base import (
    At,
    Bounds,
    Input,
    Kind,
    Offer,
    Plain,
    kind_of,
    score_any,
    wrong_answer,
)
from minhchung.rubric.kinds.compound import part_from_data, part_inputs
from minhchung.rubric.kinds.nested import dump_rule, read_rule
from minhchung.rubric.model import FallbackRule, GradedRule, Rule
from minhchung.rubric.reader import Fields
from minhchung.rubric.score import Outcome

_EXISTS = Reason("Có số liệu", "The figure exists")
_LACKS = Reason("Không có số liệu", "The figure does not exist")


class FallbackKind(Kind[FallbackRule]):
    """Answered by the part that holds: `datum`, or `otherwise`."""

    name = "fallback"
    rule_type = FallbackRule
    forms = ("F27",)
    answer_types = (Parts,)

    def read(self, fields: Fields) -> FallbackRule:
        datum, otherwise = read_rule(fields, "datum"), read_rule(fields, "otherwise")
        return FallbackRule(datum or GradedRule(), otherwise or GradedRule(), fields.text("question"))

    def dump(self, rule: FallbackRule) -> dict[str, Plain]:
        fields: dict[str, Plain] = {"question": rule.question} if rule.question else {}
        return fields | {"datum": dump_rule(rule.datum), "otherwise": dump_rule(rule.otherwise)}

    def inputs(self, rule: FallbackRule, at: At) -> tuple[Input, ...]:
        offers = (Offer("datum", _EXISTS.vi), Offer("otherwise", _LACKS.vi))
        label = rule.question or "Có số liệu không?"
        which = Input("which", "choice", label, rule.question or "Does the figure exist?", offers)
        return (
            which,
            *part_inputs(rule.datum, "datum", _EXISTS.vi, at.inside("datum")),
            *part_inputs(rule.otherwise, "otherwise", _LACKS.vi, at.inside("otherwise")),
        )

    def from_data(self, rule: FallbackRule, data: Data, at: At) -> Answer | list[Fault]:
        if not isinstance(data, Mapping) or not set(data) <= {"which", "datum", "otherwise"}:
            data = {"datum": data}
        which = data.get("which")
        given = [name for name in ("datum", "otherwise") if data.get(name) not in (None, "")]
        if which in ("datum", "otherwise"):
            given = [str(which)]
        if len(given) > 1:
            rule_text = Reason("Chỉ trả lời một nhánh.", "Answer one branch only.")
            return [
                Fault(
                    "A145", at.place, "datum, otherwise", rule_text, Reason("Bỏ bớt một nhánh.", "Drop one.")
                )
            ]
        if not given:
            return ABSENT
        branch = rule.datum if given[0] == "datum" else rule.otherwise
        found = part_from_data(branch, data.get(given[0]), at.inside(given[0]))
        if isinstance(found, list):
            return found
        return ABSENT if found == ABSENT else Parts(((given[0], found),))

    def score(self, rule: FallbackRule, answer: Answer, at: At) -> Outcome:
        if not isinstance(answer, Parts):
            raise wrong_answer(answer, at)
        other = answer.get("otherwise")
        name: str
        branch: Rule
        if other != ABSENT:
            name, branch, head = "otherwise", rule.otherwise, _LACKS
        else:
            name, branch, head = "datum", rule.datum, _EXISTS
        outcome = score_any(branch, answer.get(name), at.inside(name))
        reasons = tuple(Reason(f"{head.vi}: {one.vi}", f"{head.en}: {one.en}") for one in outcome.reasons)
        return Outcome(outcome.state, outcome.points, reasons, outcome.value)

    def bounds(self, rule: FallbackRule, at: At) -> Bounds:
        first = kind_of(rule.datum).bounds(rule.datum, at)
        second = kind_of(rule.otherwise).bounds(rule.otherwise, at)
        low = min(first[0], second[0]) if first[0] is not None and second[0] is not None else None
        high = max(first[1], second[1]) if first[1] is not None and second[1] is not None else None
        return low, high

    def lowest(self, rule: FallbackRule, at: At) -> Fraction | None:
        first = kind_of(rule.datum).lowest(rule.datum, at)
        second = kind_of(rule.otherwise).lowest(rule.otherwise, at)
        return min(first, second) if first is not None and second is not None else None

    def words(self, rule: FallbackRule, at: At) -> tuple[Reason, ...]:
        lines: list[Reason] = []
        for head, branch in ((_EXISTS, rule.datum), (_LACKS, rule.otherwise)):
            lines += [
                Reason(f"{head.vi}: {line.vi}", f"{head.en}: {line.en}")
                for line in kind_of(branch).words(branch, at)
            ]
        return tuple(lines)
