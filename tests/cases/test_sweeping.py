"""`manage prune` takes away the Parquet files that nothing stands on, and no other."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from minhchung.cases.domain.counts import counts_for
from minhchung.cases.domain.drafts import remove_stale
from minhchung.cases.domain.freezing import freeze, recomputed
from minhchung.cases.domain.manifests import current_manifest, root
from minhchung.cases.domain.sweeping import sweep_store
from minhchung.cases.models import CaseSystem
from minhchung.rounds.enums import LeafState
from minhchung.rounds.models import DataAnswer
from minhchung.stats.model import Case
from minhchung.stats.periods import year
from minhchung.stats.store import verify

Stock = Callable[[Iterable[Case]], None]
STOCKED = datetime(2026, 11, 1, tzinfo=UTC)


def fill(world: Any, system: CaseSystem, stock: Stock, number: int) -> None:
    """One more case of the same month: the month's file is written anew."""
    stock(
        [Case(system=system.key, code=f"C-{number}", agency=world.kinh_te.pk, received_on=date(2026, 1, 5))]
    )


def files() -> set[Path]:
    return set(root().glob("??/*.parquet"))


def written_at(moment: datetime) -> None:
    for path in files():
        os.utime(path, (moment.timestamp(), moment.timestamp()))


def test_what_nothing_stands_on_goes_and_the_rest_stays(
    world: Any, system: CaseSystem, stock: Stock, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(world, system, stock, 1)
    figure = freeze(
        agency=world.kinh_te, period=year(2026), note="", actor=world.people["thu_ky"], post=None, now=STOCKED
    )
    for number in (2, 3):
        fill(world, system, stock, number)
    assert len(files()) == 3 and sweep_store(datetime.now(UTC)) == 0, (
        "young files stay whatever their manifest"
    )

    written_at(STOCKED)
    monkeypatch.setattr(timezone, "now", lambda: STOCKED + timedelta(days=60))
    out = StringIO()
    call_command("prune", stdout=out)

    assert "1 old file(s) of cases" in out.getvalue() and "1 tệp hồ sơ cũ" in out.getvalue()
    assert len(files()) == 2 and verify(root(), current_manifest()) == []
    assert recomputed(figure).received == 1 and counts_for(world.kinh_te.pk, year(2026)).received == 3


def test_an_answer_from_data_keeps_the_files_it_rests_on(
    open_world: Any, system: CaseSystem, stock: Stock
) -> None:
    for number in (1, 2, 3):
        fill(open_world, system, stock, number)
    written_at(STOCKED)
    for manifest in (1, 2):
        DataAnswer.objects.create(
            entry=open_world.entries["kinh_te"], node_id="n", figures=[
                {"indicator": "X", "reference": {"cases": {"manifest": manifest}}}, {"indicator": "Y", "why": "-"},
            ], state=LeafState.SCORED, sha256="ab" * 32, computed_at=STOCKED,
        )  # fmt: skip

    assert sweep_store(STOCKED + timedelta(days=30)) == 1
    assert len(files()) == 2


def test_what_stood_within_the_last_day_stays(world: Any, system: CaseSystem, stock: Stock) -> None:
    for number in (1, 2):
        fill(world, system, stock, number)
    written_at(STOCKED - timedelta(days=9))

    assert sweep_store(STOCKED + timedelta(hours=20)) == 0 and len(files()) == 2
    assert sweep_store(STOCKED + timedelta(days=2)) == 1


def test_an_upload_left_by_a_stopped_server_goes_after_an_hour_and_by_the_housekeeping(
    world: Any, cases_dir: Path
) -> None:
    left, under_way = (cases_dir / "drafts" / name for name in ("left", "under-way"))
    for folder in (left, under_way):
        folder.mkdir(parents=True)
        (folder / "source").write_bytes(b"Nguyen Van A")
    hours_ago = time.time() - 2 * 3600
    os.utime(left, (hours_ago, hours_ago))

    call_command("prune", stdout=StringIO())

    assert not left.exists() and under_way.exists()


def test_a_batch_taken_in_meanwhile_does_not_stop_the_sweeping(
    db: None, cases_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "glob", lambda self, _pattern: iter([self / "gone"]))

    assert remove_stale(STOCKED) == 0
