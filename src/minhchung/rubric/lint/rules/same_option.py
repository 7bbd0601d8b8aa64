"""L305: one option twice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.subject import Part, Subject, part_line, parts_of
from minhchung.viet.folding import search_key

_EDGE = re.compile(r"^[\W_]+|[\W_]+$")


def check(subject: Subject) -> Iterator[Spot]:
    """The same words in two options of one leaf, whatever their points."""
    for node in subject.rubric.leaves():
        alike: dict[str, list[Part]] = defaultdict(list)
        for part in parts_of(node):
            key = _key(part.text)
            if key:
                alike[key].append(part)
        for first, *again in (group for group in alike.values() if len(group) > 1):
            yield Spot(
                Reason(
                    f"Mục {node.code}: phương án “{first.text}” ghi {len(again) + 1} lần.",
                    f"{node.code}: the option “{first.text}” stands {len(again) + 1} times.",
                ),
                Reason(
                    "Bỏ bớt, hoặc viết rõ hai phương án khác nhau thế nào.",
                    "Drop one, or say how they differ.",
                ),
                node.code,
                part_line(node, again[-1]),
                sample=first.text,
                place=node.place,
            )


@lru_cache(maxsize=8192)
def _key(text: str) -> str:
    """The words without marks, case and what stands at their edges."""
    return _EDGE.sub("", search_key(text))


RULE = LintRule("L305", "error", Reason("Phương án trùng chữ", "Same option twice"), check)
