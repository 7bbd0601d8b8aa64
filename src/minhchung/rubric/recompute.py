"""Recompute a published ranking from its snapshot alone, byte for byte.

A snapshot is the canonical JSON that a publication froze, of either format (snapshot_reading). Nothing but its rubric text,
parameters, rulings, answers and figures goes into the result; what it says of totals and ranks is compared, never read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from minhchung.merkle.canonical import canonical_json
from minhchung.rubric.answering import answer_from_data, answer_to_data
from minhchung.rubric.answers import ABSENT, Answer
from minhchung.rubric.context import Context
from minhchung.rubric.errors import RubricFailure
from minhchung.rubric.figures import answer_of_figures, digest_of, rests_on_data
from minhchung.rubric.model import Rubric
from minhchung.rubric.parse import parse
from minhchung.rubric.period import period_context, read_ruling
from minhchung.rubric.ranking import Entrant, RankRow, rank, score_group
from minhchung.rubric.snapshot_reading import opened

COUNTING_STAGES = ("final", "explained", "second", "appraised")
"""Which stage's answer counts, the first that is there; a self value alone ranks nobody."""


def recompute(snapshot: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The ranking rows as the snapshot should hold them: entry, agency, total, rank, tied, class, nodes.

    Raises NotASnapshot for a document of no known format, RubricError for a rubric text that does not read,
    RubricFailure for an answer that its rule cannot take.
    """
    rubric = parse(snapshot["rubric"]["text"], snapshot["rubric"]["code"])
    rulings = [read_ruling(each["node"], each["data"], each["words"]) for each in snapshot["rulings"]]
    context = period_context(snapshot["round"]["year"], snapshot["parameters"], rulings)
    agencies: dict[str, int] = {}
    groups: dict[str, dict[str, Entrant]] = {}
    for entry in opened(snapshot).entries():
        key = str(entry["id"])
        agencies[key] = entry["agency"]
        answers = _answers(rubric, entry, context)
        groups.setdefault(entry["group"], {})[key] = Entrant(answers=answers, traits=entry["traits"])
    rows: list[RankRow] = []
    for group, entrants in groups.items():
        rows += rank(rubric, score_group(rubric, entrants, context), group=group)
    return [row_data(row, agencies[row.agency]) for row in rows]


def stated_ranking(snapshot: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The ranking rows as the snapshot holds them, in the same form. Raises NotASnapshot."""
    return list(opened(snapshot).ranking())


def ranking_bytes(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Rows as canonical JSON: equal bytes, equal ranking."""
    return canonical_json([dict(row) for row in rows])


def row_data(row: RankRow, agency: int) -> dict[str, Any]:
    """One ranking row in the plain form of a snapshot; points as text."""
    nodes = {
        score.code: None if score.points is None else str(score.points)
        for score in row.score.walk()
        if score.code
    }
    return {
        "entry": int(row.agency),
        "agency": agency,
        "total": None if row.total is None else str(row.total),
        "rank": row.rank,
        "tied": row.tied,
        "class": row.class_name or "",
        "nodes": nodes,
    }


def altered_figures(snapshot: Mapping[str, Any]) -> list[tuple[int, str]]:
    """(entry id, leaf code) of every leaf whose figures no longer have the SHA-256 taken when they were frozen."""
    words = snapshot.get("definitions", {})
    return [
        (entry["id"], code)
        for entry in opened(snapshot).entries()
        for code, said in entry.get("figures", {}).items()
        if digest_of(said["figures"], words) != said["sha256"]
    ]


def _answers(rubric: Rubric, entry: Mapping[str, Any], context: Context) -> dict[str, Answer]:
    """The answers that count, by leaf code. Where a value is what data said, the answer is made of the frozen figures."""
    own = replace(context, traits=entry["traits"])
    figures = entry.get("figures", {})
    answers: dict[str, Answer] = {}
    for code, stages in entry["values"].items():
        counts = next((stage for stage in COUNTING_STAGES if stage in stages), None)
        if counts is None or stages[counts]["answer"] is None:
            continue
        said = stages[counts]["answer"]
        if code in figures and rests_on_data(stages, counts):
            made = answer_of_figures(rubric.node(code), figures[code]["figures"])
            if made == ABSENT:
                continue
            said = answer_to_data(made)
        answer = answer_from_data(rubric, code, said, own)
        if isinstance(answer, list):
            raise RubricFailure(f"{code}: the snapshot holds an answer that the rule cannot take: {said!r}")
        answers[code] = answer
    return answers
