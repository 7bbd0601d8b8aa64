"""Evidence files: content-addressed, each with the facts that make it evidence (number, date, signature)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from minhchung.agencies.models import Agency, Post
from minhchung.viet.folding import nfc, search_key


class ScanState(models.TextChoices):
    NOT_SCANNED = "not_scanned", _("chưa quét")
    CLEAN = "clean", _("đã quét, sạch")
    QUARANTINED = "quarantined", _("cách ly chờ quét")
    INFECTED = "infected", _("có mã độc")


class EvidenceFile(models.Model):
    """One file of one agency. The bytes lie in the evidence store under their SHA-256.

    The same bytes uploaded twice by one agency are one row. Never public unless `public_on` is set.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="evidence_files")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=8, help_text="pdf, docx, xlsx, jpg, png, odt, ods: by content")
    name = models.CharField(max_length=255)
    title = models.CharField(max_length=500, blank=True)
    number = models.CharField(max_length=80, blank=True)
    dated_on = models.DateField(null=True, blank=True)
    issuer = models.CharField(max_length=200, blank=True)
    flags = models.JSONField(
        default=list, help_text="What the check saw but let in, e.g. JavaScript in a PDF"
    )
    scan = models.CharField(max_length=12, choices=ScanState, default=ScanState.NOT_SCANNED)
    search_text = models.TextField(editable=False)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    public_on = models.DateField(null=True, blank=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "sha256"], name="one_row_per_agency_and_content")
        ]

    def __str__(self) -> str:
        return self.title or self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.name = nfc(self.name)
        self.title = nfc(self.title)
        self.search_text = search_key(" ".join([self.title, self.name, self.number, self.issuer]))
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature, passed through


class FactsRevision(models.Model):
    """What was said of a file at one version of its row; written once (the database refuses UPDATE and DELETE).

    The row itself carries the newest. Who judges a file put forward in a submitted entry sees what was said when it
    was submitted, and each later change beside it.
    """

    file = models.ForeignKey(EvidenceFile, on_delete=models.PROTECT, related_name="facts_revisions")
    row_version = models.PositiveIntegerField()
    title = models.CharField(max_length=500, blank=True)
    number = models.CharField(max_length=80, blank=True)
    dated_on = models.DateField(null=True, blank=True)
    issuer = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["file", "row_version"]
        constraints = [
            models.UniqueConstraint(fields=["file", "row_version"], name="one_facts_revision_per_version")
        ]
