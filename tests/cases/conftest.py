from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from minhchung.cases.domain.manifests import change_store
from minhchung.cases.domain.systems import add_system
from minhchung.cases.models import CaseSystem
from minhchung.stats.model import Case
from minhchung.stats.store import add_batch

NOW = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture
def cases_dir(tmp_path: Path, settings: Any) -> Path:
    """A case store of the test's own, empty."""
    settings.CASES_DIR = tmp_path / "cases"
    return tmp_path / "cases"


@pytest.fixture
def system(world: Any, cases_dir: Path) -> CaseSystem:
    """The one-stop system of kinh_te."""
    return add_system(
        agency=world.kinh_te, name="Một cửa huyện", actor=world.people["thu_ky"], post=None, now=NOW
    )


@pytest.fixture
def stock(cases_dir: Path, db: None) -> Callable[[Iterable[Case]], None]:
    """Put cases into the store as an import would, without the import."""

    def put(cases: Iterable[Case]) -> None:
        rows = list(cases)
        change_store(
            write=lambda root, manifest: add_batch(root, manifest, rows),
            keep=lambda change: None,
            why="import",
            now=NOW,
        )

    return put
