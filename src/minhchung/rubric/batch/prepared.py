"""A rubric made ready for columns: how each leaf's answers lie in a column, what it asks, its scorer; answers read back."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from minhchung.rubric.answers import ABSENT, Absent, Answer, Rate
from minhchung.rubric.asking import place_of
from minhchung.rubric.columns import (
    PLAIN_SAID,
    SAID_GIVEN,
    Columns,
    LeafColumn,
    LeafForm,
    leaf_column,
    leaf_form,
)
from minhchung.rubric.context import Context
from minhchung.rubric.group_values import asks_group
from minhchung.rubric.leaf_columns import LeafScorer
from minhchung.rubric.leaf_wrapping import asked_traits, asks_years
from minhchung.rubric.model import Node, Rubric
from minhchung.rubric.ranking import Entrant


class Prepared:
    """A rubric and what all agencies share, ready to take answers as columns; what was once made of a leaf is kept."""

    def __init__(self, rubric: Rubric, context: Context) -> None:
        self.rubric, self.context = rubric, context
        self.forms = {
            leaf.code: leaf_form(rubric, leaf, place_of(rubric, leaf, context)) for leaf in rubric.leaves()
        }
        self.asks_group = asks_group(rubric)
        self.asked = {leaf.code: asked_traits(leaf) for leaf in rubric.leaves()}
        self.years = {
            leaf.code for leaf in rubric.leaves() if leaf.rule is not None and asks_years(leaf.rule)
        }
        self.simple = {
            node.code
            for node in rubric.walk()
            if node.combine == "sum" and node.children and all(is_simple(child) for child in node.children)
        }
        self._plain: dict[str, LeafScorer] = {}
        self._scorers: dict[tuple[str, tuple[object, ...]], LeafScorer] = {}

    def columns(self, entrants: Mapping[str, Entrant]) -> Columns:
        """Entrants as columns. Raises UnknownNode for an answer to a node the rubric lacks."""
        given: dict[str, list[Answer]] = {code: [ABSENT] * len(entrants) for code in self.forms}
        for row, entrant in enumerate(entrants.values()):
            for code, answer in entrant.answers.items():
                column = given.get(code)
                given[self.rubric.leaf(code).code if column is None else code][row] = answer
        return Columns(
            agencies=tuple(entrants),
            given=lambda row, code: given[code][row],
            leaves={code: leaf_column(self.forms[code], answers) for code, answers in given.items()},
            traits=[entrant.traits for entrant in entrants.values()],
            earlier={row: each.earlier for row, each in enumerate(entrants.values()) if each.earlier},
            exempt={row: each.exempt for row, each in enumerate(entrants.values()) if each.exempt},
        )

    def scorer(self, node: Node, context: Context) -> LeafScorer:
        """The leaf's scorer for agencies with these traits."""
        asked = self.asked[node.code]
        if not asked:
            plain = self._plain.get(node.code)
            if plain is None:
                plain = self._plain[node.code] = LeafScorer(self.rubric, node, context)
            return plain
        key = (node.code, tuple((name, context.traits.get(name)) for name in asked))
        found = self._scorers.get(key)
        if found is None:
            found = self._scorers[key] = LeafScorer(self.rubric, node, context)
        return found


def answers_of(prepared: Prepared, columns: Columns, row: int) -> dict[str, Answer]:
    """One agency's answers: as given, or read back from the columns."""
    found = {
        code: answer_to(prepared, columns, row, code) for code in columns.leaves if code in prepared.forms
    }
    return {code: answer for code, answer in found.items() if not isinstance(answer, Absent)}


def answer_to(prepared: Prepared, columns: Columns, row: int, code: str) -> Answer:
    """One agency's answer to one leaf: as given, or read back from the columns."""
    column = columns.leaves.get(code)
    if column is None:
        return ABSENT
    if columns.given is not None:
        return columns.given(row, code)
    return answer_at(prepared.forms[code], column, row)


def answer_at(form: LeafForm, column: LeafColumn, row: int) -> Answer:
    """The answer in one row."""
    said = column.said_at(row)
    if said < SAID_GIVEN:
        return PLAIN_SAID[said]
    if said > SAID_GIVEN:
        assert column.which is not None
        return column.others[int(column.which[row])]
    if column.value is not None:
        return form.answer(int(column.value[row]))
    assert column.num is not None and column.den is not None
    return Rate(Fraction(int(column.num[row])), Fraction(int(column.den[row])))


def is_simple(leaf: Node) -> bool:
    """Whether it is a leaf that nothing but its rule decides about."""
    return leaf.is_leaf and leaf.block == "normal" and is_free(leaf)


def is_free(node: Node) -> bool:
    """Whether no gate and no trait stands before a node."""
    own = node.not_applicable
    gated = node.gate is not None and node.gate.test is not None
    return not (node.when or gated or (own is not None and own.when))
