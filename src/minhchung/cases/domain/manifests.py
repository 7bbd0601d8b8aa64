"""Which files are the store now, and the one way to replace that answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.db import transaction

from minhchung.cases.models import CaseHead, CaseManifest
from minhchung.stats.manifest import Manifest
from minhchung.stats.store import Added

_MOST_TRIES = 6
Kept = TypeVar("Kept")


class Overtaken(Exception):
    """Others replaced the manifest each time before this change could; try again later."""


@dataclass(frozen=True)
class Change:
    """A change of the store about to be kept, inside its transaction. after is the same row where nothing changed."""

    before: CaseManifest | None
    after: CaseManifest | None
    added: Added


def root() -> Path:
    """The folder of the case store."""
    return Path(settings.CASES_DIR) / "store"


def current() -> CaseManifest | None:
    """The manifest that stands; None before the first import. One query."""
    head = CaseHead.objects.select_related("manifest").filter(pk=1).first()
    return head.manifest if head else None


def current_manifest() -> Manifest:
    """The files that stand; an empty store before the first import."""
    row = current()
    return row.manifest if row else Manifest()


def change_store(
    *, write: Callable[[Path, Manifest], Added], keep: Callable[[Change], Kept], why: str, now: datetime
) -> Kept:
    """Write files first, then keep them: manifest, receipt and ledger entry in one transaction, or nothing.

    write: gives new files from the ones that stand; nobody waits for it. keep: the rows that belong to the change, run
    inside the transaction that moves the head. When somebody else moved it meanwhile, the files are written again.
    """
    for _try in range(_MOST_TRIES):
        before = current()
        added = write(root(), before.manifest if before else Manifest())
        with transaction.atomic():
            head = CaseHead.objects.select_for_update().get_or_create(pk=1)[0]
            if head.manifest_id == (before.number if before else None):
                return keep(Change(before, _moved(head, before, added, why, now), added))
    raise Overtaken


def _moved(
    head: CaseHead, before: CaseManifest | None, added: Added, why: str, now: datetime
) -> CaseManifest | None:
    digest = added.manifest.digest
    if digest == (before.digest if before else Manifest().digest):
        return before
    head.manifest = CaseManifest.objects.create(
        number=before.number + 1 if before else 1,
        body=added.manifest.as_json(),
        digest=digest,
        rows=added.manifest.rows,
        why=why,
        at=now,
    )
    head.save(update_fields=["manifest"])
    return head.manifest
