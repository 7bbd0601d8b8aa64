"""Results published elsewhere: the list, the upload, and one table as stated beside what its rubric gives."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from minhchung.agencies.enums import Role
from minhchung.docgen.csv import to_csv
from minhchung.ledger.domain.idempotency import idempotent
from minhchung.rounds.domain.engine import rubric_of
from minhchung.rounds.domain.stated import (
    Held,
    held,
    keep_stated,
    public_stated_table,
    stated_table,
    stated_tables,
)
from minhchung.rounds.interfaces.results_form import BadTable, read_results
from minhchung.rounds.interfaces.round_forms import StatedForm
from minhchung.rounds.models import StatedTable
from minhchung.rounds.views.running_page import acting_of, user_of

UPLOADS: Final = (Role.STANDING, Role.AUTHOR, Role.INSPECTOR)


@dataclass(frozen=True)
class ListLine:
    table: StatedTable
    agencies: int
    errors: int


@dataclass(frozen=True)
class ListPage:
    lines: tuple[ListLine, ...]
    may_upload: bool


@require_GET
def stated(request: HttpRequest) -> HttpResponse:
    """/ket-qua-noi-khac/: one query, however many tables."""
    lines = tuple(
        ListLine(table, len(table.rows), sum(each["severity"] == "error" for each in table.findings))
        for table in stated_tables()
    )
    page = ListPage(lines, bool(acting_of(request).roles & set(UPLOADS)))
    return render(request, "rounds/stated/list.html", {"page": page, "breadcrumbs": [{"label": _title()}]})


def _title() -> str:
    return _("Kết quả công bố nơi khác")


@dataclass(frozen=True)
class UploadPage:
    key: str


@idempotent
def stated_upload(request: HttpRequest) -> HttpResponse:
    """/ket-qua-noi-khac/tai-len/: the table is checked, and kept with its findings; faults in the file keep nothing."""
    acting = acting_of(request)
    posts = {post.agency_id: post for post in reversed(acting.posts) if post.role in UPLOADS}
    owners = [post.agency for post in posts.values()]
    form = StatedForm(request.POST or None, request.FILES or None, owners=owners)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and (kept := _keep(request, form, posts)):
            return HttpResponseRedirect(reverse("rounds:stated_table", args=[kept.pk]))
    crumbs = [{"href": reverse("rounds:stated"), "label": _title()}, {"label": _("Tải lên")}]
    context = {"page": UploadPage(str(uuid.uuid4())), "form": form, "breadcrumbs": crumbs}
    return render(request, "rounds/stated/upload.html", context, status=status)


def _keep(request: HttpRequest, form: StatedForm, posts: dict[int, Any]) -> StatedTable | None:
    """The kept table; None when the file has faults, which then stand on the form."""
    given = form.cleaned_data
    try:
        rows = read_results(rubric_of(given["rubric"]), given["file"].read(), given["file"].name)
    except BadTable as bad:
        for line in bad.lines:
            form.add_error("file", line)
        return None
    return keep_stated(
        rubric=given["rubric"],
        title=given["title"],
        source=given["source"],
        rows=rows,
        owner=given["owner"],
        actor=user_of(request),
        post=posts[given["owner"].pk],
        now=request.received_at,  # type: ignore[attr-defined]
        is_public=given["is_public"],
    )


@dataclass(frozen=True)
class TablePage:
    """findings: (number, agency, column, words, severity); urls of the files differ for the public."""

    table: StatedTable
    held: Held
    findings: tuple[tuple[int, str, str, str, str], ...]
    columns: tuple[dict[str, str], ...]
    json_href: str
    csv_href: str


@require_GET
def stated_table_page(request: HttpRequest, pk: int) -> HttpResponse:
    """/ket-qua-noi-khac/3/. URL name rounds:stated_table."""
    page = table_page(stated_table(pk), public=False)
    crumbs = [{"href": reverse("rounds:stated"), "label": _title()}, {"label": page.table.title}]
    context = {"page": page, "breadcrumbs": crumbs, "shell": "ui/base.html"}
    return render(request, "rounds/stated/table.html", context)


@require_GET
def public_stated(request: HttpRequest, pk: int) -> HttpResponse:
    """/cong-khai/ket-qua-noi-khac/3/"""
    page = table_page(public_stated_table(pk), public=True)
    return render(request, "rounds/stated/table.html", {"page": page, "shell": "ui/public.html"})


def table_page(table: StatedTable, *, public: bool) -> TablePage:
    found = held(table)
    name = "rounds:public_stated_file" if public else "rounds:stated_file"
    language = "en" if (get_language() or "vi").startswith("en") else "vi"
    return TablePage(
        table=table,
        held=found,
        findings=tuple(
            (each["number"], each["agency"], column_words(each["node"]), each[language], each["severity"])
            for each in found.findings
        ),
        columns=tuple({"key": code, "value": title} for code, title in found.titles.items()),
        json_href=reverse(name, args=[table.pk, "json"]),
        csv_href=reverse(name, args=[table.pk, "csv"]),
    )


def column_words(node: str) -> str:
    """`total`, `class`, `rank` in words; a code as it is."""
    named = {"total": _("Tổng điểm"), "class": _("Xếp loại"), "rank": _("Hạng")}
    return named.get(node, node)


@require_GET
def stated_file(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The table with its findings as JSON or CSV."""
    return _file(stated_table(pk), form)


@require_GET
def public_stated_file(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    return _file(public_stated_table(pk), form)


def _file(table: StatedTable, form: str) -> HttpResponse:
    if form == "json":
        answer: HttpResponse = JsonResponse(
            _data(table), json_dumps_params={"ensure_ascii": False, "indent": 2}
        )
    elif form != "csv":
        raise Http404
    else:
        answer = HttpResponse(to_csv(_lines(held(table))), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="ket-qua-{table.pk}.{form}"'
    return answer


def _data(table: StatedTable) -> dict[str, Any]:
    return {
        "title": table.title,
        "source": table.source,
        "rubric": {"code": table.rubric.code, "version": table.rubric.version, "sha256": table.rubric.sha256},
        "uploaded_at": table.uploaded_at.isoformat(),
        "rows": table.rows,
        "findings": table.findings,
    }


def _lines(found: Held) -> list[list[Any]]:
    """RESULTS columns as stated, then the sum, the difference, and what is wrong in words."""
    said: dict[str, list[str]] = {}
    for each in found.findings:
        said.setdefault(each["agency"], []).append(each["vi"])
    header = ["agency", *found.columns, "total", "class", "rank", "computed_total", "difference", "findings"]
    lines: list[list[Any]] = [header]
    for line in found.lines:
        lines.append(
            [
                line.agency,
                *(cell.stated for cell in line.cells),
                line.total.stated,
                line.class_name.stated,
                line.rank.stated,
                line.total.computed,
                line.difference,
                " ".join(said.get(line.agency, [])),
            ]
        )
    return lines
