"""The text of a snapshot read into values."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from minhchung.rounds.domain.snapshot_kept import FirstKept, KeptValues, kept_second, points_of
from minhchung.rounds.domain.snapshot_values import (
    Published,
    RankedEntry,
    RulingSaid,
    Said,
    post_of,
    said_of,
)
from minhchung.rubric import Rubric, parse
from minhchung.rubric.snapshot_reading import SecondSnapshot, Snapshot, opened


def read_snapshot(text: str, sha256: str) -> Published:
    """Turn a snapshot's text, of either format, into values. Raises NotASnapshot."""
    snapshot = opened(json.loads(text))
    told = snapshot.told
    rubric = parse(told["rubric"]["text"], told["rubric"]["code"])
    posts = told.get("posts", {})
    round, publication = told["round"], told["publication"]
    return Published(
        sha256=sha256,
        size_bytes=len(text.encode()),
        title=round["title"],
        owner=round["owner"],
        year=round["year"],
        period_from=date.fromisoformat(round["period"][0]),
        period_to=date.fromisoformat(round["period"][1]),
        reference_on=date.fromisoformat(round["reference_on"]),
        rubric_code=told["rubric"]["code"],
        rubric_version=told["rubric"]["version"],
        rubric_sha256=told["rubric"]["sha256"],
        rubric=rubric,
        rulings=tuple(_ruling(each, rubric, posts) for each in told["rulings"]),
        entries=_entries(snapshot),
        posts=posts,
        method=told["method"],
        ledger_note=told["ledger"],
        number=publication["number"],
        decided_on=date.fromisoformat(publication["decided_on"]),
        published_at=datetime.fromisoformat(publication["at"]),
        revision=publication["revision"],
        definitions=told.get("definitions", {}),
    )


def _entries(snapshot: Snapshot) -> tuple[RankedEntry, ...]:
    details = {each["entry"]: each for each in snapshot.details()}
    by_id = {entry["id"]: entry for entry in snapshot.told["entries"]}
    names = {str(id): entry["name"] for id, entry in by_id.items()}
    keep = kept_second(snapshot) if isinstance(snapshot, SecondSnapshot) else FirstKept
    return tuple(
        _entry(by_id[row["entry"]], row, details.get(row["entry"], {}), names, keep)
        for row in snapshot.ranking()
    )


def _entry(
    entry: Mapping[str, Any],
    row: Mapping[str, Any],
    detail: Mapping[str, Any],
    names: Mapping[str, str],
    keep: Callable[[Mapping[str, Any]], KeptValues],
) -> RankedEntry:
    nodes = {code: points_of(text) for code, text in row["nodes"].items()}
    said = {code: said_of(lines) for code, lines in detail.get("reasons", {}).items()}
    kept = keep(entry)
    return RankedEntry(
        id=entry["id"],
        name=entry["name"],
        identifiers=tuple(entry["identifiers"]),
        group=entry["group"],
        late_seconds=entry["late_seconds"] or 0,
        total=points_of(row["total"]),
        rank=row["rank"],
        tied=row["tied"],
        class_name=row["class"],
        nodes=nodes,
        states=detail.get("states", {}),
        maxima={code: points_of(text) for code, text in detail.get("max", {}).items()},
        missing=tuple(detail.get("missing", ())),
        reasons=said,
        rank_reasons=_rank_reasons(said_of(detail.get("rank_reasons", [])), names),
        both=_both(kept, nodes),
        kept=kept,
    )


def _both(kept: KeptValues, nodes: Mapping[str, Fraction | None]) -> dict[str, tuple[Fraction, Fraction]]:
    found = {}
    for code, own in kept.own_points().items():
        counts = nodes.get(code)
        if own is not None and counts is not None:
            found[code] = (own, counts)
    return found


_SHARES = re.compile(r"^(đồng hạng|shares rank) ")
_IDS = re.compile(r"(?<=: )\d+(?:, \d+)*(?= chưa có$)|(?<=known for )\d+(?:, \d+)*$")


def _rank_reasons(said: tuple[Said, ...], names: Mapping[str, str]) -> tuple[Said, ...]:
    """Reasons of a rank with agencies named; a shared rank is said by the page itself, with all who share it."""

    def named(text: str) -> str:
        return _IDS.sub(lambda ids: ", ".join(names.get(id, id) for id in ids[0].split(", ")), text)

    return tuple((named(vi), named(en)) for vi, en in said if not _SHARES.match(vi))


def _ruling(each: Mapping[str, Any], rubric: Rubric, posts: Mapping[str, Mapping[str, str]]) -> RulingSaid:
    known = rubric.has_node(each["node"])
    node = rubric.node(each["node"]) if known else None
    return RulingSaid(
        code=node.code if node else each["node"],
        title=node.title if node else "",
        words=each["words"],
        number=each["number"],
        post=post_of(posts, each.get("post")),
        at=datetime.fromisoformat(each["at"]) if each.get("at") else None,
    )
