"""options: yes/no (F2), one of several described states (F3), deadline (F5), negative option (F30), worst severity (F25)."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, cast

from minhchung.rubric.answers import Answer, Option, Ticks
from minhchung.rubric.data import Data, id_of, ids_of, listing, number_of, shown
from minhchung.rubric.errors import Fault, Reason
from minhchung.rubric.kinds.base import (
    At,
    Bounds,
    Input,
    Kind,
    Offer,
    Plain,
    dumped_choice,
    scored,
    undecided,
    wrong_answer,
)
from minhchung.rubric.model import Choice, OptionsRule
from minhchung.rubric.reader import Fields, ordinal_id
from minhchung.rubric.score import Outcome
from minhchung.rubric.wording import said


class OptionsKind(Kind[OptionsRule]):
    """Points by the described state that holds."""

    name = "options"
    rule_type = OptionsRule
    forms = ("F2", "F3", "F5", "F25", "F30")
    answer_types = (Option, Ticks)

    def read(self, fields: Fields) -> OptionsRule:
        choices = fields.needed_each("options", _read_choice)
        fields.unique_ids("options", [choice.id for choice in choices])
        pick = fields.choice("pick", ("one", "worst", "best"), "one")
        return OptionsRule(choices, cast(Literal["one", "worst", "best"], pick))

    def dump(self, rule: OptionsRule) -> dict[str, Plain]:
        plain: dict[str, Plain] = {"pick": rule.pick} if rule.pick != "one" else {}
        return plain | {
            "options": [dumped_choice(choice, index) for index, choice in enumerate(rule.choices)]
        }

    def inputs(self, rule: OptionsRule, at: At) -> tuple[Input, ...]:
        offers = tuple(Offer(choice.id, choice.text, choice.points) for choice in rule.choices)
        if rule.pick == "one":
            return (Input("option", "choice", "Chọn một mức", "Choose one", offers),)
        return (
            Input("ticks", "ticks", "Đánh dấu mọi mức đã xảy ra", "Tick everything that happened", offers),
        )

    def from_data(self, rule: OptionsRule, data: Data, at: At) -> Answer | list[Fault]:
        known = [(choice.id, choice.text) for choice in rule.choices]
        if isinstance(data, dict) and set(data) in ({"option"}, {"ticks"}):
            data = next(iter(data.values()))
        if rule.pick != "one" and (isinstance(data, (list, tuple)) or id_of(data, known) is not None):
            ticked = ids_of(data, at.place, known)
            return ticked if isinstance(ticked, list) else Ticks(ticked)
        found = id_of(data, known) or _by_points(rule, data, at)
        if found is not None:
            return Option(found)
        rule_text = Reason("Không có phương án này.", "There is no such option.")
        if _with_points(rule, data, at):
            rule_text = Reason("Nhiều phương án cùng số điểm này.", "Several options have these points.")
        return [Fault("A131", at.place, shown(data), rule_text, listing(known))]

    def score(self, rule: OptionsRule, answer: Answer, at: At) -> Outcome:
        match answer:
            case Option():
                choice = _choice(rule, answer.id)
                return _chosen(choice) if choice is not None else _unknown(answer.id)
            case Ticks() if rule.pick != "one":
                ticked = [choice for choice in rule.choices if choice.id in answer.ids]
                if not ticked:
                    return undecided("Không đánh dấu mức nào", "Nothing is ticked")
                extreme = min if rule.pick == "worst" else max
                return _chosen(extreme(ticked, key=lambda choice: choice.points))
            case _:
                raise wrong_answer(answer, at)

    def bounds(self, rule: OptionsRule, at: At) -> Bounds:
        points = [choice.points for choice in rule.choices]
        return min(points), max(points)

    def lowest(self, rule: OptionsRule, at: At) -> Fraction | None:
        marked = [choice.points for choice in rule.choices if choice.none]
        return marked[0] if marked else self.bounds(rule, at)[0]

    def words(self, rule: OptionsRule, at: At) -> tuple[Reason, ...]:
        lines = tuple(
            said(choice.text or choice.id, choice.text or choice.id, choice.points) for choice in rule.choices
        )
        if rule.pick == "one":
            return lines
        head = {
            "worst": Reason("Tính mức thấp nhất đã xảy ra:", "The lowest that happened counts:"),
            "best": Reason("Tính mức cao nhất đạt được:", "The highest reached counts:"),
        }
        return (head[rule.pick], *lines)


def _read_choice(fields: Fields, index: int) -> Choice:
    return Choice(
        id=fields.text("id") or ordinal_id(index),
        points=fields.needed_number("points"),
        text=fields.text("text"),
        none=fields.flag("none"),
        line=fields.whole("line"),
        place=fields.source.span,
    )


def _choice(rule: OptionsRule, wanted: str) -> Choice | None:
    return next((choice for choice in rule.choices if choice.id == wanted), None)


def _chosen(choice: Choice) -> Outcome:
    words = choice.text or choice.id
    return scored(choice.points, f"“{words}”", f'"{words}"')


def _unknown(wanted: str) -> Outcome:
    return undecided(f"Không có phương án “{wanted}”", f'There is no option "{wanted}"')


def _by_points(rule: OptionsRule, data: Data, at: At) -> str | None:
    """The option with just these points, when exactly one has them."""
    hits = _with_points(rule, data, at)
    return hits[0] if len(hits) == 1 else None


def _with_points(rule: OptionsRule, data: Data, at: At) -> list[str]:
    points = number_of(data, at.place)
    if isinstance(points, list):
        return []
    return [choice.id for choice in rule.choices if choice.points == points]
