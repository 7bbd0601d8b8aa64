"""A file of cases on its way in: kept aside, read in a bound process, and gone when it is imported or given up."""

from __future__ import annotations

import hashlib
import shutil
import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
from django.conf import settings
from django.utils import timezone

from minhchung.agencies.models import Agency, AgencyIdentifier, Post, User
from minhchung.cases.domain.reach import beneath
from minhchung.cases.interfaces.case_file import worker
from minhchung.cases.interfaces.case_file.job import Fault, Job, Report
from minhchung.cases.models import CaseSystem, ImportBatch, ImportDraft
from minhchung.ui.present import in_vietnam
from minhchung.viet.codes import parse_agency_id
from minhchung.viet.folding import nfc, search_key
from minhchung.viet.problem import Problem

KEPT_FOR = timedelta(days=2)
"""How long a file that nobody decides on lies aside before it is removed."""
READ_WITHIN = timedelta(hours=1)
"""An upload that is no draft yet is being received or read; longer than this nothing reads."""


class TooLarge(Exception):
    """The upload passed its size cap; nothing of it is kept."""


class AlreadyImported(Exception):
    """These very bytes were imported for this system before; batch: that import."""

    def __init__(self, batch: ImportBatch) -> None:
        super().__init__(batch.number)
        self.batch = batch


def folder_of(draft_id: uuid.UUID) -> Path:
    """Where the bytes of a draft lie."""
    return Path(settings.CASES_DIR) / "drafts" / draft_id.hex


def add_draft(
    *, system: CaseSystem, chunks: Iterable[bytes], name: str, actor: User, post: Post | None, now: datetime
) -> ImportDraft:
    """Take an upload aside and read it by what is known of its system. Raises TooLarge, AlreadyImported."""
    remove_stale(now)
    draft = ImportDraft(
        system=system, name=_plain(name), free_codes=system.free_codes, by=actor, post=post, at=now, size=0
    )
    folder = folder_of(draft.id)
    folder.mkdir(parents=True, mode=0o700)
    try:
        draft.sha256, draft.size = _receive(chunks, folder / worker.SOURCE)
        known = ImportBatch.objects.filter(system=system, sha256=draft.sha256, source="file").first()
        if known is not None:
            raise AlreadyImported(known)
        read(draft, now)
        draft.save(force_insert=True)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return draft


def read(draft: ImportDraft, now: datetime) -> Report:
    """Read the draft's file by its mapping (or by guessing, where it has none yet)."""
    return worker.read_in_worker(folder_of(draft.id), job_of(draft, now))


def report_of(draft: ImportDraft) -> Report:
    """What the last reading found. Raises OSError when the file is gone (two days aside, or a lost disk)."""
    return worker.load_report(folder_of(draft.id))


def faults_of(draft: ImportDraft) -> Iterator[Fault]:
    """Every row error of the last reading, in row order."""
    path = folder_of(draft.id) / worker.ERRORS
    if path.exists():
        decoder = msgspec.json.Decoder(Fault)
        with path.open("rb") as lines:
            for line in lines:
                yield decoder.decode(line)


def give_up(draft: ImportDraft) -> None:
    """Remove a draft and its bytes; they were never imported, so nothing is recorded."""
    ImportDraft.objects.filter(pk=draft.pk).delete()
    shutil.rmtree(folder_of(draft.pk), ignore_errors=True)


def remove_stale(now: datetime) -> int:
    """Remove drafts that nobody decided on in two days, and folders that no draft knows any more; return how many."""
    stale = list(ImportDraft.objects.filter(at__lt=now - KEPT_FOR))
    for draft in stale:
        give_up(draft)
    unknown = list(_unknown_folders(now))
    for folder in unknown:
        shutil.rmtree(folder, ignore_errors=True)
    return len(stale) + len(unknown)


def _unknown_folders(now: datetime) -> Iterator[Path]:
    """What is left of an upload whose server was stopped while reading or right after the import: it tells of citizens."""
    limit = (now - READ_WITHIN).timestamp()
    known = {pk.hex for pk in ImportDraft.objects.values_list("pk", flat=True)}
    for folder in (Path(settings.CASES_DIR) / "drafts").glob("*"):
        try:
            if folder.name not in known and folder.stat().st_mtime < limit:
                yield folder
        except FileNotFoundError:
            continue  # a batch that another system pushes has just been taken in, and its folder is gone


def job_of(draft: ImportDraft, now: datetime | None = None) -> Job:
    """What the worker is told about this draft."""
    moment = in_vietnam(now or timezone.now())
    return Job(
        name=draft.name,
        system=draft.system.key,
        batch=draft.id.hex,
        today=moment.date().isoformat(),
        agencies=agencies_by_word(draft.system.agency, moment.date()),
        default_agency=draft.default_agency_id or 0,
        mapping=draft.mapping,
        profile=draft.system.profile,
        free_codes=draft.free_codes,
    )


def agencies_by_word(top: Agency, day: object) -> dict[str, int]:
    """Folded names and canonical codes of the agencies a system may report for; −1 where two share a name."""
    ids = beneath(top)
    words: dict[str, int] = {}
    for pk, name, short in Agency.objects.filter(pk__in=ids).values_list("pk", "name", "short_name"):
        for word in {search_key(name), search_key(short)} - {""}:
            words[word] = pk if words.get(word, pk) == pk else -1
    for pk, value in AgencyIdentifier.objects.filter(agency__in=ids).values_list("agency_id", "value"):
        code = parse_agency_id(value)
        words[search_key(value) if isinstance(code, Problem) else code.canonical] = pk
        words.setdefault(search_key(value), pk)
    return words


def _receive(chunks: Iterable[bytes], target: Path) -> tuple[str, int]:
    hasher, size = hashlib.sha256(), 0
    with target.open("wb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > settings.CASE_FILE_MAX_BYTES:
                raise TooLarge
            hasher.update(chunk)
            file.write(chunk)
    return hasher.hexdigest(), size


def _plain(name: str) -> str:
    """The file's name as the person's computer calls it: shown, never used as a path."""
    return nfc(name.replace("\\", "/").rsplit("/", 1)[-1].strip())[:255] or "tep"
