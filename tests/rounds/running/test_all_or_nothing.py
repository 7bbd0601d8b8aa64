"""Publication under the Nth-failure test: whichever statement fails, the state is the one before, and the ledger agrees."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection

from minhchung.ledger.domain.verify import verify_ledger
from minhchung.ledger.models import LedgerEntry
from minhchung.rounds.domain import publication
from minhchung.rounds.enums import PublicationState, RoundState
from minhchung.rounds.models import Publication, Round, RoundDecision
from tests.rounds.running.build import proposed, who
from tests.world import make_world, open_round


class FailAt:
    """Let n - 1 statements through and fail the nth; `seen` counts them."""

    def __init__(self, n: int) -> None:
        self.n, self.seen = n, 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.seen += 1
        if self.seen == self.n:
            raise DatabaseError(f"statement {self.n} fails by intent")
        return execute(sql, params, many, context)


def state() -> tuple[Any, ...]:
    """Everything that publishing changes."""
    found, round = Publication.objects.get(), Round.objects.get()
    return (
        found.state,
        found.snapshot,
        found.sha256,
        found.row_version,
        found.confirmed_by_id,
        round.state,
        round.row_version,
        RoundDecision.objects.count(),
        LedgerEntry.objects.count(),
    )


@pytest.mark.django_db(transaction=True)
def test_confirming_is_all_or_nothing_whichever_statement_fails() -> None:
    world = make_world()
    open_round(world)
    proposed(world)
    second = who(world, "thuong_truc_2")
    before = state()
    n, failed = 0, True

    while failed:
        n += 1
        found = Publication.objects.select_related("round__rubric", "round__owner", "ranking").get()
        fault = FailAt(n)
        try:
            with connection.execute_wrapper(fault):
                publication.confirm(publication=found, **second)
            failed = False
        except DatabaseError:
            assert state() == before, f"statement {n} left something behind"
            assert verify_ledger().faults == ()

    assert n > 15
    after = Publication.objects.get()
    assert (after.state, Round.objects.get().state) == (PublicationState.PUBLISHED, RoundState.PUBLISHED)
    assert after.snapshot and verify_ledger().faults == ()
