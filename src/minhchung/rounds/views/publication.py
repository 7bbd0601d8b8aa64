"""Rank a round, propose the ranking, confirm it as the second person, take it back, issue a corrected revision."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from minhchung.agencies.enums import Role
from minhchung.agencies.models import Post
from minhchung.agencies.requests import acting_of, user_of
from minhchung.ledger.domain.idempotency import idempotent
from minhchung.rounds.domain import publication as publishing
from minhchung.rounds.domain.access import DECIDING_ROLES, round_for
from minhchung.rounds.domain.acts import RoundRefused, must_be, taking_part
from minhchung.rounds.domain.ranking import compute_ranking, input_digest, latest_ranking
from minhchung.rounds.enums import PublicationState, RoundState
from minhchung.rounds.interfaces.decision_forms import (
    ConfirmForm,
    ConfirmPublicationForm,
    DecisionForm,
    ProposeForm,
    RevokeForm,
)
from minhchung.rounds.models import Publication, Ranking, RankRow, Round
from minhchung.rounds.views.publication_words import words_count
from minhchung.rounds.views.running_page import FormPage, crumbs, home, own_round, run_form, who
from minhchung.ui.language import language
from minhchung.ui.present import vn_date, vn_datetime

PER_PAGE: Final = 100
MOST_CODES: Final = 12


@dataclass(frozen=True)
class RankingLine:
    """One agency, ready to print."""

    place: str
    agency: str
    total: Fraction | None
    class_name: str
    missing: tuple[str, ...]
    more_missing: int
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class RankingGroup:
    name: str
    lines: tuple[RankingLine, ...]

    @property
    def has_classes(self) -> bool:
        return any(line.class_name for line in self.lines)

    @property
    def has_notes(self) -> bool:
        return any(line.missing or line.reasons for line in self.lines)


@dataclass(frozen=True)
class RankingView:
    """A ranking by group. stale: something it was computed from has changed since."""

    ranking: Ranking
    groups: tuple[RankingGroup, ...]
    ranked: int
    waiting: int
    stale: bool = False
    page: Page[RankRow] | None = None
    names: tuple[str, ...] = field(default=())


def ranking_view(ranking: Ranking, *, asked_page: str | None = None) -> RankingView:
    """Rows in the order in which they were ranked; three queries, or five with pages."""
    rows = ranking.rows.select_related("entry__agency").order_by("pk")
    page = None if asked_page is None else Paginator(rows, PER_PAGE).get_page(asked_page)
    shown = list(rows if page is None else page.object_list)
    agencies = dict(ranking.rows.values_list("entry_id", "entry__agency__name"))
    groups: dict[str, list[RankingLine]] = {}
    for row in shown:
        groups.setdefault(row.entry.group, []).append(_line(row, agencies))
    waiting = ranking.rows.filter(rank__isnull=True).count()
    return RankingView(
        ranking=ranking,
        groups=tuple(RankingGroup(name, tuple(lines)) for name, lines in groups.items()),
        ranked=len(agencies) - waiting,
        waiting=waiting,
        stale=ranking.input_digest != input_digest(ranking.round),
        page=page,
    )


def _line(row: RankRow, agencies: dict[int, str]) -> RankingLine:
    place = "–" if row.rank is None else f"{row.rank}{'=' if row.tied else ''}"
    return RankingLine(
        place=place,
        agency=agencies[row.entry_id],
        total=row.total,
        class_name=row.class_name,
        missing=tuple(row.missing[:MOST_CODES]),
        more_missing=max(0, len(row.missing) - MOST_CODES),
        reasons=tuple(_named(row.detail.get("rank_reasons", []), agencies)) if row.rank is not None else (),
    )


def _named(reasons: Iterable[list[str]], agencies: dict[int, str]) -> Iterable[str]:
    """Reasons in the reader's language; agencies that share a rank stand in them by entry id, shown by name."""
    index = 1 if language() == "en" else 0
    for reason in reasons:
        words = reason[index]
        head, marker, tail = words.partition(" với " if index == 0 else " with ")
        if marker:
            parts = (part.strip() for part in tail.split(","))
            named = (agencies.get(int(part), part) if part.isdigit() else part for part in parts)
            words = head + marker + ", ".join(named)
        yield words


def _blocked(round: Round, *states: RoundState) -> tuple[str, ...]:
    try:
        must_be(round, *states)
    except RoundRefused as refused:
        return refused.lines
    return ()


# ── rank and propose ──────────────────────────────────────────────────────────────────────────────────────────────


@idempotent
def rank(request: HttpRequest, pk: int) -> HttpResponse:
    """/dot/12/xep-hang/: the latest computation; POST computes again from what stands now."""
    round, post = own_round(request, pk, *DECIDING_ROLES)

    def do(form: ConfirmForm) -> str:
        must_be(round, RoundState.OPEN, RoundState.COUNCIL)
        compute_ranking(round=round, **who(request, post))
        return reverse("rounds:rank", args=[round.pk])

    latest = latest_ranking(round)
    view = ranking_view(latest, asked_page=request.GET.get("trang", "1")) if latest else None
    page = FormPage(
        heading=_("Xếp hạng tạm tính"),
        submit=_("Tính lại xếp hạng") if latest else _("Tính xếp hạng"),
        back=home(round),
        round=round,
        breadcrumbs=crumbs(round, _("Xếp hạng")),
        obstacles=_blocked(round, RoundState.OPEN, RoundState.COUNCIL),
        more={
            "view": view,
            "may_propose": round.state == RoundState.COUNCIL and post.role == Role.STANDING,
            "to_publish": tuple(publishing.obstacles_to_publish(round)) if latest else (),
        },
    )
    form = ConfirmForm(request.POST or None, initial={"row_version": round.row_version})
    return run_form(
        request, page, form, do, done=_("Đã tính xếp hạng."), template="rounds/publication/rank.html"
    )


@idempotent
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """/dot/12/xep-hang/de-nghi/: the first of two people, looking at exactly what would be published."""
    round, post = own_round(request, pk)

    def do(form: ProposeForm) -> str:
        round.row_version = form.expected
        made = publishing.propose(round=round, decision=form.decision(), **who(request, post))
        return publication_href("confirm_publication", made)

    latest = latest_ranking(round)
    council = round.state == RoundState.COUNCIL
    page = FormPage(
        heading=_("Đề nghị công bố kết quả"),
        submit=_("Đề nghị công bố"),
        back=reverse("rounds:rank", args=[round.pk]),
        round=round,
        breadcrumbs=crumbs(round, _("Đề nghị công bố")),
        facts=(_("Người thứ hai xác nhận thì kết quả mới được công bố. Bạn không tự xác nhận được."),),
        obstacles=(
            *_blocked(round, RoundState.COUNCIL),
            *(publishing.obstacles_to_publish(round) if council else ()),
        ),
        more={**_what(round, latest), "words": words_count(round) if council else None},
    )
    form = ProposeForm(request.POST or None, initial={"row_version": round.row_version})
    return run_form(
        request, page, form, do, done=_("Đã đề nghị công bố."), template="rounds/publication/decide.html"
    )


def _what(round: Round, ranking: Ranking | None) -> dict[str, Any]:
    """Exactly what is published: rubric, rulings, every agency with rank, total and class; who is left out."""
    out = round.entries.exclude(pk__in=taking_part(round).values("pk")).select_related("agency")
    return {
        "view": ranking_view(ranking) if ranking else None,
        "rulings": tuple(round.rulings.all()),
        "contents": _contents(round, ranking, [entry.agency.name for entry in out]),
    }


def _contents(round: Round, ranking: Ranking | None, left_out: list[str]) -> list[dict[str, str]]:
    """What stands over the published table, for the summary list."""
    rows = [
        {"key": _("Bộ tiêu chí"), "value": f"{round.rubric} (SHA-256 {round.rubric.sha256[:16]}…)"},
        {"key": _("Kỳ chấm"), "value": f"{vn_date(round.period_from)} – {vn_date(round.period_to)}"},
    ]
    if ranking is not None:
        rows.append({"key": _("Cách tính"), "value": f"{ranking.engine}, {vn_datetime(ranking.computed_at)}"})
    if left_out:
        rows.append({"key": _("Không xếp hạng"), "value": ", ".join(left_out)})
    return rows


# ── confirm, withdraw, revoke ─────────────────────────────────────────────────────────────────────────────────────


def publication_href(name: str, publication: Publication) -> str:
    """The address of a page that decides on a publication, under its round."""
    return reverse(f"rounds:{name}", args=[publication.round_id, publication.pk])


def own_publication(
    request: HttpRequest, pk: int, publication_id: int, *wanted: Role
) -> tuple[Publication, Post]:
    """A publication of the round with this id, which this person runs. Raises Http404."""
    found = (
        Publication.objects.defer("snapshot")
        .select_related(
            "round__rubric", "round__owner", "ranking__round__rubric", "proposed_by", "confirmed_by"
        )
        .filter(pk=publication_id, round_id=pk)
        .first()
    )
    if found is None:
        raise Http404
    round, post = own_round(request, found.round_id, *(wanted or DECIDING_ROLES))
    found.round = found.ranking.round = round
    return found, post


@idempotent
def confirm_publication(request: HttpRequest, pk: int, publication_id: int) -> HttpResponse:
    """/dot/12/cong-bo/3/xac-nhan/: the second person; the first sees why they cannot."""
    publication, post = own_publication(request, pk, publication_id)
    round = publication.round
    proposed = publication.state == PublicationState.PROPOSED
    words = words_count(round) if proposed else None

    def do(form: ConfirmPublicationForm) -> str:
        publication.row_version = form.expected
        publishing.confirm(publication=publication, **who(request, post))
        return home(round)

    obstacles = publishing.obstacles_to_confirm(publication, user_of(request)) if proposed else []
    if not proposed:
        obstacles = [_("Đề nghị này: %(state)s.") % {"state": PublicationState(publication.state).label}]
    page = FormPage(
        heading=_("Xác nhận công bố kết quả"),
        submit=_("Xác nhận và công bố"),
        back=home(round),
        round=round,
        breadcrumbs=crumbs(round, _("Xác nhận công bố")),
        facts=(
            _("Công bố rồi thì không sửa được; chỉ thu hồi bằng quyết định và ban hành bản đính chính."),
            _(
                "Mọi người xem được bảng xếp hạng và lý do của từng điểm; minh chứng thì không, trừ khi đã cho phép."
            ),
        ),
        obstacles=tuple(obstacles),
        more={
            **_what(round, publication.ranking),
            "publication": publication,
            "proposed": proposed,
            "words": words,
        },
    )
    form = ConfirmPublicationForm(
        request.POST or None,
        initial={"row_version": publication.row_version},
        hinted=words.hinted if words else 0,
    )
    return run_form(
        request, page, form, do, done=_("Đã công bố kết quả."), template="rounds/publication/decide.html"
    )


@idempotent
def withdraw_proposal(request: HttpRequest, pk: int, publication_id: int) -> HttpResponse:
    """/dot/12/cong-bo/3/rut/: either person takes the proposal back."""
    publication, post = own_publication(request, pk, publication_id)
    round = publication.round

    def do(form: ConfirmForm) -> str:
        publication.row_version = form.expected
        publishing.withdraw_proposal(publication=publication, **who(request, post))
        return home(round)

    waits = publication.state == PublicationState.PROPOSED
    page = FormPage(
        heading=_("Rút đề nghị công bố"),
        submit=_("Rút đề nghị"),
        back=home(round),
        round=round,
        breadcrumbs=crumbs(round, _("Rút đề nghị công bố")),
        facts=(_("Bảng xếp hạng vẫn còn; có thể tính lại rồi đề nghị lại."),),
        obstacles=() if waits else (_("Đề nghị này không còn chờ xác nhận."),),
        warns=True,
    )
    form = ConfirmForm(request.POST or None, initial={"row_version": publication.row_version})
    return run_form(request, page, form, do, done=_("Đã rút đề nghị."))


@idempotent
def revoke(request: HttpRequest, pk: int, publication_id: int) -> HttpResponse:
    """/dot/12/cong-bo/3/thu-hoi/"""
    publication, post = own_publication(request, pk, publication_id, Role.STANDING)
    round = publication.round

    def do(form: RevokeForm) -> str:
        publication.row_version = form.expected
        publishing.revoke(publication=publication, decision=form.decision(), **who(request, post))
        return home(round)

    live = publication.state == PublicationState.PUBLISHED
    page = FormPage(
        heading=_("Thu hồi kết quả đã công bố"),
        submit=_("Thu hồi kết quả"),
        back=home(round),
        round=round,
        breadcrumbs=crumbs(round, _("Thu hồi")),
        facts=(
            _("Kết quả vẫn đọc được, đóng dấu “Đã thu hồi” với lý do. Sau đó ban hành được bản đính chính."),
        ),
        obstacles=() if live else (_("Chỉ thu hồi được kết quả đang công bố."),),
        warns=True,
    )
    form = RevokeForm(request.POST or None, initial={"row_version": publication.row_version})
    return run_form(request, page, form, do, done=_("Đã thu hồi kết quả."))


@idempotent
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """/dot/12/dinh-chinh/: a new round in the council's hands, linked to the revoked one."""
    round, post = own_round(request, pk)

    def do(form: DecisionForm) -> str:
        round.row_version = form.expected
        fresh = publishing.correct(round=round, decision=form.decision(), **who(request, post))
        return home(fresh)

    there = round.corrections.first()
    page = FormPage(
        heading=_("Lập bản đính chính"),
        submit=_("Lập bản đính chính"),
        back=home(round),
        round=round,
        breadcrumbs=crumbs(round, _("Bản đính chính")),
        facts=(
            _("Bản đính chính bắt đầu từ đúng câu trả lời, minh chứng, quyết nghị của đợt đã thu hồi."),
            _("Hội đồng sửa phần sai, rồi tính, đề nghị và xác nhận công bố như lần đầu. Đợt cũ giữ nguyên."),
        ),
        obstacles=(
            *_blocked(round, RoundState.REVOKED),
            *((_("Đợt này đã có bản đính chính."),) if there else ()),
        ),
    )
    form = DecisionForm(request.POST or None, initial={"row_version": round.row_version})
    return run_form(request, page, form, do, done=_("Đã lập bản đính chính."))


@require_GET
def publication_snapshot(request: HttpRequest, pk: int, publication_id: int) -> HttpResponse:
    """/dot/12/cong-bo/3/ban-luu.json: the frozen record, for whoever reaches the round."""
    found = Publication.objects.exclude(snapshot="").filter(pk=publication_id, round_id=pk).first()
    if found is None:
        raise Http404
    round_for(acting_of(request), found.round_id)
    answer = HttpResponse(found.snapshot.encode(), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="cong-bo-{found.pk}.json"'
    return answer
