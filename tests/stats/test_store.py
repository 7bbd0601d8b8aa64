"""The store agrees with a dictionary, and a crash leaves it as before or as after."""

from __future__ import annotations

import dataclasses
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minhchung.stats import store
from minhchung.stats.counting import open_cases
from minhchung.stats.manifest import Manifest
from minhchung.stats.model import RULES, SCHEMA, Case, contradictions, from_table, to_table
from minhchung.stats.store import Added, UnfitRows, add_batch, set_contests, sweep, verify
from tests.stats.drawn import cases

CASE = Case(system="a", code="1", agency=1, received_on=date(2026, 1, 5), promised_on=date(2026, 1, 20))
LATER = datetime.now(UTC) + timedelta(days=1)


def held(folder: Path, manifest: Manifest) -> dict[tuple[str, str], Case]:
    with open_cases(folder, manifest) as table:
        rows = list(from_table(table.to_pyarrow().cast(SCHEMA)))
    assert len({(row.system, row.code) for row in rows}) == len(rows) == manifest.rows
    return {(row.system, row.code): row for row in rows}


def remember(model: dict[tuple[str, str], Case], batch: Iterable[Case]) -> dict[tuple[str, str], Case]:
    """What `add_batch` promises, said with a dictionary."""
    model = dict(model)
    for key, row in {(row.system, row.code): row for row in batch}.items():
        before = model.get(key)
        if before is not None:
            row = dataclasses.replace(row, contested=row.contested or before.contested)
            if dataclasses.replace(row, batch=before.batch) == before:
                continue
        model[key] = row
    return model


@settings(max_examples=10)
@given(st.lists(st.lists(cases(), max_size=8), min_size=1, max_size=4))
def test_the_store_holds_what_a_dictionary_would(batches: list[list[Case]]) -> None:
    with TemporaryDirectory() as place:
        folder, manifest, model = Path(place), Manifest(), {}
        kept: list[tuple[Manifest, dict[tuple[str, str], Case]]] = []
        for batch in batches:
            added = add_batch(folder, manifest, batch)
            before, model, manifest = model, remember(model, batch), added.manifest
            kept.append((manifest, model))
            assert added.rows == len(batch) == added.new + added.replaced + added.unchanged + added.repeated
            assert added.new == len(model) - len(before)
            assert added.replaced == sum(model[key] != before[key] for key in before)

        assert all(held(folder, each) == then for each, then in kept[-2:])
        assert all(
            f"{row.received_on:%Y-%m}" in {f.partition for f in manifest.files} for row in model.values()
        )
        assert verify(folder, manifest) == []


def test_a_batch_twice_changes_nothing(tmp_path: Path) -> None:
    once = add_batch(tmp_path, Manifest(), [CASE])

    again = add_batch(tmp_path, once.manifest, [dataclasses.replace(CASE, batch="again")])

    assert again == Added(once.manifest, rows=1, new=0, replaced=0, unchanged=1, repeated=0)


def test_a_late_row_writes_only_its_own_month_anew(tmp_path: Path) -> None:
    rows = [dataclasses.replace(CASE, code=str(n), received_on=date(2026, n, 5)) for n in (1, 2, 3)]
    before = add_batch(tmp_path, Manifest(), rows).manifest

    after = add_batch(
        tmp_path, before, [dataclasses.replace(CASE, code="late", received_on=date(2026, 2, 7))]
    ).manifest

    changed = {each.partition for each in set(after.files) - set(before.files)}
    assert changed == {"2026-02"}


def test_what_comes_to_a_large_month_stands_beside_it_until_it_is_large_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "MERGED_ROWS", 2)
    month = [dataclasses.replace(CASE, code=f"{n:02d}") for n in range(20)]
    large = add_batch(tmp_path, Manifest(), month).manifest
    day = add_batch(
        tmp_path, large, [dataclasses.replace(CASE, code="a"), dataclasses.replace(CASE, code="b")]
    )
    next_day = add_batch(tmp_path, day.manifest, [dataclasses.replace(CASE, code="c")]).manifest

    changed = dataclasses.replace(month[3], finished_on=date(2026, 1, 9))
    last = add_batch(tmp_path, next_day, [changed])

    assert sorted(each.rows for each in day.manifest.files) == [2, 20]
    assert set(large.files) < set(day.manifest.files)
    assert sorted(each.rows for each in next_day.files) == [3, 20]
    assert (last.new, last.replaced, sorted(each.rows for each in last.manifest.files)) == (0, 1, [4, 19])
    assert held(tmp_path, last.manifest)["a", "03"] == changed and last.manifest.rows == 23
    assert Manifest.from_json(last.manifest.as_json()) == last.manifest


def test_files_written_before_a_column_came_are_read_with_it_null(tmp_path: Path) -> None:
    before = add_batch(tmp_path, Manifest(), [CASE]).manifest
    (file,) = before.files
    older = pq.read_table(tmp_path / file.name).drop_columns(["computed_on"])
    target = tmp_path / "older.parquet"
    pq.write_table(older, target)
    kept = store._keep(tmp_path, target, file.partition, file.rows)
    manifest = Manifest((kept,))

    assert held(tmp_path, manifest) == {("a", "1"): CASE}
    late = dataclasses.replace(
        CASE, code="2", received_on=date(2026, 2, 1), promised_on=None, computed_on=date(2026, 2, 4)
    )
    both = add_batch(tmp_path, manifest, [CASE, late])
    assert (both.new, both.unchanged) == (1, 1)
    assert held(tmp_path, both.manifest) == {("a", "1"): CASE, ("a", "2"): late}


def test_a_case_received_in_another_month_leaves_its_old_one(tmp_path: Path) -> None:
    before = add_batch(tmp_path, Manifest(), [CASE]).manifest

    added = add_batch(tmp_path, before, [dataclasses.replace(CASE, received_on=date(2026, 3, 1))])

    assert [(each.partition, each.rows) for each in added.manifest.files] == [("2026-03", 1)]
    assert (added.new, added.replaced) == (0, 1)
    assert len(held(tmp_path, before)) == 1


def test_a_contest_survives_the_next_import_and_can_be_withdrawn(tmp_path: Path) -> None:
    first = add_batch(tmp_path, Manifest(), [CASE]).manifest
    contested = set_contests(tmp_path, first, [("a", "1", "minh-chứng-9")]).manifest
    imported = add_batch(
        tmp_path, contested, [dataclasses.replace(CASE, finished_on=date(2026, 1, 30))]
    ).manifest
    withdrawn = set_contests(tmp_path, imported, [("a", "1", None)]).manifest

    assert held(tmp_path, imported)["a", "1"].contested == "minh-chứng-9"
    assert held(tmp_path, withdrawn)["a", "1"].contested is None
    with pytest.raises(KeyError, match="nobody"):
        set_contests(tmp_path, withdrawn, [("a", "nobody", "x")])
    with pytest.raises(UnfitRows):
        set_contests(tmp_path, withdrawn, [("a", "1", "")])


@pytest.mark.parametrize("step", ["fsync", "file_digest", "_sync_folder"])
def test_a_crash_leaves_the_store_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    before = add_batch(tmp_path, Manifest(), [CASE]).manifest
    rows = [dataclasses.replace(CASE, code=str(n), received_on=date(2026, n, 5)) for n in (1, 2, 3)]
    calls = 0

    def crash(*_: object) -> None:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise OSError("the power went")

    with monkeypatch.context() as patched:
        if step == "fsync":
            patched.setattr(os, "fsync", crash)
        elif step == "_sync_folder":
            patched.setattr(store, "_sync_folder", crash)
        else:
            patched.setattr(store, "file_digest", crash)
        with pytest.raises((OSError, AttributeError)):
            add_batch(tmp_path, before, rows)

    assert verify(tmp_path, before) == []
    assert list(held(tmp_path, before).values()) == [CASE]
    assert add_batch(tmp_path, before, rows).manifest.rows == 3


KILLED = """
import os, signal, sys
from pathlib import Path
from minhchung.stats import store
from minhchung.stats.manifest import Manifest
from minhchung.stats.model import Case
from datetime import date

root, step, before = Path(sys.argv[1]), sys.argv[2], Manifest.from_json(sys.argv[3])
there = getattr(store, step)

def die(*given, **named):
    if step == "_keep":  # half a file renamed, none of its folders synced
        given[1].replace(root / "half.parquet")
    elif step != "_stage":
        there(*given, **named)
    os.kill(os.getpid(), signal.SIGKILL)

setattr(store, step, die)
rows = [Case(system="a", code=str(n), agency=2, received_on=date(2026, n, 5)) for n in (1, 2, 3)]
store.add_batch(root, before, rows)
"""


@pytest.mark.parametrize("step", ["_stage", "_tell_apart", "_keep", "_written", "_sync_folder", "_rewrite"])
def test_a_writer_killed_at_any_step_leaves_the_store_as_it_was(tmp_path: Path, step: str) -> None:
    """The process dies by SIGKILL: nothing is tidied up, and no `finally` runs."""
    before = add_batch(tmp_path, Manifest(), [CASE]).manifest

    ended = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), step, before.as_json()], check=False)

    assert ended.returncode == -signal.SIGKILL
    assert verify(tmp_path, before) == []
    assert list(held(tmp_path, before).values()) == [CASE]
    again = [dataclasses.replace(CASE, code=str(n), received_on=date(2026, n, 5)) for n in (1, 2, 3)]
    assert add_batch(tmp_path, before, again).manifest.rows == 3
    sweep(tmp_path, [before], before=LATER)
    assert list((tmp_path / "tmp").iterdir()) == []
    assert [path.name for path in tmp_path.glob("??/*.parquet")] == [Path(before.files[0].name).name]


def test_sweep_keeps_what_is_pinned_and_what_is_recent(tmp_path: Path) -> None:
    one = add_batch(tmp_path, Manifest(), [CASE]).manifest
    two = add_batch(tmp_path, one, [dataclasses.replace(CASE, agency=2)]).manifest
    three = add_batch(tmp_path, two, [dataclasses.replace(CASE, agency=3)]).manifest
    (tmp_path / "tmp" / "left-behind").mkdir()

    assert sweep(tmp_path, [one, three], before=datetime(2000, 1, 1, tzinfo=UTC)) == 0
    assert sweep(tmp_path, [one, three], before=LATER) == 1
    assert (verify(tmp_path, one), verify(tmp_path, three)) == ([], [])
    assert [fault.kind for fault in verify(tmp_path, two)] == ["missing"]
    assert list((tmp_path / "tmp").iterdir()) == []


def test_an_altered_file_is_found(tmp_path: Path) -> None:
    manifest = add_batch(tmp_path, Manifest(), [CASE]).manifest
    file = tmp_path / manifest.files[0].name
    file.write_bytes(file.read_bytes() + b"x")

    assert [(fault.file, fault.kind) for fault in verify(tmp_path, manifest)] == [
        (manifest.files[0], "altered")
    ]


def test_a_manifest_is_a_value_that_text_can_keep(tmp_path: Path) -> None:
    manifest = add_batch(
        tmp_path, Manifest(), [CASE, dataclasses.replace(CASE, code="2", received_on=date(2026, 2, 1))]
    ).manifest

    assert Manifest.from_json(manifest.as_json()) == manifest
    assert Manifest.from_json(manifest.as_json()).digest == manifest.digest != Manifest().digest
    assert manifest.paths("s3a://kho/ho-so/")[0] == f"s3a://kho/ho-so/{manifest.files[0].name}"
    for text in ("[]", '{"files":[],"version":2}', '{"files":[["b","",1,1],["a","",1,1]],"version":1}'):
        with pytest.raises(ValueError, match="manifest"):
            Manifest.from_json(text)


UNFIT = {
    "unnamed": {"code": ""},
    "closed_twice": {"finished_on": date(2026, 2, 1), "returned_on": date(2026, 2, 1)},
    "closed_before_received": {"withdrawn_on": date(2026, 1, 4)},
    "negative_fee": {"fee_due": -1},
    "no_such_minute": {"received_minute": 1440},
    "contest_without_evidence": {"contested": ""},
}


@pytest.mark.parametrize("rule", UNFIT)
def test_a_case_that_contradicts_itself_stays_outside_with_its_whole_batch(tmp_path: Path, rule: str) -> None:
    unfit = dataclasses.replace(CASE, **UNFIT[rule])

    with pytest.raises(UnfitRows) as refused:
        add_batch(tmp_path, Manifest(), [CASE, unfit])

    assert contradictions(unfit) == (rule,)
    assert refused.value.broken == {rule: 1}
    assert refused.value.examples == ((unfit.system, unfit.code),)
    assert not list(tmp_path.glob("??/*.parquet"))


@pytest.mark.parametrize(("column", "value", "rule"), [
    ("channel", "bồ câu", "unknown_channel"), ("online_level", "4", "unknown_level"),
    ("satisfaction", "vui", "unknown_satisfaction"), ("batch", None, "missing_batch"),
])  # fmt: skip
def test_columns_from_elsewhere_are_held_to_the_same_words(
    tmp_path: Path, column: str, value: str | None, rule: str
) -> None:
    table = to_table([CASE])
    table = table.set_column(SCHEMA.get_field_index(column), column, pa.array([value], pa.string()))

    with pytest.raises(UnfitRows) as refused:
        add_batch(tmp_path, Manifest(), table)

    assert refused.value.broken == {rule: 1}
    assert set(UNFIT) | {"unknown_channel", "unknown_level", "unknown_satisfaction"} == set(RULES)


def test_a_reader_is_taken_slice_by_slice(tmp_path: Path) -> None:
    rows = [dataclasses.replace(CASE, code=str(n)) for n in range(10)]
    reader = pa.RecordBatchReader.from_batches(
        SCHEMA, (b for row in rows for b in to_table([row]).to_batches())
    )

    assert add_batch(tmp_path, Manifest(), reader).new == 10
    shutil.rmtree(tmp_path / "tmp")
