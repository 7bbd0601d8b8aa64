"""What a described state says: which requirements are met in it and which fail.

"Có gửi báo cáo, đúng hạn nhưng ghi không đầy đủ" meets *time* and fails *complete*. Only requirements that published
rubrics combine again and again are known; a state that names none of them says nothing here, and nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

from minhchung.rubric.errors import Reason
from minhchung.viet.folding import nfc

Aspect = Literal["time", "complete", "content", "form"]

ASPECTS: Mapping[Aspect, tuple[Reason, Reason]] = {
    "complete": (Reason("đầy đủ", "complete"), Reason("không đầy đủ", "incomplete")),
    "content": (Reason("đúng nội dung", "right content"), Reason("sai nội dung", "wrong content")),
    "form": (Reason("đúng biểu mẫu", "right forms"), Reason("sai biểu mẫu", "wrong forms")),
    "time": (Reason("đúng hạn", "on time"), Reason("trễ hạn", "late")),
}

_TIME = re.compile(
    r"(?:đúng|trước|theo|bảo|về)\s+(?:theo\s+)?(?:đúng\s+)?(?:thời\s+(?:gian|hạn)|hạn|tiến\s+độ)\b|kịp\s+thời"
)
_LATE = re.compile(r"\b(?:trễ|chậm|muộn|quá\s+hạn|quá\s+thời)\b")
_FORM = re.compile(
    r"biểu\s*mẫu|mẫu\s+biểu|đúng\s+mẫu|(?:đúng|sai|đảm\s+bảo|bảo\s+đảm|về)\s+(?:hình|thể)\s+thức|^(?:hình|thể)\s+thức"
)
_CONTENT = re.compile(r"(?:đúng|bảo|(?<!đầy )đủ|sai|về)\s+nội\s+dung|^nội\s+dung")
_COMPLETE = re.compile(r"đầy\s+đủ|\bđủ\b(?!\s+điều\s+kiện)|\bthiếu\b")
_LACKING = re.compile(r"\bthiếu\b")
_WRONG = re.compile(r"\bsai\b")
_NOT = re.compile(r"\b(?:không|chưa|chẳng)\b")
_MEETS = re.compile(r"\b(?:đúng|đủ|đảm\s+bảo|bảo\s+đảm|kịp|có)\b")
_BREAK = re.compile(r"\s*(?:,|;|\(|\)|\bnhưng\b|\bvà\b|\bhoặc\b|\bđồng\s+thời\b)\s*")
_OR = re.compile(r"\bhoặc\b|\bhay\b")
NOT_THE_DEED = re.compile(r"^\W*(?:trong năm\s+)?(?:không|chưa|vắng|chẳng)\b")


@dataclass(frozen=True, slots=True)
class State:
    """met: aspect → whether it is met. any_failure: one of the failures is enough ("không đầy đủ hoặc trễ")."""

    met: Mapping[Aspect, bool]
    any_failure: bool = False

    def describes(self, combination: Mapping[Aspect, bool]) -> bool:
        """Whether the state is one in which exactly these requirements are met; what it does not say may be either."""
        failures = [aspect for aspect, met in self.met.items() if not met]
        holds = all(combination.get(aspect, True) for aspect, met in self.met.items() if met)
        if self.any_failure and failures:
            return holds and any(not combination.get(aspect, True) for aspect in failures)
        return holds and all(not combination.get(aspect, True) for aspect in failures)


def state_of(text: str) -> State:
    """Read one described state; empty when it names no known requirement."""
    said = nfc(text).casefold()
    met: dict[Aspect, bool] = {}
    denied = False
    position = 0
    for start, end in _clauses(said):
        clause, before = said[start:end], said[position:start]
        position = end
        if "nhưng" in before or "(" in before:
            denied = False
        denies = _NOT.search(clause) is not None
        meets = _MEETS.search(_NOT.split(clause)[-1] if denies else clause) is not None
        denied = denies or (denied and not meets)
        for aspect in _aspects_in(clause, carried=bool(met)):
            met[aspect] = met.get(aspect, True) and not (denied or _fails(aspect, clause))
    return State(met, any_failure=_OR.search(said) is not None)


def missing_combinations(states: Sequence[State]) -> list[dict[Aspect, bool]]:
    """Combinations of the requirements these states name that none of them describes; [] where they name fewer than two."""
    named = [aspect for aspect in ASPECTS if any(aspect in state.met for state in states)]
    if len(named) < 2:
        return []
    found: list[dict[Aspect, bool]] = []
    for values in product((True, False), repeat=len(named)):
        combination = dict(zip(named, values, strict=True))
        if not any(state.describes(combination) for state in states):
            found.append(combination)
    return found


def combination_in_words(combination: Mapping[Aspect, bool]) -> Reason:
    """`đầy đủ, trễ hạn`."""
    said = [ASPECTS[aspect][0 if met else 1] for aspect, met in combination.items()]
    return Reason(", ".join(each.vi for each in said), ", ".join(each.en for each in said))


def fewest_failures(combinations: Iterable[Mapping[Aspect, bool]]) -> Mapping[Aspect, bool]:
    """The combination nearest to all met: the one that will happen first."""
    return min(combinations, key=lambda each: (sum(not met for met in each.values()), str(each)))


def denies_the_deed(text: str) -> bool:
    """Whether the text says that the thing was not done at all ("Không ban hành", "Vắng")."""
    return NOT_THE_DEED.match(nfc(text).casefold()) is not None


def _clauses(said: str) -> list[tuple[int, int]]:
    places: list[tuple[int, int]] = []
    start = 0
    for match in _BREAK.finditer(said):
        if match.start() > start:
            places.append((start, match.start()))
        start = match.end()
    if start < len(said):
        places.append((start, len(said)))
    return places


def _aspects_in(clause: str, *, carried: bool) -> list[Aspect]:
    found: list[Aspect] = []
    if _FORM.search(clause):
        found.append("form")
    if _CONTENT.search(clause):
        found.append("content")
    if _COMPLETE.search(clause) and "form" not in found and "content" not in found:
        found.append("complete")
    # "không đúng nội dung, biểu mẫu và thời gian quy định": the last clause leans on the first verb.
    leaning = carried and clause.startswith(("thời gian", "thời hạn", "tiến độ"))
    if _TIME.search(clause) or _LATE.search(clause) or leaning:
        found.append("time")
    return found


def _fails(aspect: Aspect, clause: str) -> bool:
    if aspect == "time":
        return _LATE.search(clause) is not None
    if aspect == "complete":
        return _LACKING.search(clause) is not None
    return _WRONG.search(clause) is not None
