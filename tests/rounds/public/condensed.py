"""A snapshot of format 1 told again in format 2, with the product's own tables: the same round in both formats."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from minhchung.rubric.snapshot_reading import NOT_THERE, SECOND, opened
from minhchung.rubric.snapshot_tables import Tables

ACT = ("verdict", "reason", "by", "post")


def condensed(first: Mapping[str, Any]) -> dict[str, Any]:
    """Format 2 of a document in format 1."""
    tables = Tables()
    held = {code for entry in first["entries"] for code in entry["values"]}
    codes = [node["code"] for node in first["nodes"]]
    leaves = [code for code in codes if code in held]
    entries = [_entry(entry, leaves, tables) for entry in first["entries"]]
    tables.time_places(entries)
    details = [_details(row, tables) for row in first["details"]]
    ranking = [
        {**row, "nodes": [row["nodes"].get(code, NOT_THERE) for code in codes]} for row in first["ranking"]
    ]
    told = {"entries": entries, "details": details, "ranking": ranking, "leaves": leaves}
    return {**first, "format": SECOND, **told, "tables": tables.told()}


def written_out(told: Mapping[str, Any]) -> dict[str, Any]:
    """The parts that the formats tell differently, as format 1 tells them."""
    snapshot = opened(told)
    return {
        "entries": list(snapshot.entries()),
        "ranking": list(snapshot.ranking()),
        "details": list(snapshot.details()),
    }


def _entry(entry: Mapping[str, Any], leaves: list[str], tables: Tables) -> dict[str, Any]:
    stages = sorted({stage for said in entry["values"].values() for stage in said})
    cells = {
        stage: [_cell(entry["values"].get(code, {}).get(stage), tables) for code in leaves]
        for stage in stages
    }
    told = {**entry, "values": tables.columns(cells)}
    if "figures" in entry:
        told["figures"] = {code: _data(said, tables) for code, said in entry["figures"].items()}
    return told


def _cell(value: Mapping[str, Any] | None, tables: Tables) -> Any:
    if value is None:
        return None
    said = {key: value[key] for key in ("answer", "points", "state", "reasons")}
    act = tables.act(**{key: value[key] for key in ACT})
    return tables.value(**said), act, tables.at(datetime.fromisoformat(value["at"]))


def _data(said: Mapping[str, Any], tables: Tables) -> dict[str, Any]:
    frozen = said["frozen_at"]
    return {
        **said,
        "figures": [tables.figure(figure) for figure in said["figures"]],
        "computed_at": tables.at(datetime.fromisoformat(said["computed_at"])),
        "frozen_at": tables.at(datetime.fromisoformat(frozen)) if frozen else None,
    }


def _details(row: Mapping[str, Any], tables: Tables) -> dict[str, Any]:
    reasons = {code: tables.reasons.place(said) for code, said in row["reasons"].items()}
    return {**row, "reasons": reasons, "rank_reasons": tables.reasons.place(row["rank_reasons"])}
