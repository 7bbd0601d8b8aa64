"""A round: one rubric version applied to many agencies in a period, with its phases and dated decisions."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from minhchung.agencies.models import Agency, Post
from minhchung.criteria.models import RubricVersion
from minhchung.rounds.enums import DecisionKind, PhaseKind, RoundState


class Round(models.Model):
    """One scoring round. It pins a rubric version, a period and named parameters.

    parameters: what the rubric leaves to the round, e.g. {"thoi_gian_quy_dinh.I.1.1": "2023-01-20"}.
    A published round never changes; a correction is another round with `corrects` set.
    """

    title = models.CharField(max_length=300)
    rubric = models.ForeignKey(RubricVersion, on_delete=models.PROTECT, related_name="rounds")
    owner = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="rounds")
    year = models.PositiveSmallIntegerField()
    period_from = models.DateField()
    period_to = models.DateField()
    reference_on = models.DateField(help_text="The agency tree and traits as they stand on this day.")
    parameters = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=RoundState, default=RoundState.DRAFT)
    revision = models.PositiveSmallIntegerField(default=1)
    corrects = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections"
    )
    is_sample = models.BooleanField(default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-year", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(period_to__gte=F("period_from")), name="round_period_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Phase(models.Model):
    """When a step may be worked on; between due_at and locks_at work is accepted, late and measured."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="phases")
    kind = models.CharField(max_length=12, choices=PhaseKind)
    opens_at = models.DateTimeField()
    due_at = models.DateTimeField()
    locks_at = models.DateTimeField()

    class Meta:
        ordering = ["opens_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "kind"], name="one_phase_of_a_kind"),
            models.CheckConstraint(
                condition=Q(due_at__gte=F("opens_at")) & Q(locks_at__gte=F("due_at")),
                name="phase_dates_in_order",
            ),
        ]


class RoundDecision(models.Model):
    """A dated decision that opened, changed, published or revoked a round."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=10, choices=DecisionKind)
    number = models.CharField(max_length=80, blank=True)
    decided_on = models.DateField()
    text = models.TextField(blank=True)
    payload = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]


class BodyAssignment(models.Model):
    """Which agency is the body that the rubric names as appraiser of some leaves."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="bodies")
    body = models.CharField(
        max_length=120, help_text="The body's name as the rubric writes it (appraised_by)."
    )
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "body"], name="one_agency_per_body")]


class Substitute(models.Model):
    """No body appraises its own entry: who appraises `body`'s leaves for `agency` instead."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="substitutes")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    body = models.CharField(max_length=120)
    substitute = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "agency", "body"], name="one_substitute"),
            models.CheckConstraint(condition=~Q(agency=F("substitute")), name="substitute_is_another_agency"),
        ]


class Ruling(models.Model):
    """One answer to a value the rubric does not decide, for the node, for every agency; published.

    data: the arguments of minhchung.rubric.Ruling (interval or answer, and points).
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="rulings")
    node_id = models.CharField(max_length=80)
    data = models.JSONField()
    words = models.TextField()
    decision_number = models.CharField(max_length=80, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
