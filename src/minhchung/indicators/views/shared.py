"""What the pages of this room share: who asks, for which indicator, for which days."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from minhchung.indicators.domain.figures import described_of
from minhchung.indicators.domain.periods import Days
from minhchung.rubric.indicators import Described
from minhchung.viet.dates import format_date, parse_date

FROM: Final = "tu"
UNTIL: Final = "den"


def asked_days(request: HttpRequest, default: Days) -> Days:
    """The days in the address (`?tu=01/01/2023&den=31/12/2023`), the default where they do not read."""
    start, end = (parse_date(request.GET.get(name, "")[:20]) for name in (FROM, UNTIL))
    if isinstance(start, date) and isinstance(end, date) and start <= end:
        return Days(start, end)
    return default


def days_query(days: Days) -> str:
    """The days as an address carries them."""
    return f"{FROM}={format_date(days.start)}&{UNTIL}={format_date(days.end)}"


def register_indicator(code: str) -> Described:
    """An indicator of the register. Raises Http404 for any other code."""
    found = described_of(code)
    if found is None:
        raise Http404
    return found


def register_crumbs(*last: tuple[str, str]) -> list[dict[str, str]]:
    """Sổ số liệu › … ; (address, label), the last one without address."""
    trail = [{"href": reverse("indicators:register"), "label": _("Sổ số liệu")}]
    return trail + [{"href": href, "label": label} if href else {"label": label} for href, label in last]
