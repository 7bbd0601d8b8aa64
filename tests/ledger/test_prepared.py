"""A prepared query gives the rows of the plain one, whatever the values."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db.models import Count

from minhchung.agencies.models import Holding, User
from minhchung.ledger.domain.prepared import Prepared
from minhchung.ledger.models import IdempotentAnswer
from tests.world import World


def _holdings(user_id: int, day: date) -> Any:
    held = Holding.objects.filter(user_id=user_id, from_on__lte=day).select_related("post__agency")
    return held.annotate(others=Count("post__holdings")).order_by("pk")


def test_rows_related_rows_and_annotations_are_those_of_the_plain_query(
    world: World, django_assert_num_queries: Any
) -> None:
    prepared = Prepared(_holdings, int, date)
    today = date(2030, 1, 1)

    for user in User.objects.all():
        plain = list(_holdings(user.pk, today))
        with django_assert_num_queries(1):
            found = prepared.rows(user.pk, today)
            told = [(row, row.post.agency.name, row.others) for row in found]  # type: ignore[attr-defined]
        assert told == [(row, row.post.agency.name, row.others) for row in plain]
        assert [vars(row)["from_on"] for row in found] == [row.from_on for row in plain]
    assert prepared.rows(world.people["thu_ky"].pk, date(1900, 1, 1)) == []


def test_texts_and_keys_are_asked_for_as_the_database_writes_them(db: None) -> None:
    key, other = uuid.uuid4(), uuid.uuid4()
    for each, said in ((key, "một"), (other, "hai")):
        IdempotentAnswer.objects.create(
            user_id=7,
            key=each,
            request_digest="",
            status=200,
            content_type=said,
            body="",
            at=datetime.now(UTC),
        )
    prepared = Prepared(
        lambda key, said: IdempotentAnswer.objects.filter(key=key, content_type=said), uuid.UUID, str
    )

    found = prepared.first(other, "hai")

    assert found is not None
    assert (found.key, found.content_type) == (other, "hai")
    assert prepared.first(key, "hai") is None


def test_a_value_that_is_not_asked_with_is_refused(db: None) -> None:
    prepared = Prepared(lambda _pk: User.objects.all(), int)

    with pytest.raises(ValueError, match="does not ask with value"):
        prepared.rows(1)
