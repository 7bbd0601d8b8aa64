"""Which agencies lie beneath one, and as the tree stood on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db import connection

from minhchung.agencies.domain.jurisdiction import BENEATH_SQL
from minhchung.agencies.enums import SuccessionKind
from minhchung.agencies.models import Agency, Succession


def beneath(agency: Agency | int) -> frozenset[int]:
    """Ids of an agency and all under it, closed ones too; one query."""
    top = agency if isinstance(agency, int) else agency.pk
    with connection.cursor() as cursor:
        cursor.execute(BENEATH_SQL, [top])
        return frozenset(row[0] for row in cursor.fetchall())


def reported_by(agency: Agency) -> set[int]:
    """Agencies whose systems may report for this one: itself, those beneath, the one above."""
    return {*beneath(agency), *([agency.parent_id] if agency.parent_id else [])}


def tree_pairs(day: date) -> list[tuple[int, int]]:
    """(agency, ancestor) for every agency, itself included, as the tree stood on a day; two queries.

    An agency that had been merged or renamed into another by then counts beneath its successor; one that was split stays
    where it stood, since nobody can say which part its cases went to.
    """
    rows = list(Agency.objects.order_by().values_list("pk", "parent_id"))
    above: dict[int, set[int]] = defaultdict(set)
    for pk, parent in rows:
        if parent is not None:
            above[pk].add(parent)
    merged = Succession.objects.filter(effective_on__lte=day).exclude(kind=SuccessionKind.SPLIT)
    for predecessor, successor in merged.order_by().values_list("predecessor_id", "successor_id"):
        above[predecessor] = {successor}
    return [(pk, ancestor) for pk, _ in rows for ancestor in _upwards(pk, above)]


def _upwards(pk: int, above: dict[int, set[int]]) -> Iterable[int]:
    seen: set[int] = set()
    waiting = [pk]
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            waiting.extend(above.get(one, ()))
    return seen
