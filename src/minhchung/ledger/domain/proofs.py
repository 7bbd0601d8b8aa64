"""The proof that an entry stands in the log at a size, read from a few hundred hashes however long the log is."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Q

from minhchung.ledger.models import LedgerEntry, LedgerNode
from minhchung.merkle import inclusion_from, kept_for_proof


def proof_of(seq: int, size: int) -> list[bytes]:
    """The inclusion proof of RFC 9162, 2.1.3.1, for entry `seq` in the tree of the first `size`; at most two queries.

    Raises IndexError when there is no such entry, KeyError when an entry or a kept node is gone.
    """
    asked: dict[int, list[int]] = defaultdict(list)
    for level, position in kept_for_proof(seq, size):
        asked[level].append(position)
    leaves = asked.pop(0, [])
    rows = LedgerEntry.objects.filter(seq__in=leaves).values_list("seq", "leaf_hash") if leaves else ()
    kept = {(0, position): bytes.fromhex(text) for position, text in rows}
    wanted = Q()
    for level, positions in asked.items():
        wanted |= Q(level=level, position__in=positions)
    nodes = LedgerNode.objects.filter(wanted).values_list("level", "position", "hash") if asked else ()
    kept |= {(level, position): bytes.fromhex(text) for level, position, text in nodes}
    return inclusion_from(kept, seq, size)
