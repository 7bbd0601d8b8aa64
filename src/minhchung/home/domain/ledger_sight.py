"""Which ledger entries a person may read; of the others only place and hash are shown, so that the tree still checks."""

from __future__ import annotations

import json
from collections.abc import Iterator

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from minhchung.agencies.domain.acting import Acting
from minhchung.agencies.enums import Role
from minhchung.agencies.models import Agency
from minhchung.ledger.models import LedgerEntry
from minhchung.rounds.models import Entry

READERS = (Role.STANDING, Role.COUNCIL, Role.INSPECTOR)


def sight(acting: Acting) -> Q:
    """A condition on ledger entries: what this person may read.

    The administrator: all. Others: acts of the agencies they serve as standing body, council or inspector, of the
    agencies below, acts on the entries of their rounds, and their own acts. Taking a stranger's agency into a round
    opens what happens to its entry there, not what else it does.
    """
    if Role.ADMIN in acting.roles:
        return Q()
    served = acting.agency_ids(*READERS)
    entries = Entry.objects.filter(round__owner__in=served).order_by()
    subjects = entries.annotate(told_as=Concat(Value("rounds.entry:"), Cast("pk", CharField()))).values(
        "told_as"
    )
    return (
        Q(agency_id__in=set(served) | _below(served)) | Q(subject__in=subjects) | Q(actor_id=acting.user.pk)
    )


def _below(tops: frozenset[int]) -> set[int]:
    """Ids of every agency under these, one query a level."""
    found: set[int] = set()
    level = set(tops)
    while level:
        level = set(Agency.objects.filter(parent__in=level).order_by().values_list("pk", flat=True)) - found
        found |= level
    return found


def readable(acting: Acting) -> QuerySet[LedgerEntry]:
    return LedgerEntry.objects.filter(sight(acting))


def ledger_lines(acting: Acting, size: int) -> Iterator[str]:
    """The log's first `size` entries as JSON lines: {seq, leaf, body}; body is the hashed text, left out where hidden."""
    seen = set(readable(acting).filter(seq__lt=size).values_list("seq", flat=True))
    rows = LedgerEntry.objects.filter(seq__lt=size).order_by("seq").values_list("seq", "leaf_hash", "body")
    for seq, leaf, body in rows.iterator(chunk_size=2000):
        line = {"seq": seq, "leaf": leaf, "body": body} if seq in seen else {"seq": seq, "leaf": leaf}
        yield json.dumps(line, ensure_ascii=False) + "\n"
