"""Figures said once and kept, with all it takes to say them again."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from minhchung.agencies.models import Agency, Post, User
from minhchung.cases.domain.counts import counted, pinned
from minhchung.cases.domain.manifests import current
from minhchung.cases.models import FrozenFigure
from minhchung.ledger.domain.record import record
from minhchung.stats.counts import DEFINITION, Counts
from minhchung.stats.periods import Period
from minhchung.ui.present import in_vietnam


def freeze(
    *, agency: Agency, period: Period, note: str, actor: User, post: Post | None, now: datetime
) -> FrozenFigure:
    """Keep the counts of an agency in a period: pins the manifest, today's tree and the definition."""
    manifest, day = current(), in_vietnam(now).date()
    rows = counted([agency.pk], [period], pinned(day, manifest))
    counts = rows[0].counts if rows else Counts()
    with transaction.atomic():
        told = record(
            verb="figure.frozen",
            subject=f"agencies.agency:{agency.pk}",
            at=now,
            actor_id=actor.pk,
            agency_id=agency.pk,
            post_id=post.pk if post else None,
            detail={
                "from": period.start.isoformat(),
                "to": period.end.isoformat(),
                "tree_on": day.isoformat(),
                "manifest": manifest.digest if manifest else "",
                "definition": DEFINITION,
                "counts": asdict(counts),
            },
        )
        return FrozenFigure.objects.create(
            agency=agency,
            period_from=period.start,
            period_to=period.end,
            tree_on=day,
            manifest=manifest,
            definition=DEFINITION,
            counts=asdict(counts),
            note=note,
            by=actor,
            post=post,
            at=now,
            ledger_seq=told.seq,
        )


def recomputed(figure: FrozenFigure) -> Counts:
    """The same counts from the files the figure pins. Raises OSError (or DuckDB's) when those files are gone."""
    period = Period(figure.period_from, figure.period_to)
    rows = counted([figure.agency_id], [period], pinned(figure.tree_on, figure.manifest))
    return rows[0].counts if rows else Counts()
