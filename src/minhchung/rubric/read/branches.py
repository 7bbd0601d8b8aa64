"""F26: criteria that are for some agencies only: `Đối với cơ quan có …`, `(chỉ dành cho cấp xã)`."""

from __future__ import annotations

import re

from minhchung.rubric.model import Trait, TraitTest
from minhchung.rubric.read.tree import Draft
from minhchung.viet.folding import search_key

_FOR = re.compile(
    r"\b(?:chỉ\s+)?(?:dành|áp dụng)(?:\s+riêng)?\s+(?:cho|đối với)\s+[^)]{3,300}|^(?:\W*)(?:đối với|riêng)\s+"
    r"(?:các\s+)?(?:cơ quan|đơn vị|sở|ban|ngành|huyện|xã|cấp|ubnd|phòng|địa phương)[^)]{0,300}",
    re.IGNORECASE,
)


def branch_words(title: str) -> str:
    """The words that say whom a criterion is for; "" when it is for all."""
    match = _FOR.search(title)
    return match[0].strip() if match else ""


def is_branched(draft: Draft) -> bool:
    """Whether the children stand for each other: each says whom it is for, and each is worth what the parent is."""
    kids = draft.children
    if len(kids) < 2 or draft.max is None or not all(branch_words(kid.title) for kid in kids):
        return False
    return all(kid.worth == draft.max for kid in kids)


def trait_for(draft: Draft, code: str, taken: set[str]) -> tuple[Trait, tuple[TraitTest, ...]]:
    """One trait that tells the children apart, and the test of each child, in order."""
    base = "nhanh_" + re.sub(r"[^a-z0-9]+", "_", search_key(code)).strip("_")
    name, count = base, 2
    while name in taken:
        name, count = f"{base}_{count}", count + 1
    kids = draft.children
    values = ("có", "không") if len(kids) == 2 else tuple(f"nhóm {index + 1}" for index in range(len(kids)))
    title = branch_words(kids[0].title)[:200] if len(kids) == 2 else f"Nhóm cơ quan ở {code}"
    return Trait(name, title, values), tuple(TraitTest(name, (value,)) for value in values)
