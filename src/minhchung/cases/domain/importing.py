"""Bring a checked file into the case store: files, manifest, receipt and ledger entry, all or nothing."""

from __future__ import annotations

import shutil
from datetime import date, datetime
from hashlib import file_digest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings
from django.db import IntegrityError

from minhchung.agencies.models import Post, User
from minhchung.cases.domain.drafts import AlreadyImported, folder_of, report_of
from minhchung.cases.domain.manifests import Change, change_store
from minhchung.cases.domain.promises import Undated, with_computed_dates
from minhchung.cases.domain.telling import tell_of_batch
from minhchung.cases.interfaces.case_file import worker
from minhchung.cases.interfaces.case_file.job import Report
from minhchung.cases.models import ApiKey, CaseSystem, ImportBatch, ImportDraft
from minhchung.cases.models.imports import Source
from minhchung.ledger.domain.record import record
from minhchung.stats.manifest import Manifest
from minhchung.stats.store import Added, add_batch
from minhchung.ui.present import in_vietnam


class NotSound(Exception):
    """The file has row errors, or could not be read: nothing of it is imported."""


def import_draft(*, draft: ImportDraft, actor: User, post: Post | None, now: datetime) -> ImportBatch:
    """Import a draft whose every row is sound; the same file twice gives the first import's receipt.

    Raises NotSound, AlreadyImported, Overtaken. A crash at any moment leaves the store, its manifest and the receipts as they
    were before or as they are after.
    """
    folder = folder_of(draft.id)
    report = report_of(draft)
    batch = _keep_batch(
        folder=folder, report=report, system=draft.system, source=Source.FILE, name=draft.name,
        sha256=draft.sha256, size=draft.size, actor=actor, post=post, key=None, external_id="", now=now,
        draft=draft,
    )  # fmt: skip
    _let_go(folder, draft.sha256)
    return batch


def import_pushed(
    *,
    folder: Path,
    report: Report,
    key: ApiKey,
    name: str,
    sha256: str,
    size: int,
    external_id: str,
    now: datetime,
) -> ImportBatch:
    """Import what another system pushed; raises as import_draft does. The folder stays the caller's."""
    return _keep_batch(
        folder=folder, report=report, system=key.system, source=Source.API, name=name, sha256=sha256, size=size,
        actor=None, post=None, key=key, external_id=external_id, now=now, draft=None,
    )  # fmt: skip


def import_table(
    *, table: pa.Table, system: CaseSystem, name: str, actor: User, post: Post | None, now: datetime
) -> ImportBatch:
    """Import cases that are columns of the store already (made for a sample, or converted): a receipt as for any file."""
    received = table["received_on"].to_pylist()
    with TemporaryDirectory(prefix="minhchung-cases-") as temporary:
        path = Path(temporary) / worker.CASES
        pq.write_table(table, path)
        report = Report(
            kind="table",
            rows=table.num_rows,
            cases=table.num_rows,
            first_received=min(received).isoformat(),
            last_received=max(received).isoformat(),
            agencies={
                str(each["values"]): each["counts"] for each in table["agency"].value_counts().to_pylist()
            },
        )
        with path.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
        return _keep_batch(
            folder=Path(temporary), report=report, system=system, source=Source.FILE, name=name, sha256=digest,
            size=path.stat().st_size, actor=actor, post=post, key=None, external_id="", now=now, draft=None,
        )  # fmt: skip


def _keep_batch(
    *,
    folder: Path,
    report: Report,
    system: CaseSystem,
    source: Source,
    name: str,
    sha256: str,
    size: int,
    actor: User | None,
    post: Post | None,
    key: ApiKey | None,
    external_id: str,
    now: datetime,
    draft: ImportDraft | None,
) -> ImportBatch:
    path = folder / worker.CASES
    if report.refused or report.fault_count or report.missing or not path.exists():
        raise NotSound

    with pq.ParquetFile(path) as file:
        table, undated = with_computed_dates(file.read())

    def write(root: Path, manifest: Manifest) -> Added:
        return add_batch(root, manifest, table)

    def keep(change: Change) -> ImportBatch:
        number = _next_number(in_vietnam(now).year)
        added = change.added
        told = record(
            verb="cases.imported",
            subject=f"cases.batch:{number}",
            at=now,
            actor_id=actor.pk if actor else None,
            agency_id=system.agency_id,
            post_id=post.pk if post else None,
            detail={
                "sha256": sha256,
                "source": source.value,
                "system": system.pk,
                "key": key.pk if key else 0,
                "new": added.new,
                "replaced": added.replaced,
                "unchanged": added.unchanged,
                "manifest": change.after.digest if change.after else "",
            },
        )
        batch = ImportBatch.objects.create(
            number=number,
            system=system,
            source=source,
            external_id=external_id,
            name=name,
            sha256=sha256,
            size=size,
            rows=report.rows,
            new=added.new,
            replaced=added.replaced,
            unchanged=added.unchanged,
            identical=report.identical + added.repeated,
            first_received=day_of(report.first_received),
            last_received=day_of(report.last_received),
            facts=_facts(report, undated),
            manifest_before=change.before,
            manifest_after=change.after,
            by=actor,
            post=post,
            api_key=key,
            at=now,
            ledger_seq=told.seq,
        )
        if draft is not None:
            CaseSystem.objects.filter(pk=system.pk).update(
                profile=profile_of(report), free_codes=draft.free_codes
            )
            ImportDraft.objects.filter(pk=draft.pk).delete()
        tell_of_batch(batch, now, actor)
        return batch

    try:
        return change_store(write=write, keep=keep, why="import", now=now)
    except IntegrityError:
        same = ImportBatch.objects.filter(system=system, source=source)
        known = (
            same.filter(sha256=sha256).first()
            if source == Source.FILE
            else same.filter(external_id=external_id).first()
        )
        if known is None:
            raise
        raise AlreadyImported(known) from None


def profile_of(report: Report) -> dict[str, str]:
    """What to remember of this file's columns: folded heading → field, or "" where the person said none."""
    return {each.folded: each.field for each in report.columns if each.folded}


def _facts(report: Report, undated: Undated) -> dict[str, Any]:
    return {
        "undated": undated.cases,
        "computed": undated.computed,
        "encodings": report.encodings.get("cells", {}),
        "dropped": report.personal_columns,
        "emptied": report.personal_values,
        "agencies": report.agencies,
        "statuses": report.statuses,
        "procedures": len(report.procedures),
    }


def _next_number(year: int) -> str:
    """NHS-2026-000001, one up from the last of the year; the head row is locked, so nobody takes it twice."""
    prefix = f"NHS-{year}-"
    last = (
        ImportBatch.objects.filter(number__startswith=prefix)
        .order_by("-number")
        .values_list("number", flat=True)
        .first()
    )
    return f"{prefix}{int(last.removeprefix(prefix)) + 1 if last else 1:06d}"


def day_of(text: str) -> date | None:
    """A day of a report; None where it says none."""
    return date.fromisoformat(text) if text else None


def _let_go(folder: Path, sha256: str) -> None:
    """After the import: the upload, with whatever it says of citizens, is removed, unless the installation keeps originals."""
    if settings.CASE_KEEP_ORIGINALS and (folder / worker.SOURCE).exists():
        kept = Path(settings.CASES_DIR) / "originals" / sha256[:2]
        kept.mkdir(parents=True, exist_ok=True, mode=0o700)
        (folder / worker.SOURCE).replace(kept / sha256)
    shutil.rmtree(folder, ignore_errors=True)
