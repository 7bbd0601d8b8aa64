"""bands: a rate (F4), lateness in days (F6), a count (F7), a figure in a legal unit (F13), by explicit limits."""

from __future__ import annotations

from fractions import Fraction

from minhchung.rubric.answers import Answer, Option
from minhchung.rubric.data import Data, id_of, measure_from_data
from minhchung.rubric.errors import Fault, Reason
from minhchung.rubric.kinds.base import At, Bounds, Input, Kind, Plain, scored, undecided
from minhchung.rubric.kinds.measuring import (
    MEASURE_ANSWERS,
    Figure,
    dump_measure,
    dump_rows,
    figure,
    is_share,
    measure_inputs,
    measure_words,
    said_rows,
    score_rows,
    state_input,
)
from minhchung.rubric.model import BandsRule, Measure
from minhchung.rubric.reader import Fields
from minhchung.rubric.score import Outcome


class BandsKind(Kind[BandsRule]):
    """Points by the band a figure falls in; a state without figure is picked by its id."""

    name = "bands"
    rule_type = BandsRule
    forms = ("F4", "F6", "F7", "F13", "F33")
    answer_types = (*MEASURE_ANSWERS, Option)

    def read(self, fields: Fields) -> BandsRule:
        measure = fields.measure()
        rows = fields.rows("rows", share=is_share(measure))
        if not rows:
            fields.needed_each("rows", lambda row, index: row)
        return BandsRule(measure, rows)

    def dump(self, rule: BandsRule) -> dict[str, Plain]:
        return {
            "measure": dump_measure(rule.measure),
            "rows": dump_rows(rule.rows, share=is_share(rule.measure)),
        }

    def inputs(self, rule: BandsRule, at: At) -> tuple[Input, ...]:
        return (*measure_inputs(rule.measure), *state_input(rule.rows))

    def from_data(self, rule: BandsRule, data: Data, at: At) -> Answer | list[Fault]:
        states = [(row.id, row.text) for row in rule.rows if not row.limits and not row.otherwise]
        wanted = data["option"] if isinstance(data, dict) and set(data) == {"option"} else data
        if states and isinstance(wanted, str) and (found := id_of(wanted, states)) is not None:
            return Option(found)
        return measure_from_data(rule.measure, data, at.place)

    def score(self, rule: BandsRule, answer: Answer, at: At) -> Outcome:
        if isinstance(answer, Option):
            return _state(rule, answer.id)
        found = figure(rule.measure, answer, at)
        if not isinstance(found, Figure):
            return found
        return score_rows(rule.rows, found, share=is_share(rule.measure), unit=band_unit(rule.measure))

    def bounds(self, rule: BandsRule, at: At) -> Bounds:
        points = [row.points for row in rule.rows]
        return min(points), max(points)

    def lowest(self, rule: BandsRule, at: At) -> Fraction | None:
        marked = [row.points for row in rule.rows if row.none]
        return marked[0] if marked else self.bounds(rule, at)[0]

    def words(self, rule: BandsRule, at: At) -> tuple[Reason, ...]:
        rows = said_rows(rule.rows, share=is_share(rule.measure), unit=band_unit(rule.measure))
        return (measure_words(rule.measure), *rows)


def band_unit(measure: Measure) -> str:
    """The unit that limits are written in."""
    named = {"days": "ngày", "working_days": "ngày làm việc"}
    return named.get(measure.kind, measure.unit)


def _state(rule: BandsRule, wanted: str) -> Outcome:
    for row in rule.rows:
        if row.id == wanted and not row.limits and not row.otherwise:
            words = row.text or row.id
            return scored(row.points, f"“{words}”", f'"{words}"')
    return undecided(f"Không có trạng thái “{wanted}”", f'There is no state "{wanted}"')
