"""The administrator changes the agency tree: each change names its decision and its day."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from minhchung.agencies.domain import reorganise
from minhchung.agencies.domain.identify import add_identifier, remove_identifier
from minhchung.agencies.interfaces.agency_forms import (
    CloseForm,
    CreateAgencyForm,
    IdentifierForm,
    MergeForm,
    RenameForm,
    SplitForm,
)
from minhchung.agencies.models import Agency, AgencyIdentifier, Holding
from minhchung.agencies.views.act import ActPage, act, by_admin
from minhchung.ledger.domain.idempotency import idempotent
from minhchung.ui.requests import whole


def _href(agency: Agency) -> str:
    return reverse("agencies:agency", args=[agency.pk])


def _subject(agency: Agency) -> str:
    return f"agencies.agency:{agency.pk}"


def _open_agency(pk: int) -> Agency:
    """An agency that has no end yet: only such a one changes. Raises Http404."""
    return get_object_or_404(Agency.objects.select_related("kind", "parent"), pk=pk, valid_to__isnull=True)


@idempotent
def agency_new(request: HttpRequest) -> HttpResponse:
    """A new agency, at the top or below the agency `cha`."""
    parent = _parent(request.GET.get("cha", ""))
    page = ActPage(
        heading=_("Thêm cơ quan"),
        submit=_("Thêm cơ quan"),
        back=_href(parent) if parent else reverse("agencies:tree"),
        intro=_("Cơ quan cấp trên: %(name)s") % {"name": parent.name} if parent else "",
    )
    form = CreateAgencyForm(request.POST or None, initial={"parent": parent})
    return act(
        request,
        page,
        form,
        lambda given: _href(
            reorganise.create_agency(new=given.new_agency(), decision=given.decision(), by=by_admin(request))
        ),
        done=_("Đã thêm cơ quan."),
    )


def _parent(text: str) -> Agency | None:
    if not text:
        return None
    return get_object_or_404(Agency, pk=whole(text))


@idempotent
def agency_rename(request: HttpRequest, pk: int) -> HttpResponse:
    """A new name from a day; the earlier one stays in the history."""
    agency = _open_agency(pk)

    def do(form: RenameForm) -> str:
        reorganise.rename_agency(
            agency=agency,
            expected=form.cleaned_data["row_version"] or 0,
            name=form.cleaned_data["name"],
            short_name=form.cleaned_data["short_name"],
            decision=form.decision(),
            by=by_admin(request),
            today=timezone.localdate(),
        )
        return _href(agency)

    page = ActPage(
        heading=_("Đổi tên %(name)s") % {"name": agency.name},
        submit=_("Đổi tên"),
        back=_href(agency),
        intro=_(
            "Vị trí, minh chứng và hồ sơ chấm điểm giữ nguyên. Tên cũ vẫn hiện ở những ngày trước khi đổi."
        ),
    )
    first = {"name": agency.name, "short_name": agency.short_name, "row_version": agency.row_version}
    form = RenameForm(request.POST or None, initial=first)
    return act(request, page, form, do, subject=_subject(agency), done=_("Đã đổi tên."))  # type: ignore[arg-type]


@idempotent
def agency_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """This agency and others become one: one of their own, or a new one."""
    agency = _open_agency(pk)

    def do(form: MergeForm) -> str:
        heir = reorganise.merge_agencies(
            predecessors=form.predecessors(),
            successor=form.successor(),
            decision=form.decision(),
            by=by_admin(request),
        )
        return _href(heir)

    page = ActPage(
        heading=_("Sáp nhập %(name)s") % {"name": agency.name},
        submit=_("Sáp nhập"),
        back=_href(agency),
        facts=(
            _(
                "Các cơ quan bị sáp nhập kết thúc vào ngày quyết định có hiệu lực; lịch sử của chúng còn nguyên."
            ),
            _(
                "Vị trí và người giữ vị trí ở các cơ quan đó thôi từ ngày ấy. Hãy lập vị trí ở cơ quan kế tục."
            ),
            _("Hồ sơ trong đợt chấm điểm đang mở do thường trực nhập bằng quyết định của đợt."),
        ),
        warns=True,
    )
    form = MergeForm(request.POST or None, agency=agency, today=timezone.localdate())
    return act(request, page, form, do, subject=_subject(agency), done=_("Đã sáp nhập."))  # type: ignore[arg-type]


@idempotent
def agency_split(request: HttpRequest, pk: int) -> HttpResponse:
    """This agency becomes several, or gives off new ones and remains."""
    agency = _open_agency(pk)

    def do(form: SplitForm) -> str:
        reorganise.split_agency(
            agency=agency,
            expected=form.cleaned_data["row_version"] or 0,
            parts=form.parts(agency),
            remains=form.cleaned_data["remains"],
            decision=form.decision(),
            by=by_admin(request),
        )
        return _href(agency)

    page = ActPage(
        heading=_("Chia, tách %(name)s") % {"name": agency.name},
        submit=_("Chia, tách"),
        back=_href(agency),
        facts=_endings(agency),
        warns=True,
    )
    form = SplitForm(request.POST or None, initial={"row_version": agency.row_version})
    return act(request, page, form, do, subject=_subject(agency), done=_("Đã chia, tách."))  # type: ignore[arg-type]


@idempotent
def agency_close(request: HttpRequest, pk: int) -> HttpResponse:
    """An agency ends with nobody to carry it on."""
    agency = _open_agency(pk)

    def do(form: CloseForm) -> str:
        reorganise.close_agency(
            agency=agency,
            expected=form.cleaned_data["row_version"] or 0,
            decision=form.decision(),
            by=by_admin(request),
        )
        return _href(agency)

    page = ActPage(
        heading=_("Kết thúc hoạt động của %(name)s") % {"name": agency.name},
        submit=_("Kết thúc hoạt động"),
        back=_href(agency),
        intro=_("Nếu có cơ quan kế tục, hãy dùng Sáp nhập hoặc Chia, tách."),
        facts=_endings(agency),
        warns=True,
    )
    form = CloseForm(request.POST or None, initial={"row_version": agency.row_version})
    return act(request, page, form, do, subject=_subject(agency), done=_("Đã ghi ngày kết thúc."))  # type: ignore[arg-type]


def _endings(agency: Agency) -> tuple[str, ...]:
    """What ends with the agency, in words."""
    open_holdings = Holding.objects.filter(post__agency=agency, to_on__isnull=True).count()
    return (
        _("Người đang giữ vị trí, thôi giữ từ ngày cơ quan kết thúc: %(n)d.") % {"n": open_holdings},
        _("Số liệu, minh chứng và lịch sử của cơ quan còn nguyên."),
    )


@idempotent
def identifier_add(request: HttpRequest, pk: int) -> HttpResponse:
    """A code the agency is known by, kept as given."""
    agency = get_object_or_404(Agency, pk=pk)

    def do(form: IdentifierForm) -> str:
        given = form.cleaned_data
        add_identifier(agency=agency, scheme=given["scheme"], value=given["value"], by=by_admin(request))
        return _href(agency)

    page = ActPage(
        heading=_("Thêm mã cho %(name)s") % {"name": agency.name}, submit=_("Thêm mã"), back=_href(agency)
    )
    return act(request, page, IdentifierForm(request.POST or None), do, done=_("Đã thêm mã."))  # type: ignore[arg-type]


@require_POST
@idempotent
def identifier_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a wrong code off; the ledger keeps that it was there."""
    identifier = get_object_or_404(AgencyIdentifier.objects.select_related("agency"), pk=pk)
    remove_identifier(identifier=identifier, by=by_admin(request))
    messages.success(request, _("Đã bỏ mã %(value)s.") % {"value": identifier.value})
    return HttpResponseRedirect(_href(identifier.agency))
