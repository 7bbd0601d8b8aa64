"""Which body holds the figures of an indicator, for which agencies, and when it gives them: the reporting calendar."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from minhchung.agencies.models import Agency, AgencyKind, Post


class Rhythm(models.TextChoices):
    """How often the figures of an indicator are due."""

    MONTH = "month", _("Hằng tháng")
    QUARTER = "quarter", _("Hằng quý")
    YEAR = "year", _("Hằng năm")


class FigureHolder(models.Model):
    """Named by a standing body (owner), for the agencies of its reach; kinds: only those of these kinds (empty: all).

    due_days: how many days after a period its figures are due.
    """

    indicator = models.CharField(max_length=60)
    owner = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="figure_holders")
    holder = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="holds_figures")
    kinds = models.ManyToManyField(AgencyKind, blank=True, related_name="+")
    rhythm = models.CharField(max_length=8, choices=Rhythm, default=Rhythm.YEAR)
    due_days = models.PositiveSmallIntegerField(default=15)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["indicator", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "owner"], name="one_holder_per_indicator_and_owner")
        ]
