"""`python -m tests.cases.killed TIMES ROWS`: imports killed by SIGKILL, Django and all; what stands is whole.

Killed at random moments of the whole import, at random moments of the commit itself (which is a few milliseconds that no random
moment of the whole would meet), right after it, and while the open rounds are computed. A process of its own: each import runs
in a fork that has touched neither the database nor the engine before.
"""

from __future__ import annotations

import itertools
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

from bench.installation import installed

NOW = datetime(2026, 11, 1, tzinfo=UTC)


HELD, COMMIT = 0.004, 0.012
"""Seconds: the commit is held back a little, since a kill takes a while to arrive; it falls before, in or after the commit."""


def main(times: int, rows: int) -> None:
    """Raises when a kill left a store, a head, a receipt or a ledger that do not agree."""
    with installed():
        from tests.world import make_world

        world = make_world()
        system = _system(world)
        chance = random.Random(20261122)
        numbers = itertools.count(1)
        started, whole = _forked(partial(_import, world, system, 0, rows), None)
        print(f"an import of {rows} rows takes {whole:.2f} s; {_looked_at()}")
        assert started
        for _time in range(times):
            after = chance.uniform(0, 1.6 * whole)
            _forked(partial(_import, world, system, next(numbers), rows), after)
            print(f"killed after {after:.2f} s: {_looked_at()}")
        for _time in range(times):
            after = chance.uniform(0, COMMIT)
            _forked(partial(_committing, world, system, next(numbers)), after)
            print(f"killed {1000 * after:.1f} ms into the commit: {_looked_at()}")
        for name, moment in (("right after the commit", _committed), ("while rounds are computed", _telling)):
            before, news = _forked_answer(_receipts), _forked_answer(_untold)
            _forked(partial(moment, world, system, next(numbers)), None, dies=True)
            assert int(_forked_answer(_receipts)) == int(before) + 1, "what was committed stands"
            assert int(_forked_answer(_untold)) == int(news) + 1, "that it is yet to be told was kept with it"
            print(f"killed {name}: {_looked_at()}")
            assert _forked_answer(_told) == "0", "and is told when the server starts again"
        _forked(partial(_import, world, system, next(numbers), rows), None)
        print(f"and a whole one at the end: {_looked_at()}")
        print(_forked_answer(_swept))


def _system(world: Any) -> Any:
    from minhchung.cases.domain.systems import add_system

    return add_system(agency=world.kinh_te, name="Một cửa", actor=world.people["thu_ky"], post=None, now=NOW)


def _import(world: Any, system: Any, number: int, rows: int, begun: Callable[[], None]) -> None:
    """The cases of one batch, half of them of the batch before with another state."""
    import pyarrow as pa

    from minhchung.cases.domain.importing import import_table
    from minhchung.stats.model import SCHEMA
    from minhchung.stats.periods import Period
    from minhchung.stats.synthetic import random_cases

    period = Period(date(2026, 1, 1), date(2026, 4, 30))
    drawn = random_cases(rows, period, start=number * rows // 2).read_all()
    columns = {name: drawn[name] for name in SCHEMA.names}
    columns["system"] = pa.array([system.key] * rows)
    columns["agency"] = pa.array([world.kinh_te.pk] * rows, pa.int64())
    columns["code"] = pa.array([f"C-{number * rows // 2 + each}" for each in range(rows)])
    columns["contested"] = pa.nulls(rows, pa.string())
    columns["fee_due"] = pa.array([number] * rows, pa.int64())
    begun()
    table = pa.table(columns, schema=SCHEMA)
    import_table(
        table=table, system=system, name=f"lô {number}", actor=world.people["thu_ky"], post=None, now=NOW
    )


FEW = 2_000
"""Cases of an import that is killed at its end: what it did before is not looked at there."""


def _committing(world: Any, system: Any, number: int, begun: Callable[[], None]) -> None:
    """Tell when the commit begins."""
    from django.db.backends.base.base import BaseDatabaseWrapper

    commit = BaseDatabaseWrapper._commit  # type: ignore[attr-defined]

    def told(self: Any) -> None:
        begun()
        time.sleep(HELD)
        commit(self)

    BaseDatabaseWrapper._commit = told  # type: ignore[attr-defined]
    _import(world, system, number, FEW, lambda: None)


def _committed(world: Any, system: Any, number: int, begun: Callable[[], None]) -> None:
    """Die once the commit is through, before anything that follows it."""
    from django.db.backends.base.base import BaseDatabaseWrapper

    commit = BaseDatabaseWrapper._commit  # type: ignore[attr-defined]

    def dies(self: Any) -> None:
        commit(self)
        os.kill(os.getpid(), signal.SIGKILL)

    BaseDatabaseWrapper._commit = dies  # type: ignore[attr-defined]
    _import(world, system, number, FEW, begun)


def _telling(world: Any, system: Any, number: int, begun: Callable[[], None]) -> None:
    """Die while those who compute with counts are told."""
    from minhchung.cases.domain import telling

    telling.figures_changed = lambda **_said: os.kill(os.getpid(), signal.SIGKILL)
    _import(world, system, number, FEW, begun)


def _receipts() -> str:
    from minhchung.cases.models import ImportBatch

    return str(ImportBatch.objects.count())


def _untold() -> str:
    from minhchung.cases.models import CountsChanged

    return str(CountsChanged.objects.count())


def _told() -> str:
    from minhchung.home.commands.serve import tell_what_was_cut_off

    tell_what_was_cut_off()
    return _untold()


def _forked(
    work: Callable[[Callable[[], None]], None], kill_after: float | None, *, dies: bool = False
) -> tuple[bool, float]:
    """Run in a fork, killed so many seconds after it began its work; whether it ended by itself, and how long that took.

    dies: it kills itself, and is wrong when it does not.
    """
    from django.db import connections

    connections.close_all()
    heard, told = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            work(lambda: os.write(told, b"b") and None)
            os._exit(0)
        except BaseException as fault:
            print(repr(fault), file=sys.stderr, flush=True)
            os._exit(1)
    os.close(told)
    os.read(heard, 1)
    os.close(heard)
    start = time.monotonic()
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    _pid, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise AssertionError("an import failed by itself")
    if dies and not os.WIFSIGNALED(status):
        raise AssertionError("the import lived on")
    return os.WIFEXITED(status), time.monotonic() - start


def _looked_at() -> str:
    return _forked_answer(_agreeing)


def _forked_answer(ask: Callable[[], str]) -> str:
    """Ask in a fork, as a server started anew would."""
    from django.db import connections

    connections.close_all()
    heard, told = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(told, ask().encode())
            os._exit(0)
        except BaseException as fault:
            os.write(told, repr(fault).encode())
            os._exit(1)
    os.close(told)
    with os.fdopen(heard, "rb") as stream:
        answer = stream.read().decode()
    _pid, status = os.waitpid(child, 0)
    if status:
        raise AssertionError(answer)
    return answer


def _agreeing() -> str:
    """Store, head, receipts and ledger say the same; doctor finds nothing wrong with them."""
    from minhchung.cases.domain.manifests import current, root
    from minhchung.cases.models import CaseManifest, ImportBatch
    from minhchung.home.commands.doctor import case_store, ledger
    from minhchung.ledger.models import LedgerEntry
    from minhchung.stats.counting import open_cases
    from minhchung.stats.store import verify

    head, batches = current(), list(ImportBatch.objects.order_by("pk"))
    assert head is not None
    assert verify(root(), head.manifest) == []
    assert head.number == CaseManifest.objects.count() == len(batches), "one manifest an import"
    assert batches[-1].manifest_after_id == head.number, "the newest receipt names the head"
    assert LedgerEntry.objects.filter(verb="cases.imported").count() == len(batches)
    complaints = [*case_store(), *ledger()]
    assert complaints == [], complaints
    with open_cases(root(), head.manifest) as cases:
        held = int(cases.count().to_pyarrow().as_py())
        codes = int(cases.code.nunique().to_pyarrow().as_py())
    assert held == codes == head.rows == sum(each.new for each in batches)
    return f"{len(batches)} receipt(s), {held} cases, all agree"


def _swept() -> str:
    """What was left is named by doctor a day later, and the prune takes it away; the store stays whole."""
    from minhchung.cases.domain.manifests import current_manifest, root
    from minhchung.cases.domain.sweeping import left_behind, sweep_store
    from minhchung.stats.store import verify

    later = datetime.now(UTC) + timedelta(days=2)
    left = left_behind(later)
    sweep_store(later)
    assert left_behind(later) == [] and verify(root(), current_manifest()) == []
    return f"{len(left)} file(s) and folder(s) of the killed were named and swept"


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
