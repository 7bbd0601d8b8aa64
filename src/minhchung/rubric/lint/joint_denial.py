"""Two deeds denied together ("không có kế hoạch và không có báo cáo") where no option says that only one was done."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from minhchung.rubric.lint.listing import words_in
from minhchung.rubric.model import Choice
from minhchung.viet.folding import nfc

_BOTH_DENIED = re.compile(
    r"^\W*(?:không|chưa)\s+(?P<one>[^,;]{3,80}?)\s+và\s+(?:cũng\s+)?(?:không|chưa)\s+(?P<two>[^,;]{3,80}?)\W*$",
    re.IGNORECASE,
)
_SAYS_ONE = re.compile(r"\b(?:không|chưa|hoặc|chỉ|một trong|thiếu)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_SAY_NOTHING = words_in("có được đã tổ chức thực hiện theo các cho về của quy định")


@dataclass(frozen=True, slots=True)
class JointDenial:
    """The option that denies both, and the two deeds."""

    choice: Choice
    one: str
    two: str


def joint_denial(choices: Sequence[Choice]) -> JointDenial | None:
    """The option whose "và" leaves out who did one of the two that the best option asks for; None where there is none."""
    best = max(choices, key=lambda choice: choice.points)
    for choice in choices:
        match = _BOTH_DENIED.match(nfc(choice.text))
        if match is None or choice is best:
            continue
        others = [each for each in choices if each is not best and each is not choice]
        if any(_SAYS_ONE.search(nfc(each.text)) for each in others):
            continue
        if _is_in(match["one"], best.text) and _is_in(match["two"], best.text):
            return JointDenial(choice, match["one"].strip(), match["two"].strip())
    return None


def _is_in(deed: str, text: str) -> bool:
    words, said = _telling(deed), set(_telling(text))
    return bool(words) and all(word in said for word in words)


def _telling(text: str) -> list[str]:
    return [word for word in _WORD.findall(nfc(text).casefold()) if word not in _SAY_NOTHING]
