"""Recompute the ledger from its entries alone: bodies, leaf hashes, every checkpoint's root and signature, the head."""

from __future__ import annotations

import json
from dataclasses import dataclass

from minhchung.ledger.domain.record import signing_key
from minhchung.ledger.models import Checkpoint, LedgerEntry, LedgerHead, LedgerNode
from minhchung.merkle import (
    BadNote,
    Tree,
    canonical_json,
    checkpoint_text,
    completed_subtrees,
    leaf_hash,
    verify_note,
)


@dataclass(frozen=True)
class Fault:
    """Where the ledger contradicts itself."""

    subject: str
    vi: str
    en: str


@dataclass(frozen=True)
class Report:
    """size: entries read. root_hash: recomputed, hex. faults: empty when all agree."""

    size: int
    checkpoints: int
    root_hash: str
    faults: tuple[Fault, ...]


def verify_ledger() -> Report:
    """Read every entry once, in order; memory for the checkpoints and a node in 256 entries."""
    faults: list[Fault] = []
    checkpoints = {row.size: row for row in Checkpoint.objects.all()}
    nodes = {(row.level, row.position): row.hash for row in LedgerNode.objects.all()}
    tree = Tree()
    for entry in LedgerEntry.objects.order_by("seq").iterator(chunk_size=2000):
        faults += _entry_faults(entry, tree.size)
        leaf = leaf_hash(entry.body.encode())
        for place, node in completed_subtrees(tree, leaf).items():
            if nodes.pop(place, "") != node.hex():
                faults.append(_node_fault(place))
        tree = tree.append(leaf)
        if (checkpoint := checkpoints.get(tree.size)) is not None:
            faults += _checkpoint_faults(checkpoint, tree.root)
    faults += [_node_fault(place) for place in nodes]
    faults += _head_faults(tree)
    faults += [_beyond(row) for row in checkpoints.values() if row.size > tree.size]
    return Report(
        size=tree.size, checkpoints=len(checkpoints), root_hash=tree.root.hex(), faults=tuple(faults)
    )


def _entry_faults(entry: LedgerEntry, expected_seq: int) -> list[Fault]:
    subject = f"#{entry.seq}"
    faults = []
    if entry.seq != expected_seq:
        faults.append(Fault(subject, f"thiếu mục #{expected_seq}", f"entry #{expected_seq} is missing"))
    if leaf_hash(entry.body.encode()).hex() != entry.leaf_hash:
        faults.append(Fault(subject, "nội dung không khớp mã băm", "body does not match its hash"))
    told = json.loads(entry.body)
    columns = {
        "seq": entry.seq,
        "verb": entry.verb,
        "subject": entry.subject,
        "agency": entry.agency_id,
        "actor": entry.actor_id,
    }
    if (
        any(told.get(name) != value for name, value in columns.items())
        or canonical_json(told).decode() != entry.body
    ):
        faults.append(Fault(subject, "cột không khớp nội dung đã băm", "columns differ from the hashed body"))
    return faults


def _checkpoint_faults(checkpoint: Checkpoint, root: bytes) -> list[Fault]:
    subject = f"checkpoint {checkpoint.size}"
    faults = []
    if checkpoint.root_hash != root.hex():
        faults.append(Fault(subject, "gốc cây không khớp", "root differs from the recomputed one"))
    name = checkpoint.note.split("\n", 1)[0]
    try:
        signed = verify_note(checkpoint.note, name, signing_key().public_key())
    except BadNote:
        faults.append(Fault(subject, "chữ ký không đúng", "signature does not verify"))
    else:
        if signed != checkpoint_text(name, checkpoint.size, root):
            faults.append(
                Fault(subject, "điểm kiểm ký cho một cây khác", "the signed text is of another tree")
            )
    return faults


def _node_fault(place: tuple[int, int]) -> Fault:
    return Fault(
        f"node {place[0]}/{place[1]}",
        "nút giữ sẵn thiếu hoặc không khớp các mục",
        "a kept node is missing or differs from the entries",
    )


def _head_faults(tree: Tree) -> list[Fault]:
    head = LedgerHead.objects.filter(id=1).first()
    kept = (head.size, head.compact_range) if head else (0, [])
    if kept == (tree.size, [peak.hex() for peak in tree.peaks]):
        return []
    return [Fault("head", "đầu sổ không khớp các mục", "the head row differs from the entries")]


def _beyond(checkpoint: Checkpoint) -> Fault:
    return Fault(
        f"checkpoint {checkpoint.size}",
        "các mục trước điểm kiểm này đã mất",
        "entries before this checkpoint are gone",
    )
