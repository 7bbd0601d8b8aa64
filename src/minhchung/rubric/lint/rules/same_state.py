"""L301: two options describe the same state with different points: a "không" was lost (S0:19, S1:1235)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.listing import words_in
from minhchung.rubric.lint.subject import Subject, part_line, rules_of
from minhchung.rubric.lint.words import state_of
from minhchung.rubric.model import Choice, Node, OptionsRule
from minhchung.rubric.wording import en_number, plain, vi_number
from minhchung.viet.folding import nfc

_EMPTY = words_in(
    """
    có nhưng thì là và theo đã được mà cũng đảm bảo vẫn
    """
)
_WORD = re.compile(r"[^\W_]+")
_BUT_MET = re.compile(r"\bnhưng\s+(?:vẫn\s+|cũng\s+)?(?=đủ|đúng|đầy\s+đủ|kịp|đảm\s+bảo)", re.IGNORECASE)


def check(subject: Subject) -> Iterator[Spot]:
    """Options whose words are the same but for connectives, or "nhưng" before a requirement that is met."""
    for node in subject.rubric.leaves():
        for lower in inverted_options(node):
            if not _stands_twice(node, lower):  # L305 says so
                yield _spot(node, lower)


def _stands_twice(node: Node, choice: Choice) -> bool:
    said = [each.text for rule in rules_of(node) if isinstance(rule, OptionsRule) for each in rule.choices]
    return said.count(choice.text) > 1


def inverted_options(node: Node) -> list[Choice]:
    """The options of the node that say what a better option says."""
    found: list[Choice] = []
    for rule in rules_of(node):
        if not isinstance(rule, OptionsRule):
            continue
        for one, two in combinations(rule.choices, 2):
            better, worse = (one, two) if one.points > two.points else (two, one)
            if worse not in found and one.points != two.points and _says_the_same(better.text, worse.text):
                found.append(worse)
    return found


def _says_the_same(better: str, worse: str) -> bool:
    one, two = _core(better), _core(worse)
    if one and one == two:
        return True
    if _BUT_MET.search(nfc(worse)) is None:
        return False
    high, low = state_of(better).met, state_of(worse).met
    return bool(low) and all(low.values()) and all(high.get(aspect) for aspect in low)


def _core(text: str) -> list[str]:
    return [word for word in _WORD.findall(nfc(text).casefold()) if word not in _EMPTY]


def _spot(node: Node, choice: Choice) -> Spot:
    mended = _BUT_MET.sub("nhưng không ", choice.text, count=1)
    row = f'{{ points: {plain(choice.points)}, text: "{mended}" }}' if mended != choice.text else None
    return Spot(
        Reason(
            f"Mục {node.code}: phương án {vi_number(choice.points)} điểm “{choice.text}” nói cùng một việc với phương án "
            "điểm cao hơn; có lẽ thiếu chữ “không”.",
            f"{node.code}: the option of {en_number(choice.points)} points says the same as a better one; "
            "a “không” (not) seems to be missing.",
        ),
        Reason("Viết lại phương án này cho khác hẳn phương án trên.", "Word this option so that it differs."),
        node.code,
        part_line(node, choice),
        sample=choice.text,
        proposal=row,
        place=choice.place,
        row=choice.text,
    )


RULE = LintRule("L301", "error", Reason("Câu chữ đảo nghĩa", "Wording inverts the rule"), check)
