"""An autosave is reckoned first and written in a moment: what moved in between is found, and nothing half is left."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from minhchung.ledger.models import IdempotentAnswer
from minhchung.rounds.domain import ready_save
from minhchung.rounds.domain.ready_save import ReadySave
from minhchung.rounds.models import Entry, LeafRevision, LeafValue, Phase
from minhchung.rounds.views import autosave as view
from tests.rounds.entry.conftest import AUTOSAVE, autosave, leaf_url, value_of
from tests.world import World

RATE = "II.1"


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], list[ReadySave]]:
    """Let something happen after the next save was reckoned and before it is written; gives what was reckoned."""

    def happens(what: Callable[[], object]) -> list[ReadySave]:
        reckoned: list[ReadySave] = []

        def write(ready: ReadySave) -> None:
            reckoned.append(ready)
            what()
            ready_save.write_save(ready)

        monkeypatch.setattr(view, "write_save", write)
        return reckoned

    return happens


def test_a_plain_autosave_is_reckoned_before_it_is_written(
    secretary: Client, entry: Entry, meanwhile: Any
) -> None:
    stood: list[bool] = []
    reckoned = meanwhile(lambda: stood.append(value_of(entry, RATE) is not None))

    answer = autosave(secretary, entry, RATE, 0, num="96", den="100")

    assert answer.status_code == 200
    assert stood == [False]
    [ready] = reckoned
    kept = value_of(entry, RATE)
    assert kept is not None
    assert (kept.points, kept.reasons, kept.row_version) == (ready.value.points, ready.value.reasons, 1)


def test_what_is_reckoned_is_what_the_whole_way_saves(secretary: Client, entry: Entry) -> None:
    form = {"num": "96", "den": "100", "ghi_chu": "Theo phần mềm"}
    apart = {"id", "at", "row_version"}

    autosave(secretary, entry, RATE, 0, **form)
    quick = LeafValue.objects.filter(entry=entry, node_id=RATE).values().get()
    autosave(secretary, entry, RATE, 1, **{**form, "num": "95"})
    assert secretary.post(leaf_url(entry, RATE), {**form, "row_version": "2"}).status_code == 302

    whole = LeafValue.objects.filter(entry=entry, node_id=RATE).values().get()
    assert {name: quick[name] for name in quick if name not in apart} == {
        name: whole[name] for name in whole if name not in apart
    }
    first, _between, second = LeafRevision.objects.order_by("row_version").values()
    assert {name: first[name] for name in first if name not in apart} == {
        name: second[name] for name in second if name not in apart
    }


def test_the_same_answer_sent_again_is_no_second_change(secretary: Client, entry: Entry) -> None:
    form = {"num": "96", "den": "100"}
    autosave(secretary, entry, RATE, 0, **form)
    before = value_of(entry, RATE)

    again = autosave(secretary, entry, RATE, 1, **form)
    plain = secretary.post(leaf_url(entry, RATE), {**form, "row_version": "1"})

    after = value_of(entry, RATE)
    assert (again.status_code, again.json()["row_version"], plain.status_code) == (200, 1, 302)
    assert before is not None and after is not None
    assert (after.row_version, after.at) == (before.row_version, before.at)
    assert LeafRevision.objects.count() == 1


def test_an_entry_sent_to_the_head_meanwhile_is_not_written(
    secretary: Client, entry: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reckon(*args: Any, **kwargs: Any) -> ReadySave | None:
        ready = ready_save.reckon_save(*args, **kwargs)
        Entry.objects.filter(pk=entry.pk).update(state="with_head")
        return ready

    monkeypatch.setattr(view, "reckon_save", reckon)

    assert autosave(secretary, entry, RATE, 0, num="96", den="100").status_code == 423
    assert value_of(entry, RATE) is None


def test_a_phase_that_locked_meanwhile_is_found(
    secretary: Client, entry: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reckon(*args: Any, **kwargs: Any) -> ReadySave | None:
        ready = ready_save.reckon_save(*args, **kwargs)
        long_ago = entry.round.created_at - timedelta(days=900)
        Phase.objects.filter(round=entry.round).update(
            opens_at=long_ago, due_at=long_ago, locks_at=long_ago + timedelta(days=1)
        )
        return ready

    monkeypatch.setattr(view, "reckon_save", reckon)

    answer = autosave(secretary, entry, RATE, 0, num="96", den="100")

    assert answer.status_code == 423
    assert value_of(entry, RATE) is None


def test_a_value_saved_meanwhile_is_a_conflict_with_both_shown(
    open_world: World, secretary: Client, entry: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reckon(*args: Any, **kwargs: Any) -> ReadySave | None:
        ready = ready_save.reckon_save(*args, **kwargs)
        monkeypatch.setattr(view, "reckon_save", ready_save.reckon_save)
        assert autosave(open_world.client("thu_ky"), entry, RATE, 1, num="80", den="100").status_code == 200
        return ready

    autosave(secretary, entry, RATE, 0, num="96", den="100")
    monkeypatch.setattr(view, "reckon_save", reckon)

    answer = autosave(secretary, entry, RATE, 1, num="97", den="100")

    assert answer.status_code == 409
    assert "80" in answer.json()["html"]
    assert LeafRevision.objects.filter(value__node_id=RATE).count() == 2


def test_a_first_save_made_meanwhile_is_a_conflict_too(
    open_world: World, secretary: Client, entry: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reckon(*args: Any, **kwargs: Any) -> ReadySave | None:
        ready = ready_save.reckon_save(*args, **kwargs)
        monkeypatch.setattr(view, "reckon_save", ready_save.reckon_save)
        assert autosave(open_world.client("thu_ky"), entry, RATE, 0, num="80", den="100").status_code == 200
        return ready

    monkeypatch.setattr(view, "reckon_save", reckon)

    assert autosave(secretary, entry, RATE, 0, num="97", den="100").status_code == 409


def test_a_save_whose_answer_cannot_be_kept_leaves_nothing(
    secretary: Client, entry: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_fields: Any) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(IdempotentAnswer.objects, "create", fail)

    with pytest.raises(OSError, match="the disk is full"):
        autosave(secretary, entry, RATE, 0, num="96", den="100")

    assert value_of(entry, RATE) is None
    assert LeafRevision.objects.count() == 0


def test_the_same_key_again_gives_the_same_answer_and_one_revision(secretary: Client, entry: Entry) -> None:
    headers = {**AUTOSAVE, "Idempotency-Key": str(uuid.uuid4())}
    form = {"num": "96", "den": "100", "row_version": "0", "autosave": "1"}

    first, again = (secretary.post(leaf_url(entry, RATE), form, headers=headers) for _ in range(2))

    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert LeafRevision.objects.count() == 1
