"""A node's indicators as rows of fields, and back: `bind` is one word, one mapping or a list of mappings.

bind.0.indicator · bind.0.into · bind.0.with.<parameter> · bind.0.window · bind.0.picks.0.option, .when
"""

from __future__ import annotations

from minhchung.criteria.interfaces.node_form.limits import (
    Flat,
    Posted,
    Unfit,
    flat_limits,
    indices,
    read_limits,
)
from minhchung.rubric.kinds.base import Plain

_OWN = ("into", "window")


def flat_bindings(value: Plain, name: str) -> Flat:
    """The fields of every binding. Raises Unfit for what they have no field for."""
    rows = value if isinstance(value, list) else [value]
    found: Flat = {}
    for index, row in enumerate(rows):
        found |= _flat_binding({"indicator": row} if isinstance(row, str) else row, f"{name}.{index}")
    return found


def _flat_binding(row: Plain, place: str) -> Flat:
    if not isinstance(row, dict):
        raise Unfit(f"{place}: {row!r}")
    found: Flat = {f"{place}.here": "1"}
    for key, value in row.items():
        if key == "picks":
            found |= _flat_picks(value, f"{place}.picks")
        elif not isinstance(value, str):
            raise Unfit(f"{place}.{key}: {value!r}")
        else:
            found[f"{place}.{key}" if key in ("indicator", *_OWN) else f"{place}.with.{key}"] = value
    return found


def _flat_picks(value: Plain, name: str) -> Flat:
    if not isinstance(value, list):
        raise Unfit(f"{name}: {value!r}")
    found: Flat = {}
    for index, pick in enumerate(value):
        if not isinstance(pick, dict) or set(pick) != {"when", "option"}:
            raise Unfit(f"{name}: {pick!r}")
        when, option = pick["when"], pick["option"]
        if not isinstance(when, str) or not isinstance(option, str):
            raise Unfit(f"{name}: {pick!r}")
        found[f"{name}.{index}.option"] = option
        found |= flat_limits(when, f"{name}.{index}.when")
    return found


def read_bindings(posted: Posted, name: str) -> Plain | None:
    """The shortest form of what the rows say; a row without an indicator, a pick without limits say nothing."""
    rows: list[Plain] = []
    for index in indices(posted, name):
        place = f"{name}.{index}"
        if f"{place}.here" in posted and posted.get(f"{place}.indicator", "").strip():
            rows.append(_read_binding(posted, place))
    return plain_bindings(rows)


def plain_bindings(rows: list[Plain]) -> Plain | None:
    """Bindings as `bind` prints them: one word or one mapping where that is enough."""
    if len(rows) != 1:
        return rows or None
    only = rows[0]
    return only["indicator"] if isinstance(only, dict) and set(only) == {"indicator"} else only


def _read_binding(posted: Posted, place: str) -> Plain:
    found: dict[str, Plain] = {"indicator": posted[f"{place}.indicator"].strip()}
    if into := posted.get(f"{place}.into", "").strip():
        found["into"] = into
    for name in names_with(posted, place):
        if value := posted[f"{place}.with.{name}"].strip():
            found[name] = value
    if window := posted.get(f"{place}.window", "").strip():
        found["window"] = window
    if picks := _read_picks(posted, f"{place}.picks"):
        found["picks"] = picks
    return found


def names_with(posted: Posted, place: str) -> list[str]:
    """The parameters that a binding's fields name, in their order."""
    start = f"{place}.with."
    return [key[len(start) :] for key in posted if key.startswith(start)]


def _read_picks(posted: Posted, name: str) -> list[Plain]:
    found: list[Plain] = []
    for index in indices(posted, name):
        option, when = posted.get(f"{name}.{index}.option", ""), read_limits(posted, f"{name}.{index}.when")
        if option and when:
            found.append({"when": when, "option": option})
    return found
