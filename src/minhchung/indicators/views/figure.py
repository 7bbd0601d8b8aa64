"""One figure: what it says, its history, and, for the body that holds it, the form to give, correct or withdraw it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from minhchung.agencies.models import Agency, Post
from minhchung.agencies.requests import acting_of, received_at_of, today_of, user_of
from minhchung.evidence.domain.intake import Refused, add_file
from minhchung.evidence.models import EvidenceFile
from minhchung.indicators.domain.access import figure_for, holding_for
from minhchung.indicators.domain.figures import BadFigure, Said, say, withdraw
from minhchung.indicators.domain.periods import Days, last_ended
from minhchung.indicators.interfaces.figure_form import FigureForm
from minhchung.indicators.interfaces.words import figure_words, period_words
from minhchung.indicators.models import Figure, FigureHolder, FigureVerb
from minhchung.indicators.views.shared import (
    asked_days,
    days_query,
    register_crumbs,
    register_indicator,
)
from minhchung.ledger.domain.idempotency import idempotent
from minhchung.ledger.domain.versions import StaleRow
from minhchung.rubric.indicators import Described
from minhchung.ui.language import in_language
from minhchung.ui.requests import whole


@dataclass(frozen=True)
class Change:
    at: datetime
    who: str
    verb: str
    words: str
    excluded: str
    reason: str
    note: str
    source_href: str
    source: str


@dataclass(frozen=True)
class Conflict:
    fields: list[dict[str, str]]
    who: str
    at: datetime
    row_version: int
    hidden: dict[str, str]


@dataclass(frozen=True)
class FigurePage:
    heading: str
    agency: Agency
    period: str
    definition: str
    source: str
    figure: Figure | None
    words: str
    holder: str
    changes: tuple[Change, ...]
    may_write: bool
    href: str
    withdraw_href: str
    period_href: str
    row_version: int
    conflict: Conflict | None
    key: str


@require_http_methods(["GET", "POST"])
@idempotent
def figure(request: HttpRequest, pk: int) -> HttpResponse:
    """/chi-so/so-lieu/7/: GET shows, POST corrects (the holder, with a reason and the version seen)."""
    found = figure_for(acting_of(request), pk)
    described = register_indicator(found.indicator)
    holding = _holding(request, found.indicator, found.agency_id)
    if request.method == "POST":
        if holding is None:
            raise Http404
        return _correct(request, described, found, *holding)
    return _show(request, described, found, holding is not None)


@require_http_methods(["GET", "POST"])
@idempotent
def new(request: HttpRequest) -> HttpResponse:
    """/chi-so/so-lieu/nhap/?chi-so=TASKS_DONE&co-quan=3&tu=…&den=…: give a figure that is not there yet."""
    code, agency_id = request.GET.get("chi-so", ""), whole(request.GET.get("co-quan", ""))
    described = register_indicator(code)
    if agency_id is None:
        raise Http404
    holder, post = holding_for(acting_of(request), code, agency_id)
    agency = Agency.objects.get(pk=agency_id)
    days = asked_days(request, last_ended(holder.rhythm, today_of(request)))
    there = Figure.objects.filter(indicator=code, agency=agency, start=days.start, end=days.end).first()
    if there is not None and request.method == "GET":
        messages.info(request, _there_words(there))
        return HttpResponseRedirect(reverse("indicators:figure", args=[there.pk]))
    form = FigureForm(
        request.POST or None,
        request.FILES or None,
        described=described,
        standing=None,
        initial={"start": days.start, "end": days.end},
    )
    status = 200
    if request.method == "POST":
        status = 422
        kept = _say(request, form, described, agency, holder.holder, post, None) if form.is_valid() else None
        if isinstance(kept, StaleRow):
            messages.error(request, _there_words(kept.current))
            typed = FigureForm(request.POST, described=described, standing=kept.current)
            typed.is_valid()
            return _stale(request, described, kept.current, typed)
        if kept is not None:
            messages.success(request, _("Đã nhập số liệu của %(agency)s.") % {"agency": agency.name})
            return HttpResponseRedirect(_period_href(code, kept))
    page = _page(described, agency, None, form, may_write=True, href=request.get_full_path(), days=days)
    return _render(request, page, form, status)


def _there_words(there: Figure) -> str:
    if there.is_withdrawn:
        return _("Số liệu của kỳ này đã rút; muốn dùng lại thì sửa ở đây và ghi lý do.")
    return _("Kỳ này đã có số liệu; đây là số đang lưu, sửa ở đây và ghi lý do.")


def _holding(request: HttpRequest, code: str, agency_id: int) -> tuple[FigureHolder, Post] | None:
    try:
        return holding_for(acting_of(request), code, agency_id)
    except Http404:
        return None


def _correct(
    request: HttpRequest, described: Described, found: Figure, holder: FigureHolder, post: Post
) -> HttpResponse:
    form = FigureForm(request.POST, request.FILES or None, described=described, standing=found)
    if request.POST.get("resolve") == "theirs":
        return HttpResponseRedirect(reverse("indicators:figure", args=[found.pk]))
    kept = (
        _say(request, form, described, found.agency, holder.holder, post, found) if form.is_valid() else None
    )
    if isinstance(kept, StaleRow):
        return _stale(request, described, kept.current, form)
    if kept is None:
        return _show(request, described, found, True, form=form, status=422)
    messages.success(request, _("Đã sửa số liệu của %(agency)s.") % {"agency": found.agency.name})
    return HttpResponseRedirect(reverse("indicators:figure", args=[found.pk]))


def _say(
    request: HttpRequest,
    form: FigureForm,
    described: Described,
    agency: Agency,
    holder: Agency,
    post: Post,
    standing: Figure | None,
) -> Figure | StaleRow | None:
    """The figure kept, the stale row, or None when the form says what is wrong."""
    given = form.cleaned_data
    source = _source(request, form, holder, post)
    if form.errors:
        return None
    expected = whole(request.POST.get("row_version", "")) or 0 if standing is not None else 0
    said = Said(
        agency=agency,
        start=standing.start if standing else given["start"],
        end=standing.end if standing else given["end"],
        numerator=given["numerator"],
        denominator=given.get("denominator"),
        excluded=given["excluded"],
        exclusions=given["exclusions"],
        source=source or (standing.source if standing else None),
        note=given["note"],
        reason=given.get("reason", ""),
        expected=expected,
    )
    try:
        return say(
            described=described,
            said=said,
            holder=holder,
            actor=user_of(request),
            post=post,
            now=received_at_of(request),
        )
    except BadFigure as bad:
        form.add_error(bad.place if bad.place in form.fields else None, bad.words)
        return None
    except StaleRow as stale:
        return stale


def _source(request: HttpRequest, form: FigureForm, holder: Agency, post: Post) -> EvidenceFile | None:
    """The file given with the figure, kept as evidence of the holder; refusals stand on the form."""
    upload = form.cleaned_data.get("file")
    if not upload:
        return None
    taken = add_file(
        agency=holder,
        chunks=upload.chunks(),
        name=upload.name or "",
        actor=user_of(request),
        post=post,
        now=received_at_of(request),
    )
    if isinstance(taken, Refused):
        for line in taken.lines:
            form.add_error("file", line)
        return None
    return taken.file


def _stale(request: HttpRequest, described: Described, current: Figure, form: FigureForm) -> HttpResponse:
    """409: the number typed beside the one that was saved in between, with who and when."""
    mine = figure_words(form.cleaned_data["numerator"], form.cleaned_data.get("denominator"))
    conflict = Conflict(
        fields=[
            {
                "label": _("Số liệu"),
                "mine": mine,
                "theirs": figure_words(current.numerator, current.denominator),
            }
        ],
        who=current.by.full_name,
        at=current.at,
        row_version=current.row_version,
        hidden={name: str(request.POST.get(name, "")) for name in form.fields if name != "file"},
    )
    return _show(request, described, current, True, form=form, conflict=conflict, status=409)


@require_POST
@idempotent
def withdraw_figure(request: HttpRequest, pk: int) -> HttpResponse:
    """The holder takes a figure back, with a reason: it answers nothing any more."""
    found = figure_for(acting_of(request), pk)
    _holder, post = holding_for(acting_of(request), found.indicator, found.agency_id)
    here = reverse("indicators:figure", args=[pk])
    try:
        withdraw(
            figure=found,
            expected=whole(request.POST.get("row_version", "")) or 0,
            reason=request.POST.get("reason", ""),
            actor=user_of(request),
            post=post,
            now=received_at_of(request),
        )
    except BadFigure as bad:
        messages.error(request, bad.words)
        return HttpResponseRedirect(here)
    except StaleRow:
        messages.error(request, _("Số liệu vừa được người khác sửa; xem lại trước khi rút."))
        return HttpResponseRedirect(here)
    messages.success(request, _("Đã rút số liệu."))
    return HttpResponseRedirect(here)


# ── showing ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _show(
    request: HttpRequest,
    described: Described,
    found: Figure,
    may_write: bool,
    *,
    form: FigureForm | None = None,
    conflict: Conflict | None = None,
    status: int = 200,
) -> HttpResponse:
    if may_write and form is None:
        initial: dict[str, Any] = {
            "numerator": found.numerator,
            "denominator": found.denominator,
            "excluded": found.excluded,
            "exclusions": found.exclusions,
            "note": found.note,
        }
        form = FigureForm(described=described, standing=found, initial=initial)
    page = _page(
        described,
        found.agency,
        found,
        form,
        may_write=may_write,
        href=reverse("indicators:figure", args=[found.pk]),
        days=Days(found.start, found.end),
        conflict=conflict,
    )
    return _render(request, page, form, status)


def _render(request: HttpRequest, page: FigurePage, form: FigureForm | None, status: int) -> HttpResponse:
    crumbs = register_crumbs((page.period_href, page.heading), ("", page.agency.name))
    context = {"page": page, "form": form, "breadcrumbs": crumbs}
    return render(request, "indicators/figure.html", context, status=status)


def _page(
    described: Described,
    agency: Agency,
    found: Figure | None,
    form: FigureForm | None,
    *,
    may_write: bool,
    href: str,
    days: Days,
    conflict: Conflict | None = None,
) -> FigurePage:
    return FigurePage(
        heading=in_language(described.title),
        agency=agency,
        period=period_words(days.start, days.end),
        definition=in_language(described.definition),
        source=described.source,
        figure=found,
        words=figure_words(found.numerator, found.denominator) if found else "",
        holder=found.holder.name if found else "",
        changes=tuple(_changes(found)) if found else (),
        may_write=may_write,
        href=href,
        withdraw_href=reverse("indicators:withdraw", args=[found.pk]) if found and may_write else "",
        period_href=reverse("indicators:period", args=[described.code]) + "?" + days_query(days),
        row_version=found.row_version if found else 0,
        conflict=conflict,
        key=str(uuid.uuid4()),
    )


def _period_href(code: str, figure: Figure) -> str:
    return reverse("indicators:period", args=[code]) + "?" + days_query(Days(figure.start, figure.end))


def _changes(found: Figure) -> list[Change]:
    """Every state, newest first; one query."""
    rows = found.revisions.select_related("by", "source").order_by("-row_version")
    return [
        Change(
            at=row.at,
            who=row.by.full_name,
            verb=str(FigureVerb(row.verb).label),
            words=figure_words(row.numerator, row.denominator),
            excluded="" if row.excluded is None else f"{row.excluded} {row.exclusions}".strip(),
            reason=row.reason,
            note=row.note,
            source_href=reverse("evidence:file", args=[row.source_id]) if row.source_id else "",
            source=str(row.source) if row.source else "",
        )
        for row in rows
    ]
