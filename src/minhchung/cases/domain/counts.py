"""Counts of the cases of an agency and everything beneath it, and the cases behind each count.

A count is pinned by three things: the manifest of the store, the day on which the tree is taken, and the definition
(`stats.DEFINITION`). With the same three it comes out the same for ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

import ibis.expr.types as ir
from django.core.cache import cache

from minhchung.cases.domain.manifests import current, root
from minhchung.cases.domain.reach import tree_pairs
from minhchung.cases.models import CaseManifest
from minhchung.stats.counting import Dimension, behind, count_cases, open_cases
from minhchung.stats.counts import DEFINITION, Counted, Counts
from minhchung.stats.manifest import Manifest
from minhchung.stats.measures import NAMES
from minhchung.stats.periods import Period

_KEPT_SECONDS = 3600
_SLICE = 5_000
NOW: Any = object()
"""Stands for the manifest that is current when the question is asked."""


@dataclass(frozen=True)
class Pinned:
    """Where counts come from. manifest None: the store before the first import. tree_on: the day the tree is taken on."""

    manifest: CaseManifest | None
    tree_on: date

    @property
    def digest(self) -> str:
        return self.manifest.digest if self.manifest else Manifest().digest

    @property
    def files(self) -> Manifest:
        return self.manifest.manifest if self.manifest else Manifest()

    def as_json(self) -> dict[str, Any]:
        """What a figure keeps of where it came from."""
        return {
            "manifest": self.manifest.number if self.manifest else 0,
            "digest": self.digest,
            "tree_on": self.tree_on.isoformat(),
            "definition": DEFINITION,
        }


def pinned(tree_on: date, manifest: Any = NOW) -> Pinned:
    """The store as it stands now (or as a manifest says), with the tree of a day."""
    return Pinned(current() if manifest is NOW else manifest, tree_on)


def counts_for(agency_id: int, period: Period, *, tree_on: date | None = None, manifest: Any = NOW) -> Counts:
    """Counts of one agency and everything beneath it in a period; all zero where it has no case.

    tree_on: the day on which the tree says what is beneath; the period's last day by default. manifest: a CaseManifest row
    or None for the empty store; the current one by default.
    """
    return counts_of([agency_id], period, tree_on=tree_on, manifest=manifest)[agency_id]


def counts_of(
    agency_ids: Iterable[int], period: Period, *, tree_on: date | None = None, manifest: Any = NOW
) -> Mapping[int, Counts]:
    """The same for many agencies at once: agency id → counts."""
    ids = list(agency_ids)
    rows = counted(ids, [period], pinned(tree_on or period.end, manifest))
    found = {row.agency: row.counts for row in rows}
    return {agency_id: found.get(agency_id, Counts()) for agency_id in ids}


def counted(
    agency_ids: Sequence[int], periods: Sequence[Period], pin: Pinned, by: Sequence[Dimension] = ("agency",)
) -> list[Counted]:
    """Counts by agency and further dimensions, each agency with all beneath it; kept for an hour, since they cannot change."""
    wanted = frozenset(agency_ids)
    pairs = [(agency, above) for agency, above in tree_pairs(pin.tree_on) if above in wanted]
    asked = repr((DEFINITION, pin.digest, pairs, [(each.start, each.end) for each in periods], tuple(by)))
    key = f"cases:{sha256(asked.encode()).hexdigest()}"
    kept: list[Counted] | None = cache.get(key)
    if kept is None:
        with open_cases(root(), pin.files) as cases:
            kept = count_cases(cases, periods, by=by, tree=pairs)
        cache.set(key, kept, _KEPT_SECONDS)
    return kept


@dataclass(frozen=True)
class Wanted:
    """Which cases a list shows: what a count counts, of an agency and all beneath it, perhaps of one field or procedure."""

    name: str
    agency_id: int
    period: Period
    field: str | None = None
    procedure: str | None = None
    channel: str | None = None


COUNTED_NAMES = frozenset(NAMES)


@contextmanager
def _behind(wanted: Wanted, pin: Pinned) -> Iterator[ir.Table]:
    ids = sorted({agency for agency, above in tree_pairs(pin.tree_on) if above == wanted.agency_id})
    with open_cases(root(), pin.files) as cases:
        found = cases.filter(cases.agency.isin(ids))
        for name in ("field", "procedure", "channel"):
            value = getattr(wanted, name)
            if value is not None:
                found = found.filter(found[name].fill_null("") == value)
        listed = behind(found, wanted.name, wanted.period)
        yield listed.order_by([listed.received_on.desc(), listed.code, listed.system])


def list_cases(wanted: Wanted, pin: Pinned, *, first: int, most: int) -> tuple[int, list[dict[str, Any]]]:
    """How many cases a count counts, and some of them as rows of the store's columns, newest first.

    Raises KeyError for a name that is no count.
    """
    with _behind(wanted, pin) as listed:
        total = int(listed.count().to_pyarrow().as_py())
        rows: list[dict[str, Any]] = listed.limit(most, offset=first).to_pyarrow().to_pylist()
    return total, rows


def all_cases(wanted: Wanted, pin: Pinned) -> Iterator[dict[str, Any]]:
    """Every case behind a count; held as columns, given as rows."""
    with _behind(wanted, pin) as listed:
        found = listed.to_pyarrow()
    for batch in found.to_batches(max_chunksize=_SLICE):
        yield from batch.to_pylist()


def case_of(system_key: str, code: str, pin: Pinned) -> dict[str, Any] | None:
    """One case as the store has it."""
    with open_cases(root(), pin.files) as cases:
        rows: list[dict[str, Any]] = (
            cases.filter((cases.system == system_key) & (cases.code == code))
            .limit(1)
            .to_pyarrow()
            .to_pylist()
        )
    return rows[0] if rows else None
