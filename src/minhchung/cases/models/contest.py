"""A late flag that an agency contests, with its evidence, and what was decided."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minhchung.agencies.models import Agency, Post
from minhchung.cases.models.imports import CaseSystem
from minhchung.evidence.models import EvidenceFile


class ContestState(models.TextChoices):
    OPEN = "open", _("chờ quyết định")
    UPHELD = "upheld", _("chấp nhận")
    REJECTED = "rejected", _("không chấp nhận")
    WITHDRAWN = "withdrawn", _("đã rút")


class Contest(models.Model):
    """One case that its agency says was not late. While open or upheld, both counts stand side by side."""

    system = models.ForeignKey(CaseSystem, on_delete=models.PROTECT, related_name="contests")
    code = models.CharField(max_length=80)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="contests")
    evidence = models.ForeignKey(EvidenceFile, on_delete=models.PROTECT, related_name="contests")
    reason = models.TextField()
    state = models.CharField(max_length=10, choices=ContestState, default=ContestState.OPEN)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    decision = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["system", "code"],
                condition=Q(state__in=["open", "upheld"]),
                name="one_standing_contest_per_case",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="contest_decided_by_somebody",
            ),
        ]
