"""What happens to every request: its time of receipt, the session's limits, the policy table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone, translation

from minhchung.agencies.domain.acting import acting
from minhchung.api.errors import is_for_api, too_large
from minhchung.api.keys import carries_key
from minhchung.config.policy import POLICY
from minhchung.ui.requests import wants_json

Handler = Callable[[HttpRequest], HttpResponse]
MOST_KEY = 2**63 - 1
"""The largest number a row can carry: an address with a larger one leads nowhere, and SQLite fails on it."""


class ReceivedAt:
    """Stamp the server's time of receipt first: deadlines are held against it, not against handling."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.received_at = timezone.now()  # type: ignore[attr-defined]
        return self.get_response(request)


class BodyLimits:
    """Refuse a body before a byte of it is read: Django would spool it to disk whole, whoever sent it.

    Signed in, or with the key of a one-stop system: what several files at once need (REQUEST_MAX_BYTES). Anybody else only fills in small forms. A text that
    holds a NUL, which no person types and PostgreSQL does not store, answers 400.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        stated = request.META.get("CONTENT_LENGTH") or "0"
        size = int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 16 else None
        if size is None or size > settings.PUBLIC_REQUEST_MAX_BYTES:
            is_known = request.user.is_authenticated or carries_key(request)
            most = settings.REQUEST_MAX_BYTES if is_known else settings.PUBLIC_REQUEST_MAX_BYTES
            if size is None or size > most:
                if is_for_api(request):
                    return too_large(most, with_key=is_known)
                words = translation.gettext(
                    "Nội dung gửi lên lớn hơn %(limit)d MB. Hãy chia nhỏ rồi gửi lại."
                )
                return _plain(words % {"limit": most // 1024 // 1024}, 413)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if any(isinstance(each, int) and each > MOST_KEY for each in kwargs.values()):
            raise Http404
        texts = chain(
            (str(each) for each in kwargs.values()), _texts_in(request.GET), _texts_in(request.POST)
        )
        if any("\x00" in text for text in texts):
            return _plain(
                translation.gettext("Nội dung có ký tự không đọc được (NUL). Hãy bỏ ký tự đó."), 400
            )
        return None


def _texts_in(fields: QueryDict) -> Iterator[str]:
    for name, values in fields.lists():
        yield name
        yield from (str(value) for value in values)


def _plain(text: str, status: int) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")


class SessionLimits:
    """Sign out after 30 idle minutes or 12 hours in all; the page warns before (session.js)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(request.received_at.timestamp())  # type: ignore[attr-defined]
            began = request.session.setdefault("began", now)
            seen = request.session.get("seen", now)
            if now - seen > settings.SESSION_IDLE_SECONDS or now - began > settings.SESSION_ABSOLUTE_SECONDS:
                logout(request)
            elif now - seen >= 60 or "seen" not in request.session:
                request.session["seen"] = now
        return self.get_response(request)


class PolicyTable:
    """Hold every request against the policy table. Missing and forbidden answer the same 404."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if request.user.is_authenticated and not answer.has_header("Cache-Control"):
            answer["Cache-Control"] = "private, no-cache"  # offices share computers, and proxies
        return answer

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        access = POLICY.get(match.view_name) if match else None
        if access is None:
            raise Http404
        if not request.user.is_authenticated:
            request.acting = None  # type: ignore[attr-defined]
            return None if access.public else self._ask_to_sign_in(request)
        request.acting = acting(request.user, timezone.localdate())  # type: ignore[attr-defined]
        if not access.admits(request.acting.roles):  # type: ignore[attr-defined]
            raise Http404
        if (
            request.user.must_change_password
            and match
            and match.view_name not in ALWAYS_OPEN
            and not access.public
        ):
            return HttpResponseRedirect(reverse("agencies:change_password"))
        return None

    def _ask_to_sign_in(self, request: HttpRequest) -> HttpResponse:
        if wants_json(request):
            text = translation.gettext("Phiên làm việc đã hết. Hãy đăng nhập lại; nội dung bạn gõ vẫn còn.")
            return _plain(text, 401)
        asked = {"next": request.get_full_path()} | ({NOT_KEPT: "1"} if request.method == "POST" else {})
        return HttpResponseRedirect(f"{reverse(settings.LOGIN_URL)}?{urlencode(asked)}")


NOT_KEPT = "chua-ghi"
"""In the address of the sign-in page: a form was sent after the session had ended, and nothing of it was kept."""
ALWAYS_OPEN = frozenset({"agencies:change_password", "agencies:sign_out", "set_language", "session_extend"})
