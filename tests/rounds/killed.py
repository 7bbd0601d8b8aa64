"""`python -m tests.rounds.killed TIMES`: submissions and publications killed by SIGKILL, Django and all; what stands is whole.

Each act runs in a fork that is killed at a random moment of it, of its commit too: a submission by the head, a confirmation
(most of which is the building of the snapshot), a revocation. After each, doctor and the ledger look at everything, and the act
either happened with its receipt, decision and ledger entry, or not at all; done again, it happens once.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

from bench.installation import installed
from tests.cases.killed import _forked, _forked_answer

AGENCIES = 40
HELD = 0.004
"""Seconds that a commit is held back, since a kill takes a while to arrive."""
Begun = Callable[[], None]


def main(times: int) -> None:
    """Raises when a kill left an entry, a publication, a receipt or the ledger that do not agree."""
    with installed():
        from tests.rounds.public.published import many_published, revoke_published
        from tests.world import make_world

        world = make_world()
        made = many_published(world, AGENCIES)
        revoke_published(made)
        entries = _sent(world)
        chance = random.Random(20261122)
        print(f"before anything: {_looked_at()}")
        _killed_in("submission", partial(_submit, world, entries[0]), chance, times)
        assert _answer(_receipts, entries[0]) == "1"
        publication = int(_forked_answer(partial(_proposed, world, made.round.pk)))
        _killed_in("publication", partial(_confirm, world, publication), chance, times)
        assert _answer(_state, publication) == "published"
        _killed_in("revocation", partial(_revoke, world, publication), chance, times)
        assert _answer(_state, publication) == "revoked"


def _killed_in(name: str, act: Callable[[Begun], None], chance: random.Random, times: int) -> None:
    """The act begun TIMES times, killed later and later in it until a run of it ends by itself; then begun once more."""
    _ended, whole = _forked(partial(_rolled_back, act), None)
    for number in range(times):
        after = whole * (number + chance.uniform(0, 1)) / times
        ended, _seconds = _forked(partial(_or_refused, act), after)
        how = "ended" if ended else f"of {1000 * whole:.0f}, cut off"
        print(f"{name} killed after {1000 * after:.0f} ms ({how}): {_looked_at()}", flush=True)
        if ended:
            break
    _forked(partial(_or_refused, act), None)
    print(f"{name} begun again: {_looked_at()}", flush=True)


def _rolled_back(act: Callable[[Begun], None], begun: Begun) -> None:
    """How long it takes, without anything being kept."""
    from django.db import transaction

    with transaction.atomic():
        act(begun)
        transaction.set_rollback(True)


def _or_refused(act: Callable[[Begun], None], begun: Begun) -> None:
    from minhchung.rounds.domain.acts import RoundRefused
    from minhchung.rounds.domain.entries import NotNow

    try:
        act(begun)
    except (RoundRefused, NotNow) as refused:
        print(f"  refused: {refused}", flush=True)


def _held_commits() -> None:
    import time

    from django.db import connection

    commit = connection._commit

    def slowly() -> None:
        time.sleep(HELD)
        commit()
        time.sleep(HELD)

    connection._commit = slowly  # type: ignore[method-assign]


def _sent(world: Any) -> list[int]:
    """A round of its own, still open, with an entry before the head."""
    from minhchung.rounds.models import Entry, Phase, Round

    round = Round.objects.get(pk=world.round.pk)
    phases = list(round.phases.all())
    round.pk, round.title, round.state, round.row_version = None, "Đợt đang mở", "open", 1
    round.save(force_insert=True)
    now = datetime.now(UTC)
    for phase in phases:
        phase.pk, phase.round = None, round
        phase.opens_at, phase.due_at, phase.locks_at = (now + timedelta(days=day) for day in (-2, 5, 9))
        phase.save(force_insert=True)
    assert Phase.objects.filter(round=round).exists()
    entry = Entry.objects.create(round=round, agency=world.kinh_te, state="with_head", sent_at=now)
    return [entry.pk]


def _submit(world: Any, entry_id: int, begun: Begun) -> None:
    from minhchung.rounds.domain.entries import absent_codes, approve_entry
    from minhchung.rounds.models import Entry

    entry = Entry.objects.select_related("round__rubric", "agency").get(pk=entry_id)
    absent = absent_codes(entry)
    _held_commits()
    begun()
    approve_entry(
        entry=entry, expected=entry.row_version, confirmed_absent=absent, actor=world.people["lanh_dao"],
        post=world.post_of("lanh_dao"), received_at=datetime.now(UTC),
    )  # fmt: skip


def _proposed(world: Any, round_id: int) -> str:
    from minhchung.rounds.domain.acts import Decision
    from minhchung.rounds.domain.publication import correct, propose
    from minhchung.rounds.domain.ranking import compute_ranking
    from minhchung.rounds.models import Round

    by = _by(world, "thuong_truc")
    fresh = correct(round=Round.objects.get(pk=round_id), decision=Decision("61/QĐ", date(2026, 11, 2)), **by)
    compute_ranking(round=fresh, **by)
    return str(propose(round=fresh, decision=Decision("62/QĐ", date(2026, 11, 3)), **by).pk)


def _confirm(world: Any, publication_id: int, begun: Begun) -> None:
    from minhchung.rounds.domain.publication import confirm
    from minhchung.rounds.models import Publication

    found = Publication.objects.select_related("round__rubric", "round__owner", "ranking").get(
        pk=publication_id
    )
    _held_commits()
    begun()
    confirm(publication=found, **_by(world, "thuong_truc_2"))


def _revoke(world: Any, publication_id: int, begun: Begun) -> None:
    from minhchung.rounds.domain.acts import Decision
    from minhchung.rounds.domain.publication import revoke
    from minhchung.rounds.models import Publication

    found = Publication.objects.select_related("round").get(pk=publication_id)
    _held_commits()
    begun()
    revoke(
        publication=found, decision=Decision("63/QĐ", date(2026, 11, 4), "Sai"), **_by(world, "thuong_truc")
    )


def _by(world: Any, name: str) -> dict[str, Any]:
    return {"actor": world.people[name], "post": world.post_of(name), "now": datetime.now(UTC)}


def _answer(ask: Callable[[int], str], pk: int) -> str:
    return _forked_answer(partial(ask, pk))


def _receipts(entry_id: int) -> str:
    from minhchung.rounds.models import Receipt

    return str(Receipt.objects.filter(entry_id=entry_id).count())


def _state(publication_id: int) -> str:
    from minhchung.rounds.models import Publication

    return str(Publication.objects.values_list("state", flat=True).get(pk=publication_id))


def _looked_at() -> str:
    return _forked_answer(_agreeing)


def _agreeing() -> str:
    """Entries, receipts, publications and rounds say the same as the ledger; nothing is half done."""
    from minhchung.home.commands.doctor import data_answers, ledger, publications, receipts
    from minhchung.ledger.models import LedgerEntry
    from minhchung.rounds.models import Entry, Publication, Receipt, Round, RoundDecision

    def recorded(verb: str) -> int:
        return LedgerEntry.objects.filter(verb=verb).count()

    complaints = [*ledger(), *publications(), *receipts(), *data_answers()]
    assert complaints == [], complaints
    submitted = Entry.objects.filter(state="submitted", receipts__isnull=False).count()
    assert submitted == Receipt.objects.count() == recorded("entry.submitted")
    frozen = Publication.objects.exclude(snapshot="")
    assert frozen.count() == recorded("publication.confirmed") == recorded("round.publish")
    for publication in Publication.objects.select_related("round"):
        allowed = {"proposed": "council", "published": "published", "revoked": "revoked"}
        assert publication.round.state == allowed[publication.state], (
            publication.state,
            publication.round.state,
        )
        assert bool(publication.snapshot) == (publication.state != "proposed")
    revoked = Round.objects.filter(state="revoked").count()
    assert revoked == RoundDecision.objects.filter(kind="revoke").count() == recorded("round.revoke")
    return f"{submitted} submitted, {frozen.count()} published, {revoked} revoked, all agree"


if __name__ == "__main__":
    main(int(sys.argv[1]))
