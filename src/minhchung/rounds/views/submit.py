"""The head's page: exceptions first, one primary button; return with reasons; the receipt."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import partial
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from minhchung.agencies.enums import Role
from minhchung.agencies.requests import acting_of, received_at_of
from minhchung.ledger.domain.idempotency import idempotent
from minhchung.ledger.models import Checkpoint
from minhchung.rounds.domain.access import EntryAccess, own_entry_for, readable_entry_for
from minhchung.rounds.domain.checks import SectionTotal, check_entry
from minhchung.rounds.domain.entries import (
    approve_entry,
    entry_refusal,
    phase_refusal,
    return_entry,
    self_phase,
)
from minhchung.rounds.enums import EntryState
from minhchung.rounds.models import Entry, Phase, Receipt
from minhchung.rounds.views.check import AbsentView, FindingGroup, absent_views, groups_of
from minhchung.rounds.views.entry_acts import attempt, confirmed_absent, told_of
from minhchung.rounds.views.entry_words import crumbs, leaf_href, title_of

MOST_REMARKS: Final = 200


@dataclass(frozen=True)
class RemarkView:
    node_id: str
    code: str
    href: str
    title: str
    id: str
    points: Fraction | None
    text: str


@dataclass(frozen=True)
class ApprovePage:
    entry: Entry
    groups: tuple[FindingGroup, ...]
    sections: tuple[SectionTotal, ...]
    total: Fraction | None
    max: Fraction | None
    answered: int
    asked: int
    absent: tuple[AbsentView, ...]
    remarks: tuple[RemarkView, ...]
    may_decide: bool
    refusal: str
    is_late: bool
    phase: Phase | None
    error: str
    reason: str
    reason_error: str
    key: str
    return_key: str
    row_version: int
    breadcrumbs: list[dict[str, str]]


@require_http_methods(["GET", "POST"])
@idempotent
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """/ho-so/34/duyet/: the head reads the exceptions, and approves: the entry is received at that moment."""
    access = own_entry_for(acting_of(request), pk, Role.HEAD, lock=request.method == "POST")
    if request.method != "POST":
        return _show(request, access)

    def act() -> Receipt:
        assert access.own is not None
        return approve_entry(
            entry=access.entry,
            confirmed_absent=confirmed_absent(request),
            post=access.own,
            received_at=received_at_of(request),
            **told_of(request),
        )

    def then(receipt: Receipt) -> HttpResponseRedirect:
        messages.success(request, _("Đã nộp. Biên nhận số %(number)s.") % {"number": receipt.number})
        return HttpResponseRedirect(reverse("rounds:receipt", args=[pk]))

    return attempt(act, then, partial(_show, request, access))


def _show(
    request: HttpRequest,
    access: EntryAccess,
    *,
    error: str = "",
    reason: str = "",
    reason_error: str = "",
    status: int = 200,
) -> HttpResponse:
    entry, now = access.entry, received_at_of(request)
    phase = self_phase(entry)
    refusal = entry_refusal(entry) or phase_refusal(phase, now)
    found = check_entry(entry)
    page = ApprovePage(
        entry=entry,
        groups=tuple(groups_of(entry, found, found.findings)),
        sections=found.sections,
        total=found.total,
        max=found.max,
        answered=found.view.answered,
        asked=len(found.view.own),
        absent=absent_views(found),
        remarks=_remark_views(request, access, found),
        may_decide=entry.state == EntryState.WITH_HEAD and not refusal,
        refusal=refusal if entry.state == EntryState.WITH_HEAD else "",
        is_late=phase is not None and now > phase.due_at,
        phase=phase,
        error=error,
        reason=reason,
        reason_error=reason_error,
        key=str(uuid.uuid4()),
        return_key=str(uuid.uuid4()),
        row_version=entry.row_version,
        breadcrumbs=crumbs(entry, ("", _("Duyệt"))),
    )
    return render(
        request, "rounds/entry/approve.html", {"page": page, "breadcrumbs": page.breadcrumbs}, status=status
    )


def _remark_views(request: HttpRequest, access: EntryAccess, found: Any) -> tuple[RemarkView, ...]:
    """Where the head may write a remark: every own leaf, or only the exceptions of a very large rubric."""
    rows = found.view.own
    if len(rows) > MOST_REMARKS:
        flagged = {finding.node_id for finding in found.findings}
        rows = tuple(row for row in rows if row.leaf.id in flagged)[:MOST_REMARKS]
    return tuple(
        RemarkView(
            node_id=row.leaf.id,
            code=row.leaf.code,
            href=leaf_href(access.entry.pk, row.leaf.code),
            title=title_of(row.leaf),
            id=f"gop-y-{place}",
            points=row.points,
            text=request.POST.get(f"gop_y:{row.leaf.id}", ""),
        )
        for place, row in enumerate(rows)
    )


@require_POST
@idempotent
def return_to_secretary(request: HttpRequest, pk: int) -> HttpResponse:
    """The head gives the entry back, with a reason and remarks on single criteria."""
    access = own_entry_for(acting_of(request), pk, Role.HEAD, lock=True)
    reason = request.POST.get("ly_do", "").strip()
    if not reason:
        return _show(request, access, reason_error=_("Ghi lý do trả lại."), status=422)
    remarks = {
        name.removeprefix("gop_y:"): text
        for name, text in request.POST.items()
        if name.startswith("gop_y:") and isinstance(text, str)
    }

    def act() -> None:
        assert access.own is not None
        return_entry(
            entry=access.entry,
            reason=reason,
            remarks=remarks,
            post=access.own,
            now=received_at_of(request),
            **told_of(request),
        )

    def then(_done: None) -> HttpResponseRedirect:
        messages.success(request, _("Đã trả lại thư ký, kèm lý do."))
        return HttpResponseRedirect(reverse("rounds:entry", args=[pk]))

    return attempt(act, then, partial(_show, request, access, reason=reason))


# ── the receipt ───────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class ReceiptPage:
    entry: Entry
    receipt: Receipt
    rows: tuple[dict[str, str], ...]
    checkpoint: tuple[str, ...]
    at: datetime
    breadcrumbs: list[dict[str, str]]


@require_GET
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """/ho-so/34/bien-nhan/: number, time, digest, place in the ledger and the signed checkpoint; prints on A4."""
    access = readable_entry_for(acting_of(request), pk)
    found = Receipt.objects.filter(entry=access.entry).select_related("by").first()
    if found is None:
        raise Http404
    checkpoint = Checkpoint.objects.filter(size=found.checkpoint_size).first()
    page = ReceiptPage(
        entry=access.entry,
        receipt=found,
        rows=tuple(_rows(access.entry, found)),
        checkpoint=tuple(checkpoint.note.splitlines()) if checkpoint else (),
        at=found.received_at,
        breadcrumbs=crumbs(access.entry, ("", _("Biên nhận"))),
    )
    return render(request, "rounds/entry/receipt.html", {"page": page, "breadcrumbs": page.breadcrumbs})


def _rows(entry: Entry, found: Receipt) -> list[dict[str, str]]:
    late = entry.late_seconds or 0
    return [
        {"key": _("Cơ quan"), "value": str(entry.agency)},
        {"key": _("Đợt chấm điểm"), "value": str(entry.round)},
        {"key": _("Bộ tiêu chí"), "value": entry.round.rubric.title},
        {"key": _("Người duyệt và nộp"), "value": found.by.full_name},
        {"key": _("So với hạn"), "value": late_words(late)},
        {"key": _("Mã băm nội dung (SHA-256)"), "value": found.digest},
        {"key": _("Số thứ tự trong sổ cái"), "value": str(found.ledger_seq)},
    ]


def late_words(seconds: int) -> str:
    """`đúng hạn`, or how late: `muộn 2 ngày 3 giờ 5 phút`; the part of a minute counts as a whole one."""
    if not seconds:
        return _("đúng hạn")
    minutes = -(-seconds // 60)
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    parts = [
        _("%(n)d ngày") % {"n": days} if days else "",
        _("%(n)d giờ") % {"n": hours} if hours else "",
        _("%(n)d phút") % {"n": minutes} if minutes else "",
    ]
    return _("muộn %(words)s") % {"words": " ".join(part for part in parts if part)}
