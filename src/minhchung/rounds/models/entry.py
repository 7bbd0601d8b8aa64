"""One agency in a round, and what was said of each leaf at each stage."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from minhchung.agencies.models import Agency, Post
from minhchung.evidence.models import EvidenceFile
from minhchung.rounds.enums import EntryState, LeafState, Side, Stage, Verdict
from minhchung.rounds.models.fields import PointsField
from minhchung.rounds.models.round import Round, RoundDecision


class Entry(models.Model):
    """An agency taking part in a round.

    received_at: when the server received the submission (the deadline is held against this).
    late_seconds: how much later than the phase's due time that was; 0 when in time.
    return_remarks: node id → what the head wants changed there; returned_at: when the entry last came back.
    merged_into: the entry that carries this one on after a merger, by decision.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="entries")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="entries")
    group = models.CharField(max_length=120, blank=True)
    traits = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=EntryState, default=EntryState.DRAFT)
    sent_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    late_seconds = models.PositiveBigIntegerField(null=True, blank=True)
    return_reason = models.TextField(blank=True)
    return_remarks = models.JSONField(default=dict, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    admitted_by = models.ForeignKey(
        RoundDecision, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    withdrawn_by = models.ForeignKey(
        RoundDecision, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["agency__order_no", "agency__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "agency"], name="one_entry_per_agency"),
            models.CheckConstraint(
                condition=~Q(state="submitted")
                | (Q(received_at__isnull=False) & Q(late_seconds__isnull=False)),
                name="submitted_has_its_time",
            ),
        ]


class LeafValue(models.Model):
    """What one stage says of one leaf: an answer, its points and reasons, by whom and when.

    answer: the plain form of minhchung.rubric.answer_to_data; null is no answer yet (absent), never zero.
    reasons: [[vietnamese, english], …] as evaluate gave them.
    reason: the person's own words, required when the verdict is "changed".
    draft: what was typed last but could not be read yet: {"fields": {name: [texts]}, "by": user id, "at": time};
    null when the answer above is all there is. A draft is kept, never scored.
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="values")
    node_id = models.CharField(max_length=80)
    stage = models.CharField(max_length=10, choices=Stage)
    verdict = models.CharField(max_length=10, choices=Verdict, default=Verdict.ENTERED)
    answer = models.JSONField(null=True, blank=True)
    points = PointsField(null=True, blank=True)
    state = models.CharField(max_length=15, choices=LeafState, default=LeafState.ABSENT)
    reasons = models.JSONField(default=list)
    reason = models.TextField(blank=True)
    note = models.TextField(blank=True)
    draft = models.JSONField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "node_id", "stage"], name="one_value_per_leaf_and_stage"
            ),
            models.CheckConstraint(
                condition=~Q(verdict="changed") | ~Q(reason=""), name="a_change_has_its_reason"
            ),
        ]
        indexes = [models.Index(fields=["node_id", "stage"])]


class LeafRevision(models.Model):
    """The history of a leaf value: one row each time it was saved; never changed."""

    value = models.ForeignKey(LeafValue, on_delete=models.PROTECT, related_name="revisions")
    row_version = models.PositiveIntegerField()
    verdict = models.CharField(max_length=10, choices=Verdict)
    answer = models.JSONField(null=True)
    points = PointsField(null=True)
    state = models.CharField(max_length=15, choices=LeafState)
    reason = models.TextField(blank=True)
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["row_version"]
        constraints = [
            models.UniqueConstraint(fields=["value", "row_version"], name="one_revision_per_version")
        ]


class EvidenceUse(models.Model):
    """A file put forward for a leaf. Removing it keeps the row, with who and when."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="evidence_uses")
    node_id = models.CharField(max_length=80)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.SELF)
    file = models.ForeignKey(EvidenceFile, on_delete=models.PROTECT, related_name="uses")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "node_id", "stage", "file"],
                condition=Q(removed_at__isnull=True),
                name="one_open_use_per_leaf_and_file",
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="use_removed_by_and_at_together",
            ),
        ]


class Explanation(models.Model):
    """One dated statement in the thread of a leaf; never changed, never deleted."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="explanations")
    node_id = models.CharField(max_length=80)
    side = models.CharField(max_length=10, choices=Side)
    text = models.TextField()
    requested_answer = models.JSONField(null=True, blank=True)
    requested_points = PointsField(null=True, blank=True)
    files = models.ManyToManyField(EvidenceFile, blank=True, related_name="explanations")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]


class Receipt(models.Model):
    """What the agency is given when its entry is received: number, time, digest, ledger checkpoint."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="receipts")
    number = models.CharField(max_length=40, unique=True)
    received_at = models.DateTimeField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of the canonical JSON of what was submitted")
    ledger_seq = models.BigIntegerField()
    checkpoint_size = models.BigIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-received_at"]
