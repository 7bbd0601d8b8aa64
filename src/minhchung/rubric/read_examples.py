"""Worked examples of a node: read from the rubric's text, and printed.

Their answers stay as they were written. An edited rule may no longer take them, and that is a finding of lint on a
rubric that reads, never a rubric that does not read.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import cast

from minhchung.rubric.errors import Reason
from minhchung.rubric.kinds.base import Plain
from minhchung.rubric.model import Example, ExampleState, Keyed, Said
from minhchung.rubric.reader import Fields
from minhchung.rubric.source import Mapping, Scalar, Sequence, Source
from minhchung.rubric.wording import plain, vi_date

_NO_DAY = date(1, 1, 1)
"""Stands in for a day that cannot be read; the finding keeps the rubric from being one."""
STATES = ("absent", "undecided", "pending", "not_applicable", "excluded")


def read_example(fields: Fields, index: int) -> Example:
    """One item of `examples:`. A day, and points or a state, must be said."""
    fields.need("on")
    on = fields.full_date("on")
    state = fields.choice("state", STATES, "")
    answer = fields.get("answer")
    example = Example(
        on=on or _NO_DAY,
        answer=said_of(answer) if answer is not None else None,
        answers=_answers(fields),
        points=fields.number("points"),
        state=cast(ExampleState, state) if state else None,
        source=fields.text("source"),
        note=fields.text("note"),
        year=fields.whole("year"),
        traits=_texts_by_name(fields, "traits"),
        parameters=_texts_by_name(fields, "parameters"),
        group=_group(fields),
        place=fields.source.span,
    )
    if fields.get("points") is None and fields.get("state") is None:
        fields.fail(
            "R125",
            fields.source,
            Reason("Ví dụ chưa nói kết quả.", "The example does not say what it gives."),
            Reason("Thêm “points: 2” hoặc “state: undecided”.", "Add `points: 2` or `state: undecided`."),
        )
    return example


def dump_example(example: Example) -> Plain:
    """The example as its fields."""
    fields: dict[str, Plain] = {"on": vi_date(example.on)}
    for key, text in (("source", example.source), ("note", example.note)):
        if text:
            fields[key] = text
    if example.year is not None:
        fields["year"] = str(example.year)
    for key, pairs in (("traits", example.traits), ("parameters", example.parameters)):
        if pairs:
            fields[key] = dict(pairs)
    if example.group:
        fields["group"] = [plain(value) for value in example.group]
    if example.answer is not None:
        fields["answer"] = plain_said(example.answer)
    if example.answers:
        fields["answers"] = {code: plain_said(said) for code, said in example.answers}
    if example.points is not None:
        fields["points"] = plain(example.points)
    if example.state is not None:
        fields["state"] = example.state
    return fields


def said_of(source: Source) -> Said:
    """A composed answer, frozen."""
    if isinstance(source, Scalar):
        return source.text
    if isinstance(source, Sequence):
        return tuple(said_of(item) for item in source.items)
    return Keyed(tuple((key.text, said_of(value)) for key, value in source.pairs))


def plain_said(said: Said) -> Plain:
    """A frozen answer as text, lists and mappings."""
    if isinstance(said, Keyed):
        return {key: plain_said(value) for key, value in said.pairs}
    return [plain_said(item) for item in said] if isinstance(said, tuple) else said


def _answers(fields: Fields) -> tuple[tuple[str, Said], ...]:
    inner = fields.fields("answers")
    if inner is None:
        return ()
    return tuple((key.text, said_of(value)) for key, value in inner.source.pairs)


def _texts_by_name(fields: Fields, key: str) -> tuple[tuple[str, str], ...]:
    inner = fields.fields(key)
    if inner is None:
        return ()
    return tuple((name.text, inner.text(name.text)) for name, _ in inner.source.pairs)


def _group(fields: Fields) -> tuple[Fraction, ...]:
    value = fields.get("group")
    items = value.items if isinstance(value, Sequence) else (value,) if value is not None else ()
    if any(isinstance(item, Mapping | Sequence) for item in items):
        fields.texts("group")  # reports what is needed
        return ()
    found = [fields.read_number(item) for item in items if isinstance(item, Scalar)]
    return tuple(number for number in found if number is not None)
