"""A draft sent to agencies for their opinion: what was sent, to whom, what they said, what was answered.

Every row is written once. What changes with time (the deadline, an agency's silence) is an act of its own, or computed.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from minhchung.agencies.models import Agency, Post
from minhchung.criteria.models.draft import DraftEdit, RubricDraft


class ReplyVerdict(models.TextChoices):
    AGREED = "agreed", _("Thống nhất")
    COMMENTED = "commented", _("Có ý kiến")


class AnswerVerdict(models.TextChoices):
    ACCEPTED = "accepted", _("Tiếp thu")
    PARTLY = "partly", _("Tiếp thu một phần")
    REJECTED = "rejected", _("Không tiếp thu")


class ActKind(models.TextChoices):
    EXTEND = "extend", _("Gia hạn")
    CLOSE = "close", _("Kết thúc lấy ý kiến")
    PUBLISH = "publish", _("Gửi bảng tổng hợp")


class Consultation(models.Model):
    """A frozen copy of a draft, sent with a letter. due_at: the deadline first given (acts may extend it)."""

    draft = models.ForeignKey(RubricDraft, on_delete=models.PROTECT, related_name="consultations")
    number = models.CharField(max_length=80)
    letter = models.TextField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    due_at = models.DateTimeField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(due_at__gt=F("sent_at")), name="consultation_due_after_sent")
        ]

    def __str__(self) -> str:
        return self.draft.title


class ConsultationAct(models.Model):
    """What the body that asks does about a consultation afterwards. due_at: the later deadline of an extension."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="acts")
    kind = models.CharField(max_length=10, choices=ActKind)
    due_at = models.DateTimeField(null=True)
    number = models.CharField(max_length=80, blank=True)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="extend", due_at__isnull=False)
                | (~Q(kind="extend") & Q(due_at__isnull=True)),
                name="an_extension_has_a_deadline",
            ),
            models.UniqueConstraint(
                fields=["consultation", "kind"],
                condition=Q(kind__in=["close", "publish"]),
                name="closed_once_published_once",
            ),
        ]


class Invitation(models.Model):
    """An agency that was asked."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="invitations")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["agency__order_no", "agency__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "agency"], name="an_agency_is_asked_once")
        ]


class Comment(models.Model):
    """What an agency says of a node, or of the whole. withdraws: this row takes an earlier comment back.

    node: the node's id in the frozen copy, "" for the whole. wording, points: what the agency proposes instead.
    """

    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="comments")
    node = models.CharField(max_length=120, blank=True)
    opinion = models.TextField(blank=True)
    wording = models.TextField(blank=True)
    points = models.CharField(max_length=40, blank=True)
    withdraws = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="withdrawn_by"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdraws__isnull=False) | ~Q(opinion="", wording="", points=""),
                name="a_comment_says_something",
            )
        ]


class Reply(models.Model):
    """The agency's answer, given by its head. It is late when it came after the deadline that stands."""

    invitation = models.OneToOneField(Invitation, on_delete=models.PROTECT, related_name="reply")
    verdict = models.CharField(max_length=10, choices=ReplyVerdict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class CommentAnswer(models.Model):
    """What the author answers to a comment; of several the newest stands. step: the edit that carries it out."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="answers")
    verdict = models.CharField(max_length=10, choices=AnswerVerdict)
    reason = models.TextField(blank=True)
    step = models.ForeignKey(DraftEdit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="accepted") | ~Q(reason=""), name="what_is_not_taken_in_has_a_reason"
            )
        ]
