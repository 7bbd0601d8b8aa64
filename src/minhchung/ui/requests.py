"""Who is asking: a browser that shows a page, or one of our own modules that shows the answer in place."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest

MOST_DIGITS: Final = 18
"""What a database's whole numbers hold for sure."""


def wants_json(request: HttpRequest) -> bool:
    """A request made by our own modules, which show a refusal in place instead of following a redirect."""
    return request.headers.get("X-Requested-With") == "minhchung" or "HX-Request" in request.headers


def whole(text: str) -> int | None:
    """A whole number as forms and addresses send it; None for anything else, and for one that no row can hold."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None
