"""The frame's own answers: not found, failed, session extended."""

from __future__ import annotations

from typing import Final

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from minhchung.agencies.requests import received_at_of
from minhchung.api.errors import is_for_api, no_such_address
from minhchung.ui.requests import wants_json

MOST_TEXTS: Final = 20
PASSWORDS: Final = frozenset({"password", "current", "new", "again"})
"""Names of the fields that take a password; a good one is a sentence, so its length does not tell it apart."""


@require_POST
def session_extend(request: HttpRequest) -> JsonResponse:
    """The middleware has counted this request; say when it was."""
    request.session["seen"] = int(received_at_of(request).timestamp())
    at = received_at_of(request).isoformat()
    return JsonResponse({"extended_at": at, "person": request.user.pk})


def page_missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Missing and forbidden answer alike. Whoever sent a form, from a page opened while they still might, is told that
    nothing was kept, and gets back what they wrote."""
    if is_for_api(request):
        return no_such_address()
    if request.method != "POST" or not request.user.is_authenticated:
        return render(request, "ui/404.html", status=404)
    if wants_json(request):
        words = _(
            "bạn không còn làm được việc này ở đây (chức danh hoặc hồ sơ đã đổi). Chữ bạn gõ vẫn còn trên trang; "
            "chép lại trước khi rời đi"
        )
        return JsonResponse({"message": words}, status=404)
    return render(request, "ui/not_kept.html", {"texts": texts_sent(_fields_of(request))}, status=404)


def _fields_of(request: HttpRequest) -> QueryDict:
    """The form that was sent; empty where the body is none that can be read."""
    try:
        return request.POST
    except (BadRequest, SuspiciousOperation, MultiPartParserError, UnreadablePostError):
        return QueryDict()


def texts_sent(fields: QueryDict) -> list[str]:
    """What a person wrote in the form they sent, to give it back where it could not be kept: every value of two words or
    more, never one of a password's field."""
    written = [
        value.strip()
        for name, values in fields.lists()
        if name not in PASSWORDS
        for value in values
        if len(value.split()) > 1
    ]
    return list(dict.fromkeys(written))[:MOST_TEXTS]


def page_failed(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/500.html", status=500)
