"""Every step of a draft: who did what, when; undo, redo, any version brought back."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from minhchung.agencies.domain.by import By
from minhchung.criteria.domain.drafts import (
    DraftClosed,
    NothingToUndo,
    newest_edit,
    redo,
    restore,
    stacks,
    undo,
)
from minhchung.criteria.models import DraftEdit, RubricDraft
from minhchung.criteria.views.draft_words import Frame, draft_and_by, frame_of
from minhchung.ledger.domain.idempotency import idempotent
from minhchung.ledger.domain.versions import StaleRow
from minhchung.rubric.errors import RubricError
from minhchung.ui.present import vn_datetime
from minhchung.ui.requests import whole

STEPS_A_PAGE = 50


@dataclass(frozen=True)
class HistoryPage:
    frame: Frame
    steps: Page[DraftEdit]
    done: DraftEdit | None
    undone: DraftEdit | None
    newest: int
    key: str


@require_http_methods(["GET", "POST"])
@idempotent
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """GET lists the steps, newest first; POST act=undo, redo, or restore with a number."""
    draft, by = draft_and_by(request, pk)
    if request.method == "POST":
        return _acted(request, draft, by)
    done, undone = stacks(draft)
    steps = draft.edits.defer("packed").select_related("by", "undoes").order_by("-number")
    newest = newest_edit(draft)
    page = HistoryPage(
        frame=frame_of(draft, "draft_history"),
        steps=Paginator(steps, STEPS_A_PAGE).get_page(request.GET.get("trang")),
        done=done[-1] if len(done) > 1 else None,
        undone=undone[-1][0] if undone else None,
        newest=newest.number if newest else 0,
        key=str(uuid.uuid4()),
    )
    return render(request, "criteria/drafts/history.html", {"page": page})


def _acted(request: HttpRequest, draft: RubricDraft, by: By) -> HttpResponse:
    what = request.POST.get("act", "")
    expected = whole(request.POST.get("row_version", "")) or 0
    try:
        if what == "undo":
            undo(draft=draft, actor=by.actor, post=by.post, now=by.now, expected=expected)
        elif what == "redo":
            redo(draft=draft, actor=by.actor, post=by.post, now=by.now, expected=expected)
        elif what.startswith("restore|"):
            number = whole(what.partition("|")[2]) or 0
            restore(draft=draft, number=number, actor=by.actor, post=by.post, now=by.now, expected=expected)
            messages.success(request, _("Đã khôi phục bản số %(number)s.") % {"number": number})
    except StaleRow:
        edit = newest_edit(draft)
        said = _(
            "%(who)s vừa sửa bản thảo lúc %(at)s (%(what)s). Chưa có gì thay đổi; hãy xem lại rồi làm tiếp."
        )
        if edit is not None:
            told = {"who": edit.by.full_name, "at": vn_datetime(edit.at), "what": edit.summary}
            messages.error(request, said % told)
    except NothingToUndo:
        messages.error(request, _("Không còn bước nào để hoàn tác hay làm lại."))
    except DraftClosed:
        messages.error(request, frame_of(draft, "draft").refusal)
    except RubricError:
        messages.error(request, _("Bản này không đọc được nữa."))
    back = "criteria:draft_history" if what.startswith("restore|") else "criteria:draft"
    return HttpResponseRedirect(reverse(back, args=[draft.pk]))
