"""Cases of the small district, brought into a store of the test's own, with the receipt an import leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from minhchung.cases.domain.manifests import change_store
from minhchung.cases.models import CaseSystem, ImportBatch
from minhchung.stats.model import Case, Channel, OnlineLevel, Satisfaction
from minhchung.stats.store import add_batch
from tests.indicators.scene import NOW

OCTOBER = (date(2023, 10, 1), date(2023, 10, 31))


def october_cases(agency: int) -> list[Case]:
    """Ten cases of October 2023, counted by hand.

    a–d finished on time (a, b early), e late with apology, f late without, g sent back, h pending within time,
    i pending overdue, j finished without a promised day. Fees: a, b paid online, c owed and not, e not said.
    """
    base = Case(
        system="s1",
        code="",
        agency=agency,
        received_on=date(2023, 10, 2),
        procedure="1.000001",
        promised_on=date(2023, 10, 12),
        channel=Channel.ONLINE,
        online_level=OnlineLevel.FULL,
        fee_due=0,
        digitised=True,
        written_result=True,
        electronic_result=True,
        satisfaction=None,
    )
    finished = {"a": 10, "b": 11, "c": 12, "d": 12, "e": 20, "f": 13, "j": 9}
    made = [replace(base, code=code, finished_on=date(2023, 10, day)) for code, day in finished.items()]
    made += [
        replace(base, code="g", returned_on=date(2023, 10, 5)),
        replace(base, code="h", promised_on=date(2023, 11, 9)),
        replace(base, code="i", promised_on=date(2023, 10, 20)),
    ]
    changes: dict[str, dict[str, Any]] = {
        "a": {"fee_due": 100, "paid_online": True},
        "b": {"fee_due": 100, "paid_online": True, "procedure": "1.000002"},
        "c": {"fee_due": 100, "paid_online": False, "procedure": "1.000003", "electronic_result": False},
        "d": {"satisfaction": Satisfaction.DISSATISFIED, "electronic_result": None},
        "e": {"apology_sent": True, "fee_due": None, "digitised": False},
        "f": {"apology_sent": False, "channel": Channel.DIRECT},
        "h": {"digitised": None},
        "i": {"online_level": OnlineLevel.PARTIAL},
        "j": {"promised_on": None, "written_result": False, "electronic_result": None},
    }
    return [replace(case, **changes.get(case.code, {})) for case in made]


def bring_in(world: Any, cases: Sequence[Case], number: str = "NH-2023-0001") -> ImportBatch:
    """The cases in the store, and the batch that brought them."""
    system, _made = CaseSystem.objects.get_or_create(
        agency=world.standing,
        name="Một cửa điện tử",
        defaults={"created_by": world.people["thuong_truc"], "created_at": NOW},
    )
    change = change_store(
        write=lambda root, manifest: add_batch(root, manifest, cases),
        keep=lambda change: change,
        why="import",
        now=NOW,
    )
    return ImportBatch.objects.create(
        number=number,
        system=system,
        source="file",
        name="thang-10.xlsx",
        sha256=number.ljust(64, "0"),
        size=1,
        rows=len(cases),
        new=len(cases),
        replaced=0,
        unchanged=0,
        identical=0,
        first_received=min(case.received_on for case in cases),
        last_received=max(case.received_on for case in cases),
        manifest_before=change.before,
        manifest_after=change.after,
        by=world.people["thuong_truc"],
        at=NOW,
        ledger_seq=0,
    )
