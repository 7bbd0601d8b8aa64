"""Conditions on an agency's traits, read and printed."""

from __future__ import annotations

from minhchung.rubric.errors import Reason
from minhchung.rubric.kinds.base import Plain
from minhchung.rubric.model import TraitTest, When
from minhchung.rubric.reader import Fields

_NOT = "not "


def read_when(fields: Fields, key: str) -> When:
    """`{ cap: [tỉnh, huyện], not mien_nui: có }`."""
    inner = fields.fields(key)
    if inner is None:
        return ()
    tests: list[TraitTest] = []
    for name, value in inner.source.pairs:
        values = inner.texts(name.text)
        if not values:
            inner.fail(
                "R230",
                value,
                Reason(
                    f"“{name.text}” phải có ít nhất một giá trị.", f'"{name.text}" needs at least one value.'
                ),
                Reason("Ví dụ { cap: xã }.", "Such as { cap: xã }."),
            )
            continue
        negated = name.text.startswith(_NOT)
        tests.append(TraitTest(name.text.removeprefix(_NOT).strip(), values, negated))
    return tuple(tests)


def dump_when(when: When) -> Plain:
    """The condition as its fields."""
    return {
        f"{_NOT if test.negated else ''}{test.trait}": test.values[0]
        if len(test.values) == 1
        else list(test.values)
        for test in when
    }
