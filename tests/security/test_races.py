"""Two people act at the same moment: one of them is first, nothing is lost, nobody waits for ever."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from minhchung.evidence.models import EvidenceFile, FactsRevision
from minhchung.home.commands.doctor import publications
from minhchung.ledger.domain.verify import verify_ledger
from minhchung.ledger.domain.versions import StaleRow
from minhchung.ledger.models import LedgerEntry
from minhchung.rounds.domain import amending, entries, publication
from minhchung.rounds.domain.access import own_entry_for
from minhchung.rounds.domain.acts import RoundRefused
from minhchung.rounds.domain.ranking import compute_ranking
from minhchung.rounds.enums import EntryState, PublicationState, Stage
from minhchung.rounds.models import Entry, LeafRevision, Publication, Receipt, Round
from tests.rounds.entry.conftest import autosave
from tests.rounds.running.build import DECISION, GOOD, proposed, say, who, with_council
from tests.rounds.running.test_acts import later
from tests.security.races import at_once, elsewhere, shared_database
from tests.world import World, make_world, open_round

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def committed(transactional_db: None) -> World:
    world = make_world()
    open_round(world)
    return world


@pytest.fixture
def file(committed: World) -> EvidenceFile:
    return EvidenceFile.objects.create(
        agency=committed.kinh_te,
        sha256="cd" * 32,
        size=3,
        kind="png",
        name="a.png",
        scan="quarantined",
        uploaded_by=committed.people["thu_ky"],
        uploaded_at=datetime.now(UTC),
    )


@pytest.fixture
def two_clients(committed: World) -> Iterator[tuple[Client, Client]]:
    return committed.client("thu_ky"), committed.client("thu_ky")


def test_two_saves_on_one_version_are_one_save_and_one_conflict(
    committed: World, two_clients: tuple[Client, Client], tmp_path: Path
) -> None:
    entry = committed.entries["kinh_te"]
    say(committed, entry, {"II.1": GOOD["II.1"]}, Stage.SELF)

    with shared_database(tmp_path):
        answers = at_once(
            lambda: autosave(two_clients[0], entry, "II.1", 1, num="96", den="100"),
            lambda: autosave(two_clients[1], entry, "II.1", 1, num="97", den="100"),
        )
        history = elsewhere(lambda: list(LeafRevision.objects.values_list("row_version", flat=True)))

    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert sorted(history) == [1, 2]


def test_one_key_sent_twice_at_once_is_done_once_and_answered_alike(
    two_clients: tuple[Client, Client], file: EvidenceFile, tmp_path: Path
) -> None:
    told = {"row_version": 1, "title": "Kế hoạch", "number": "12/KH", "idempotency_key": str(uuid.uuid4())}

    with shared_database(tmp_path):
        answers = at_once(*(lambda c=c: c.post(f"/minh-chung/{file.pk}/", told) for c in two_clients))
        done = elsewhere(
            lambda: (
                FactsRevision.objects.count(),
                LedgerEntry.objects.filter(verb="evidence.described").count(),
                EvidenceFile.objects.get().row_version,
            )
        )

    assert [answer.status_code for answer in answers] == [302, 302]
    assert done == (1, 1, 2)


def test_two_confirmations_of_one_publication_are_one(committed: World, tmp_path: Path) -> None:
    waiting = proposed(committed)

    def confirm() -> Publication:
        mine = Publication.objects.select_related("round__rubric", "round__owner", "ranking").get(
            pk=waiting.pk
        )
        return publication.confirm(publication=mine, **who(committed, "thuong_truc_2"))

    with shared_database(tmp_path):
        given = at_once(confirm, confirm)
        faults, confirmed = elsewhere(
            lambda: (
                verify_ledger().faults,
                LedgerEntry.objects.filter(verb="publication.confirmed").count(),
            )
        )

    kinds = sorted(type(each).__name__ for each in given)
    assert kinds[0] == "Publication" or kinds[1] == "Publication"
    assert sum(isinstance(each, Publication) for each in given) == 1
    assert all(isinstance(each, Publication | RoundRefused | StaleRow) for each in given)
    assert [each.state for each in given if isinstance(each, Publication)] == [PublicationState.PUBLISHED]
    assert (faults, confirmed) == ((), 1)


def test_a_head_approves_while_the_round_is_amended_and_neither_waits_for_ever(
    committed: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worst moment: the head's act holds its entry when the amendment begins, and records after it has begun."""
    entry = committed.entries["kinh_te"]
    say(committed, entry, {"I.1": GOOD["I.1"], "I.2": "a"}, Stage.SELF)
    Entry.objects.filter(pk=entry.pk).update(state=EntryState.WITH_HEAD, sent_at=datetime.now(UTC))
    version = later(committed, ("Có phân công chưa đầy đủ }", "Phân công một phần }"))
    has_entry, amendment_recorded = threading.Event(), threading.Event()
    digest, decide = entries.submitted_digest, amending.decide

    def digest_slowly(*args: Any, **kwargs: Any) -> str:
        has_entry.set()
        amendment_recorded.wait(1)
        return digest(*args, **kwargs)

    def decide_and_tell(*args: Any, **kwargs: Any) -> Any:
        made = decide(*args, **kwargs)
        amendment_recorded.set()
        return made

    monkeypatch.setattr(entries, "submitted_digest", digest_slowly)
    monkeypatch.setattr(amending, "decide", decide_and_tell)

    def approve() -> Receipt:
        from django.db import transaction

        from minhchung.agencies.domain.acting import acting
        from minhchung.agencies.enums import Role

        now = datetime.now(UTC)
        with transaction.atomic():
            access = own_entry_for(
                acting(committed.people["lanh_dao"], now.date()), entry.pk, Role.HEAD, lock=True
            )
            return entries.approve_entry(
                entry=access.entry,
                expected=access.entry.row_version,
                confirmed_absent=["II.1"],
                actor=committed.people["lanh_dao"],
                post=committed.post_of("lanh_dao"),
                received_at=now + timedelta(seconds=1),
            )

    def amend() -> Any:
        assert has_entry.wait(5)
        round = Round.objects.select_related("rubric", "owner").get(pk=committed.round.pk)
        return amending.amend(round=round, version=version, decision=DECISION, **who(committed))

    with shared_database(tmp_path):
        receipt, amended = at_once(approve, amend)
        state, faults, pinned = elsewhere(
            lambda: (
                Entry.objects.get(pk=entry.pk).state,
                verify_ledger().faults,
                Round.objects.get(pk=committed.round.pk).rubric_id,
            )
        )

    assert isinstance(receipt, Receipt), receipt
    assert not isinstance(amended, Exception), amended
    assert (state, faults, pinned) == (EntryState.RETURNED, (), version.pk)


def test_two_proposals_at_once_are_one(committed: World, tmp_path: Path) -> None:
    """Both people saw no proposal; one of them is first and the other hears of it."""
    round = ranked(committed)

    def propose(name: str) -> Publication:
        mine = Round.objects.select_related("rubric", "owner").get(pk=round.pk)
        return publication.propose(round=mine, decision=DECISION, **who(committed, name))

    with shared_database(tmp_path):
        given = at_once(partial(propose, "thuong_truc"), partial(propose, "thuong_truc_2"))
        left = elsewhere(lambda: (verify_ledger().faults, Publication.objects.count()))

    assert sum(isinstance(each, Publication) for each in given) == 1, given
    assert all(isinstance(each, Publication | RoundRefused | StaleRow) for each in given)
    assert left == ((), 1)


def test_two_revocations_at_once_are_one_and_so_are_two_corrections(committed: World, tmp_path: Path) -> None:
    waiting = proposed(committed)
    publication.confirm(publication=waiting, **who(committed, "thuong_truc_2"))

    def revoke(name: str) -> str:
        mine = Publication.objects.select_related("round__rubric", "round__owner").get(pk=waiting.pk)
        publication.revoke(publication=mine, decision=DECISION, **who(committed, name))
        return "revoked"

    def correct(name: str) -> str:
        mine = Round.objects.select_related("rubric", "owner").get(pk=waiting.round_id)
        publication.correct(round=mine, decision=DECISION, **who(committed, name))
        return "corrected"

    with shared_database(tmp_path):
        taken = at_once(partial(revoke, "thuong_truc"), partial(revoke, "thuong_truc_2"))
        begun = at_once(partial(correct, "thuong_truc"), partial(correct, "thuong_truc_2"))
        left = elsewhere(
            lambda: (
                verify_ledger().faults,
                LedgerEntry.objects.filter(verb="round.revoke").count(),
                Round.objects.filter(corrects=waiting.round_id).count(),
                list(publications()),
            )
        )

    assert sorted(isinstance(each, str) for each in taken) == [False, True], taken
    assert sorted(isinstance(each, str) for each in begun) == [False, True], begun
    assert all(isinstance(each, str | RoundRefused | StaleRow) for each in (*taken, *begun))
    assert left == ((), 1, 1, [])


def test_a_confirmation_and_a_withdrawal_at_once_are_one_of_them(committed: World, tmp_path: Path) -> None:
    waiting = proposed(committed)

    def found() -> Publication:
        return Publication.objects.select_related("round__rubric", "round__owner", "ranking").get(
            pk=waiting.pk
        )

    def confirm() -> str:
        publication.confirm(publication=found(), **who(committed, "thuong_truc_2"))
        return "published"

    def withdraw() -> str:
        publication.withdraw_proposal(publication=found(), **who(committed))
        return "withdrawn"

    with shared_database(tmp_path):
        given = at_once(confirm, withdraw)
        state, text, round_state, faults = elsewhere(
            lambda: (
                *Publication.objects.values_list("state", "snapshot", "round__state").get(pk=waiting.pk),
                verify_ledger().faults,
            )
        )

    done = [each for each in given if isinstance(each, str)]
    assert len(done) == 1 and all(isinstance(each, str | RoundRefused | StaleRow) for each in given), given
    assert state == done[0] and bool(text) == (state == "published") and faults == ()
    assert round_state == ("published" if state == "published" else "council")


def ranked(world: World) -> Round:
    round = with_council(world)
    compute_ranking(round=round, **who(world))
    return round
