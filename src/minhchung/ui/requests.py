"""Who is asking: a browser that shows a page, or one of our own modules that shows the answer in place."""

from __future__ import annotations

from django.http import HttpRequest


def wants_json(request: HttpRequest) -> bool:
    """A request made by our own modules, which show a refusal in place instead of following a redirect."""
    return request.headers.get("X-Requested-With") == "minhchung" or "HX-Request" in request.headers
