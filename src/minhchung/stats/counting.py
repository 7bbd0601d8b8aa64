"""Counting: one expression for every engine, run by DuckDB over the store's files, or by Spark past one machine.

Three passes over the cases, each with the few columns it needs (by period received, closed, found overdue) give what
changed in each period. What stood at the end of a period is the sum of what changed until then, taken over those few
rows and no longer over cases. Everything is whole numbers; no engine rounds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from ibis.backends import BaseBackend

from minhchung.stats.counts import Counted, Counts
from minhchung.stats.manifest import Manifest
from minhchung.stats.measures import MEASURES, NAMES, STOCKS, Flow, Stock, placed
from minhchung.stats.model import SCHEMA
from minhchung.stats.periods import Period, edges

Dimension = Literal["agency", "procedure", "field", "channel"]
Tree = Iterable[tuple[int, int]]
"""Pairs (agency, ancestor), valid on one date, an agency being its own ancestor too. Agencies it leaves out are not counted."""

MEMORY = "512MB"
FEW = 300
"""Up to so many agencies in a tree are named in the scan, so that files are read only where they stand."""


@contextmanager
def open_cases(root: Path, manifest: Manifest, *, memory: str = MEMORY) -> Iterator[ir.Table]:
    """Open the cases of a manifest for reading; the engine is this block's own and locks nobody out.

    memory: what the engine may hold, as DuckDB writes it; what does not fit goes through a temporary folder.
    """
    with TemporaryDirectory(prefix="minhchung-cases-") as spill:
        engine = ibis.duckdb.connect(
            memory_limit=memory,
            temp_directory=spill,
            preserve_insertion_order=False,
        )
        try:
            yield read_cases(engine, manifest.paths(str(root)))
        finally:
            engine.disconnect()


def read_cases(engine: BaseBackend, paths: Sequence[str]) -> ir.Table:
    """Name the files of a manifest (`Manifest.paths`) as one table of any Ibis engine that reads Parquet."""
    if not paths:
        return engine.create_table("cases", schema=ibis.Schema.from_pyarrow(SCHEMA), temp=True)
    if engine.name == "pyspark":
        engine._session.read.option("mergeSchema", "true").parquet(*paths).createOrReplaceTempView("cases")
        return _with_newer_columns(engine.table("cases"))
    cases: ir.Table = engine.read_parquet(list(paths), table_name="cases", union_by_name=True)
    return _with_newer_columns(cases)


def _with_newer_columns(cases: ir.Table) -> ir.Table:
    """Columns that came to `SCHEMA` after all of these files were written: null, for they say nothing of them."""
    known = ibis.Schema.from_pyarrow(SCHEMA)
    lacking = {name: ibis.null(kind) for name, kind in known.items() if name not in cases.columns}
    return cases.mutate(**lacking).select(*known) if tuple(cases.columns) != tuple(known) else cases


def count_cases(
    cases: ir.Table,
    periods: Sequence[Period],
    *,
    by: Sequence[Dimension] = ("agency",),
    tree: Tree | None = None,
) -> list[Counted]:
    """Count cases by group and period; see `Counts` for what is counted.

    periods: consecutive (ValueError otherwise). by: what makes a group; () counts everything together. tree: needs
    "agency" in `by`; each ancestor then counts everything beneath it, as the tree stood on the date the caller chose.
    A group without a case in a period (none received, none carried over) has no row. Sorted by period, then group.
    """
    table = count_table(cases, periods, by=by, tree=tree)
    rows = (_counted(row, periods, by) for row in table.to_pylist())
    return sorted(rows, key=_by_period_and_group)


def count_table(
    cases: ir.Table,
    periods: Sequence[Period],
    *,
    by: Sequence[Dimension] = ("agency",),
    tree: Tree | None = None,
) -> pa.Table:
    """The same as columns, unsorted: those of `by`, `period` (index into `periods`), and `measures.NAMES`."""
    engine = cases.get_backend()
    if engine.name != "duckdb":
        return count_expression(cases, periods, by=by, tree=tree).to_pyarrow()
    ancestors = None if tree is None else _ancestors(tree, by)
    if ancestors is not None:
        engine.con.register("tree_pairs", ancestors)
    engine.con.execute(f"CREATE OR REPLACE TEMP VIEW counted_cases AS {ibis.to_sql(_near(cases, ancestors))}")
    return _whole(engine.con.sql(_query(tuple(periods), tuple(by), tree is not None)).to_arrow_table())


def _whole(table: pa.Table) -> pa.Table:
    """DuckDB sums whole numbers into wider ones, which Arrow shows as decimals: back to int64."""
    narrow = (
        table.schema.field(name).with_type(pa.int64() if name in NAMES else table.schema.field(name).type)
        for name in table.column_names
    )
    return table.cast(pa.schema(list(narrow)))


@lru_cache(maxsize=256)
def _query(periods: tuple[Period, ...], by: tuple[Dimension, ...], with_tree: bool) -> str:
    """The expression as DuckDB's SQL over `counted_cases` and `tree_pairs`; writing it takes longer than a month's counts."""
    cases = ibis.table(ibis.Schema.from_pyarrow(SCHEMA), name="counted_cases")
    pairs = ibis.table({"agency": "int64", "ancestor": "int64"}, name="tree_pairs") if with_tree else None
    return str(ibis.to_sql(_expression(cases, periods, by, pairs), dialect="duckdb"))


def total(cases: ir.Table, period: Period) -> Counts:
    """Count all of `cases` together; all zero where there is none."""
    rows = count_cases(cases, [period], by=())
    return rows[0].counts if rows else Counts()


def count_expression(
    cases: ir.Table,
    periods: Sequence[Period],
    *,
    by: Sequence[Dimension] = ("agency",),
    tree: Tree | None = None,
) -> ir.Table:
    """The same as `count_table`, not yet run, for any engine of Ibis."""
    ancestors = None if tree is None else _ancestors(tree, by)
    pairs = None if ancestors is None else ibis.memtable(ancestors)
    return _expression(_near(cases, ancestors), periods, by, pairs)


def behind(cases: ir.Table, name: str, period: Period) -> ir.Table:
    """The cases that a count counts, with every column of `SCHEMA`: the list a number opens.

    name: one of `measures.NAMES` (KeyError otherwise). Filter `cases` first for one agency or procedure. For a fee total,
    the cases it sums.
    """
    return cases_placed_as(placed(cases, [period]), name).select(*SCHEMA.names)


def cases_placed_as(t: ir.Table, name: str) -> ir.Table:
    """Keep what a count of the only period counts; t comes from `measures.placed`."""
    for measure in MEASURES:
        if measure.name == name:
            return t.filter((_flow_place(t, measure.flow) == 0) & measure.where(t))
    for stock in STOCKS:
        if stock.name == name:
            return t.filter((t[stock.since] <= 0) & (t.closed_in > 0) & stock.where(t))
    if name == "carried_over":
        return t.filter((t.received_in < 0) & (t.closed_in >= 0))
    if name == "pending_within":
        return t.filter((t.received_in <= 0) & (t.closed_in > 0) & t.due_on.notnull() & (t.overdue_in > 0))
    raise KeyError(name)


def _near(cases: ir.Table, ancestors: pa.Table | None) -> ir.Table:
    """Leave out agencies that a small tree does not name, so that files are read only where it stands."""
    named = set() if ancestors is None else set(ancestors["agency"].to_pylist())
    return cases.filter(cases.agency.isin(sorted(named))) if 0 < len(named) <= FEW else cases


def _expression(
    cases: ir.Table, periods: Sequence[Period], by: Sequence[str], pairs: ir.Table | None
) -> ir.Table:
    if "channel" in by:
        cases = cases.mutate(channel=cases.channel.fill_null(""))
    edges(periods)
    changes = _changes(cases, by, periods)
    if pairs is not None:
        changes = changes.join(pairs, "agency").drop("agency").rename(agency="ancestor")
    return _stood(_summed(changes, by), by, len(periods))


def _changes(cases: ir.Table, by: Sequence[str], periods: Sequence[Period]) -> ir.Table:
    """One row per group, place and pass: what came and went there. Columns a pass does not know are 0."""
    received = _within(cases, "received_in", periods, (*DATES, *_ON_RECEIPT), by)
    closed = _within(cases, "closed_in", periods, (*DATES, *_ON_CLOSING), by)
    overdue = _within(cases, "overdue_in", periods, (*DATES, "contested"), by)
    overdue = overdue.filter(overdue.overdue_in < overdue.closed_in)
    passes = (
        _by_place(received, by, "received_in", _flows(received, "received") | _came(received, "received_in")),
        _by_place(closed, by, "closed_in", _flows(closed, "closed") | _went(closed)),
        _by_place(overdue, by, "overdue_in", _came(overdue, "overdue_in")),
    )
    return ibis.union(*(_padded(each, by) for each in passes))


DATES = (
    "received_on",
    "promised_on",
    "extended_to",
    "computed_on",
    "finished_on",
    "returned_on",
    "withdrawn_on",
)
"""The days that a case may hold, in the order they come."""
_ON_RECEIPT = ("channel", "online_level", "fee_due", "paid_online", "digitised")
_ON_CLOSING = ("written_result", "electronic_result", "apology_sent", "satisfaction", "contested")


def _within(
    cases: ir.Table, place: str, periods: Sequence[Period], columns: Sequence[str], by: Sequence[str]
) -> ir.Table:
    """The cases whose place is not after the last period, with the columns one pass needs.

    Each pass names its own columns, so that engines read the files once a pass rather than keep all columns between passes.
    """
    t = placed(_touching(cases, periods).select(*dict.fromkeys((*by, *columns))), periods)
    return t.filter(t[place] < len(periods))


def _touching(cases: ir.Table, periods: Sequence[Period]) -> ir.Table:
    """Leave out what was closed before the first period or came after the last: it counts nowhere."""
    closed_on = ibis.coalesce(cases.finished_on, cases.returned_on, cases.withdrawn_on)
    came = cases.received_on <= ibis.date(periods[-1].end)
    return cases.filter(came & (closed_on.isnull() | (closed_on >= ibis.date(periods[0].start))))


def _by_place(t: ir.Table, by: Sequence[str], place: str, counted: dict[str, ir.IntegerScalar]) -> ir.Table:
    return t.group_by(*by, place=t[place]).aggregate(**counted)


def _flows(t: ir.Table, flow: Flow) -> dict[str, ir.IntegerScalar]:
    counted: dict[str, ir.IntegerScalar] = {}
    for measure in MEASURES:
        if measure.flow == flow:
            held = measure.where(t)
            counted[measure.name] = (
                t.count(where=held) if measure.amount is None else t[measure.amount].sum(where=held)
            )
    return counted


def _came(t: ir.Table, since: str) -> dict[str, ir.IntegerScalar]:
    return {_delta(each): t.count(where=_stands(t, each)) for each in STOCKS if each.since == since}


def _went(t: ir.Table) -> dict[str, ir.IntegerScalar]:
    return {_delta(each): -t.count(where=_stands(t, each)) for each in STOCKS}


def _stands(t: ir.Table, stock: Stock) -> ir.BooleanValue:
    """Whether a case ever stands at the end of a period: one closed in the period it came in does not."""
    stands: ir.BooleanValue = (t[stock.since] < t.closed_in) & stock.where(t)
    return stands


def _delta(stock: Stock) -> str:
    return f"change_{stock.name}"


_SUMMED = (*(each.name for each in MEASURES), *(_delta(each) for each in STOCKS))


def _padded(t: ir.Table, by: Sequence[str]) -> ir.Table:
    zero = ibis.literal(0, "int64")
    counted = {name: t[name].cast("int64").fill_null(0) if name in t.columns else zero for name in _SUMMED}
    return t.select(*by, "place", **counted)


def _summed(changes: ir.Table, by: Sequence[str]) -> ir.Table:
    return changes.group_by(*by, "place").aggregate(
        **{name: changes[name].sum().cast("int64") for name in _SUMMED}
    )


def _stood(changes: ir.Table, by: Sequence[str], periods: int) -> ir.Table:
    """Turn changes by place into counts by period: what happened in it, and what stood at its end."""
    spans = ibis.range(periods).unnest().name("period").as_table()
    reached = changes.join(spans, changes.place <= spans.period)
    here = reached.place == reached.period
    flows = {each.name: reached[each.name].sum(where=here) for each in MEASURES}
    stocks = {each.name: reached[_delta(each)].sum() for each in STOCKS}
    carried = reached[_delta(STOCKS[0])].sum(where=~here)
    t = reached.group_by(*by, "period").aggregate(**flows, **stocks, carried_over=carried)
    whole = {name: t[name].cast("int64").fill_null(0) for name in NAMES if name != "pending_within"}
    t = t.select(*by, "period", **whole)
    t = t.mutate(pending_within=t.pending - t.pending_overdue - t.pending_undated)
    return t.filter(t.received + t.carried_over > 0).select(*by, "period", *NAMES)


def _flow_place(t: ir.Table, flow: Flow) -> ir.IntegerColumn:
    place: ir.IntegerColumn = t[f"{flow}_in"]
    return place


def _ancestors(tree: Tree, by: Sequence[str]) -> pa.Table:
    if "agency" not in by:
        raise ValueError("a tree needs cases counted by agency")
    pairs = sorted(set(tree))
    return pa.table(
        {
            "agency": pa.array([agency for agency, _ in pairs], pa.int64()),
            "ancestor": pa.array([ancestor for _, ancestor in pairs], pa.int64()),
        }
    )


def _by_period_and_group(row: Counted) -> tuple[Period, int, str, str, str]:
    return row.period, row.agency or 0, row.procedure or "", row.field or "", row.channel or ""


def _counted(row: dict[str, Any], periods: Sequence[Period], by: Sequence[str]) -> Counted:
    group = {name: row.get(name) for name in ("agency", "procedure", "field", "channel")}
    counts = Counts(**{name: row[name] for name in NAMES})
    return Counted(period=periods[row["period"]], counts=counts, **group)
