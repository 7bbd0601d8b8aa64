"""Take in one upload: cap, type by content, safety, scan, keep, row. Refused → a list of problems, nothing kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from minhchung.agencies.models import Agency, Post, User
from minhchung.docread.checking import check_apart
from minhchung.docread.problem import Problem
from minhchung.docread.safety import Verdict
from minhchung.evidence.domain import store
from minhchung.evidence.domain.facts import keep_facts
from minhchung.evidence.domain.scanning import scan
from minhchung.evidence.models import EvidenceFile, ScanState
from minhchung.ledger.domain.record import record
from minhchung.ui.language import language
from minhchung.viet.folding import nfc


@dataclass(frozen=True)
class Taken:
    """A file that is kept. `known`: the agency already had these bytes, and this is that row."""

    file: EvidenceFile
    known: bool


@dataclass(frozen=True)
class Refused:
    """Why the upload was not taken in, in the reader's language; each line says what to do."""

    lines: tuple[str, ...]


def add_file(
    *,
    agency: Agency,
    chunks: Iterable[bytes],
    name: str,
    actor: User,
    post: Post | None,
    now: datetime,
    title: str = "",
    check: Callable[[Path, str], Verdict] = check_apart,
) -> Taken | Refused:
    """Take in one file for an agency; the same bytes again return the row that is there.

    check: how the bytes are checked; another than the bound process only for files that the product made itself.

    name: as the person's computer calls it; shown, never used as a path.
    The caller has checked that this person may add evidence for this agency.
    """
    name = nfc(name.replace("\\", "/").rsplit("/", 1)[-1].strip())[:255] or "tep"
    try:
        received = store.receive(chunks, limit=settings.UPLOAD_MAX_BYTES)
    except store.TooLarge as fault:
        return Refused(
            (
                _("%(name)s: tệp lớn hơn %(limit)d MB. Hãy giảm độ phân giải bản quét hoặc tách tệp.")
                % {"name": name, "limit": fault.limit // 1024 // 1024},
            )
        )
    try:
        return _decide(agency, received, name, title, actor, post, now, check)
    finally:
        received.discard()


def _decide(
    agency: Agency,
    received: store.Received,
    name: str,
    title: str,
    actor: User,
    post: Post | None,
    now: datetime,
    check: Callable[[Path, str], Verdict],
) -> Taken | Refused:
    known = EvidenceFile.objects.filter(agency=agency, sha256=received.sha256).first()
    if known is not None:
        if not store.is_intact(received.sha256):
            store.keep(received)
        return Taken(file=known, known=True)
    used = EvidenceFile.objects.filter(agency=agency).aggregate(total=Sum("size"))["total"] or 0
    if used + received.size > settings.AGENCY_QUOTA_BYTES:
        return Refused(
            (
                _("%(name)s: kho minh chứng của cơ quan đã đầy. Hãy báo quản trị nâng hạn mức.")
                % {"name": name},
            )
        )
    verdict = check(received.path, name)
    if not verdict.ok:
        return Refused(tuple(_line(problem) for problem in verdict.errors))
    state = scan(received.path)
    if state == ScanState.INFECTED:
        return Refused(
            (
                _("%(name)s: máy quét thấy mã độc trong tệp. Hãy quét máy tính của bạn rồi tải tệp sạch lên.")
                % {"name": name},
            )
        )
    stored = store.keep(received)
    return _write_row(agency, stored, verdict, name, title, state, actor, post, now)


def _line(problem: Problem) -> str:
    return problem.message_en if language() == "en" else problem.message


def _write_row(
    agency: Agency,
    stored: store.Stored,
    verdict: Verdict,
    name: str,
    title: str,
    state: ScanState,
    actor: User,
    post: Post | None,
    now: datetime,
) -> Taken:
    try:
        with transaction.atomic():
            file = EvidenceFile.objects.create(
                agency=agency,
                sha256=stored.sha256,
                size=stored.size,
                kind=verdict.kind,
                name=name,
                title=title.strip(),
                flags=[problem.code for problem in verdict.problems],
                scan=state,
                uploaded_by=actor,
                uploaded_post=post,
                uploaded_at=now,
            )
            keep_facts(file, actor=actor, now=now)
            record(
                verb="evidence.added",
                subject=f"evidence.file:{file.pk}",
                at=now,
                actor_id=actor.pk,
                agency_id=agency.pk,
                post_id=post.pk if post else None,
                detail={"sha256": stored.sha256, "size": stored.size, "kind": verdict.kind},
            )
    except IntegrityError:
        return Taken(file=EvidenceFile.objects.get(agency=agency, sha256=stored.sha256), known=True)
    return Taken(file=file, known=False)
