"""Evidence files as the pages of an entry list them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from minhchung.evidence.models import EvidenceFile, ScanState
from minhchung.rounds.domain.engine import rubric_of
from minhchung.rounds.domain.evidence_use import other_uses, uses_of
from minhchung.rounds.models import Entry
from minhchung.rubric import Node


@dataclass(frozen=True)
class FileView:
    """A file behind a leaf. also: codes of the other leaves of the entry that it stands behind."""

    use_id: int
    href: str
    name: str
    number: str
    dated_on: date | None
    scan: str
    scan_tone: str
    who: str
    at: datetime
    also: str


@dataclass(frozen=True)
class EvidencePanel:
    """The list of files with its forms, as the criterion page and the answer to an upload draw it."""

    files: tuple[FileView, ...]
    can_write: bool
    detach_prefix: str


def file_views(entry: Entry, leaf: Node) -> tuple[FileView, ...]:
    """The files behind a leaf, ready to list, oldest first; two queries."""
    rubric = rubric_of(entry.round.rubric)
    uses = uses_of(entry, leaf.id)
    others = other_uses(entry, leaf.id, uses) if uses else {}
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
            also=", ".join(
                rubric.node(each).code for each in others.get(use.file_id, []) if rubric.has_node(each)
            ),
        )
        for use in uses
    )


def scan_tone(file: EvidenceFile) -> str:
    return {ScanState.CLEAN: "done", ScanState.NOT_SCANNED: "neutral"}.get(ScanState(file.scan), "error")
