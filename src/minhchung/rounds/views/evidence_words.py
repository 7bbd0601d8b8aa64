"""Evidence files as the pages of an entry list them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from minhchung.evidence.models import EvidenceFile, ScanState
from minhchung.rounds.models import EvidenceUse


@dataclass(frozen=True)
class FileView:
    """A file behind a leaf."""

    use_id: int
    href: str
    name: str
    number: str
    dated_on: date | None
    scan: str
    scan_tone: str
    who: str
    at: datetime


@dataclass(frozen=True)
class EvidencePanel:
    """The list of files with its forms, as the criterion page and the answer to an upload draw it."""

    files: tuple[FileView, ...]
    can_write: bool
    detach_prefix: str


def file_views(uses: Iterable[EvidenceUse]) -> tuple[FileView, ...]:
    """Files ready to list, oldest first; the uses come with `file` and `by`."""
    return tuple(
        FileView(
            use_id=use.pk,
            href=reverse("evidence:file", args=[use.file_id]),
            name=str(use.file),
            number=use.file.number,
            dated_on=use.file.dated_on,
            scan=str(ScanState(use.file.scan).label),
            scan_tone=scan_tone(use.file),
            who=use.by.full_name,
            at=use.at,
        )
        for use in uses
    )


def scan_tone(file: EvidenceFile) -> str:
    return {ScanState.CLEAN: "done", ScanState.NOT_SCANNED: "neutral"}.get(ScanState(file.scan), "error")
