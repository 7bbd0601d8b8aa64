"""The tamper-evident log's mathematics: RFC 9162 trees and proofs, canonical JSON, signed checkpoints.

Plain Python without Django, settings or a clock; everything takes and gives values. What it shows: entries
were not altered, removed or reordered after a checkpoint that someone else kept. What it cannot show: that an
entry was true when it was written.

- `tree`: leaf and node hashes, a growing tree, inclusion and consistency proofs and their checks;
- `bands`: inclusion proofs from a few kept subtrees, however long the log;
- `canonical`: one sequence of bytes for one value;
- `checkpoints`: the three lines that state a log's size and root;
- `notes`: Ed25519 signatures under a text.
"""

from minhchung.merkle.bands import completed_subtrees, inclusion_from, kept_for_proof
from minhchung.merkle.canonical import NotCanonical, canonical_json
from minhchung.merkle.checkpoints import Checkpoint, checkpoint_text, parse_checkpoint
from minhchung.merkle.notes import (
    BadNote,
    cosign_note,
    key_id,
    parse_verifier_key,
    sign_note,
    verifier_key,
    verify_note,
)
from minhchung.merkle.tree import (
    EMPTY_ROOT,
    HASH_SIZE,
    Tree,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root,
    verify_consistency,
    verify_inclusion,
)

__all__ = [
    "EMPTY_ROOT",
    "HASH_SIZE",
    "BadNote",
    "Checkpoint",
    "NotCanonical",
    "Tree",
    "canonical_json",
    "checkpoint_text",
    "completed_subtrees",
    "consistency_proof",
    "cosign_note",
    "inclusion_from",
    "inclusion_proof",
    "kept_for_proof",
    "key_id",
    "leaf_hash",
    "node_hash",
    "parse_checkpoint",
    "parse_verifier_key",
    "root",
    "sign_note",
    "verifier_key",
    "verify_consistency",
    "verify_inclusion",
    "verify_note",
]
