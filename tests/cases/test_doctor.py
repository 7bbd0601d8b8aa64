"""`doctor` names a case file that is gone and a receipt that the ledger does not know."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from minhchung.cases.domain import manifests
from minhchung.home.commands.doctor import case_store, waiting_case_files
from minhchung.stats.model import Case


def test_a_missing_case_file_is_named(world: Any, stock: Callable[[Iterable[Case]], None]) -> None:
    stock([Case(system="s1", code="C-1", agency=1, received_on=date(2026, 1, 5))])
    assert list(case_store()) == [] and list(waiting_case_files()) == []

    (file,) = manifests.current_manifest().files
    (manifests.root() / file.name).unlink()

    assert [(each.check, each.subject) for each in case_store()] == [("cases", file.name)]
