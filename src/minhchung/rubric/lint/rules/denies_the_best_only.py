"""L304: the lowest option denies only what sets the best one apart, so it is true of those between too (S0:54–57)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.listing import words_in
from minhchung.rubric.lint.subject import Subject, part_line
from minhchung.rubric.lint.words import denies_the_deed, state_of
from minhchung.rubric.model import Choice, OptionsRule
from minhchung.rubric.wording import plain, vi_number
from minhchung.viet.folding import nfc

_WORD = re.compile(r"[^\W\d_]+")
_COMMON = words_in(
    """
    không chưa có và theo cho của các được đã để trong với là về từ đến thì đối những một này đó khi do
    ra mà tại quy định
    """
)


def check(subject: Subject) -> Iterator[Spot]:
    """A word of the denial that the best option has and none between has: its denial holds between as well."""
    for node in subject.rubric.leaves():
        if not isinstance(node.rule, OptionsRule) or node.rule.pick != "one" or len(node.rule.choices) < 3:
            continue
        ordered = sorted(node.rule.choices, key=lambda choice: choice.points, reverse=True)
        best, lowest = ordered[0], ordered[-1]
        between = [choice for choice in ordered[1:-1] if not denies_the_deed(choice.text)]
        if not between:
            continue
        only = _told_apart_by(best, between, lowest)
        if not only or not denies_the_deed(lowest.text) or state_of(lowest.text).met:
            continue
        others = ", ".join(f"{vi_number(choice.points)}" for choice in between)
        yield Spot(
            Reason(
                f"Mục {node.code}: phương án {vi_number(lowest.points)} điểm “{lowest.text}” chỉ phủ định điều riêng của "
                f"phương án cao nhất (“{only[0]}”), nên cũng đúng với phương án {others} điểm.",
                f"{node.code}: the lowest option denies only what the best one adds (“{only[0]}”), so it is true "
                f"of the options of {others} points as well.",
            ),
            Reason(
                "Viết: không thực hiện việc này dưới mọi hình thức.",
                "Say that the thing was not done in any form.",
            ),
            node.code,
            part_line(node, lowest),
            sample=between[0].text,
            proposal=f'{{ points: {plain(lowest.points)}, text: "Không thực hiện", none: có }}',
            place=lowest.place,
            row=lowest.text,
        )


def _told_apart_by(best: Choice, between: list[Choice], lowest: Choice) -> list[str]:
    """Words of the lowest that the best option has and no option between has, each with the word beside it.

    A syllable alone may be half of another word (phụ “trách”, chuyên “trách”): the one beside it must be the same too.
    """
    top, middle = _words(best), {word for choice in between for word in _words(choice)}
    shared = sorted(_pairs(best.text) & _pairs(lowest.text))
    found = [word for word in _words(lowest) if word in top and word not in middle]
    beside = [
        next((pair for pair in shared if pair[1] == word), None) or _before(shared, word) for word in found
    ]
    return [" ".join(pair) for pair in beside if pair is not None]


def _before(shared: Sequence[tuple[str, str]], word: str) -> tuple[str, str] | None:
    return next((pair for pair in shared if pair[0] == word), None)


def _pairs(text: str) -> set[tuple[str, str]]:
    said = _WORD.findall(nfc(text).casefold())
    return set(pairwise(said))


def _words(choice: Choice) -> list[str]:
    return [word for word in _WORD.findall(nfc(choice.text).casefold()) if word not in _COMMON]


RULE = LintRule("L304", "warning", Reason("Phủ định quá rộng", "Denial is too wide"), check)
