"""What a leaf may be bound to: every indicator of the product in words, as data.

`register.yaml` holds those that a body gives as figures, `cases.yaml` those that are counted from cases. How each one
is computed lies in the room that computes it; this catalogue is what authors read and what lint holds a binding to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, cast

from minhchung.rubric.errors import Reason, RubricError
from minhchung.rubric.reader import Fields, Findings
from minhchung.rubric.source import Mapping as SourceMapping
from minhchung.rubric.source import compose

Shape = Literal["rate", "count"]
SHAPES: tuple[Shape, ...] = ("rate", "count")
ROOMS: tuple[str, ...] = ("cases", "register")
"""The lists, in the order in which people see them."""


@dataclass(frozen=True, slots=True)
class AskedWith:
    """A parameter of an indicator: its values with their words, and the one that holds when nothing is said."""

    name: str
    title: Reason
    values: tuple[tuple[str, Reason], ...]
    default: str

    def words(self, value: str) -> Reason:
        """What a value means. Raises KeyError for a value it does not have."""
        return dict(self.values)[value]


@dataclass(frozen=True, slots=True)
class Described:
    """An indicator in words.

    shape: rate (numerator and denominator) or count (numerator alone). unit: of what is counted. source: the text that
    defines it. excluded: what is left out of both. holder: the body that holds the figure, in words.
    sums: figures of several periods may be added (flows), or not (stocks, a place in a list).
    """

    code: str
    room: str
    title: Reason
    shape: Shape
    unit: Reason
    numerator: Reason
    denominator: Reason
    definition: Reason
    source: str
    excluded: Reason
    holder: Reason
    sums: bool
    parameters: tuple[AskedWith, ...] = ()

    def parameter(self, name: str) -> AskedWith | None:
        """The parameter with this name, if it has one."""
        return next((one for one in self.parameters if one.name == name), None)

    def settled(self, given: Mapping[str, str]) -> dict[str, str]:
        """Every parameter with its value: the one given, else the default."""
        return {one.name: given.get(one.name) or one.default for one in self.parameters}


@cache
def catalogue() -> Mapping[str, Described]:
    """Code → indicator, in the order in which people see them. Raises RubricError when a list does not read."""
    found = [described for room in ROOMS for described in read_list(_text(room), room)]
    assert len({one.code for one in found}) == len(found), "an indicator is listed twice"
    return {one.code: one for one in found}


def _text(room: str) -> str:
    return files(__name__).joinpath(f"{room}.yaml").read_text(encoding="utf-8")


def read_list(text: str, room: str) -> tuple[Described, ...]:
    """One room's list out of its YAML. Raises RubricError with every finding."""
    findings = Findings()
    source = compose(text, f"{room}.yaml")
    assert isinstance(source, SourceMapping), "a list of indicators is a mapping"
    fields = Fields(source, findings)
    found = fields.needed_each("indicators", lambda inner, _index: _read_described(inner, room))
    fields.done()
    if findings.items:
        raise RubricError(tuple(findings.items))
    return found


def _read_described(fields: Fields, room: str) -> Described:
    return Described(
        code=fields.needed_text("code"),
        room=room,
        title=_both(fields, "title"),
        shape=cast(Shape, fields.choice("shape", SHAPES, "rate")),
        unit=_both(fields, "unit"),
        numerator=_both(fields, "numerator"),
        denominator=_either(fields, "denominator"),
        definition=_both(fields, "definition"),
        source=fields.needed_text("source"),
        excluded=_either(fields, "excluded"),
        holder=_either(fields, "holder"),
        sums=fields.flag("sums", default=True),
        parameters=fields.each("parameters", _read_parameter),
    )


def _read_parameter(fields: Fields, index: int) -> AskedWith:
    values = fields.needed_each("values", _read_value)
    return AskedWith(
        fields.needed_text("name"), _both(fields, "title"), values, fields.text("default", values[0][0])
    )


def _read_value(fields: Fields, index: int) -> tuple[str, Reason]:
    return fields.needed_text("value"), _both(fields, "title")


def _both(fields: Fields, key: str) -> Reason:
    """A text in both languages: `key` and `key_en`."""
    return Reason(fields.needed_text(key), fields.needed_text(f"{key}_en"))


def _either(fields: Fields, key: str) -> Reason:
    return Reason(fields.text(key), fields.text(f"{key}_en"))
