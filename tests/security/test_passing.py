"""Two acts at once on one round: what was read before the other committed is not what is written on.

PostgreSQL shows a transaction what others commit meanwhile; here the other act is put in between by hand, on either
database: the rows change after the person's page was read, before the verb writes.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.db import connection

from minhchung.agencies.domain.acting import acting
from minhchung.rounds.domain import publication as publishing
from minhchung.rounds.domain.access import EntryAccess, appraised_entry_for, entry_for
from minhchung.rounds.domain.acts import Decision, RoundRefused
from minhchung.rounds.domain.appraisal import Shown, accept_many
from minhchung.rounds.domain.council import decide, deciding_posts, declare_none, finalise
from minhchung.rounds.domain.entries import NotNow
from minhchung.rounds.domain.ranking import compute_ranking
from minhchung.rounds.domain.rulings import RulingDraft, rule
from minhchung.rounds.domain.said import Said
from minhchung.rounds.enums import EntryState, LeafState, RoundState, Stage, Verdict
from minhchung.rounds.models import Entry, LeafValue, Publication, Round, Ruling
from minhchung.rubric import NONE_DONE, answer_to_data

NOW = datetime.now(UTC)
DECISION = Decision("12/QĐ-UBND", date(2023, 12, 1))


def _set(round: Round, state: RoundState) -> None:
    Round.objects.filter(pk=round.pk).update(state=state)


@pytest.fixture
def council(open_world: Any) -> Any:
    """The round is in the council's hands; every leaf of every entry has an appraised value."""
    from minhchung.rounds.domain.engine import rubric_of

    _set(open_world.round, RoundState.COUNCIL)
    open_world.round.refresh_from_db()
    Entry.objects.filter(round=open_world.round).update(
        state=EntryState.SUBMITTED, received_at=NOW, late_seconds=0
    )
    for entry in open_world.entries.values():
        for leaf in rubric_of(open_world.rubric).leaves():
            LeafValue.objects.create(
                entry=entry,
                node_id=leaf.id,
                stage=Stage.APPRAISED,
                answer=answer_to_data(NONE_DONE),
                points=Fraction(0),
                state=LeafState.SCORED,
                at=NOW,
            )
    return open_world


def _access(world: Any, person: str, entry: str = "kinh_te") -> EntryAccess:
    return entry_for(acting(world.people[person], date.today()), world.entries[entry].pk)


def _leaf(world: Any, code: str = "I.1") -> Any:
    from minhchung.rounds.domain.engine import rubric_of

    return rubric_of(world.rubric).node(code)


def test_nothing_is_decided_on_a_round_published_meanwhile(council: Any) -> None:
    access = _access(council, "hoi_dong")
    _set(council.round, RoundState.PUBLISHED)
    person = council.people["hoi_dong"]

    with pytest.raises(NotNow):
        decide(
            access=access, leaf=_leaf(council), said=Said(Verdict.ACCEPTED), expected=0, actor=person, now=NOW
        )
    with pytest.raises(NotNow):
        declare_none(access=access, leaves=[_leaf(council)], reason="Không", actor=person, now=NOW)

    assert not LeafValue.objects.filter(stage=Stage.FINAL).exists()


def test_nothing_becomes_final_in_a_round_published_meanwhile(council: Any) -> None:
    posts = deciding_posts(acting(council.people["hoi_dong"], date.today()), council.round)
    _set(council.round, RoundState.PUBLISHED)

    with pytest.raises(NotNow):
        finalise(round=council.round, posts=posts, actor=council.people["hoi_dong"], now=NOW)

    assert not LeafValue.objects.filter(stage=Stage.FINAL).exists()


def test_nothing_is_ruled_in_a_round_published_meanwhile(council: Any) -> None:
    draft = RulingDraft(leaf=_leaf(council), points=Fraction(1), words="Lý do")
    _set(council.round, RoundState.PUBLISHED)

    with pytest.raises(NotNow):
        rule(
            round=council.round,
            draft=draft,
            decision_number="1",
            decided_on=date(2023, 12, 1),
            seen="",
            actor=council.people["hoi_dong"],
            post=council.post_of("hoi_dong"),
            now=NOW,
        )

    assert not Ruling.objects.exists()


@pytest.mark.parametrize("change", [{"state": EntryState.RETURNED}, {"merged_into_id": "tu_phap"}])
def test_an_entry_given_back_meanwhile_is_not_accepted(open_world: Any, change: dict[str, Any]) -> None:
    world = open_world
    entry = world.entries["kinh_te"]
    Entry.objects.filter(pk=entry.pk).update(state=EntryState.SUBMITTED, received_at=NOW, late_seconds=0)
    leaf = next(
        each
        for each in _leaves(world)
        if each.appraised_by == "Phòng Nội vụ" and each.answered_by == "agency"
    )
    LeafValue.objects.create(
        entry=entry,
        node_id=leaf.id,
        stage=Stage.SELF,
        answer=answer_to_data(NONE_DONE),
        points=Fraction(0),
        state=LeafState.SCORED,
        at=NOW,
    )
    access = appraised_entry_for(acting(world.people["tham_dinh_nv"], date.today()), entry.pk)
    told = {
        name: world.entries[value].pk if name == "merged_into_id" else value for name, value in change.items()
    }
    Entry.objects.filter(pk=entry.pk).update(**told)

    with pytest.raises(NotNow):
        accept_many(
            items=[Shown(access, leaf, 1, 0)],
            actor=world.people["tham_dinh_nv"],
            now=NOW + timedelta(seconds=1),
        )

    assert not LeafValue.objects.filter(stage=Stage.APPRAISED).exists()


def _leaves(world: Any) -> Any:
    from minhchung.rounds.domain.engine import rubric_of

    return rubric_of(world.rubric).leaves()


def test_a_score_changed_while_the_round_is_locked_is_seen_before_anything_is_frozen(
    council: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other transaction commits while the confirmation waits for the round: it must be compared, not only frozen."""
    first = {"actor": council.people["thuong_truc"], "post": council.post_of("thuong_truc"), "now": NOW}
    second = {"actor": council.people["thuong_truc_2"], "post": council.post_of("thuong_truc_2"), "now": NOW}
    compute_ranking(round=council.round, **first)
    publication = publishing.propose(round=council.round, decision=DECISION, **first)
    held = publishing.hold

    def other_commits_first(round: Round) -> None:
        value = LeafValue.objects.filter(stage=Stage.APPRAISED).first()
        LeafValue.objects.filter(pk=value.pk).update(points=Fraction(1), row_version=value.row_version + 1)
        held(round)

    monkeypatch.setattr(publishing, "hold", other_commits_first)

    with pytest.raises(RoundRefused):
        publishing.confirm(publication=publication, **second)

    assert Publication.objects.get(pk=publication.pk).snapshot == ""


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite takes one writer at a time and has no row locks"
)
def test_the_locks_are_asked_for(council: Any, django_assert_num_queries: Any) -> None:
    from django.db import transaction
    from django.test.utils import CaptureQueriesContext

    with (
        transaction.atomic(),
        CaptureQueriesContext(
            connection,
        ) as asked,
    ):
        appraised_entry_for(
            acting(council.people["tham_dinh_nv"], date.today()), council.entries["kinh_te"].pk, lock=True
        )

    assert sum("FOR NO KEY UPDATE" in each["sql"] for each in asked.captured_queries) == 1
