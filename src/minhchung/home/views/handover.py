"""Bàn giao: a post and everything open in it passes from one person to another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.cache import never_cache

from minhchung.agencies.domain.accounts import create_account
from minhchung.agencies.domain.by import By
from minhchung.agencies.domain.posts import hand_over
from minhchung.agencies.domain.refusal import Refused
from minhchung.agencies.models import Handover, Holding, Post
from minhchung.agencies.requests import acting_of, received_at_of
from minhchung.docgen.pdf import to_pdf
from minhchung.home.domain.handing_over import (
    handover_for,
    holding_for,
    holdings_for,
    may_open_accounts,
    open_in,
    summary_of,
)
from minhchung.home.domain.tasks import Task
from minhchung.home.interfaces.forms import HandoverForm
from minhchung.home.interfaces.handover_minutes import Minutes, minutes_document, minutes_of
from minhchung.ui.requests import whole

PER_PAGE = 50


@dataclass(frozen=True)
class ChoosePage:
    """Posts this person may hand over."""

    page: Page[Holding]
    today: date


@dataclass(frozen=True)
class HandoverPage:
    """One post with everything open in it; `checking`: the form is filled in and asks to be confirmed."""

    holding: Holding
    tasks: tuple[Task, ...]
    checking: bool = False
    from_person: dict[str, str] | None = None
    to_person: dict[str, str] | None = None


@never_cache
def handover(request: HttpRequest) -> HttpResponse:
    """Choose a post; say who receives it, from when; look over what is open; confirm.

    Carries no idempotency key, as the answer may show a one-time password: a repeat finds the post handed over.
    """
    text = request.POST.get("vi-tri") or request.GET.get("vi-tri", "")
    today = timezone.localdate()
    if not text:
        page = Paginator(holdings_for(acting_of(request), today), PER_PAGE).get_page(request.GET.get("trang"))
        return render(request, "home/handover_choose.html", {"page": ChoosePage(page, today)})
    post_id = whole(text)
    if post_id is None:
        raise Http404
    holding = holding_for(acting_of(request), post_id, today)
    tasks = tuple(open_in(holding, received_at_of(request)))
    form = HandoverForm(
        request.POST or None,
        with_account=may_open_accounts(acting_of(request), holding.post),
        initial={"on": today},
    )
    if request.method != "POST" or request.POST.get("buoc") == "sua":
        return _form_page(request, HandoverPage(holding, tasks), form, 200)
    if not form.is_valid():
        return _form_page(request, HandoverPage(holding, tasks), form, 422)
    if request.POST.get("buoc") == "xac-nhan":
        return _confirm(request, holding, tasks, form, today)
    return _check(request, holding, tasks, form)


def _form_page(request: HttpRequest, page: HandoverPage, form: HandoverForm, status: int) -> HttpResponse:
    return render(request, "home/handover.html", {"page": page, "form": form}, status=status)


def _check(
    request: HttpRequest, holding: Holding, tasks: tuple[Task, ...], form: HandoverForm
) -> HttpResponse:
    agency = holding.post.agency.name
    page = HandoverPage(
        holding=holding,
        tasks=tasks,
        checking=True,
        from_person={"name": holding.user.full_name, "post": holding.post.title, "agency": agency},
        to_person={"name": form.receiver_name, "post": holding.post.title, "agency": agency},
    )
    return render(request, "home/handover_check.html", {"page": page, "form": form})


def _confirm(
    request: HttpRequest, holding: Holding, tasks: tuple[Task, ...], form: HandoverForm, today: date
) -> HttpResponse:
    by = By(request.user, _through(request, holding), received_at_of(request))
    with override("vi"):  # kept for the minutes, an office document
        summary = summary_of(open_in(holding, received_at_of(request)))
    try:
        with transaction.atomic():
            receiver, password = _receiver(form, by)
            done = hand_over(
                holding=holding,
                receiver=receiver,
                on=form.cleaned_data["on"],
                note=form.cleaned_data["note"],
                summary=summary,
                by=by,
                today=today,
            )
    except Refused as refused:
        refused.put_on(form)
        return _form_page(request, HandoverPage(holding, tasks), form, 422)
    if password:
        return _record_page(request, done, password)
    return HttpResponseRedirect(reverse("home:handover_record", args=[done.pk]))


def _receiver(form: HandoverForm, by: By) -> tuple[Any, str]:
    """The receiving account, made now when it is new; with its one-time password, else an empty text."""
    given = form.cleaned_data
    if not form.opens_account:
        return given["receiver"], ""
    return create_account(
        username=given["username"],
        full_name=given["full_name"],
        email="",
        actor=by.actor,
        post=by.post,
        now=by.now,
    )


def _through(request: HttpRequest, holding: Holding) -> Post | None:
    """The post through which it is done: the one given away, the head's in the agency, or the administrator's."""
    if holding.user_id == request.user.pk:
        return holding.post
    acting = acting_of(request)
    return acting.post_for(holding.post.agency_id) or (acting.posts[0] if acting.posts else None)


@dataclass(frozen=True)
class RecordPage:
    """The minutes of a handover, as a page to print. password: of an account made with it, shown this once."""

    minutes: Minutes
    password: str = ""


def handover_record(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes, to print and sign."""
    return _record_page(request, handover_for(acting_of(request), pk))


def handover_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The same minutes as a PDF; the same handover gives the same bytes."""
    page = minutes_of(handover_for(acting_of(request), pk))
    answer = HttpResponse(to_pdf(minutes_document(page)), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="ban-giao-{pk}.pdf"'
    return answer


def _record_page(request: HttpRequest, handover: Handover, password: str = "") -> HttpResponse:
    page = RecordPage(minutes_of(handover), password)
    return render(request, "home/handover_record.html", {"page": page})
