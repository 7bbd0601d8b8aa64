"""Keys with which other systems push cases in."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from minhchung.agencies.requests import acting_of, received_at_of
from minhchung.cases.domain.access import importing_post, key_for, system_for, systems_for
from minhchung.cases.domain.keys import make_key, revoke_key
from minhchung.cases.interfaces.import_forms import KeyForm
from minhchung.cases.models import ApiKey, CaseSystem
from minhchung.ui.requests import whole


@dataclass(frozen=True)
class KeysPage:
    systems: tuple[CaseSystem, ...]
    keys: tuple[ApiKey, ...]
    form: KeyForm
    secret: str = ""
    made: ApiKey | None = None


@require_GET
def keys(request: HttpRequest) -> HttpResponse:
    """Every key of the person's systems."""
    return _page(request, KeyForm())


@require_POST
def key_add(request: HttpRequest) -> HttpResponse:
    """Make a key; the answer shows it once, and no store keeps that answer."""
    acting = acting_of(request)
    system = system_for(acting, whole(request.POST.get("system", "")) or 0)
    form = KeyForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    key, secret = make_key(
        system=system,
        name=form.cleaned_data["name"],
        actor=acting.user,
        post=importing_post(acting, system.agency_id),
        now=received_at_of(request),
    )
    answer = _page(request, KeyForm(), secret=secret, made=key)
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def key_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    acting = acting_of(request)
    key = key_for(acting, pk)
    revoke_key(
        key=key,
        actor=acting.user,
        post=importing_post(acting, key.system.agency_id),
        now=received_at_of(request),
    )
    messages.success(request, _("Đã thu hồi khóa %(name)s.") % {"name": key.name})
    return redirect("cases:keys")


def _page(
    request: HttpRequest, form: KeyForm, *, secret: str = "", made: ApiKey | None = None, status: int = 200
) -> HttpResponse:
    systems = tuple(systems_for(acting_of(request)))
    page = KeysPage(
        systems=systems,
        keys=tuple(ApiKey.objects.filter(system__in=systems).select_related("system__agency", "created_by")),
        form=form,
        secret=secret,
        made=made,
    )
    return render(request, "cases/keys.html", {"page": page, "form": form}, status=status)
