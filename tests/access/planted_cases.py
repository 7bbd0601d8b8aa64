"""Canaries in an agency's one-stop cases: the store, what was imported, keys, contests, frozen figures, procedures."""

from __future__ import annotations

import uuid
from datetime import date

from minhchung.agencies.models import Agency, User
from minhchung.cases.domain.manifests import change_store
from minhchung.cases.models import (
    ApiKey,
    CaseSystem,
    Contest,
    FrozenFigure,
    ImportBatch,
    ImportDraft,
    Procedure,
    ProcedureVersion,
)
from minhchung.evidence.models import EvidenceFile
from minhchung.stats.model import Case
from minhchung.stats.store import add_batch
from tests.access.addresses import CANARY, CODES, NOW


def one_stop(agency: Agency, author: User) -> None:
    """A one-stop system, a file that waits, a receipt, a key, a contest, a frozen figure and a procedure, each with the canary."""
    system = CaseSystem.objects.create(
        agency=agency,
        name=f"{CANARY} một cửa",
        profile={f"{CANARY} cột": "code"},
        created_by=author,
        created_at=NOW,
    )
    ImportDraft.objects.create(
        pk=uuid.UUID(CODES[-1]),
        mapping={f"{CANARY} cột": "code"},
        system=system,
        name=f"{CANARY}.xlsx",
        sha256="cd" * 32,
        size=1,
        by=author,
        at=NOW,
    )
    ImportBatch.objects.create(
        number="NHS-2023-000001",
        system=system,
        source="file",
        external_id=f"{CANARY}-1",
        facts={"columns": [f"{CANARY} bỏ"]},
        name=f"{CANARY}-thang-1.xlsx",
        sha256="ef" * 32,
        size=1,
        rows=0,
        new=0,
        replaced=0,
        unchanged=0,
        identical=0,
        by=author,
        at=NOW,
        ledger_seq=0,
    )
    ApiKey.objects.create(
        system=system,
        name=f"{CANARY} khóa",
        prefix="mc_CHIMBAO",
        digest="0" * 64,
        created_by=author,
        created_at=NOW,
    )
    Contest.objects.create(
        system=system,
        code=f"{CANARY}-1",
        agency=agency,
        evidence=EvidenceFile.objects.filter(agency=agency).earliest("pk"),
        reason=f"{CANARY} phản đối",
        decision=f"{CANARY} quyết định",
        by=author,
        at=NOW,
    )
    FrozenFigure.objects.create(
        agency=agency,
        period_from=date(2023, 1, 1),
        period_to=date(2023, 12, 31),
        tree_on=date(2023, 12, 31),
        definition="x",
        field=f"{CANARY} lĩnh vực",
        procedure=f"{CANARY}-1",
        counts={"received": 1},
        note=f"{CANARY} báo cáo",
        by=author,
        at=NOW,
        ledger_seq=0,
    )
    ProcedureVersion.objects.create(
        procedure=Procedure.objects.create(agency=agency, number="1.000603"),
        valid_from=date(2020, 1, 1),
        code="1.000603",
        name=f"{CANARY} thủ tục",
        field=f"{CANARY} lĩnh vực",
        decision_number=f"{CANARY}/QĐ",
        by=author,
        at=NOW,
    )


def stored_cases(agency: Agency) -> None:
    """One finished case of the agency, its field with the canary."""
    case = Case(
        system=CaseSystem.objects.get(agency=agency).key,
        code="HS-0001",
        agency=agency.pk,
        received_on=date(2023, 10, 2),
        promised_on=date(2023, 10, 12),
        finished_on=date(2023, 10, 20),
        field=f"{CANARY} đất đai",
        procedure="1.000603",
    )
    change_store(
        write=lambda root, manifest: add_batch(root, manifest, [case]),
        keep=lambda change: None,
        why="import",
        now=NOW,
    )
