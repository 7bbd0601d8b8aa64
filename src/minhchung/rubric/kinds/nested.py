"""A rule inside another: read by its kind's name, printed the same way."""

from __future__ import annotations

from difflib import get_close_matches
from typing import cast

from minhchung.rubric.data import Data
from minhchung.rubric.errors import Reason
from minhchung.rubric.kinds.base import Plain, kind_named, kind_names, kind_of
from minhchung.rubric.model import Rule
from minhchung.rubric.reader import Fields
from minhchung.rubric.source import Mapping, Scalar, Source
from minhchung.viet.folding import search_key

_NONE_WORDS = frozenset({"khong co", "none"})


def is_none_word(data: Data) -> bool:
    """Whether an answer says *không có*."""
    return isinstance(data, str) and search_key(data) in _NONE_WORDS


def read_rule(fields: Fields, key: str) -> Rule | None:
    """The rule under a key: its kind's name alone, or a mapping with `kind`. None when it cannot be read."""
    source = fields.need(key)
    if source is None:
        return None
    if isinstance(source, Scalar):
        empty = Fields(Mapping(source.span, ()), fields.findings)
        return _read(empty, source.text.strip(), source)
    if isinstance(source, Mapping):
        inner = Fields(source, fields.findings)
        name = inner.needed_text("kind")
        if not name:
            return None
        rule = _read(inner, name, inner.get("kind") or source)
        if kind_named(name) is not None:
            inner.done()
        return rule
    fields.fields(key)  # reports that a mapping is needed
    return None


def _read(fields: Fields, name: str, at: Source) -> Rule | None:
    kind = kind_named(name)
    if kind is None:
        near = get_close_matches(name, kind_names(), n=1)
        ask = Reason(f" Có phải “{near[0]}”?", f' Did you mean "{near[0]}"?') if near else Reason("", "")
        known = ", ".join(kind_names())
        fields.fail(
            "R220",
            at,
            Reason(f"Không có loại quy tắc “{name}”.", f'There is no rule kind "{name}".'),
            Reason(f"Chọn: {known}.{ask.vi}", f"Choose: {known}.{ask.en}"),
        )
        return None
    before = len(fields.findings.items)
    rule = cast(Rule, kind.read(fields))
    return rule if len(fields.findings.items) == before else None


def dump_rule(rule: Rule) -> Plain:
    """One word when nothing else is said, else its kind and fields."""
    kind = kind_of(rule)
    fields = kind.dump(rule)
    return {"kind": kind.name, **fields} if fields else kind.name
