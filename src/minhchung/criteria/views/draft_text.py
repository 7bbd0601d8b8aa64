"""A draft as one YAML text, for those who write it: faults at their lines, saved whole."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from minhchung.agencies.domain.by import By
from minhchung.criteria.domain.draft_reading import draft_reading
from minhchung.criteria.domain.drafts import DraftClosed, edit_draft, newest_edit
from minhchung.criteria.models import RubricDraft
from minhchung.criteria.views.draft_words import DraftFinding, Frame, draft_and_by, finding_lines, frame_of
from minhchung.ledger.domain.idempotency import idempotent
from minhchung.ledger.domain.versions import StaleRow
from minhchung.rubric import parse, print_rubric
from minhchung.rubric.errors import RubricError
from minhchung.rubric.outline import outline_of
from minhchung.ui.present import vn_datetime
from minhchung.ui.requests import whole


@dataclass(frozen=True)
class TextPage:
    frame: Frame
    text: str
    lines: tuple[DraftFinding, ...]
    row_version: int
    key: str
    error: str
    conflict: str
    theirs: str


@require_http_methods(["GET", "POST"])
@idempotent
def text(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows the text, POST saves it whole; a text that cannot be taken apart stays on the page."""
    draft, by = draft_and_by(request, pk)
    if request.method == "GET":
        return _show(request, draft, draft.text, draft.row_version)
    typed = request.POST.get("text", "").replace("\r\n", "\n")
    expected = whole(request.POST.get("row_version", "")) or 0
    try:
        edit_draft(
            draft=draft,
            actor=by.actor,
            post=by.post,
            now=by.now,
            text=canonical(typed),
            summary=_("Sửa văn bản YAML"),
            expected=expected,
        )
    except RubricError as error:
        return _show(request, draft, typed, expected, failed=error, status=422)
    except StaleRow as stale:
        return _stale(request, stale.current, typed, by)
    except DraftClosed:
        messages.error(request, frame_of(draft, "draft_text").refusal)
    return HttpResponseRedirect(reverse("criteria:draft_text", args=[draft.pk]))


def canonical(typed: str) -> str:
    """The text in the layout of printing where it is a whole rubric; else as it was typed."""
    try:
        return print_rubric(parse(typed))
    except RubricError:
        return typed


def _stale(request: HttpRequest, now: RubricDraft, typed: str, by: By) -> HttpResponse:
    edit = newest_edit(now)
    who, at = (edit.by.full_name, edit.at) if edit else (now.changed_by.full_name, now.changed_at)
    said = _(
        "%(who)s đã lưu bản thảo lúc %(at)s, sau khi bạn mở trang. Văn bản của bạn còn ở ô dưới, chưa lưu. "
        "Lưu lần nữa là lấy văn bản của bạn; bản của họ vẫn còn trong lịch sử."
    ) % {"who": who, "at": vn_datetime(at)}
    return _show(request, now, typed, now.row_version, conflict=said, theirs=now.text, status=409)


def _show(
    request: HttpRequest,
    draft: RubricDraft,
    typed: str,
    row_version: int,
    *,
    failed: RubricError | None = None,
    conflict: str = "",
    theirs: str = "",
    status: int = 200,
) -> HttpResponse:
    outline = outline_of(draft.text)
    if failed is not None:
        lines = finding_lines(draft, outline, "", [("", each) for each in failed.diagnostics], plain=True)
    else:
        faults = draft_reading(draft.text).read.faults
        lines = finding_lines(draft, outline, draft.text, faults, as_text=True)
    page = TextPage(
        frame=frame_of(draft, "draft_text"),
        text=typed,
        lines=lines,
        row_version=row_version,
        key=str(uuid.uuid4()),
        error=_("Văn bản chưa đọc được nên chưa lưu; sửa rồi lưu lại.") if failed is not None else "",
        conflict=conflict,
        theirs=theirs,
    )
    return render(request, "criteria/drafts/text.html", {"page": page}, status=status)


@require_GET
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """The YAML text as it stands."""
    draft, _by = draft_and_by(request, pk)
    answer = HttpResponse(draft.text, content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{draft.code or "ban-thao"}.rubric.yaml"'
    return answer
