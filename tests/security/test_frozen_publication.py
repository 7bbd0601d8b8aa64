"""The database itself keeps a published snapshot, and who proposed what, from being changed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from minhchung.rounds.enums import PublicationState
from minhchung.rounds.models import Publication, Ranking

NOW = datetime(2023, 6, 1, tzinfo=UTC)


@pytest.fixture
def proposed(open_world: Any) -> Publication:
    return Publication.objects.create(
        round=open_world.round,
        ranking=Ranking.objects.create(
            round=open_world.round, computed_at=NOW, engine="x", input_digest="0" * 64
        ),
        decision_number="1/QĐ",
        decided_on=date(2023, 6, 1),
        proposed_by=open_world.people["thuong_truc"],
        proposed_at=NOW,
    )


def change(publication: Publication, **fields: Any) -> None:
    with transaction.atomic():
        Publication.objects.filter(pk=publication.pk).update(**fields)


def test_a_snapshot_is_set_once_and_then_only_taken_back(proposed: Publication, open_world: Any) -> None:
    second = open_world.people["thuong_truc_2"]
    change(proposed, snapshot="{}", sha256="1" * 64, checkpoint_size=7, confirmed_by=second, confirmed_at=NOW)

    for fields in (
        {"snapshot": "{ }"},
        {"snapshot": ""},
        {"sha256": "2" * 64},
        {"checkpoint_size": 8},
        {"confirmed_at": datetime(2023, 6, 2, tzinfo=UTC)},
    ):
        with pytest.raises(DatabaseError):
            change(proposed, **fields)
    change(
        proposed,
        state=PublicationState.REVOKED,
        revoked_by=second,
        revoked_at=NOW,
        revoke_reason="sai",
        row_version=3,
    )
    for fields in ({"state": PublicationState.PUBLISHED}, {"revoke_reason": "khác"}, {"revoked_at": None}):
        with pytest.raises(DatabaseError):
            change(proposed, **fields)


def test_what_was_proposed_by_whom_stands_from_the_start(proposed: Publication, open_world: Any) -> None:
    for fields in (
        {"proposed_by": open_world.people["thuong_truc_2"]},
        {"proposed_at": datetime(2023, 6, 2, tzinfo=UTC)},
        {"decision_number": "2/QĐ"},
        {"decided_on": date(2023, 6, 2)},
    ):
        with pytest.raises(DatabaseError):
            change(proposed, **fields)
    with pytest.raises(DatabaseError), transaction.atomic():
        Publication.objects.filter(pk=proposed.pk).delete()
    change(proposed, state=PublicationState.WITHDRAWN, row_version=2)
