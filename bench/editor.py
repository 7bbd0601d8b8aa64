"""The rubric editor: one node saved by the form's autosave, then the panel of the whole tree, on S1 and on 1,110 nodes."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

from minhchung.rubric import parse, print_rubric
from minhchung.rubric.kinds.base import Plain
from minhchung.rubric.outline import Item, outline_of
from minhchung.rubric.printing import print_plain
from minhchung.rubric.shipped import shipped_text

if TYPE_CHECKING:
    from minhchung.criteria.models import RubricDraft
    from tests.world import World

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
S1 = "quang-dien-cchc-2023"
TIMES, ROUNDS = 15, 5
AUTOSAVE = {"HTTP_X_REQUESTED_WITH": "minhchung", "HTTP_ACCEPT": "application/json"}


def figures(world: World) -> Mapping[str, float | int]:
    """Medians in seconds: save_s, panel_s (both after an edit of one node), cold_s (the panel with nothing known)."""
    one = print_rubric(parse(shipped_text(S1)))
    return {f"{name}_{what}": taken for name, text in (("s1", one), ("large", repeated(one, TIMES)))
            for what, taken in _measured(world, text).items()}  # fmt: skip


def repeated(text: str, times: int) -> str:
    """A rubric with every section so many times over, under other labels; without what names nodes elsewhere."""
    outline = outline_of(text)
    head = {name: value for name, value in outline.head.items() if name not in ("classes", "tie_break")}
    nodes: list[Plain] = [_again(item, f"-{time}") for time in range(times) for item in outline.nodes]
    return print_plain({**head, "nodes": nodes})


def _again(item: Item, suffix: str) -> dict[str, Plain]:
    fields: dict[str, Plain] = {k: v for k, v in item.fields.items() if k not in ("gate", "id", "code")}
    if suffix:
        fields["label"] = f"{item.label}{suffix}"
    if item.children:
        fields["children"] = [_again(child, "") for child in item.children]
    return fields


def _measured(world: World, text: str) -> dict[str, float | int]:
    from django.test import Client

    from minhchung.criteria.domain.draft_reading import draft_outline
    from minhchung.criteria.domain.drafts import start_draft

    author, post = world.people["soan_thao"], world.post_of("soan_thao")
    draft = start_draft(owner=world.standing, actor=author, post=post, now=NOW, text=text)
    client: Client = world.client("soan_thao")
    client.defaults["SERVER_NAME"] = "127.0.0.1"
    address = f"/bo-tieu-chi/ban-thao/{draft.pk}/"
    cold = _seconds(lambda: client.get(f"{address}?soat=1"))
    nodes = [*draft_outline(draft.text).walk()]
    leaves = [item.key for item in nodes if not item.children]
    saves, panels = [], []
    for number in range(ROUNDS):
        posted = _posted(draft, leaves[number * len(leaves) // ROUNDS], number)
        saves.append(_seconds(lambda posted=posted: _saved(client, address, *posted)))  # type: ignore[misc]
        panels.append(_seconds(lambda: client.get(f"{address}?soat=1")))
        draft.refresh_from_db()
    return {"nodes": len(nodes), "cold_s": cold, "save_s": median(saves), "panel_s": median(panels)}


def _posted(draft: RubricDraft, key: str, number: int) -> tuple[str, dict[str, str]]:
    """What the form of a node sends with another title."""
    from minhchung.criteria.domain.draft_reading import draft_outline
    from minhchung.criteria.domain.editing import seen_of
    from minhchung.criteria.views.draft_node_page import flat_of

    outline = draft_outline(draft.text)
    flat = flat_of(outline.find(key), key)
    sent = {"title": f"Nội dung sửa lần {number}", "row_version": seen_of(outline, key)}
    return key, {**flat, **sent, "idempotency_key": str(uuid.uuid4())}


def _saved(client: Any, address: str, key: str, posted: dict[str, str]) -> None:
    answer = client.post(f"{address}muc/{key}/", posted, **AUTOSAVE)
    assert answer.status_code == 200, answer.content


def _seconds(work: Any) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def main() -> None:
    """These figures alone, with the load beside them."""
    from bench.installation import installed

    with installed():
        from tests.world import make_world

        found = figures(make_world())
    print(json.dumps({**found, "load": round(os.getloadavg()[0], 1)}, indent=2))


if __name__ == "__main__":
    main()
