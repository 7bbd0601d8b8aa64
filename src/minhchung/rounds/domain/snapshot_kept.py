"""What a snapshot says of one agency's leaves, held in little memory and put together when a page asks."""

from __future__ import annotations

import json
import zlib
from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final, Protocol

from minhchung.rubric.recompute import COUNTING_STAGES
from minhchung.rubric.snapshot_reading import SecondSnapshot, Values, put_together

Figures = Mapping[str, Mapping[str, Any]]
"""Leaf code → what data said of it."""
BLOCK: Final = 32
"""Rows of a table compressed together: an agency's own values stand in few blocks."""
BLOCKS_OPEN: Final = 32
NONE: Final = -1


class KeptValues(Protocol):
    """The values and figures of one agency."""

    def values(self) -> Values:
        """Leaf code → stage → what was said, as format 1 writes it."""

    def figures(self) -> Figures:
        """Leaf code → what data said."""

    def own_points(self) -> Mapping[str, Fraction | None]:
        """What the agency gave itself, of each leaf that the other side spoke of too."""


@lru_cache(maxsize=4096)
def _fraction(text: str) -> Fraction:
    return Fraction(text)


def points_of(text: str | None) -> Fraction | None:
    """Points from their exact text."""
    return None if text is None else _fraction(text)


def _packed(value: Any) -> bytes:
    return zlib.compress(json.dumps(value).encode(), 1)


def _unpacked(data: bytes) -> Any:
    return json.loads(zlib.decompress(data)) if data else {}


# ── format 1: the agency's own text, compressed ──


class FirstKept:
    """Values that stand written out."""

    def __init__(self, entry: Mapping[str, Any]) -> None:
        self._values = _packed(entry["values"])
        self._figures = _packed(entry["figures"]) if "figures" in entry else b""
        self._own = {
            code: points_of(stages["self"]["points"])
            for code, stages in entry["values"].items()
            if "self" in stages and any(stage in stages for stage in COUNTING_STAGES)
        }

    def values(self) -> Values:
        found: Values = _unpacked(self._values)
        return found

    def figures(self) -> Figures:
        found: Figures = _unpacked(self._figures)
        return found

    def own_points(self) -> Mapping[str, Fraction | None]:
        return self._own


# ── format 2: places in tables that all agencies share ──


class Blocks:
    """The rows of a table, compressed in blocks; the blocks read last stay open."""

    def __init__(self, rows: Sequence[Any]) -> None:
        self._blocks = [_packed(rows[at : at + BLOCK]) for at in range(0, len(rows), BLOCK)]
        self._open: OrderedDict[int, list[Any]] = OrderedDict()

    def __getitem__(self, place: int) -> Any:
        number, row = divmod(place, BLOCK)
        block = self._open.pop(number, None) or _unpacked(self._blocks[number])
        self._open[number] = block
        if len(self._open) > BLOCKS_OPEN:
            self._open.popitem(last=False)
        return block[row]


class SecondTables:
    """The tables of one snapshot."""

    def __init__(self, snapshot: SecondSnapshot) -> None:
        tables = snapshot.tables
        self.leaves, self.times, self.acts = snapshot.leaves, snapshot.times, tables["acts"]
        self.points = [points_of(value["points"]) for value in tables["values"]]
        self._values, self._reasons = Blocks(tables["values"]), Blocks(tables["reasons"])

    def value(self, place: int) -> dict[str, Any]:
        """What stands at a place, with its reasons written out."""
        value = self._values[place]
        return {**value, "reasons": self._reasons[value["reasons"]]}


class SecondKept:
    """Values as places: per stage three columns, in the order of the snapshot's leaves."""

    def __init__(
        self, tables: SecondTables, columns: Mapping[str, Mapping[str, Any]], figures: bytes
    ) -> None:
        self._tables, self._figures = tables, figures
        self._columns = {
            stage: {name: _column(told) for name, told in each.items()} for stage, each in columns.items()
        }

    def values(self) -> Values:
        tables = self._tables
        told = {
            stage: {**each, "value": [None if at == NONE else at for at in each["value"]]}
            for stage, each in self._columns.items()
        }
        return put_together(
            tables.leaves, told, value=tables.value, act=tables.acts.__getitem__, time=tables.times.text
        )

    def figures(self) -> Figures:
        found: Figures = _unpacked(self._figures)
        return found

    def own_points(self) -> Mapping[str, Fraction | None]:
        if "self" not in self._columns:
            return {}
        others = [self._columns[stage]["value"] for stage in COUNTING_STAGES if stage in self._columns]
        rows = zip(self._tables.leaves, self._columns["self"]["value"], *others, strict=True)
        found = {
            code: self._tables.points[own]
            for code, own, *spoke in rows
            if own != NONE and any(at != NONE for at in spoke)
        }
        return {code: found[code] for code in sorted(found)}


def _column(told: int | Iterable[int | None]) -> Any:
    return told if isinstance(told, int) else array("i", (NONE if at is None else at for at in told))


def kept_second(snapshot: SecondSnapshot) -> Callable[[Mapping[str, Any]], KeptValues]:
    """What holds an agency of this snapshot, with the tables read once."""
    tables = SecondTables(snapshot)

    def keep(entry: Mapping[str, Any]) -> KeptValues:
        figures = _packed(snapshot.figures(entry["figures"])) if "figures" in entry else b""
        return SecondKept(tables, entry["values"], figures)

    return keep
