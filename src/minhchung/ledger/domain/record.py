"""Append one decisive act to the ledger, inside the transaction that does it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import transaction

from minhchung.ledger.models import Checkpoint, LedgerEntry, LedgerHead, LedgerNode
from minhchung.ledger.secrets import installation_secret
from minhchung.merkle import (
    Tree,
    canonical_json,
    checkpoint_text,
    completed_subtrees,
    leaf_hash,
    sign_note,
    verifier_key,
)


@dataclass(frozen=True)
class Recorded:
    """Where an act stands in the ledger: its place (from 0) and the size of the tree that holds it."""

    seq: int
    size: int
    root_hash: str


def record(
    *,
    verb: str,
    subject: str,
    at: datetime,
    actor_id: int | None,
    agency_id: int | None = None,
    post_id: int | None = None,
    detail: dict[str, Any] | None = None,
) -> Recorded:
    """Write one ledger entry and a signed checkpoint over the tree that now ends with it.

    verb: "entry.submitted", "round.published"…; subject: "rounds.entry:12".
    detail: what was decided, in values that canonical JSON takes (text, whole numbers, true/false, lists, maps;
    points as text). Identifiers and digests, never names of people.
    Must run inside the transaction of the act itself; appends wait for each other on the head row.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("record() belongs inside the transaction of the act that it records")
    head = LedgerHead.objects.select_for_update().get_or_create(id=1)[0]
    body = canonical_json(
        {
            "seq": head.size,
            "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
            "verb": verb,
            "subject": subject,
            "actor": actor_id,
            "post": post_id,
            "agency": agency_id,
            "detail": detail or {},
        }
    )
    leaf = leaf_hash(body)
    LedgerEntry.objects.create(
        seq=head.size,
        at=at,
        verb=verb,
        subject=subject,
        agency_id=agency_id,
        actor_id=actor_id,
        body=body.decode(),
        leaf_hash=leaf.hex(),
    )
    tree = Tree(head.size, tuple(bytes.fromhex(text) for text in head.compact_range))
    if full := completed_subtrees(tree, leaf):
        LedgerNode.objects.bulk_create(
            LedgerNode(level=level, position=position, hash=node.hex())
            for (level, position), node in full.items()
        )
    tree = tree.append(leaf)
    seq, head.size, head.compact_range = head.size, tree.size, [peak.hex() for peak in tree.peaks]
    head.save(update_fields=["size", "compact_range"])
    _sign(size=tree.size, root=tree.root, at=at)
    return Recorded(seq=seq, size=tree.size, root_hash=tree.root.hex())


def _sign(*, size: int, root: bytes, at: datetime) -> None:
    text = checkpoint_text(origin(), size, root)
    note = sign_note(text, origin(), signing_key())
    Checkpoint.objects.create(size=size, root_hash=root.hex(), note=note, at=at)


def origin() -> str:
    """The name of this installation's log, as it stands in its checkpoints."""
    return f"minhchung/{installation_secret(settings.DATA_DIR, 'ledger-name')[:16]}"


def signing_key() -> Ed25519PrivateKey:
    """The key that signs checkpoints, made at the first start and kept beside the database."""
    seed = bytes.fromhex(installation_secret(settings.DATA_DIR, "ledger-ed25519"))[:32]
    return Ed25519PrivateKey.from_private_bytes(seed)


def public_key_text() -> str:
    """The one line that outsiders check signatures with (C2SP signed-note verifier key)."""
    return verifier_key(origin(), signing_key().public_key())
