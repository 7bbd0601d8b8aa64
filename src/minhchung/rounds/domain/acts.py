"""What every act on a round is made of: its document, the states it may be done in, the lock it takes, what it leaves behind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from minhchung.agencies.models import Post, User
from minhchung.ledger.domain.record import record
from minhchung.ledger.domain.versions import save_version
from minhchung.rounds.enums import DecisionKind, RoundState
from minhchung.rounds.models import Entry, Round, RoundDecision


class RoundRefused(Exception):
    """The step cannot be taken; `lines` say why and what to do, in the reader's language."""

    def __init__(self, *lines: str) -> None:
        super().__init__("; ".join(lines))
        self.lines = lines


@dataclass(frozen=True)
class Decision:
    """The document that a step rests on."""

    number: str
    decided_on: date
    text: str = ""


def taking_part(round: Round) -> Any:
    """The entries that are ranked: not merged into another, not withdrawn."""
    return Entry.objects.filter(round=round, merged_into__isnull=True, withdrawn_by__isnull=True)


def must_be(round: Round, *states: RoundState) -> None:
    if round.state not in states:
        raise RoundRefused(
            _("Đợt đang ở trạng thái “%(state)s”, không làm bước này được.")
            % {"state": RoundState(round.state).label}
        )


def hold(round: Round, *entries: Entry) -> None:
    """Lock the round until the transaction ends, and read anew its state and where these entries stand.

    What was read before the lock may be history by now: PostgreSQL shows a transaction what others committed meanwhile.
    Whoever scores, decides, rules or publishes comes through here first, so none of them passes another.
    """
    held = Round.objects.select_for_update(no_key=True).filter(pk=round.pk)
    round.state = held.values_list("state", flat=True).get()
    fresh = {row["pk"]: row for row in _standing_of(entries)} if entries else {}
    for entry in entries:
        for name, value in fresh[entry.pk].items():
            setattr(entry, name, value)
        entry.round.state = round.state


def lock_entries(entries: QuerySet[Entry]) -> list[Entry]:
    """Lock entries until the transaction ends, always in the same order, and read them as they stand then.

    Before anything is recorded: an agency that submits holds its entry and waits for the ledger's head, so nobody may
    hold the head and wait for an entry.
    """
    return list(entries.select_for_update(of=("self",), no_key=True).order_by("pk"))


def _standing_of(entries: tuple[Entry, ...]) -> Any:
    wanted = Entry.objects.filter(pk__in=[entry.pk for entry in entries]).order_by()
    return wanted.values("pk", "state", "merged_into_id", "withdrawn_by_id")


def touch(round: Round) -> None:
    """Count the round's version up: two acts on one round never pass each other. Raises StaleRow."""
    save_version(round, expected=round.row_version)


def move(round: Round, state: RoundState) -> None:
    """Change the round's state. Raises StaleRow when another act came first."""
    save_version(round, expected=round.row_version, state=state)


def decide(
    round: Round,
    kind: DecisionKind,
    decision: Decision,
    actor: User,
    post: Post | None,
    now: datetime,
    payload: dict[str, Any],
) -> RoundDecision:
    made = RoundDecision.objects.create(
        round=round,
        kind=kind,
        number=decision.number,
        decided_on=decision.decided_on,
        text=decision.text,
        payload=payload,
        by=actor,
        at=now,
    )
    detail = {
        "decision": made.pk,
        "number": decision.number,
        "on": decision.decided_on.isoformat(),
        **payload,
    }
    told(round, f"round.{kind}", actor, post, now, detail)
    return made


def told(
    round: Round, verb: str, actor: User, post: Post | None, now: datetime, detail: dict[str, Any]
) -> None:
    """Write the ledger entry of an act on the round."""
    record(
        verb=verb,
        subject=f"rounds.round:{round.pk}",
        at=now,
        actor_id=actor.pk,
        agency_id=round.owner_id,
        post_id=post.pk if post else None,
        detail=detail,
    )


def told_on_entry(
    entry: Entry, verb: str, actor: User, post: Post, now: datetime, detail: Mapping[str, Any]
) -> Any:
    """Write the ledger entry of an act on one agency's entry."""
    return record(
        verb=verb,
        subject=f"rounds.entry:{entry.pk}",
        at=now,
        actor_id=actor.pk,
        agency_id=entry.agency_id,
        post_id=post.pk,
        detail={"round": entry.round_id, **detail},
    )
