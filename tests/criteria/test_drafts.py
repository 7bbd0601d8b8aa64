"""Drafts: who reaches them, every step kept, undone and done again; nothing is overwritten unseen."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.http import Http404

from minhchung.agencies.domain.acting import acting
from minhchung.agencies.enums import Role
from minhchung.criteria.domain.drafts import (
    DraftClosed,
    NothingToUndo,
    draft_for,
    drafts_for,
    drop_draft,
    edit_draft,
    redo,
    restore,
    start_draft,
    undo,
)
from minhchung.criteria.models import DraftEdit, RubricDraft
from minhchung.ledger.domain.versions import StaleRow
from minhchung.ledger.models import LedgerEntry
from minhchung.rubric import RubricError, parse
from tests.world import load_rubric, make_person

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def start(world: Any, **said: Any) -> RubricDraft:
    return start_draft(
        owner=world.standing,
        actor=world.people["soan_thao"],
        post=world.post_of("soan_thao"),
        now=NOW,
        **said,
    )


def edit(world: Any, draft: RubricDraft, text: str, summary: str = "Sửa") -> DraftEdit | None:
    return edit_draft(
        draft=draft,
        actor=world.people["soan_thao"],
        post=None,
        now=NOW,
        text=text,
        summary=summary,
        expected=draft.row_version,
    )


def test_a_draft_starts_from_an_issued_version_without_its_decision(world: Any) -> None:
    base = load_rubric(world.standing)

    draft = start(world, base=base, version="2024")

    rubric = parse(draft.text)
    assert (draft.version, rubric.version, rubric.decision, draft.base) == ("2024", "2024", "", base)
    assert [node.id for node in rubric.walk()] == [node.id for node in parse(base.text).walk()]
    assert [edit.number for edit in draft.edits.all()] == [1]
    assert LedgerEntry.objects.filter(verb="rubric.draft_started").count() == 1


def test_an_empty_draft_has_its_code_and_title(world: Any) -> None:
    draft = start(world, code="cchc-2024", title="Chỉ số CCHC 2024", version="1")

    assert (draft.code, draft.title, draft.version) == ("cchc-2024", "Chỉ số CCHC 2024", "1")


def test_a_text_that_is_not_a_tree_is_refused(world: Any) -> None:
    for text in ("- một\n- hai\n", "rubric: a\nnodes: chữ\n", "rubric: [\n"):
        with pytest.raises(RubricError):
            start(world, text=text)
    assert RubricDraft.objects.count() == 0


def test_only_the_agencys_authors_reach_it(world: Any) -> None:
    draft = start(world, code="a", title="A")
    stranger = make_person("soan_ngoai", "Người Soạn Ngoài", world.other_province, Role.AUTHOR)
    mine, theirs = (acting(user, NOW.date()) for user in (world.people["soan_thao"], stranger))

    assert draft_for(mine, draft.pk)[0] == draft
    assert list(drafts_for(theirs)) == []
    for person, pk in ((theirs, draft.pk), (mine, draft.pk + 1)):
        with pytest.raises(Http404):
            draft_for(person, pk)


def test_undo_and_redo_at_any_depth(world: Any) -> None:
    draft = start(world, code="a", title="A")
    texts = [draft.text]
    for number in range(4):
        texts.append(texts[0].replace("nodes", f"notes: [ bước {number} ]\nnodes", 1))
        edit(world, draft, texts[-1], f"bước {number}")
    said = {"draft": draft, "actor": world.people["soan_thao"], "post": None, "now": NOW}

    for text in reversed(texts[:-1]):
        undo(**said, expected=draft.row_version)
        assert draft.text == text
    with pytest.raises(NothingToUndo):
        undo(**said, expected=draft.row_version)
    for text in texts[1:3]:
        redo(**said, expected=draft.row_version)
        assert draft.text == text
    edit(world, draft, texts[0] + "source: S1\n")
    with pytest.raises(NothingToUndo):
        redo(**said, expected=draft.row_version)
    undo(**said, expected=draft.row_version)

    assert RubricDraft.objects.get().text == texts[2]
    assert draft.edits.count() == 1 + 4 + 4 + 2 + 1 + 1


def test_any_step_can_be_restored_and_that_is_a_step(world: Any) -> None:
    draft = start(world, code="a", title="A")
    first = draft.text
    edit(world, draft, first + "source: S1\n")
    edit(world, draft, first + "source: S2\n")
    said = {"draft": draft, "actor": world.people["soan_thao"], "post": None, "now": NOW}

    restore(**said, number=1, expected=draft.row_version)
    assert draft.text == first
    undo(**said, expected=draft.row_version)
    assert draft.text == first + "source: S2\n"
    with pytest.raises(Http404):
        restore(**said, number=99, expected=draft.row_version)


def test_a_stale_write_is_refused_and_the_same_text_is_no_step(world: Any) -> None:
    draft = start(world, code="a", title="A")
    stale = RubricDraft.objects.get()
    edit(world, draft, draft.text + "source: S1\n")

    assert edit(world, draft, draft.text) is None
    with pytest.raises(StaleRow):
        edit(world, stale, stale.text + "source: S2\n")
    assert RubricDraft.objects.get().text.endswith("source: S1\n")


def test_a_dropped_draft_is_not_changed(world: Any) -> None:
    draft = start(world, code="a", title="A")
    drop_draft(draft=draft, actor=world.people["soan_thao"], post=None, now=NOW)

    with pytest.raises(DraftClosed):
        edit(world, draft, draft.text + "source: S1\n")


def test_a_step_cannot_be_changed_in_the_database(world: Any) -> None:
    start(world, code="a", title="A")

    with pytest.raises(DatabaseError), transaction.atomic():
        DraftEdit.objects.update(summary="khác")
