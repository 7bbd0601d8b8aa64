"""`batch` says of every agency, node by node, what `evaluate` says."""

from __future__ import annotations

import gc
from collections.abc import Mapping
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minhchung.rubric import Rubric
from minhchung.rubric.batch import Batch, compile_rubric
from minhchung.rubric.context import Context
from minhchung.rubric.errors import RubricFailure
from minhchung.rubric.ranking import Entrant, Scored, score_group
from minhchung.rubric.shipped import load_shipped
from tests.rubric.answering_at_random import contexts_for, entrants_for, plain_rules, trees

seeds = st.integers(0, 2**32)


def agree(rubric: Rubric, entrants: Mapping[str, Entrant], context: Context) -> None:
    """Score both ways; both refuse, or every node of every agency is the same."""
    wanted: Mapping[str, Scored] | None
    try:
        wanted = score_group(rubric, entrants, context)
    except RubricFailure:
        wanted = None
    compiled = compile_rubric(rubric, context)
    if wanted is None:
        with pytest.raises(RubricFailure):
            compiled.score(compiled.columns(entrants))
        return
    batch = compiled.score(compiled.columns(entrants))
    where = {state: batch.where(state) for state in ("absent", "undecided", "pending")}
    for row, scored in enumerate(wanted.values()):
        same_tree(batch, row, rubric, scored)
        score = scored.score
        assert where["absent"].get(row, []) == list(score.missing)
        assert where["undecided"].get(row, []) == list(score.undecided)
        assert where["pending"].get(row, []) == list(score.pending)


def same_tree(batch: Batch, row: int, rubric: Rubric, scored: Scored) -> None:
    found = {each.code: each for each in scored.score.walk()}
    for code in ["", *(node.code for node in rubric.walk())]:
        each = found.get(code)
        shown = (batch.state_at(row, code), batch.points_at(row, code), batch.max_at(row, code))
        if each is None:
            assert shown == (None, None, None), code
            continue
        assert shown == (each.state, each.points, each.max), (code, each.reasons)
        assert batch.reasons(row, code) == each.reasons
    assert batch.total(row) == scored.score.total
    assert batch.is_complete(row) == scored.score.is_complete


@given(trees(), seeds, st.data())
def test_batch_is_evaluate_on_every_tree_and_every_answer(
    rubric: Rubric, seed: int, data: st.DataObject
) -> None:
    agree(rubric, entrants_for(rubric, Random(seed)), data.draw(contexts_for(rubric)))


@given(trees(plain_rules), seeds, st.data())
def test_batch_is_evaluate_where_marks_meet_every_wrapper(
    rubric: Rubric, seed: int, data: st.DataObject
) -> None:
    agree(rubric, entrants_for(rubric, Random(seed)), data.draw(contexts_for(rubric)))


def test_a_scoring_is_let_go_at_once() -> None:
    """Columns of thousands of agencies must not wait for the collector: every later scoring would be slower."""
    compiled = compile_rubric(load_shipped("quang-dien-cchc-2023"), Context())
    columns = compiled.columns({"a": Entrant({}), "b": Entrant({})})
    compiled.score(columns).ranks()
    gc.collect()
    gc.disable()
    try:
        compiled.score(columns).ranks()
        assert gc.collect() == 0
    finally:
        gc.enable()
