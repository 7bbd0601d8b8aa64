"""The public pages of a published ranking: open to all, from the snapshot, nothing private."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import html5lib
import pytest
from django.test import Client
from django.urls import reverse

from minhchung.merkle import canonical_json
from minhchung.rounds.domain import public
from minhchung.rounds.models import LeafValue
from minhchung.rubric.recompute import ranking_bytes, recompute
from tests.rounds.public.published import (
    CHANGED,
    SECRET_NOTE,
    PublishedWorld,
    correct_published,
    many_published,
    revoke_published,
    small_published,
)


@pytest.fixture
def made(world: Any) -> PublishedWorld:
    return small_published(world)


def get(name: str, *args: object, query: str = "") -> Any:
    answer = Client().get(reverse(f"rounds:{name}", args=args) + query)
    assert answer.status_code == 200
    return answer


def text_of(answer: Any) -> str:
    html5lib.HTMLParser(strict=False).parse(answer.content)
    return " ".join(answer.content.decode().split())


def test_the_small_world_publishes(made: PublishedWorld) -> None:
    page = text_of(get("public_ranking", made.round.pk))
    assert "Phòng Nội vụ" in page
