"""What the administrator's pages share: one form, its page, refusals and stale rows shown on it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from minhchung.agencies.domain.by import By
from minhchung.agencies.domain.refusal import Refused
from minhchung.agencies.enums import Role
from minhchung.agencies.models import User
from minhchung.agencies.requests import acting_of, received_at_of
from minhchung.ledger.domain.versions import StaleRow
from minhchung.ledger.models import LedgerEntry
from minhchung.ui.present import vn_datetime


@dataclass(frozen=True)
class ActPage:
    """A page with one form. facts: what the person should know before pressing; warns: the act ends something."""

    heading: str
    submit: str
    back: str
    intro: str = ""
    facts: tuple[str, ...] = ()
    warns: bool = False
    keyed: bool = True
    key: str = field(default_factory=lambda: str(uuid.uuid4()))


def by_admin(request: HttpRequest) -> By:
    """The administrator who asks, through the post that lets them."""
    posts = [post for post in acting_of(request).posts if post.role == Role.ADMIN]
    return By(request.user, posts[0] if posts else None, received_at_of(request))


def act(
    request: HttpRequest,
    page: ActPage,
    form: forms.Form,
    do: Callable[[forms.Form], str | HttpResponse],
    *,
    subject: str = "",
    done: str = "",
) -> HttpResponse:
    """Show the form, or do what it asks.

    do: returns the address to go to (or an answer of its own); raises Refused or StaleRow, which are shown on the form.
    subject: the ledger's name of the row, to say who was faster. A GET shows the form unbound.
    """
    if request.method != "POST":
        return _page(request, page, form)
    if not form.is_valid():
        return _page(request, page, form, status=422)
    try:
        answer = do(form)
    except Refused as refused:
        refused.put_on(form)
        return _page(request, page, form, status=422)
    except StaleRow as stale:
        return _stale(request, page, form, stale, subject)
    if isinstance(answer, HttpResponse):
        return answer
    if done:
        messages.success(request, done)
    return HttpResponseRedirect(answer)


def _stale(
    request: HttpRequest, page: ActPage, form: forms.Form, stale: StaleRow, subject: str
) -> HttpResponse:
    """The same form on the row's newest version, with what stands there now, who put it there, and when."""
    again = form.data.copy()
    again["row_version"] = stale.current.row_version
    form.data = again
    last = LedgerEntry.objects.filter(subject=subject).order_by("-seq").first()
    who = User.objects.filter(pk=last.actor_id).values_list("full_name", flat=True).first() if last else None
    words = _(
        "%(who)s đã sửa lúc %(at)s (giờ VN); nay là “%(now)s”. Nội dung bạn nhập vẫn còn. Xem lại rồi gửi lần nữa."
    )
    form.add_error(
        None,
        words
        % {
            "who": who or _("Người khác"),
            "at": vn_datetime(last.at) if last else "–",
            "now": str(stale.current),
        },
    )
    return _page(request, page, form, status=409)


def _page(request: HttpRequest, page: ActPage, form: forms.Form, status: int = 200) -> HttpResponse:
    return render(request, "agencies/act.html", {"page": page, "form": form}, status=status)
