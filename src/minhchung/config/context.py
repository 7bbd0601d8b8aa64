"""What the page shell needs on every page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from minhchung.agencies.enums import Role
from minhchung.cases.domain.access import READERS

ANYONE: frozenset[Role] = frozenset()
NAVIGATION: tuple[tuple[str, str | Promise, frozenset[Role]], ...] = (
    ("home:tasks", _("Việc cần làm"), ANYONE),
    ("rounds:list", _("Đợt chấm điểm"), ANYONE),
    (
        "evidence:library",
        _("Kho minh chứng"),
        frozenset({Role.SECRETARY, Role.HEAD, Role.APPRAISER}),
    ),
    ("cases:home", _("Hồ sơ một cửa"), frozenset(READERS)),
    ("cases:calendar", _("Ngày làm việc"), frozenset({Role.ADMIN})),
    (
        "indicators:register",
        _("Sổ số liệu"),
        frozenset(
            {
                Role.SECRETARY,
                Role.HEAD,
                Role.APPRAISER,
                Role.STANDING,
                Role.COUNCIL,
                Role.INSPECTOR,
            }
        ),
    ),
    ("criteria:list", pgettext_lazy("list", "Bộ tiêu chí"), ANYONE),
    (
        "rounds:simulations",
        _("Mô phỏng"),
        frozenset({Role.AUTHOR, Role.STANDING, Role.COUNCIL}),
    ),
    ("agencies:tree", pgettext_lazy("list", "Cơ quan"), ANYONE),
    (
        "home:ledger",
        _("Sổ cái"),
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
        items.append({"href": href, "label": str(label), "current": current or request.path == href})
    return items
