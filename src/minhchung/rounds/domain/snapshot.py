"""The frozen record of a publication: canonical JSON from which anyone recomputes the ranking byte for byte.

Format `minhchung-snapshot-2`; publications from before it hold `minhchung-snapshot-1`, and both are read for ever
(minhchung.rubric.snapshot_reading). Keys: format, round, rubric, parameters, rulings, entries, leaves, tables, ranking,
method, publication, ledger; for readers without the engine also nodes and rounding (the tree, and where points are plain
sums), details (states, maxima and reasons as ranked) and posts. Points are text ("5/2"); names of people are not in it,
identifiers of accounts and posts are. Beside an entry's values stand the figures behind its bound leaves (figures), each
definition once for all of them (definitions). docs/verify.md describes it with an example.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from minhchung.agencies.models import Post, User
from minhchung.ledger.models import Checkpoint
from minhchung.merkle import canonical_json
from minhchung.rounds.domain.acts import taking_part
from minhchung.rounds.domain.engine import rubric_of
from minhchung.rounds.domain.kept_ranking import RowDetails, details_of
from minhchung.rounds.domain.ranking import ENGINE
from minhchung.rounds.domain.snapshot_entries import ValuesRead, entries_told
from minhchung.rounds.domain.snapshot_figures import figures_data
from minhchung.rounds.models import LeafValue, Publication, RankRow, Round, Ruling
from minhchung.rubric import Node, Rubric
from minhchung.rubric.snapshot_reading import NOT_THERE, SECOND


def snapshot_of(publication: Publication, *, confirmed_by: User, at: datetime) -> str:
    """Build the snapshot of a publication that is being confirmed now."""
    round = publication.round
    head = Checkpoint.objects.order_by("-size").first()
    rubric = rubric_of(round.rubric)
    taking = list(
        taking_part(round).select_related("agency").prefetch_related("agency__identifiers").order_by("pk")
    )
    figures, definitions = figures_data(round, rubric, taking)
    read = ValuesRead(rubric)
    read.read(taking)
    entries = entries_told(read, taking, figures)
    rows = list(publication.ranking.rows.select_related("entry").order_by("pk"))
    details = details_of(rows)
    nodes = nodes_data(rubric)
    codes = [node["code"] for node in nodes]
    ranking = [_rank(row, details[row.pk], codes) for row in rows]
    said = [_details(row, details[row.pk], read) for row in rows]
    told: dict[str, Any] = {
        "format": SECOND,
        "round": _round(round),
        "rubric": {
            "code": round.rubric.code,
            "version": round.rubric.version,
            "sha256": round.rubric.sha256,
            "text": round.rubric.text,
        },
        "parameters": round.parameters,
        "nodes": nodes,
        "rounding": rounding_data(rubric),
        "rulings": [_ruling(row) for row in round.rulings.all()],
        "leaves": read.leaves(),
        "tables": read.tables.told(),
        "entries": entries,
        **({"definitions": definitions} if definitions else {}),
        "ranking": ranking,
        "details": said,
        "posts": _posts(round),
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


def _ruling(row: Ruling) -> dict[str, Any]:
    return {
        "node": row.node_id,
        "data": row.data,
        "words": row.words,
        "number": row.decision_number,
        "post": row.post_id,
        "at": row.at.isoformat(),
    }


def nodes_data(rubric: Rubric) -> list[dict[str, Any]]:
    """The tree in the order of the text, one item a node: code, label, parent, title, max, leaf, adds.

    adds: the node's points are the plain sum of what stands below it, wherever everything below applies.
    """
    return [
        {
            "code": node.code,
            "label": node.label,
            "parent": above.code if (above := rubric.parent(node.code)) else "",
            "title": node.title,
            "max": None if node.max is None else str(node.max),
            "leaf": node.is_leaf,
            "adds": _adds(rubric, node),
        }
        for node in rubric.walk()
    ]


def _adds(rubric: Rubric, node: Node) -> bool:
    vetoes = rubric.classes.section_vetoes if rubric.classes is not None else ()
    if node.is_leaf or any(rubric.node(veto.section).code == node.code for veto in vetoes):
        return False
    bent = (node.floor, node.cap, node.rounding, node.gate)
    return node.combine == "sum" and not node.multipliers and all(each is None for each in bent)


def rounding_data(rubric: Rubric) -> dict[str, Any]:
    """How totals are rounded and bounded: places, mode, at (null when nothing is said), floor, cap, ties."""
    rule = rubric.rounding
    return {
        "places": None if rule is None else rule.places,
        "mode": None if rule is None else rule.mode,
        "at": None if rule is None else rule.at,
        "floor": None if rubric.total_floor is None else str(rubric.total_floor),
        "cap": None if rubric.total_cap is None else str(rubric.total_cap),
        "tie_break": bool(rubric.tie_break),
    }


def _posts(round: Round) -> dict[str, dict[str, str]]:
    """Post id → its title and agency: who spoke is shown by post, never by name."""
    posts = posts_that_spoke(round).select_related("agency")
    return {str(post.pk): {"title": post.title, "agency": post.agency.name} for post in posts}


def posts_that_spoke(round: Round) -> QuerySet[Post]:
    """Every post that gave a value or a ruling of the round: their titles are published. Two queries, and the one it is."""
    values = LeafValue.objects.filter(entry__in=taking_part(round), post__isnull=False).order_by()
    rulings = round.rulings.filter(post__isnull=False).order_by()
    ids = {*values.values_list("post_id", flat=True).distinct(), *rulings.values_list("post_id", flat=True)}
    return Post.objects.filter(pk__in=ids)


def _details(row: RankRow, details: RowDetails, read: ValuesRead) -> dict[str, Any]:
    """What the ranking said beside its points: states other than scored, maxima that differ from the rubric's,
    reasons where the value that counts does not already give the same ones; reasons by their place."""
    standing, place = read.standing_reasons(row.entry_id), read.tables.reasons.place
    return {
        "entry": row.entry_id,
        "missing": list(row.missing),
        "states": {code: at for code, at in details.states.items() if at != "scored"},
        "max": dict(details.max),
        "reasons": {
            code: place(said) for code, said in details.reasons.items() if said != standing.get(code)
        },
        "rank_reasons": place(row.detail.get("rank_reasons", [])),
    }


def _rank(row: RankRow, details: RowDetails, codes: list[str]) -> dict[str, Any]:
    return {
        "entry": row.entry_id,
        "agency": row.entry.agency_id,
        "total": None if row.total is None else str(row.total),
        "rank": row.rank,
        "tied": row.tied,
        "class": row.class_name,
        "nodes": [details.nodes.get(code, NOT_THERE) for code in codes],
    }
