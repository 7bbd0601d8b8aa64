"""A proof costs two queries whatever the length of the log, and is checked by its root."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction

from minhchung.ledger.domain.proofs import proof_of
from minhchung.ledger.domain.record import record
from minhchung.ledger.domain.verify import verify_ledger
from minhchung.ledger.models import Checkpoint, LedgerEntry, LedgerNode
from minhchung.merkle import verify_inclusion


@pytest.fixture
def long_log(db: None) -> int:
    with transaction.atomic():
        for number in range(530):
            record(verb="test.done", subject=f"t:{number}", at=datetime.now(UTC), actor_id=None)
    return 530


def test_every_proof_leads_to_the_signed_root_in_two_queries(
    long_log: int, django_assert_max_num_queries: Any
) -> None:
    newest = Checkpoint.objects.order_by("-size")[0]
    leaves = dict(LedgerEntry.objects.values_list("seq", "leaf_hash"))

    for seq in (0, 100, 255, 256, 400, 511, 512, 529):
        with django_assert_max_num_queries(2):
            proof = proof_of(seq, newest.size)
        root = bytes.fromhex(newest.root_hash)
        assert verify_inclusion(bytes.fromhex(leaves[seq]), seq, newest.size, proof, root)
    assert list(LedgerNode.objects.values_list("level", "position")) == [(8, 0), (8, 1)]


def test_a_kept_node_that_is_not_of_the_entries_is_a_fault(long_log: int) -> None:
    assert verify_ledger().faults == ()

    LedgerNode.objects.create(level=8, position=9, hash="0" * 64)

    assert [fault.subject for fault in verify_ledger().faults] == ["node 8/9"]
