"""Figures said once and kept: made from a page of figures, listed, and computed again beside what was kept."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from minhchung.agencies.requests import acting_of, received_at_of
from minhchung.cases.domain.access import READERS, agency_for, figure_for, figures_for
from minhchung.cases.domain.freezing import freeze, recomputed
from minhchung.cases.domain.reach import reported_by
from minhchung.cases.interfaces.count_words import COUNT_WORDS
from minhchung.cases.interfaces.windows import window_from
from minhchung.cases.models import FrozenFigure
from minhchung.ledger.domain.idempotency import idempotent
from minhchung.ui.present import in_vietnam


@require_POST
@idempotent
def freeze_figure(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the figures of this page, so that the same numbers can be said again."""
    acting = acting_of(request)
    agency = agency_for(acting, pk)
    now = received_at_of(request)
    window = window_from(request.POST, reported_by(agency), in_vietnam(now).date())
    figure = freeze(
        agency=agency,
        period=window.period,
        note=request.POST.get("ghi_chu", "").strip()[:300],
        actor=acting.user,
        post=next((post for post in acting.posts if post.role in READERS), None),
        now=now,
    )
    messages.success(request, _("Đã chốt số liệu. Con số này tính lại được bất cứ lúc nào."))
    return redirect("cases:figure", pk=figure.pk)


PER_PAGE = 50


@dataclass(frozen=True)
class FigureLine:
    label: str
    kept: int
    again: int | None

    @property
    def agrees(self) -> bool:
        return self.kept == self.again


@dataclass(frozen=True)
class FigurePage:
    figure: FrozenFigure
    lines: tuple[FigureLine, ...]
    agrees: bool
    lost: bool


@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """Every frozen figure the person may read, newest first."""
    page = Paginator(figures_for(acting_of(request)), PER_PAGE).get_page(request.GET.get("trang"))
    return render(request, "cases/figures.html", {"page": page})


@require_GET
def figure(request: HttpRequest, pk: int) -> HttpResponse:
    """A frozen figure beside the same counts computed again from what it pins."""
    found = figure_for(acting_of(request), pk)
    try:
        again: dict[str, int] | None = asdict(recomputed(found))
    except (
        Exception
    ):  # the engine's own faults for files that are gone; the page says so, doctor names the file
        again = None
    lines = tuple(
        FigureLine(str(COUNT_WORDS.get(name, name)), value, again.get(name) if again else None)
        for name, value in found.counts.items()
    )
    agrees = again is not None and all(each.agrees for each in lines)
    return render(request, "cases/figure.html", {"page": FigurePage(found, lines, agrees, again is None)})
