"""Words and addresses shared by the pages of an entry."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minhchung.rounds.domain.overview import LeafRow
from minhchung.rounds.enums import EntryState, LeafState, RoundState
from minhchung.rounds.models import Entry
from minhchung.rubric import Node
from minhchung.ui.language import language

STATE_WORDS: Final[dict[str, tuple[str | Promise, str]]] = {
    LeafState.ABSENT: (gettext_lazy("Chưa trả lời"), "neutral"),
    LeafState.SCORED: (gettext_lazy("Đã có điểm"), "done"),
    LeafState.NOT_APPLICABLE: (gettext_lazy("Không áp dụng"), "quiet"),
    LeafState.PENDING: (gettext_lazy("Chờ số liệu"), "active"),
    LeafState.UNDECIDED: (gettext_lazy("Chờ quyết nghị"), "active"),
}
ENTRY_TONES: Final = {
    EntryState.DRAFT: "active",
    EntryState.WITH_HEAD: "active",
    EntryState.RETURNED: "error",
    EntryState.SUBMITTED: "done",
}
ROUND_TONES: Final = {
    RoundState.DRAFT: "neutral",
    RoundState.OPEN: "active",
    RoundState.COUNCIL: "active",
    RoundState.PUBLISHED: "done",
    RoundState.REVOKED: "quiet",
    RoundState.STATED: "quiet",
}


def status_of(row: LeafRow) -> tuple[str, str]:
    """What stands at a leaf, in words, and the tone of its tag."""
    if row.by_whom and row.state == LeafState.ABSENT:
        return who_answers(row.leaf), "quiet"
    if row.has_draft:
        return _("Bản nháp có lỗi"), "error"
    if row.declared == "none":
        return _("Khai không có"), "done"
    if row.declared == "not_applicable":
        return _("Khai không áp dụng"), "active"
    words, tone = STATE_WORDS[row.state]
    return str(words), tone


def who_answers(leaf: Node) -> str:
    """Who answers a leaf that the agency does not score itself; empty for its own."""
    match leaf.answered_by:
        case "owner":
            body = leaf.appraised_by or _("cơ quan theo dõi")
            return _("%(body)s chấm") % {"body": body}
        case "survey":
            return _("Theo kết quả khảo sát")
        case "data":
            return _("Tính từ dữ liệu")
        case _:
            return ""


def title_of(node: Node) -> str:
    """The node's title in the reader's language, where the rubric has it."""
    return node.title_en if node.title_en and language() == "en" else node.title


def leaf_href(entry_id: int, code: str) -> str:
    return leaf_prefix(entry_id) + quote(code, safe="") + "/"


def leaf_prefix(entry_id: int) -> str:
    """The address of a leaf without its code: reverse() once, not once a row."""
    return reverse("rounds:criterion", args=[entry_id, "X"]).removesuffix("X/")


def crumbs(entry: Entry, *more: tuple[str, str]) -> list[dict[str, str]]:
    """Rounds › this agency's entry › …; the last one is the page itself."""
    items = [
        {"href": reverse("rounds:list"), "label": _("Đợt chấm điểm")},
        {
            "href": reverse("rounds:entry", args=[entry.pk]),
            "label": str(entry.agency.short_name or entry.agency.name),
        },
        *({"href": href, "label": label} for href, label in more),
    ]
    items[-1].pop("href")
    return items
