"""Somebody inside, at their own work, sends ids of what is not theirs: refused, and nothing anywhere changes."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse

from minhchung.evidence.models import EvidenceFile
from minhchung.rounds.enums import Stage
from minhchung.rounds.models import Entry, EvidenceUse, Phase, Round
from tests.rounds.running.build import FIELDS, GOOD, say
from tests.world import World

Sent = tuple[str, str, dict[str, Any]]
"""Who sends, where to, which fields."""


def everything() -> dict[str, list[Any]]:
    """Each row of the rooms that a round is made of; answers kept for repeated sends and sessions apart."""
    rooms = ("rounds", "evidence", "agencies", "criteria", "indicators")
    models = [model for model in apps.get_models() if model._meta.app_label in rooms]
    return {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in models}


@pytest.fixture
def other_round(open_world: World) -> Round:
    """A round of another province, open, with one entry and phases of its own."""
    assert open_world.round is not None
    round = Round.objects.get(pk=open_world.round.pk)
    round.pk, round.owner, round.title = None, open_world.other_province, "Đợt của tỉnh khác"
    round.save(force_insert=True)
    now = datetime.now(UTC)
    Phase.objects.create(
        round=round,
        kind="self",
        opens_at=now,
        due_at=now + timedelta(days=3),
        locks_at=now + timedelta(days=4),
    )
    Entry.objects.create(round=round, agency=open_world.other_province)
    return round


def a_file(world: World, entry: Entry) -> EvidenceFile:
    """A file of the entry's agency, put behind II.1."""
    file = EvidenceFile.objects.create(
        agency=entry.agency, sha256=uuid.uuid4().hex * 2, size=1, kind="pdf", name="cua-co-quan-khac.pdf",
        uploaded_by=world.people["thu_ky"], uploaded_at=datetime.now(UTC),
    )  # fmt: skip
    EvidenceUse.objects.create(
        entry=entry, node_id="II.1", file=file, by=world.people["thu_ky"], at=datetime.now(UTC)
    )
    return file


def picks_a_file_of_another_agency(world: World, _other: Round) -> Sent:
    file = a_file(world, world.entries["tu_phap"])
    mine = world.entries["kinh_te"]
    return "thu_ky", reverse("rounds:pick_evidence", args=[mine.pk, "II.1"]), {"file": file.pk}


def takes_away_a_file_of_another_agency(world: World, _other: Round) -> Sent:
    theirs = world.entries["tu_phap"]
    a_file(world, theirs)
    use = EvidenceUse.objects.get(entry=theirs)
    mine = world.entries["kinh_te"]
    return "thu_ky", reverse("rounds:detach_evidence", args=[mine.pk, "II.1", use.pk]), {}


def takes_away_a_file_of_another_leaf(world: World, _other: Round) -> Sent:
    """Their own, but named under another leaf than it stands behind."""
    mine = world.entries["kinh_te"]
    a_file(world, mine)
    use = EvidenceUse.objects.get(entry=mine)
    return "thu_ky", reverse("rounds:detach_evidence", args=[mine.pk, "I.1", use.pk]), {}


def explains_with_a_file_of_another_agency(world: World, _other: Round) -> Sent:
    mine = world.entries["kinh_te"]
    say(world, mine, GOOD, Stage.SELF)
    say(world, mine, {"I.2": "c"}, Stage.APPRAISED)
    Entry.objects.filter(pk=mine.pk).update(state="submitted", received_at=datetime.now(UTC), late_seconds=0)
    file = a_file(world, world.entries["tu_phap"])
    fields = {"text": "Có văn bản kèm theo.", "giai_trinh": "Có văn bản kèm theo.", "tep": file.pk}
    return "thu_ky", reverse("rounds:explanation", args=[mine.pk, "I.2"]), fields


def accepts_a_leaf_of_another_round(world: World, other: Round) -> Sent:
    theirs = Entry.objects.get(round=other)
    fields = {"item": f"{theirs.pk}|I.1|1|0"}
    assert world.round is not None
    return "tham_dinh_nv", reverse("rounds:accept_leaves", args=[world.round.pk]), fields


def merges_an_entry_of_another_round(world: World, other: Round) -> Sent:
    assert world.round is not None
    theirs = Entry.objects.get(round=other)
    fields = {**FIELDS, "gone": theirs.pk, "into": world.entries["tu_phap"].pk}
    return "thuong_truc", reverse("rounds:merge", args=[world.round.pk]), fields


def merges_into_an_entry_of_another_round(world: World, other: Round) -> Sent:
    assert world.round is not None
    theirs = Entry.objects.get(round=other)
    fields = {**FIELDS, "gone": world.entries["tu_phap"].pk, "into": theirs.pk}
    return "thuong_truc", reverse("rounds:merge", args=[world.round.pk]), fields


def extends_a_phase_of_another_round(world: World, other: Round) -> Sent:
    assert world.round is not None
    phase = other.phases.get()
    due, locks = ("01/01/2099 17:00", "02/01/2099 17:00")
    fields = {**FIELDS, "phase": phase.pk, "due_at": due, "locks_at": locks}
    return "thuong_truc", reverse("rounds:extend", args=[world.round.pk]), fields


def withdraws_an_entry_of_another_round(world: World, other: Round) -> Sent:
    assert world.round is not None
    theirs = Entry.objects.get(round=other)
    return "thuong_truc", reverse("rounds:withdraw_entry", args=[world.round.pk, theirs.pk]), FIELDS


def divides_an_entry_of_another_round(world: World, other: Round) -> Sent:
    assert world.round is not None
    theirs = Entry.objects.get(round=other)
    fields = {**FIELDS, f"part_{world.tu_phap.pk}": "carries_on"}
    return "thuong_truc", reverse("rounds:divide_entry", args=[world.round.pk, theirs.pk]), fields


ATTEMPTS: tuple[Callable[[World, Round], Sent], ...] = (
    picks_a_file_of_another_agency,
    takes_away_a_file_of_another_agency,
    takes_away_a_file_of_another_leaf,
    explains_with_a_file_of_another_agency,
    accepts_a_leaf_of_another_round,
    merges_an_entry_of_another_round,
    merges_into_an_entry_of_another_round,
    extends_a_phase_of_another_round,
    withdraws_an_entry_of_another_round,
    divides_an_entry_of_another_round,
)


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=lambda attempt: attempt.__name__)
def test_ids_of_others_change_nothing(
    open_world: World, other_round: Round, attempt: Callable[[World, Round], Sent]
) -> None:
    who, href, fields = attempt(open_world, other_round)
    client = open_world.client(who)
    version = Round.objects.get(pk=open_world.round.pk).row_version  # type: ignore[union-attr]
    before = everything()

    answer = client.post(href, {"row_version": version, "idempotency_key": str(uuid.uuid4()), **fields})

    if answer.status_code == 302:  # without JavaScript: back to the leaf, where the refusal is told
        page = client.get(answer["Location"]).content.decode()
        assert "Chưa chọn tệp nào trong kho." in page
    else:
        assert answer.status_code in {403, 404, 422}
    assert everything() == before
