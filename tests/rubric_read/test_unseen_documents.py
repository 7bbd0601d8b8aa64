"""Invented rubrics of many offices, each with planted faults: what is read, what is found, and what is not claimed."""

from __future__ import annotations

from functools import cache

import pytest

from tests.rubric_read.unseen.scoring import Score, score
from tests.rubric_read.unseen_report import ALL

NAMES = {each.name: each for each in ALL}


@cache
def scored(name: str) -> Score:
    return score(NAMES[name])


@pytest.mark.parametrize("name", NAMES)
def test_tree_points_kinds_and_options_are_those_of_the_document(name: str) -> None:
    result = scored(name)

    assert [each for each in result.misses if not each.startswith("not found")] == []
    assert result.sure_wrong == []


@pytest.mark.parametrize("name", NAMES)
def test_every_planted_fault_is_found_and_nothing_else_is_claimed(name: str) -> None:
    result = scored(name)

    assert [each for each in result.misses if each.startswith("not found")] == []
    assert result.alarms == []
