"""survey: how many people gave each answer, weighted (F23)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from minhchung.rubric.answers import Answer, Survey
from minhchung.rubric.data import FIX_PARTS, Data, count_of, fault
from minhchung.rubric.errors import Fault, Reason
from minhchung.rubric.kinds.base import (
    At,
    Bounds,
    Input,
    Kind,
    Plain,
    scored,
    top_of,
    undecided,
    wrong_answer,
    zero_outcome,
)
from minhchung.rubric.kinds.naming import unknown_names
from minhchung.rubric.model import SurveyLevel, SurveyRule
from minhchung.rubric.reader import Fields, ordinal_id
from minhchung.rubric.score import Outcome
from minhchung.rubric.wording import en_number, percent, plain, plain_share, vi_number


class SurveyKind(Kind[SurveyRule]):
    """top × Σ count × weight / Σ count."""

    name = "survey"
    rule_type = SurveyRule
    forms = ("F23",)
    answer_types = (Survey,)

    def read(self, fields: Fields) -> SurveyRule:
        levels = fields.needed_each("levels", _read_level)
        fields.unique_ids("levels", [level.id for level in levels])
        return SurveyRule(levels, fields.whole("sample"), fields.number("top"))

    def dump(self, rule: SurveyRule) -> dict[str, Plain]:
        fields: dict[str, Plain] = {}
        if rule.sample is not None:
            fields["sample"] = str(rule.sample)
        if rule.top is not None:
            fields["top"] = plain(rule.top)
        levels: list[Plain] = []
        for index, level in enumerate(rule.levels):
            one: dict[str, Plain] = {} if level.id == ordinal_id(index) else {"id": level.id}
            levels.append(
                one | {"weight": plain_share(level.weight)} | ({"text": level.text} if level.text else {})
            )
        return fields | {"levels": levels}

    def inputs(self, rule: SurveyRule, at: At) -> tuple[Input, ...]:
        return tuple(
            Input(
                f"survey.{level.id}",
                "integer",
                level.text or level.id,
                level.text or level.id,
                unit="phiếu",
                low=Fraction(0),
            )
            for level in rule.levels
        )

    def from_data(self, rule: SurveyRule, data: Data, at: At) -> Answer | list[Fault]:
        if isinstance(data, Mapping) and set(data) == {"survey"}:
            data = data["survey"]
        if not isinstance(data, Mapping):
            return fault(
                "A144", at.place, data, "Cần số phiếu từng mức.", "The number of each answer.", FIX_PARTS
            )
        ids = [level.id for level in rule.levels]
        faults = unknown_names(data, ids, at)
        counts: list[tuple[str, int]] = []
        for key in ids:
            if data.get(key) in (None, ""):
                continue
            n = count_of(data[key], at.inside(key).place)
            if isinstance(n, list):
                faults += n
            else:
                counts.append((key, n))
        return faults or Survey(tuple(counts))

    def score(self, rule: SurveyRule, answer: Answer, at: At) -> Outcome:
        if not isinstance(answer, Survey):
            raise wrong_answer(answer, at)
        counts = dict(answer.counts)
        missing = [level.text or level.id for level in rule.levels if level.id not in counts]
        if missing:
            names = ", ".join(missing)
            return Outcome("absent", None, (Reason(f"Chưa có số phiếu: {names}", f"Not counted: {names}"),))
        of = sum(counts[level.id] for level in rule.levels)
        if of == 0:
            return zero_outcome(at, "không có phiếu", "no answers")
        weighted = sum((counts[level.id] * level.weight for level in rule.levels), Fraction(0))
        share = weighted / of
        words = percent(share)
        if rule.sample is not None and of < rule.sample:
            return undecided(
                f"{of} phiếu, cần ít nhất {rule.sample}",
                f"{of} answers, at least {rule.sample} needed",
                share,
            )
        top = top_of(rule.top, at)
        vi = f"{of} phiếu, đạt {words.vi}; {vi_number(top)} × {words.vi}"
        en = f"{of} answers, {words.en} reached; {en_number(top)} × {words.en}"
        return scored(top * share, vi, en, share)

    def bounds(self, rule: SurveyRule, at: At) -> Bounds:
        weights = [level.weight for level in rule.levels]
        top = top_of(rule.top, at)
        return min(weights) * top, max(weights) * top

    def words(self, rule: SurveyRule, at: At) -> tuple[Reason, ...]:
        top = top_of(rule.top, at)
        lines = [
            Reason(
                f"{level.text or level.id}: {percent(level.weight).vi}",
                f"{level.text or level.id}: {percent(level.weight).en}",
            )
            for level in rule.levels
        ]
        head = Reason(
            f"{vi_number(top)} × bình quân các phiếu theo trọng số",
            f"{en_number(top)} × weighted mean of the answers",
        )
        if rule.sample is not None:
            lines.append(Reason(f"Ít nhất {rule.sample} phiếu", f"At least {rule.sample} answers"))
        return (head, *lines)


def _read_level(fields: Fields, index: int) -> SurveyLevel:
    return SurveyLevel(
        fields.text("id") or ordinal_id(index),
        fields.needed_number("weight", share=True),
        fields.text("text"),
    )
