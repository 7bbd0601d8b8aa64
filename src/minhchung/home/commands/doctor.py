"""`minhchung doctor`: is everything that was acknowledged still there and unchanged?"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

from minhchung.home.language import say


@dataclass(frozen=True)
class Complaint:
    """One line: which check, about what, what is wrong and what to do."""

    check: str
    subject: str
    message: str


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
            print(f"{complaint.check}: {complaint.subject}: {complaint.message}")
        print(say(f"{len(complaints)} vấn đề", f"{len(complaints)} problem(s)"))
    return 1 if complaints else 0


def examine() -> Iterator[Complaint]:
    if waiting := list(pending_migrations()):
        yield from waiting
        return
    for check in CHECKS:
        yield from check()


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


def ledger() -> Iterator[Complaint]:
    from minhchung.ledger.domain.verify import verify_ledger

    for fault in verify_ledger().faults:
        yield Complaint("ledger", fault.subject, say(fault.vi, fault.en))


def publications() -> Iterator[Complaint]:
    """Every published snapshot still has its hash."""
    import hashlib

    from minhchung.rounds.models import Publication

    for publication in Publication.objects.exclude(snapshot="").iterator():
        if hashlib.sha256(publication.snapshot.encode()).hexdigest() != publication.sha256:
            yield Complaint(
                "publications", str(publication.pk), say("bản công bố đã bị đổi", "snapshot changed")
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


CHECKS: tuple[Callable[[], Iterator[Complaint]], ...] = (evidence_files, ledger, publications, settings)
