"""The form in which an appraiser or the council agrees with a value or says another, with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minhchung.rounds.domain.said import REASON, VERDICT, Said
from minhchung.rounds.enums import Verdict
from minhchung.rounds.interfaces.leaf_form import (
    DECLARE,
    NA_REASON,
    NOT_APPLICABLE,
    Reading,
    asked_of,
    place_of,
    read,
    typed,
)
from minhchung.rounds.models import Entry
from minhchung.rubric import Node, Rubric
from minhchung.ui.requests import whole
from minhchung.viet.folding import nfc

AGREE: Final = "dong_y"
CHANGE: Final = "thay_doi"
CANNED: Final = "ly_do_mau"
REASON_MOST: Final = 2000
CANNED_REASONS: Final[tuple[str | Promise, ...]] = (
    gettext_lazy("Không có minh chứng."),
    gettext_lazy("Minh chứng không chứng minh được kết quả tự chấm."),
    gettext_lazy("Số liệu không khớp với số liệu của cơ quan theo dõi."),
    gettext_lazy("Minh chứng ngoài thời gian đánh giá."),
    gettext_lazy("Áp sai mức điểm của bộ tiêu chí."),
    gettext_lazy("Thực hiện muộn so với thời hạn quy định."),
)


@dataclass(frozen=True)
class SaidReading:
    """What was typed and what it says. said: None when nothing was chosen or errors keep it from saying anything."""

    reading: Reading
    verdict: str
    canned: str
    reason: str
    said: Said | None
    errors: Mapping[str, list[str]] = field(default_factory=dict)

    @property
    def is_blank(self) -> bool:
        """Nothing chosen, typed or given as a reason."""
        return not (
            self.verdict or self.canned or self.reason or any(any(v) for v in self.reading.texts.values())
        )

    def with_error(self, name: str, words: str) -> SaidReading:
        return SaidReading(
            self.reading, self.verdict, self.canned, self.reason, None, {**self.errors, name: [words]}
        )

    def hidden(self) -> dict[str, str]:
        """What was typed, to be sent again by the conflict form."""
        kept = {name: "; ".join(values) for name, values in self.reading.texts.items()}
        return kept | {VERDICT: self.verdict, CANNED: self.canned, REASON: self.reason}


def read_said(rubric: Rubric, entry: Entry, leaf: Node, post: QueryDict, prefix: str = "") -> SaidReading:
    """What the form says. Without a verdict, an answer typed is a change (or the same, which the verb finds)."""
    place = place_of(entry)
    asked = asked_of(rubric, leaf, place)
    texts = typed(post, asked, prefix)
    verdict = post.get(prefix + VERDICT, "")
    canned, own = post.get(prefix + CANNED, ""), nfc(post.get(prefix + REASON, "")).strip()
    reason = reason_of(canned, own)
    if prefix and texts.get(DECLARE) == [NOT_APPLICABLE] and NA_REASON not in texts:
        texts[NA_REASON] = [reason]  # a row has one cell for reasons
    if len(reason) > REASON_MOST:
        words = _("Lý do dài %(n)d ký tự; nhiều nhất %(most)d.") % {"n": len(reason), "most": REASON_MOST}
        return SaidReading(Reading(texts), verdict, canned, own, None, {REASON: [words]})
    if verdict == AGREE:
        return SaidReading(Reading(texts), verdict, canned, own, Said(Verdict.ACCEPTED, None, reason))
    reading = read(rubric, leaf, asked, texts, place)
    if reading.errors:
        return SaidReading(reading, verdict, canned, own, None, reading.errors)
    if not verdict and reading.answer is None:
        words = _("Chọn đồng ý, hoặc nhập giá trị khác.")
        return SaidReading(reading, verdict, canned, own, None, {VERDICT: [words]})
    return SaidReading(reading, verdict, canned, own, Said(Verdict.CHANGED, reading.answer, reason))


def reason_of(canned: str, own: str) -> str:
    """The reason in words: the canned one by its number, and what was added."""
    place = whole(canned) or 0
    first = str(CANNED_REASONS[place - 1]) if 1 <= place <= len(CANNED_REASONS) else ""
    return " ".join(part for part in (first, own) if part)
