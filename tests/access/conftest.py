"""The world of the outsiders' sweep."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.access.planted import plant


@pytest.fixture
def canary_world(open_world: Any, settings: Any, tmp_path: Path) -> Any:
    """The open world; every text of kinh_te carries the canary, and its entry is submitted."""
    settings.CASES_DIR = tmp_path / "cases"
    plant(open_world)
    return open_world
