"""Who writes rubrics, signed in."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client


@pytest.fixture
def author(world: Any) -> Client:
    return world.client("soan_thao")  # type: ignore[no-any-return]
