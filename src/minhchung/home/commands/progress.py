"""A progress bar on long work: on the error stream, only when a person is looking at it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")
Watch = Callable[[Iterable[T]], Iterable[T]]

WORTH_SHOWING = 200
"""Fewer steps than this are over before a bar is read."""


@contextmanager
def watched(title: str, total: int | None = None) -> Iterator[Watch[T]]:
    """Give a function that wraps an iterable and moves the bar; without a terminal it changes nothing."""
    if not sys.stderr.isatty() or (total is not None and total < WORTH_SHOWING):
        yield iter
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(title, total=total)

        def watch(items: Iterable[T]) -> Iterator[T]:
            if total is None and hasattr(items, "__len__"):
                progress.update(task, total=len(items))
            for item in items:
                yield item
                progress.advance(task)

        yield watch
