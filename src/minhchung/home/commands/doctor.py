"""`minhchung doctor`: is everything that was acknowledged still there and unchanged?"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

from minhchung.home.commands.complaint import Complaint
from minhchung.home.commands.doctor_answers import data_answers
from minhchung.home.language import say, spoken


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser(
        "doctor", help=say("kiểm tra tệp, sổ cái, cấu hình", "check files, ledger and settings")
    )
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help=say("dạng kết quả", "output form")
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Every check, a line each complaint. Exit 0 when there is none, else 1."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minhchung.config.settings")
    import django

    django.setup()
    complaints = list(examine())
    if args.format == "json":
        print(json.dumps([asdict(complaint) for complaint in complaints], ensure_ascii=False, indent=2))
    else:
        for complaint in complaints:
            print(complaint)
        print(say(f"{len(complaints)} vấn đề", f"{len(complaints)} problem(s)"))
    return 1 if complaints else 0


def examine() -> Iterator[Complaint]:
    if waiting := list(pending_migrations()):
        yield from waiting
        return
    for check in CHECKS:
        try:
            yield from check()
        except Exception as fault:
            yield broken_off(check.__name__, fault)


def broken_off(check: str, fault: Exception) -> Complaint:
    """What a check looks at may be altered beyond what it can read: that is a complaint, and the other checks go on."""
    return Complaint(
        check,
        f"{type(fault).__name__}: {fault}",
        say(
            "phép kiểm tra dừng giữa chừng: dữ liệu không còn đúng dạng; khôi phục từ bản sao lưu",
            "the check broke off: data no longer have their form; restore from backup",
        ),
    )


def pending_migrations() -> Iterator[Complaint]:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    for migration, _backwards in executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield Complaint(
            "migrations",
            str(migration),
            say(
                "chưa áp dụng; chạy `minhchung manage migrate`", "not applied; run `minhchung manage migrate`"
            ),
        )


def evidence_files() -> Iterator[Complaint]:
    """Every row's bytes there and intact; every stored file known to a row."""
    from minhchung.evidence.domain import store
    from minhchung.evidence.models import EvidenceFile

    known = set(EvidenceFile.objects.values_list("sha256", flat=True))
    for sha256 in sorted(known):
        if not store.path_of(sha256).is_file():
            yield Complaint(
                "evidence",
                sha256,
                say("thiếu tệp; khôi phục từ bản sao lưu", "missing; restore it from backup"),
            )
        elif not store.is_intact(sha256):
            yield Complaint(
                "evidence",
                sha256,
                say("nội dung đã bị đổi; khôi phục từ bản sao lưu", "bytes changed; restore"),
            )
    for sha256 in store.every_stored():
        if sha256 not in known:
            yield Complaint(
                "evidence", sha256, say("tệp mồ côi: không bản ghi nào dùng", "orphan: no row knows it")
            )


def facts() -> Iterator[Complaint]:
    """What is said of each file is the newest of what was written down, and what the ledger keeps of it."""
    from minhchung.evidence.domain.facts import facts_digest
    from minhchung.evidence.models import EvidenceFile, FactsRevision

    newest = (
        FactsRevision.objects.select_related("file")
        .order_by("file_id", "row_version")
        .iterator(chunk_size=2000)
    )
    written = {row.file.pk: (row.row_version, facts_digest(row)) for row in newest}
    for file in EvidenceFile.objects.order_by("pk").iterator(chunk_size=2000):
        digest = facts_digest(file)
        told = _recorded("evidence.described", f"evidence.file:{file.pk}").get("facts", digest)
        if not written.get(file.pk) == (file.row_version, digest) == (file.row_version, told):
            yield Complaint(
                "facts",
                str(file.pk),
                say(
                    "thông tin của tệp không khớp lịch sử",
                    "what is said of the file differs from its history",
                ),
            )


def unfinished_uploads() -> Iterator[Complaint]:
    """Parts of uploads that a killed server left behind, a day and older: nobody was told they are kept."""
    from minhchung.evidence.domain import store

    for path in store.unfinished(older_than_seconds=24 * 60 * 60):
        yield Complaint(
            "evidence", path.name, say("tệp tải dở, xóa được", "unfinished upload; it may be deleted")
        )


MOST_TO_PRUNE = 100_000


def prunable() -> Iterator[Complaint]:
    """Answers and sessions past their time stay few: `minhchung manage prune` runs every day."""
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    from minhchung.ledger.domain.pruning import ANSWERS_KEPT, old_answers

    now = timezone.now()
    for subject, rows in (
        ("answers", old_answers(now - ANSWERS_KEPT)),
        ("sessions", Session.objects.filter(expire_date__lt=now)),
    ):
        if (count := rows.count()) > MOST_TO_PRUNE:
            yield Complaint(
                "prune",
                subject,
                say(
                    f"{count} dòng đã quá hạn giữ; chạy `minhchung manage prune` mỗi ngày",
                    f"{count} rows past their time; run `minhchung manage prune` every day",
                ),
            )


def ledger() -> Iterator[Complaint]:
    from minhchung.ledger.domain.verify import verify_ledger

    for fault in verify_ledger().faults:
        yield Complaint("ledger", fault.subject, spoken(fault))


def _recorded(verb: str, subject: str, seq: int | None = None) -> dict[str, Any]:
    """What the ledger says of an act: the detail of its entry; empty when there is none."""
    from minhchung.ledger.models import LedgerEntry

    found = LedgerEntry.objects.filter(verb=verb, subject=subject)
    row = (found if seq is None else found.filter(seq=seq)).order_by("-seq").first()
    return json.loads(row.body)["detail"] if row else {}


def publications() -> Iterator[Complaint]:
    """Every published snapshot still has its hash, and it is the one the ledger keeps."""
    import hashlib

    from minhchung.rounds.models import Publication

    frozen = Publication.objects.filter(confirmed_at__isnull=False).order_by("pk")
    for publication in frozen.iterator(chunk_size=1):
        digest = hashlib.sha256(publication.snapshot.encode()).hexdigest()
        told = _recorded("publication.confirmed", f"rounds.publication:{publication.pk}").get("sha256")
        if not digest == publication.sha256 == told:
            yield Complaint(
                "publications", str(publication.pk), say("bản công bố đã bị đổi", "snapshot changed")
            )


def receipts() -> Iterator[Complaint]:
    """What each receipt was given for can still be recomputed, and is what the ledger keeps."""
    from minhchung.rounds.domain.submitted import submitted_digest
    from minhchung.rounds.models import Receipt

    for receipt in Receipt.objects.select_related("entry__round__rubric").order_by("pk").iterator():
        told = _recorded("entry.submitted", f"rounds.entry:{receipt.entry.pk}", receipt.ledger_seq)
        again = submitted_digest(
            receipt.entry,
            receipt.received_at,
            rubric=told.get("rubric", ""),
            pins=told.get("facts"),
        )
        if not again == receipt.digest == told.get("digest"):
            yield Complaint(
                "receipts",
                receipt.number,
                say("bài đã nộp không khớp biên nhận", "what was submitted differs from its receipt"),
            )


FILE_FAULTS = {"missing": "bị thiếu", "altered": "đã bị đổi", "rows": "có số dòng khác bản kê"}


def case_store() -> Iterator[Complaint]:
    """The files of the standing manifest, and of every one that figures were counted in; manifests and receipts as the
    ledger has them. A file that several manifests list is read once."""
    from minhchung.cases.domain.manifests import root
    from minhchung.cases.domain.sweeping import named_numbers
    from minhchung.cases.models import CaseManifest, ImportBatch
    from minhchung.ledger.models import LedgerEntry
    from minhchung.stats.manifest import CaseFile, Manifest
    from minhchung.stats.store import verify

    files: dict[CaseFile, int] = {}
    for row in CaseManifest.objects.filter(number__in=named_numbers()).order_by("number").iterator():
        if row.manifest.digest != row.digest:
            yield Complaint("cases", f"manifest {row.number}", say("bản kê đã bị đổi", "manifest changed"))
        files |= dict.fromkeys(row.manifest.files, row.number)
    for fault in verify(root(), Manifest(tuple(files))):
        yield Complaint(
            "cases",
            fault.file.name,
            say(
                f"tệp hồ sơ {FILE_FAULTS[fault.kind]} (bản kê {files[fault.file]}); khôi phục từ bản sao lưu",
                f"case file {fault.kind} (manifest {files[fault.file]}); restore it from backup",
            ),
        )
    for batch in ImportBatch.objects.select_related("manifest_after").iterator():
        entry = LedgerEntry.objects.filter(
            seq=batch.ledger_seq, subject=f"cases.batch:{batch.number}"
        ).first()
        told = json.loads(entry.body)["detail"] if entry else {}
        after = batch.manifest_after.digest if batch.manifest_after else ""
        if (told.get("sha256"), told.get("manifest")) != (batch.sha256, after):
            yield Complaint(
                "cases",
                batch.number,
                say("biên nhận nhập không khớp sổ cái", "receipt differs from the ledger"),
            )


def computed_dates() -> Iterator[Complaint]:
    """Dates that the product computes are as the register and the calendar in force say."""
    from minhchung.cases.domain.recomputing import drift

    if behind := drift().cases:
        yield Complaint(
            "cases",
            str(behind),
            say(
                "hồ sơ có hạn tính theo lịch hoặc danh mục cũ; chạy `minhchung manage prune`",
                "case(s) with a date computed by an older calendar or register; run `minhchung manage prune`",
            ),
        )


def untold_counts() -> Iterator[Complaint]:
    """Every import that changed counts was told to the rounds that are computed from them."""
    from django.utils import timezone

    from minhchung.cases.domain.telling import left_untold

    if untold := left_untold(timezone.now()).count():
        yield Complaint(
            "cases",
            str(untold),
            say(
                "lần nhập chưa báo cho các đợt đang mở, điểm tự tính có thể cũ; chạy `minhchung manage prune`",
                "import(s) not told to open rounds, whose computed answers may be old; run `minhchung manage prune`",
            ),
        )


def unfinished_case_work() -> Iterator[Complaint]:
    """What a killed import left, a day and older: no manifest and no receipt speaks of it, so no figure counts it."""
    from django.utils import timezone

    from minhchung.cases.domain.sweeping import left_behind

    for path in left_behind(timezone.now()):
        yield Complaint(
            "cases",
            path.name,
            say(
                "tệp mồ côi của lần nhập bị ngắt, không số liệu nào dùng; `minhchung manage prune` sẽ xóa",
                "orphan of an import that was cut off, no figure counts it; `minhchung manage prune` removes it",
            ),
        )


def waiting_case_files() -> Iterator[Complaint]:
    """Uploads of cases that nobody decided on in two days: they may tell of citizens."""
    import time
    from pathlib import Path

    from django.conf import settings as current

    from minhchung.cases.domain.drafts import KEPT_FOR

    limit = time.time() - KEPT_FOR.total_seconds()
    for folder in sorted((Path(current.CASES_DIR) / "drafts").glob("*")):
        if folder.stat().st_mtime < limit:
            yield Complaint(
                "cases",
                folder.name,
                say(
                    "tệp tải lên chưa nhập, quá hai ngày; xóa được",
                    "an upload never imported, over two days old; it may be deleted",
                ),
            )


def settings() -> Iterator[Complaint]:
    """Django's own deployment checks, for an installation reached over https."""
    from django.conf import settings as current
    from django.core import checks

    tags = [checks.Tags.security] if current.SESSION_COOKIE_SECURE else []
    found = checks.run_checks(include_deployment_checks=bool(tags))
    for message in found:
        if message.level >= checks.WARNING:
            yield Complaint("settings", message.id or "", str(message.msg))


CHECKS: tuple[Callable[[], Iterator[Complaint]], ...] = (
    evidence_files,
    facts,
    unfinished_uploads,
    prunable,
    ledger,
    publications,
    receipts,
    data_answers,
    case_store,
    computed_dates,
    untold_counts,
    unfinished_case_work,
    waiting_case_files,
    settings,
)
