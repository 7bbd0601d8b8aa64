"""YAML composed to nodes: every scalar stays text and knows its line and column.

Typed loading would turn label `6.10` into 6.1 and `no` into false. Built from parser events without recursion, so depth,
aliases and tags are refused before they can do harm.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

import yaml

from minhchung.rubric.errors import Diagnostic, Reason, RubricError, Span
from minhchung.viet.folding import nfc

_DEEPEST = 60
_LONGEST = 8_000_000
_WHOLE = re.compile(r"-?\d+")
_DECIMALS = re.compile(r"\d+(?: ?%)?")

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Scalar:
    """Text as written; `plain` when it stood without quotes."""

    span: Span
    text: str
    plain: bool


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    span: Span
    items: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with their values, in order; a key given twice is refused while reading."""

    span: Span
    pairs: tuple[tuple[Scalar, Source], ...]


Source = Scalar | Sequence | Mapping


@dataclass(slots=True)
class _Open:
    """A collection under construction."""

    is_map: bool
    start: Any
    items: list[Source]


def compose(text: str, name: str) -> Source:
    """Compose one YAML document.

    Raises RubricError with the first fault of the YAML itself: syntax, an alias, a tag, a second document, depth.
    """
    if len(text) > _LONGEST:
        raise _refused(Span(name, 1, 1), "R002", "Tệp quá lớn.", "The file is too large.")
    try:
        return _compose(nfc(text), name)
    except yaml.YAMLError as error:
        raise _syntax(error, name) from error


def _compose(text: str, name: str) -> Source:
    stack: list[_Open] = []
    root: Source | None = None
    for event in yaml.parse(text, Loader=_Loader):
        done: Source | None = None
        if isinstance(event, yaml.DocumentStartEvent) and root is not None:
            raise _refused(
                _span(name, event), "R003", "Tệp chỉ được có một tài liệu YAML.", "One document a file."
            )
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _refused(
                _span(name, event),
                "R004",
                "Không dùng neo và tham chiếu (&, *).",
                "Anchors and aliases are refused.",
            )
        if isinstance(event, yaml.ScalarEvent):
            _refuse_tag(event, name)
            done = Scalar(_span(name, event), event.value, event.style in (None, ""))
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            _refuse_tag(event, name)
            if len(stack) >= _DEEPEST:
                raise _refused(_span(name, event), "R005", "Lồng nhau quá sâu.", "Nested too deeply.")
            stack.append(_Open(isinstance(event, yaml.MappingStartEvent), event, []))
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            done = _close(stack.pop(), event, name)
        if done is not None:
            if stack:
                stack[-1].items.append(done)
            else:
                root = done
    if root is None:
        raise _refused(Span(name, 1, 1), "R001", "Tệp trống.", "The file is empty.")
    return root


def _close(opened: _Open, end: Any, name: str) -> Source:
    start, stop = opened.start.start_mark, end.end_mark
    span = Span(name, start.line + 1, start.column + 1, stop.line + 1, stop.column + 1)
    if not opened.is_map:
        return Sequence(span, tuple(opened.items))
    pairs: list[tuple[Scalar, Source]] = []
    seen: set[str] = set()
    for key, value in zip(opened.items[::2], opened.items[1::2], strict=True):
        if not isinstance(key, Scalar):
            raise _refused(key.span, "R006", "Tên mục phải là chữ.", "A key must be text.")
        if key.text in seen and not (pairs and _decimal_comma(pairs[-1][1], key, value)):
            raise _refused(
                key.span, "R007", f"“{key.text}” được viết hai lần.", f'"{key.text}" is given twice.'
            )
        if pairs and (joined := _decimal_comma(pairs[-1][1], key, value)) is not None:
            pairs[-1] = (pairs[-1][0], joined)
            continue
        seen.add(key.text)
        pairs.append((key, value))
    return Mapping(span, tuple(pairs))


def _decimal_comma(before: Source, key: Scalar, value: Source) -> Scalar | None:
    """`{ points: 0,5 }`: YAML reads a key "5" without value; digits, comma and digits that touch are one number."""
    touching = (before.span.end_line, before.span.end_column + 1) == (key.span.line, key.span.column)
    if not (touching and isinstance(before, Scalar) and isinstance(value, Scalar) and value.text == ""):
        return None
    if not (before.plain and key.plain and value.plain):
        return None
    if not (_WHOLE.fullmatch(before.text) and _DECIMALS.fullmatch(key.text)):
        return None
    span = replace(before.span, end_line=key.span.end_line, end_column=key.span.end_column)
    return Scalar(span, f"{before.text},{key.text}", True)


def _refuse_tag(event: Any, name: str) -> None:
    if event.tag not in (None, "!"):
        raise _refused(_span(name, event), "R004", "Không dùng thẻ YAML (!).", "YAML tags are refused.")


def _span(name: str, event: Any) -> Span:
    start, end = event.start_mark, event.end_mark
    return Span(name, start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def _refused(span: Span, code: str, vi: str, en: str) -> RubricError:
    hint = Reason("Xem docs/rubric-format.md.", "See docs/rubric-format.md.")
    return RubricError((Diagnostic(code, "error", span, Reason(vi, en), hint),))


def _syntax(error: yaml.YAMLError, name: str) -> RubricError:
    mark = getattr(error, "problem_mark", None)
    span = Span(name, mark.line + 1, mark.column + 1) if mark else Span(name, 1, 1)
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "unreadable")
    message = Reason(f"Không đọc được YAML: {problem}.", f"The YAML cannot be read: {problem}.")
    hint = Reason(
        "Kiểm tra thụt dòng, dấu hai chấm, và đặt chữ có “: ” hay “#” trong dấu nháy.",
        'Check indentation and colons; quote text that holds ": " or "#".',
    )
    return RubricError((Diagnostic("R001", "error", span, message, hint),))
