"""A batch is ranked as `rank` ranks the same agencies: ties, their chain, classes, and who waits for what."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minhchung.rubric import ABSENT, Answer, Count, Mark, NotApplicable, Option, Rubric, parse
from minhchung.rubric.batch import compile_rubric
from minhchung.rubric.batch_ranking import rank_batch
from minhchung.rubric.context import Context
from minhchung.rubric.errors import RubricFailure
from minhchung.rubric.ranking import Entrant, rank, score_group
from tests.rubric.answering_at_random import contexts_for, entrants_for, trees

RANKED = """
rubric: thu
title: Thử
total: 10
parameters: [ { name: khong_ky_luat, title: Không có kỷ luật, kind: yes_no } ]
nodes:
  - label: A
    title: Một
    max: 6
    children:
      - { label: "1", title: Chấm, max: 4, rule: { kind: graded, step: 1 }, not_applicable: drop }
      - { label: "2", title: Chọn, max: 2, rule: { kind: options, options: [ { points: 2 }, { points: 1 }, { points: 0 } ] } }
  - { label: B, title: Trừ, max: 4, rule: { kind: deductions, items: [ { each: 1 } ] } }
"""
CLASSES = """
classes:
  bands:
    - { name: Tốt, when: ">= 8", minimum: [ { node: A, share: ">= 50 %" } ], no_zero: all }
    - { name: Khá, share: ">= 50 %", conditions: [ { text: Không kỷ luật, declared: khong_ky_luat } ] }
    - { name: Yếu, when: ">= 0" }
  vetoes: [ { node: A.2, option: [c], to: Yếu } ]
  caps: [ { node: B, points: "<= 1", at_most: Khá } ]
"""
CHAINS = (
    "",
    "tie_break: [ { node: A.1, order: high }, fewer_deductions ]\n",
    "tie_break: [ more_full_marks, fewer_zeros, vote ]\n",
    "tie_break: [ { node: B, order: low }, vote ]\n",
)


def same_ranking(rubric: Rubric, entrants: dict[str, Entrant], context: Context) -> None:
    wanted = rank(rubric, score_group(rubric, entrants, context), group="I")
    compiled = compile_rubric(rubric, context)
    batch = compiled.score(compiled.columns(entrants))
    found = rank_batch(batch, group="I")

    names = (
        "agency",
        "total",
        "rank",
        "tied",
        "class_name",
        "missing",
        "undecided",
        "pending",
        "reasons",
        "group",
    )
    for row, expected in zip(found, wanted, strict=True):
        assert [getattr(row, name) for name in names] == [getattr(expected, name) for name in names]
        assert row.score == expected.score
    ranks = batch.ranks()
    if not rubric.tie_break:
        places = {row.agency: row.rank or 0 for row in wanted}
        assert [int(each) for each in ranks] == [places[agency] for agency in entrants]


def answers_at_random(at_random: Random) -> dict[str, Answer]:
    mark: Answer = Mark(Fraction(at_random.randint(0, 4)))
    return {
        "A.1": NotApplicable("", accepted=True) if at_random.random() < 0.15 else mark,
        "A.2": Option(at_random.choice("aabc")),
        "B": Count(at_random.randint(0, 4)) if at_random.random() < 0.95 else ABSENT,
    }


@pytest.mark.parametrize("chain", CHAINS)
@pytest.mark.parametrize("declared", [True, False, None])
def test_ties_chain_and_classes_are_those_of_rank(chain: str, declared: bool | None) -> None:
    rubric = parse(RANKED + CLASSES + chain)
    at_random = Random(7)
    entrants = {f"q{index}": Entrant(answers_at_random(at_random)) for index in range(60)}
    parameters = {} if declared is None else {"khong_ky_luat": declared}

    same_ranking(rubric, entrants, Context(year=2023, parameters=parameters))


@given(trees(), st.integers(0, 2**32), st.data())
def test_any_batch_is_ranked_as_rank_does(rubric: Rubric, seed: int, data: st.DataObject) -> None:
    entrants, context = entrants_for(rubric, Random(seed), 9), data.draw(contexts_for(rubric))
    try:
        score_group(rubric, entrants, context)
    except RubricFailure:
        return

    same_ranking(rubric, entrants, context)
