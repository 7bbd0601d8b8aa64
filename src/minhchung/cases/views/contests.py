"""Late flags that agencies contest, and what the standing body decides."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from minhchung.agencies.domain.refusal import Refused
from minhchung.agencies.enums import Role
from minhchung.agencies.models import Agency
from minhchung.agencies.requests import acting_of, received_at_of, today_of
from minhchung.cases.domain import contests as verbs
from minhchung.cases.domain.access import agencies_for, contest_for, contests_for, deciding_post
from minhchung.cases.domain.counts import case_of, counts_for, pinned
from minhchung.cases.models import CaseSystem, Contest
from minhchung.cases.models.contest import ContestState
from minhchung.evidence.domain.access import files_for, own_files_for
from minhchung.evidence.models import EvidenceFile
from minhchung.ledger.domain.versions import StaleRow
from minhchung.stats.counts import contested_rate
from minhchung.stats.periods import year
from minhchung.ui.present import in_vietnam
from minhchung.ui.requests import whole
from minhchung.viet.numbers import format_percent

PER_PAGE = 50


class ContestForm(forms.Form):
    evidence = forms.ModelChoiceField(
        label=gettext_lazy("Minh chứng trong kho"), queryset=EvidenceFile.objects.none(), empty_label=None
    )
    reason = forms.CharField(
        label=gettext_lazy("Vì sao hồ sơ không trễ"),
        max_length=2000,
        help_text=gettext_lazy("Ví dụ: đã trả hồ sơ giấy đúng hẹn, phần mềm ghi muộn"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, files: Any, data: Any = None) -> None:
        super().__init__(data)
        self.fields["evidence"].queryset = files  # type: ignore[attr-defined]


class DecisionForm(forms.Form):
    outcome = forms.ChoiceField(
        label=gettext_lazy("Quyết định"),
        choices=[
            ("upheld", gettext_lazy("Chấp nhận phản đối")),
            ("rejected", gettext_lazy("Không chấp nhận")),
        ],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=gettext_lazy("Lý do"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class WithdrawalForm(forms.Form):
    why = forms.CharField(
        label=gettext_lazy("Vì sao rút"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


@dataclass(frozen=True)
class ContestPage:
    agency: Agency
    system: CaseSystem
    code: str
    due_on: Any
    finished_on: Any
    has_files: bool
    key: uuid.UUID


def contest_add(request: HttpRequest) -> HttpResponse:
    """Contest one late case of the person's own agency."""
    acting = acting_of(request)
    data = request.POST if request.method == "POST" else request.GET
    system = CaseSystem.objects.filter(pk=whole(data.get("he_thong", "").removeprefix("s")) or 0).first()
    now = received_at_of(request)
    found = case_of(system.key, data.get("ma", ""), pinned(in_vietnam(now).date())) if system else None
    agency = agencies_for(acting).filter(pk=found["agency"]).first() if found else None
    post = acting.post_for(agency.pk, Role.SECRETARY) if agency else None
    if system is None or found is None or agency is None or post is None:
        raise Http404
    files = own_files_for(acting).filter(agency=agency).order_by("-uploaded_at")
    form = ContestForm(files, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            row = verbs.contest(
                system=system,
                code=found["code"],
                agency=agency,
                evidence=form.cleaned_data["evidence"],
                reason=form.cleaned_data["reason"],
                actor=acting.user,
                post=post,
                now=now,
            )
        except Refused as refusal:
            refusal.put_on(form)
        else:
            messages.success(
                request, _("Đã gửi phản đối. Hai số liệu đứng cạnh nhau cho đến khi có quyết định.")
            )
            return redirect("cases:contest", pk=row.pk)
    page = ContestPage(
        agency=agency,
        system=system,
        code=found["code"],
        due_on=found["extended_to"] or found["promised_on"] or found["computed_on"],
        finished_on=found["finished_on"],
        has_files=files.exists(),
        key=uuid.uuid4(),
    )
    status = 422 if form.is_bound else 200
    return render(request, "cases/contest_add.html", {"page": page, "form": form}, status=status)


def contests(request: HttpRequest) -> HttpResponse:
    """Every contest the person may read; those that wait first."""
    rows = contests_for(acting_of(request)).order_by("decided_at", "-at")
    page: Page[Contest] = Paginator(rows, PER_PAGE).get_page(request.GET.get("trang"))
    return render(request, "cases/contests.html", {"page": page})


def contest(request: HttpRequest, pk: int) -> HttpResponse:
    """One contest; the standing body decides it here."""
    acting = acting_of(request)
    row = contest_for(acting, pk)
    post = deciding_post(acting, row.agency_id)
    may_decide = post is not None and row.state == ContestState.OPEN
    form = DecisionForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        if post is None:
            raise Http404
        status = 422
        if form.is_valid():
            try:
                verbs.decide(
                    row=row,
                    upheld=form.cleaned_data["outcome"] == "upheld",
                    words=form.cleaned_data["words"],
                    expected=whole(request.POST.get("row_version", "")) or 0,
                    actor=acting.user,
                    post=post,
                    now=received_at_of(request),
                )
            except Refused as refusal:
                refusal.put_on(form)
            except StaleRow as stale:
                row, may_decide, status = stale.current, False, 409
            else:
                messages.success(request, _("Đã ghi quyết định."))
                return redirect("cases:contest", pk=row.pk)
    return _contest_page(request, row, form if may_decide else None, None, status, form)


@require_POST
def contest_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The agency's secretary takes back a contest that nobody has decided."""
    acting = acting_of(request)
    row = contest_for(acting, pk)
    post = acting.post_for(row.agency_id, Role.SECRETARY)
    if post is None:
        raise Http404
    form, status = WithdrawalForm(request.POST), 422
    if form.is_valid():
        try:
            verbs.withdraw(
                row=row,
                words=form.cleaned_data["why"],
                expected=whole(request.POST.get("row_version", "")) or 0,
                actor=acting.user,
                post=post,
                now=received_at_of(request),
            )
        except Refused as refusal:
            refusal.put_on(form)
            status = 409
        except StaleRow as stale:
            row, status = stale.current, 409
        else:
            messages.success(request, _("Đã rút phản đối. Chỉ còn số như hệ thống ghi."))
            return redirect("cases:contest", pk=row.pk)
    return _contest_page(request, row, None, form, status, form)


@dataclass(frozen=True)
class Standing:
    """The case as the store has it, and the agency's late cases of that year: as recorded, and without contested flags."""

    received_on: date
    due_on: date
    is_computed: bool
    finished_on: date
    days_late: int
    year: int
    late: int
    late_uncontested: int
    recorded: str
    uncontested: str


def _standing_of(row: Contest, today: date) -> Standing | None:
    """None where the case was finished otherwise meanwhile: a later state has no day due, or is open again."""
    found = case_of(row.system.key, row.code, pinned(today))
    due = found and (found["extended_to"] or found["promised_on"] or found["computed_on"])
    if found is None or due is None or found["finished_on"] is None:
        return None
    finished: date = found["finished_on"]
    counts = counts_for(row.agency_id, year(finished.year), tree_on=today)
    both = contested_rate(counts)
    return Standing(
        received_on=found["received_on"],
        due_on=due,
        is_computed=not (found["extended_to"] or found["promised_on"]),
        finished_on=finished,
        days_late=max(0, (finished - due).days),
        year=finished.year,
        late=counts.late,
        late_uncontested=counts.late - counts.late_contested,
        recorded=format_percent(both.recorded.num, both.recorded.den),
        uncontested=format_percent(both.uncontested.num, both.uncontested.den),
    )


@dataclass(frozen=True)
class OneContestPage:
    """decision, withdrawal: the form of what this person may do now, None of what they may not."""

    row: Contest
    decision: DecisionForm | None
    withdrawal: WithdrawalForm | None
    file_href: str
    is_overtaken: bool
    standing: Standing | None


def _contest_page(
    request: HttpRequest,
    row: Contest,
    decision: DecisionForm | None,
    withdrawal: WithdrawalForm | None,
    status: int,
    form: forms.Form,
) -> HttpResponse:
    """form: what was sent, whose errors stand at the top of the page."""
    acting = acting_of(request)
    is_open = row.state == ContestState.OPEN
    is_own = acting.post_for(row.agency_id, Role.SECRETARY) is not None
    opens = files_for(acting).filter(pk=row.evidence_id).exists()
    page = OneContestPage(
        row=row,
        decision=decision if is_open else None,
        withdrawal=(withdrawal or WithdrawalForm()) if is_open and is_own else None,
        file_href=reverse("evidence:file", args=[row.evidence_id]) if opens else "",
        is_overtaken=status == 409,
        standing=_standing_of(row, today_of(request)),
    )
    return render(request, "cases/contest.html", {"page": page, "form": form}, status=status)
