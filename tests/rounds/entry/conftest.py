"""An entry of a chosen size, and the ways tests write into it."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from minhchung.rounds.models import Entry, LeafValue, Round
from tests.world import World, load_rubric, open_round

AUTOSAVE = {"X-Requested-With": "minhchung", "Accept": "application/json"}


def leaf_url(entry: Entry, code: str) -> str:
    return reverse("rounds:criterion", args=[entry.pk, code])


def autosave(client: Client, entry: Entry, code: str, version: int, **fields: Any) -> Any:
    """Save one field group as autosave.js does."""
    data = {name.replace("__", "."): value for name, value in fields.items()}
    headers = {**AUTOSAVE, "Idempotency-Key": str(uuid.uuid4())}
    body = {**data, "row_version": version, "autosave": "1"}
    return client.post(leaf_url(entry, code), body, headers=headers)


def value_of(entry: Entry, code: str) -> LeafValue | None:
    return LeafValue.objects.filter(entry=entry, node_id=code, stage="self").first()


def many_leaves(count: int) -> str:
    """A rubric with this many leaves in four sections."""
    lines = [
        "rubric: nhieu-tieu-chi",
        f'version: "{count}"',
        "title: Bộ tiêu chí lớn",
        f"total: {count}",
        "nodes:",
    ]
    for section in range(4):
        lines += [f"  - label: '{section + 1}'", f"    title: Mục {section + 1}", "    children:"]
        for place in range(count // 4):
            lines += [
                f"      - label: '{place + 1}'",
                f"        title: Tỷ lệ hồ sơ loại {place + 1} giải quyết đúng hạn",
                "        max: 1",
                "        evidence: [Bảng thống kê]",
                "        rule: { kind: linear, measure: rate }",
            ]
    return "\n".join(lines)


def resize(world: World, count: int, folder: Path) -> Entry:
    """Give the world's round a rubric with so many leaves; the entry of kinh_te, fresh from the database."""
    path = folder / f"nhieu-{count}.rubric.yaml"
    path.write_text(many_leaves(count))
    assert world.round is not None
    Round.objects.filter(pk=world.round.pk).update(rubric=load_rubric(world.standing, path))
    return Entry.objects.get(pk=world.entries["kinh_te"].pk)


@pytest.fixture
def entry(open_world: World) -> Entry:
    return open_world.entries["kinh_te"]


@pytest.fixture
def secretary(open_world: World) -> Client:
    client = open_world.client("thu_ky")
    client.get("/dot/")
    return client


@pytest.fixture
def head(open_world: World) -> Client:
    client = open_world.client("lanh_dao")
    client.get("/dot/")
    return client


@pytest.fixture
def committed_world(transactional_db: None) -> World:
    """The open world, committed: for tests of what a failing statement leaves behind."""
    from tests.world import make_world

    world = make_world()
    open_round(world)
    return world
