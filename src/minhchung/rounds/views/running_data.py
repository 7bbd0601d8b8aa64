"""The standing body computes a round from data: every agency and every bound leaf at once, as often as it likes."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from minhchung.agencies.requests import received_at_of
from minhchung.ledger.domain.idempotency import idempotent
from minhchung.rounds.domain.acts import taking_part
from minhchung.rounds.domain.data_answers import latest_answers
from minhchung.rounds.domain.engine import rubric_of
from minhchung.rounds.domain.running import compute_round
from minhchung.rounds.enums import LeafState, RoundState
from minhchung.rounds.models import Round
from minhchung.rounds.views.entry_words import leaf_href, title_of
from minhchung.rounds.views.running_page import own_round
from minhchung.rubric import Node
from minhchung.rubric.indicators import catalogue
from minhchung.ui.language import in_language


@dataclass(frozen=True)
class LeafLine:
    """One bound leaf: for how many agencies data make an answer, and the agencies that have none."""

    code: str
    title: str
    indicators: str
    known: int
    asked: int
    lacking: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class DataPage:
    round: Round
    lines: tuple[LeafLine, ...]
    may_compute: bool
    back: str


@require_http_methods(["GET", "POST"])
@idempotent
def compute_from_data(request: HttpRequest, pk: int) -> HttpResponse:
    """/dot/3/tinh-du-lieu/: what data answer in this round, leaf by leaf; POST computes everything again."""
    round, _post = own_round(request, pk)
    if request.method == "POST":
        done = compute_round(round, received_at_of(request))
        words = _("Đã tính %(leaves)d câu trả lời: %(changed)d có số liệu mới, %(written)d được điền.")
        messages.success(
            request,
            words % {"leaves": done.leaves, "changed": done.changed, "written": done.written},
        )
        return HttpResponseRedirect(reverse("rounds:compute_data", args=[pk]))
    page = DataPage(
        round=round,
        lines=tuple(_lines(round)),
        may_compute=round.state == RoundState.OPEN,
        back=reverse("rounds:manage", args=[pk]),
    )
    crumbs = [{"href": page.back, "label": round.title}, {"label": _("Từ dữ liệu")}]
    return render(request, "rounds/running/data.html", {"page": page, "breadcrumbs": crumbs})


def _lines(round: Round) -> list[LeafLine]:
    """Two queries, whatever the numbers."""
    entries = {entry.pk: entry for entry in taking_part(round).select_related("agency")}
    said = latest_answers(entries)
    lines = []
    for leaf in rubric_of(round.rubric).leaves():
        if not leaf.bind:
            continue
        mine = {pk: said[pk, leaf.id] for pk in entries if (pk, leaf.id) in said}
        known = [pk for pk, row in mine.items() if row.state != LeafState.ABSENT]
        lacking = [pk for pk in entries if pk not in known]
        lines.append(
            LeafLine(
                leaf.code,
                title_of(leaf),
                _indicators(leaf),
                len(known),
                len(entries),
                tuple((entries[pk].agency.name, leaf_href(pk, leaf.code)) for pk in lacking[:20]),
            )
        )
    return lines


def _indicators(leaf: Node) -> str:
    """The indicators of a leaf, in words."""
    known = catalogue()
    titles = (in_language(known[one.indicator].title) for one in leaf.bind if one.indicator in known)
    return "; ".join(dict.fromkeys(titles))
