"""Many proposals at once: which go in is ticked, they go in as one step, and are taken back as one."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from minhchung.criteria.domain.draft_reading import draft_outline
from minhchung.criteria.domain.drafts import DraftClosed
from minhchung.criteria.domain.editing import Change, item_of
from minhchung.criteria.domain.mending_many import Mending, Offer, change_by_offers, offers_of
from minhchung.criteria.models import RubricDraft
from minhchung.criteria.views.draft_words import (
    Frame,
    draft_and_by,
    frame_of,
    node_href,
    proposal_words,
    written,
)
from minhchung.ledger.domain.idempotency import idempotent
from minhchung.rubric.errors import UnknownNode
from minhchung.ui.language import in_language


@dataclass(frozen=True)
class OfferLine:
    """One box to tick: what is wrong, what goes in."""

    name: str
    code: str
    node: str
    title: str
    href: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ProposalsPage:
    """sure: ticked at first. chosen: of the author's to tick. about: the node they are of; empty for the whole draft."""

    frame: Frame
    about: str
    key: str
    sure: tuple[OfferLine, ...]
    chosen: tuple[OfferLine, ...]
    back: str
    idempotency_key: str
    error: str


@require_http_methods(["GET", "POST"])
@idempotent
def proposals(request: HttpRequest, pk: int) -> HttpResponse:
    """?muc= the key of a node, or HEAD; without it, the whole draft. POST: de_xuat, the ticked ones."""
    draft, by = draft_and_by(request, pk)
    key = request.POST.get("muc", "") or request.GET.get("muc", "")
    if request.method == "GET":
        return _show(request, draft, key)
    names = frozenset(request.POST.getlist("de_xuat"))
    if not names:
        return _show(request, draft, key, error=_("Đánh dấu ít nhất một đề xuất."), status=422)
    done: list[Mending] = []

    def make(now: RubricDraft) -> Change:
        done.append(change_by_offers(now, names))
        change = done[-1].change
        return change or Change(now.text, "", "", now.row_version)

    try:
        written(draft, by, make)
    except DraftClosed:
        messages.error(request, frame_of(draft, "draft").refusal)
    else:
        _tell(request, done[-1])
    return HttpResponseRedirect(_back(draft, key))


def _back(draft: RubricDraft, key: str) -> str:
    return (
        node_href(draft, key)
        if key
        else f"{reverse('criteria:draft', args=[draft.pk])}?{urlencode({'soat': 1})}"
    )


def _tell(request: HttpRequest, done: Mending) -> None:
    if done.change is not None:
        said = _(
            "Đã áp dụng %(n)d đề xuất trong một bước: lỗi của bản thảo từ %(before)d còn %(after)d. Có thể hoàn tác."
        )
        told = {"n": done.applied, "before": done.errors_before, "after": done.errors_after}
        messages.success(request, said % told)
    if done.left:
        said = ngettext(
            "%(n)d đề xuất không đưa vào: mục vừa được sửa, hoặc đề xuất sinh ra lỗi mới.",
            "%(n)d đề xuất không đưa vào: mục vừa được sửa, hoặc đề xuất sinh ra lỗi mới.",
            len(done.left),
        )
        messages.error(request, said % {"n": len(done.left)})


def _show(
    request: HttpRequest, draft: RubricDraft, key: str, *, error: str = "", status: int = 200
) -> HttpResponse:
    outline = draft_outline(draft.text)
    try:
        about = item_of(outline, key).code if key else ""
    except UnknownNode:
        raise Http404 from None
    titles = {item.key: item.said("title") for item in outline.walk()}
    offers = offers_of(draft, key)
    page = ProposalsPage(
        frame=frame_of(draft, "draft"),
        about=about or (_("Phần chung") if key else ""),
        key=key,
        sure=tuple(_line(draft, each, titles) for each in offers if each.sure),
        chosen=tuple(_line(draft, each, titles) for each in offers if not each.sure),
        back=_back(draft, key),
        idempotency_key=str(uuid.uuid4()),
        error=error,
    )
    return render(request, "criteria/drafts/proposals.html", {"page": page}, status=status)


def _line(draft: RubricDraft, offer: Offer, titles: dict[str, str]) -> OfferLine:
    return OfferLine(
        name=offer.name,
        code=offer.code,
        node=offer.node or _("Phần chung"),
        title=titles.get(offer.key, ""),
        href=node_href(draft, offer.key),
        lines=tuple(
            (in_language(each.message), proposal_words(each) or each.proposal or "")
            for each in offer.findings
        ),
    )
