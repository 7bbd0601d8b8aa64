"""An entry at a glance: every leaf with its status, points, files, last editor; sections; progress; the sum so far."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from minhchung.rounds.domain.engine import rubric_of
from minhchung.rounds.domain.evidence_use import counts_of
from minhchung.rounds.domain.own_leaves import own_leaves
from minhchung.rounds.enums import LeafState, Side, Stage, Verdict
from minhchung.rounds.models import Entry, Explanation, LeafValue
from minhchung.rubric import Node, Rubric


@dataclass(frozen=True, slots=True)
class LeafRow:
    """One leaf of an entry. by_whom: "" for the agency itself, else owner, survey, data.

    needs_file: `claims_without_file`. One word for the list's filter, its flags and the checks.
    """

    leaf: Node
    section: str
    by_whom: str
    state: str
    points: Fraction | None
    row_version: int
    has_draft: bool
    declared: str
    note: str
    files: int
    needs_file: bool
    has_remark: bool
    editor: str
    at: datetime | None
    from_data: bool = False

    @property
    def is_own(self) -> bool:
        return not self.by_whom

    @property
    def is_open(self) -> bool:
        """Not yet done: without an answer, or with a draft that could not be read."""
        return self.is_own and (self.state == LeafState.ABSENT or self.has_draft)


@dataclass(frozen=True)
class Overview:
    """All leaves in force, in the order of the text. total: sum of the points so far of the `scored` leaves."""

    rubric: Rubric
    rows: tuple[LeafRow, ...]

    @property
    def own(self) -> tuple[LeafRow, ...]:
        return tuple(row for row in self.rows if row.is_own)

    @property
    def answered(self) -> int:
        return sum(1 for row in self.rows if row.is_own and row.state != LeafState.ABSENT)

    @property
    def scored(self) -> int:
        return sum(1 for row in self.rows if row.is_own and row.points is not None)

    @property
    def total(self) -> Fraction:
        return sum_points(self.rows)


def sum_points(rows: Iterable[LeafRow]) -> Fraction:
    """The plain sum of the agency's own points; caps, gates and the like are the engine's to apply."""
    return sum((row.points for row in rows if row.is_own and row.points is not None), Fraction(0))


COLUMNS = (
    "node_id",
    "verdict",
    "state",
    "points",
    "row_version",
    "draft",
    "answer",
    "note",
    "by__full_name",
    "at",
)


def overview(entry: Entry) -> Overview:
    """The entry's leaves with their self values; three queries, whatever the size of the rubric."""
    rubric = rubric_of(entry.round.rubric)
    found = {
        row["node_id"]: row
        for row in LeafValue.objects.filter(entry=entry, stage=Stage.SELF).values(*COLUMNS)
    }
    files = counts_of(entry)
    remarked = set(entry.return_remarks) | _explained(entry)
    leaves = own_leaves(rubric, entry.traits)
    return Overview(
        rubric,
        tuple(
            _row(rubric, leaf, leaves.section_codes[leaf.id], found.get(leaf.id), files, leaf.id in remarked)
            for leaf in leaves.every
        ),
    )


def _explained(entry: Entry) -> set[str]:
    """Nodes on which an appraiser or the council has written."""
    return set(
        Explanation.objects.filter(entry=entry).exclude(side=Side.AGENCY).values_list("node_id", flat=True)
    )


def _row(
    rubric: Rubric,
    leaf: Node,
    section: str,
    row: Mapping[str, Any] | None,
    files: Mapping[str, int],
    remarked: bool,
) -> LeafRow:
    by_whom = "" if leaf.answered_by == "agency" else leaf.answered_by
    count = files.get(leaf.id, 0)
    if row is None:
        return LeafRow(
            leaf, section, by_whom, "absent", None, 0, False, "", "", count, False, remarked, "", None
        )
    declared = declared_in(row["answer"])
    needs_file = (
        not count
        and claims_without_file(leaf, row["state"], row["points"], row["answer"], row["verdict"])
        and bool(rubric.evidence_for(leaf.code))
    )
    return LeafRow(
        leaf,
        section,
        by_whom,
        row["state"],
        row["points"],
        row["row_version"],
        row["draft"] is not None,
        declared,
        row["note"],
        count,
        needs_file,
        remarked,
        row["by__full_name"] or "",
        row["at"],
        row["verdict"] == Verdict.DATA,
    )


NONE_WORDS = frozenset({"không có", "none"})


def claims_without_file(leaf: Node, state: str, points: Fraction | None, answer: Any, verdict: str) -> bool:
    """Whether the agency's value would need a file behind it: it claims something of its own.

    Points above 0, or a value still waiting for its points; not a declaration; not a value from data, whose source
    stands behind it; not a leaf that another body answers. The agency's pages and the appraisers' ask here, so that both
    count alike.
    """
    return (
        leaf.answered_by == "agency"
        and verdict != Verdict.DATA
        and state != LeafState.ABSENT
        and (points is None or points > 0)
        and not declared_in(answer)
    )


def declared_in(data: Any) -> str:
    """`none` for *không có*, `not_applicable` for a claim, else empty; from the plain form kept in a row."""
    if isinstance(data, str) and data in NONE_WORDS:
        return "none"
    if isinstance(data, dict) and ("khong_ap_dung" in data or "not_applicable" in data):
        return "not_applicable"
    return ""
