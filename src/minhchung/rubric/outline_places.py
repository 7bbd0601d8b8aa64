"""Which field of a node a place in the text belongs to: `rule.rows.0.when`."""

from __future__ import annotations

from functools import lru_cache

from minhchung.rubric.composing import compose_again
from minhchung.rubric.errors import Span
from minhchung.rubric.source import Mapping, Scalar, Source
from minhchung.rubric.source import Sequence as SourceList

_BRANCHES = ("nodes", "children")


@lru_cache(maxsize=8)
def fields_at(text: str, spans: tuple[Span, ...]) -> tuple[str, ...]:
    """For each place the path of the field inside its own node, "" for the node itself; the text is read once.

    Raises RubricError when the text is not YAML.
    """
    if not spans:
        return ()
    source = compose_again(text, "bản thảo")
    return tuple(_own(_path(source, span.line, span.column)) for span in spans)


def _own(path: tuple[str, ...]) -> str:
    """The part of a path below the last node on it."""
    last = max((index for index, step in enumerate(path) if step in _BRANCHES), default=-2)
    return ".".join(path[last + 2 :])


def _path(source: Source, line: int, column: int) -> tuple[str, ...]:
    steps: list[str] = []
    while (found := _step(source, line, column)) is not None:
        steps.append(found[0])
        source = found[1]
    return tuple(steps)


def _step(source: Source, line: int, column: int) -> tuple[str, Source] | None:
    """The key or index whose part of the text holds the place; None at the innermost."""
    if isinstance(source, Scalar):
        return None
    pairs: list[tuple[str, Span, Source]]
    if isinstance(source, Mapping):
        pairs = [(key.text, key.span, value) for key, value in source.pairs]
    else:
        assert isinstance(source, SourceList)
        pairs = [(str(index), item.span, item) for index, item in enumerate(source.items)]
    if (source.span.line, source.span.column) == (line, column) and isinstance(source, Mapping):
        return None
    held = [
        (name, value)
        for name, start, value in pairs
        if (start.line, start.column) <= (line, column) < (value.span.end_line, value.span.end_column)
    ]
    return held[-1] if held else None
