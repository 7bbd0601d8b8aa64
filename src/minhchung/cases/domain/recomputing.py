"""Computed dates follow the register and the calendar in force: when either says otherwise, the stored ones are mended.

What a source promises is never touched, nor is a figure that was frozen: it keeps the files it was counted in.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from django.db import transaction

from minhchung.agencies.models import Post, User
from minhchung.cases.domain.manifests import Change, change_store, current_manifest, root
from minhchung.cases.domain.promises import computed_dates
from minhchung.cases.domain.telling import tell_of_dates
from minhchung.ledger.domain.record import record
from minhchung.stats.counting import open_cases
from minhchung.stats.manifest import Manifest
from minhchung.stats.model import SCHEMA
from minhchung.stats.store import Added, add_batch

VERB = "cases.dates_recomputed"
_KEY = ("agency", "procedure", "received_on")


@dataclass(frozen=True)
class Drift:
    """Cases whose computed date is another than the register and the calendar in force give; first: received on."""

    cases: int
    agencies: frozenset[int]
    first: date | None


def drift() -> Drift:
    """How far the stored computed dates are behind; `minhchung doctor` asks."""
    with _drifted(root(), current_manifest()) as (found, _rows):
        return found


def recompute_dates(*, actor: User | None, post: Post | None, now: datetime) -> int:
    """Bring every computed date in line; return how many cases changed. Raises Overtaken.

    Nothing is written, nor recorded, where all are in line already.
    """
    found = drift()
    if not found.cases:
        return 0

    def write(place: Path, manifest: Manifest) -> Added:
        nonlocal found
        with _drifted(place, manifest) as (found, rows):
            if rows is None:
                return Added(manifest, 0, 0, 0, 0, 0)
            return add_batch(place, manifest, rows.to_pyarrow())

    def keep(change: Change) -> int:
        if not change.added.replaced or found.first is None or change.after is None:
            return 0
        record(
            verb=VERB,
            subject=f"cases.manifest:{change.after.number}",
            at=now,
            actor_id=actor.pk if actor else None,
            agency_id=post.agency_id if post else None,
            post_id=post.pk if post else None,
            detail={"replaced": change.added.replaced, "manifest": change.after.digest},
        )
        tell_of_dates(found.agencies, found.first, now, actor)
        return change.added.replaced

    return change_store(write=write, keep=keep, why="dates", now=now)


def recompute_after_commit(*, actor: User, post: Post | None, now: datetime) -> None:
    """Once the word that changes dates stands. A crash in between leaves them behind: doctor tells, the daily prune mends."""
    transaction.on_commit(lambda: recompute_dates(actor=actor, post=post, now=now), robust=True)


@contextmanager
def _drifted(place: Path, manifest: Manifest) -> Iterator[tuple[Drift, ir.Table | None]]:
    """What is behind, and those cases with their dates as they should be; None where none is."""
    if not manifest.files:
        yield Drift(0, frozenset(), None), None
        return
    with open_cases(place, manifest) as cases:
        undated = cases.filter(cases.promised_on.isnull() & cases.extended_to.isnull())
        kinds = (
            undated.group_by(*_KEY, "computed_on").aggregate(rows=undated.count()).to_pyarrow().to_pylist()
        )
        wrong = _wrong(kinds)
        if not wrong:
            yield Drift(0, frozenset(), None), None
            return
        agencies = frozenset(each["agency"] for each in wrong)
        first = min(each["received_on"] for each in wrong)
        yield Drift(sum(each["rows"] for each in wrong), agencies, first), _mended(undated, wrong)


def _wrong(kinds: list[dict[str, Any]]) -> list[dict[str, Any]]:
    dates = computed_dates({(each["agency"], each["procedure"], each["received_on"]) for each in kinds})
    said = ({**each, "due": dates.get(tuple(each[name] for name in _KEY))} for each in kinds)
    return [each for each in said if each["due"] != each["computed_on"]]


def _mended(undated: ir.Table, wrong: list[dict[str, Any]]) -> ir.Table:
    kinds = {tuple(each[name] for name in _KEY): each["due"] for each in wrong}
    said = pa.table(
        {
            name: pa.array([key[place] for key in kinds], SCHEMA.field(name).type)
            for place, name in enumerate(_KEY)
        }
        | {"due": pa.array(list(kinds.values()), pa.date32())}
    )
    joined = undated.join(ibis.memtable(said), _KEY)
    behind = joined.filter(~joined.computed_on.identical_to(joined.due))
    return behind.mutate(computed_on=behind.due).select(*SCHEMA.names)
