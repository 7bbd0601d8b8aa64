"""The official form: on the page, and as PDF, DOCX or XLSX."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from minhchung.agencies.requests import acting_of, received_at_of
from minhchung.docgen.docx import to_docx
from minhchung.docgen.model import Document
from minhchung.docgen.pdf import to_pdf
from minhchung.docgen.xlsx import to_xlsx
from minhchung.rounds.domain.access import readable_entry_for
from minhchung.rounds.interfaces.official_form import (
    OfficialForm,
    official_document,
    official_form_of,
    official_sheet,
)
from minhchung.rounds.models import Entry
from minhchung.rounds.views.entry_words import crumbs

WRITERS: Final[dict[str, tuple[str, Callable[[Document], bytes]]]] = {
    "pdf": ("application/pdf", to_pdf),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", to_docx),
}
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class OfficialFormPage:
    entry: Entry
    form: OfficialForm
    signers: tuple[dict[str, str], ...]
    breadcrumbs: list[dict[str, str]]


@require_GET
def official_form(request: HttpRequest, pk: int) -> HttpResponse:
    """/ho-so/34/phieu-tu-cham/, with ?dang=pdf, docx or xlsx for a file."""
    access = readable_entry_for(acting_of(request), pk)
    form = request.GET.get("dang", "")
    if form == "xlsx":
        return _file(pk, "xlsx", XLSX, to_xlsx((official_sheet(access.entry),)))
    now = received_at_of(request)
    if form in WRITERS:
        kind, write = WRITERS[form]
        return _file(pk, form, kind, write(official_document(access.entry, now)))
    if form:
        raise Http404
    page = OfficialFormPage(
        entry=access.entry,
        form=official_form_of(access.entry, now),
        signers=({"role": "THỦ TRƯỞNG CƠ QUAN", "name": ""},),
        breadcrumbs=crumbs(access.entry, ("", _("Phiếu tự chấm"))),
    )
    return render(request, "rounds/entry/official_form.html", {"page": page, "breadcrumbs": page.breadcrumbs})


def _file(pk: int, extension: str, kind: str, data: bytes) -> HttpResponse:
    answer = HttpResponse(data, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="phieu-tu-cham-{pk}.{extension}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
