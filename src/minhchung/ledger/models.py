"""The tamper-evident log, its signed checkpoints, and the answers kept for repeated requests.

Entries are append-only: the database refuses UPDATE and DELETE (migration 0002). A leaf of the Merkle tree is
SHA-256(0x00 ‖ canonical JSON of the entry); see minhchung.merkle and docs/architecture.md.
"""

from __future__ import annotations

from django.db import models


class LedgerEntry(models.Model):
    """One decisive act: who did what to which thing, when. `body` is the canonical JSON that was hashed."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    verb = models.CharField(max_length=64)
    subject = models.CharField(max_length=128)
    agency_id = models.BigIntegerField(null=True)
    actor_id = models.BigIntegerField(null=True)
    body = models.TextField()
    leaf_hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["seq"]
        indexes = [models.Index(fields=["subject"]), models.Index(fields=["agency_id", "seq"])]


class LedgerHead(models.Model):
    """The one row that appends lock: the size of the tree and its compact range (hex hashes, big to small)."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    size = models.BigIntegerField(default=0)
    compact_range = models.JSONField(default=list)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="ledger_head_is_one_row")]


class LedgerNode(models.Model):
    """The root of a full subtree of the log (level 8, 16 …), so that a proof need not read every leaf. Append-only."""

    level = models.PositiveSmallIntegerField()
    position = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "position"], name="one_node_per_place")]


class Checkpoint(models.Model):
    """A signed note over the tree at one size (C2SP tlog-checkpoint)."""

    size = models.BigIntegerField(primary_key=True)
    root_hash = models.CharField(max_length=64)
    note = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["size"]


class IdempotentAnswer(models.Model):
    """The answer given to a write, returned again when the same key comes back."""

    user_id = models.BigIntegerField()
    key = models.UUIDField()
    request_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    content_type = models.CharField(max_length=100)
    body = models.TextField()
    headers = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user_id", "key"], name="one_answer_per_key")]
