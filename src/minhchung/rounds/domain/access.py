"""Which rounds and entries a person may reach, and what they may do there. Every view goes through here.

Missing and forbidden are one thing: Http404.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.http import Http404

from minhchung.agencies.domain.acting import Acting
from minhchung.agencies.enums import Role
from minhchung.agencies.models import Post
from minhchung.rounds.enums import EntryState, RoundState
from minhchung.rounds.models import BodyAssignment, Entry, Round, Substitute

OWN_ROLES = (Role.SECRETARY, Role.HEAD, Role.AUDITOR)
DECIDING_ROLES = (Role.STANDING, Role.COUNCIL)
NOT_WORKED_ON = (RoundState.DRAFT, RoundState.STATED)
"""Rounds whose entries nobody fills in or appraises: not opened yet, or published elsewhere."""
COUNCIL_BODY = "Hội đồng"
"""The body a substitute stands in for when the council would decide its own agency's entry."""


@dataclass(frozen=True)
class EntryAccess:
    """An entry with what this person may do with it.

    own: the post through which it is their agency's; own_roles: every role they hold there (one person may be both
    secretary and head). bodies: names of the bodies they appraise for, here
    (substitutes counted, own agency never). appraising: the same bodies with the post through which. deciding: the
    post of the standing body or council, or of the body named to stand in for it here.
    """

    entry: Entry
    own: Post | None
    bodies: frozenset[str]
    deciding: Post | None
    appraising: Mapping[str, Post] = field(default_factory=dict)
    own_roles: frozenset[str] = frozenset()

    @property
    def may_fill(self) -> bool:
        return Role.SECRETARY in self.own_roles

    @property
    def may_approve(self) -> bool:
        return Role.HEAD in self.own_roles

    def may_appraise(self, body: str | None) -> bool:
        return body is not None and body in self.bodies


def rounds_for(acting: Acting) -> QuerySet[Round]:
    """Rounds of the standing body one serves, rounds one's agency takes part in or appraises in.

    Not those that only state what was published elsewhere: nothing is done in them, and everybody signed in reads them
    (`stated.stated_tables`).
    """
    deciding = acting.agency_ids(*DECIDING_ROLES, Role.AUTHOR, Role.INSPECTOR)
    own = acting.agency_ids(*OWN_ROLES)
    appraising = acting.agency_ids(Role.APPRAISER)
    begun = ~Q(state=RoundState.DRAFT)
    return (
        Round.objects.filter(
            Q(owner_id__in=deciding)
            | begun & Q(entries__agency_id__in=own)
            | begun & Q(bodies__agency_id__in=appraising)
            | begun & Q(substitutes__substitute_id__in=appraising)
        )
        .exclude(state=RoundState.STATED)
        .select_related("rubric", "owner")
        .distinct()
    )


def round_for(acting: Acting, pk: int) -> Round:
    """The round, if this person may reach it. Raises Http404."""
    found = rounds_for(acting).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def owned_round_for(acting: Acting, pk: int, *wanted: Role) -> tuple[Round, Post]:
    """A round of the standing body in which this person holds one of the roles (standing when none is named)."""
    round = round_for(acting, pk)
    post = acting.post_for(round.owner_id, *(wanted or (Role.STANDING,)))
    if post is None:
        raise Http404
    return round, post


def bodies_of(acting: Acting, round: Round) -> dict[str, int]:
    """Body name → agency id, for the bodies of this round whose appraisers this person is one of."""
    agencies = acting.agency_ids(Role.APPRAISER)
    rows = BodyAssignment.objects.filter(round=round, agency_id__in=agencies)
    return {row.body: row.agency_id for row in rows}


def entries_for(acting: Acting, round: Round) -> QuerySet[Entry]:
    """The entries of a round that this person may read.

    Own agency: always. Deciding posts of the owner: all. Appraisers: submitted entries, not of their own agency
    unless they stand in for another body there (a substitute).
    """
    entries = Entry.objects.filter(round=round).select_related("agency", "round__rubric", "round__owner")
    if acting.post_for(round.owner_id, *DECIDING_ROLES):
        return entries
    own = Q(agency_id__in=acting.agency_ids(*OWN_ROLES))
    submitted = Q(state=EntryState.SUBMITTED)
    appraised = Q(pk__in=[])
    for agency_id in set(bodies_of(acting, round).values()):
        appraised |= submitted & ~Q(agency_id=agency_id)
    standing_in = Substitute.objects.filter(round=round, substitute_id__in=acting.agency_ids(Role.APPRAISER))
    appraised |= submitted & Q(agency_id__in=standing_in.values("agency_id"))
    return entries.filter(own | appraised)


def entry_for(acting: Acting, pk: int) -> EntryAccess:
    """The entry and what this person may do with it. Raises Http404 when missing or not theirs to see."""
    entry = Entry.objects.filter(pk=pk).select_related("agency", "round__rubric", "round__owner").first()
    if entry is None or not rounds_for(acting).filter(pk=entry.round_id).exists():
        raise Http404
    if not entries_for(acting, entry.round).filter(pk=pk).exists():
        raise Http404
    appraising = _appraising_here(acting, entry)
    return EntryAccess(
        entry=entry,
        own=acting.post_for(entry.agency_id, *OWN_ROLES),
        bodies=frozenset(appraising),
        deciding=_deciding_post(acting, entry) or appraising.get(COUNCIL_BODY),
        appraising=appraising,
        own_roles=_own_roles(acting, entry),
    )


def _own_roles(acting: Acting, entry: Entry) -> frozenset[str]:
    """The roles of the entry's own agency that this person holds."""
    return frozenset(
        post.role for post in acting.posts if post.agency_id == entry.agency_id and post.role in OWN_ROLES
    )


def own_entry_for(acting: Acting, pk: int, *wanted: Role, lock: bool = False) -> EntryAccess:
    """The entry of an agency in which this person holds one of the roles (any own role when none is named); one query.

    lock: hold the row until the transaction ends, for the verbs of the agency itself. Raises Http404.
    """
    held = wanted or OWN_ROLES
    entries = Entry.objects.filter(pk=pk, agency_id__in=acting.agency_ids(*held)).exclude(
        round__state__in=NOT_WORKED_ON
    )
    if lock:
        entries = entries.select_for_update(of=("self",))
    entry = entries.select_related("agency", "round__rubric", "round__owner").first()
    if entry is None:
        raise Http404
    own = acting.post_for(entry.agency_id, *held)
    return EntryAccess(
        entry=entry, own=own, bodies=frozenset(), deciding=None, own_roles=_own_roles(acting, entry)
    )


def readable_entry_for(acting: Acting, pk: int) -> EntryAccess:
    """As entry_for, in one query for the people of the agency itself. Raises Http404."""
    try:
        return own_entry_for(acting, pk)
    except Http404:
        return entry_for(acting, pk)


def appraised_entry_for(acting: Acting, pk: int, *, lock: bool = False) -> EntryAccess:
    """The submitted entry, for those who appraise in it; three queries. Raises Http404 for everybody else.

    lock: hold the entry and its round until the transaction ends: what is scored now is scored in this state.
    """
    entries = Entry.objects.filter(pk=pk)
    if lock:
        entries = entries.select_for_update(of=("self", "round"), no_key=True)
    entry = entries.select_related("agency", "round__rubric", "round__owner").first()
    if entry is None or entry.round.state in NOT_WORKED_ON:
        raise Http404
    appraising = _appraising_here(acting, entry)
    if not appraising:
        raise Http404
    return EntryAccess(entry, None, frozenset(appraising), None, appraising)


def _deciding_post(acting: Acting, entry: Entry) -> Post | None:
    """Nobody decides the entry of the agency in which they hold a post."""
    if entry.agency_id in acting.agency_ids():
        return None
    return acting.post_for(entry.round.owner_id, *DECIDING_ROLES)


def _appraising_here(acting: Acting, entry: Entry) -> dict[str, Post]:
    """Bodies this person appraises for on this entry, each with the post: assigned, or standing in for it.

    Nobody appraises the entry of an agency in which they hold a post, in whichever body.
    """
    if entry.state != EntryState.SUBMITTED or entry.agency_id in acting.agency_ids():
        return {}
    replaced = dict(
        Substitute.objects.filter(round=entry.round, agency=entry.agency).values_list("body", "substitute_id")
    )
    agencies = {
        body: agency_id
        for body, agency_id in bodies_of(acting, entry.round).items()
        if replaced.get(body, agency_id) == agency_id
    }
    mine = acting.agency_ids(Role.APPRAISER)
    agencies |= {body: agency_id for body, agency_id in replaced.items() if agency_id in mine}
    posts = {body: acting.post_for(agency_id, Role.APPRAISER) for body, agency_id in agencies.items()}
    return {body: post for body, post in posts.items() if post is not None}
