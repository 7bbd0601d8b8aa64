"""Several proposals at once: one step, taken back as one; what is the author's to choose is not ticked."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.test import Client

from minhchung.agencies.domain.by import By
from minhchung.criteria.domain.draft_reading import draft_reading
from minhchung.criteria.domain.drafts import start_draft, undo
from minhchung.criteria.domain.editing import apply_change
from minhchung.criteria.domain.mending_many import SURE, change_by_offers, offers_of
from minhchung.criteria.models import RubricDraft
from minhchung.rubric import parse, print_rubric
from minhchung.rubric.shipped import shipped_text
from tests.criteria.asked import SENT


@pytest.fixture
def draft(world: Any) -> RubricDraft:
    """S0 as a draft: typos, gaps, a sum that does not hold."""
    return start_draft(
        owner=world.standing,
        actor=world.people["soan_thao"],
        post=world.post_of("soan_thao"),
        now=SENT,
        text=print_rubric(parse(shipped_text("ca-mau-iso-2018"))),
    )


def by(world: Any) -> By:
    return By(world.people["soan_thao"], world.post_of("soan_thao"), SENT)


def errors(draft: RubricDraft) -> int:
    return sum(
        each.severity == "error" for found in draft_reading(draft.text).by_key.values() for each in found
    )


def test_all_sure_proposals_are_one_step_that_is_taken_back_as_one(world: Any, draft: RubricDraft) -> None:
    before, errors_before = draft.text, errors(draft)
    sure = frozenset(each.name for each in offers_of(draft) if each.sure)

    done = change_by_offers(draft, sure)
    assert done.change is not None
    apply_change(draft, done.change, by(world))

    assert (done.errors_before, done.errors_after) == (errors_before, errors(draft))
    assert errors(draft) < errors_before / 2 and done.applied >= 20 and draft.edits.count() == 2
    left = {each.code for each in offers_of(draft)}
    assert not left & {"L608", "L607", "L302"} and "L105" in left
    undo(
        draft=draft,
        actor=world.people["soan_thao"],
        post=None,
        now=SENT,
        expected=draft.row_version,
    )
    assert draft.text == before


def test_two_gaps_at_one_band_are_both_closed(draft: RubricDraft) -> None:
    """Each proposal widens the row of 0 points from its own side: put in one over the other, one would be lost."""
    gaps = [each for each in offers_of(draft, "3#2") if each.code == "L201"]
    assert len(gaps) == 1 and len(gaps[0].findings) > 2

    done = change_by_offers(draft, frozenset({gaps[0].name}))

    assert done.change is not None
    after = draft_reading(done.change.text).by_key.get("3#2", ())
    assert not [each for each in after if each.code == "L201"]


def test_a_node_changed_since_it_was_ticked_is_left(draft: RubricDraft) -> None:
    names = frozenset(each.name for each in offers_of(draft) if each.code == "L608")
    assert {each.key for each in offers_of(draft) if each.code == "L608"} > {"6.1"}
    edited = draft.text.replace("chinh sách", "chính sách cũ")
    assert edited != draft.text
    draft.text = edited

    done = change_by_offers(draft, names)

    assert done.change is not None and len(done.left) == 1
    assert "chính sách cũ" in done.change.text


def test_what_an_author_must_choose_is_not_ticked(world: Any, draft: RubricDraft) -> None:
    author = world.client("soan_thao")
    page = author.get(f"/bo-tieu-chi/ban-thao/{draft.pk}/de-xuat/nhieu/").content.decode()

    by_name = {each.name: each for each in offers_of(draft)}
    ticked = set(re.findall(r'value="([0-9a-f]{16})"[^>]*checked', page))
    assert ticked == {name for name, each in by_name.items() if each.sure}
    assert {by_name[name].code for name in by_name if name not in ticked}.isdisjoint(SURE)
    assert "80 – dưới 100 %: 3 điểm" in page and "{ when:" not in page


def test_ticked_on_the_page_they_go_in(world: Any, draft: RubricDraft) -> None:
    author: Client = world.client("soan_thao")
    address = f"/bo-tieu-chi/ban-thao/{draft.pk}/de-xuat/nhieu/"
    offer = next(each for each in offers_of(draft) if each.code == "L302")
    sent = {"idempotency_key": str(uuid.uuid4()), "muc": offer.key}

    assert author.post(address, sent).status_code == 422
    answer = author.post(
        address, {**sent, "idempotency_key": str(uuid.uuid4()), "de_xuat": [offer.name]}, follow=True
    )

    draft.refresh_from_db()
    assert "Đã áp dụng 1 đề xuất trong một bước" in answer.content.decode()
    assert draft.edits.get(number=2).node == offer.key
    assert world.client("thu_ky").get(address).status_code in (403, 404)
