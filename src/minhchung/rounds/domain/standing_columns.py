"""The answers that count in a round, read as columns: one query, each distinct text of an answer read once."""

from __future__ import annotations

import json
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
    LARGEST,
    SAID_ABSENT,
    SAID_GIVEN,
    SAID_OTHER,
    Columns,
    LeafColumn,
    leaf_column,
    packed,
)
from minhchung.rubric.leaf_columns import asked_traits
from minhchung.rubric.recompute import COUNTING_STAGES

Texts = list[str | None]


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
        for code, texts in self._texts.items():
            mine = texts if every else [texts[row] for row in rows]
            leaves[code] = self._column(compiled, code, mine, entries)
        return Columns(
            agencies=[str(entry.pk) for entry in entries],
            leaves=leaves,
            traits=[entry.traits for entry in entries],
            given=lambda row, code: self.answer(rows[row], code),
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
        statement, parameters = told.query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            rows = cursor.fetchall()
        texts: dict[str, Texts] = {leaf.code: [None] * len(self.entries) for leaf in self.rubric.leaves()}
        by_node: dict[str, Texts | None] = {}
        place = self._place
        spoken = {row[2] for row in rows}
        for wanted in reversed(COUNTING_STAGES):
            if wanted not in spoken:
                continue
            for entry_id, node_id, stage, text in rows:
                if stage != wanted:
                    continue
                leaf = (
                    by_node[node_id]
                    if node_id in by_node
                    else by_node.setdefault(node_id, self._leaf(texts, node_id))
                )
                if leaf is not None and entry_id in place:
                    leaf[place[entry_id]] = text
        return texts

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

    def _column(self, compiled: Compiled, code: str, texts: Texts, entries: list[Entry]) -> LeafColumn:
        form = compiled.forms[code]
        if form.verbatim or compiled.asked[code]:
            answers = [
                ABSENT if text is None else self._answer(code, text, entry)
                for text, entry in zip(texts, entries, strict=True)
            ]
            return leaf_column(form, answers)
        distinct: dict[str | None, int] = {}
        which = np.array([distinct.setdefault(text, len(distinct)) for text in texts], dtype=np.intp)
        rate = form.takes == "rate"
        few: list[tuple[int, int, int]] = []
        others: list[Answer] = []
        for text in distinct:
            counted = _counts(text) if rate and text is not None else None
            if counted is not None:
                few.append(counted)
                continue
            answer = ABSENT if text is None else self._answer(code, text, entries[0])
            one = leaf_column(form, [answer])
            said = one.said_at(0)
            if said == SAID_OTHER:
                few.append((SAID_OTHER, len(others), 1))
                others.append(answer)
            elif said == SAID_GIVEN and one.value is not None:
                few.append((SAID_GIVEN, int(one.value[0]), 1))
            elif said == SAID_GIVEN and one.num is not None and one.den is not None:
                few.append((SAID_GIVEN, int(one.num[0]), int(one.den[0])))
            else:
                few.append((said, 0, 1))
        table = np.array(few or [(SAID_ABSENT, 0, 1)], dtype=np.int64)
        said_of, nums, dens = (table[:, part].take(which) for part in range(3))
        elsewhere = said_of == SAID_OTHER
        picked = np.where(elsewhere, nums, 0).astype(np.intp) if others else None
        return packed(
            form, said_of.astype(np.int8), np.where(elsewhere, 0, nums), dens, tuple(others), picked
        )


def _counts(text: str) -> tuple[int, int, int] | None:
    """A rate of whole numbers, its part not above its whole; None for everything that must be read with care."""
    parts = text.split('"')
    if len(parts) != 9:
        return None
    names = (parts[1], parts[5])
    if names not in (("num", "den"), ("den", "num")) or not parts[3].isdecimal() or not parts[7].isdecimal():
        return None
    num, den = int(parts[3]), int(parts[7])
    if names[0] == "den":
        num, den = den, num
    return (SAID_GIVEN, num, den) if num <= den < LARGEST else None


def _traits_key(traits: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    return tuple(sorted((name, str(value)) for name, value in traits.items()))
