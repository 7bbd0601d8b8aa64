"""The standing body says who gives which figures, how often, for whom."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from minhchung.agencies.domain.jurisdiction import within_reach
from minhchung.agencies.models import Agency, AgencyKind
from minhchung.agencies.requests import acting_of, received_at_of, user_of
from minhchung.indicators.domain.access import owned_posts
from minhchung.indicators.domain.holding import name_holder
from minhchung.indicators.interfaces.figure_form import HolderForm
from minhchung.indicators.models import FigureHolder, Rhythm
from minhchung.indicators.views.shared import register_crumbs, register_indicator
from minhchung.ledger.domain.idempotency import idempotent
from minhchung.ledger.domain.versions import StaleRow
from minhchung.rubric.indicators import catalogue
from minhchung.ui.language import in_language
from minhchung.ui.requests import whole


@dataclass(frozen=True)
class Line:
    code: str
    title: str
    wanted: str
    holder: str
    rhythm: str
    due: str
    kinds: str
    href: str


@dataclass(frozen=True)
class HoldersPage:
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class HolderPage:
    code: str
    title: str
    wanted: str
    row_version: int
    key: str


@require_GET
def holders(request: HttpRequest) -> HttpResponse:
    """/chi-so/so-lieu/nguoi-giu/: every indicator of the register with who gives it in the person's reach."""
    owner = owned_posts(acting_of(request))[0].agency
    rows = FigureHolder.objects.filter(owner=owner).select_related("holder").prefetch_related("kinds")
    named = {row.indicator: row for row in rows}
    lines = []
    for described in catalogue().values():
        if described.room != "register":
            continue
        row = named.get(described.code)
        lines.append(
            Line(
                code=described.code,
                title=in_language(described.title),
                wanted=in_language(described.holder),
                holder=row.holder.name if row else "",
                rhythm=str(Rhythm(row.rhythm).label) if row else "",
                due=str(row.due_days) if row else "",
                kinds=", ".join(kind.name for kind in row.kinds.all()) if row else "",
                href=reverse("indicators:holder", args=[described.code]),
            )
        )
    context = {
        "page": HoldersPage(tuple(lines)),
        "breadcrumbs": register_crumbs(("", _("Cơ quan nắm số liệu"))),
    }
    return render(request, "indicators/holders.html", context)


@require_http_methods(["GET", "POST"])
@idempotent
def holder(request: HttpRequest, code: str) -> HttpResponse:
    """/chi-so/so-lieu/nguoi-giu/TASKS_DONE/: name or change the body that gives it."""
    described, post = register_indicator(code), owned_posts(acting_of(request))[0]
    named = FigureHolder.objects.filter(indicator=code, owner=post.agency).first()
    agencies = Agency.objects.filter(within_reach(post.agency), valid_to__isnull=True)
    initial: dict[str, Any] = (
        {
            "holder": named.holder_id,
            "rhythm": named.rhythm,
            "due_days": named.due_days,
            "kinds": [kind.pk for kind in named.kinds.all()],
        }
        if named
        else {"rhythm": Rhythm.YEAR, "due_days": 15}
    )
    kinds = AgencyKind.objects.filter(agency__in=agencies.order_by()).distinct()
    form = HolderForm(request.POST or None, agencies=agencies, kinds=kinds, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                name_holder(
                    described=described,
                    owner=post.agency,
                    expected=whole(request.POST.get("row_version", "")) or 0,
                    actor=user_of(request),
                    post=post,
                    now=received_at_of(request),
                    **form.cleaned_data,
                )
            except StaleRow as stale:
                form.add_error(
                    None,
                    _("Vừa có người đặt lại: %(holder)s. Xem lại rồi lưu.")
                    % {"holder": stale.current.holder.name},
                )
                named, status = stale.current, 409
            else:
                messages.success(request, _("Đã lưu cơ quan nắm số liệu."))
                return HttpResponseRedirect(reverse("indicators:holders"))
    page = HolderPage(
        code,
        in_language(described.title),
        in_language(described.holder),
        named.row_version if named else 0,
        str(uuid.uuid4()),
    )
    crumbs = register_crumbs((reverse("indicators:holders"), _("Cơ quan nắm số liệu")), ("", page.title))
    context = {"page": page, "form": form, "breadcrumbs": crumbs}
    return render(request, "indicators/holder.html", context, status=status)
