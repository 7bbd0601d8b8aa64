"""Many figures of many indicators from another system: taken in whole or not at all, once per batch id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from minhchung.agencies.models import Agency, User
from minhchung.indicators.domain.figures import Said, say_of_many
from minhchung.indicators.models import FigureBatch
from minhchung.ledger.domain.record import record
from minhchung.rubric.indicators import Described

Row = tuple[Described, Said]


def take_batch(
    *,
    holder: Agency,
    external_id: str,
    sha256: str,
    key: str,
    rows: Sequence[Row],
    unchanged: int,
    actor: User,
    now: datetime,
) -> FigureBatch:
    """Give and correct these figures and keep the receipt, in one transaction. key: the prefix of the sender's key.

    Where another request with this id was faster, its receipt is given back and nothing is done. Raises BadFigure, StaleRow.
    """
    corrected = sum(1 for _described, said in rows if said.expected)
    by_indicator: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_indicator[row[0].code].append(row)
    try:
        with transaction.atomic():
            say_of_many(
                rows=[(group[0][0], [said for _described, said in group]) for group in by_indicator.values()],
                holder=holder,
                actor=actor,
                now=now,
            )
            told = record(
                verb="figures.pushed",
                subject=f"agencies.agency:{holder.pk}",
                at=now,
                actor_id=actor.pk,
                agency_id=holder.pk,
                detail={"batch": external_id, "sha256": sha256, "key": key, "rows": len(rows) + unchanged},
            )
            return FigureBatch.objects.create(
                holder=holder, external_id=external_id, sha256=sha256, given=len(rows) - corrected,
                corrected=corrected, unchanged=unchanged, by=actor, at=now, ledger_seq=told.seq,
            )  # fmt: skip
    except IntegrityError:
        return FigureBatch.objects.get(holder=holder, external_id=external_id)
