"""Evidence of one criterion: drop a file, pick one from the library, take one away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from minhchung.agencies.enums import Role
from minhchung.agencies.requests import acting_of, received_at_of
from minhchung.evidence.domain.intake import Refused, Taken, add_file
from minhchung.evidence.models import EvidenceFile
from minhchung.ledger.domain.idempotency import idempotent
from minhchung.rounds.domain.access import own_entry_for
from minhchung.rounds.domain.entries import NotNow, filling_refusal, self_phase
from minhchung.rounds.domain.evidence_use import attach, candidates, detach
from minhchung.rounds.domain.self_scoring import leaf_for
from minhchung.rounds.models import Entry
from minhchung.rounds.views.criterion import LOCKED
from minhchung.rounds.views.entry_words import crumbs, leaf_href, title_of
from minhchung.rounds.views.evidence_words import EvidencePanel, file_views
from minhchung.rubric import Node
from minhchung.ui.requests import wants_json, whole

SOURCES: Final[tuple[tuple[str, str | Promise], ...]] = (
    ("", gettext_lazy("Cả kho")),
    ("nam-truoc", gettext_lazy("Năm trước, cùng tiêu chí")),
    ("tieu-chi-khac", gettext_lazy("Tiêu chí khác trong hồ sơ này")),
    ("chua-dung", gettext_lazy("Chưa dùng ở đâu")),
)
PER_PAGE = 30


@require_POST
def attach_evidence(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Files dropped on a criterion. The same bytes, the same use again change nothing, so a repeat is safe."""
    acting = acting_of(request)
    access = own_entry_for(acting, pk, Role.SECRETARY)
    leaf = leaf_for(access.entry, code)
    now = received_at_of(request)
    refusal = filling_refusal(access.entry, self_phase(access.entry), now)
    if refusal:
        return _told(request, pk, code, [refusal], LOCKED)
    uploads = request.FILES.getlist("file")
    if not uploads:
        return _told(request, pk, code, [_("Chưa chọn tệp nào. Chọn tệp rồi bấm “Tải tệp lên”.")], 422)
    results = [
        add_file(
            agency=access.entry.agency,
            chunks=each.chunks(),
            name=each.name or "",
            actor=acting.user,
            post=access.own,
            now=now,
        )
        for each in uploads
    ]
    taken = [result.file for result in results if isinstance(result, Taken)]
    with transaction.atomic():
        locked = own_entry_for(acting, pk, Role.SECRETARY, lock=True)
        try:
            attach(entry=locked.entry, leaf=leaf, files=taken, actor=acting.user, now=now)
        except NotNow as fault:
            return _told(request, pk, code, [fault.words], LOCKED)
    refused = [line for result in results if isinstance(result, Refused) for line in result.lines]
    return _attached(request, access.entry, leaf, taken, refused)


def _attached(
    request: HttpRequest, entry: Entry, leaf: Node, taken: list[EvidenceFile], refused: list[str]
) -> HttpResponse:
    if wants_json(request):
        if refused:
            return JsonResponse({"message": " ".join(refused)}, status=422)
        return JsonResponse({"fragments": {"minh-chung": panel_html(request, entry, leaf)}})
    for line in refused:
        messages.error(request, line)
    for file in taken:
        messages.success(request, _("Đã gắn minh chứng: %(name)s.") % {"name": file})
    return HttpResponseRedirect(leaf_href(entry.pk, leaf.code) + "#minh-chung")


def panel_html(request: HttpRequest, entry: Entry, leaf: Node) -> str:
    """The list of files behind a leaf, as a fragment."""
    panel = EvidencePanel(file_views(entry, leaf), True, leaf_href(entry.pk, leaf.code) + "minh-chung/")
    return render_to_string("rounds/entry/_files.html", {"panel": panel}, request=request)


def _told(request: HttpRequest, pk: int, code: str, lines: list[str], status: int) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"message": " ".join(lines)}, status=status)
    for line in lines:
        messages.error(request, line)
    return HttpResponseRedirect(leaf_href(pk, code))


@require_POST
@idempotent
def detach_evidence(request: HttpRequest, pk: int, code: str, use_id: int) -> HttpResponse:
    """Take one file away from a criterion; the file stays in the library."""
    acting = acting_of(request)
    access = own_entry_for(acting, pk, Role.SECRETARY, lock=True)
    leaf = leaf_for(access.entry, code)
    try:
        removed = detach(
            entry=access.entry,
            leaf=leaf,
            use_id=use_id,
            actor=acting.user,
            now=received_at_of(request),
        )
    except NotNow as fault:
        return _told(request, pk, code, [fault.words], LOCKED)
    messages.success(
        request, _("Đã gỡ %(name)s khỏi tiêu chí. Tệp vẫn còn trong kho.") % {"name": removed.file}
    )
    return HttpResponseRedirect(leaf_href(pk, code) + "#minh-chung")


# ── pick from the library ─────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class PickPage:
    entry: Entry
    leaf: Node
    title: str
    files: Page[EvidenceFile]
    tabs: tuple[dict[str, object], ...]
    query: str
    source: str
    encoded: str
    href: str
    back_href: str
    can_write: bool
    breadcrumbs: list[dict[str, str]]


@require_http_methods(["GET", "POST"])
@idempotent
def pick_evidence(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Files already in the library: last year's, other criteria's, any; ticked ones are put behind the criterion."""
    acting = acting_of(request)
    access = own_entry_for(acting, pk, Role.SECRETARY, lock=request.method == "POST")
    leaf = leaf_for(access.entry, code)
    if request.method == "POST":
        return _picked(request, access.entry, leaf)
    query, source = request.GET.get("tim", "").strip(), request.GET.get("nguon", "")
    here = reverse("rounds:pick_evidence", args=[pk, code])
    now = received_at_of(request)
    page = PickPage(
        entry=access.entry,
        leaf=leaf,
        title=title_of(leaf),
        files=Paginator(candidates(access.entry, leaf, search=query, source=source), PER_PAGE).get_page(
            request.GET.get("trang")
        ),
        tabs=tuple(
            {
                "href": f"{here}?{urlencode({'nguon': name, 'tim': query})}",
                "label": label,
                "current": name == source,
            }
            for name, label in SOURCES
        ),
        query=query,
        source=source,
        encoded=urlencode({"nguon": source, "tim": query}),
        href=here,
        back_href=leaf_href(pk, code),
        can_write=not filling_refusal(access.entry, self_phase(access.entry), now),
        breadcrumbs=crumbs(access.entry, (leaf_href(pk, code), code), ("", _("Chọn từ kho"))),
    )
    return render(request, "rounds/entry/pick.html", {"page": page, "breadcrumbs": page.breadcrumbs})


def _picked(request: HttpRequest, entry: Entry, leaf: Node) -> HttpResponse:
    ids = [number for text in request.POST.getlist("file") if (number := whole(text)) is not None]
    files = list(EvidenceFile.objects.filter(pk__in=ids, agency_id=entry.agency_id))
    if not files or len(files) != len(set(ids)):
        return _told(request, entry.pk, leaf.code, [_("Chưa chọn tệp nào trong kho.")], 422)
    user: Any = request.user
    try:
        attach(entry=entry, leaf=leaf, files=files, actor=user, now=received_at_of(request))
    except NotNow as fault:
        return _told(request, entry.pk, leaf.code, [fault.words], LOCKED)
    messages.success(request, _("Đã gắn %(n)d tệp từ kho.") % {"n": len(files)})
    return HttpResponseRedirect(leaf_href(entry.pk, leaf.code) + "#minh-chung")
