"""How often a key, or an address without one, may ask."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja.throttling import SimpleRateThrottle


class PerKey(SimpleRateThrottle):
    """Counts requests of one key; of one address where none is given."""

    scope = "api"

    def get_cache_key(self, request: HttpRequest) -> str:
        key: Any = getattr(request, "auth", None)
        who = f"key-{key.pk}" if key is not None else f"address-{request.META.get('REMOTE_ADDR', '')}"
        return f"api-throttle-{who}"
