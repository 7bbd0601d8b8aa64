"""How the API says that something is wrong: one JSON form for every refusal, whoever gives it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse

UNDER = "/api/v1/"


def is_for_api(request: HttpRequest) -> bool:
    """Whether another system asks: it is answered in JSON, never with a page."""
    return request.path.startswith(UNDER)


def said(rule: str, vi: str, en: str, path: str = "", value: str = "") -> dict[str, Any]:
    """One thing that is wrong, as `schemas.ErrorOut` describes it."""
    wrong = {"path": path, "value": value, "rule": rule, "vi": vi, "en": en, "mend_vi": "", "mend_en": ""}
    return {"count": 1, "errors": [wrong]}


def refusal(status: int, rule: str, vi: str, en: str) -> JsonResponse:
    """The answer to a request that no operation saw."""
    return JsonResponse(said(rule, vi, en), status=status, json_dumps_params={"ensure_ascii": False})


def too_large(most: int, *, with_key: bool) -> JsonResponse:
    """413 before a byte is read. most: bytes that would have been read."""
    limit = most // 1024 // 1024
    if with_key:
        return refusal(
            413,
            "batch.too_large",
            f"Nội dung gửi lên lớn hơn {limit} MB. Hãy chia nhỏ rồi gửi lại.",
            f"The body is larger than {limit} MB. Split it and send it again.",
        )
    return refusal(
        413,
        "key.needed",
        f"Nội dung lớn hơn {limit} MB chỉ được nhận khi có khóa API; khóa thiếu, sai hoặc đã thu hồi.",
        f"A body larger than {limit} MB is only taken with an API key; the key is missing, wrong or was revoked.",
    )


def no_such_address() -> JsonResponse:
    """404 for an address of the API that leads nowhere."""
    return refusal(404, "address.missing", "Không có địa chỉ này; xem /api/.", "No such address; see /api/.")
