"""The details that a ranking keeps are word for word those of the score trees."""

from __future__ import annotations

import json
import zlib
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minhchung.rubric import NotApplicable, Rate, Rubric, evaluate, parse
from minhchung.rubric.batch import Batch, compile_rubric
from minhchung.rubric.batch_details import pack_details
from minhchung.rubric.context import Context
from minhchung.rubric.errors import RubricFailure
from minhchung.rubric.kept import Kept, KeptUnreadable
from minhchung.rubric.kept_words import number, rate
from minhchung.rubric.ranking import Entrant, score_group
from minhchung.rubric.score import Score
from minhchung.rubric.wording import rate_shown, vi_number
from tests.rubric.answering_at_random import contexts_for, entrants_for, trees


def told(score: Score) -> tuple[dict[str, Any], ...]:
    """A score tree in the plain form that is kept."""
    nodes = [each for each in score.walk() if each.code]
    return (
        {each.code: None if each.points is None else str(each.points) for each in nodes},
        {each.code: each.state for each in nodes},
        {
            each.code: None if each.max is None else str(each.max)
            for each in nodes
            if each.max != each.declared_max
        },
        {each.code: [[why.vi, why.en] for why in each.reasons] for each in nodes if each.reasons},
    )


def same_details(batch: Batch, trees_of: list[Score]) -> None:
    kept = Kept(pack_details(batch))

    assert kept.rows == len(trees_of)
    for row, score in enumerate(trees_of):
        found = kept.row(row)
        parts = (found.nodes, found.states, found.max, found.reasons)
        assert [json.dumps(part) for part in parts] == [json.dumps(part) for part in told(score)]


@given(trees(), st.integers(0, 2**32), st.data())
def test_details_are_those_of_every_score_tree(rubric: Rubric, seed: int, data: st.DataObject) -> None:
    entrants, context = entrants_for(rubric, Random(seed)), data.draw(contexts_for(rubric))
    try:
        wanted = score_group(rubric, entrants, context)
    except RubricFailure:
        return
    compiled = compile_rubric(rubric, context)

    same_details(compiled.score(compiled.columns(entrants)), [each.score for each in wanted.values()])


BANDS = """
rubric: thu
title: Thử
nodes:
  - label: A
    title: "Tỷ lệ \\"đúng hạn\\""
    max: 3
    not_applicable: drop
    rule:
      kind: bands
      measure: rate
      rows:
        - { when: ">= 95 %", points: 3 }
        - { when: ">= 80 %, < 94 %", points: "1,5", text: "dải \\"khá\\"" }
        - { when: ">= 50 %, < 80 %", points: "1,5" }
        - { when: "< 50 %", points: "1/3" }
    rounding: { places: 1 }
"""


LINEAR = """
rubric: thu
title: Thử
nodes:
  - label: A
    title: Tỷ lệ
    max: 3
    not_applicable: drop
    rule: { kind: linear, measure: rate, target: 80 %, coefficient: "0,5" }
    rounding: { places: 1 }
"""


@pytest.mark.parametrize("text", [BANDS, LINEAR])
@given(st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 5000)), min_size=1, max_size=40))
def test_rates_are_worded_as_the_engine_words_them(text: str, pairs: list[tuple[int, int]]) -> None:
    rubric = parse(text)
    entrants = {
        str(index): Entrant({"A": Rate(Fraction(min(pair)), Fraction(max(pair)))})
        for index, pair in enumerate(pairs)
    } | {"miễn": Entrant({"A": NotApplicable("không phát sinh", accepted=True)}), "chưa": Entrant({})}
    compiled = compile_rubric(rubric, Context(year=2023))

    same_details(
        compiled.score(compiled.columns(entrants)),
        [evaluate(rubric, each.answers) for each in entrants.values()],
    )


@given(st.fractions())
def test_figures_are_kept_as_they_are_worded_today(value: Fraction) -> None:
    assert number(value) == vi_number(value)


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_rates_are_kept_as_they_are_worded_today(num: int, den: int) -> None:
    num = min(num, den)
    shown = rate_shown(Fraction(num), Fraction(den))

    assert rate(num, den) == f"{vi_number(Fraction(num))}/{vi_number(Fraction(den))} = {shown}"


def test_a_record_of_another_format_is_refused() -> None:
    head = b'{"format": "minhchung-kept-9"}'

    with pytest.raises(KeptUnreadable, match="minhchung-kept-9"):
        Kept(zlib.compress(len(head).to_bytes(4, "big") + head))
    with pytest.raises(KeptUnreadable):
        Kept(b"not a record")
