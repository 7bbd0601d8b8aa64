"""Published rankings as outsiders read them: from the frozen snapshot only, parsed once and kept by its SHA-256.

Live tables say two things beside it: that a publication was revoked (by which decision), and which revision follows.
"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from minhchung.rounds.enums import DecisionKind, PublicationState
from minhchung.rounds.models import Publication, RoundDecision
from minhchung.rubric import Node, Rubric, parse
from minhchung.rubric.figures import digest_of, rests_on_data, whole
from minhchung.rubric.recompute import COUNTING_STAGES
from minhchung.viet.folding import search_key

FROZEN = (PublicationState.PUBLISHED, PublicationState.REVOKED)
Said = tuple[str, str]
"""A reason in Vietnamese and in English."""
_ZERO = Fraction(0)


class SnapshotAltered(Exception):
    """The text that is kept no longer has the SHA-256 that was published with it."""


# ── which publications there are ──────────────────────────────────────────────────────────────────────────────────


def publications() -> QuerySet[Publication]:
    """Every publication that was frozen, the newest year first; without its text."""
    return (
        Publication.objects.filter(state__in=FROZEN)
        .defer("snapshot")
        .select_related("round__owner")
        .order_by("-round__year", "-confirmed_at", "-pk")
    )


def publication_of(round_id: int) -> Publication:
    """The round's frozen publication (a round has at most one), or Http404."""
    found = publications().filter(round_id=round_id).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class Standing:
    """What became of a publication since: the decision that revoked it, the revision before and after (round ids)."""

    revoked_by: RoundDecision | None
    corrected_in: int | None
    corrects: int | None

    @property
    def is_revoked(self) -> bool:
        return self.revoked_by is not None


def standing_of(publication: Publication) -> Standing:
    """Two queries for a revoked publication, one for a corrected revision, none otherwise."""
    round = publication.round
    corrects = round.corrects_id if round.corrects_id and _is_frozen(round.corrects_id) else None
    if publication.state != PublicationState.REVOKED:
        return Standing(None, None, corrects)
    decision = RoundDecision.objects.filter(round=round, kind=DecisionKind.REVOKE).last()
    later = publications().filter(round__corrects=round).values_list("round_id", flat=True).first()
    return Standing(decision, later, corrects)


def _is_frozen(round_id: int) -> bool:
    return Publication.objects.filter(round_id=round_id, state__in=FROZEN).exists()


# ── what the snapshot says ────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class RulingSaid:
    """One ruling, for every agency."""

    code: str
    title: str
    words: str
    number: str
    post: str
    at: datetime | None


@dataclass(frozen=True)
class StageSaid:
    """What one stage said of one leaf. post: who, as a post; "" when the snapshot names none."""

    stage: str
    points: Fraction | None
    state: str
    verdict: str
    reasons: tuple[Said, ...]
    reason: str
    post: str
    at: datetime


@dataclass(frozen=True)
class DataSaid:
    """What data said of one leaf: figures as they were frozen, each with its definition. frozen_at: when it was too late
    for other figures. holds: the figures have the SHA-256 that was taken of them."""

    figures: tuple[Mapping[str, Any], ...]
    points: Fraction | None
    sha256: str
    computed_at: datetime
    frozen_at: datetime | None
    counts: bool
    holds: bool


@dataclass(frozen=True)
class RankedEntry:
    """One agency as published. nodes: code → points, None where not scored (states says why).

    maxima: only where they differ from the rubric's. both: leaves that the agency scored itself and that count,
    code → (self, published). packed: the values of every stage, compressed;
    packed_figures: what data said of each bound leaf.
    """

    id: int
    name: str
    identifiers: tuple[str, ...]
    group: str
    late_seconds: int
    total: Fraction | None
    rank: int | None
    tied: bool
    class_name: str
    nodes: Mapping[str, Fraction | None]
    states: Mapping[str, str]
    maxima: Mapping[str, Fraction | None]
    missing: tuple[str, ...]
    reasons: Mapping[str, tuple[Said, ...]]
    rank_reasons: tuple[Said, ...]
    both: Mapping[str, tuple[Fraction, Fraction]]
    packed: bytes = field(repr=False)
    packed_figures: bytes = field(repr=False, default=b"")

    @cached_property
    def search_key(self) -> str:
        return search_key(" ".join((self.name, *self.identifiers)))

    def state(self, code: str) -> str:
        return self.states.get(code, "scored")

    def maximum(self, node: Node) -> Fraction | None:
        """What this agency could reach there."""
        return self.maxima.get(node.code, node.max)


@dataclass(frozen=True)
class Published:
    """A snapshot as values. entries: in the published order, group by group."""

    sha256: str
    size_bytes: int
    title: str
    owner: str
    year: int
    period_from: date
    period_to: date
    reference_on: date
    rubric_code: str
    rubric_version: str
    rubric_sha256: str
    rubric: Rubric
    rulings: tuple[RulingSaid, ...]
    entries: tuple[RankedEntry, ...]
    posts: Mapping[str, Mapping[str, str]]
    method: str
    ledger_note: str
    number: str
    decided_on: date
    published_at: datetime
    revision: int
    definitions: Mapping[str, Mapping[str, Any]] = field(repr=False, default_factory=dict)

    @cached_property
    def by_id(self) -> Mapping[int, RankedEntry]:
        return {entry.id: entry for entry in self.entries}

    @cached_property
    def groups(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(entry.group for entry in self.entries))

    @cached_property
    def ranked(self) -> tuple[RankedEntry, ...]:
        return tuple(entry for entry in self.entries if entry.rank is not None)

    @cached_property
    def maximum(self) -> Fraction:
        """What a full bar stands for: the rubric's total, or the highest total where that is more; above 0."""
        named = self.rubric.total or sum((node.max or _ZERO for node in self.rubric.nodes), _ZERO)
        highest = max((entry.total or _ZERO for entry in self.entries), default=_ZERO)
        return max(named, highest) or Fraction(1)

    @cached_property
    def shared(self) -> Mapping[tuple[str, int], int]:
        """(group, rank) → how many agencies hold it."""
        counted: dict[tuple[str, int], int] = {}
        for entry in self.ranked:
            assert entry.rank is not None
            counted[entry.group, entry.rank] = counted.get((entry.group, entry.rank), 0) + 1
        return counted

    @property
    def checkpoint_words(self) -> str:
        """Size and root of the ledger just before publication, on one line to print: the part that anyone can keep."""
        lines = self.ledger_note.split("\n")
        return f"{lines[1]} · {lines[2]}" if len(lines) > 2 else ""

    def stages(self, entry: RankedEntry) -> Mapping[str, Mapping[str, StageSaid]]:
        """Leaf code → stage → what was said."""
        kept = json.loads(zlib.decompress(entry.packed))
        return {
            code: {stage: self._stage(stage, entry, value) for stage, value in stages.items()}
            for code, stages in kept.items()
        }

    def data_said(self, entry: RankedEntry, code: str) -> DataSaid | None:
        """The figures behind one leaf; None where data said nothing of it."""
        if not entry.packed_figures:
            return None
        said = json.loads(zlib.decompress(entry.packed_figures)).get(code)
        if said is None:
            return None
        stages = json.loads(zlib.decompress(entry.packed)).get(code, {})
        stage = next((stage for stage in COUNTING_STAGES if stage in stages), None)
        frozen_at = said["frozen_at"]
        return DataSaid(
            figures=tuple(whole(figure, self.definitions) for figure in said["figures"]),
            points=_points(said["points"]),
            sha256=said["sha256"],
            computed_at=datetime.fromisoformat(said["computed_at"]),
            frozen_at=datetime.fromisoformat(frozen_at) if frozen_at else None,
            counts=stage is not None and rests_on_data(stages, stage),
            holds=digest_of(said["figures"], self.definitions) == said["sha256"],
        )

    def _stage(self, stage: str, entry: RankedEntry, value: Mapping[str, Any]) -> StageSaid:
        return StageSaid(
            stage=stage,
            points=_points(value["points"]),
            state=value["state"],
            verdict=value["verdict"],
            reasons=_said(value["reasons"]),
            reason=value["reason"],
            post=_post(self.posts, value.get("post")) or (entry.name if stage == "self" else ""),
            at=datetime.fromisoformat(value["at"]),
        )


def published(publication: Publication) -> Published:
    """The snapshot of a frozen publication; one query the first time, none after that."""
    found = _KEPT.get(publication.sha256)
    if found is None:
        found = read_snapshot(snapshot_text(publication), publication.sha256)
        for oldest in list(_KEPT)[: len(_KEPT) - _MOST_KEPT + 1]:
            _KEPT.pop(oldest, None)
        _KEPT[publication.sha256] = found
    return found


_MOST_KEPT = 8
_KEPT: dict[str, Published] = {}


def snapshot_text(publication: Publication) -> str:
    """The text as it is kept. Raises SnapshotAltered when it is not what was published."""
    text = publication.snapshot
    if hashlib.sha256(text.encode()).hexdigest() != publication.sha256:
        raise SnapshotAltered(f"publication {publication.pk}: the snapshot does not have its SHA-256")
    return text


def read_snapshot(text: str, sha256: str) -> Published:
    """Turn a snapshot's text into values."""
    told = json.loads(text)
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
        entries=_entries(told),
        posts=posts,
        method=told["method"],
        ledger_note=told["ledger"],
        number=publication["number"],
        decided_on=date.fromisoformat(publication["decided_on"]),
        published_at=datetime.fromisoformat(publication["at"]),
        revision=publication["revision"],
        definitions=told.get("definitions", {}),
    )


def _entries(told: Mapping[str, Any]) -> tuple[RankedEntry, ...]:
    by_id = {entry["id"]: entry for entry in told["entries"]}
    details = {each["entry"]: each for each in told.get("details", [])}
    names = {str(entry["id"]): entry["name"] for entry in told["entries"]}
    return tuple(
        _entry(by_id[row["entry"]], row, details.get(row["entry"], {}), names) for row in told["ranking"]
    )


def _entry(
    entry: Mapping[str, Any], row: Mapping[str, Any], detail: Mapping[str, Any], names: Mapping[str, str]
) -> RankedEntry:
    nodes = {code: _points(text) for code, text in row["nodes"].items()}
    said = {code: _said(lines) for code, lines in detail.get("reasons", {}).items()}
    return RankedEntry(
        id=entry["id"],
        name=entry["name"],
        identifiers=tuple(entry["identifiers"]),
        group=entry["group"],
        late_seconds=entry["late_seconds"] or 0,
        total=_points(row["total"]),
        rank=row["rank"],
        tied=row["tied"],
        class_name=row["class"],
        nodes=nodes,
        states=detail.get("states", {}),
        maxima={code: _points(text) for code, text in detail.get("max", {}).items()},
        missing=tuple(detail.get("missing", ())),
        reasons=said,
        rank_reasons=_rank_reasons(_said(detail.get("rank_reasons", [])), names),
        both=_both(entry["values"], nodes),
        packed=zlib.compress(json.dumps(entry["values"]).encode(), 1),
        packed_figures=zlib.compress(json.dumps(entry["figures"]).encode(), 1) if "figures" in entry else b"",
    )


def _both(
    values: Mapping[str, Any], nodes: Mapping[str, Fraction | None]
) -> dict[str, tuple[Fraction, Fraction]]:
    found = {}
    for code, stages in values.items():
        own = _points(stages["self"]["points"]) if "self" in stages else None
        counts = nodes.get(code)
        if own is not None and counts is not None and any(stage in stages for stage in COUNTING_STAGES):
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
        post=_post(posts, each.get("post")),
        at=datetime.fromisoformat(each["at"]) if each.get("at") else None,
    )


def _post(posts: Mapping[str, Mapping[str, str]], post_id: int | None) -> str:
    post = posts.get(str(post_id))
    return f"{post['title']} – {post['agency']}" if post else ""


@lru_cache(maxsize=4096)
def _fraction(text: str) -> Fraction:
    return Fraction(text)


def _points(text: str | None) -> Fraction | None:
    return None if text is None else _fraction(text)


def _said(lines: Any) -> tuple[Said, ...]:
    return tuple((line[0], line[1]) for line in lines)
