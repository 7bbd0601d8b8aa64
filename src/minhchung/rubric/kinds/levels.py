"""levels: the maturity level reached × its weight (F21)."""

from __future__ import annotations

from minhchung.rubric.answers import Answer, Option
from minhchung.rubric.data import Data, id_of, listing, number_of, shown
from minhchung.rubric.errors import Fault, Reason
from minhchung.rubric.kinds.base import At, Bounds, Input, Kind, Offer, Plain, scored, undecided, wrong_answer
from minhchung.rubric.model import Level, LevelsRule
from minhchung.rubric.reader import Fields
from minhchung.rubric.score import Outcome
from minhchung.rubric.wording import en_number, plain, said, vi_number


class LevelsKind(Kind[LevelsRule]):
    """A level is named by its value: level 3 is answered `3`."""

    name = "levels"
    rule_type = LevelsRule
    forms = ("F21",)
    answer_types = (Option,)

    def read(self, fields: Fields) -> LevelsRule:
        levels = fields.needed_each(
            "levels", lambda item, index: Level(item.needed_number("value"), item.text("text"))
        )
        fields.unique_ids("levels", [plain(level.value) for level in levels])
        return LevelsRule(levels, fields.needed_number("weight"))

    def dump(self, rule: LevelsRule) -> dict[str, Plain]:
        levels: list[Plain] = []
        for level in rule.levels:
            text: dict[str, Plain] = {"text": level.text} if level.text else {}
            levels.append({"value": plain(level.value)} | text)
        return {"weight": plain(rule.weight), "levels": levels}

    def inputs(self, rule: LevelsRule, at: At) -> tuple[Input, ...]:
        offers = tuple(
            Offer(plain(level.value), f"Mức {vi_number(level.value)}" + (f": {level.text}" if level.text else ""), level.value * rule.weight)
            for level in rule.levels
        )  # fmt: skip
        return (Input("option", "choice", "Mức đạt được", "Level reached", offers),)

    def from_data(self, rule: LevelsRule, data: Data, at: At) -> Answer | list[Fault]:
        if isinstance(data, dict) and set(data) == {"option"}:
            data = data["option"]
        known = [(plain(level.value), level.text) for level in rule.levels]
        value = number_of(data, at.place)
        found = id_of(data, known) if isinstance(value, list) else id_of(plain(value), known)
        if found is not None:
            return Option(found)
        rule_text = Reason("Không có mức này.", "There is no such level.")
        return [Fault("A131", at.place, shown(data), rule_text, listing(known))]

    def score(self, rule: LevelsRule, answer: Answer, at: At) -> Outcome:
        if not isinstance(answer, Option):
            raise wrong_answer(answer, at)
        for level in rule.levels:
            if plain(level.value) == answer.id:
                vi = f"mức {vi_number(level.value)} × {vi_number(rule.weight)}"
                en = f"level {en_number(level.value)} × {en_number(rule.weight)}"
                return scored(level.value * rule.weight, vi, en, level.value)
        return undecided(f"Không có mức {answer.id}", f"There is no level {answer.id}")

    def bounds(self, rule: LevelsRule, at: At) -> Bounds:
        points = [level.value * rule.weight for level in rule.levels]
        return min(points), max(points)

    def words(self, rule: LevelsRule, at: At) -> tuple[Reason, ...]:
        return tuple(
            said(
                f"Mức {vi_number(level.value)}: {level.text}",
                f"Level {en_number(level.value)}: {level.text}",
                level.value * rule.weight,
            )
            for level in rule.levels
        )
