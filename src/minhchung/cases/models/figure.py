"""A figure said once and kept: with it the store it came from, the tree's date and the definition."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from minhchung.agencies.models import Agency, Post
from minhchung.cases.models.imports import CaseManifest


class FrozenFigure(models.Model):
    """Counts of an agency in a period, as they were on a day. Sealed; recomputed from its manifest at any time."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="frozen_figures")
    period_from = models.DateField()
    period_to = models.DateField()
    field = models.CharField(max_length=200, blank=True)
    procedure = models.CharField(max_length=40, blank=True)
    tree_on = models.DateField()
    manifest = models.ForeignKey(
        CaseManifest, null=True, on_delete=models.PROTECT, related_name="frozen_figures"
    )
    definition = models.CharField(max_length=20)
    counts = models.JSONField()
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ledger_seq = models.BigIntegerField()

    class Meta:
        ordering = ["-at", "-pk"]
