"""Issuing a draft: what stands in the way, errors let stand with a reason, one person's proposal, another's word."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from minhchung.agencies.domain.refusal import Refused
from minhchung.agencies.enums import Role
from minhchung.agencies.requests import acting_of, received_at_of
from minhchung.agencies.views.act import ActPage, act
from minhchung.criteria.domain import issuing
from minhchung.criteria.domain.draft_reading import draft_outline, draft_reading
from minhchung.criteria.domain.issuing import (
    CONFIRMS,
    IssueRefused,
    Readiness,
    Standing,
    error_with,
    issuing_for,
    live_proposal,
    obstacles,
    readiness_of,
)
from minhchung.criteria.domain.library import parsed_text, rubric_of
from minhchung.criteria.domain.waivers import Waived, take_back, waive
from minhchung.criteria.interfaces.issue_forms import IssueForm, WaiveForm
from minhchung.criteria.models import DraftState, IssueProposal, RubricDraft, RubricVersion
from minhchung.criteria.views.draft_words import finding_lines, node_href
from minhchung.criteria.views.issued import ChangeLine, change_lines
from minhchung.criteria.views.shown import NodeShown, by_of, confirming, refuse, shown
from minhchung.ledger.domain.idempotency import idempotent
from minhchung.rubric import Rubric
from minhchung.rubric.lint import Finding
from minhchung.ui.language import in_language
from minhchung.ui.present import vn_date


@dataclass(frozen=True)
class ErrorShown:
    """One error: what it says, whether it can be let stand, and its waiver where there is one."""

    code: str
    node: str
    message: str
    hint: str
    sample: str
    must_mend: bool
    mend_href: str
    waive_href: str
    take_back_href: str
    waived: Waived | None
    points: str


@dataclass(frozen=True)
class WholeText:
    """The text that is put forward, as it will stand: what the second person puts their name to."""

    rubric: Rubric
    nodes: tuple[NodeShown, ...]
    leaf_count: int


@dataclass(frozen=True)
class IssuePage:
    draft: RubricDraft
    ready: Readiness
    errors: tuple[ErrorShown, ...]
    unsettled: int
    obstacles: tuple[str, ...]
    proposal: IssueProposal | None
    changes: tuple[ChangeLine, ...] | None
    whole: WholeText | None
    issued: RubricVersion | None
    writes: bool
    may_confirm: bool
    consultation_href: str
    key: str


@require_http_methods(["GET", "POST"])
@idempotent
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """/bo-tieu-chi/ban-hanh/12/: errors and their waivers; GET shows, POST proposes the decision."""
    draft, post = issuing_for(acting_of(request), pk)
    writes = acting_of(request).post_for(draft.owner_id, Role.AUTHOR)
    if request.method == "POST" and writes is None:
        raise Http404
    ready = readiness_of(draft, received_at_of(request))
    form = IssueForm(
        request.POST or None,
        open_comments=ready.open_comments,
        initial={"version": draft.version, "body": draft.owner.name},
    )
    if request.method == "POST" and form.is_valid():
        try:
            issuing.propose_issue(draft=draft, terms=form.terms(), by=by_of(request, writes or post))
        except IssueRefused as refused:
            refuse(form, refused.lines)
        except Refused as refused_act:
            refused_act.put_on(form)
        else:
            messages.success(
                request, _("Đã đề nghị ban hành. Người thứ hai xác nhận thì bộ tiêu chí được ban hành.")
            )
            return HttpResponseRedirect(reverse("criteria:issue", args=[pk]))
    page = _page(request, draft, ready, writes is not None)
    status = 422 if request.method == "POST" else 200
    crumbs = [{"href": reverse("criteria:list"), "label": _("Bộ tiêu chí")}]
    if writes is not None:
        crumbs.append({"href": reverse("criteria:draft", args=[pk]), "label": _("Bản thảo")})
    crumbs.append({"label": _("Ban hành")})
    context = {"page": page, "form": form, "breadcrumbs": crumbs}
    return render(request, "criteria/issue/issue.html", context, status=status)


def _page(request: HttpRequest, draft: RubricDraft, ready: Readiness, writes: bool) -> IssuePage:
    acting = acting_of(request)
    proposal = live_proposal(draft)
    confirms = acting.post_for(draft.owner_id, *CONFIRMS) is not None
    editable = writes and draft.state == DraftState.DRAFTING and proposal is None
    named = proposal.version if proposal is not None else draft.version
    lines = obstacles(ready, named, "-") if draft.state != DraftState.ISSUED else []
    taken = _("Phiên bản “%(version)s” của bộ tiêu chí này đã ban hành: đặt tên phiên bản khác.") % {
        "version": named
    }
    faults = _faults(draft, editable) if ready.rubric is None else ()
    return IssuePage(
        draft=draft,
        ready=ready,
        errors=faults or tuple(_error(draft, each, editable) for each in ready.errors),
        unsettled=len(faults) or len(ready.unsettled),
        obstacles=tuple(line for line in lines if line != taken),
        proposal=proposal,
        changes=_changes(draft, proposal) if proposal is not None else None,
        whole=_whole(draft, proposal) if proposal is not None else None,
        issued=RubricVersion.objects.filter(issue__proposal__draft=draft).first(),
        writes=writes,
        may_confirm=proposal is not None and confirms and proposal.by_id != acting.user.pk,
        consultation_href=(
            reverse("criteria:consultation", args=[ready.consultation.consultation.pk])
            if ready.consultation is not None
            else ""
        ),
        key=str(uuid.uuid4()),
    )


def _changes(draft: RubricDraft, proposal: IssueProposal) -> tuple[ChangeLine, ...] | None:
    """What the text that is put forward changes in the version it comes from; None for a first edition."""
    base = draft.base
    if base is None or base.code != draft.code:
        return None
    return tuple(change_lines(rubric_of(base), _put_forward(draft, proposal)))


def _whole(draft: RubricDraft, proposal: IssueProposal) -> WholeText:
    rubric = _put_forward(draft, proposal)
    return WholeText(rubric, tuple(shown(rubric, node) for node in rubric.walk()), len(rubric.leaves()))


def _put_forward(draft: RubricDraft, proposal: IssueProposal) -> Rubric:
    return parsed_text(proposal.sha256, proposal.text, draft.code)


def _error(draft: RubricDraft, each: Standing, editable: bool) -> ErrorShown:
    finding, waived = each.finding, each.waived
    return ErrorShown(
        code=finding.code,
        node=finding.node or "",
        message=in_language(finding.message),
        hint=in_language(finding.hint),
        sample=finding.sample or "",
        must_mend=each.need == "mend",
        mend_href=_mend_href(draft, finding) if editable and waived is None else "",
        waive_href=(
            reverse("criteria:waive", args=[draft.pk, each.key])
            if editable and waived is None and each.need != "mend"
            else ""
        ),
        take_back_href=(
            reverse("criteria:take_back_waiver", args=[draft.pk, each.key])
            if editable and waived is not None
            else ""
        ),
        waived=waived,
        points="; ".join(row["points"] for row in waived.rows) if waived is not None else "",
    )


def _faults(draft: RubricDraft, editable: bool) -> tuple[ErrorShown, ...]:
    """What keeps the draft from being read, in the words of the forms that mend it."""
    read = draft_reading(draft.text).read
    return tuple(
        ErrorShown(
            code=line.code,
            node=line.node,
            message=line.message,
            hint=line.hint,
            sample=line.sample,
            must_mend=True,
            mend_href=line.href if editable else "",
            waive_href="",
            take_back_href="",
            waived=None,
            points="",
        )
        for line in finding_lines(draft, read.outline, draft.text, read.faults)
    )


def _mend_href(draft: RubricDraft, finding: Finding) -> str:
    """The editor's page of the node that the error is at."""
    if not finding.node:
        return node_href(draft, "")
    item = draft_outline(draft.text).resolve(finding.node)
    return node_href(draft, item.key) if item is not None else reverse("criteria:draft", args=[draft.pk])


# ── letting an error stand ──


@dataclass(frozen=True)
class WaivePage:
    draft: RubricDraft
    error: ErrorShown
    node: NodeShown | None
    back: str
    key: str


@require_http_methods(["GET", "POST"])
@idempotent
def waive_error(request: HttpRequest, pk: int, finding: str) -> HttpResponse:
    """/bo-tieu-chi/ban-hanh/12/de-lai/3f…/: why an error is let stand, and how its place is scored."""
    draft, post = issuing_for(acting_of(request), pk, Role.AUTHOR)
    ready = readiness_of(draft, received_at_of(request))
    error = error_with(ready, finding)
    if error.need == "mend" or ready.rubric is None:
        raise Http404
    form = WaiveForm(request.POST or None, error=error)
    back = reverse("criteria:issue", args=[pk])
    if request.method == "POST" and form.is_valid():
        try:
            waive(
                draft=draft,
                rubric=ready.rubric,
                finding=error.finding,
                reason=form.cleaned_data["reason"],
                reading=form.cleaned_data["reading"],
                points=form.cleaned_data.get("points"),
                by=by_of(request, post),
            )
        except Refused as refused:
            refused.put_on(form)
        else:
            messages.success(request, _("Đã ghi lý do để lại lỗi."))
            return HttpResponseRedirect(back)
    node = ready.rubric.node(error.finding.node) if error.finding.node else None
    page = WaivePage(
        draft,
        _error(draft, error, False),
        shown(ready.rubric, node) if node is not None else None,
        back,
        str(uuid.uuid4()),
    )
    crumbs = [{"href": back, "label": _("Ban hành")}, {"label": _("Để lại lỗi")}]
    status = 422 if request.method == "POST" else 200
    context = {"page": page, "form": form, "breadcrumbs": crumbs}
    return render(request, "criteria/issue/waive.html", context, status=status)


@require_POST
@idempotent
def take_back_waiver(request: HttpRequest, pk: int, finding: str) -> HttpResponse:
    """/bo-tieu-chi/ban-hanh/12/bo-de-lai/3f…/"""
    draft, post = issuing_for(acting_of(request), pk, Role.AUTHOR)
    error = error_with(readiness_of(draft, received_at_of(request)), finding)
    if error.waived is None:
        raise Http404
    try:
        take_back(draft=draft, waived=error.waived, by=by_of(request, post))
    except Refused as refused:
        messages.error(request, _(refused.text) % refused.values)
    return HttpResponseRedirect(reverse("criteria:issue", args=[pk]))


# ── the second person ──


@require_http_methods(["GET", "POST"])
@idempotent
def confirm_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """/bo-tieu-chi/ban-hanh/12/xac-nhan/: the second person reads what is issued, and issues it."""
    draft, post = issuing_for(acting_of(request), pk, *CONFIRMS)
    proposal = _live(draft)

    def do(_form: forms.Form) -> str:
        version = issuing.confirm_issue(proposal=proposal, by=by_of(request, post))
        return reverse("criteria:show", args=[version.code, version.version])

    page = ActPage(
        heading=_("Xác nhận ban hành bộ tiêu chí"),
        submit=_("Ban hành"),
        back=reverse("criteria:issue", args=[pk]),
        facts=(
            _("%(who)s đề nghị. Văn bản: số %(number)s, %(body)s, người ký %(signer)s.")
            % {
                "who": proposal.by,
                "number": proposal.number,
                "body": proposal.body,
                "signer": proposal.signer,
            },
            _("Ngày ban hành: %(day)s.") % {"day": vn_date(proposal.issued_on)},
            _("%(title)s, phiên bản %(version)s.") % {"title": draft.title, "version": proposal.version},
            _("%(n)d lỗi được để lại, mỗi lỗi có lý do và cách hiểu được công bố.")
            % {"n": len(proposal.waivers)},
            *([proposal.open_reason] if proposal.open_reason else []),
            _("Mã băm của văn bản: %(hash)s.") % {"hash": proposal.sha256},
            _("Sau khi ban hành, phiên bản không sửa được; sửa là ban hành phiên bản sau."),
        ),
        warns=True,
    )
    return act(request, page, confirming(request), _telling(do), done=_("Đã ban hành bộ tiêu chí."))


@require_http_methods(["GET", "POST"])
@idempotent
def withdraw_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """/bo-tieu-chi/ban-hanh/12/rut/"""
    draft, post = issuing_for(acting_of(request), pk)
    proposal = _live(draft)

    def do(_form: forms.Form) -> str:
        issuing.withdraw_proposal(proposal=proposal, by=by_of(request, post))
        return reverse("criteria:issue", args=[pk])

    page = ActPage(
        heading=_("Rút đề nghị ban hành"),
        submit=_("Rút đề nghị"),
        back=reverse("criteria:issue", args=[pk]),
        facts=(_("Bản thảo được sửa tiếp và đề nghị lại được. Đề nghị này vẫn lưu."),),
    )
    return act(request, page, confirming(request), do, done=_("Đã rút đề nghị."))


def _telling(do: Callable[[forms.Form], str]) -> Callable[[forms.Form], str]:
    """The same, with every obstacle told on the form."""

    def told(form: forms.Form) -> str:
        try:
            return do(form)
        except IssueRefused as refused:
            raise Refused("", " ".join(refused.lines)) from None

    return told


def _live(draft: RubricDraft) -> IssueProposal:
    proposal = live_proposal(draft)
    if proposal is None:
        raise Http404
    return proposal
