"""The register of figures: one row per indicator, agency and period, and every state it has had."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from minhchung.agencies.models import Agency, Post
from minhchung.evidence.models import EvidenceFile


class FigureVerb(models.TextChoices):
    """What was done to a figure."""

    GIVEN = "given", _("Nhập")
    CORRECTED = "corrected", _("Sửa")
    WITHDRAWN = "withdrawn", _("Rút")


class Stated(models.Model):
    """What a body says: whole numbers, what was left out, the file it rests on.

    denominator: null for a count. excluded: how many were left out of both parts, null when it was not said.
    """

    numerator = models.PositiveBigIntegerField()
    denominator = models.PositiveBigIntegerField(null=True, blank=True)
    excluded = models.PositiveBigIntegerField(null=True, blank=True)
    exclusions = models.TextField(blank=True)
    source = models.ForeignKey(
        EvidenceFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.TextField(blank=True)
    is_withdrawn = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class Figure(Stated):
    """The figure of one agency for one period, as the holder has it now; start and end are both in the period."""

    indicator = models.CharField(max_length=60)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="figures")
    start = models.DateField()
    end = models.DateField()
    holder = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="figures_held")

    class Meta:
        ordering = ["indicator", "start", "agency__order_no", "agency__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "agency", "start", "end"], name="one_figure_per_agency_and_period"
            ),
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="figure_period_ends_after_start"),
            models.CheckConstraint(
                condition=Q(denominator__isnull=True) | Q(denominator__gte=F("numerator")),
                name="a_part_is_not_above_its_whole",
            ),
        ]


class FigureRevision(Stated):
    """One state a figure has had; never changed. reason: why it was corrected or withdrawn."""

    figure = models.ForeignKey(Figure, on_delete=models.PROTECT, related_name="revisions")
    verb = models.CharField(max_length=10, choices=FigureVerb)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["row_version"]
        constraints = [
            models.UniqueConstraint(fields=["figure", "row_version"], name="one_figure_revision_per_version"),
            models.CheckConstraint(
                condition=Q(verb="given") | ~Q(reason=""), name="a_changed_figure_has_its_reason"
            ),
        ]
