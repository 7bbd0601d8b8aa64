"""When the calendar or the register says otherwise, stored computed dates follow; what is frozen stays."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from minhchung.cases.domain import recomputing
from minhchung.cases.domain.calendar_days import set_day
from minhchung.cases.domain.counts import counts_for
from minhchung.cases.domain.freezing import freeze, recomputed
from minhchung.cases.domain.manifests import current, current_manifest, root
from minhchung.cases.models import CaseManifest, CaseSystem
from minhchung.cases.models.workday import DayKind
from minhchung.home.commands.doctor import computed_dates, unfinished_case_work
from minhchung.ledger.models import LedgerEntry
from minhchung.stats.counting import open_cases
from minhchung.stats.model import Case
from minhchung.stats.periods import year
from minhchung.stats.store import add_batch
from tests.cases.test_promises import register

Stock = Callable[[Iterable[Case]], None]
NOW = datetime(2026, 11, 1, tzinfo=UTC)


def held() -> dict[str, tuple[date | None, date | None, str | None]]:
    with open_cases(root(), current_manifest()) as cases:
        rows = cases.select("code", "promised_on", "computed_on", "contested").to_pyarrow().to_pylist()
    return {row["code"]: (row["promised_on"], row["computed_on"], row["contested"]) for row in rows}


def fill(world: Any, system: CaseSystem, stock: Stock) -> None:
    """Undated with a stored date that is right, undated without a register, promised, and contested."""
    case = Case(
        system=system.key, code="C-1", agency=world.kinh_te.pk, received_on=date(2026, 3, 2),
        procedure="1.000603", computed_on=date(2026, 3, 9), finished_on=date(2026, 3, 10),
    )  # fmt: skip
    stock(
        [
            case,
            replace(case, code="C-2", procedure="1.999999", computed_on=None),
            replace(case, code="C-3", promised_on=date(2026, 3, 20), computed_on=None),
            replace(case, code="C-4", contested="evidence.file:1"),
        ]
    )


def storm(world: Any) -> None:
    set_day(
        day=date(2026, 3, 4), kind=DayKind.OFF, reason="Bão", decision_number="2/CĐ",
        actor=world.people["thu_ky"], post=None, now=NOW,
    )  # fmt: skip


def test_a_day_off_moves_the_computed_dates_and_leaves_what_is_promised_or_frozen(
    world: Any, system: CaseSystem, stock: Stock, django_capture_on_commit_callbacks: Any
) -> None:
    register(world)
    fill(world, system, stock)
    figure = freeze(
        agency=world.kinh_te, period=year(2026), note="", actor=world.people["thu_ky"], post=None, now=NOW
    )
    assert (figure.counts["late"], figure.counts["late_computed"]) == (2, 2)
    assert list(computed_dates()) == []

    with django_capture_on_commit_callbacks(execute=True):
        storm(world)

    assert held() == {
        "C-1": (None, date(2026, 3, 10), None),
        "C-2": (None, None, None),
        "C-3": (date(2026, 3, 20), None, None),
        "C-4": (None, date(2026, 3, 10), "evidence.file:1"),
    }
    assert counts_for(world.kinh_te.pk, year(2026)).late == 0
    assert recomputed(figure).late == figure.counts["late"] == 2
    head = current()
    assert head is not None and head.why == "dates"
    assert LedgerEntry.objects.get(verb=recomputing.VERB).subject == f"cases.manifest:{head.number}"
    page = world.client("thu_ky").get("/ho-so-mot-cua/ngay-lam-viec/?nam=2026").content.decode()
    assert "2 hồ sơ đổi hạn" in page


def test_a_register_that_comes_after_the_cases_gives_them_their_dates(
    world: Any, system: CaseSystem, stock: Stock, django_capture_on_commit_callbacks: Any
) -> None:
    fill(world, system, stock)
    with django_capture_on_commit_callbacks(execute=True):
        register(world, number="1.999999", code="1.999999")

    assert {code: due for code, (_promised, due, _contest) in held().items()} == {
        "C-1": None,  # no register knows it
        "C-2": date(2026, 3, 9),
        "C-3": None,
        "C-4": None,
    }


def test_what_a_crash_left_behind_is_told_by_doctor_and_mended_by_the_daily_prune(
    world: Any, system: CaseSystem, stock: Stock
) -> None:
    register(world)
    fill(world, system, stock)
    storm(world)  # its transaction stands, what follows it never ran

    (told,) = computed_dates()
    assert (told.check, told.subject) == ("cases", "2")
    out = StringIO()
    call_command("prune", stdout=out)

    assert "tính lại 2 hạn hồ sơ" in out.getvalue()
    assert list(computed_dates()) == [] and held()["C-1"][1] == date(2026, 3, 10)
    before = CaseManifest.objects.count()
    assert recomputing.recompute_dates(actor=None, post=None, now=NOW) == 0
    assert (
        CaseManifest.objects.count() == before
        and LedgerEntry.objects.filter(verb=recomputing.VERB).count() == 1
    )


def test_files_of_an_import_that_was_cut_off_are_told_by_doctor_and_pruned(
    world: Any, system: CaseSystem, stock: Stock, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(world, system, stock)
    stray = Case(system="s1", code="X", agency=world.kinh_te.pk, received_on=date(2026, 5, 5))
    (orphan,) = set(add_batch(root(), current_manifest(), [stray]).manifest.files) - set(
        current_manifest().files
    )
    (root() / "tmp" / "cut").mkdir()
    (root() / "tmp" / "cut" / "staged.parquet").write_bytes(b"half")
    assert list(unfinished_case_work()) == [], "a writer may still be at work"

    old = datetime.now(UTC) - timedelta(days=2)
    for path in (root() / orphan.name, root() / "tmp" / "cut"):
        os.utime(path, (old.timestamp(), old.timestamp()))
    assert {each.subject for each in unfinished_case_work()} == {orphan.name.split("/")[1], "cut"}

    call_command("prune", stdout=StringIO())
    assert list(unfinished_case_work()) == [] and len(held()) == 4
