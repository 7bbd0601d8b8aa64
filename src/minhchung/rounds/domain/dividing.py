"""An agency that was split: one dated decision says which heir carries its entry on, and what becomes of each other heir.

Nothing is decided in silence: every heir is named, as the one who carries on, as joining anew with an empty entry, or as
staying out of this round.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext as _

from minhchung.agencies.enums import SuccessionKind
from minhchung.agencies.models import Agency, Post, Succession, User
from minhchung.rounds.domain.acts import Decision, RoundRefused, decide, lock_entries, must_be, touch
from minhchung.rounds.domain.merging import carry_on, carry_refusals
from minhchung.rounds.domain.running import enter, require_reach
from minhchung.rounds.enums import DecisionKind, RoundState
from minhchung.rounds.models import Entry


class Part(StrEnum):
    """What a decision says of one heir."""

    CARRIES_ON = "carries_on"
    JOINS = "joins"
    STAYS_OUT = "stays_out"


@dataclass(frozen=True)
class Heir:
    """One heir of a split agency. entry: theirs, where they have one in the round."""

    agency: Agency
    entry: Entry | None
    effective_on: date
    decision_number: str

    @property
    def takes_part(self) -> bool:
        """Whether its own entry is one of the round's: there, not withdrawn, not merged into another."""
        return self.entry is not None and not (self.entry.withdrawn_by_id or self.entry.merged_into_id)


def heirs_of(entry: Entry) -> tuple[Heir, ...]:
    """The heirs of an entry's agency by the decisions that split it; empty when none did. Two queries."""
    rows = list(
        Succession.objects.filter(
            predecessor_id=entry.agency_id, kind=SuccessionKind.SPLIT, predecessor__valid_to__isnull=False
        ).select_related("successor__kind")
    )
    there = Entry.objects.filter(round_id=entry.round_id, agency__in=[row.successor_id for row in rows])
    entries = {each.agency_id: each for each in there.select_related("agency")}
    return tuple(
        Heir(row.successor, entries.get(row.successor_id), row.effective_on, row.decision_number)
        for row in rows
    )


def divide_entry(
    *,
    gone: Entry,
    parts: Mapping[int, Part],
    decision: Decision,
    actor: User,
    post: Post | None,
    now: datetime,
) -> Entry:
    """Carry the entry of a split agency on as the decision says; returns the entry that carries it on.

    parts: agency id of each heir → its part. The heir that carries on joins with the group and traits of the entry where
    it does not take part yet; so does each that joins anew, with nothing answered. Raises RoundRefused when an heir is
    left unnamed, when not exactly one carries on, or when the entry can no longer be carried over; StaleRow.
    """
    round = gone.round
    must_be(round, RoundState.OPEN)
    heirs = {heir.agency.pk: heir for heir in heirs_of(gone)}
    if lines := _refusals(gone, heirs, parts):
        raise RoundRefused(*lines)
    chosen = next(pk for pk, part in parts.items() if part == Part.CARRIES_ON)
    joining = [pk for pk in heirs if parts[pk] == Part.JOINS and heirs[pk].entry is None]
    require_reach(round.owner, [heirs[pk].agency for pk in (chosen, *joining)])
    with transaction.atomic():
        touch(round)
        there = [heir.entry.pk for heir in heirs.values() if heir.entry is not None]
        lock_entries(Entry.objects.filter(pk__in=[gone.pk, *there]))
        payload = {
            "from": gone.agency_id,
            "into": chosen,
            "admitted": sorted(joining),
            "left_out": sorted(pk for pk in heirs if parts[pk] == Part.STAYS_OUT),
        }
        made = decide(round, DecisionKind.SPLIT, decision, actor, post, now, payload)
        for pk in joining:
            enter(round, heirs[pk].agency, gone.group, gone.traits, made)
        into = heirs[chosen].entry or enter(round, heirs[chosen].agency, gone.group, gone.traits, made)
        carry_on(gone, into, actor=actor, post=post, now=now)
    return into


def _refusals(gone: Entry, heirs: Mapping[int, Heir], parts: Mapping[int, Part]) -> list[str]:
    if not heirs:
        return [_("%(agency)s không bị chia tách.") % {"agency": gone.agency.name}]
    if set(parts) != set(heirs):
        return [_("Quyết định phải nêu từng cơ quan được tách ra.")]
    carrying = [pk for pk, part in parts.items() if part == Part.CARRIES_ON]
    if len(carrying) != 1:
        return [_("Chọn đúng một cơ quan tiếp tục hồ sơ.")]
    leaving = [heirs[pk] for pk, part in parts.items() if part == Part.STAYS_OUT and heirs[pk].takes_part]
    lines = [
        _("%(agency)s đang có hồ sơ trong đợt; muốn thôi tham gia thì rút hồ sơ đó trước.")
        % {"agency": heir.agency.name}
        for heir in leaving
    ]
    joining = [heirs[pk] for pk, part in parts.items() if part == Part.JOINS]
    if any(heir.entry is not None and not heir.takes_part for heir in joining):
        lines.append(_("Một trong hai hồ sơ đã được nhập hoặc đã rút."))
    return lines + carry_refusals(gone, heirs[carrying[0]].entry)
