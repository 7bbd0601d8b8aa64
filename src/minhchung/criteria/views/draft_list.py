"""Drafts of one's agency: the list, starting one, giving one up."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from minhchung.agencies.enums import Role
from minhchung.agencies.models import Post
from minhchung.agencies.requests import acting_of, received_at_of
from minhchung.criteria.domain.drafts import DraftClosed, drafts_for, drop_draft, start_draft
from minhchung.criteria.domain.library import versions
from minhchung.criteria.models import RubricDraft, RubricVersion
from minhchung.criteria.views.draft_words import draft_and_by
from minhchung.ledger.domain.idempotency import idempotent


class StartForm(forms.Form):
    """What a new draft is called, and what it starts from."""

    base = forms.ModelChoiceField(
        RubricVersion.objects.none(),
        required=False,
        label=gettext_lazy("Bắt đầu từ"),
        empty_label=gettext_lazy("Bộ tiêu chí trống"),
    )
    title = forms.CharField(
        label=gettext_lazy("Tên bộ tiêu chí"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("Bỏ trống: giữ tên của bản bắt đầu."),
    )
    code = forms.SlugField(
        label=gettext_lazy("Mã"),
        max_length=80,
        required=False,
        help_text=gettext_lazy(
            "Chữ thường không dấu, số, gạch nối: cchc-2024. Bỏ trống: giữ mã của bản bắt đầu."
        ),
    )
    version = forms.CharField(
        label=gettext_lazy("Phiên bản sẽ ban hành"),
        max_length=40,
        initial="1",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["base"].queryset = versions()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        said = super().clean() or {}
        if not said.get("base"):
            for name in ("title", "code"):
                if not said.get(name):
                    self.add_error(name, _("Bộ tiêu chí trống cần có tên và mã."))
        return said


@dataclass(frozen=True)
class DraftsPage:
    drafts: list[RubricDraft]
    form: StartForm
    key: str


@require_GET
def drafts(request: HttpRequest) -> HttpResponse:
    """Every draft of the agencies one writes for, newest change first."""
    return _page(request, StartForm(initial={"base": request.GET.get("tu") or None}))


@require_http_methods(["POST"])
@idempotent
def start(request: HttpRequest) -> HttpResponse:
    """A new draft in the agency whose author one is."""
    post = _author_post(request)
    form = StartForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    said = form.cleaned_data
    draft = start_draft(
        owner=post.agency,
        actor=request.user,  # type: ignore[arg-type]
        post=post,
        now=received_at_of(request),
        base=said["base"],
        code=said["code"],
        title=said["title"],
        version=said["version"],
    )
    return HttpResponseRedirect(reverse("criteria:draft", args=[draft.pk]))


@require_POST
@idempotent
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a draft up; asked twice by a box that must be ticked."""
    draft, by = draft_and_by(request, pk)
    if not request.POST.get("confirm"):
        messages.error(request, _("Hãy đánh dấu vào ô xác nhận trước khi bỏ bản thảo."))
        return HttpResponseRedirect(reverse("criteria:draft_history", args=[draft.pk]) + "#bo")
    try:
        drop_draft(draft=draft, actor=by.actor, post=by.post, now=by.now)
    except DraftClosed:
        messages.error(request, _("Bản thảo này không còn ở bước soạn."))
    return HttpResponseRedirect(reverse("criteria:drafts"))


def _author_post(request: HttpRequest) -> Post:
    found = next((post for post in acting_of(request).posts if post.role == Role.AUTHOR), None)
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, form: StartForm, status: int = 200) -> HttpResponse:
    page = DraftsPage([*drafts_for(acting_of(request))], form, str(uuid.uuid4()))
    return render(request, "criteria/drafts/list.html", {"page": page, "form": form}, status=status)
