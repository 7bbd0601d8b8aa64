"""Which key a request carries."""

from __future__ import annotations

from django.http import HttpRequest
from ninja.security import HttpBearer

from minhchung.agencies.requests import received_at_of
from minhchung.cases.domain.keys import key_of
from minhchung.cases.models import ApiKey


class SystemKey(HttpBearer):
    """Authorization: Bearer mc_…, the key of one one-stop system."""

    def authenticate(self, request: HttpRequest, token: str) -> ApiKey | None:
        return key_of(token.strip(), received_at_of(request))


def carries_key(request: HttpRequest) -> bool:
    """Whether the request bears a key that is open: then its body may be as large as a file of cases."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return scheme.lower() == "bearer" and key_of(token.strip(), received_at_of(request)) is not None
