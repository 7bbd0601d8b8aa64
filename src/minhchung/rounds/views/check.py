"""Kiểm tra: what is missing or doubtful, totals by section, several leaves declared *không có*, on to the head."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any, Final
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from minhchung.agencies.enums import Role
from minhchung.agencies.requests import acting_of, received_at_of
from minhchung.ledger.domain.idempotency import idempotent
from minhchung.ledger.domain.versions import StaleRow
from minhchung.rounds.domain.access import EntryAccess, own_entry_for, readable_entry_for
from minhchung.rounds.domain.autofill import refresh_entry
from minhchung.rounds.domain.checks import Checked, Finding, SectionTotal, check_entry
from minhchung.rounds.domain.entries import (
    NotNow,
    filling_refusal,
    self_phase,
    send_to_head,
    withdraw_from_head,
)
from minhchung.rounds.domain.self_scoring import declare_none
from minhchung.rounds.enums import EntryState
from minhchung.rounds.models import Entry, Phase
from minhchung.rounds.views.criterion import LOCKED
from minhchung.rounds.views.entry_acts import attempt, confirmed_absent, told_of
from minhchung.rounds.views.entry_words import crumbs, leaf_prefix, title_of
from minhchung.rubric import Node, Rubric
from minhchung.ui.requests import whole

HEADINGS: Final[dict[str, str | Promise]] = {
    "missing_answer": gettext_lazy("Chưa trả lời"),
    "unread_draft": gettext_lazy("Bản nháp có lỗi"),
    "points_without_evidence": gettext_lazy("Thiếu minh chứng"),
    "evidence_outside_window": gettext_lazy("Minh chứng ngoài khoảng thời gian lấy số liệu"),
    "undecided_value": gettext_lazy("Giá trị chờ quyết nghị"),
    "not_applicable_claimed": gettext_lazy("Khai không áp dụng"),
    "figures_moved": gettext_lazy("Số liệu đổi sau khi trình"),
    "unlike_data": gettext_lazy("Khác số liệu của hệ thống, chưa ghi lý do"),
    "overruled_data": gettext_lazy("Trả lời khác số liệu của hệ thống"),
    "changed_by_data": gettext_lazy("Đổi theo số liệu mới"),
    "changed_since_return": gettext_lazy("Đã sửa sau lần trả lại gần nhất"),
    "far_from_last_year": gettext_lazy("Khác năm trước từ 1 điểm trở lên"),
}


SHOWN_OPEN: Final = 5
"""Groups of at most so many leaves stand open; longer ones fold, so that the act stays near."""


@dataclass(frozen=True)
class FindingView:
    """One leaf and what one check says of it, a line each. note: the secretary's, where it may explain what is found."""

    code: str
    href: str
    title: str
    texts: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class CriterionFindings:
    """The leaves of one criterion; code is "" where the leaf is the criterion itself."""

    code: str
    title: str
    leaves: tuple[FindingView, ...]


@dataclass(frozen=True)
class FindingGroup:
    """What one check found, by criterion. count: how many leaves."""

    name: str
    heading: str
    criteria: tuple[CriterionFindings, ...]
    count: int

    @property
    def is_open(self) -> bool:
        return self.count <= SHOWN_OPEN


@dataclass(frozen=True)
class AbsentView:
    code: str
    title: str
    row_version: int
    id: str


@dataclass(frozen=True)
class CheckPage:
    entry: Entry
    groups: tuple[FindingGroup, ...]
    sections: tuple[SectionTotal, ...]
    total: Fraction | None
    max: Fraction | None
    answered: int
    asked: int
    absent: tuple[AbsentView, ...]
    can_write: bool
    can_withdraw: bool
    refusal: str
    phase: Phase | None
    error: str
    send_key: str
    none_key: str
    row_version: int
    breadcrumbs: list[dict[str, str]]


@require_GET
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """/ho-so/34/kiem-tra/"""
    return show_check(request, readable_entry_for(acting_of(request), pk))


def show_check(
    request: HttpRequest, access: EntryAccess, *, error: str = "", status: int = 200
) -> HttpResponse:
    """The check page, with what kept the last act from being done."""
    entry = access.entry
    phase = self_phase(entry)
    refusal = filling_refusal(entry, phase, received_at_of(request))
    found = check_entry(entry)
    page = CheckPage(
        entry=entry,
        groups=tuple(groups_of(entry, found, found.findings)),
        sections=found.sections,
        total=found.total,
        max=found.max,
        answered=found.view.answered,
        asked=len(found.view.own),
        absent=absent_views(found),
        can_write=access.may_fill and not refusal,
        can_withdraw=access.may_fill and entry.state == EntryState.WITH_HEAD,
        refusal=refusal if access.may_fill else "",
        phase=phase,
        error=error,
        send_key=str(uuid.uuid4()),
        none_key=str(uuid.uuid4()),
        row_version=entry.row_version,
        breadcrumbs=crumbs(entry, ("", _("Kiểm tra"))),
    )
    return render(
        request, "rounds/entry/check.html", {"page": page, "breadcrumbs": page.breadcrumbs}, status=status
    )


def groups_of(entry: Entry, found: Checked, findings: Iterable[Finding]) -> Iterable[FindingGroup]:
    """Findings by check, in the order of HEADINGS; a check without findings is left out."""
    by_check: dict[str, dict[str, list[str]]] = {}
    for each in findings:
        by_check.setdefault(each.check, {}).setdefault(each.node_id, []).append(each.text)
    for name, heading in HEADINGS.items():
        if leaves := by_check.get(name):
            says = name not in SAID_BY_THE_HEADING
            notes = {row.leaf.id: row.note for row in found.view.own} if name in EXPLAINED_BY_A_NOTE else {}
            criteria = tuple(_by_criterion(entry, found, leaves, says, notes))
            yield FindingGroup(name, str(heading), criteria, len(leaves))


SAID_BY_THE_HEADING: Final = frozenset({"missing_answer", "unread_draft", "changed_since_return"})
"""Checks whose line would only repeat their heading."""
EXPLAINED_BY_A_NOTE: Final = frozenset(
    {"missing_answer", "points_without_evidence", "evidence_outside_window", "undecided_value"}
)
"""Checks beside which the secretary's note stands: it often says why a file or an answer is not there."""


def _by_criterion(
    entry: Entry, found: Checked, leaves: dict[str, list[str]], says: bool, notes: Mapping[str, str]
) -> Iterable[CriterionFindings]:
    """Leaves under the criterion they are parts of, in the order in which they were found."""
    rubric, prefix = found.view.rubric, leaf_prefix(entry.pk)
    held: dict[str, list[FindingView]] = {}
    for node_id, texts in leaves.items():
        leaf, above = rubric.node(node_id), criterion_of(rubric, node_id)
        href = prefix + quote(leaf.code, safe="") + "/"
        view = FindingView(
            leaf.code, href, title_of(leaf).rstrip(" :"), tuple(texts) if says else (), notes.get(node_id, "")
        )
        held.setdefault(above.code if above else f"#{leaf.code}", []).append(view)
    for code, views in held.items():
        alone = code.startswith("#")
        title = "" if alone else title_of(rubric.node(code))
        yield CriterionFindings("" if alone else code, title, tuple(views))


def criterion_of(rubric: Rubric, node_id: str) -> Node | None:
    """The criterion that a leaf is a part of: the node below its section. None where the leaf is that node itself, or a
    section."""
    node: Node = rubric.node(node_id)
    path = [node]
    while (above := rubric.parent(path[-1].code)) is not None:
        path.append(above)
    return path[-2] if len(path) > 2 else None


def absent_views(found: Checked) -> tuple[AbsentView, ...]:
    return tuple(
        AbsentView(row.leaf.code, title_of(row.leaf), row.row_version, f"vang-{place}")
        for place, row in enumerate(found.absent)
    )


@require_POST
@idempotent
def declare_none_of(request: HttpRequest, pk: int) -> HttpResponse:
    """Declare *không có* on the ticked leaves, each by its name."""
    access = own_entry_for(acting_of(request), pk, Role.SECRETARY, lock=True)
    codes = request.POST.getlist("khong_co")
    if not codes:
        return show_check(request, access, error=_("Chưa chọn tiêu chí nào để khai “không có”."), status=422)
    versions = {code: _whole(request.POST.get(f"v:{code}", "0")) for code in codes}
    user: Any = request.user
    assert access.own is not None
    try:
        declared = declare_none(
            entry=access.entry,
            versions=versions,
            actor=user,
            post=access.own,
            now=received_at_of(request),
        )
    except NotNow as fault:
        return show_check(request, access, error=fault.words, status=LOCKED)
    except StaleRow:
        text = _("Có tiêu chí người khác vừa sửa; chưa khai tiêu chí nào. Danh sách dưới đây là mới nhất.")
        return show_check(request, access, error=text, status=409)
    messages.success(request, _("Đã khai “không có” ở %(codes)s.") % {"codes": ", ".join(declared)})
    return HttpResponseRedirect(reverse("rounds:check", args=[pk]))


def _whole(text: str) -> int:
    return whole(text) or 0


@require_POST
@idempotent
def send_to_head_of(request: HttpRequest, pk: int) -> HttpResponse:
    """The secretary puts the entry before the head."""
    access = own_entry_for(acting_of(request), pk, Role.SECRETARY, lock=True)

    def act() -> None:
        assert access.own is not None
        refresh_entry(access.entry, received_at_of(request))
        send_to_head(
            entry=access.entry,
            confirmed_absent=confirmed_absent(request),
            post=access.own,
            now=received_at_of(request),
            **told_of(request),
        )

    def then(_done: None) -> HttpResponseRedirect:
        messages.success(request, _("Đã trình lãnh đạo. Bạn có thể rút lại khi lãnh đạo chưa duyệt."))
        return HttpResponseRedirect(reverse("rounds:entry", args=[pk]))

    return attempt(act, then, partial(show_check, request, access))


@require_POST
@idempotent
def withdraw_from_head_of(request: HttpRequest, pk: int) -> HttpResponse:
    """The secretary takes the entry back before the head decides."""
    access = own_entry_for(acting_of(request), pk, Role.SECRETARY, lock=True)

    def act() -> None:
        assert access.own is not None
        withdraw_from_head(
            entry=access.entry,
            post=access.own,
            now=received_at_of(request),
            **told_of(request),
        )

    def then(_done: None) -> HttpResponseRedirect:
        messages.success(request, _("Đã rút hồ sơ về để sửa."))
        return HttpResponseRedirect(reverse("rounds:entry", args=[pk]))

    return attempt(act, then, partial(show_check, request, access))
