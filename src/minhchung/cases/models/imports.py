"""Where cases come from, what was imported when, and which files together are the store."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minhchung.agencies.models import Agency, Post
from minhchung.stats.manifest import Manifest


class Source(models.TextChoices):
    FILE = "file", _("tệp")
    API = "api", _("API")


class CaseSystem(models.Model):
    """A one-stop system of an agency. Its cases may belong to that agency and those beneath it.

    profile: folded heading → field, as people confirmed it at the last import; the next file is read by it.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="case_systems")
    name = models.CharField(max_length=200)
    profile = models.JSONField(default=dict, blank=True)
    free_codes = models.BooleanField(default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["agency", "name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "name"], name="one_system_per_agency_and_name")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """What names this system inside the case store."""
        return f"s{self.pk}"


class CaseManifest(models.Model):
    """The files that together were the store from one moment on. Sealed: the numbers only go up."""

    number = models.PositiveBigIntegerField(primary_key=True)
    body = models.TextField(help_text="Manifest.as_json()")
    digest = models.CharField(max_length=64)
    rows = models.PositiveBigIntegerField()
    why = models.CharField(max_length=20, help_text="import, contest")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]

    @property
    def manifest(self) -> Manifest:
        return Manifest.from_json(self.body)


class CaseHead(models.Model):
    """The one row that says which manifest stands. Writers lock it and compare what they started from."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    manifest = models.ForeignKey(CaseManifest, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="case_head_is_one_row")]


class ImportDraft(models.Model):
    """A file that was uploaded and is not imported yet. Its bytes lie in a folder of their own until it is decided.

    mapping: column → field as the person chose it; empty to guess.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    system = models.ForeignKey(CaseSystem, on_delete=models.PROTECT, related_name="drafts")
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    mapping = models.JSONField(default=dict)
    free_codes = models.BooleanField(default=False)
    default_agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]


class ImportBatch(models.Model):
    """One batch that was taken in, whole; its receipt. Sealed.

    rows = new + replaced + unchanged + identical. external_id: the sender's name for a batch pushed through the API, so that
    a repeat gets the same answer. manifest_before is null for the first; both are the same where nothing changed.
    """

    number = models.CharField(max_length=24, unique=True)
    system = models.ForeignKey(CaseSystem, on_delete=models.PROTECT, related_name="batches")
    source = models.CharField(max_length=4, choices=Source)
    external_id = models.CharField(max_length=100, blank=True)
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    rows = models.PositiveBigIntegerField()
    new = models.PositiveBigIntegerField()
    replaced = models.PositiveBigIntegerField()
    unchanged = models.PositiveBigIntegerField()
    identical = models.PositiveBigIntegerField()
    first_received = models.DateField(null=True)
    last_received = models.DateField(null=True)
    facts = models.JSONField(default=dict, help_text="encodings, dropped columns, cases per agency")
    manifest_before = models.ForeignKey(CaseManifest, null=True, on_delete=models.PROTECT, related_name="+")
    manifest_after = models.ForeignKey(CaseManifest, null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    api_key = models.ForeignKey("cases.ApiKey", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ledger_seq = models.BigIntegerField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["system", "sha256"], condition=Q(source="file"), name="one_batch_per_system_and_file"
            ),
            models.UniqueConstraint(
                fields=["system", "external_id"],
                condition=Q(source="api"),
                name="one_batch_per_system_and_sender_id",
            ),
            models.CheckConstraint(
                condition=Q(by__isnull=False) | Q(api_key__isnull=False), name="batch_has_a_sender"
            ),
        ]

    def __str__(self) -> str:
        return self.number
