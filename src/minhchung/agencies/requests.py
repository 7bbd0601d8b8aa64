"""What the middleware has put on a request, with its type."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest

from minhchung.agencies.domain.acting import Acting
from minhchung.agencies.models import User
from minhchung.ui.present import in_vietnam


def acting_of(request: HttpRequest) -> Acting:
    """The signed-in person with the posts they hold; set by the policy middleware on every page that needs sign-in."""
    return request.acting  # type: ignore[attr-defined, no-any-return]


def user_of(request: HttpRequest) -> User:
    """The person who acts; the policy table lets nobody else in."""
    return request.user  # type: ignore[return-value]


def received_at_of(request: HttpRequest) -> datetime:
    """When the server received the request, set by the first middleware: what deadlines are held against."""
    return request.received_at  # type: ignore[attr-defined, no-any-return]


def today_of(request: HttpRequest) -> date:
    """The day in Vietnam on which the server received the request."""
    return in_vietnam(received_at_of(request)).date()
