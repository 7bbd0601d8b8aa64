"""conditions: rows of conditions over several figures at once (F32)."""

from __future__ import annotations

from fractions import Fraction

from minhchung.rubric.answers import Answer, Parts
from minhchung.rubric.data import Data
from minhchung.rubric.errors import Fault, Reason
from minhchung.rubric.expression import DividedByZero, evaluate_expression, parse_expression
from minhchung.rubric.kinds.base import (
    At,
    Bounds,
    Input,
    Kind,
    Plain,
    scored,
    undecided,
    wrong_answer,
    zero_outcome,
)
from minhchung.rubric.kinds.formula import check_expression, known_values
from minhchung.rubric.kinds.measuring import dump_named, measure_words
from minhchung.rubric.kinds.naming import figures_of, named_from_data, named_inputs
from minhchung.rubric.model import ConditionRow, ConditionsRule
from minhchung.rubric.reader import Fields, ordinal_id
from minhchung.rubric.score import Outcome
from minhchung.rubric.wording import en_points, plain, said, vi_number


class ConditionsKind(Kind[ConditionsRule]):
    """The row whose condition holds; `otherwise` takes the rest."""

    name = "conditions"
    rule_type = ConditionsRule
    forms = ("F32",)
    answer_types = (Parts,)

    def read(self, fields: Fields) -> ConditionsRule:
        inputs = fields.named_measures("inputs")
        rows = fields.needed_each("rows", _read_row)
        fields.unique_ids("rows", [row.id for row in rows])
        return ConditionsRule(inputs, rows)

    def dump(self, rule: ConditionsRule) -> dict[str, Plain]:
        rows: list[Plain] = [_dump_row(row, index) for index, row in enumerate(rule.rows)]
        return {"inputs": dump_named(rule.inputs), "rows": rows}

    def inputs(self, rule: ConditionsRule, at: At) -> tuple[Input, ...]:
        return named_inputs(rule.inputs)

    def from_data(self, rule: ConditionsRule, data: Data, at: At) -> Answer | list[Fault]:
        return named_from_data(rule.inputs, data, at)

    def score(self, rule: ConditionsRule, answer: Answer, at: At) -> Outcome:
        if not isinstance(answer, Parts):
            raise wrong_answer(answer, at)
        found = figures_of(rule.inputs, answer, at)
        if isinstance(found, Outcome):
            return found
        values = known_values(tuple(row.when for row in rule.rows if row.when), found, at)
        if isinstance(values, Outcome):
            return values
        vi = "; ".join(f"{name} = {one.vi}" for name, one in found.items())
        en = "; ".join(f"{name} = {one.en}" for name, one in found.items())
        try:
            hits = [
                row
                for row in rule.rows
                if row.when and evaluate_expression(parse_expression(row.when), values)
            ]
        except DividedByZero:
            return zero_outcome(at, vi, en)
        hits = hits or [row for row in rule.rows if row.otherwise]
        if not hits:
            return undecided(f"{vi} → không dòng nào nhận", f"{en} → no row takes it")
        if any(row.points != hits[0].points for row in hits):
            both_vi = " và ".join(f"“{_name(row)}” ({vi_number(row.points)} điểm)" for row in hits)
            both_en = " and ".join(f'"{_name(row)}" ({en_points(row.points)})' for row in hits)
            return undecided(f"{vi} → thuộc cả {both_vi}", f"{en} → in both {both_en}")
        row = hits[0]
        words_vi, words_en = (
            (_name(row), _name(row)) if not row.otherwise else ("các trường hợp còn lại", "all other cases")
        )
        return scored(row.points, f"{vi} → {words_vi}", f"{en} → {words_en}")

    def bounds(self, rule: ConditionsRule, at: At) -> Bounds:
        points = [row.points for row in rule.rows]
        return min(points), max(points)

    def lowest(self, rule: ConditionsRule, at: At) -> Fraction | None:
        marked = [row.points for row in rule.rows if row.none]
        return marked[0] if marked else self.bounds(rule, at)[0]

    def words(self, rule: ConditionsRule, at: At) -> tuple[Reason, ...]:
        names = [(item.name, measure_words(item.measure)) for item in rule.inputs]
        lines = [Reason(f"{name}: {words.vi}", f"{name}: {words.en}") for name, words in names]
        for row in rule.rows:
            vi, en = (_name(row), _name(row)) if not row.otherwise else ("Còn lại", "Otherwise")
            lines.append(said(vi, en, row.points))
        return tuple(lines)


def _name(row: ConditionRow) -> str:
    return row.text or row.when or row.id


def _read_row(fields: Fields, index: int) -> ConditionRow:
    when = fields.needed_text("when")
    otherwise = when == "otherwise"
    if when and not otherwise:
        check_expression(fields, "when", when, truth=True)
    return ConditionRow(
        id=fields.text("id") or ordinal_id(index),
        points=fields.needed_number("points"),
        when="" if otherwise else when,
        text=fields.text("text"),
        otherwise=otherwise,
        none=fields.flag("none"),
        line=fields.whole("line"),
        place=fields.source.span,
    )


def _dump_row(row: ConditionRow, index: int) -> dict[str, Plain]:
    fields: dict[str, Plain] = {} if row.id == ordinal_id(index) else {"id": row.id}
    fields["when"] = "otherwise" if row.otherwise else row.when
    fields["points"] = plain(row.points)
    if row.text:
        fields["text"] = row.text
    if row.none:
        fields["none"] = "có"
    if row.line is not None:
        fields["line"] = str(row.line)
    return fields
