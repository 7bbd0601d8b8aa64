"""The tables of a snapshot of format 2 while it is being written: every distinct thing once, and its place.

Places are given in the order in which things are first met, so that an entry's own values stand together.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any, Final

OWN: Final = ("agency", "numerator", "denominator", "excluded", "href")
"""The keys of a frozen figure that differ from agency to agency; what pins it (`reference`) has a table of its own."""
Cell = tuple[int, int, datetime]
"""A value: its place, the place of the act that gave it, when."""
_KEY: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True)
_MICROSECOND: Final = timedelta(microseconds=1)


class Table:
    """Distinct things in the order in which they were first met."""

    def __init__(self) -> None:
        self.rows: list[Any] = []
        self._places: dict[str, int] = {}

    def place(self, thing: Any) -> int:
        """Where it stands; it is added when it does not yet."""
        key = _KEY.encode(thing)
        found = self._places.setdefault(key, len(self.rows))
        if found == len(self.rows):
            self.rows.append(thing)
        return found


class Tables:
    """All tables of one snapshot. Times are known by their moment until `finished` gives them places."""

    def __init__(self) -> None:
        self.values, self.acts, self.reasons = Table(), Table(), Table()
        self.frames, self.references = Table(), Table()
        self._times: set[datetime] = set()

    def value(self, *, answer: Any, points: str | None, state: str, reasons: Any) -> int:
        """The place of what one stage says of one leaf."""
        told = {"answer": answer, "points": points, "state": state, "reasons": self.reasons.place(reasons)}
        return self.values.place(told)

    def act(self, *, verdict: str, reason: str, by: int | None, post: int | None) -> int:
        """The place of who said it, how, and the words of a change."""
        return self.acts.place({"verdict": verdict, "reason": reason, "by": by, "post": post})

    def at(self, moment: datetime) -> datetime:
        """A moment that the table will hold."""
        known = moment.astimezone(UTC)
        self._times.add(known)
        return known

    def figure(self, figure: Mapping[str, Any]) -> dict[str, Any]:
        """A figure as its own keys and two places; one that is no figure (it says why there is none) stays whole."""
        if "reference" not in figure:
            return dict(figure)
        frame = {key: value for key, value in figure.items() if key not in OWN and key != "reference"}
        own = {key: figure[key] for key in OWN if key in figure}
        return {
            **own,
            "frame": self.frames.place(frame),
            "reference": self.references.place(figure["reference"]),
        }

    def columns(self, cells: Mapping[str, Sequence[Cell | None]]) -> dict[str, dict[str, Any]]:
        """Stage → value, act and at, each a list in the order of the leaves; act and at are one number where all agree."""
        told = {}
        for stage, row in cells.items():
            given = [cell for cell in row if cell is not None]
            told[stage] = {
                "value": [None if cell is None else cell[0] for cell in row],
                "act": _one_or_all({cell[1] for cell in given}, [cell and cell[1] for cell in row]),
                "at": _one_or_all({cell[2] for cell in given}, [cell and cell[2] for cell in row]),
            }
        return told

    def told(self) -> dict[str, Any]:
        """The tables as a snapshot holds them."""
        times = sorted(self._times)
        steps = [(later - one) // _MICROSECOND for one, later in pairwise(times)]
        return {
            "values": self.values.rows,
            "acts": self.acts.rows,
            "reasons": self.reasons.rows,
            "frames": self.frames.rows,
            "references": self.references.rows,
            "times": [times[0].isoformat(), *steps] if times else [],
        }

    def time_places(self, entries: Iterable[dict[str, Any]]) -> None:
        """Put places where entries hold moments; to be called when every entry is there."""
        place = {moment: at for at, moment in enumerate(sorted(self._times))}
        for entry in entries:
            for columns in entry["values"].values():
                at = columns["at"]
                columns["at"] = (
                    [moment and place[moment] for moment in at] if isinstance(at, list) else place[at]
                )
            for said in entry.get("figures", {}).values():
                for key in ("computed_at", "frozen_at"):
                    said[key] = said[key] and place[said[key]]


def _one_or_all(distinct: set[Any], row: list[Any]) -> Any:
    return next(iter(distinct)) if len(distinct) == 1 else row
