"""The computed ranking, and its publication as a frozen snapshot."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from minhchung.rounds.enums import PublicationState
from minhchung.rounds.models.entry import Entry
from minhchung.rounds.models.fields import PointsField
from minhchung.rounds.models.round import Round


class Ranking(models.Model):
    """One computation of a round's ranking, from the answers as they stood then (input_digest)."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="rankings")
    computed_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    engine = models.CharField(max_length=40)
    input_digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["-computed_at", "-pk"]


class RankedGroup(models.Model):
    """One group of agencies in a ranking, with the points, states and reasons of every node of each of them.

    data: the record that minhchung.rubric.kept reads; domain/kept_ranking.py reads a row of it.
    """

    ranking = models.ForeignKey(Ranking, on_delete=models.PROTECT, related_name="groups")
    name = models.CharField(max_length=120, blank=True)
    data = models.BinaryField()


class RankRow(models.Model):
    """One agency in a ranking. rank is null while a leaf is absent or undecided (`missing` lists them).

    detail: {"rank_reasons": [[vi, en], …], "so_far": points, "group": its name}. kept_in, kept_row: where the rest
    stands. Rows without them, from before there were such records, carry it in detail itself: "nodes" {code: points},
    "reasons" {code: [[vi, en], …]}, "states" {code: state}, "max" {code: max, where it differs from the rubric's}.
    """

    ranking = models.ForeignKey(Ranking, on_delete=models.PROTECT, related_name="rows")
    kept_in = models.ForeignKey(RankedGroup, null=True, on_delete=models.PROTECT, related_name="rows")
    kept_row = models.PositiveIntegerField(null=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="rank_rows")
    total = PointsField(null=True)
    rank = models.PositiveIntegerField(null=True)
    tied = models.BooleanField(default=False)
    class_name = models.CharField(max_length=80, blank=True)
    missing = models.JSONField(default=list)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = [F("rank").asc(nulls_last=True), "pk"]
        constraints = [
            models.UniqueConstraint(fields=["ranking", "entry"], name="one_row_per_entry_in_a_ranking")
        ]


class Publication(models.Model):
    """A ranking proposed by one person and published by another, frozen.

    snapshot: canonical JSON (rubric text, answers, rulings, scores, method, ledger checkpoint); sha256 is its hash.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="publications")
    ranking = models.ForeignKey(Ranking, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=PublicationState, default=PublicationState.PROPOSED)
    decision_number = models.CharField(max_length=80)
    decided_on = models.DateField()
    snapshot = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    checkpoint_size = models.BigIntegerField(null=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True)
    revoke_reason = models.TextField(blank=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-proposed_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
                name="two_people_publish",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="confirmed_by_and_at_together",
            ),
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(state__in=["proposed", "published"]),
                name="one_live_publication",
            ),
        ]
