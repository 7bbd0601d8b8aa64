"""The values of a round as a snapshot holds them: read once as text, each distinct value put in the tables once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast

from minhchung.rounds.domain.snapshot_figures import Figures
from minhchung.rounds.enums import Stage
from minhchung.rounds.models import Entry, LeafValue
from minhchung.rubric import Rubric
from minhchung.rubric.recompute import COUNTING_STAGES
from minhchung.rubric.snapshot_tables import Cell, Tables

Cells = dict[str, dict[str, Cell]]
"""Stage → leaf code → what it said."""


@dataclass
class ValuesRead:
    """Every value of the entries given, in tables. cells: entry id → its values."""

    rubric: Rubric
    tables: Tables = field(default_factory=Tables)
    cells: dict[int, Cells] = field(default_factory=dict)

    def read(self, entries: Sequence[Entry]) -> None:
        """One query; a value of a node that the rubric no longer has is left out."""
        codes = {node.id: node.code for node in self.rubric.walk()}
        rows = LeafValue.objects.filter(entry__in=entries).order_by("entry_id", "node_id", "stage")
        told = rows.annotate(
            answer_text=Cast("answer", TextField()),
            points_text=Cast("points", TextField()),
            reasons_text=Cast("reasons", TextField()),
        ).values_list(
            *("entry_id", "node_id", "stage", "answer_text", "points_text", "state", "reasons_text"),
            *("verdict", "reason", "by_id", "post_id", "at"),
        )
        values: dict[tuple[Any, ...], int] = {}
        acts: dict[tuple[Any, ...], int] = {}
        times: dict[datetime, datetime] = {}
        for entry_id, node_id, stage, *said, verdict, reason, by, post, at in told.iterator(chunk_size=5000):
            code = codes.get(node_id)
            if code is None:
                continue
            value, act = tuple(said), (verdict, reason if stage != Stage.SELF else "", by, post)
            if value not in values:
                values[value] = self._value(*value)
            if act not in acts:
                acts[act] = self.tables.act(verdict=act[0], reason=act[1], by=by, post=post)
            if at not in times:
                times[at] = self.tables.at(at)
            stages = self.cells.setdefault(entry_id, {})
            stages.setdefault(stage, {})[code] = (values[value], acts[act], times[at])

    def _value(self, answer: str | None, points: str | None, state: str, reasons: str) -> int:
        return self.tables.value(
            answer=None if answer is None else json.loads(answer),
            points=None if points is None else str(Fraction(points)),
            state=state,
            reasons=json.loads(reasons),
        )

    def leaves(self) -> list[str]:
        """The codes that hold a value anywhere, in the order of the text."""
        held = {code for stages in self.cells.values() for row in stages.values() for code in row}
        return [node.code for node in self.rubric.walk() if node.code in held]

    def standing_reasons(self, entry_id: int) -> dict[str, Any]:
        """Leaf code → the reasons of the value that counts."""
        values, reasons = self.tables.values.rows, self.tables.reasons.rows
        found: dict[str, Any] = {}
        stages = self.cells.get(entry_id, {})
        for stage in reversed(COUNTING_STAGES):
            for code, (place, _act, _at) in stages.get(stage, {}).items():
                found[code] = reasons[values[place]["reasons"]]
        return found


def entries_told(read: ValuesRead, entries: Sequence[Entry], figures: Figures) -> list[dict[str, Any]]:
    """Each agency with its values and figures as places in the tables; times get their places here."""
    leaves, tables = read.leaves(), read.tables
    told = [
        {
            "id": entry.pk,
            "agency": entry.agency_id,
            "name": entry.agency.name,
            "identifiers": sorted(each.value for each in entry.agency.identifiers.all()),
            "group": entry.group,
            "traits": entry.traits,
            "late_seconds": entry.late_seconds,
            "values": tables.columns(
                {
                    stage: [row.get(code) for code in leaves]
                    for stage, row in read.cells.get(entry.pk, {}).items()
                }
            ),
            **({"figures": _figures(figures[entry.pk], tables)} if entry.pk in figures else {}),
        }
        for entry in entries
    ]
    tables.time_places(told)
    return told


def _figures(told: Mapping[str, Mapping[str, Any]], tables: Tables) -> dict[str, Any]:
    return {
        code: {
            **said,
            "figures": [tables.figure(figure) for figure in said["figures"]],
            "computed_at": tables.at(datetime.fromisoformat(said["computed_at"])),
            "frozen_at": said["frozen_at"] and tables.at(datetime.fromisoformat(said["frozen_at"])),
        }
        for code, said in told.items()
    }
