"""A rubric being written: its text now, and every step that led there."""

from __future__ import annotations

import zlib

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from minhchung.agencies.models import Agency, Post
from minhchung.criteria.models.version import RubricVersion


class DraftState(models.TextChoices):
    DRAFTING = "drafting", _("Đang soạn")
    CONSULTING = "consulting", _("Đang lấy ý kiến")
    ISSUED = "issued", _("Đã ban hành")
    DROPPED = "dropped", _("Đã bỏ")


class RubricDraft(models.Model):
    """A rubric that its owner is writing.

    code, title, version: as the head of `text` says them; version is the label it will be issued under.
    base: the issued version it started from; null for a new rubric.
    text: the YAML as it stands. It can always be taken apart into a head and a tree of nodes, but while people write,
    a rule in it may not be readable yet (`domain.drafts.reading_of` says what is).
    """

    owner = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="rubric_drafts")
    code = models.SlugField(max_length=80)
    title = models.CharField(max_length=500)
    version = models.CharField(max_length=40)
    base = models.ForeignKey(
        RubricVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="drafts"
    )
    text = models.TextField()
    state = models.CharField(max_length=12, choices=DraftState, default=DraftState.DRAFTING)
    row_version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["-changed_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"


class DraftEdit(models.Model):
    """One step of a draft, never changed afterwards.

    number: from 1 within the draft (1 is its start). packed: the whole text after the step, zlib.
    node: id of the node it concerns, "" for the whole. undoes: the step this one takes back; a step that undoes an
    undoing does again what was undone.
    """

    draft = models.ForeignKey(RubricDraft, on_delete=models.PROTECT, related_name="edits")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    summary = models.CharField(max_length=300)
    node = models.CharField(max_length=120, blank=True)
    packed = models.BinaryField()
    undoes = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="undone_by"
    )

    class Meta:
        ordering = ["draft", "number"]
        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="one_row_per_draft_step")]

    @property
    def text(self) -> str:
        """The draft's whole text after this step."""
        return zlib.decompress(bytes(self.packed)).decode()
