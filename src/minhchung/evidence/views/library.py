"""The evidence library: find, add, describe, fetch and look at files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from minhchung.agencies.models import Agency, Post
from minhchung.agencies.requests import acting_of, received_at_of
from minhchung.evidence.domain import previews, store
from minhchung.evidence.domain.access import OWN_ROLES, file_for, own_files_for
from minhchung.evidence.domain.facts import describe
from minhchung.evidence.domain.facts_history import (
    FactsChange,
    FactsStood,
    facts_changes,
    facts_stood,
    settled_at,
)
from minhchung.evidence.domain.intake import Refused, add_file
from minhchung.evidence.interfaces.forms import FactsForm
from minhchung.evidence.models import EvidenceFile
from minhchung.ledger.domain.idempotency import idempotent
from minhchung.ledger.domain.versions import StaleRow
from minhchung.ui.requests import whole
from minhchung.viet.folding import search_key

PER_PAGE = 50
ACCEPT = ".pdf,.docx,.xlsx,.jpg,.jpeg,.png"


@dataclass(frozen=True)
class UploadPost:
    """An agency to which the person may add files, and the hidden fields of its upload form."""

    agency: Agency
    agency_id: int
    upload_fields: dict[str, str]


@dataclass(frozen=True)
class LibraryPage:
    files: Page[EvidenceFile]
    query: str
    unused: bool
    encoded: str
    posts: tuple[UploadPost, ...]
    accept: str = ACCEPT
    max_mb: int = 0


@require_GET
def library(request: HttpRequest) -> HttpResponse:
    """Own agencies' files, newest first; found by folded text; each with the number of places it serves."""
    acting = acting_of(request)
    query, unused = request.GET.get("tim", "").strip(), request.GET.get("chua_dung") == "1"
    files = own_files_for(acting).select_related("agency", "uploaded_by")
    files = files.annotate(use_count=Count("uses", filter=Q(uses__removed_at__isnull=True), distinct=True))
    for word in search_key(query).split():
        files = files.filter(search_text__contains=word)
    if unused:
        files = files.filter(use_count=0)
    files = files.order_by("-uploaded_at", "-pk")
    page = LibraryPage(
        files=Paginator(files, PER_PAGE).get_page(request.GET.get("trang")),
        query=query,
        unused=unused,
        encoded=urlencode({"tim": query, "chua_dung": "1" if unused else ""}),
        posts=own_posts(acting),
        max_mb=settings.UPLOAD_MAX_BYTES // 1024 // 1024,
    )
    return render(request, "evidence/library.html", {"page": page})


def own_posts(acting: Any) -> tuple[UploadPost, ...]:
    """One per agency in which the person may add files."""
    chosen = {post.agency_id: post.agency for post in acting.posts if post.role in OWN_ROLES}
    return tuple(UploadPost(agency, pk, {"agency": str(pk)}) for pk, agency in chosen.items())


@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Take in files for one of the person's agencies. The same bytes again are the same row, so a repeat is safe."""
    acting = acting_of(request)
    agency_id = whole(request.POST.get("agency", ""))
    post = acting.post_for(agency_id, *OWN_ROLES) if agency_id is not None else None
    if post is None:
        raise Http404
    uploads = request.FILES.getlist("file")
    if not uploads:
        return _answer_nothing(request)
    results = [
        (
            each.name,
            add_file(
                agency=post.agency,
                chunks=each.chunks(),
                name=each.name or "",
                actor=acting.user,
                post=post,
                now=received_at_of(request),
            ),
        )
        for each in uploads
    ]
    if request.headers.get("X-Requested-With") == "minhchung":
        return _answer_json(request, results[0][1])
    for _name, result in results:
        if isinstance(result, Refused):
            for line in result.lines:
                messages.error(request, line)
        elif result.known:
            messages.info(request, _("Tệp này đã có trong kho: %(name)s.") % {"name": result.file.name})
        else:
            messages.success(request, _("Đã lưu %(name)s.") % {"name": result.file.name})
    return redirect("evidence:library")


def _answer_nothing(request: HttpRequest) -> HttpResponse:
    text = _("Chưa chọn tệp nào. Chọn tệp rồi bấm “Tải tệp lên”.")
    if request.headers.get("X-Requested-With") == "minhchung":
        return JsonResponse({"message": text}, status=422)
    messages.error(request, text)
    return redirect("evidence:library")


def _answer_json(request: HttpRequest, result: Any) -> JsonResponse:
    if isinstance(result, Refused):
        return JsonResponse({"message": " ".join(result.lines)}, status=422)
    html = render(
        request, "evidence/_uploaded.html", {"file": result.file, "known": result.known}
    ).content.decode()
    return JsonResponse({"html": html, "file": result.file.pk, "known": result.known})


@dataclass(frozen=True)
class FilePage:
    """changes: of what is said of the file, the newest first. settled_at: since when others judge by it, own people only."""

    file: EvidenceFile
    said: FactsStood
    form: FactsForm
    is_own: bool
    is_readable: bool
    shown: previews.Shown | None
    proposal: str
    conflict: list[dict[str, Any]] | None = None
    uses: int = 0
    changes: tuple[FactsChange, ...] = ()
    settled_at: datetime | None = None


@idempotent
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """One file: what it is, what it shows, where it is used; its own agency may describe it."""
    acting = acting_of(request)
    found = file_for(acting, pk)
    post = acting.post_for(found.agency_id, *OWN_ROLES)
    if request.method == "POST":
        return _describe(request, found, post)
    initial = _initial(found)
    if request.GET.get("dien") and previews.is_readable(found):
        initial |= _read_in(previews.shown(found))
    return _file_page(request, found, post, FactsForm(initial=initial))


def _initial(found: EvidenceFile) -> dict[str, Any]:
    return {name: getattr(found, name) for name in ("title", "number", "dated_on", "issuer")}


def _read_in(shown: previews.Shown) -> dict[str, Any]:
    """The number and date that the file seems to say of itself; a person looks and saves them."""
    read = {"number": shown.number, "dated_on": _day(shown.dated_on)}
    return {name: value for name, value in read.items() if value}


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _proposal(found: EvidenceFile, shown: previews.Shown | None) -> str:
    """What was read in the file and is not what is said of it: `27/BC-KTHT, 05/10/2023`; empty when nothing is."""
    if shown is None:
        return ""
    day = _day(shown.dated_on)
    if shown.number in ("", found.number) and day in (None, found.dated_on):
        return ""
    return ", ".join(filter(None, (shown.number, f"{day:%d/%m/%Y}" if day else "")))


def _describe(request: HttpRequest, found: EvidenceFile, post: Post | None) -> HttpResponse:
    if post is None:
        raise Http404
    form = FactsForm(request.POST)
    if not form.is_valid():
        return _file_page(request, found, post, form, status=422)
    try:
        describe(
            file=found,
            facts=form.facts(),
            expected=whole(request.POST.get("row_version", "")) or 0,
            actor=request.user,  # type: ignore[arg-type]
            post=post,
            now=received_at_of(request),
        )
    except StaleRow as stale:
        return _file_page(request, stale.current, post, form, status=409, mine=form)
    messages.success(request, _("Đã lưu thông tin của tệp."))
    return redirect("evidence:file", pk=found.pk)


def _file_page(
    request: HttpRequest,
    found: EvidenceFile,
    post: Post | None,
    form: FactsForm,
    status: int = 200,
    mine: FactsForm | None = None,
) -> HttpResponse:
    readable = previews.is_readable(found)
    shown = previews.shown(found) if readable else None
    page = FilePage(
        file=found,
        said=facts_stood(found, None),
        form=form,
        is_own=post is not None,
        is_readable=readable,
        shown=shown,
        proposal=_proposal(found, shown),
        conflict=_differences(found, mine) if mine else None,
        uses=found.uses.filter(removed_at__isnull=True).count(),  # type: ignore[attr-defined]
        changes=facts_changes(found)[::-1],
        settled_at=settled_at(found) if post is not None else None,
    )
    return render(request, "evidence/file.html", {"page": page, "form": form}, status=status)


def _differences(found: EvidenceFile, form: FactsForm) -> list[dict[str, Any]]:
    theirs = FactsForm(initial=_initial(found))
    rows = []
    for name, field in form.fields.items():
        mine_text, their_text = form[name].value() or "", theirs[name].value() or ""
        if str(mine_text) != str(their_text):
            rows.append({"label": field.label, "mine": mine_text, "theirs": their_text})
    return rows


@require_GET
def original(request: HttpRequest, pk: int) -> HttpResponse:
    """The bytes as they were given, as an attachment that no browser opens in our name."""
    found = file_for(acting_of(request), pk)
    path = store.path_of(found.sha256)
    if not previews.is_readable(found) or not path.is_file():
        raise Http404
    answer = FileResponse(path.open("rb"), content_type="application/octet-stream")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.name)}"
    return sandboxed(answer)


@require_GET
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The fragment shown beside a score: page images or extracted tables.

    luc=2026-03-01T02:03:04+00:00: what was said of the file then, with what changed after.
    """
    found = file_for(acting_of(request), pk)
    return _fragment(request, found)


@require_POST
def preview_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a preview that failed once more. A repeat finds it made, or made a moment ago, and changes nothing."""
    found = file_for(acting_of(request), pk)
    if previews.is_readable(found):
        previews.retry(found)
    if request.headers.get("HX-Request") == "true":
        return _fragment(request, found)
    return redirect("evidence:file", pk=found.pk)


def _fragment(request: HttpRequest, found: EvidenceFile) -> HttpResponse:
    readable = previews.is_readable(found)
    asked = request.GET.get("luc", "")
    context = {
        "file": found,
        "said": facts_stood(found, _moment(asked)),
        "asked": urlencode({"luc": asked}) if asked else "",
        "shown": previews.shown(found) if readable else None,
        "is_readable": readable,
    }
    return render(request, "evidence/_preview.html", context)


def _moment(text: str) -> datetime | None:
    """A moment with its time zone; None for anything else."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


@require_GET
def preview_page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One page as a PNG made by the product itself."""
    found = file_for(acting_of(request), pk)
    path = previews.page_image(found, number) if previews.is_readable(found) else None
    if path is None:
        raise Http404
    answer = FileResponse(path.open("rb"), content_type="image/png")
    answer["Cache-Control"] = "private, max-age=3600"
    return sandboxed(answer)


def sandboxed(answer: FileResponse) -> FileResponse:
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
