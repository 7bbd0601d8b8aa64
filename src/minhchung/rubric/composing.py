"""A text composed again and again while it is edited: sections that stand as they stood are not read a second time.

The layout is that of printing: `nodes:` at the margin, each section an item two spaces in. Any other text is composed
whole; what comes out is the same either way.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from minhchung.rubric.errors import RubricError, Span
from minhchung.rubric.source import Mapping, Scalar, Sequence, Source, compose

_ITEM = "  - "
_SMALL = 20_000
"""Below so many characters the whole is read faster than it is cut up."""
_KEPT = 4_000_000
"""Characters of sections kept in a process; they take some 25 bytes each."""
_HEAD_LINE = re.compile(r"[^\s#-]")


def compose_again(text: str, name: str) -> Source:
    """`compose`, with the sections of texts composed before kept. Raises RubricError as `compose` does."""
    cut = _cut(text) if len(text) > _SMALL else None
    if cut is None:
        return compose(text, name)
    before, sections, after, first_line = cut
    try:
        head = compose(f"{before}nodes: []\n{after}", name)
        items, line = [], first_line
        for number, section in enumerate(sections, 1):
            items.append(_placed(section, name, line, number == len(sections)))
            line += section.count("\n")
    except RubricError:
        return compose(text, name)
    _forget()
    return _joined(head, tuple(items), first_line, line) or compose(text, name)


def sections_of(text: str) -> tuple[str, list[str]] | None:
    """A text's head and its sections, each as it is written; None where it is small or laid out otherwise."""
    cut = _cut(text) if len(text) > _SMALL else None
    return (cut[0] + cut[2], cut[1]) if cut is not None else None


@lru_cache(maxsize=4)
def _cut(text: str) -> tuple[str, list[str], str, int] | None:
    """What stands before `nodes:`, every section, what stands after them, the line of the first one; None: not so laid out."""
    lines = text.split("\n")
    if lines[-1] != "" or lines.count("nodes:") != 1:
        return None
    start = lines.index("nodes:") + 1
    end = next(
        (number for number in range(start, len(lines)) if _HEAD_LINE.match(lines[number])), len(lines) - 1
    )
    starts = [number for number in range(start, end) if lines[number].startswith(_ITEM)]
    if not starts or starts[0] != start or any(line.count('"') % 2 for line in lines[start:end]):
        return None
    ends = [*starts[1:], end]
    sections = ["\n".join(lines[a:b]) + "\n" for a, b in zip(starts, ends, strict=True)]
    before, after = ("".join(f"{line}\n" for line in part) for part in (lines[: start - 1], lines[end:-1]))
    return before, sections, after, start + 1


_PLACED: dict[tuple[str, str, bool], tuple[int, Source]] = {}
"""(section, file, whether it is the last) → the line it was last seen from, and what it composes to there."""


def _placed(section: str, name: str, line: int, last: bool) -> Source:
    """One section as it stands from a line on. Raises RubricError."""
    key = (section, name, last)
    stood, source = _PLACED.get(key) or (2, _section(section, name, last))
    placed = _moved(source, line - stood)
    _PLACED.pop(key, None)
    _PLACED[key] = (line, placed)
    return placed


def _forget() -> None:
    """Drop the sections that were asked for longest ago, down to what may be kept."""
    held = sum(len(section) for section, _name, _last in [*_PLACED])
    for key in [*_PLACED]:
        if held <= _KEPT:
            return
        _PLACED.pop(key, None)
        held -= len(key[0])


def _section(section: str, name: str, last: bool) -> Source:
    """One section as if it stood on the second line. Raises RubricError."""
    whole = compose(f"nodes:\n{section}" + ("" if last else f"{_ITEM}{{}}\n"), name)
    assert isinstance(whole, Mapping)
    items = whole.pairs[0][1]
    if len(whole.pairs) != 1 or not isinstance(items, Sequence) or len(items.items) != 2 - last:
        raise RubricError(())
    return items.items[0]


def _moved(source: Source, down: int) -> Source:
    """The same some lines further down."""
    if not down:
        return source
    span = _span_moved(source.span, down)
    if isinstance(source, Scalar):
        return Scalar(span, source.text, source.plain)
    if isinstance(source, Sequence):
        return Sequence(span, tuple([_moved(item, down) for item in source.items]))
    return Mapping(
        span,
        tuple(
            [
                (Scalar(_span_moved(key.span, down), key.text, key.plain), _moved(value, down))
                for key, value in source.pairs
            ]
        ),
    )


def _span_moved(span: Span, down: int) -> Span:
    return Span(span.file, span.line + down, span.column, span.end_line + down, span.end_column)


def _joined(head: Source, items: tuple[Source, ...], first: int, end: int) -> Source | None:
    """The head with the sections in it, and what stands after them moved down to where it is."""
    if not isinstance(head, Mapping):
        return None
    nodes_line = first - 1
    pairs: list[tuple[Scalar, Source]] = []
    for key, value in head.pairs:
        if key.text == "nodes":
            span = Span(key.span.file, first, 3, end, 1)
            pairs.append((key, Sequence(span, items)))
        elif key.span.line > nodes_line:
            moved = Scalar(_span_moved(key.span, end - first), key.text, key.plain)
            pairs.append((moved, _moved(value, end - first)))
        else:
            pairs.append((key, value))
    stop = head.span.end_line + end - first
    return Mapping(replace(head.span, end_line=stop), tuple(pairs))
