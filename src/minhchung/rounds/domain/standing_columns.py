"""The answers that count in a round, read as columns: one query, each distinct text of an answer read once.

The database hands over an agency a row, its answers joined: a row an answer costs more to fetch than to score.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
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
from minhchung.rubric.leaf_columns import asked_traits
from minhchung.rubric.recompute import COUNTING_STAGES

Texts = list[str | None]
BETWEEN = "\x1f"
"""Stands between joined texts; JSON writes it as an escape, and no node is named with it."""


class StandingAnswers:
    """What counts of every leaf for every entry, as kept: by leaf code, the text of each entry's answer."""

    def __init__(
        self, rubric: Rubric, entries: Sequence[Entry], context: Context, taking_part: QuerySet[Entry]
    ) -> None:
        self.rubric, self.entries, self.context = rubric, entries, context
        self._place = {entry.pk: place for place, entry in enumerate(entries)}
        self._texts = self._read(taking_part)
        self._asked = {leaf.code for leaf in rubric.leaves() if asked_traits(leaf)}
        self._read_once: dict[tuple[str, str, Any], Answer] = {}

    def columns(self, compiled: Compiled, rows: Sequence[int]) -> Columns:
        """Some entries (by their place) as columns; an agency is its entry's id as text.

        Raises ValueError for a row that holds what the rubric cannot read (a broken promise).
        """
        entries = [self.entries[row] for row in rows]
        every = len(rows) == len(self.entries)
        leaves: dict[str, LeafColumn] = {}
        alike: dict[str, Ints] = {}
        for code, texts in self._texts.items():
            mine = texts if every else [texts[row] for row in rows]
            if compiled.forms[code].verbatim or compiled.asked[code]:
                leaves[code] = self._column_as_given(compiled, code, mine, entries)
                continue
            distinct, alike[code] = _distinct(mine)
            leaves[code] = self._column(compiled, code, distinct, alike[code], entries)
        return Columns(
            agencies=[str(entry.pk) for entry in entries],
            leaves=leaves,
            traits=[entry.traits for entry in entries],
            given=lambda row, code: self.answer(rows[row], code),
            alike=alike,
        )

    def answer(self, row: int, code: str) -> Answer:
        """One entry's answer to a leaf."""
        text = self._texts[code][row]
        return ABSENT if text is None else self._answer(code, text, self.entries[row])

    # ── reading ──

    def _read(self, taking_part: QuerySet[Entry]) -> dict[str, Texts]:
        """One query. A stage that comes later in the scoring stands over an earlier one, even when it holds nothing."""
        values = LeafValue.objects.filter(entry__in=taking_part, stage__in=COUNTING_STAGES).order_by()
        told = values.values_list("entry_id", "node_id", "stage", Cast("answer", TextField()))
        inner, parameters = told.query.sql_with_params()
        join = "group_concat" if connection.vendor == "sqlite" else "string_agg"
        joined = ", ".join(
            f"{join}({name}, '{BETWEEN}')" for name in ("node", "stage", "coalesce(answer, '')")
        )
        given = f"WITH given (entry, node, stage, answer) AS ({inner})"
        with connection.cursor() as cursor:
            cursor.execute(f"{given} SELECT entry, {joined} FROM given GROUP BY entry", parameters)  # noqa: S608
            rows = cursor.fetchall()
        texts: dict[str, Texts] = {leaf.code: [None] * len(self.entries) for leaf in self.rubric.leaves()}
        plans: dict[tuple[str, str], list[tuple[int, Texts]]] = {}
        for entry_id, nodes, stages, answers in rows:
            place = self._place.get(entry_id)
            if place is None:
                continue
            plan = plans.get((nodes, stages))
            if plan is None:
                plan = plans[nodes, stages] = self._plan(texts, nodes.split(BETWEEN), stages.split(BETWEEN))
            given_texts = answers.split(BETWEEN)
            for at, leaf in plan:
                leaf[place] = given_texts[at] or None
        return texts

    def _plan(self, texts: dict[str, Texts], nodes: list[str], stages: list[str]) -> list[tuple[int, Texts]]:
        """Which of an agency's joined answers counts for which leaf."""
        counts: dict[str, int] = {}
        for at, (node_id, stage) in enumerate(zip(nodes, stages, strict=True)):
            before = counts.get(node_id)
            if before is None or COUNTING_STAGES.index(stage) < COUNTING_STAGES.index(stages[before]):
                counts[node_id] = at
        leaves = ((at, self._leaf(texts, node_id)) for node_id, at in counts.items())
        return [(at, leaf) for at, leaf in leaves if leaf is not None]

    def _leaf(self, texts: dict[str, Texts], node_id: str) -> Texts | None:
        return texts.get(self.rubric.node(node_id).code) if self.rubric.has_node(node_id) else None

    def _answer(self, code: str, text: str, entry: Entry) -> Answer:
        """A kept answer; read by the agency's traits."""
        by_traits = _traits_key(entry.traits) if code in self._asked else None
        key = (code, text, by_traits)
        found = self._read_once.get(key)
        if found is None:
            context = replace(self.context, traits=dict(entry.traits))
            found = self._read_once[key] = answer_of(self.rubric, code, json.loads(text), context)
        return found

    # ── columns ──

    def _column_as_given(
        self, compiled: Compiled, code: str, texts: Texts, entries: list[Entry]
    ) -> LeafColumn:
        """Where a trait or a ruling tells answers apart that are written alike."""
        answers = [
            ABSENT if text is None else self._answer(code, text, entry)
            for text, entry in zip(texts, entries, strict=True)
        ]
        return leaf_column(compiled.forms[code], answers)

    def _column(
        self, compiled: Compiled, code: str, distinct: Texts, which: Ints, entries: list[Entry]
    ) -> LeafColumn:
        form = compiled.forms[code]
        table = np.empty((3, len(distinct)), dtype=np.int64)
        rates = _rates(distinct) if form.takes == "rate" else None
        if rates is not None:
            table[0], table[1], table[2] = SAID_GIVEN, *rates[1]
        others: list[Answer] = []
        for place in range(len(distinct)) if rates is None else rates[0]:
            text = distinct[place]
            answer = ABSENT if text is None else self._answer(code, text, entries[0])
            table[:, place] = _held(leaf_column(form, [answer]), len(others))
            if table[0, place] == SAID_OTHER:
                others.append(answer)
        said, nums, dens = (part.take(which) for part in table)
        elsewhere = said == SAID_OTHER
        picked = np.where(elsewhere, nums, 0).astype(np.intp) if others else None
        return packed(form, said.astype(np.int8), np.where(elsewhere, 0, nums), dens, tuple(others), picked)


def _distinct(texts: Texts) -> tuple[Texts, Ints]:
    """The different texts, and each row's place among them."""
    places: dict[str | None, int] = {}
    which = np.array([places.setdefault(text, len(places)) for text in texts], dtype=np.intp)
    return list(places), which


def _held(one: LeafColumn, other: int) -> tuple[int, int, int]:
    """How a single answer is held: what is said, its figure (for an answer held apart its place), a denominator."""
    said = one.said_at(0)
    if said == SAID_OTHER:
        return said, other, 1
    if said == SAID_GIVEN and one.value is not None:
        return said, int(one.value[0]), 1
    if said == SAID_GIVEN and one.num is not None and one.den is not None:
        return said, int(one.num[0]), int(one.den[0])
    return said, 0, 1


_WRITTEN = (('{"num": "', '", "den": "', '"}'), ('{"den": "', '", "num": "', '"}'))
_FIGURE = "[0-9]{1,12}"


def _rates(texts: Texts) -> tuple[list[int], tuple[Ints, Ints]] | None:
    """Rates of whole numbers, read together: the places that must be read with care, and numerators, denominators.

    None where they are not all written alike, or a part is above its whole. The figures of a place to be read with
    care are 0/1.
    """
    for opens, between, closes in _WRITTEN:
        quick = [text is not None and text.startswith(opens) for text in texts]
        found = [text for text, is_quick in zip(texts, quick, strict=True) if is_quick and text]
        one = f"{re.escape(opens)}{_FIGURE}{re.escape(between)}{_FIGURE}{re.escape(closes)}"
        joined = "\n".join(found)
        if not found or re.fullmatch(f"(?:{one}\n)*{one}", joined) is None:
            continue
        plain = joined.replace(opens, "").replace(between, " ").replace(closes, " ")
        pairs = np.fromstring(plain, dtype=np.int64, sep=" ").reshape(-1, 2)
        num, den = (pairs[:, 0], pairs[:, 1]) if "num" in opens else (pairs[:, 1], pairs[:, 0])
        if bool((num > den).any()):
            return None
        nums, dens = np.zeros(len(texts), dtype=np.int64), np.ones(len(texts), dtype=np.int64)
        nums[quick], dens[quick] = num, den
        return [place for place, is_quick in enumerate(quick) if not is_quick], (nums, dens)
    return None


def _traits_key(traits: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    return tuple(sorted((name, str(value)) for name, value in traits.items()))
