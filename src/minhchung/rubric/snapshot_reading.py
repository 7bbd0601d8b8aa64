"""A published snapshot of either format, read alike: one entry at a time, in the shape of format 1.

Format `minhchung-snapshot-1` writes every value out. Format `minhchung-snapshot-2` writes each distinct value, act,
time, reason and figure frame once (`tables`) and says by its place there which one an entry holds; docs/verify.md shows
both. What is published never changes, so both are read for ever.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any, Final

FIRST: Final = "minhchung-snapshot-1"
SECOND: Final = "minhchung-snapshot-2"
FORMATS: Final = (FIRST, SECOND)
NOT_THERE: Final = ""
"""Stands in a list of points for a node that is not in this agency's tree; null is a node without points."""

Told = Mapping[str, Any]
Values = dict[str, dict[str, dict[str, Any]]]
"""Leaf code → stage → what was said."""


class NotASnapshot(ValueError):
    """The document is of no format that this version reads."""


def opened(told: Any) -> Snapshot:
    """A snapshot from its parsed JSON. Raises NotASnapshot."""
    format = told.get("format") if isinstance(told, Mapping) else None
    if format == FIRST:
        return Snapshot(told)
    if format == SECOND:
        return SecondSnapshot(told)
    raise NotASnapshot(f"format {format!r}")


class Snapshot:
    """Format 1, where all is written out. told: the document, for the keys that both formats share."""

    def __init__(self, told: Told) -> None:
        self.told = told

    def entries(self) -> Iterator[dict[str, Any]]:
        """Each agency with its values and figures, in the order of the document."""
        yield from self.told["entries"]

    def ranking(self) -> Iterator[dict[str, Any]]:
        """Each row of the ranking, with points by code."""
        yield from self.told["ranking"]

    def details(self) -> Iterator[dict[str, Any]]:
        """What the ranking said beside points; nothing in snapshots from before it was kept."""
        yield from self.told.get("details", ())


class SecondSnapshot(Snapshot):
    """Format 2: places in tables, put together again when asked."""

    def __init__(self, told: Told) -> None:
        super().__init__(told)
        self.tables: Told = told["tables"]
        self.leaves: list[str] = told["leaves"]
        self.times = Times(self.tables["times"])
        self._nodes: list[str] = [node["code"] for node in told["nodes"]]
        self._sorted = sorted(range(len(self._nodes)), key=self._nodes.__getitem__)

    def entries(self) -> Iterator[dict[str, Any]]:
        for entry in self.told["entries"]:
            figures = {"figures": self.figures(entry["figures"])} if "figures" in entry else {}
            yield {**entry, "values": self._values(entry["values"]), **figures}

    def ranking(self) -> Iterator[dict[str, Any]]:
        for row in self.told["ranking"]:
            yield {**row, "nodes": self.nodes(row["nodes"])}

    def details(self) -> Iterator[dict[str, Any]]:
        reasons = self.tables["reasons"]
        for row in self.told["details"]:
            said = {code: reasons[at] for code, at in row["reasons"].items()}
            yield {**row, "reasons": said, "rank_reasons": reasons[row["rank_reasons"]]}

    def nodes(self, points: Sequence[str | None]) -> dict[str, str | None]:
        """Points by code, from the list in the order of the tree."""
        return {self._nodes[at]: points[at] for at in self._sorted if points[at] != NOT_THERE}

    def figures(self, told: Told) -> dict[str, dict[str, Any]]:
        """What data said of each bound leaf, with every figure whole but for its definition."""
        return {
            code: {
                **said,
                "figures": [self._figure(each) for each in said["figures"]],
                "computed_at": self.times.text(said["computed_at"]),
                "frozen_at": None if said["frozen_at"] is None else self.times.text(said["frozen_at"]),
            }
            for code, said in told.items()
        }

    def _figure(self, told: Told) -> dict[str, Any]:
        figure = dict(told)
        if "frame" not in figure:
            return figure
        frame, reference = self.tables["frames"][figure.pop("frame")], figure.pop("reference")
        return {**frame, **figure, "reference": self.tables["references"][reference]}

    def _values(self, told: Told) -> Values:
        values, acts, reasons = (self.tables[name] for name in ("values", "acts", "reasons"))
        return put_together(
            self.leaves,
            told,
            value=lambda at: {**values[at], "reasons": reasons[values[at]["reasons"]]},
            act=acts.__getitem__,
            time=self.times.text,
        )


def put_together(leaves: Sequence[str], told: Told, *, value: Any, act: Any, time: Any) -> Values:
    """One entry's values by leaf code and stage. value, act, time: what stands at a place of these tables."""
    found: Values = {}
    for stage, columns in told.items():
        acts, times = columns["act"], columns["at"]
        for place, at in enumerate(columns["value"]):
            if at is None:
                continue
            by = acts if isinstance(acts, int) else acts[place]
            on = times if isinstance(times, int) else times[place]
            found.setdefault(leaves[place], {})[stage] = {**value(at), **act(by), "at": time(on)}
    return {code: found[code] for code in sorted(found)}


class Times:
    """The table of times: the first in full (ISO 8601, UTC), of each further one the microseconds since the one before."""

    def __init__(self, told: Sequence[Any]) -> None:
        self._first = datetime.fromisoformat(told[0]) if told else None
        self._since = array("q", accumulate(told[1:], initial=0))

    def text(self, place: int) -> str:
        """One time in ISO 8601."""
        assert self._first is not None, "a place in an empty table"
        return (self._first + timedelta(microseconds=self._since[place])).isoformat()
