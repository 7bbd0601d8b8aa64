"""That the counts of an agency may be others now, until whoever computes with them has been told."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from minhchung.agencies.models import Agency


class CountsChanged(models.Model):
    """Cases of an agency, received from `start` on, came in or got other dates. Written with them, gone once it was told."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    start = models.DateField()
    end = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
