"""The table of opinions and answers: on a page that prints on A4, as DOCX, PDF and XLSX."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from minhchung.agencies.domain.acting import Acting
from minhchung.agencies.requests import acting_of, received_at_of
from minhchung.criteria.domain.consultations import (
    consultation_for,
    gathered,
    invitations_for,
    timing_of,
)
from minhchung.criteria.interfaces.opinion_table import (
    OpinionTable,
    opinion_table,
    table_document,
    table_sheets,
)
from minhchung.criteria.models import Consultation
from minhchung.docgen.docx import to_docx
from minhchung.docgen.pdf import to_pdf
from minhchung.docgen.xlsx import to_xlsx

OFFICE: Final = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True)
class TablePage:
    consultation: Consultation
    table: OpinionTable
    signers: tuple[dict[str, str], ...]


@require_GET
def opinion_table_page(request: HttpRequest, pk: int) -> HttpResponse:
    """/bo-tieu-chi/lay-y-kien/12/bang/, with ?dang=docx, pdf or xlsx for a file."""
    kept = _readable(acting_of(request), pk)
    now = received_at_of(request)
    table = opinion_table(gathered(kept, now), now)
    match request.GET.get("dang", ""):
        case "docx":
            return _file(
                pk, "docx", f"{OFFICE}.wordprocessingml.document", to_docx(table_document(table, now))
            )
        case "pdf":
            return _file(pk, "pdf", "application/pdf", to_pdf(table_document(table, now)))
        case "xlsx":
            return _file(pk, "xlsx", f"{OFFICE}.spreadsheetml.sheet", to_xlsx(table_sheets(table), now))
        case "":
            page = TablePage(kept, table, ({"role": "ĐẠI DIỆN CƠ QUAN CHỦ TRÌ SOẠN THẢO", "name": ""},))
            crumbs = [
                {"href": reverse("criteria:consultations"), "label": _("Lấy ý kiến")},
                {"label": _("Bảng tổng hợp")},
            ]
            return render(request, "criteria/consult/table.html", {"page": page, "breadcrumbs": crumbs})
        case _:
            raise Http404


def _readable(acting: Acting, pk: int) -> Consultation:
    """The side that asks reads it at any time; an agency that was asked, once it was sent. Http404 for others."""
    invitation = invitations_for(acting).filter(consultation_id=pk).first()
    if invitation is not None and timing_of(invitation.consultation).is_published:
        return invitation.consultation
    return consultation_for(acting, pk)[0]


def _file(pk: int, extension: str, kind: str, data: bytes) -> HttpResponse:
    answer = HttpResponse(data, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="tong-hop-y-kien-{pk}.{extension}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
