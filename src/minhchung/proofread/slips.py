"""Slips of typing in a report: each once, at its first line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from minhchung.proofread.report import Report
from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import Spot
from minhchung.rubric.lint.spelling import Slip


def spots_of_slips(
    report: Report, find: Callable[[str], Iterable[Slip]], say: Callable[[Slip], Reason]
) -> Iterator[Spot]:
    """One spot for each slip that differs, with how many more lines have it."""
    first: dict[str, Spot] = {}
    lines: dict[str, set[int]] = {}
    for number, line in enumerate(report.lines, 1):
        for slip in find(line):
            key = slip.said.casefold()
            lines.setdefault(key, set()).add(number)
            first.setdefault(key, _spot(slip, number, say(slip)))
    for key, spot in first.items():
        more = len(lines[key]) - 1
        message = spot.message
        if more:
            message = Reason(f"{message.vi} Còn {more} dòng nữa.", f"{message.en} {more} more lines.")
        yield replace(spot, message=message)


def _spot(slip: Slip, line: int, message: Reason) -> Spot:
    hint = Reason("Sửa lỗi gõ.", "Mend the typing.")
    return Spot(message, hint, line=line, sample=slip.said, proposal=slip.right)
