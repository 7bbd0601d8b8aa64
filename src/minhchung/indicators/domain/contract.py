"""The contract of an indicator: asked for agencies and days, it gives exact values with what stands behind them.

An indicator is described in `minhchung.rubric.indicators` (code, words, source, parameters) and computed by the room
that has its records. No value is not 0: it is `NoData`, with the reason.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

from minhchung.merkle import canonical_json
from minhchung.rubric.binding import Given
from minhchung.rubric.errors import Reason
from minhchung.rubric.indicators import Described


@dataclass(frozen=True)
class Asked:
    """What is asked: these agencies, the days from start to end, both included, with every parameter settled.

    tree_on: the day on which the agency tree says what lies beneath an agency.
    """

    agency_ids: tuple[int, ...]
    start: date
    end: date
    parameters: Mapping[str, str] = field(default_factory=dict)
    tree_on: date | None = None


@dataclass(frozen=True)
class Value:
    """An exact value. denominator None for a count.

    reference: what pins it down, in values that canonical JSON takes (a manifest, a row with its version, a SHA-256).
    href: the page that lists the records behind it. excluded: how many were left out of both, and what they are
    (`excluded_words_en` empty where a body said it in its own words).
    """

    numerator: Fraction
    denominator: Fraction | None
    reference: Mapping[str, Any]
    href: str = ""
    excluded: int | None = None
    excluded_words: str = ""
    excluded_words_en: str = ""

    @property
    def given(self) -> Given:
        """The figure as a rubric takes it."""
        return Given(self.numerator, self.denominator)


@dataclass(frozen=True)
class NoData:
    """There is no value, and why, in Vietnamese; `why_en` for readers of English."""

    why: str
    why_en: str


Found = Value | NoData
Compute = Callable[[Asked], Mapping[int, Found]]
"""Agency id → value, for every agency asked; computed for all of them at once."""


@dataclass(frozen=True)
class Indicator:
    """An indicator in words, and how it is computed."""

    described: Described
    compute: Compute

    @property
    def code(self) -> str:
        return self.described.code


def frozen(described: Described, asked: Asked, agency_id: int, value: Value) -> dict[str, Any]:
    """A value with everything needed to say later what it was: canonical JSON values only.

    The definition is kept in words and under its SHA-256, so that a catalogue worded anew changes nothing kept.
    """
    return {
        "indicator": described.code,
        **defined(described),
        "definition_sha256": definition_sha256(described),
        "agency": agency_id,
        "start": asked.start.isoformat(),
        "end": asked.end.isoformat(),
        "tree_on": (asked.tree_on or asked.end).isoformat(),
        "parameters": dict(asked.parameters),
        "parameter_words": _parameter_words(described, asked.parameters),
        "numerator": str(value.numerator),
        "denominator": None if value.denominator is None else str(value.denominator),
        "excluded": value.excluded,
        "excluded_words": value.excluded_words,
        "excluded_words_en": value.excluded_words_en,
        "reference": dict(value.reference),
        "href": value.href,
    }


def defined(described: Described) -> dict[str, Any]:
    """The definition in words, Vietnamese and English: what a frozen figure keeps of it."""
    return {
        "title": _both(described.title),
        "definition": described.definition.vi,
        "definition_en": described.definition.en,
        "numerator_words": _both(described.numerator),
        "denominator_words": _both(described.denominator),
        "unit": _both(described.unit),
        "source": described.source,
    }


@cache
def definition_sha256(described: Described) -> str:
    """SHA-256 (hex) of a definition: its code, its words and its parameters. Another wording is another definition."""
    parameters = {
        asked.name: [[value, *_both(words)] for value, words in asked.values]
        for asked in described.parameters
    }
    told = {
        "code": described.code,
        "shape": described.shape,
        **defined(described),
        "excluded": _both(described.excluded),
        "sums": described.sums,
        "parameters": parameters,
    }
    return digest(told)


def _both(text: Reason) -> list[str]:
    return [text.vi, text.en]


def _parameter_words(described: Described, given: Mapping[str, str]) -> list[list[str]]:
    """Each parameter with its value in words, Vietnamese and English: ["Mẫu số: …", "Denominator: …"]."""
    lines = []
    for asked in described.parameters:
        words = asked.words(given[asked.name])
        lines.append([f"{asked.title.vi}: {words.vi}", f"{asked.title.en}: {words.en}"])
    return lines


def digest(figure: Mapping[str, Any]) -> str:
    """SHA-256 (hex) of a frozen figure."""
    return hashlib.sha256(canonical_json(dict(figure))).hexdigest()
