"""The side that is asked: read the draft section by section, comment on any node, answer through the head."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from minhchung.agencies.domain.refusal import Refused
from minhchung.agencies.enums import Role
from minhchung.agencies.requests import acting_of, received_at_of
from minhchung.criteria.domain import opinions
from minhchung.criteria.domain.consultations import (
    Position,
    Timing,
    invitation_for,
    position_of,
    reply_of,
    rubric_sent,
    standing_comments,
    timing_of,
)
from minhchung.criteria.interfaces.consult_forms import CommentForm, ReplyForm
from minhchung.criteria.models import Comment, Consultation, Invitation, ReplyVerdict
from minhchung.criteria.views.shown import (
    POSITION_TONES,
    WHOLE,
    NodeShown,
    by_of,
    position_words,
    shown,
)
from minhchung.ledger.domain.idempotency import idempotent
from minhchung.rubric import Node, Rubric


@dataclass(frozen=True)
class NodeLine:
    """A node of the section shown; comments: how many the agency has on it."""

    node: NodeShown
    is_leaf: bool
    comments: int
    href: str


@dataclass(frozen=True)
class CommentLine:
    comment: Comment
    node: NodeShown
    href: str


@dataclass(frozen=True)
class AskedPage:
    """section: label of the section shown; own: what the agency itself appraises, for it to look at first."""

    invitation: Invitation
    consultation: Consultation
    timing: Timing
    position: Position
    words: str
    tone: str
    now: datetime
    sections: tuple[dict[str, object], ...]
    section: str
    lines: tuple[NodeLine, ...]
    own: tuple[NodeLine, ...]
    comments: tuple[CommentLine, ...]
    takes: bool
    is_head: bool
    whole_href: str
    key: str


@require_GET
def asked(request: HttpRequest, pk: int) -> HttpResponse:
    """/bo-tieu-chi/lay-y-kien/duoc-hoi/12/?muc=I: the copy that was sent, and the agency's own comments."""
    invitation, _post = invitation_for(acting_of(request), pk)
    return _show(request, invitation, ReplyForm())


def _show(request: HttpRequest, invitation: Invitation, form: ReplyForm, status: int = 200) -> HttpResponse:
    acting, now = acting_of(request), received_at_of(request)
    consultation = invitation.consultation
    rubric, timing = rubric_sent(consultation), timing_of(consultation)
    said = standing_comments(invitation.comments.select_related("by"))
    counts: dict[str, int] = {}
    for comment in said:
        counts[comment.node] = counts.get(comment.node, 0) + 1
    section = _section(rubric, request.GET.get("muc", ""))
    position = position_of(reply_of(invitation), timing.due_at, now)
    page = AskedPage(
        invitation=invitation,
        consultation=consultation,
        timing=timing,
        position=position,
        words=position_words(position),
        tone=POSITION_TONES[position.meaning],
        now=now,
        sections=tuple(_tab(each, section, counts) for each in rubric.nodes),
        section=section.label or section.code if section is not None else "",
        lines=tuple(_lines(rubric, section, invitation, counts)) if section is not None else (),
        own=tuple(
            _line(rubric, leaf, invitation, counts)
            for leaf in rubric.leaves()
            if leaf.appraised_by == invitation.agency.name
        ),
        comments=tuple(_comment_lines(rubric, invitation, said)),
        takes=opinions.takes_answers(invitation),
        is_head=acting.post_for(invitation.agency_id, Role.HEAD) is not None,
        whole_href=reverse("criteria:comment", args=[invitation.pk, WHOLE]),
        key=str(uuid.uuid4()),
    )
    crumbs = [
        {"href": reverse("criteria:consultations"), "label": _("Lấy ý kiến")},
        {"label": str(consultation)},
    ]
    return render(
        request,
        "criteria/consult/asked.html",
        {"page": page, "form": form, "breadcrumbs": crumbs},
        status=status,
    )


def _section(rubric: Rubric, label: str) -> Node | None:
    wanted = [node for node in rubric.nodes if label in (node.label, node.code)]
    return wanted[0] if wanted else (rubric.nodes[0] if rubric.nodes else None)


def _tab(section: Node, current: Node | None, counts: dict[str, int]) -> dict[str, object]:
    name = section.label or section.code
    found = sum(counts.get(node.id, 0) for node in section.walk())
    return {
        "href": f"?muc={name}",
        "label": _("Mục %(name)s") % {"name": name},
        "current": section is current,
        "count": found or None,
    }


def _lines(
    rubric: Rubric, section: Node, invitation: Invitation, counts: dict[str, int]
) -> Iterator[NodeLine]:
    for node in section.walk():
        yield _line(rubric, node, invitation, counts)


def _line(rubric: Rubric, node: Node, invitation: Invitation, counts: dict[str, int]) -> NodeLine:
    href = reverse("criteria:comment", args=[invitation.pk, node.id])
    return NodeLine(shown(rubric, node), node.is_leaf, counts.get(node.id, 0), href)


def _comment_lines(rubric: Rubric, invitation: Invitation, said: list[Comment]) -> Iterator[CommentLine]:
    order = {node.id: place for place, node in enumerate(rubric.walk(), 1)}
    for comment in sorted(said, key=lambda row: (order.get(row.node, 0), row.pk)):
        node = rubric.node(comment.node) if comment.node else None
        href = reverse("criteria:comment", args=[invitation.pk, comment.node or WHOLE])
        yield CommentLine(comment, shown(rubric, node), href)


# ── commenting ──


@dataclass(frozen=True)
class CommentPage:
    invitation: Invitation
    node: NodeShown
    comments: tuple[Comment, ...]
    takes: bool
    back: str
    key: str


@require_http_methods(["GET", "POST"])
@idempotent
def comment(request: HttpRequest, pk: int, node: str) -> HttpResponse:
    """/bo-tieu-chi/lay-y-kien/duoc-hoi/12/muc/II.1/: one node, its rule in words, the agency's comments, a new one."""
    invitation, post = invitation_for(acting_of(request), pk)
    rubric = rubric_sent(invitation.consultation)
    found = _node(rubric, node)
    form = CommentForm(request.POST or None)
    back = _back(rubric, found, invitation)
    if request.method == "POST" and form.is_valid():
        try:
            opinions.add_comment(
                invitation=invitation, node=found, by=by_of(request, post), **form.cleaned_data
            )
        except Refused as refused:
            refused.put_on(form)
        else:
            messages.success(request, _("Đã ghi ý kiến. Ý kiến được gửi khi lãnh đạo cơ quan xác nhận."))
            return HttpResponseRedirect(back)
    said = standing_comments(invitation.comments.select_related("by"))
    page = CommentPage(
        invitation=invitation,
        node=shown(rubric, found),
        comments=tuple(row for row in said if row.node == (found.id if found else "")),
        takes=opinions.takes_answers(invitation),
        back=back,
        key=str(uuid.uuid4()),
    )
    crumbs = [
        {"href": reverse("criteria:consultations"), "label": _("Lấy ý kiến")},
        {"href": reverse("criteria:asked", args=[pk]), "label": str(invitation.consultation)},
        {"label": _("Góp ý")},
    ]
    status = 422 if request.method == "POST" else 200
    return render(
        request,
        "criteria/consult/comment.html",
        {"page": page, "form": form, "breadcrumbs": crumbs},
        status=status,
    )


def _node(rubric: Rubric, place: str) -> Node | None:
    if place == WHOLE:
        return None
    if not rubric.has_node(place):
        raise Http404
    return rubric.node(place)


def _back(rubric: Rubric, node: Node | None, invitation: Invitation) -> str:
    href = reverse("criteria:asked", args=[invitation.pk])
    if node is None:
        return href
    top = next(each for each in rubric.nodes if any(below is node for below in each.walk()))
    return f"{href}?muc={top.label or top.code}#{node.id}"


@require_POST
@idempotent
def withdraw_comment(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """/bo-tieu-chi/lay-y-kien/duoc-hoi/12/rut/34/: take one of the agency's comments back."""
    invitation, post = invitation_for(acting_of(request), pk)
    found = invitation.comments.filter(pk=number, withdraws=None).first()
    if found is None:
        raise Http404
    found.invitation = invitation
    try:
        opinions.withdraw_comment(comment=found, by=by_of(request, post))
    except Refused as refused:
        messages.error(request, _(refused.text) % refused.values)
    else:
        messages.success(request, _("Đã rút ý kiến."))
    return HttpResponseRedirect(reverse("criteria:asked", args=[pk]))


@require_POST
@idempotent
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """/bo-tieu-chi/lay-y-kien/duoc-hoi/12/tra-loi/: the head confirms the agency's answer."""
    invitation, post = invitation_for(acting_of(request), pk, Role.HEAD)
    form = ReplyForm(request.POST)
    if form.is_valid():
        try:
            opinions.give_reply(
                invitation=invitation,
                verdict=ReplyVerdict(form.cleaned_data["verdict"]),
                by=by_of(request, post),
            )
        except Refused as refused:
            refused.put_on(form)
        else:
            messages.success(request, _("Đã trả lời."))
            return HttpResponseRedirect(reverse("criteria:asked", args=[pk]))
    return _show(request, invitation, form, 422)
