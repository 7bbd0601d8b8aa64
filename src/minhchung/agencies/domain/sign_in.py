"""Sign a person in by password, throttled by name and address together, and tell nobody which names exist."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Final

from django.contrib.auth import authenticate
from django.http import HttpRequest

from minhchung.agencies.models import SignInAttempt, User

WINDOW: Final = timedelta(minutes=15)
PER_NAME_AND_ADDRESS: Final = 5
PER_ADDRESS: Final = 50


@dataclass(frozen=True)
class SignIn:
    """What came of an attempt. user: the person, if let in. retry_at: when the next attempt is heard, if throttled.

    Neither: name or password is wrong (the same answer for a name that does not exist or is closed).
    """

    user: User | None = None
    retry_at: datetime | None = None


def check_sign_in(
    *, request: HttpRequest, username: str, password: str, address: str | None, now: datetime
) -> SignIn:
    """Hold a name and a password against the accounts.

    The attempt is written down before the password is hashed, so that many at once count too; success takes
    this name's attempts from this address away. An unknown name costs a hash like a known one (Django's backend).
    """
    name = username.strip().lower()[:80]
    attempt = SignInAttempt.objects.create(username=name, address=address, at=now)
    if retry_at := _throttled_until(name, address, now):
        attempt.delete()
        return SignIn(retry_at=retry_at)
    user = authenticate(request, username=name, password=password)
    if not isinstance(user, User):
        return SignIn()
    SignInAttempt.objects.filter(username=name, address=address).delete()
    SignInAttempt.objects.filter(at__lte=now - WINDOW).delete()
    return SignIn(user=user)


def _throttled_until(name: str, address: str | None, now: datetime) -> datetime | None:
    """When enough attempts (this one among them) have grown old; None while there is room."""
    recent = SignInAttempt.objects.filter(address=address, at__gt=now - WINDOW)
    limits = ((recent.filter(username=name), PER_NAME_AND_ADDRESS), (recent, PER_ADDRESS))
    waits = []
    for attempts, limit in limits:
        times = list(attempts.order_by("-at", "-pk").values_list("at", flat=True)[: limit + 1])
        if len(times) > limit:
            waits.append(times[limit] + WINDOW)
    return max(waits, default=None)


def address_of(request: HttpRequest, *, behind_proxy: bool) -> str | None:
    """The address the request came from; behind our own proxy the last one it wrote down, which nobody can forge."""
    forwarded = request.headers.get("X-Forwarded-For", "") if behind_proxy else ""
    return _as_address(forwarded.rsplit(",", 1)[-1]) or _as_address(request.META.get("REMOTE_ADDR", ""))


def _as_address(text: str) -> str | None:
    """The address in a header: some proxies write a port behind it; what is no address is none (PostgreSQL would refuse it)."""
    host = text.strip()
    if host.startswith("["):
        host = host[1:].partition("]")[0]
    elif host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        return str(ip_address(host.partition("%")[0]))
    except ValueError:
        return None
