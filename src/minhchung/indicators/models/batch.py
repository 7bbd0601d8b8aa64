"""What another system sent to the register of figures in one go; its receipt."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from minhchung.agencies.models import Agency


class FigureBatch(models.Model):
    """A batch that was taken in, whole. Sealed. external_id: the sender's name for it; rows = given + corrected + unchanged.

    by: who made the key with which it came.
    """

    holder = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="figure_batches")
    external_id = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    given = models.PositiveIntegerField()
    corrected = models.PositiveIntegerField()
    unchanged = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ledger_seq = models.BigIntegerField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["holder", "external_id"], name="one_figure_batch_per_holder_and_sender_id"
            )
        ]
