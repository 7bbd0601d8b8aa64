"""The entry of a split agency goes where a dated decision says, heir by heir; receipts given before stay what they were."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from minhchung.agencies.domain.reorganise import By, NewAgency, merge_agencies, split_agency
from minhchung.agencies.domain.reorganise import Decision as TreeDecision
from minhchung.agencies.models import Agency
from minhchung.home.commands.doctor import receipts
from minhchung.ledger.domain.verify import verify_ledger
from minhchung.ledger.models import LedgerEntry
from minhchung.rounds.domain import acts, merging, running
from minhchung.rounds.domain.entries import absent_codes, approve_entry
from minhchung.rounds.enums import EntryState, Stage
from minhchung.rounds.models import Entry, LeafRevision, LeafValue, Receipt, Round, RoundDecision
from tests.indicators.scene import give
from tests.rounds.running.build import FIELDS, GOOD, post, say
from tests.world import World

HEIRS = ("Phòng Kinh tế", "Phòng Hạ tầng", "Phòng Đô thị")


def split_in_the_tree(world: World) -> list[Agency]:
    """The agency tree splits kinh_te into three."""
    world.kinh_te.refresh_from_db()
    return split_agency(
        agency=world.kinh_te,
        expected=world.kinh_te.row_version,
        parts=[NewAgency(name, world.kind, world.standing) for name in HEIRS],
        remains=False,
        decision=TreeDecision(number="1/NQ", effective_on=date(2025, 7, 1)),
        by=By(world.people["quan_tri"], None, datetime.now(UTC)),
    )


def href(world: World, name: str = "kinh_te") -> str:
    assert world.round is not None
    return reverse("rounds:divide_entry", args=[world.round.pk, world.entries[name].pk])


def divide(world: World, parts: dict[int, str], who: str = "thuong_truc", **more: Any) -> Any:
    version = Round.objects.get(pk=world.round.pk).row_version  # type: ignore[union-attr]
    fields = {**FIELDS, "row_version": version, **{f"part_{pk}": part for pk, part in parts.items()}, **more}
    return post(world.client(who), href(world), fields)


def test_one_decision_names_who_carries_on_who_joins_and_who_stays_out(open_world: World) -> None:
    first, second, third = split_in_the_tree(open_world)
    gone = open_world.entries["kinh_te"]
    Entry.objects.filter(pk=gone.pk).update(group="Nhóm cũ", traits={"mien_nui": "có"})
    say(open_world, gone, GOOD, Stage.SELF)
    home = reverse("rounds:manage", args=[open_world.round.pk])  # type: ignore[union-attr]
    before = open_world.client("thuong_truc").get(home).content.decode()
    assert before.count("Quyết định hồ sơ của") == 1, "once, not once an heir"

    answer = divide(open_world, {first.pk: "stays_out", second.pk: "carries_on", third.pk: "joins"})

    assert answer.status_code == 302
    gone.refresh_from_db()
    into, fresh = Entry.objects.get(agency=second), Entry.objects.get(agency=third)
    decision = RoundDecision.objects.get(kind="split")
    assert decision.payload == {
        "from": open_world.kinh_te.pk,
        "into": second.pk,
        "admitted": [third.pk],
        "left_out": [first.pk],
    }
    assert (gone.merged_into, into.admitted_by, fresh.admitted_by) == (into, decision, decision)
    assert (into.group, into.traits) == (fresh.group, fresh.traits) == ("Nhóm cũ", {"mien_nui": "có"})
    assert into.values.count() == len(GOOD) and fresh.values.count() == 0
    assert not Entry.objects.filter(agency=first).exists()
    told = [each.verb for each in LedgerEntry.objects.order_by("-seq")[:2]]
    assert told == ["entry.merged", "round.split"]
    assert merging.successors_offered(open_world.round) == []  # type: ignore[arg-type]
    after = open_world.client("thuong_truc").get(home).content.decode()
    assert "Quyết định hồ sơ của" not in after and "Bổ sung cơ quan kế tục" not in after
    assert verify_ledger().faults == ()


def test_nothing_is_chosen_beforehand_and_every_heir_must_be_named(open_world: World) -> None:
    first, second, third = split_in_the_tree(open_world)

    page = open_world.client("thuong_truc").get(href(open_world)).content.decode()
    silent = divide(open_world, {first.pk: "carries_on", second.pk: "joins"})
    nobody = divide(open_world, {first.pk: "joins", second.pk: "joins", third.pk: "stays_out"})
    several = divide(open_world, {first.pk: "carries_on", second.pk: "carries_on", third.pk: "joins"})
    foreign = divide(open_world, {first.pk: "carries_on", second.pk: "joins", third.pk: "owns"})

    assert "checked" not in page.split("<main", 1)[1] and page.count("Không tham gia đợt này") == 3
    assert [each.status_code for each in (silent, nobody, several, foreign)] == [422] * 4
    assert "đúng một cơ quan tiếp tục" in nobody.content.decode() + several.content.decode()
    assert not RoundDecision.objects.exists() and Entry.objects.count() == 3


def test_an_heir_with_an_entry_of_its_own_keeps_it_or_carries_on(open_world: World) -> None:
    first, second, third = split_in_the_tree(open_world)
    own = Entry.objects.create(round=open_world.round, agency=first)
    say(open_world, own, {"I.2": "c"}, Stage.SELF)
    say(open_world, open_world.entries["kinh_te"], GOOD, Stage.SELF)

    out = divide(open_world, {first.pk: "stays_out", second.pk: "carries_on", third.pk: "joins"})
    kept = divide(open_world, {first.pk: "carries_on", second.pk: "joins", third.pk: "stays_out"})

    assert (out.status_code, kept.status_code) == (422, 302)
    own.refresh_from_db()
    assert {value.node_id: value.answer for value in own.values.all()}["I.2"] == "c"
    assert own.values.count() == len(GOOD)
    assert open_world.entries["kinh_te"].pk in own.merged.values_list("pk", flat=True)


def test_what_was_appraised_of_the_old_answer_is_not_put_over_an_heirs_own(open_world: World) -> None:
    first, second, third = split_in_the_tree(open_world)
    own = Entry.objects.create(round=open_world.round, agency=first)
    say(open_world, own, {"I.2": "c"}, Stage.SELF)
    for stage in (Stage.SELF, Stage.APPRAISED):
        say(open_world, open_world.entries["kinh_te"], GOOD, stage)

    answer = divide(open_world, {first.pk: "carries_on", second.pk: "joins", third.pk: "stays_out"})

    assert answer.status_code == 302
    held = {(value.node_id, value.stage): value.answer for value in own.values.all()}
    there, came = rubric_id(open_world, "I.2"), rubric_id(open_world, "I.1")
    assert held[there, Stage.SELF] == "c" and (there, Stage.APPRAISED) not in held
    assert {(came, Stage.SELF), (came, Stage.APPRAISED)} <= held.keys()


def test_an_heir_that_was_withdrawn_can_only_stay_out(open_world: World) -> None:
    first, second, third = split_in_the_tree(open_world)
    own = Entry.objects.create(round=open_world.round, agency=first)
    running.withdraw(
        entry=own,
        decision=acts.Decision("8/QĐ", date(2025, 7, 2)),
        actor=open_world.people["thuong_truc"],
        post=open_world.post_of("thuong_truc"),
        now=datetime.now(UTC),
    )

    page = open_world.client("thuong_truc").get(href(open_world)).content.decode()
    joins = divide(open_world, {first.pk: "joins", second.pk: "carries_on", third.pk: "joins"})
    assert "Giữ hồ sơ riêng" not in page
    assert joins.status_code == 422 and not RoundDecision.objects.filter(kind="split").exists()

    out = divide(open_world, {first.pk: "stays_out", second.pk: "carries_on", third.pk: "joins"})
    assert out.status_code == 302
    assert RoundDecision.objects.get(kind="split").payload["left_out"] == [first.pk]


def test_the_plain_merge_of_a_split_agency_is_refused_and_says_where_to_go(open_world: World) -> None:
    first, *_others = split_in_the_tree(open_world)
    into = Entry.objects.create(round=open_world.round, agency=first)
    round = Round.objects.get(pk=open_world.round.pk)  # type: ignore[union-attr]
    fields = {
        **FIELDS,
        "row_version": round.row_version,
        "gone": open_world.entries["kinh_te"].pk,
        "into": into.pk,
    }

    answer = post(open_world.client("thuong_truc"), reverse("rounds:merge", args=[round.pk]), fields)

    assert answer.status_code == 422 and "đã chia tách" in answer.content.decode()
    assert not RoundDecision.objects.exists()


def test_an_entry_that_was_not_split_or_is_foreign_has_no_such_page(open_world: World) -> None:
    split_in_the_tree(open_world)

    assert open_world.client("thuong_truc").get(href(open_world, "tu_phap")).status_code == 404
    for name in ("thu_ky", "lanh_dao", "nguoi_ngoai", "thuong_truc_ngoai"):
        assert open_world.client(name).get(href(open_world)).status_code == 404
        assert divide(open_world, {}, name).status_code == 404


def test_an_old_page_is_answered_with_409(open_world: World) -> None:
    first, second, third = split_in_the_tree(open_world)
    parts = {first.pk: "carries_on", second.pk: "joins", third.pk: "stays_out"}

    assert divide(open_world, parts, row_version=99).status_code == 409
    assert Entry.objects.count() == 3


# ── receipts ──────────────────────────────────────────────────────────────────────────────────────────────────────


def submit(world: World, entry_id: int, at: datetime) -> Receipt:
    """The head approves what was sent."""
    Entry.objects.filter(pk=entry_id).update(state=EntryState.WITH_HEAD)
    entry = Entry.objects.select_related("round__rubric", "agency").get(pk=entry_id)
    return approve_entry(
        entry=entry,
        expected=entry.row_version,
        confirmed_absent=absent_codes(entry),
        actor=world.people["lanh_dao"],
        post=world.post_of("lanh_dao"),
        received_at=at,
    )


@pytest.fixture
def both_received(open_world: World) -> tuple[World, Receipt, Receipt]:
    """Two agencies submitted, each with a receipt; an amendment gave the second its entry back."""
    now = datetime.now(UTC)
    give(open_world, open_world.kinh_te, 9, 10, now=now)
    say(open_world, open_world.entries["kinh_te"], GOOD, Stage.SELF)
    say(open_world, open_world.entries["tu_phap"], {"I.2": "b"}, Stage.SELF)
    first, second = (submit(open_world, open_world.entries[name].pk, now) for name in ("kinh_te", "tu_phap"))
    Entry.objects.filter(pk=second.entry_id).update(state=EntryState.RETURNED)
    assert list(receipts()) == []
    return open_world, first, second


def test_merging_into_an_entry_with_a_receipt_keeps_both_receipts_valid(
    both_received: tuple[World, Receipt, Receipt],
) -> None:
    world, first, second = both_received
    gone, into = first.entry, Entry.objects.select_related("round__rubric").get(pk=second.entry_id)

    merging.merge_entries(
        round=Round.objects.get(pk=world.round.pk),  # type: ignore[union-attr]
        gone=gone, into=into, decision=acts.Decision("9/QĐ", date(2025, 7, 1)),
        actor=world.people["thuong_truc"], post=world.post_of("thuong_truc"),
        now=datetime.now(UTC) + timedelta(minutes=5),
    )  # fmt: skip

    assert list(receipts()) == [] and verify_ledger().faults == ()
    came = LeafValue.objects.exclude(node_id=rubric_id(world, "I.2")).filter(entry=into)
    assert came.count() == len(GOOD) - 1, "what the successor lacked came over"
    theirs = {value.node_id: value.at for value in LeafValue.objects.filter(entry=gone)}
    assert all(value.at == theirs[value.node_id] for value in came), "with the time it was said"
    revisions = LeafRevision.objects.filter(value__in=came)
    assert all(row.at > second.received_at for row in revisions), "and came into this history later"
    third = submit(world, into.pk, datetime.now(UTC) + timedelta(minutes=9))
    assert third.digest not in {first.digest, second.digest}
    assert list(receipts()) == [] and Receipt.objects.count() == 3


def test_dividing_keeps_the_receipt_of_the_entry_and_of_the_heir(
    both_received: tuple[World, Receipt, Receipt],
) -> None:
    world, _first, _second = both_received
    heirs = split_in_the_tree(world)
    own = Entry.objects.create(round=world.round, agency=heirs[0])
    say(world, own, {"I.2": "c"}, Stage.SELF)
    submit(world, own.pk, datetime.now(UTC))
    Entry.objects.filter(pk=own.pk).update(state=EntryState.RETURNED)

    answer = divide(world, {heirs[0].pk: "carries_on", heirs[1].pk: "joins", heirs[2].pk: "stays_out"})

    assert answer.status_code == 302
    assert own.values.count() > 1 and Receipt.objects.count() == 3
    assert list(receipts()) == [] and verify_ledger().faults == ()


def rubric_id(world: World, code: str) -> str:
    from minhchung.rounds.domain.engine import rubric_of

    return rubric_of(world.round.rubric).node(code).id  # type: ignore[union-attr]


def test_the_successor_of_a_merger_in_the_tree_is_offered_as_before(open_world: World) -> None:
    merge_agencies(
        predecessors=[open_world.kinh_te, open_world.tu_phap],
        successor=NewAgency("Phòng Kinh tế - Tư pháp", open_world.kind, open_world.standing),
        decision=TreeDecision(number="1/NQ", effective_on=date(2025, 7, 1)),
        by=By(open_world.people["quan_tri"], None, datetime.now(UTC)),
    )

    offers = merging.successors_offered(open_world.round)  # type: ignore[arg-type]

    assert [offer.undivided for offer in offers] == [False, False]
