"""Results published elsewhere, held against their rubric: kept as stated, with every finding. No leaf answer is invented."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from itertools import repeat
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404

from minhchung.agencies.models import Agency, Post, User
from minhchung.criteria.models import RubricVersion
from minhchung.ledger.domain.record import record
from minhchung.merkle import canonical_json
from minhchung.rounds.domain.engine import parameters_of, rubric_of
from minhchung.rounds.models import Round, StatedTable
from minhchung.rubric import Rubric
from minhchung.rubric.results import (
    CLASS,
    RANK,
    TOTAL,
    Finding,
    ResultsRow,
    check_results,
    class_by_rule,
    lowest_sum,
    recomputed_total,
)
from minhchung.rubric.tally import Tally, tally


def keep_stated(
    *,
    rubric: RubricVersion,
    title: str,
    source: str,
    rows: Sequence[ResultsRow],
    owner: Agency,
    actor: User,
    post: Post | None,
    now: datetime,
    is_public: bool = False,
    round: Round | None = None,
    entries: Sequence[int] = (),
    places: Sequence[str] = (),
    is_sample: bool = False,
) -> StatedTable:
    """Check the table against the rubric and keep both, for good. is_public: asked for; a second person confirms. Raises UnknownNode for a code the rubric lacks.

    entries, places: row by row, the entry of `round` that it states and where it stands in the source; or none at all.
    """
    parameters = parameters_of(round) if round is not None else None
    findings = check_results(rubric_of(rubric), rows, parameters)
    told_rows = [
        {**_row_data(row), "entry": entry, "place": place}
        for row, entry, place in zip(
            rows, entries or repeat(None, len(rows)), places or repeat("", len(rows)), strict=True
        )
    ]
    told_findings = [_finding_data(each) for each in findings]
    with transaction.atomic():
        table = StatedTable.objects.create(
            rubric=rubric,
            round=round,
            title=title,
            source=source,
            rows=told_rows,
            findings=told_findings,
            is_public=is_public,
            is_sample=is_sample,
            owner=owner,
            uploaded_by=actor,
            uploaded_at=now,
        )
        record(
            verb="stated.kept",
            subject=f"rounds.stated:{table.pk}",
            at=now,
            actor_id=actor.pk,
            agency_id=owner.pk,
            post_id=post.pk if post else None,
            detail={
                "rubric": rubric.sha256,
                "rows": hashlib.sha256(canonical_json(told_rows)).hexdigest(),
                "findings": len(findings),
                "public": is_public,
                **({"round": round.pk} if round is not None else {}),
            },
        )
    return table


def _row_data(row: ResultsRow) -> dict[str, Any]:
    return {
        "agency": row.agency,
        "stated": {code: str(points) for code, points in row.stated.items()},
        "total": None if row.total is None else str(row.total),
        "class": row.class_name,
        "rank": row.rank,
        "traits": dict(row.traits),
    }


def _finding_data(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "agency": finding.agency,
        "node": finding.node,
        "stated": None if finding.stated is None else str(finding.stated),
        "computed": None if finding.computed is None else str(finding.computed),
        "vi": finding.message.vi,
        "en": finding.message.en,
    }


def rows_of(table: StatedTable) -> list[ResultsRow]:
    """The rows as values again."""
    return [
        ResultsRow(
            agency=row["agency"],
            stated={code: Fraction(points) for code, points in row["stated"].items()},
            total=None if row["total"] is None else Fraction(row["total"]),
            class_name=row["class"],
            rank=row["rank"],
            traits=row["traits"],
        )
        for row in table.rows
    ]


def stated_tables() -> QuerySet[StatedTable]:
    """Tables of results published elsewhere: everybody signed in reads all of them."""
    return StatedTable.objects.select_related("rubric", "owner", "uploaded_by", "round__owner")


def stated_table(pk: int) -> StatedTable:
    """The table, or Http404."""
    found = stated_tables().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


# ── stated beside computed ────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Cell:
    """One stated figure. marks: numbers of the findings that concern it, from 1."""

    stated: Fraction | str | None
    computed: Fraction | str | None = None
    marks: tuple[int, ...] = ()
    is_wrong: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One agency: cells by column, the total as stated and as summed, their difference, the class, the rank.

    number: the row's, from 1. place: where it stands in the source. class_name.computed: what the rule gives the points
    that add up; None when the rubric names no classes or the sum is not known.
    """

    number: int
    place: str
    agency: str
    cells: tuple[Cell, ...]
    total: Cell
    difference: Fraction | None
    class_name: Cell
    rank: Cell


@dataclass(frozen=True)
class Held:
    """A table beside the rubric. columns: codes of the nodes that the table states, in the rubric's order.

    has_class_rule: the rubric says which points make which class. tally: how much was found, of which severity.
    """

    columns: tuple[str, ...]
    titles: Mapping[str, str]
    lines: tuple[Line, ...]
    findings: tuple[dict[str, Any], ...]
    tally: Tally
    with_class: bool = False
    with_rank: bool = False
    has_class_rule: bool = False


def held(table: StatedTable) -> Held:
    """Lay the stated figures beside the sums and mark each cell that a finding names; no query."""
    rubric, rows = rubric_of(table.rubric), rows_of(table)
    stated = {code for row in rows for code in row.stated}
    columns = tuple(node.code for node in rubric.walk() if node.code in stated)
    marks = _marks(table.findings)
    return Held(
        columns=columns,
        titles={code: rubric.node(code).title for code in columns},
        lines=tuple(
            _line(rubric, row, columns, marks, number, kept.get("place", ""))
            for number, (row, kept) in enumerate(zip(rows, table.rows, strict=True), start=1)
        ),
        findings=tuple(dict(each, number=number) for number, each in enumerate(table.findings, start=1)),
        tally=tally_of(table),
        with_class=any(row.class_name for row in rows),
        with_rank=any(row.rank is not None for row in rows),
        has_class_rule=rubric.classes is not None,
    )


def tally_of(table: StatedTable) -> Tally:
    """How much the check of a kept table found."""
    return tally((each["severity"], each["agency"]) for each in table.findings)


Marks = Mapping[tuple[str, str], tuple[tuple[int, str], ...]]


def _marks(findings: Sequence[Mapping[str, Any]]) -> Marks:
    """(agency, node) → (number, severity) of each finding there."""
    found: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for number, each in enumerate(findings, start=1):
        found.setdefault((each["agency"], each["node"]), []).append((number, each["severity"]))
    return {key: tuple(each) for key, each in found.items()}


def _line(
    rubric: Rubric, row: ResultsRow, columns: Sequence[str], marks: Marks, number: int, place: str
) -> Line:
    total = recomputed_total(rubric, row)
    difference = None if total is None or row.total is None else row.total - total
    return Line(
        number=number,
        place=place,
        agency=row.agency,
        cells=tuple(_node_cell(rubric, row, code, marks) for code in columns),
        total=_cell(row.total, total, marks.get((row.agency, TOTAL), ())),
        difference=difference,
        class_name=_cell(
            row.class_name or None, class_by_rule(rubric, row), marks.get((row.agency, CLASS), ())
        ),
        rank=_cell(None if row.rank is None else str(row.rank), None, marks.get((row.agency, RANK), ())),
    )


def _node_cell(rubric: Rubric, row: ResultsRow, code: str, marks: Marks) -> Cell:
    node = rubric.node(code)
    below = lowest_sum(rubric, node, row) if node.children else None
    stated = row.stated.get(code)
    return _cell(stated, below if below != stated else None, marks.get((row.agency, code), ()))


def _cell(
    stated: Fraction | str | None, computed: Fraction | str | None, found: tuple[tuple[int, str], ...]
) -> Cell:
    return Cell(
        stated=stated,
        computed=computed,
        marks=tuple(number for number, _severity in found),
        is_wrong=any(severity == "error" for _number, severity in found),
    )
