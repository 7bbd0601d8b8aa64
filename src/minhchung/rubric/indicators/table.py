"""The catalogue and its bindings as Markdown: the generated part of docs/indicators.md."""

from __future__ import annotations

from collections.abc import Iterator

from minhchung.rubric.indicators import ROOMS, Described, catalogue
from minhchung.rubric.model import Binding, Rubric
from minhchung.rubric.shipped import CODES, load_shipped
from minhchung.rubric.wording import plain_limits, plain_window

HEADINGS = {
    "cases": "Counted from cases (Đếm từ hồ sơ một cửa)",
    "register": "Given by the body that holds them (Sổ số liệu)",
}


def catalogue_as_markdown() -> str:
    """Every indicator under its list, then every leaf of the shipped rubrics that is bound to one."""
    return "\n".join([*_lists(), *_bindings()]) + "\n"


def _lists() -> Iterator[str]:
    for room in ROOMS:
        yield f"## {HEADINGS[room]}"
        yield ""
        for described in catalogue().values():
            if described.room == room:
                yield from _entry(described)


def _entry(one: Described) -> Iterator[str]:
    yield f"### `{one.code}`"
    yield f"{one.title.vi} ({one.title.en}). {one.definition.vi} {one.definition.en}"
    yield ""
    yield f"- Unit: {one.unit.vi} ({one.unit.en}); gives {_shape(one)}."
    yield f"- Numerator: {one.numerator.vi} ({one.numerator.en})."
    if one.shape == "rate":
        yield f"- Denominator: {one.denominator.vi} ({one.denominator.en})."
    if one.excluded.vi:
        yield f"- Left out: {one.excluded.vi} ({one.excluded.en})."
    for asked in one.parameters:
        values = "; ".join(f"`{value}` {words.vi}" for value, words in asked.values)
        yield f"- Parameter `{asked.name}` ({asked.title.vi}): {values}; `{asked.default}` when unsaid."
    if one.holder.vi:
        yield f"- Held by: {one.holder.vi} ({one.holder.en})."
    yield f"- Several periods: {'added up' if one.sums else 'not added up: the figure of a moment'}."
    yield f"- Source: {one.source}."
    yield ""


def _shape(one: Described) -> str:
    return "a numerator and a denominator" if one.shape == "rate" else "a count"


def _bindings() -> Iterator[str]:
    yield "## Bound in the shipped rubrics (Đã nối trong các bộ tiêu chí kèm sẵn)"
    yield ""
    yield "| rubric | leaf | indicator | with |"
    yield "|---|---|---|---|"
    for code in CODES:
        yield from _rows(code, load_shipped(code))


def _rows(code: str, rubric: Rubric) -> Iterator[str]:
    bound = [(leaf, one) for leaf in rubric.leaves() for one in leaf.bind]
    for leaf, one in bound:
        yield f"| {code} | {leaf.code} | `{one.indicator}` | {_with(one)} |"
    if not bound:
        yield f"| {code} | – | – | no leaf asks for a figure |"


def _with(one: Binding) -> str:
    said = [f"`{name}: {value}`" for name, value in one.parameters]
    said += [f"into `{one.into}`"] if one.into else []
    said += [plain_window(one.window)] if one.window is not None else []
    said += [f"{plain_limits(each.limits, share=each.share)} → `{each.option}`" for each in one.picks]
    return "; ".join(said)
