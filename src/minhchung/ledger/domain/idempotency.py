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

from minhchung.ledger.domain.prepared import Prepared
from minhchung.ledger.domain.versions import StaleRow
from minhchung.ledger.models import IdempotentAnswer

View = Callable[..., HttpResponse]
Write = Callable[[], HttpResponse]
Reckon = Callable[..., Write | None]
KEPT_HEADERS = ("Location", "HX-Redirect", "HX-Trigger")


class Moved(Exception):
    """What a write was reckoned from no longer stands; nothing was written."""


def idempotent(view: View) -> View:
    """Keep the answer to a POST under its key (header Idempotency-Key, or field idempotency_key).

    The view runs in one transaction with the keeping of its answer; an exception leaves nothing behind.
    A key that comes back with another content answers 422. A POST without a key runs as it is, in a transaction.
    """
    return _once(view, None)


def idempotent_after(reckon: Reckon) -> Callable[[View], View]:
    """As `idempotent`, the reckoning done before the transaction begins, so that others wait for the writing alone.

    reckon: called as the view is, outside any transaction. Gives the act that writes and answers, or None to run the
    whole view. The act runs in one transaction with the keeping of its answer; it holds what it was reckoned from
    against what stands, and raises Moved (or StaleRow) when somebody was faster: then the whole view runs.
    """
    return lambda view: _once(view, reckon)


def _once(view: View, reckon: Reckon | None) -> View:
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
        if reckon is not None:
            answer = kept_answer(request, key, digest)
            answer = answer or _write_reckoned(reckon(request, *args, **kwargs), request, key, digest)
            if answer is not None:
                return answer
        return _run_whole(lambda: view(request, *args, **kwargs), request, key, digest)

    return once


def _write_reckoned(
    write: Write | None, request: HttpRequest, key: uuid.UUID, digest: str
) -> HttpResponse | None:
    """The short transaction; None when there is nothing reckoned, or it no longer holds."""
    if write is None:
        return None
    try:
        with transaction.atomic():
            return _keep(write(), request, key, digest)
    except (Moved, StaleRow, IntegrityError):
        return None


def _run_whole(write: Write, request: HttpRequest, key: uuid.UUID, digest: str) -> HttpResponse:
    try:
        with transaction.atomic():
            return kept_answer(request, key, digest) or _keep(write(), request, key, digest)
    except IntegrityError:
        answer = kept_answer(request, key, digest)
        if answer is None:
            raise
        return answer


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
    kept = _KEPT.first(request.user.pk, key)
    if kept is None:
        return None
    if kept.request_digest != digest:
        text = _("Khóa yêu cầu này đã dùng cho một nội dung khác. Hãy tải lại trang.")
        return HttpResponse(text, status=422, content_type="text/plain; charset=utf-8")
    return HttpResponse(kept.body, status=kept.status, content_type=kept.content_type, headers=kept.headers)


_KEPT = Prepared(
    lambda user_id, key: IdempotentAnswer.objects.filter(user_id=user_id, key=key), int, uuid.UUID
)


def _keep(answer: HttpResponse, request: HttpRequest, key: uuid.UUID, digest: str) -> HttpResponse:
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
