"""A draft out as a workbook and an edited workbook back in: what would change is shown before it is written."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from minhchung.criteria.domain.drafts import DraftClosed, edit_draft
from minhchung.criteria.domain.workbooks import Since, since, workbook_of
from minhchung.criteria.interfaces.read_forms import MOST_TEXT, DocumentForm
from minhchung.criteria.models import RubricDraft
from minhchung.criteria.views.draft_compare import ChangeLine, change_line, whole_rubric
from minhchung.criteria.views.draft_words import Frame, draft_and_by, frame_of
from minhchung.criteria.views.reading_document import FaultWords
from minhchung.ledger.domain.idempotency import idempotent
from minhchung.ledger.domain.versions import StaleRow
from minhchung.rubric import print_rubric
from minhchung.rubric.diff import compare
from minhchung.rubric.errors import RubricError
from minhchung.rubric.read.told import Told
from minhchung.rubric.read.worker import read_apart
from minhchung.ui.language import in_language
from minhchung.ui.requests import whole

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STEPS_SHOWN = 10


class WorkbookForm(DocumentForm):
    """The workbook that comes back."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["file"].label = gettext_lazy("Sổ tính đã sửa")
        self.fields["file"].help_text = gettext_lazy("Tệp .xlsx tải về từ trang này, đã sửa trong Excel.")
        self.fields["file"].widget.attrs["accept"] = ".xlsx"


@dataclass(frozen=True)
class Preview:
    """What the workbook would change. lines: None where the draft as it stands cannot be compared.

    since: what happened to the draft after the download; must_tick: it is written only when the author says so.
    """

    text: str
    origin: str
    lines: tuple[ChangeLine, ...] | None
    to_answer: int
    since: Since
    same: bool

    @property
    def must_tick(self) -> bool:
        return self.since.moved or self.lines is None

    @property
    def steps(self) -> tuple[object, ...]:
        return self.since.steps[:STEPS_SHOWN]

    @property
    def steps_left(self) -> int:
        return max(0, len(self.since.steps) - STEPS_SHOWN)


@dataclass(frozen=True)
class WorkbookPage:
    frame: Frame
    form: WorkbookForm
    can_download: bool
    preview: Preview | None = None
    faults: tuple[FaultWords, ...] = ()
    error: str = ""
    key: str = ""


@require_http_methods(["GET", "POST"])
def workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: download and choose a file. POST a workbook: what it would change; nothing is written.

    409 when the draft has been edited since the workbook was downloaded, 422 when it cannot be read.
    """
    draft, _by = draft_and_by(request, pk)
    if request.method != "POST":
        return _page(request, draft)
    form = WorkbookForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, draft, form=form, status=422)
    file = form.cleaned_data["file"]
    told = read_apart(file.read(), file.name)
    if not (told.is_workbook and told.text):
        return _page(request, draft, faults=_faults(told), status=422)
    preview = _preview(draft, told.text, told.origin)
    assert preview is not None, "the worker has read this text"
    return _page(request, draft, preview=preview, status=409 if preview.since.steps else 200)


@require_GET
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft as XLSX; while something of it cannot be read, back to the page that says so."""
    draft, _by = draft_and_by(request, pk)
    rubric = whole_rubric(draft.text)
    if rubric is None:
        return HttpResponseRedirect(reverse("criteria:draft_workbook", args=[draft.pk]))
    answer = HttpResponse(workbook_of(draft, rubric), content_type=_XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{draft.code or "ban-thao"}.rubric.xlsx"'
    return answer


@require_POST
@idempotent
def bring_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Write what was previewed as one step. 409 when somebody saved since the preview; 422 without the tick it needs."""
    draft, by = draft_and_by(request, pk)
    text, origin = (
        request.POST.get("text", "")[:MOST_TEXT].replace("\r\n", "\n"),
        request.POST.get("origin", ""),
    )
    preview = _preview(draft, text, origin)
    if preview is None:
        return _page(request, draft, error=_("Nội dung gửi lên không đọc được; chọn lại tệp."), status=422)
    if preview.must_tick and not request.POST.get("known"):
        said = _("Hãy đánh dấu vào ô xác nhận ở dưới bảng rồi nạp lại.")
        return _page(request, draft, preview=preview, error=said, status=422)
    try:
        edit_draft(
            draft=draft,
            actor=by.actor,
            post=by.post,
            now=by.now,
            text=text,
            summary=_("Nạp sổ tính"),
            expected=whole(request.POST.get("row_version", "")) or 0,
        )
    except StaleRow as stale:
        again = _preview(stale.current, text, origin)
        said = _("Bản thảo vừa được sửa sau khi bạn xem bảng này. Chưa có gì thay đổi; hãy xem lại bảng mới.")
        return _page(request, stale.current, preview=again, error=said, status=409)
    except DraftClosed:
        messages.error(request, frame_of(draft, "draft_workbook").refusal)
        return HttpResponseRedirect(reverse("criteria:draft_workbook", args=[draft.pk]))
    messages.success(request, _("Đã nạp sổ tính. Có thể hoàn tác ở trang cây tiêu chí."))
    return HttpResponseRedirect(reverse("criteria:draft", args=[draft.pk]))


def _preview(draft: RubricDraft, text: str, origin: str) -> Preview | None:
    """What a text would change; None when it is no whole rubric."""
    try:
        new = whole_rubric(text)
    except RubricError:
        return None
    if new is None:
        return None
    old = whole_rubric(draft.text)
    changes = compare(old, new) if old is not None else None
    return Preview(
        text=text,
        origin=origin,
        lines=None if changes is None else tuple(change_line(draft, new, each) for each in changes),
        to_answer=len({each.id for each in changes or () if each.to_answer}),
        since=since(draft, origin),
        same=old is not None and print_rubric(old) == text,
    )


def _faults(told: Told) -> tuple[FaultWords, ...]:
    if told.faults:
        return tuple(
            FaultWords(in_language(each.place), each.value, in_language(each.rule), in_language(each.fix))
            for each in told.faults
        )
    rule = _("Đây không phải sổ tính bộ tiêu chí của hệ thống.")
    return (FaultWords("", told.name, rule, _("Tải sổ tính của bản thảo này về rồi sửa trong tệp đó.")),)


def _page(
    request: HttpRequest,
    draft: RubricDraft,
    *,
    form: WorkbookForm | None = None,
    preview: Preview | None = None,
    faults: tuple[FaultWords, ...] = (),
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    page = WorkbookPage(
        frame=frame_of(draft, "draft_workbook"),
        form=form or WorkbookForm(),
        can_download=whole_rubric(draft.text) is not None,
        preview=preview,
        faults=faults,
        error=error,
        key=str(uuid.uuid4()),
    )
    shown = page.form if page.form.is_bound else None
    return render(request, "criteria/drafts/workbook.html", {"page": page, "form": shown}, status=status)
