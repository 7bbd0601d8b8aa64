"""The frozen record of a publication: canonical JSON from which anyone recomputes the ranking byte for byte.

Format `minhchung-snapshot-1`. Keys: format, round, rubric, parameters, rulings, entries, ranking, method, publication,
ledger. Points are text ("5/2"); names of people are not in it, identifiers of accounts are.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from minhchung.agencies.models import User
from minhchung.ledger.models import Checkpoint
from minhchung.merkle import canonical_json
from minhchung.rounds.domain.engine import rubric_of
from minhchung.rounds.domain.ranking import ENGINE
from minhchung.rounds.domain.running import taking_part
from minhchung.rounds.enums import Stage
from minhchung.rounds.models import LeafValue, Publication, RankRow, Round

FORMAT = "minhchung-snapshot-1"


def snapshot_of(publication: Publication, *, confirmed_by: User, at: datetime) -> str:
    """Build the snapshot of a publication that is being confirmed now."""
    round = publication.round
    head = Checkpoint.objects.order_by("-size").first()
    told: dict[str, Any] = {
        "format": FORMAT,
        "round": _round(round),
        "rubric": {
            "code": round.rubric.code,
            "version": round.rubric.version,
            "sha256": round.rubric.sha256,
            "text": round.rubric.text,
        },
        "parameters": round.parameters,
        "rulings": [
            {"node": row.node_id, "data": row.data, "words": row.words, "number": row.decision_number}
            for row in round.rulings.all()
        ],
        "entries": _entries(round),
        "ranking": [_rank(row) for row in publication.ranking.rows.select_related("entry").order_by("pk")],
        "method": ENGINE,
        "publication": {
            "number": publication.decision_number,
            "decided_on": publication.decided_on.isoformat(),
            "proposed_by": publication.proposed_by_id,
            "confirmed_by": confirmed_by.pk,
            "at": at.isoformat(),
            "corrects": round.corrects_id,
            "revision": round.revision,
        },
        "ledger": head.note if head else "",
    }
    return canonical_json(told).decode()


def _round(round: Round) -> dict[str, Any]:
    return {
        "id": round.pk,
        "title": round.title,
        "owner": round.owner.name,
        "year": round.year,
        "period": [round.period_from.isoformat(), round.period_to.isoformat()],
        "reference_on": round.reference_on.isoformat(),
    }


def _entries(round: Round) -> list[dict[str, Any]]:
    rubric = rubric_of(round.rubric)
    entries = (
        taking_part(round).select_related("agency").prefetch_related("agency__identifiers").order_by("pk")
    )
    values: dict[int, dict[str, dict[str, Any]]] = {}
    rows = LeafValue.objects.filter(entry__in=entries).order_by("entry_id", "node_id", "stage")
    for value in rows.iterator(chunk_size=5000):
        if not rubric.has_node(value.node_id):
            continue
        code = rubric.node(value.node_id).code
        values.setdefault(value.entry_id, {}).setdefault(code, {})[value.stage] = _value(value)
    return [
        {
            "id": entry.pk,
            "agency": entry.agency_id,
            "name": entry.agency.name,
            "identifiers": sorted(each.value for each in entry.agency.identifiers.all()),
            "group": entry.group,
            "traits": entry.traits,
            "late_seconds": entry.late_seconds,
            "values": values.get(entry.pk, {}),
        }
        for entry in entries
    ]


def _value(value: LeafValue) -> dict[str, Any]:
    return {
        "answer": value.answer,
        "points": None if value.points is None else str(value.points),
        "state": value.state,
        "verdict": value.verdict,
        "reasons": value.reasons,
        "reason": value.reason if value.stage != Stage.SELF else "",
        "by": value.by_id,
        "at": value.at.isoformat(),
    }


def _rank(row: RankRow) -> dict[str, Any]:
    return {
        "entry": row.entry_id,
        "agency": row.entry.agency_id,
        "total": None if row.total is None else str(row.total),
        "rank": row.rank,
        "tied": row.tied,
        "class": row.class_name,
        "nodes": row.detail.get("nodes", {}),
    }
