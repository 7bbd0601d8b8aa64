"""L408: failures can take more than the points there are, and the text says no floor (S1:159–165)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from fractions import Fraction

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.subject import Subject, parts_of, rules_of
from minhchung.rubric.model import DeductionsRule, Node
from minhchung.rubric.wording import en_number, vi_number
from minhchung.viet.folding import nfc

_FLOOR_SAID = "Trừ tối đa hết số điểm của tiêu chí."
_FLOOR = re.compile(
    r"tối đa|không quá|hết (?:số )?điểm|không âm|không trừ quá|đến hết|về 0|trừ hết", re.IGNORECASE
)


def check(subject: Subject) -> Iterator[Spot]:
    """Only where a published text says how much is taken: the text must then say where it ends."""
    for node in subject.rubric.leaves():
        for rule in rules_of(node):
            if isinstance(rule, DeductionsRule) and not rule.table and _says_it_deducts(node):
                yield from _spots(subject, node, rule)


def _says_it_deducts(node: Node) -> bool:
    said = nfc(" ".join([node.title, node.text, *(part.text for part in parts_of(node))]))
    return "trừ" in said and _FLOOR.search(said) is None


def _spots(subject: Subject, node: Node, rule: DeductionsRule) -> Iterator[Spot]:
    start = rule.start if rule.start is not None else node.max
    if start is None or start <= 0 or any(item.most is None for item in rule.items):
        return
    most = sum((item.each * (item.most or 0) for item in rule.items), Fraction(0))
    if most <= start:
        return
    yield Spot(
        Reason(
            f"Mục {node.code}: có thể bị trừ {vi_number(most)} điểm, nhiều hơn {vi_number(start)} điểm hiện có; "
            "văn bản không nói trừ đến đâu thì thôi.",
            f"{node.code}: up to {en_number(most)} points can be taken from {en_number(start)}; the text says no floor.",
        ),
        Reason(
            "Ghi “trừ tối đa hết số điểm của tiêu chí”.", "Say that no more is taken than the criterion has."
        ),
        node.code,
        subject.place_of_text(node, node.text) if node.text else node.line,
        sample=f"{vi_number(start)} − {vi_number(most)} = {vi_number(start - most)}",
        proposal=f"text: {_with_floor(node)}" if rule.floor is not None else None,
        place=node.place,
    )


def _with_floor(node: Node) -> str:
    """The node's own explanation with the floor that its rule has, in quotes."""
    return json.dumps(f"{node.text} {_FLOOR_SAID}".strip(), ensure_ascii=False)


RULE = LintRule("L408", "warning", Reason("Trừ quá số điểm", "Deductions exceed the points"), check)
