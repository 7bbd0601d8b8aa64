"""What data say of the leaves that are bound to indicators: one immutable row each time that changes."""

from __future__ import annotations

from django.db import models

from minhchung.rounds.enums import LeafState
from minhchung.rounds.models.entry import Entry
from minhchung.rounds.models.fields import PointsField


class DataAnswer(models.Model):
    """The figures of one bound leaf at a moment, the answer they make and its points; the latest row is what holds.

    It stands beside the value of the leaf and never replaces what a person said. figures: one for each of the leaf's
    bindings, in their order, frozen as indicators.domain.contract.frozen gives them, or {"indicator", "why", "why_en"}
    where there is none. answer: in plain form, null while a figure is missing. sha256: of the figures.
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="data_answers")
    node_id = models.CharField(max_length=80)
    figures = models.JSONField()
    answer = models.JSONField(null=True)
    points = PointsField(null=True)
    state = models.CharField(max_length=15, choices=LeafState)
    reasons = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64)
    computed_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["entry", "node_id"])]

    @property
    def is_known(self) -> bool:
        """Whether the figures make an answer."""
        return self.answer is not None
