"""Submission is all or nothing: whichever statement fails, the state is the one before or the one after."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import DatabaseError, connection
from django.urls import reverse

from minhchung.ledger.models import Checkpoint, LedgerEntry, LedgerHead
from minhchung.merkle import root
from minhchung.rounds.models import Entry, Receipt
from tests.rounds.entry.test_submission import act, fill
from tests.world import World

MOST = 60


class Failing:
    """Lets n statements through, then fails the next one."""

    def __init__(self, allowed: int) -> None:
        self.left = allowed
        self.failed = False

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if self.left == 0 and not self.failed and not sql.startswith(("ROLLBACK", "RELEASE")):
            self.failed = True
            raise DatabaseError(f"made to fail: {sql[:60]}")
        self.left -= 1
        return execute(sql, params, many, context)


def standing(entry: Entry) -> tuple[Any, ...]:
    """What must change together."""
    row = Entry.objects.get(pk=entry.pk)
    acts = LedgerEntry.objects.filter(verb="entry.submitted").count()
    return row.state, row.row_version, row.received_at is not None, Receipt.objects.count(), acts


def ledger_agrees() -> bool:
    """Whether head, entries and newest checkpoint say one thing."""
    head = LedgerHead.objects.get(id=1)
    leaves = [bytes.fromhex(row.leaf_hash) for row in LedgerEntry.objects.order_by("seq")]
    newest = Checkpoint.objects.order_by("-size").first()
    assert newest is not None
    same_size = head.size == len(leaves) == newest.size
    return same_size and newest.root_hash == root(leaves).hex()


def test_whichever_statement_fails_submission_is_whole(committed_world: World) -> None:
    entry = committed_world.entries["kinh_te"]
    secretary, head = committed_world.client("thu_ky"), committed_world.client("lanh_dao")
    fill(secretary, entry)
    act(secretary, entry, "send_to_head")
    head.get("/dot/")
    head.raise_request_exception = False
    before = standing(entry)
    body = {"row_version": before[1]}
    outcomes = set()

    for allowed in range(MOST):
        failing = Failing(allowed)
        headers = {"Idempotency-Key": str(uuid.uuid4())}
        with connection.execute_wrapper(failing):
            answer = head.post(reverse("rounds:approve", args=[entry.pk]), body, headers=headers)
        after = standing(entry)
        assert ledger_agrees()
        if not failing.failed:
            break
        outcomes.add(answer.status_code)
        assert after == before, f"statement {allowed} failed and left {after}"

    assert not failing.failed
    assert allowed >= 15
    assert outcomes == {500}
    assert standing(entry) == ("submitted", before[1] + 1, True, 1, 1)


def test_a_client_that_asks_again_is_given_the_one_receipt(committed_world: World) -> None:
    entry = committed_world.entries["kinh_te"]
    secretary, head = committed_world.client("thu_ky"), committed_world.client("lanh_dao")
    fill(secretary, entry)
    act(secretary, entry, "send_to_head")
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    body = {"row_version": Entry.objects.get(pk=entry.pk).row_version}

    answers = [head.post(reverse("rounds:approve", args=[entry.pk]), body, headers=headers) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Receipt.objects.count() == 1
