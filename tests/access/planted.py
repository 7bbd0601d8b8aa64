"""Canaries in what a draft goes through before it is issued, and in the store of one-stop cases."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from minhchung.cases.domain.manifests import change_store
from minhchung.cases.models import CaseSystem
from minhchung.criteria.models import IssueProposal, RubricDraft, Waiver
from minhchung.stats.model import Case
from minhchung.stats.store import add_batch


def issue_canaries(agency: Any, author: Any, canary: str, now: datetime) -> None:
    """A fault that the agency lets stand in its draft, and what it proposes to issue."""
    draft = RubricDraft.objects.get(owner=agency)
    Waiver.objects.create(
        draft=draft,
        key="0" * 40,
        code="L201",
        node="I.1",
        message=f"{canary} lỗi",
        reason=f"{canary} lý do",
        reading=f"{canary} cách hiểu",
        by=author,
        at=now,
    )
    IssueProposal.objects.create(
        draft=draft,
        text=draft.text,
        sha256="1" * 64,
        draft_sha256="2" * 64,
        version=f"{canary}-2",
        number=f"{canary}/QĐ",
        issued_on=now.date(),
        body=f"{canary} cơ quan",
        signer=f"{canary} người ký",
        open_reason=f"{canary} chưa trả lời",
        by=author,
        at=now,
    )


def stored_cases(agency: Any, canary: str, now: datetime) -> None:
    """One finished case of the agency, its field with the canary."""
    case = Case(
        system=CaseSystem.objects.get(agency=agency).key,
        code="HS-0001",
        agency=agency.pk,
        received_on=date(2023, 10, 2),
        promised_on=date(2023, 10, 12),
        finished_on=date(2023, 10, 20),
        field=f"{canary} đất đai",
        procedure="1.000603",
    )
    change_store(
        write=lambda root, manifest: add_batch(root, manifest, [case]),
        keep=lambda change: None,
        why="import",
        now=now,
    )
