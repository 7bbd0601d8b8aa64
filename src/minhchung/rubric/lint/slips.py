"""Slips of typing as findings: each once, at its first place, with how often it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import Spot
from minhchung.rubric.lint.spelling import Slip
from minhchung.rubric.lint.subject import Subject, Words


def spots_of_slips(
    subject: Subject, find: Callable[[str], Iterable[Slip]], say: Callable[[Slip], Reason]
) -> Iterator[Spot]:
    """One spot for each slip that differs; titles that repeat a text are not counted twice in one line."""
    first: dict[str, Spot] = {}
    lines: dict[str, set[int | None]] = {}
    for words in subject.words:
        for slip in find(words.text):
            key = slip.said.casefold()
            lines.setdefault(key, set()).add(words.line)
            first.setdefault(key, _spot(words, slip, say(slip)))
    for key, spot in first.items():
        more = len(lines[key]) - 1
        message = spot.message
        if more:
            message = Reason(f"{message.vi} Còn {more} chỗ nữa.", f"{message.en} {more} more.")
        yield replace(spot, message=message)


def _spot(words: Words, slip: Slip, message: Reason) -> Spot:
    return Spot(
        message,
        Reason("Sửa lỗi gõ.", "Mend the typing."),
        words.node.code if words.node is not None else None,
        words.line,
        sample=slip.said,
        proposal=slip.right,
        place=words.place,
    )
