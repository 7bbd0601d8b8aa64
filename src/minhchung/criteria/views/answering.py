"""Answering what was said: one comment, and what becomes of it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from minhchung.agencies.domain.refusal import Refused
from minhchung.agencies.enums import Role
from minhchung.agencies.requests import acting_of, received_at_of
from minhchung.criteria.domain import consulting
from minhchung.criteria.domain.consultations import consultation_for, consultations_for, gathered
from minhchung.criteria.interfaces.consult_forms import AnswerForm
from minhchung.criteria.models import AnswerVerdict, Comment
from minhchung.criteria.views.consulting import crumbs
from minhchung.criteria.views.shown import NodeShown, OpinionShown, by_of, opinion_shown, shown
from minhchung.ledger.domain.idempotency import idempotent


@dataclass(frozen=True)
class AnswerPage:
    opinion: OpinionShown
    node: NodeShown
    back: str
    key: str


@require_http_methods(["GET", "POST"])
@idempotent
def answer_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """/bo-tieu-chi/lay-y-kien/tra-loi/34/: one comment, and what becomes of it."""
    comment = _comment_for(request, pk)
    kept, post = consultation_for(acting_of(request), comment.invitation.consultation_id, Role.AUTHOR)
    found = gathered(kept, received_at_of(request))
    opinion = next((each for each in found.opinions if each.comment.pk == pk), None)
    if opinion is None:
        raise Http404
    standing = opinion.answer
    start = (
        {"verdict": standing.verdict, "reason": standing.reason, "step": standing.step} if standing else {}
    )
    form = AnswerForm(request.POST or None, consultation=kept, initial=start)
    back = f"{reverse('criteria:consultation', args=[kept.pk])}#y-kien-{pk}"
    if request.method == "POST" and form.is_valid():
        try:
            consulting.answer_comment(
                comment=comment,
                verdict=AnswerVerdict(form.cleaned_data["verdict"]),
                reason=form.cleaned_data["reason"],
                step=form.cleaned_data["step"],
                by=by_of(request, post),
            )
        except Refused as refused:
            refused.put_on(form)
        else:
            return HttpResponse(status=302, headers={"Location": back})
    rubric = found.rubric
    node = rubric.node(comment.node) if comment.node else None
    page = AnswerPage(opinion_shown(opinion), shown(rubric, node), back, str(uuid.uuid4()))
    context = {"page": page, "form": form, "breadcrumbs": crumbs(_("Trả lời ý kiến"), kept)}
    status = 422 if request.method == "POST" else 200
    return render(request, "criteria/consult/answer.html", context, status=status)


def _comment_for(request: HttpRequest, pk: int) -> Comment:
    """A comment on one of this person's consultations; Http404."""
    own = consultations_for(acting_of(request)).order_by().values("pk")
    found = (
        Comment.objects.filter(pk=pk, invitation__consultation__in=own)
        .select_related("invitation__reply", "invitation__consultation__draft", "withdrawn_by")
        .first()
    )
    if found is None:
        raise Http404
    return found
