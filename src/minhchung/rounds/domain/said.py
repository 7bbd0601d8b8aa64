"""What a person says of a leaf on top of an earlier value: it is accepted, changed with a reason, or entered anew."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from minhchung.rounds.domain.values import NewValue
from minhchung.rounds.enums import Verdict
from minhchung.rubric import ABSENT, Answer, NotApplicable

VERDICT, ANSWER, REASON = "y_kien", "", "ly_do"
"""Form fields an Unsaid points at."""


class Unsaid(Exception):
    """Something is missing in what a person says; `field` names where, `words` says what to do."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field
        self.words = words


@dataclass(frozen=True)
class Said:
    """verdict ACCEPTED takes the earlier value, and `answer` is left out."""

    verdict: Verdict
    answer: Answer | None = None
    reason: str = ""


def settled(said: Said, base: Answer, *, entered: bool = False) -> NewValue:
    """The value to keep. base: the earlier value, ABSENT when there is none. entered: nobody says anything before.

    A claim of "not applicable" that is accepted, or made by the person who decides, counts as accepted.
    Raises Unsaid: nothing to accept, no answer, a change without its reason.
    """
    if entered:
        return NewValue(_said_answer(said), Verdict.ENTERED, said.reason)
    if said.verdict == Verdict.ACCEPTED:
        if base == ABSENT:
            words = _("Chưa có trả lời nào để đồng ý. Nhập giá trị hoặc khai “không có”, kèm lý do.")
            raise Unsaid(VERDICT, words)
        return NewValue(accepted(base), Verdict.ACCEPTED, said.reason)
    answer = _said_answer(said)
    if base != ABSENT and same(base, answer):
        return NewValue(answer, Verdict.ACCEPTED, said.reason)
    if not said.reason.strip():
        if base == ABSENT:
            raise Unsaid(REASON, _("Ghi lý do: chưa có trả lời nào trước đó."))
        raise Unsaid(REASON, _("Ghi lý do: giá trị khác với giá trị trước đó."))
    return NewValue(answer, Verdict.CHANGED, said.reason)


def _said_answer(said: Said) -> Answer:
    if said.answer is None or said.answer == ABSENT:
        raise Unsaid(ANSWER, _("Nhập giá trị, hoặc khai “không có”."))
    return accepted(said.answer)


def accepted(answer: Answer) -> Answer:
    """The answer, a claim of "not applicable" now accepted."""
    if isinstance(answer, NotApplicable):
        return NotApplicable(reason=answer.reason, accepted=True)
    return answer


def same(one: Answer, other: Answer) -> bool:
    """Whether two answers say the same; two claims of "not applicable" do, whatever their words."""
    both = isinstance(one, NotApplicable) and isinstance(other, NotApplicable)
    return both or one == other
