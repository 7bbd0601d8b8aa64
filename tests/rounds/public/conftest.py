"""A small published round, and no snapshot kept in memory from the test before."""

from __future__ import annotations

from typing import Any

import pytest

from minhchung.rounds.domain import public
from tests.rounds.public.published import PublishedWorld, small_published


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    public._KEPT.clear()


@pytest.fixture
def made(world: Any) -> PublishedWorld:
    return small_published(world)
