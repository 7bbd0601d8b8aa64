"""64 people autosaving at once, through the real server, on SQLite as it is installed.

Each has an entry of her own and saves a rate by autosave, with a fresh key and the version she saw. First all 64 press
at the same moment, several times over; then all save one after another without a pause.
"""

from __future__ import annotations

import http.client
import json
import os
import secrets
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING
from urllib.parse import urlencode

if TYPE_CHECKING:
    from tests.world import World

PEOPLE = 64
BURSTS = 5
STEADY_SAVES = 6
LEAF = "II.1"
PATIENCE = 30


@dataclass
class Saver:
    """One person: her session, her entry, the version she saw; how long each save took."""

    path: str
    session: str
    port: int
    version: int = 0
    seconds: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._token = secrets.token_hex(16)
        self._line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)

    def save(self, num: int) -> None:
        """One autosave, timed from the press to the answer."""
        body = urlencode({"num": str(num), "den": "100", "row_version": str(self.version), "autosave": "1"})
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"minhchung={self.session}; csrf={self._token}",
            "X-CSRFToken": self._token,
            "X-Requested-With": "minhchung",
            "Accept": "application/json",
            "Idempotency-Key": str(uuid.uuid4()),
        }
        start = time.perf_counter()
        try:
            self._line.request("POST", self.path, body, headers)
            answer = self._line.getresponse()
            text = answer.read()
        except OSError as fault:
            self.faults.append(repr(fault))
            self._line.close()
            return
        self.seconds.append(time.perf_counter() - start)
        if answer.status == 200:
            self.version = int(json.loads(text)["row_version"])
        else:
            self.faults.append(f"{answer.status} {text[:200]!r}")


def figures(world: World, folder: Path) -> dict[str, float | int]:
    """Errors, the longest and the median wait of both loads, and saves a second."""
    people = _people(world)
    with _server(folder) as port:
        savers = [Saver(path, session, port) for path, session in people]
        _each_at_once(savers, [90])  # connections and caches warm
        for saver in savers:
            saver.seconds.clear()
        for burst in range(BURSTS):
            _each_at_once(savers, [91 + burst])
        together = [second for saver in savers for second in saver.seconds]
        for saver in savers:
            saver.seconds.clear()
        start = time.perf_counter()
        _each_at_once(savers, [50 + turn for turn in range(STEADY_SAVES)])
        taken = time.perf_counter() - start
        steady = [second for saver in savers for second in saver.seconds]
    faults = [fault for saver in savers for fault in saver.faults]
    for fault in faults[:5]:
        print(fault, file=sys.stderr)
    return {
        "people": PEOPLE,
        "errors": len(faults),
        "burst_longest_s": max(together),
        "burst_median_s": median(together),
        "steady_longest_s": max(steady),
        "steady_median_s": median(steady),
        "saves_per_second": len(steady) / taken,
        "kept_versions": _kept(),
        "wanted_versions": PEOPLE * (1 + BURSTS + STEADY_SAVES),
    }


def _each_at_once(savers: list[Saver], numbers: list[int]) -> None:
    """Every person in a thread of her own, all released together."""
    ready = threading.Barrier(len(savers))

    def press(saver: Saver) -> None:
        ready.wait()
        for number in numbers:
            saver.save(number)

    threads = [threading.Thread(target=press, args=(saver,), daemon=True) for saver in savers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE * len(numbers))


def _people(world: World) -> list[tuple[str, str]]:
    """64 secretaries, each with an agency, an entry and a session: the path of the leaf and the session's key."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.urls import reverse

    from minhchung.agencies.enums import Role
    from minhchung.config.sessions import SessionStore
    from minhchung.rounds.models import Entry
    from tests.world import make_agency, make_person

    people: list[tuple[str, str]] = []
    for number in range(PEOPLE):
        agency = make_agency(f"Cơ quan lưu {number}", world.kind, world.standing, 500 + number)
        user = make_person(f"luu_{number}", f"Người Lưu {number}", agency, Role.SECRETARY)
        entry = Entry.objects.create(round=world.round, agency=agency)
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session["began"] = session["seen"] = int(time.time())
        session.create()
        people.append((reverse("rounds:criterion", args=[entry.pk, LEAF]), str(session.session_key)))
    return people


def _kept() -> int:
    """Every version of every save that the database holds: what was answered with 200 must be there."""
    from django.db import connection

    from minhchung.rounds.models import LeafRevision

    connection.close()
    return LeafRevision.objects.filter(value__node_id=LEAF, value__entry__agency__order_no__gte=500).count()


@contextmanager
def _server(folder: Path) -> Iterator[int]:
    """`minhchung serve` on a free port of this machine, stopped at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "minhchung.home.cli", "serve", "--port", str(port)]
    environment = {**os.environ, "MINHCHUNG_DATA_DIR": str(folder)}
    log = (folder / "server.log").open("wb")
    process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)  # noqa: S603
    try:
        _wait_for(port, process)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        log.close()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.25)
    raise RuntimeError("the server did not answer in a minute")
