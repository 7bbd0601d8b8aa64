"""Simulation: what a draft would have done to a round that is over, and how sure that round's ranking is."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from django import forms
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from minhchung.agencies.requests import acting_of
from minhchung.charts.rank_range import RankRange, RankSpan, rank_range_chart
from minhchung.rounds.domain.simulation import (
    DRAWS,
    Candidate,
    Certainty,
    Group,
    candidates,
    certainty_of,
    effect_of,
    groups_of,
    simulated_round,
    simulated_rounds,
)
from minhchung.rounds.models import Round
from minhchung.rubric import Rubric
from minhchung.rubric.simulate import AgencyEffect, Effect, RankInterval, Uncertainty
from minhchung.ui.language import in_language, language
from minhchung.ui.present import vn_points, vn_share
from minhchung.viet.numbers import format_gain, format_number, shown_points

PER_PAGE: Final = 50
SHOWN_NODES: Final = 12
SLIPS: Final = (("0", "0 %"), ("5", "5 %"), ("10", "10 %"), ("20", "20 %"))
WEIGHTS: Final = (("0", "0 %"), ("10", "± 10 %"), ("20", "± 20 %"), ("30", "± 30 %"))
SPREADS: Final = (("0", "0 %"), ("5", "± 5 %"), ("10", "± 10 %"))
NEW: Final = (
    ("none_done", gettext_lazy("Tiêu chí mới tính như “không có” (mức thấp nhất)")),
    (
        "lost_too",
        gettext_lazy("Tiêu chí mới, tiêu chí không nhận câu trả lời cũ: đều tính như “không có”"),
    ),
    ("unranked", gettext_lazy("Tiêu chí mới để trống: cơ quan chưa xếp được hạng")),
)


@dataclass(frozen=True)
class SimulationsPage:
    """Rounds that something can be tried on."""

    rounds: tuple[Round, ...]
    breadcrumbs: tuple[dict[str, str], ...]


@dataclass(frozen=True)
class NodeRow:
    code: str
    title: str
    before: str
    after: str
    difference: str
    why: str


@dataclass(frozen=True)
class MovedRow:
    """One agency; moved: `▲ 3`, `▼ 1`, `=` or `–`."""

    agency: str
    total_before: str
    total_after: str
    rank_before: str
    rank_after: str
    moved: str
    why: str
    nodes: tuple[NodeRow, ...]
    more: int
    lost: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class EffectView:
    candidate: Candidate
    rows: Page[AgencyEffect]
    shown: tuple[MovedRow, ...]
    moved: int
    ranked: int
    changed: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True)
class SureRow:
    """One agency. span: its ranks of 90 % of the draws; span_before: the same by the round's own rubric, "" without a draft.

    apart: whether it can be told from the next in the ranking. alike: from how many others it cannot.
    """

    agency: str
    total: str
    rank: str
    span: str
    span_before: str
    above_next: str
    apart: bool
    alike: int


@dataclass(frozen=True)
class CertaintyView:
    """of_draft: whether it is the ranking of what is tried, not the round's own."""

    of_draft: bool
    rows: tuple[SureRow, ...]
    chart: SafeString
    shares: tuple[tuple[str, str, str], ...]
    unranked: tuple[str, ...]
    draws: str
    fewer: bool
    pairs_alike: int
    page: Page[Any]


@dataclass(frozen=True)
class SimulationPage:
    round: Round
    form: forms.Form
    groups: tuple[Group, ...]
    effect: EffectView | None
    certainty: CertaintyView | None
    refused: str
    query: str
    breadcrumbs: tuple[dict[str, str], ...]


class Asked(forms.Form):
    """What is tried; every choice stands in the address, so that the page can be sent to somebody."""

    ban = forms.ChoiceField(label=gettext_lazy("Bản đem thử"))
    nhom = forms.ChoiceField(label=gettext_lazy("Nhóm cơ quan"))
    moi = forms.ChoiceField(label=gettext_lazy("Tiêu chí chưa có câu trả lời"), choices=NEW)
    lech = forms.ChoiceField(
        label=gettext_lazy("Khả năng một tiêu chí được chấm lệch một bậc"), choices=SLIPS
    )
    ty_le = forms.ChoiceField(
        label=gettext_lazy("Độ lệch ở tiêu chí chấm theo tỷ lệ (phần điểm tối đa)"),
        choices=SPREADS,
    )
    trong_so = forms.ChoiceField(label=gettext_lazy("Trọng số tiêu chí thay đổi"), choices=WEIGHTS)

    def __init__(self, data: Any, tried: tuple[Candidate, ...], groups: tuple[Group, ...]) -> None:
        super().__init__(data)
        self.fields["ban"].choices = [("khong-doi", _("Bộ tiêu chí của đợt (không đổi)"))] + [  # type: ignore[attr-defined]
            (each.key, each.title) for each in tried
        ]
        self.fields["nhom"].choices = [  # type: ignore[attr-defined]
            (str(place), group.name or _("Tất cả")) for place, group in enumerate(groups)
        ]
        if len(groups) < 2:
            del self.fields["nhom"]


START: Final = {
    "moi": "none_done",
    "lech": "10",
    "ty_le": "5",
    "trong_so": "0",
    "nhom": "0",
    "ban": "khong-doi",
}


@require_GET
def simulations(request: HttpRequest) -> HttpResponse:
    """The rounds whose answers can be tried on."""
    page = SimulationsPage(tuple(simulated_rounds(acting_of(request))), ({"label": _("Mô phỏng")},))
    return render(request, "rounds/simulation/list.html", {"page": page, "breadcrumbs": page.breadcrumbs})


@require_GET
def simulation(request: HttpRequest, pk: int) -> HttpResponse:
    """One round: another version on its answers, and its ranking under stated uncertainty."""
    acting = acting_of(request)
    round = simulated_round(acting, pk)
    tried, groups = candidates(acting, round), groups_of(round)
    form = Asked({**START, **request.GET.dict()}, tried, groups)
    effect = certainty = None
    refused = ""
    if not form.is_valid():
        refused = _("Lựa chọn không còn: bản thảo hoặc nhóm đã đổi. Chọn lại bên trên.")
    elif not groups:
        refused = _("Đợt này chưa có cơ quan nào tham gia.")
    else:
        said = form.cleaned_data
        group = groups[int(said.get("nhom") or 0)]
        chosen = next((each for each in tried if each.key == said["ban"]), None)
        found = effect_of(round, group, chosen.rubric, said["moi"]) if chosen is not None else None
        if chosen is not None and found is not None:
            effect = _effect_view(found, chosen, group, request)
        try:
            own = _certainty(round, group, said)
            after = (chosen.rubric, found) if chosen is not None and found is not None else None
            drafted = _certainty(round, group, said, after) if after is not None else None
            certainty = _certainty_view(own, drafted, group, request, round)
        except ValueError:
            refused = _("Điểm của đợt này có phần lẻ quá nhỏ để mô phỏng.")
    page = SimulationPage(
        round=round,
        form=form,
        groups=groups,
        effect=effect,
        certainty=certainty,
        refused=refused,
        query=_query(request),
        breadcrumbs=({"href": "..", "label": _("Mô phỏng")}, {"label": round.title}),
    )
    status = 422 if form.errors else 200
    return render(
        request,
        "rounds/simulation/round.html",
        {"page": page, "breadcrumbs": page.breadcrumbs},
        status=status,
    )


def _certainty(
    round: Round, group: Group, said: dict[str, Any], tried: tuple[Rubric, Effect] | None = None
) -> Certainty:
    uncertainty = Uncertainty(Fraction(int(said["lech"]), 100), Fraction(int(said["trong_so"]), 100))
    return certainty_of(round, group, uncertainty, Fraction(int(said["ty_le"]), 100), tried)


def _query(request: HttpRequest) -> str:
    asked = request.GET.copy()
    asked.pop("trang", None)
    return asked.urlencode()


# ── what a draft does ─────────────────────────────────────────────────────────────────────────────────────────────


def _effect_view(effect: Effect, chosen: Candidate, group: Group, request: HttpRequest) -> EffectView:
    rows = _page(effect.agencies, request)
    named = {leaf.id: f"{leaf.code} {leaf.title}".strip() for leaf in chosen.rubric.leaves()}
    return EffectView(
        candidate=chosen,
        rows=rows,
        shown=tuple(_moved_row(each, group) for each in rows.object_list),
        moved=len(effect.moved),
        ranked=sum(each.after.rank is not None for each in effect.agencies),
        changed=tuple(named[new.id] for _old, new in effect.survival.changed),
        added=tuple(named[leaf.id] for leaf in effect.survival.added),
        removed=tuple(f"{leaf.code} {leaf.title}".strip() for leaf in effect.survival.removed),
    )


def _page(items: tuple[Any, ...], request: HttpRequest) -> Page[Any]:
    return Paginator(items, PER_PAGE).get_page(request.GET.get("trang"))


def _moved_row(effect: AgencyEffect, group: Group) -> MovedRow:
    return MovedRow(
        agency=group.names[effect.agency],
        total_before=vn_points(effect.before.total),
        total_after=vn_points(effect.after.total),
        rank_before=_rank(effect.before.rank),
        rank_after=_rank(effect.after.rank),
        moved=_moved(effect.moved),
        why=in_language(effect.why),
        nodes=tuple(
            NodeRow(
                code=node.code_after or node.code_before,
                title=node.title,
                before=vn_points(node.before),
                after=vn_points(node.after),
                difference=_signed(node.difference),
                why=" ".join(in_language(reason) for reason in node.reasons_after or node.reasons_before),
            )
            for node in effect.nodes[:SHOWN_NODES]
        ),
        more=max(0, len(effect.nodes) - SHOWN_NODES),
        lost=tuple((each.code, in_language(each.why)) for each in effect.lost),
    )


def _signed(value: Fraction) -> str:
    return format_gain(value)


def _rank(rank: int | None) -> str:
    return "–" if rank is None else str(rank)


def _moved(steps: int | None) -> str:
    if steps is None:
        return "–"
    return "=" if steps == 0 else f"▲ {steps}" if steps > 0 else f"▼ {-steps}"


# ── how sure the ranking is ───────────────────────────────────────────────────────────────────────────────────────


def _certainty_view(
    own: Certainty, drafted: Certainty | None, group: Group, request: HttpRequest, round: Round
) -> CertaintyView:
    found = drafted or own
    page = _page(found.intervals, request)
    before = {each.agency: _span(each) for each in own.intervals} if drafted is not None else {}
    spans = tuple(
        RankSpan(group.names[each.agency], each.rank, each.low, each.high, each.alike)
        for each in page.object_list
    )
    figure = RankRange(
        key=f"mo-phong-{round.pk}",
        title=_("Khoảng hạng của từng cơ quan"),
        last=len(found.intervals),
        spans=spans,
        language=language(),
    )
    return CertaintyView(
        of_draft=drafted is not None,
        rows=tuple(_sure_row(each, group, before) for each in page.object_list),
        chart=mark_safe(rank_range_chart(figure).svg) if spans else mark_safe(""),  # noqa: S308  # drawn by charts/
        shares=tuple(
            (each.code or "", each.title or _("Làm tròn, mức trần, điểm chia lại"), vn_share(each.share))
            for each in found.shares
        ),
        unranked=tuple(group.names[agency] for agency in found.unranked),
        draws=format_number(found.draws),
        fewer=found.draws < DRAWS,
        pairs_alike=sum(not each.apart for each in found.intervals[:-1]),
        page=page,
    )


def _sure_row(each: RankInterval, group: Group, before: dict[str, str]) -> SureRow:
    return SureRow(
        agency=group.names[each.agency],
        total=shown_points(each.total),
        rank=str(each.rank),
        span=_span(each),
        span_before=before.get(each.agency, "–") if before else "",
        above_next=vn_share(each.above_next),
        apart=each.apart or each.above_next is None,
        alike=each.alike,
    )


def _span(each: RankInterval) -> str:
    return str(each.low) if each.low == each.high else f"{each.low}–{each.high}"
