"""How a draft becomes an issued version: faults waived with a reason, a proposal, a second person's decision."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from minhchung.agencies.models import Post
from minhchung.criteria.models.draft import RubricDraft
from minhchung.criteria.models.version import RubricVersion


class Waiver(models.Model):
    """A finding that its author lets stand, with a reason and the reading that scores; of several the newest stands.

    key: what the finding says of a leaf as it is written (`domain.waivers.key_of`): an edit of the leaf ends the waiver.
    reading: how the place is read. rows: readings as the rubric's text will hold them, [{"when", "points", "text"}],
    for a place that the rule leaves undecided. stands: false takes the waiver back.
    """

    draft = models.ForeignKey(RubricDraft, on_delete=models.PROTECT, related_name="waivers")
    key = models.CharField(max_length=64)
    code = models.CharField(max_length=8)
    node = models.CharField(max_length=120, blank=True)
    message = models.TextField()
    reason = models.TextField(blank=True)
    reading = models.TextField(blank=True)
    rows = models.JSONField(default=list, blank=True)
    stands = models.BooleanField(default=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stands=False) | ~Q(reason=""), name="a_waiver_states_its_reason"
            )
        ]


class IssueProposal(models.Model):
    """What one person proposes to issue: the exact text, its decision, and what was let stand.

    text: the whole YAML as it will be issued, decision and readings in it. draft_sha256: of the draft's text that it was
    made from. waivers: [{key, code, node, message, reason, reading, rows}]. open_reason: why comments stay unanswered.
    """

    draft = models.ForeignKey(RubricDraft, on_delete=models.PROTECT, related_name="proposals")
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    draft_sha256 = models.CharField(max_length=64)
    version = models.CharField(max_length=40)
    number = models.CharField(max_length=80)
    issued_on = models.DateField()
    body = models.CharField(max_length=300)
    signer = models.CharField(max_length=120)
    open_reason = models.TextField(blank=True)
    waivers = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]


class IssueVerdict(models.TextChoices):
    CONFIRMED = "confirmed", _("Đã ban hành")
    WITHDRAWN = "withdrawn", _("Đã rút đề nghị")


class IssueDecision(models.Model):
    """How a proposal ended: confirmed by a second person (`version` is what was issued), or withdrawn."""

    proposal = models.OneToOneField(IssueProposal, on_delete=models.PROTECT, related_name="decision")
    verdict = models.CharField(max_length=10, choices=IssueVerdict)
    version = models.OneToOneField(
        RubricVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="issue"
    )
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="withdrawn", version__isnull=True)
                | (Q(verdict="confirmed", version__isnull=False) & ~Q(by=F("proposed_by"))),
                name="two_people_issue",
            )
        ]
