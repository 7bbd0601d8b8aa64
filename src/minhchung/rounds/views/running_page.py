"""What the standing body's pages share: one form, the facts beside it, refusals and stale rows shown on it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from minhchung.agencies.enums import Role
from minhchung.agencies.models import Post, User
from minhchung.agencies.requests import acting_of, received_at_of, user_of
from minhchung.ledger.domain.versions import StaleRow
from minhchung.ledger.models import LedgerEntry
from minhchung.rounds.domain.access import owned_round_for
from minhchung.rounds.domain.acts import RoundRefused
from minhchung.rounds.domain.preparing import By
from minhchung.rounds.models import Publication, Round
from minhchung.ui.present import vn_datetime

Do = Callable[[Any], str | HttpResponse]


@dataclass(frozen=True)
class FormPage:
    """A page with one form. facts: what to know before pressing; more: what a page's own template shows besides.

    obstacles: why the step cannot be taken at all (the form is then left out); warns: the step ends something.
    """

    heading: str
    submit: str
    back: str
    round: Round | None = None
    intro: str = ""
    facts: tuple[str, ...] = ()
    obstacles: tuple[str, ...] = ()
    warns: bool = False
    breadcrumbs: tuple[dict[str, str], ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)
    key: str = field(default_factory=lambda: str(uuid.uuid4()))


def own_round(request: HttpRequest, pk: int, *wanted: Role) -> tuple[Round, Post]:
    """The round this person runs (or, with roles named, may otherwise reach), and their post. Raises Http404."""
    return owned_round_for(acting_of(request), pk, *wanted)


def who(request: HttpRequest, post: Post) -> dict[str, Any]:
    """actor, post and now, as every verb takes them."""
    return {"actor": user_of(request), "post": post, "now": received_at_of(request)}


def by(request: HttpRequest, post: Post, expected: int) -> By:
    """The same for the verbs of a draft."""
    return By(user_of(request), post, received_at_of(request), expected)


def crumbs(round: Round, label: str = "") -> tuple[dict[str, str], ...]:
    """Rounds › this round › the page."""
    first = {"href": reverse("rounds:list"), "label": _("Đợt chấm điểm")}
    if not label:
        return (first, {"label": round.title})
    return (first, {"href": home(round), "label": round.title}, {"label": label})


def home(round: Round) -> str:
    return reverse("rounds:manage", args=[round.pk])


def run_form(
    request: HttpRequest,
    page: FormPage,
    form: forms.Form,
    do: Do,
    *,
    done: str = "",
    subject: str = "",
    template: str = "rounds/running/act.html",
) -> HttpResponse:
    """Show the form, or do what it asks and go on; nothing typed is lost.

    do: takes the valid form, returns the next address (or an answer of its own); raises RoundRefused or StaleRow, which
    are shown on the page. subject: the ledger's name of the row, to say who was faster.
    """
    if request.method != "POST":
        return show(request, page, form, template)
    if not form.is_valid():
        return show(request, page, form, template, 422)
    try:
        answer = do(form)
    except RoundRefused as refused:
        for line in refused.lines:
            form.add_error(None, line)
        return show(request, page, form, template, 422)
    except StaleRow as stale:
        return _stale(request, page, form, stale, subject, template)
    if isinstance(answer, HttpResponse):
        return answer
    if done:
        messages.success(request, done)
    return HttpResponseRedirect(answer)


def show(
    request: HttpRequest, page: FormPage, form: forms.Form, template: str, status: int = 200
) -> HttpResponse:
    context = {"page": page, "form": form, "breadcrumbs": list(page.breadcrumbs)}
    return render(request, template, context, status=status)


def _stale(
    request: HttpRequest, page: FormPage, form: forms.Form, stale: StaleRow, subject: str, template: str
) -> HttpResponse:
    """409: the same form on the newest version; who was faster and when, and each field as it stands now."""
    current = stale.current
    again = form.data.copy()
    again["row_version"] = current.row_version
    form.data = again
    last = LedgerEntry.objects.filter(subject=subject or _subject(current)).order_by("-seq").first()
    name = User.objects.filter(pk=last.actor_id).values_list("full_name", flat=True).first() if last else None
    words = _("%(who)s đã sửa lúc %(at)s (giờ VN). Nội dung bạn nhập vẫn còn. Xem lại rồi gửi lần nữa.")
    form.add_error(
        None, words % {"who": name or _("Người khác"), "at": vn_datetime(last.at) if last else "–"}
    )
    for bound in form.visible_fields():
        there = getattr(current, bound.name, None)
        mine = form.cleaned_data.get(bound.name)
        if hasattr(current, bound.name) and there != mine:
            shown = bound.field.prepare_value(there) if there is not None else "–"
            label = str(there) if hasattr(there, "pk") else str(shown)
            form.add_error(bound.name, _("Hiện đang là “%(now)s”.") % {"now": label})
    return show(request, page, form, template, 409)


def _subject(row: Any) -> str:
    name = "publication" if isinstance(row, Publication) else "round"
    return f"rounds.{name}:{row.pk}"
