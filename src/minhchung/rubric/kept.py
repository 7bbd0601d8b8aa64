"""What a ranking keeps of every node of every agency: one compressed record for a group, read row by row.

Format `minhchung-kept-1`: zlib over four bytes (the length of the head, big endian), the head (JSON, UTF-8), and the
arrays one after another (little endian). The head: format, rows, states (their names), arrays ([type, count] each),
nodes in the order of the rubric. A column is a whole number for all rows, or [n], the place of its array. Of a node:

    code     its code
    state    column of places in the head's "states"; below 0 where the node stands in no score tree
    points   {"num", "den", "known"}: columns, points are num/den where known; or {"texts", "at"}
    max      {"texts", "at"} where it is not the declared one anywhere; at 0: as declared
    reasons  {"said", "at"}: at 0 nothing, else one more than the place in "said"; an item is [[vi, en], …]

How a reason is restored: its sentences stand in "said" as they were worded on the day, each distinct one once. Where
they hold figures of the agency itself, marks stand for them, and "num", "den" (the rate as counted), "own_num" and
"own_den" (points before rounding) are columns of the exact figures; `kept_words` writes them, in the fixed form of this
format. Nothing is scored again and no rubric is asked: what was kept reads the same whatever becomes of the engine.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from minhchung.rubric.kept_words import (
    PLURAL,
    POINTS,
    RATE,
    ROUNDED,
    ROUNDED_PLURAL,
    SWAP,
    number,
    plural,
    rate,
)

FORMAT = "minhchung-kept-1"
Ints = np.ndarray[Any, Any]
ColumnRef = int | list[int]
Said = list[list[str]]


class KeptUnreadable(ValueError):
    """The record is not in a format that this version reads."""


@dataclass(frozen=True, slots=True)
class KeptRow:
    """One agency: code → points as text (None where not known), state, max where it differs, [[vi, en], …]."""

    nodes: dict[str, str | None]
    states: dict[str, str]
    max: dict[str, str | None]
    reasons: dict[str, Said]


class Arrays:
    """The arrays of a record that is being written."""

    def __init__(self) -> None:
        self.told: list[list[Any]] = []
        self.parts: list[bytes] = []

    def column(self, values: int | Ints) -> ColumnRef:
        """Keep a column of whole numbers in the narrowest type; a column of one number is that number."""
        if isinstance(values, int):
            return values
        if not values.size:
            return 0
        low, high = int(values.min()), int(values.max())
        if low == high:
            return low
        kind = next(kind for kind in ("<i1", "<i2", "<i4", "<i8") if _fits(low, high, kind))
        self.parts.append(values.astype(kind).tobytes())
        self.told.append([kind, int(values.size)])
        return [len(self.told) - 1]


def _fits(low: int, high: int, kind: str) -> bool:
    info = np.iinfo(kind)
    return bool(info.min <= low and high <= info.max)


def write_kept(rows: int, states: Sequence[str], nodes: Sequence[Mapping[str, Any]], arrays: Arrays) -> bytes:
    """The record as bytes."""
    head = json.dumps(
        {"format": FORMAT, "rows": rows, "states": states, "arrays": arrays.told, "nodes": nodes},
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()
    return zlib.compress(b"".join([len(head).to_bytes(4, "big"), head, *arrays.parts]), 1)


class Kept:
    """A record, read."""

    def __init__(self, data: bytes) -> None:
        """Raises KeptUnreadable."""
        try:
            plain = zlib.decompress(data)
            size = 4 + int.from_bytes(plain[:4], "big")
            head = json.loads(plain[4:size])
        except (zlib.error, ValueError) as error:
            raise KeptUnreadable(str(error)) from error
        if head.get("format") != FORMAT:
            raise KeptUnreadable(f"format {head.get('format')!r}")
        self.rows: int = head["rows"]
        self._states: list[str] = head["states"]
        self._nodes: list[dict[str, Any]] = head["nodes"]
        self._arrays: list[list[int]] = []
        for kind, count in head["arrays"]:
            found = np.frombuffer(plain, dtype=kind, count=count, offset=size)
            self._arrays.append(found.tolist())
            size += found.nbytes
        self._texts: dict[tuple[int, int], str] = {}

    def row(self, row: int) -> KeptRow:
        """One agency's details. Raises IndexError."""
        if not 0 <= row < self.rows:
            raise IndexError(row)
        found = KeptRow({}, {}, {}, {})
        for node in self._nodes:
            self._tell(node, row, found)
        return found

    def reasons(self, row: int, code: str) -> Said:
        """One node's reasons for one agency; [] where there are none."""
        node = next(each for each in self._nodes if each["code"] == code)
        return self._reasons(node, row)

    def _tell(self, node: Mapping[str, Any], row: int, found: KeptRow) -> None:
        code = node["code"]
        state = self._at(node["state"], row)
        if state >= 0:
            found.states[code] = self._states[state]
            found.nodes[code] = self._points(node["points"], row)
        most = node.get("max")
        if most is not None and (at := self._at(most["at"], row)):
            found.max[code] = most["texts"][at - 1]
        if said := self._reasons(node, row):
            found.reasons[code] = said

    def _at(self, column: ColumnRef, row: int) -> int:
        return column if isinstance(column, int) else self._arrays[column[0]][row]

    def _points(self, points: Mapping[str, Any], row: int) -> str | None:
        if "texts" in points:
            text: str | None = points["texts"][self._at(points["at"], row)]
            return text
        if not self._at(points["known"], row):
            return None
        num, den = self._at(points["num"], row), self._at(points["den"], row)
        text = self._texts.get((num, den))
        if text is None:
            text = self._texts[num, den] = str(Fraction(num, den))
        return text

    def _reasons(self, node: Mapping[str, Any], row: int) -> Said:
        reasons = node.get("reasons")
        at = 0 if reasons is None else self._at(reasons["at"], row)
        if reasons is None or not at:
            return []
        said: Said = reasons["said"][at - 1]
        if not any(RATE in vi for vi, _en in said):
            return said
        filled = self._figures(node, reasons, row)
        english = {mark: text.translate(SWAP) for mark, text in filled.items()}
        return [[_fill(vi, filled), _fill(en, english)] for vi, en in said]

    def _figures(self, node: Mapping[str, Any], reasons: Mapping[str, Any], row: int) -> dict[str, str]:
        filled = {RATE: rate(self._at(reasons["num"], row), self._at(reasons["den"], row))}
        if "own_num" in reasons:
            own = Fraction(self._at(reasons["own_num"], row), self._at(reasons["own_den"], row))
            rounded = Fraction(self._points(node["points"], row) or 0)
            filled |= {POINTS: number(own), PLURAL: plural(own)}
            filled |= {ROUNDED: number(rounded), ROUNDED_PLURAL: plural(rounded)}
        return filled


def _fill(text: str, figures: Mapping[str, str]) -> str:
    for mark, figure in figures.items():
        text = text.replace(mark, figure)
    return text
