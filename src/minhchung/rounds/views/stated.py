"""Results published elsewhere: the list, the upload, and one table as stated beside what its rubric gives."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from minhchung.agencies.enums import Role
from minhchung.agencies.models import Post
from minhchung.agencies.requests import acting_of, received_at_of, user_of
from minhchung.docgen.csv import to_csv
from minhchung.ledger.domain.idempotency import idempotent
from minhchung.rounds.domain.acts import RoundRefused
from minhchung.rounds.domain.engine import rubric_of
from minhchung.rounds.domain.stated import (
    Cell,
    Held,
    Line,
    held,
    keep_stated,
    stated_table,
    tally_of,
)
from minhchung.rounds.domain.stated_public import (
    CONFIRMED,
    WITHDRAWN,
    acts_of,
    confirm_public,
    confirm_refusal,
    public_stated_table,
    with_acts,
    withdraw_stated,
    withdrawal_of,
)
from minhchung.rounds.domain.stated_round import keep_stated_round
from minhchung.rounds.interfaces.results_form import BadTable, read_results
from minhchung.rounds.interfaces.stated_forms import StatedForm, WithdrawStatedForm
from minhchung.rounds.models import Round, StatedAct, StatedTable
from minhchung.rubric.tally import Tally
from minhchung.ui.language import in_language, language

UPLOADS: Final = (Role.STANDING, Role.AUTHOR, Role.INSPECTOR)


@dataclass(frozen=True)
class ListLine:
    table: StatedTable
    agencies: int
    tally: Tally
    state: str
    tone: str


@dataclass(frozen=True)
class ListPage:
    lines: tuple[ListLine, ...]
    may_upload: bool


@require_GET
def stated(request: HttpRequest) -> HttpResponse:
    """/ket-qua-noi-khac/: one query, however many tables."""
    lines = tuple(
        ListLine(
            table,
            len(table.rows),
            tally_of(table),
            *state_of(table.is_public, table.confirmed, table.withdrawn),  # type: ignore[attr-defined]  # annotated
        )
        for table in with_acts()
    )
    page = ListPage(lines, bool(acting_of(request).roles & set(UPLOADS)))
    return render(request, "rounds/stated/list.html", {"page": page, "breadcrumbs": [{"label": _title()}]})


def state_of(is_public: bool, confirmed: bool, withdrawn: bool) -> tuple[str, str]:
    """Where a table stands with the public, in words, and their tone; "" for one that was never meant for it."""
    if withdrawn:
        return _("Đã rút"), "error"
    if confirmed:
        return _("Công khai"), "done"
    return (_("Chờ người thứ hai xác nhận công khai"), "due") if is_public else ("", "")


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
    told: dict[str, Any] = {
        "rubric": given["rubric"],
        "title": given["title"],
        "source": given["source"],
        "rows": rows,
        "owner": given["owner"],
        "actor": user_of(request),
        "post": posts[given["owner"].pk],
        "now": received_at_of(request),
        "is_public": given["is_public"],
    }
    if given["year"] is None:
        return keep_stated(**told)
    try:
        return keep_stated_round(year=given["year"], **told)
    except RoundRefused as refused:
        for line in refused.lines:
            form.add_error("file", line)
        return None


@dataclass(frozen=True)
class TablePage:
    """findings: (number, agency, column, words, severity); urls of the files and of the agencies differ for the public.

    lines: each row with the page of its agency. period: of the round that the table is, "" when it is none.
    """

    table: StatedTable
    held: Held
    lines: tuple[tuple[Line, str], ...]
    findings: tuple[tuple[int, str, str, str, str], ...]
    columns: tuple[dict[str, str], ...]
    json_href: str
    csv_href: str

    @property
    def round(self) -> Round | None:
        return self.table.round

    @property
    def tally_words(self) -> str:
        """How much was found, as `minhchung rubric check` says it."""
        return in_language(self.held.tally.words)


@require_GET
def stated_table_page(request: HttpRequest, pk: int) -> HttpResponse:
    """/ket-qua-noi-khac/3/. URL name rounds:stated_table."""
    page = table_page(stated_table(pk), public=False)
    crumbs = [{"href": reverse("rounds:stated"), "label": _title()}, {"label": page.table.title}]
    acts = acts_page(request, page.table)
    context = {"page": page, "acts": acts, "breadcrumbs": crumbs, "shell": "ui/base.html"}
    return render(request, "rounds/stated/table.html", context)


@require_GET
def public_stated(request: HttpRequest, pk: int) -> HttpResponse:
    """/cong-khai/ket-qua-noi-khac/3/; of a withdrawn table only that it was, when, by which decision and why."""
    if (withdrawal := withdrawal_of(pk)) is not None:
        return render(request, "rounds/stated/withdrawn.html", {"page": withdrawal})
    page = table_page(public_stated_table(pk), public=True)
    return render(request, "rounds/stated/table.html", {"page": page, "shell": "ui/public.html"})


@dataclass(frozen=True)
class ActsPage:
    """Where the table stands with the public, and what this person may do about it. refusal: why not confirm, if not."""

    state: str
    tone: str
    confirmed: StatedAct | None
    withdrawn: StatedAct | None
    may_act: bool
    may_confirm: bool
    refusal: str
    key: str


def acts_page(request: HttpRequest, table: StatedTable) -> ActsPage:
    acts = acts_of(table)
    may_act = _post(request, table) is not None
    refusal = confirm_refusal(table, acts, user_of(request))
    state, tone = state_of(table.is_public, CONFIRMED in acts, WITHDRAWN in acts)
    return ActsPage(
        state=state,
        tone=tone,
        confirmed=acts.get(CONFIRMED),
        withdrawn=acts.get(WITHDRAWN),
        may_act=may_act,
        may_confirm=may_act and not refusal,
        refusal=refusal if table.is_public and not acts else "",
        key=str(uuid.uuid4()),
    )


def _post(request: HttpRequest, table: StatedTable) -> Post | None:
    return acting_of(request).post_for(table.owner.pk, *UPLOADS)


def _own_table(request: HttpRequest, pk: int) -> tuple[StatedTable, Post]:
    """A table of an agency in which this person may upload. Raises Http404."""
    table = stated_table(pk)
    post = _post(request, table)
    if post is None:
        raise Http404
    return table, post


@require_POST
@idempotent
def stated_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """/ket-qua-noi-khac/3/cong-khai/: the second of two people."""
    table, post = _own_table(request, pk)
    try:
        confirm_public(
            table=table,
            actor=user_of(request),
            post=post,
            now=received_at_of(request),
        )
    except RoundRefused as refused:
        for line in refused.lines:
            messages.error(request, line)
    else:
        messages.success(request, _("Bảng đã công khai."))
    return HttpResponseRedirect(reverse("rounds:stated_table", args=[table.pk]))


@idempotent
def stated_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """/ket-qua-noi-khac/3/rut/: by decision, with its reason."""
    table, post = _own_table(request, pk)
    form = WithdrawStatedForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                withdraw_stated(
                    table=table,
                    decision=form.decision(),
                    actor=user_of(request),
                    post=post,
                    now=received_at_of(request),
                )
            except RoundRefused as refused:
                for line in refused.lines:
                    form.add_error(None, line)
            else:
                messages.success(request, _("Đã rút bảng. Trang công khai nay ghi là đã rút."))
                return HttpResponseRedirect(reverse("rounds:stated_table", args=[table.pk]))
    crumbs = [
        {"href": reverse("rounds:stated"), "label": _title()},
        {"href": reverse("rounds:stated_table", args=[table.pk]), "label": table.title},
        {"label": _("Rút bảng")},
    ]
    context = {"page": WithdrawPage(table, str(uuid.uuid4())), "form": form, "breadcrumbs": crumbs}
    return render(request, "rounds/stated/withdraw.html", context, status=status)


@dataclass(frozen=True)
class WithdrawPage:
    table: StatedTable
    key: str


def table_page(table: StatedTable, *, public: bool) -> TablePage:
    found = held(table)
    name = "rounds:public_stated_file" if public else "rounds:stated_file"
    agency = "rounds:public_stated_agency" if public else "rounds:stated_agency"
    shown_in = language()
    return TablePage(
        table=table,
        held=found,
        lines=tuple((line, reverse(agency, args=[table.pk, line.number])) for line in found.lines),
        findings=tuple(
            (each["number"], each["agency"], column_words(each["node"]), each[shown_in], each["severity"])
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


@dataclass(frozen=True)
class AgencyRow:
    """One criterion as stated for the agency. words: what the check says of it, with the severity; empty when nothing."""

    code: str
    title: str
    maximum: Fraction | None
    cell: Cell
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class AgencyPage:
    """One agency of the table. others: what the check says of its total, class and rank: (column, words, severity)."""

    table: StatedTable
    held: Held
    line: Line
    rows: tuple[AgencyRow, ...]
    others: tuple[tuple[str, str, str], ...]
    table_href: str
    before_href: str
    after_href: str


@require_GET
def stated_agency(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """/ket-qua-noi-khac/3/co-quan/1/: the agency's points as stated, each beside its criterion and what the check says."""
    page = agency_page(stated_table(pk), number, public=False)
    crumbs = [
        {"href": reverse("rounds:stated"), "label": _title()},
        {"href": page.table_href, "label": page.table.title},
        {"label": page.line.agency},
    ]
    context = {"page": page, "breadcrumbs": crumbs, "shell": "ui/base.html"}
    return render(request, "rounds/stated/agency.html", context)


@require_GET
def public_stated_agency(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """/cong-khai/ket-qua-noi-khac/3/co-quan/1/"""
    page = agency_page(public_stated_table(pk), number, public=True)
    return render(request, "rounds/stated/agency.html", {"page": page, "shell": "ui/public.html"})


def agency_page(table: StatedTable, number: int, *, public: bool) -> AgencyPage:
    """Raises Http404 for a row that the table does not have."""
    found = held(table)
    if not 1 <= number <= len(found.lines):
        raise Http404
    line, rubric, shown_in = found.lines[number - 1], rubric_of(table.rubric), language()
    said: dict[str, list[tuple[str, str]]] = {}
    for each in found.findings:
        if each["agency"] == line.agency:
            said.setdefault(each["node"], []).append((each[shown_in], each["severity"]))
    name = "rounds:public_stated_agency" if public else "rounds:stated_agency"
    return AgencyPage(
        table=table,
        held=found,
        line=line,
        rows=tuple(
            AgencyRow(code, found.titles[code], rubric.node(code).max, cell, tuple(said.pop(code, ())))
            for code, cell in zip(found.columns, line.cells, strict=True)
        ),
        others=tuple((column_words(node), *words) for node, texts in said.items() for words in texts),
        table_href=reverse("rounds:public_stated" if public else "rounds:stated_table", args=[table.pk]),
        before_href=reverse(name, args=[table.pk, number - 1]) if number > 1 else "",
        after_href=reverse(name, args=[table.pk, number + 1]) if number < len(found.lines) else "",
    )


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
        "round": {"year": table.round.year, "title": table.round.title} if table.round else None,
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
    if any(line.place for line in found.lines):
        header.append("place")
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
                *([line.place] if header[-1] == "place" else []),
            ]
        )
    return lines
