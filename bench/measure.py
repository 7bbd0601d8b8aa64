"""Timing: medians, and rivals in turns, so that a busy machine slows both alike."""

from __future__ import annotations

import gc
from collections.abc import Callable
from statistics import median
from time import perf_counter


def seconds(work: Callable[[], object]) -> float:
    """How long one run takes."""
    start = perf_counter()
    work()
    return perf_counter() - start


def medians(rivals: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The median seconds of each rival, run in turns after one warm-up each."""
    taken: dict[str, list[float]] = {name: [] for name in rivals}
    for work in rivals.values():
        work()
    gc.collect()
    gc.disable()
    try:
        for _ in range(rounds):
            for name, work in rivals.items():
                taken[name].append(seconds(work))
    finally:
        gc.enable()
    return {name: median(each) for name, each in taken.items()}
