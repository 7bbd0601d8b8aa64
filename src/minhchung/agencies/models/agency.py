"""The agency tree: kinds as data, identifiers kept as given, validity dates, successors."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from minhchung.agencies.enums import SuccessionKind
from minhchung.viet.collation import sort_key
from minhchung.viet.folding import nfc, search_key


class AgencyKind(models.Model):
    """A kind of agency (sở, xã, phòng chuyên môn…): levels are configuration, not code."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    level = models.PositiveSmallIntegerField(
        help_text="1 nation, 2 province, 3 district (until 30/6/2025), 4 commune"
    )
    order_no = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order_no", "code"]

    def __str__(self) -> str:
        return self.name


class Agency(models.Model):
    """One state agency while it exists: valid_from ≤ day < valid_to (open when null)."""

    name = models.CharField(max_length=300)
    short_name = models.CharField(max_length=60, blank=True)
    kind = models.ForeignKey(AgencyKind, on_delete=models.PROTECT)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    order_no = models.PositiveIntegerField(
        default=0, help_text="The official order; agencies never sort by alphabet."
    )
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    traits = models.JSONField(default=dict, blank=True)
    name_key = models.CharField(max_length=300, editable=False, db_index=True)
    sort_key = models.TextField(editable=False)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["order_no", "sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="agency_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.name = nfc(self.name)
        self.name_key = search_key(self.name)
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature, passed through

    def is_valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


class PastName(models.Model):
    """A name the agency carried until a decision renamed it: until_on is the first day of the next name.

    The row of the agency keeps its id, posts, files and entries through a renaming; only its name moves on.
    """

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="past_names")
    name = models.CharField(max_length=300)
    short_name = models.CharField(max_length=60, blank=True)
    until_on = models.DateField()
    decision_number = models.CharField(max_length=80)
    name_key = models.CharField(max_length=300, editable=False, db_index=True)

    class Meta:
        ordering = ["until_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "until_on"], name="one_past_name_until_a_day")
        ]

    def save(self, *args: object, **kwargs: object) -> None:
        self.name_key = search_key(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature, passed through


class AgencyIdentifier(models.Model):
    """A code the agency is known by elsewhere (H44.07, a one-stop code…), kept as given."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=40)
    value = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "value"], name="one_agency_per_identifier")]


class Succession(models.Model):
    """From this day the successor carries on the predecessor's work, by decision."""

    kind = models.CharField(max_length=10, choices=SuccessionKind)
    predecessor = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="predecessions")
    effective_on = models.DateField()
    decision_number = models.CharField(max_length=80)

    class Meta:
        ordering = ["effective_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="one_succession_per_pair"),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")), name="succession_to_another_agency"
            ),
        ]
