"""The world of the outsiders' sweep."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse

from minhchung.config import urls
from minhchung.config.views import page_missing
from tests.access.planted import plant


@pytest.fixture
def canary_world(open_world: Any, settings: Any, tmp_path: Path) -> Any:
    """The open world; every text of kinh_te carries the canary, and its entry is submitted."""
    settings.CASES_DIR = tmp_path / "cases"
    plant(open_world)
    return open_world


PAINTED = 10
"""Pages of "not found" that a test is shown whole."""


@pytest.fixture(autouse=True)
def _few_missing_pages_are_painted(monkeypatch: pytest.MonkeyPatch) -> None:
    """After the first few, "not found" says all that the page is given, and saves the painting of a thousand shells."""
    asked: list[str] = []

    def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
        asked.append(request.path)
        if len(asked) <= PAINTED:
            return page_missing(request, exception)
        return HttpResponse(repr(exception), status=404)

    monkeypatch.setattr(urls, "handler404", missing)
