"""The source of an answer from data, one click away; computing it again; taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from minhchung.agencies.enums import Role
from minhchung.agencies.requests import acting_of, received_at_of
from minhchung.ledger.domain.idempotency import idempotent
from minhchung.ledger.domain.versions import StaleRow
from minhchung.rounds.domain.access import own_entry_for, readable_entry_for
from minhchung.rounds.domain.autofill import FILLED_BY, refresh_entry
from minhchung.rounds.domain.data_answers import data_answer, kept_data_answer, recent_answers
from minhchung.rounds.domain.data_changes import Change, moved_since
from minhchung.rounds.domain.entries import FILLING, NotNow
from minhchung.rounds.domain.self_scoring import leaf_for, save_answer
from minhchung.rounds.enums import RoundState, Stage
from minhchung.rounds.models import DataAnswer, Entry, LeafValue
from minhchung.rounds.views.data_words import DataPanel, answer_in_words, holders_of, panel_of
from minhchung.rounds.views.entry_words import crumbs, leaf_href, title_of
from minhchung.rubric import Node
from minhchung.ui.requests import whole


@dataclass(frozen=True)
class Earlier:
    at: datetime
    words: str
    sha256: str


@dataclass(frozen=True)
class SourcePage:
    entry: Entry
    leaf: Node
    title: str
    panel: DataPanel
    earlier: tuple[Earlier, ...]
    is_kept: bool
    moved: Change | None
    back: str


@require_GET
def leaf_source(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """/ho-so/34/tieu-chi/II.2.4/nguon/: the figures as they were frozen, with what pins them."""
    access = readable_entry_for(acting_of(request), pk)
    entry, leaf = access.entry, leaf_for(access.entry, code)
    rows = recent_answers(entry, leaf)
    if not rows:
        raise Http404
    said, is_kept = rows[0], entry.state not in FILLING or entry.round.state != RoundState.OPEN
    stage = FILLED_BY.get(leaf.answered_by, Stage.SELF)
    value = LeafValue.objects.filter(entry=entry, node_id=leaf.id, stage=stage).select_related("by").first()
    page = SourcePage(
        entry=entry,
        leaf=leaf,
        title=title_of(leaf),
        panel=panel_of(entry, leaf, said, value, may_write=False, holders=holders_of(said)),
        earlier=tuple(_earlier(entry, leaf, rows)),
        is_kept=is_kept,
        moved=moved_since(entry, [leaf]).get(leaf.id) if is_kept else None,
        back=leaf_href(pk, leaf.code),
    )
    trail = crumbs(entry, (page.back, leaf.code), ("", _("Nguồn số liệu")))
    return render(request, "rounds/entry/source.html", {"page": page, "breadcrumbs": trail})


def _earlier(entry: Entry, leaf: Node, rows: list[DataAnswer]) -> list[Earlier]:
    """What data said before, newest first; computations that came to the same one after another are one line."""
    lines: list[Earlier] = []
    for row, newer in zip(rows[1:], rows, strict=False):
        if row.answer != newer.answer:
            words = answer_in_words(entry, leaf, row.answer) or _("chưa có dữ liệu")
            lines.append(Earlier(row.computed_at, words, row.sha256))
    return lines


@require_POST
@idempotent
def refresh_data(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Compute the figures of one leaf again; a person's answer stays."""
    access = own_entry_for(acting_of(request), pk, Role.SECRETARY, lock=True)
    leaf = leaf_for(access.entry, code)
    done = refresh_entry(access.entry, received_at_of(request), frozenset({leaf.id}))
    if not done.leaves:
        messages.info(request, _("Hồ sơ đã nộp hoặc đợt đã đóng: số liệu giữ như lúc nộp."))
    elif done.changed or done.written:
        messages.success(request, _("Đã tính lại: số liệu có thay đổi."))
    else:
        messages.info(request, _("Đã tính lại: số liệu không đổi."))
    return HttpResponseRedirect(leaf_href(pk, leaf.code))


@require_POST
@idempotent
def take_data(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Put the answer back to what data say; the version is the one the person saw."""
    access = own_entry_for(acting_of(request), pk, Role.SECRETARY, lock=True)
    entry, leaf = access.entry, leaf_for(access.entry, code)
    said, back = data_answer(entry, leaf), HttpResponseRedirect(leaf_href(pk, leaf.code))
    if said is None or not said.is_known or access.own is None:
        messages.info(request, _("Chưa có dữ liệu cho tiêu chí này."))
        return back
    value = LeafValue.objects.filter(entry=entry, node_id=leaf.id, stage=Stage.SELF).first()
    try:
        save_answer(
            entry=entry,
            leaf=leaf,
            answer=kept_data_answer(entry, leaf, said),
            note=value.note if value is not None else "",
            expected=whole(request.POST.get("row_version", "")) or 0,
            actor=acting_of(request).user,
            post=access.own,
            now=received_at_of(request),
        )
    except NotNow as fault:
        messages.error(request, fault.words)
    except StaleRow:
        messages.error(request, _("Người khác vừa lưu tiêu chí này; xem lại rồi bấm lần nữa."))
    else:
        messages.success(request, _("Đã lấy lại theo dữ liệu."))
    return back
