"""Every URL name stands in the policy table, and no one asks past it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from minhchung.config.policy import POLICY


def url_names(resolver: Any = None, namespace: str = "") -> Iterator[str]:
    """Every URL name of the product, with its namespace; a nameless pattern is reported by its path."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from url_names(
                pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            )
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}" if pattern.name else f"nameless {pattern.pattern}"


def test_every_url_name_is_in_the_policy_table() -> None:
    assert sorted(set(url_names()) - POLICY.keys()) == []


def test_the_policy_table_names_only_urls_that_exist() -> None:
    assert sorted(POLICY.keys() - set(url_names()) - {"jsi18n"}) == []


def test_a_url_that_is_not_in_the_table_is_refused(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(POLICY, "criteria:list")

    assert world.client("thuong_truc").get("/bo-tieu-chi/").status_code == 404
