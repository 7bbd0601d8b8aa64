from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from minhchung.cases.domain.keys import make_key
from minhchung.cases.domain.systems import add_system
from minhchung.cases.models import ApiKey

NOW = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture
def key(world: Any, tmp_path: Path, settings: Any) -> tuple[ApiKey, str]:
    """The key of kinh_te's one-stop system, and its secret."""
    settings.CASES_DIR = tmp_path / "cases"
    cache.clear()
    system = add_system(
        agency=world.kinh_te, name="Một cửa huyện", actor=world.people["thu_ky"], post=None, now=NOW
    )
    return make_key(
        system=system, name="Máy đồng bộ", actor=world.people["thu_ky"], post=world.post_of("thu_ky"), now=NOW
    )
