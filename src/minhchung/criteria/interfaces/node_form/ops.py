"""Buttons of a form that change its shape: a row added, moved or taken out, another kind of rule."""

from __future__ import annotations

from minhchung.criteria.interfaces.node_form.kinds import KIND_FORMS
from minhchung.criteria.interfaces.node_form.limits import Flat, Posted, indices
from minhchung.criteria.interfaces.node_form.shared import MEASURE, MEASURES
from minhchung.criteria.interfaces.node_form.spec import Rows
from minhchung.criteria.interfaces.node_form.values import (
    YAML,
    read_rule,
    rule_as_yaml,
)

NEW_KIND = "new_kind"
_CARRIED = ("points", "text", "none", "line", "id", "here")


def after_op(posted: Posted, op: str) -> Flat:
    """The fields after a button `what|name`; an unknown one changes nothing."""
    what, _, name = op.partition("|")
    flat = dict(posted)
    match what:
        case "add":
            return flat | {f"{name}.{max(indices(flat, name), default=-1) + 1}.here": "1"}
        case "del":
            return {key: value for key, value in flat.items() if not key.startswith(f"{name}.")}
        case "up" | "down":
            return _swapped(flat, name, -1 if what == "up" else 1)
        case "kind":
            return _of_kind(flat, name, flat.get(f"{name}.{NEW_KIND}", ""))
        case _:
            return flat


def _swapped(flat: Flat, name: str, by: int) -> Flat:
    rows, _, number = name.rpartition(".")
    here = [each for each in indices(flat, rows) if f"{rows}.{each}.here" in flat]
    if not number.isdecimal() or int(number) not in here:
        return flat
    at = here.index(int(number)) + by
    if not 0 <= at < len(here):
        return flat
    one, other = f"{rows}.{number}.", f"{rows}.{here[at]}."
    return {_exchanged(key, one, other): value for key, value in flat.items()}


def _exchanged(key: str, one: str, other: str) -> str:
    if key.startswith(one):
        return other + key[len(one) :]
    return one + key[len(other) :] if key.startswith(other) else key


def _of_kind(flat: Flat, name: str, kind: str) -> Flat:
    """Another kind of rule: what both kinds ask is kept, and rows of points and words go along."""
    old = flat.get(f"{name}.kind", "")
    if kind == old:
        return flat
    if kind == YAML:
        rule = read_rule(flat, name)
        return flat | {f"{name}.kind": YAML, f"{name}.yaml": rule_as_yaml(rule) if rule is not None else ""}
    changed = flat | {f"{name}.kind": kind} | _first_measure(flat, name, kind)
    source, target = _rows_of(old), _rows_of(kind)
    if not source or not target or source == target or indices(flat, f"{name}.{target}"):
        return changed
    for index in indices(flat, f"{name}.{source}"):
        for key in _CARRIED:
            value = flat.get(f"{name}.{source}.{index}.{key}")
            if value is not None:
                changed[f"{name}.{target}.{index}.{key}"] = value
    return changed


def _first_measure(flat: Flat, name: str, kind: str) -> Flat:
    """The kind of figure that the form shows as chosen, said in the text at once."""
    form = KIND_FORMS.get(kind)
    asked = form is not None and MEASURE in form.entries
    said = f"{name}.measure.kind"
    return {said: MEASURES[0][0]} if asked and not flat.get(said) else {}


def _rows_of(kind: str) -> str:
    form = KIND_FORMS.get(kind)
    return (
        next((entry.key for entry in form.entries if isinstance(entry, Rows) and entry.ids), "")
        if form
        else ""
    )
