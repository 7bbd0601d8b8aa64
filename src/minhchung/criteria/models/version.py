"""Issued rubric versions: the YAML text itself, hashed, immutable."""

from __future__ import annotations

from django.db import models

from minhchung.agencies.models import Agency


class RubricVersion(models.Model):
    """One issued version of a rubric; `text` is its YAML, `sha256` the hash of rubric.rubric_hash.

    owner: the agency that issued it; null for a rubric shipped with the product.
    """

    code = models.SlugField(max_length=80)
    version = models.CharField(max_length=40)
    title = models.CharField(max_length=500)
    owner = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="rubrics")
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    decision_number = models.CharField(max_length=500, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    loaded_at = models.DateTimeField()
    previous = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="later"
    )

    class Meta:
        ordering = ["code", "version"]
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="one_row_per_rubric_version")]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"
