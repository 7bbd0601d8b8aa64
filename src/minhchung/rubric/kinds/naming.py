"""Named figures: how formula, conditions and product ask several figures by name and read them."""

from __future__ import annotations

from collections.abc import Mapping

from minhchung.rubric.answers import ABSENT, Absent, Answer, Parts
from minhchung.rubric.data import FIX_PARTS, Data, fault, measure_from_data
from minhchung.rubric.errors import Fault, Reason
from minhchung.rubric.kinds.base import At, Input
from minhchung.rubric.kinds.measuring import Figure, figure, measure_inputs
from minhchung.rubric.model import NamedMeasure
from minhchung.rubric.score import Outcome


def named_inputs(inputs: tuple[NamedMeasure, ...]) -> tuple[Input, ...]:
    """The fields of every named figure, `name.field`."""
    return tuple(one for item in inputs for one in measure_inputs(item.measure, f"{item.name}."))


def named_from_data(inputs: tuple[NamedMeasure, ...], data: Data, at: At) -> Answer | list[Fault]:
    """Each figure by name; one left out stays absent. A single input may be given without its name."""
    known = [item.name for item in inputs]
    if len(inputs) == 1 and not (isinstance(data, Mapping) and set(data) <= set(known)):
        data = {known[0]: data}
    if not isinstance(data, Mapping):
        return fault(
            "A140", at.place, data, "Cần trả lời từng phần.", "Each part needs an answer.", FIX_PARTS
        )
    faults = unknown_names(data, known, at)
    parts: list[tuple[str, Answer]] = []
    for item in inputs:
        value = data.get(item.name)
        if value is None or value == "":
            parts.append((item.name, ABSENT))
            continue
        found = measure_from_data(item.measure, value, at.inside(item.name).place)
        if isinstance(found, list):
            faults += found
        else:
            parts.append((item.name, found))
    return faults or (Parts(tuple(parts)) if any(part != ABSENT for _, part in parts) else ABSENT)


def unknown_names(data: Mapping[object, object], known: list[str], at: At) -> list[Fault]:
    """A fault for each name that the rule does not ask."""
    fix = Reason(f"Các phần: {', '.join(known)}.", f"Parts: {', '.join(known)}.")
    return [
        one
        for name in data
        if name not in known
        for one in fault("A141", at.place, name, "Không có phần này.", "There is no such part.", fix)
    ]


def figures_of(inputs: tuple[NamedMeasure, ...], answer: Parts, at: At) -> dict[str, Figure] | Outcome:
    """The figures by name; the first outcome that keeps one from being a figure."""
    found: dict[str, Figure] = {}
    for item in inputs:
        part = answer.get(item.name)
        if isinstance(part, Absent):
            title = item.measure.title or item.name
            return Outcome("absent", None, (Reason(f"Chưa có “{title}”", f'"{title}" is missing'),))
        one = figure(item.measure, part, at)
        if isinstance(one, Outcome):
            return one
        found[item.name] = one
    return found
