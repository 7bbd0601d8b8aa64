"""What one standing body can learn of another province's agencies by taking them into a round of its own."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.db import transaction

from minhchung.ledger.domain.record import record
from minhchung.rounds.enums import RoundState
from minhchung.rounds.models import Entry, Round

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def _told(subject: str, agency_id: int, words: str) -> None:
    with transaction.atomic():
        record(
            verb="leaf.appraised",
            subject=subject,
            at=NOW,
            actor_id=None,
            agency_id=agency_id,
            detail={"w": words},
        )


def test_a_round_opens_its_own_entries_not_the_agencys_other_acts(open_world: Any) -> None:
    world = open_world
    foreign = world.people["thuong_truc_ngoai"]
    taken = Round.objects.create(
        title="Đợt của tỉnh khác",
        rubric=world.rubric,
        owner=world.other_province,
        year=2023,
        period_from=date(2023, 1, 1),
        period_to=date(2023, 12, 31),
        reference_on=date(2023, 12, 31),
        state=RoundState.DRAFT,
        created_by=foreign,
        created_at=NOW,
    )
    there = Entry.objects.create(round=taken, agency=world.kinh_te)
    _told(f"rounds.entry:{world.entries['kinh_te'].pk}", world.kinh_te.pk, "CHIM-BAO")
    _told(f"evidence.file:{there.pk}", world.kinh_te.pk, "CHIM-BAO")
    _told(f"rounds.entry:{there.pk}", world.kinh_te.pk, "CUA-DOT-NAY")
    client = world.client("thuong_truc_ngoai")

    pages = [client.get(f"/so-cai/{seq}/").content.decode() for seq in range(3)]
    log = b"".join(client.get("/so-cai/nhatky.jsonl").streaming_content).decode()

    assert ["CHIM-BAO" in page for page in [*pages, log]] == [False] * 4
    assert "CUA-DOT-NAY" in pages[2] and "CUA-DOT-NAY" in log
