"""Long work told as it goes, on the error stream: a bar where a person is looking, a line for each part that is done."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import contextmanager
from fractions import Fraction
from typing import Any, TypeVar

from minhchung.home.language import say
from minhchung.viet.numbers import format_number

T = TypeVar("T")
Watch = Callable[[Iterable[Any]], Iterable[Any]]

WORTH_SHOWING = 200
"""Fewer steps than this are over before a bar is read."""


@contextmanager
def watched(title: str, total: int | None = None) -> Iterator[Watch]:
    """Give a function that wraps an iterable and moves the bar; without a terminal it changes nothing."""
    if not sys.stderr.isatty() or (total is not None and total < WORTH_SHOWING):
        yield iter
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(title, total=total)

        def watch(items: Iterable[T]) -> Iterator[T]:
            if total is None and isinstance(items, Sized):
                progress.update(task, total=len(items))
            for item in items:
                yield item
                progress.advance(task)

        yield watch


class Parts:
    """Work in several parts: one bar over all steps on a terminal, and a line as each part is done, anywhere."""

    def __init__(self, title: str, steps: int) -> None:
        from rich.console import Console
        from rich.progress import Progress

        self._console = Console(stderr=True, highlight=False, soft_wrap=True)
        self._bar = Progress(console=self._console, transient=True, disable=not sys.stderr.isatty())
        self._task = self._bar.add_task(title, total=steps)

    def __enter__(self) -> Parts:
        self._bar.start()
        return self

    def __exit__(self, *_how: object) -> None:
        self._bar.stop()

    @contextmanager
    def part(self, title: str) -> Iterator[Callable[[], None]]:
        """Do one part; give the function that moves the bar by a step. Nothing is said of a part that failed."""
        began = time.monotonic()
        self._bar.update(self._task, description=title)
        yield lambda: self._bar.advance(self._task)
        seconds = format_number(Fraction(round((time.monotonic() - began) * 10), 10), places=1)
        self._console.print(f"  {title} ({seconds} {say('giây', 's')})", markup=False)
