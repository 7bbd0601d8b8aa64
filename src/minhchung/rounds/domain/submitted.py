"""What an agency had said and put forward at a moment: the text that the digest on its receipt is taken of."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, Q

from minhchung.evidence.models import FactsRevision
from minhchung.merkle import canonical_json
from minhchung.rounds.enums import Stage
from minhchung.rounds.models import DataAnswer, Entry, EvidenceUse, LeafRevision

Pins = Mapping[str, int]
"""File id, as text, → version of what was said of the file. The ledger entry of a receipt keeps them, so that the digest
covers exactly what the approving transaction read. A receipt from before they were kept names files by SHA-256 alone."""


@dataclass(frozen=True, slots=True)
class Submitted:
    """What the digest on the receipt is taken of."""

    entry: Entry
    values: tuple[Mapping[str, Any], ...]
    evidence: tuple[Mapping[str, Any], ...]
    rubric: str
    figures: tuple[Mapping[str, Any], ...] = ()

    def canonical(self) -> bytes:
        """Canonical JSON: the rubric's hash, every self value by node, every evidence file by node and SHA-256, with what was
        said of it where that is pinned.

        A value without answer, note or points says nothing and is left out. figures: what data said of each bound leaf,
        by node and the SHA-256 of its figures; left out where no leaf is bound.
        """
        told = {
            "round": self.entry.round_id,
            "agency": self.entry.agency_id,
            "rubric": self.rubric,
            "values": list(self.values),
            "evidence": list(self.evidence),
        }
        return canonical_json(told | ({"figures": list(self.figures)} if self.figures else {}))


def submitted(
    entry: Entry, at: datetime | None = None, *, rubric: str = "", pins: Pins | None = None
) -> Submitted:
    """What the agency had said, and the files it had put forward, at a moment (now when none is named); three queries,
    one more with pins.

    rubric: the SHA-256 of the version that held then, when an amendment has replaced it. pins: which words on each file.

    Taken from the history, which never changes: a ruling that scores an answer again later, or a leaf answered anew
    after an amendment, leaves what was once received as it was.
    """
    said: dict[str, LeafRevision] = {}
    revisions = LeafRevision.objects.filter(value__entry=entry, value__stage=Stage.SELF)
    uses = EvidenceUse.objects.filter(entry=entry, stage=Stage.SELF)
    if at is None:
        uses = uses.filter(removed_at__isnull=True)
    else:
        revisions = revisions.filter(at__lte=at)
        uses = uses.filter(Q(removed_at__isnull=True) | Q(removed_at__gt=at), at__lte=at)
    for row in revisions.select_related("value").order_by("value__node_id", "row_version"):
        said[row.value.node_id] = row
    files = list(
        uses.order_by("node_id", "file__sha256", "file_id")
        .values_list("node_id", "file__sha256", "file_id")
        .distinct()
    )
    if pins is None:  # one line a content, though after a merger two agencies' files may hold the same
        files = list({(node_id, sha256): (node_id, sha256, pk) for node_id, sha256, pk in files}.values())
    facts = {} if pins is None else _facts_of(pins)
    return Submitted(
        entry=entry,
        values=tuple(
            {
                "node": node_id,
                "answer": row.answer,
                "points": None if row.points is None else str(row.points),
                "state": row.state,
                "note": row.note,
            }
            for node_id, row in said.items()
            if row.answer is not None or row.note or row.points is not None
        ),
        evidence=tuple(
            {"node": node_id, "sha256": sha256} | ({} if pins is None else {"facts": facts.get(pk, {})})
            for node_id, sha256, pk in files
        ),
        rubric=rubric or entry.round.rubric.sha256,
        figures=tuple(_figures_at(entry, at)),
    )


def _figures_at(entry: Entry, at: datetime | None) -> list[Mapping[str, Any]]:
    """What data said of each bound leaf at a moment (now when none is named), by node."""
    rows = DataAnswer.objects.filter(entry=entry).order_by("pk")
    if at is not None:
        rows = rows.filter(computed_at__lte=at)
    latest = dict(rows.values_list("node_id", "sha256"))
    return [{"node": node_id, "sha256": latest[node_id]} for node_id in sorted(latest)]


def facts_standing(entry: Entry) -> dict[str, int]:
    """The pins of what is said now of every file in the self-assessment; one query."""
    used = EvidenceUse.objects.filter(entry=entry, stage=Stage.SELF, removed_at__isnull=True)
    rows = FactsRevision.objects.filter(file__in=used.values("file")).order_by()
    newest = rows.values_list("file_id").annotate(version=Max("row_version"))
    return {str(file_id): version for file_id, version in sorted(newest)}


def _facts_of(pins: Pins) -> dict[int, Mapping[str, str]]:
    """File id → the words that are pinned, those that were left empty left out."""
    said = {}
    for row in FactsRevision.objects.filter(file__in=[int(file_id) for file_id in pins]):
        if row.row_version == pins[str(row.file_id)]:
            words = {
                "title": row.title,
                "number": row.number,
                "dated_on": row.dated_on.isoformat() if row.dated_on else "",
                "issuer": row.issuer,
            }
            said[row.file_id] = {name: text for name, text in words.items() if text}
    return said


def submitted_digest(
    entry: Entry, at: datetime | None = None, *, rubric: str = "", pins: Pins | None = None
) -> str:
    """SHA-256 (hex) of the canonical JSON of what is submitted; recomputable from the rows for ever after."""
    return hashlib.sha256(submitted(entry, at, rubric=rubric, pins=pins).canonical()).hexdigest()
