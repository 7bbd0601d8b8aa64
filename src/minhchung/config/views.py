"""The frame's own answers: not found, failed, session extended."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from minhchung.api.errors import is_for_api, no_such_address


@require_POST
def session_extend(request: HttpRequest) -> JsonResponse:
    """The middleware has counted this request; say when it was."""
    request.session["seen"] = int(request.received_at.timestamp())  # type: ignore[attr-defined]
    at = request.received_at.isoformat()  # type: ignore[attr-defined]
    return JsonResponse({"extended_at": at, "person": request.user.pk})


def page_missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_for_api(request):
        return no_such_address()
    return render(request, "ui/404.html", status=404)


def page_failed(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/500.html", status=500)
