"""Submission is all or nothing: whichever statement fails, the state is the one before or the one after."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import DatabaseError, connection
from django.test import Client
from django.urls import reverse

from minhchung.ledger.models import Checkpoint, LedgerEntry, LedgerHead
from minhchung.merkle import root
from minhchung.rounds.models import Entry, LeafRevision, LeafValue, Receipt
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


def standing() -> tuple[Any, ...]:
    """What must change together: entries, answers with their history, receipts, acts."""
    entries = tuple(
        Entry.objects.order_by("pk").values_list("state", "row_version", "received_at", "return_reason")
    )
    answers = tuple(LeafValue.objects.order_by("pk").values_list("node_id", "row_version", "state", "draft"))
    counts = (LeafRevision.objects.count(), Receipt.objects.count(), LedgerEntry.objects.count())
    return entries, answers, counts


def ledger_agrees() -> bool:
    """Whether head, entries and newest checkpoint say one thing."""
    head = LedgerHead.objects.get_or_create(id=1)[0]
    leaves = [bytes.fromhex(row.leaf_hash) for row in LedgerEntry.objects.order_by("seq")]
    newest = Checkpoint.objects.order_by("-size").first()
    if newest is None:
        return head.size == len(leaves) == 0
    same_size = head.size == len(leaves) == newest.size
    return same_size and newest.root_hash == root(leaves).hex()


def fails_whole(client: Client, address: str, body: dict[str, Any]) -> int:
    """Fail each statement of a request in turn; every time the state is the one before. Returns how many there were."""
    client.get("/dot/")
    client.raise_request_exception = False
    before = standing()
    for allowed in range(MOST):
        failing = Failing(allowed)
        headers = {"Idempotency-Key": str(uuid.uuid4())}
        with connection.execute_wrapper(failing):
            answer = client.post(address, body, headers=headers)
        assert ledger_agrees()
        if not failing.failed:
            assert answer.status_code == 302
            assert standing() != before
            return allowed
        assert answer.status_code == 500
        assert standing() == before, f"statement {allowed} failed and left its traces"
    raise AssertionError("the request has more statements than the test fails")


def test_whichever_statement_fails_submission_is_whole(committed_world: World) -> None:
    entry = committed_world.entries["kinh_te"]
    secretary, head = committed_world.client("thu_ky"), committed_world.client("lanh_dao")
    fill(secretary, entry)
    act(secretary, entry, "send_to_head")
    body = {"row_version": Entry.objects.get(pk=entry.pk).row_version}

    statements = fails_whole(head, reverse("rounds:approve", args=[entry.pk]), body)

    assert statements >= 15
    assert Receipt.objects.count() == 1


def test_whichever_statement_fails_the_way_to_the_head_and_back_is_whole(committed_world: World) -> None:
    entry = committed_world.entries["kinh_te"]
    secretary, head = committed_world.client("thu_ky"), committed_world.client("lanh_dao")
    fill(secretary, entry)

    fails_whole(secretary, reverse("rounds:send_to_head", args=[entry.pk]), {"row_version": 1})
    fails_whole(head, reverse("rounds:return_entry", args=[entry.pk]), {"row_version": 2, "ly_do": "Xem lại"})

    assert Entry.objects.get(pk=entry.pk).state == "returned"


def test_whichever_statement_fails_several_declarations_are_whole(committed_world: World) -> None:
    entry = committed_world.entries["kinh_te"]
    body = {"khong_co": ["I.1", "I.2"], "v:I.1": "0", "v:I.2": "0"}

    fails_whole(committed_world.client("thu_ky"), reverse("rounds:declare_none", args=[entry.pk]), body)

    assert LeafRevision.objects.count() == 2


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
