"""A published snapshot as frozen values: the ranking, each agency's leaves stage by stage, the figures behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from functools import cached_property
from typing import Any

from minhchung.rounds.domain.snapshot_kept import KeptValues, points_of
from minhchung.rubric import Node, Rubric
from minhchung.rubric.figures import digest_of, rests_on_data, whole
from minhchung.rubric.recompute import COUNTING_STAGES
from minhchung.viet.folding import search_key

Said = tuple[str, str]
"""A reason in Vietnamese and in English."""
_ZERO = Fraction(0)


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
    code → (self, published). kept: what every stage said, and what data said of each bound leaf.
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
    kept: KeptValues = field(repr=False)

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
        return {
            code: {stage: self._stage(stage, entry, value) for stage, value in stages.items()}
            for code, stages in entry.kept.values().items()
        }

    def data_said(self, entry: RankedEntry, code: str) -> DataSaid | None:
        """The figures behind one leaf; None where data said nothing of it."""
        said = entry.kept.figures().get(code)
        if said is None:
            return None
        stages = entry.kept.values().get(code, {})
        stage = next((stage for stage in COUNTING_STAGES if stage in stages), None)
        frozen_at = said["frozen_at"]
        return DataSaid(
            figures=tuple(whole(figure, self.definitions) for figure in said["figures"]),
            points=points_of(said["points"]),
            sha256=said["sha256"],
            computed_at=datetime.fromisoformat(said["computed_at"]),
            frozen_at=datetime.fromisoformat(frozen_at) if frozen_at else None,
            counts=stage is not None and rests_on_data(stages, stage),
            holds=digest_of(said["figures"], self.definitions) == said["sha256"],
        )

    def _stage(self, stage: str, entry: RankedEntry, value: Mapping[str, Any]) -> StageSaid:
        return StageSaid(
            stage=stage,
            points=points_of(value["points"]),
            state=value["state"],
            verdict=value["verdict"],
            reasons=said_of(value["reasons"]),
            reason=value["reason"],
            post=post_of(self.posts, value.get("post")) or (entry.name if stage == "self" else ""),
            at=datetime.fromisoformat(value["at"]),
        )


def post_of(posts: Mapping[str, Mapping[str, str]], post_id: int | None) -> str:
    """A post in words; "" when the snapshot names none."""
    post = posts.get(str(post_id))
    return f"{post['title']} – {post['agency']}" if post else ""


def said_of(lines: Any) -> tuple[Said, ...]:
    """Reasons from their pairs."""
    return tuple((line[0], line[1]) for line in lines)
