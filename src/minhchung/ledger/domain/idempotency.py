"""A write that is repeated returns the answer it was given the first time, and is done once."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from minhchung.ledger.models import IdempotentAnswer

View = Callable[..., HttpResponse]
KEPT_HEADERS = ("Location", "HX-Redirect", "HX-Trigger")


def idempotent(view: View) -> View:
    """Keep the answer to a POST under its key (header Idempotency-Key, or field idempotency_key).

    The view runs in one transaction with the keeping of its answer; an exception leaves nothing behind.
    A key that comes back with another content answers 422. A POST without a key runs as it is, in a transaction.
    """

    @wraps(view)
    def once(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        text = request.headers.get("Idempotency-Key") or request.POST.get("idempotency_key", "")
        if not text:
            with transaction.atomic():
                return view(request, *args, **kwargs)
        try:
            key = uuid.UUID(text)
        except ValueError:
            return HttpResponse(
                _("Khóa yêu cầu không hợp lệ."), status=422, content_type="text/plain; charset=utf-8"
            )
        digest = request_digest(request)
        try:
            with transaction.atomic():
                return kept_answer(request, key, digest) or _run_and_keep(
                    view, request, key, digest, args, kwargs
                )
        except IntegrityError:
            answer = kept_answer(request, key, digest)
            if answer is None:
                raise
            return answer

    return once


def request_digest(request: HttpRequest) -> str:
    """SHA-256 over the address, every field and every byte of every file, the CSRF token left out.

    A corrected table often keeps its name and size ("16" for "61"): a repeat is the same bytes, nothing less.
    """
    hasher = hashlib.sha256(request.path.encode())
    for name in sorted(request.POST):
        if name not in {"csrfmiddlewaretoken", "idempotency_key"}:
            hasher.update(repr((name, request.POST.getlist(name))).encode())
    for name in sorted(request.FILES):
        for file in request.FILES.getlist(name):
            hasher.update(repr((name, file.name, file.size)).encode())
            for chunk in file.chunks():
                hasher.update(chunk)
            file.seek(0)
    if request.content_type == "application/json":
        hasher.update(request.body)
    return hasher.hexdigest()


def kept_answer(request: HttpRequest, key: uuid.UUID, digest: str) -> HttpResponse | None:
    kept = IdempotentAnswer.objects.filter(user_id=request.user.pk, key=key).first()
    if kept is None:
        return None
    if kept.request_digest != digest:
        text = _("Khóa yêu cầu này đã dùng cho một nội dung khác. Hãy tải lại trang.")
        return HttpResponse(text, status=422, content_type="text/plain; charset=utf-8")
    return HttpResponse(kept.body, status=kept.status, content_type=kept.content_type, headers=kept.headers)


def _run_and_keep(
    view: View, request: HttpRequest, key: uuid.UUID, digest: str, args: Any, kwargs: Any
) -> HttpResponse:
    answer = view(request, *args, **kwargs)
    if answer.status_code < 500 and not answer.streaming:
        IdempotentAnswer.objects.create(
            user_id=request.user.pk,
            key=key,
            request_digest=digest,
            status=answer.status_code,
            content_type=answer.headers.get("Content-Type", "text/html; charset=utf-8"),
            body=answer.content.decode(),
            headers={name: answer.headers[name] for name in KEPT_HEADERS if name in answer.headers},
            at=request.received_at,  # type: ignore[attr-defined]
        )
    return answer
