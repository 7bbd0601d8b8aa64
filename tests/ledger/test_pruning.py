"""What is kept only for a while is taken away after its time, and nothing younger."""

from __future__ import annotations

import io
import os
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command

from minhchung.evidence.domain import store
from minhchung.home.commands import doctor
from minhchung.ledger.models import IdempotentAnswer, LedgerEntry


def keep_answer(days_old: int) -> IdempotentAnswer:
    return IdempotentAnswer.objects.create(
        user_id=1,
        key=uuid.uuid4(),
        request_digest="0" * 64,
        status=200,
        content_type="text/html",
        body="",
        at=datetime.now(UTC) - timedelta(days=days_old),
    )


def test_what_is_past_its_time_goes_and_the_rest_stays(world: Any) -> None:
    world.client("thu_ky").get("/")
    young, _old = keep_answer(6), keep_answer(8)
    now = datetime.now(UTC)
    Session.objects.create(session_key="a" * 32, session_data="", expire_date=now - timedelta(days=1))
    live = Session.objects.create(session_key="b" * 32, session_data="", expire_date=now + timedelta(days=1))
    incoming = store.folder() / "incoming"
    incoming.mkdir(parents=True, exist_ok=True)
    broken, running = incoming / "broken", incoming / "running"
    for path in (broken, running):
        path.write_bytes(b"x")
    os.utime(broken, (0, 0))
    before = LedgerEntry.objects.count()

    call_command("prune", stdout=io.StringIO())

    assert list(IdempotentAnswer.objects.all()) == [young]
    assert live in Session.objects.all()
    assert not Session.objects.filter(session_key="a" * 32).exists()
    assert (broken.exists(), running.exists()) == (False, True)
    assert LedgerEntry.objects.count() == before
    running.unlink()


def test_the_time_may_be_another_but_never_none(world: Any) -> None:
    keep_answer(3)

    with pytest.raises(CommandError):
        call_command("prune", "--days", "0")
    call_command("prune", "--days", "2", stdout=io.StringIO())

    assert not IdempotentAnswer.objects.exists()


def test_the_doctor_asks_for_it_when_much_is_past_its_time(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_answer(8)

    assert list(doctor.prunable()) == []
    monkeypatch.setattr(doctor, "MOST_TO_PRUNE", 0)
    assert [(each.check, each.subject) for each in doctor.prunable()] == [("prune", "answers")]
