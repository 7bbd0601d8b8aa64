"""What may answer a leaf: `bind` read and printed.

bind: PAPER_SIGNED                                            # the indicator alone
bind: { indicator: CASES_ON_TIME, denominator: received }     # further keys are the indicator's parameters
bind: [ { indicator: INITIATIVES_PROVINCE, into: a }, { indicator: INITIATIVES_DISTRICT, into: b } ]
"""

from __future__ import annotations

from minhchung.rubric.errors import Reason
from minhchung.rubric.kinds.base import Plain
from minhchung.rubric.model import Binding, Pick
from minhchung.rubric.reader import Fields
from minhchung.rubric.source import Mapping, Scalar
from minhchung.rubric.wording import plain_limits, plain_window

_OWN_KEYS = ("indicator", "into", "picks", "window")


def read_bindings(fields: Fields) -> tuple[Binding, ...]:
    """The indicators named at a node: one word, one mapping, or a list of mappings."""
    value = fields.get("bind")
    if value is None:
        return ()
    if isinstance(value, Scalar):
        return (Binding(value.text.strip()),)
    if isinstance(value, Mapping):
        inner = fields.fields("bind")
        return (_read_binding(inner),) if inner is not None else ()
    return fields.each("bind", lambda inner, _index: _read_binding(inner))


def _read_binding(fields: Fields) -> Binding:
    found = Binding(
        indicator=fields.needed_text("indicator"),
        into=fields.text("into"),
        picks=fields.each("picks", _read_pick),
        window=fields.window("window"),
        parameters=tuple(
            (key.text, fields.text(key.text)) for key, _ in fields.source.pairs if key.text not in _OWN_KEYS
        ),
    )
    fields.done()
    return found


def _read_pick(fields: Fields, index: int) -> Pick:
    option, when = fields.needed_text("option"), fields.scalar("when")
    if when is None:
        fields.need("when")
        return Pick(option)
    share = "%" in when.text
    limits = fields.read_limits(when, share=share)
    if not limits:
        fields.fail(
            "R131",
            when,
            Reason("Cần ít nhất một phép so sánh.", "At least one comparison is needed."),
            Reason('Ví dụ { when: ">= 1", option: a }.', 'Such as { when: ">= 1", option: a }.'),
        )
    return Pick(option, limits, share)


def dump_bindings(bindings: tuple[Binding, ...]) -> Plain:
    """The shortest form that reads back the same."""
    dumped: list[Plain] = [_dump_binding(one) for one in bindings]
    if len(dumped) > 1:
        return dumped
    only = dumped[0]
    return bindings[0].indicator if isinstance(only, dict) and len(only) == 1 else only


def _dump_binding(binding: Binding) -> dict[str, Plain]:
    fields: dict[str, Plain] = {"indicator": binding.indicator}
    if binding.into:
        fields["into"] = binding.into
    fields |= dict(binding.parameters)
    if binding.window is not None:
        fields["window"] = plain_window(binding.window)
    if binding.picks:
        fields["picks"] = [
            {"when": plain_limits(one.limits, share=one.share), "option": one.option} for one in binding.picks
        ]
    return fields
