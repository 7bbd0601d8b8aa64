"""The page of an issued rubric tells of the rounds on it: rulings for all to read, later versions to take in or not."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from minhchung.criteria.domain.library import keep_version
from minhchung.criteria.models import RubricVersion
from minhchung.ledger.models import LedgerEntry
from minhchung.rounds.domain.amending import declined_in
from minhchung.rounds.enums import DecisionKind, RoundState
from minhchung.rounds.models import Entry, Round, RoundDecision, Ruling
from tests.rounds.running.build import FIELDS
from tests.world import DATA

TEXT = (DATA / "world.rubric.yaml").read_text()
RULED = "94,5 % gần mức trên hơn"


@pytest.fixture
def later(open_world: Any) -> RubricVersion:
    """Version 2 of the open round's rubric: one leaf gives more."""
    text = TEXT.replace('version: "1"', 'version: "2"').replace(
        "points: 1, text: Chậm", "points: 1,5, text: Chậm"
    )
    return keep_version(
        text=text,
        name="thu-nghiem",
        owner=open_world.standing,
        now=datetime.now(UTC),
        previous=open_world.rubric,
    )


def rule(world: Any) -> None:
    Ruling.objects.create(
        round=world.round,
        node_id="II.1",
        data={"points": "2", "lower": "47/50", "lower_closed": False, "upper": "19/20"},
        words=RULED,
        decision_number="9/QĐ",
        by=world.people["hoi_dong"],
        at=datetime.now(UTC),
    )


def page(client: Client, version: str = "1", name: str = "cach-hieu") -> str:
    return str(client.get(f"/bo-tieu-chi/thu-nghiem/{version}/{name}/").content.decode())


def test_a_ruling_stands_on_the_rubrics_page_for_who_takes_part_and_for_all_once_published(
    open_world: Any,
) -> None:
    rule(open_world)

    assert RULED in page(open_world.client("thu_ky"))
    assert "trên 94 – 95 %" in page(open_world.client("thu_ky"))
    assert RULED not in page(Client()) and RULED not in page(open_world.client("nguoi_ngoai"))
    Round.objects.update(state=RoundState.PUBLISHED)
    assert RULED in page(Client())


def test_the_later_version_says_what_changed_and_offers_it_to_the_standing_body(
    open_world: Any, later: RubricVersion
) -> None:
    shown = page(open_world.client("thuong_truc"), "2", "thay-doi")

    assert f"/dot/{open_world.round.pk}/doi-bo-tieu-chi/?phien-ban={later.pk}" in shown
    assert "I.1" in shown and "trả lời lại" in shown
    for other in (Client(), open_world.client("thu_ky"), open_world.client("thuong_truc_ngoai")):
        assert "doi-bo-tieu-chi" not in page(other, "2", "thay-doi")


def test_a_round_goes_on_without_the_later_version_by_decision(open_world: Any, later: RubricVersion) -> None:
    standing = open_world.client("thuong_truc")
    before = Round.objects.get()

    standing.post(
        f"/dot/{before.pk}/doi-bo-tieu-chi/",
        {**FIELDS, "version": later.pk, "row_version": before.row_version, "buoc": "giu"},
    )

    round, decision = Round.objects.get(), RoundDecision.objects.get(kind=DecisionKind.KEEP)
    assert (round.rubric_id, decision.number) == (before.rubric_id, "12/QĐ-UBND")
    assert declined_in(round) == {later.sha256: "12/QĐ-UBND"}
    assert LedgerEntry.objects.filter(verb="round.keep").count() == 1
    assert "đã quyết định giữ phiên bản cũ (12/QĐ-UBND)" in page(standing, "2", "thay-doi")


def test_an_agency_reads_at_the_leaf_what_changed(open_world: Any, later: RubricVersion) -> None:
    before = Round.objects.get()

    open_world.client("thuong_truc").post(
        f"/dot/{before.pk}/doi-bo-tieu-chi/",
        {**FIELDS, "version": later.pk, "row_version": before.row_version},
    )

    assert Round.objects.get().rubric_id == later.pk
    remarks = Entry.objects.get(agency=open_world.kinh_te).return_remarks
    (remark,) = [said for leaf, said in remarks.items() if leaf == "I.1"]
    assert remark.startswith("Tiêu chí đã đổi theo quyết định 12/QĐ-UBND: trả lời lại. I.1: cách tính điểm:")
    assert "1 điểm" in remark and "1,5 điểm" in remark
