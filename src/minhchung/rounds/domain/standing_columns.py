"""The answers that count in a round, read as columns: one query, each distinct text of an answer read once.

The database hands over an agency a row, its answers joined: a row an answer costs more to fetch than to score. They are
parted and told apart in Arrow, for the same reason: an object an answer costs more to make than to score.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from minhchung.rounds.domain.engine import answer_of
from minhchung.rounds.models import Entry, LeafValue
from minhchung.rubric import ABSENT, Answer, Context, Rubric
from minhchung.rubric.batch import Compiled
from minhchung.rubric.columns import (
    SAID_GIVEN,
    SAID_OTHER,
    Columns,
    Ints,
    LeafColumn,
    leaf_column,
    packed,
)
from minhchung.rubric.leaf_wrapping import (
    asked_traits,
)
from minhchung.rubric.recompute import COUNTING_STAGES

BETWEEN = "\x1f"
"""Stands between joined texts; JSON writes it as an escape, and no node is named with it."""


class Entrant(Protocol):
    """What is asked of an entry here."""

    @property
    def pk(self) -> int: ...

    @property
    def traits(self) -> Mapping[str, Any]: ...


class Texts:
    """One leaf's answers as kept; "" where there is none. distinct: each once; which: each entry's place there."""

    def __init__(self, texts: pa.Array) -> None:
        encoded = texts.dictionary_encode()
        self.distinct: pa.Array = encoded.dictionary
        self.which: Ints = encoded.indices.to_numpy().astype(np.intp)

    @cached_property
    def words(self) -> list[str]:
        """The distinct texts."""
        return list(self.distinct.to_pylist())

    def at(self, row: int) -> str:
        """One entry's answer."""
        return self.words[self.which[row]]


class Standing(NamedTuple):
    """How the values of a round stand, in every stage: any save changes it. n: how many; v: the sum of their versions."""

    n: int
    v: int | None
    at: datetime | None


def _standing(rows: Sequence[tuple[Any, ...]]) -> Standing:
    if not rows:
        return Standing(0, None, None)
    latest = max(row[6] for row in rows)
    if isinstance(latest, str):
        latest = connection.ops.convert_datetimefield_value(latest, None, connection)
    return Standing(sum(row[4] for row in rows), int(sum(row[5] for row in rows)), latest)


class StandingAnswers:
    """What counts of every leaf for every entry, as kept: by leaf code, the text of each entry's answer.

    standing: how all values stood when they were read.
    """

    def __init__(
        self, rubric: Rubric, entries: Sequence[Entrant], context: Context, taking_part: QuerySet[Entry]
    ) -> None:
        self.rubric, self.entries, self.context = rubric, entries, context
        self._place = {entry.pk: place for place, entry in enumerate(entries)}
        rows = self._read(taking_part)
        self.standing = _standing(rows)
        self._texts = self._in_columns(rows)
        self._asked = {leaf.code for leaf in rubric.leaves() if asked_traits(leaf)}
        self._read_once: dict[tuple[str, str, Any], Answer] = {}
        self._contexts: dict[Any, Context] = {}
        self._tables: dict[str, tuple[Ints, list[Answer]]] = {}

    def columns(self, compiled: Compiled, rows: Sequence[int]) -> Columns:
        """Some entries (by their place) as columns; an agency is its entry's id as text.

        Raises ValueError for a row that holds what the rubric cannot read (a broken promise).
        """
        entries = [self.entries[row] for row in rows]
        leaves: dict[str, LeafColumn] = {}
        alike: dict[str, Ints] = {}
        for code, texts in self._texts.items():
            if compiled.forms[code].verbatim or compiled.asked[code]:
                answers = [self.answer(row, code) for row in rows]
                leaves[code] = leaf_column(compiled.forms[code], answers)
                continue
            alike[code] = texts.which[rows]
            leaves[code] = self._column(compiled, code, alike[code])
        return Columns(
            agencies=[str(entry.pk) for entry in entries],
            leaves=leaves,
            traits=[entry.traits for entry in entries],
            given=lambda row, code: self.answer(rows[row], code),
            alike=alike,
        )

    def answer(self, row: int, code: str) -> Answer:
        """One entry's answer to a leaf."""
        text = self._texts[code].at(row)
        return self._answer(code, text, self.entries[row]) if text else ABSENT

    # ── reading ──

    def _read(self, taking_part: QuerySet[Entry]) -> list[tuple[Any, ...]]:
        """One query, an entry a row: its id; nodes, stages and answers joined; how many values there are, the sum of their
        versions, and the moment of the latest. Of every stage: to part them here costs less than in the database."""
        values = LeafValue.objects.filter(entry__in=taking_part).order_by()
        told = values.values_list(
            "entry_id", "node_id", "stage", Cast("answer", TextField()), "row_version", "at"
        )
        inner, parameters = told.query.sql_with_params()
        join = "group_concat" if connection.vendor == "sqlite" else "string_agg"
        joined = ", ".join(
            f"{join}({name}, '{BETWEEN}')" for name in ("node", "stage", "coalesce(answer, '')")
        )
        given = f"WITH given (entry, node, stage, answer, version, at) AS ({inner})"
        asked = f"SELECT entry, {joined}, count(*), sum(version), max(at) FROM given GROUP BY entry"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(f"{given} {asked}", parameters)
            return cursor.fetchall()

    def _in_columns(self, rows: Iterable[tuple[Any, ...]]) -> dict[str, Texts]:
        """A stage that comes later in the scoring stands over an earlier one, even when it holds nothing.

        Entries whose values are joined alike (nearly all) are turned into columns together.
        """
        alike: dict[tuple[str, str], tuple[list[int], list[str]]] = {}
        for entry_id, nodes, stages, answers, *_told in rows:
            place = self._place.get(entry_id)
            if place is not None:
                places, given = alike.setdefault((nodes, stages), ([], []))
                places.append(place)
                given.append(answers)
        parts: dict[str, list[tuple[list[int], pa.Array]]] = {leaf.code: [] for leaf in self.rubric.leaves()}
        for (nodes, stages), (places, given) in alike.items():
            told = nodes.split(BETWEEN)
            texts = pc.split_pattern(pa.array(given, pa.large_string()), BETWEEN).flatten()
            for at, code in self._plan(told, stages.split(BETWEEN)):
                parts[code].append((places, texts.take(pa.array(np.arange(at, len(texts), len(told))))))
        return {code: Texts(self._column_of(found)) for code, found in parts.items()}

    def _column_of(self, parts: list[tuple[list[int], pa.Array]]) -> pa.Array:
        """The texts of one leaf in the order of the entries, from pieces that know their places."""
        if len(parts) == 1 and parts[0][0] == list(range(len(self.entries))):
            return parts[0][1]
        order = np.zeros(len(self.entries), dtype=np.int64)
        before = 1
        for places, texts in parts:
            order[places] = np.arange(before, before + len(texts))
            before += len(texts)
        pieces = [pa.array([""], pa.large_string()), *(texts for _places, texts in parts)]
        return pa.concat_arrays(pieces).take(pa.array(order))

    def _plan(self, nodes: list[str], stages: list[str]) -> list[tuple[int, str]]:
        """Which of an agency's joined answers counts for which leaf."""
        counts: dict[str, int] = {}
        for at, (node_id, stage) in enumerate(zip(nodes, stages, strict=True)):
            if stage not in COUNTING_STAGES:
                continue
            before = counts.get(node_id)
            if before is None or COUNTING_STAGES.index(stage) < COUNTING_STAGES.index(stages[before]):
                counts[node_id] = at
        known = [(at, self.rubric.node(id_)) for id_, at in counts.items() if self.rubric.has_node(id_)]
        return [(at, node.code) for at, node in known if node.is_leaf]

    def _answer(self, code: str, text: str, entry: Entrant) -> Answer:
        """A kept answer; read by the agency's traits."""
        by_traits = _traits_key(entry.traits) if code in self._asked else None
        key = (code, text, by_traits)
        found = self._read_once.get(key)
        if found is None:
            if by_traits not in self._contexts:
                self._contexts[by_traits] = replace(self.context, traits=dict(entry.traits))
            context = self._contexts[by_traits]
            found = self._read_once[key] = answer_of(self.rubric, code, json.loads(text), context)
        return found

    # ── columns ──

    def _column(self, compiled: Compiled, code: str, which: Ints) -> LeafColumn:
        table, others = self._table(compiled, code)
        said, nums, dens = (part.take(which) for part in table)
        elsewhere = said == SAID_OTHER
        picked = np.where(elsewhere, nums, 0).astype(np.intp) if others else None
        return packed(
            compiled.forms[code],
            said.astype(np.int8),
            np.where(elsewhere, 0, nums),
            dens,
            tuple(others),
            picked,
        )

    def _table(self, compiled: Compiled, code: str) -> tuple[Ints, list[Answer]]:
        """How each distinct answer to a leaf is held: what is said, figure, denominator; and those held apart.

        Read once for all groups: traits tell none of these answers apart.
        """
        if code not in self._tables:
            texts, form = self._texts[code], compiled.forms[code]
            table = np.empty((3, len(texts.distinct)), dtype=np.int64)
            careful: Iterable[int] = range(len(texts.distinct))
            if form.takes == "rate":
                careful, table[1], table[2] = _rates(texts.distinct)
                table[0] = SAID_GIVEN
            places = list(careful)
            told = texts.distinct.take(pa.array(places, pa.int64())).to_pylist()
            held = leaf_column(
                form, [self._answer(code, text, self.entries[0]) if text else ABSENT for text in told]
            )
            for part, given in enumerate(_held(held)):
                table[part, places] = given
            self._tables[code] = table, list(held.others)
        return self._tables[code]


def _held(column: LeafColumn) -> tuple[int | Ints, int | Ints, int | Ints]:
    """How answers are held: what is said, the figure (of an answer held apart its place there), a denominator."""
    figures = column.num if column.value is None else column.value
    assert figures is not None
    if column.which is not None:
        figures = np.where(column.said == SAID_OTHER, column.which, figures)
    return column.said, figures, 1 if column.den is None else column.den


_NUM, _DEN = '"num": "(?P<num>[0-9]{1,12})"', '"den": "(?P<den>[0-9]{1,12})"'
_WRITTEN = (rf"^\{{{_NUM}, {_DEN}\}}$", rf"^\{{{_DEN}, {_NUM}\}}$")
"""A rate of whole numbers as answers are kept; either may come first, as the database has it."""


def _rates(texts: pa.Array) -> tuple[list[int], Ints, Ints]:
    """Rates of whole numbers, read together: the places that must be read with care, and numerators, denominators.

    With care: what is written otherwise, and a part above its whole. Its figures are 0/1.
    """
    nums, dens = np.zeros(len(texts), dtype=np.int64), np.ones(len(texts), dtype=np.int64)
    read = np.zeros(len(texts), dtype=bool)
    for written in _WRITTEN:
        if read.all():
            break
        found = pc.extract_regex(texts, written)
        quick = found.is_valid().to_numpy(zero_copy_only=False)
        read |= quick
        num, den = (pc.struct_field(found, name).filter(found.is_valid()) for name in ("num", "den"))
        nums[quick], dens[quick] = (part.cast(pa.int64()).to_numpy() for part in (num, den))
    over = nums > dens
    nums[over], dens[over] = 0, 1
    return np.flatnonzero(~read | over).tolist(), nums, dens


def _traits_key(traits: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    return tuple(sorted((name, str(value)) for name, value in traits.items()))
