"""Which Parquet files nobody needs any more, and taking them away."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.db.models import Max

from minhchung.cases.domain.manifests import current, root
from minhchung.cases.models import CaseManifest
from minhchung.rounds.domain.data_answers import relied_on
from minhchung.stats.store import sweep, unfinished, unnamed

FILES_KEPT: Final = timedelta(days=1)
"""A file younger than this may belong to a writer that has yet to hand its manifest over; a manifest that was replaced
less long ago may still be read."""


def sweep_store(now: datetime) -> int:
    """Remove the files of the case store that nothing stands on; return how many.

    Kept: the files of the manifest that stands, of every one a frozen figure or an answer from data rests on, of those that stood within the last day, and every file younger than a day.
    """
    if not root().is_dir():
        return 0
    kept = (row.manifest for row in CaseManifest.objects.filter(number__in=pinned_numbers(now)).iterator())
    return sweep(root(), kept, before=now - FILES_KEPT)


def left_behind(now: datetime) -> list[Path]:
    """What imports left that were cut off more than a day ago: files that no manifest ever named, folders of unfinished work."""
    known = (row.manifest for row in CaseManifest.objects.iterator())
    limit = now - FILES_KEPT
    return [*unnamed(root(), known, before=limit), *unfinished(root(), before=limit)]


def pinned_numbers(now: datetime) -> frozenset[int]:
    """Numbers of the manifests whose files stay."""
    since = now - FILES_KEPT
    recent = CaseManifest.objects.filter(at__gte=since).values_list("number", flat=True)
    stood = CaseManifest.objects.filter(at__lt=since).aggregate(number=Max("number"))["number"]
    return named_numbers() | {*recent, *([stood] if stood else [])}


def named_numbers() -> frozenset[int]:
    """Numbers of the manifests whose files must be there: the one that stands, and those that figures were counted in."""
    head = current()
    frozen = CaseManifest.objects.filter(frozen_figures__isnull=False).values_list("number", flat=True)
    return frozenset({*frozen, *_answered(), *([head.number] if head else [])})


def _answered() -> set[int]:
    """The manifests that answers from data rest on; 0 is the store before the first import, which has no row."""
    references = (each.get("reference", {}).get("cases") for row in relied_on() for each in row.figures)
    return {each["manifest"] for each in references if each and each["manifest"]}
