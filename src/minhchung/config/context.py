"""What the page shell needs on every page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from minhchung.agencies.enums import Role

ANYONE: frozenset[Role] = frozenset()
NAVIGATION: tuple[tuple[str, str, frozenset[Role]], ...] = (
    ("home:tasks", gettext_noop("Việc cần làm"), ANYONE),
    ("rounds:list", gettext_noop("Đợt chấm điểm"), ANYONE),
    (
        "evidence:library",
        gettext_noop("Kho minh chứng"),
        frozenset({Role.SECRETARY, Role.HEAD, Role.APPRAISER}),
    ),
    ("criteria:list", gettext_noop("Bộ tiêu chí"), ANYONE),
    ("agencies:tree", gettext_noop("Cơ quan"), ANYONE),
    (
        "home:ledger",
        gettext_noop("Sổ cái"),
        frozenset({Role.STANDING, Role.COUNCIL, Role.ADMIN, Role.INSPECTOR}),
    ),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """nav, acting, server_time, installation_name for ui/base.html and ui/public.html."""
    acting = getattr(request, "acting", None)
    return {
        "nav": _navigation(request, acting) if acting else [],
        "acting": acting,
        "server_time": getattr(request, "received_at", None) or timezone.now(),
        "installation_name": settings.INSTALLATION_NAME,
        "idle_seconds": settings.SESSION_IDLE_SECONDS,
    }


def _navigation(request: HttpRequest, acting: Any) -> list[dict[str, Any]]:
    items = []
    for name, label, allowed in NAVIGATION:
        if allowed and not allowed & acting.roles:
            continue
        try:
            href = reverse(name)
        except NoReverseMatch:
            continue
        current = href != "/" and request.path.startswith(href)
        items.append({"href": href, "label": _(label), "current": current or request.path == href})
    return items
