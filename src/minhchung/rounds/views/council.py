"""The council's table: undecided criteria and differences first, absent leaves by name, then everything made final."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from minhchung.agencies.requests import acting_of, received_at_of
from minhchung.ledger.domain.idempotency import idempotent
from minhchung.rounds.domain.access import EntryAccess, entry_for, round_for
from minhchung.rounds.domain.appraisal import must_rescore, values_of
from minhchung.rounds.domain.council import (
    Board,
    Deciding,
    Key,
    board_of,
    council_refusal,
    decide,
    deciding_posts,
    finalise,
    standing_before_final,
)
from minhchung.rounds.domain.engine import rubric_of
from minhchung.rounds.domain.entries import NotNow
from minhchung.rounds.domain.explanation import thread_of
from minhchung.rounds.domain.said import Said
from minhchung.rounds.domain.self_scoring import leaf_for
from minhchung.rounds.enums import Stage
from minhchung.rounds.interfaces.said_form import SaidReading
from minhchung.rounds.models import Entry, LeafValue, Round
from minhchung.rounds.views.appraisal_words import (
    LOCKED,
    Evidence,
    FourValues,
    HistoryRow,
    RuleWords,
    SaidConflict,
    SaidForm,
    answer_words,
    evidence_of,
    four_values,
    history_of,
    href_of,
    round_crumbs,
    rule_words,
    said_form,
    state_words,
)
from minhchung.rounds.views.council_seek import Sought, sought_in
from minhchung.rounds.views.council_words import round_refusal
from minhchung.rounds.views.entry_words import title_of
from minhchung.rounds.views.explanation import statement_view
from minhchung.rounds.views.kept_said import keep_said
from minhchung.rubric import Node
from minhchung.viet.numbers import shown_points

PER_PAGE: Final = 50


# ── the table ─────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class UndecidedRow:
    href: str
    code: str
    title: str
    agencies: int


@dataclass(frozen=True)
class DisputeRow:
    href: str
    agency: str
    code: str
    title: str
    own: str
    appraised: str
    explained: str
    reason: str


@dataclass(frozen=True)
class CouncilPage:
    round: Round
    refusal: str
    board: Board
    undecided: tuple[UndecidedRow, ...]
    disputes: tuple[DisputeRow, ...]
    paging: Page[Key]
    query: str
    views: tuple[dict[str, object], ...]
    by_agency: bool
    is_substitute: bool
    entries: tuple[tuple[int, str], ...]
    leaves: tuple[tuple[str, str], ...]
    sought: Sought
    breadcrumbs: list[dict[str, str]]


@require_GET
def council(request: HttpRequest, pk: int) -> HttpResponse:
    """/dot/12/hoi-dong/?theo=co-quan: eight queries and one for the page of differences, at any size.

    ?ho-so=34&tieu-chi=6.3 opens that leaf of that entry, also where nothing is disputed (a correction begins there).
    """
    acting = acting_of(request)
    round = round_for(acting, pk)
    posts = deciding_posts(acting, round)
    sought = sought_in(request.GET, round, posts)
    if sought.entry is not None and sought.is_found:
        return HttpResponseRedirect(href_of("decide_leaf", sought.entry, sought.code))
    board = board_of(round, (entry for entry, _post in posts.values()))
    by_agency = request.GET.get("theo", "co-quan") != "tieu-chi"
    keys = list(board.disputed)
    if not by_agency:
        order = {leaf.id: place for place, leaf in enumerate(rubric_of(round.rubric).leaves())}
        keys.sort(key=lambda key: order[key[1]])
    paging = Paginator(keys, PER_PAGE).get_page(request.GET.get("trang"))
    here = href_of("council", pk)
    page = CouncilPage(
        round=round,
        refusal=round_refusal(round),
        board=board,
        undecided=tuple(_undecided(round, board)),
        disputes=tuple(_disputes(posts, list(paging))),
        paging=paging,
        query=urlencode({"theo": "co-quan" if by_agency else "tieu-chi"}),
        views=tuple(
            {"href": f"{here}?theo={name}", "label": label, "current": by_agency == (name == "co-quan")}
            for name, label in (("co-quan", _("Theo cơ quan")), ("tieu-chi", _("Theo tiêu chí")))
        ),
        by_agency=by_agency,
        is_substitute=acting.post_for(round.owner_id) is None,
        entries=tuple((entry.pk, str(entry.agency)) for entry, _post in posts.values()),
        leaves=tuple((leaf.code, title_of(leaf)) for leaf in rubric_of(round.rubric).leaves()),
        sought=sought,
        breadcrumbs=round_crumbs(round, ("", _("Hội đồng"))),
    )
    return render(request, "rounds/council/council.html", {"page": page, "breadcrumbs": page.breadcrumbs})


def _undecided(round: Round, board: Board) -> Iterable[UndecidedRow]:
    rubric = rubric_of(round.rubric)
    for node_id, entries in board.undecided.items():
        leaf = rubric.node(node_id)
        yield UndecidedRow(
            href_of("new_ruling", round.pk, leaf.code), leaf.code, title_of(leaf), len(entries)
        )


def _disputes(posts: Deciding, keys: list[Key]) -> Iterable[DisputeRow]:
    values = _values_at(keys)
    for entry_id, node_id in keys:
        entry = posts[entry_id][0]
        leaf = rubric_of(entry.round.rubric).node(node_id)
        stages = values.get((entry_id, node_id), {})
        found = stages.get(Stage.SECOND) or stages.get(Stage.APPRAISED)
        last = stages.get(Stage.EXPLAINED) or found
        yield DisputeRow(
            href=href_of("decide_leaf", entry_id, leaf.code),
            agency=str(entry.agency),
            code=leaf.code,
            title=title_of(leaf),
            own=_short(stages.get(Stage.SELF)),
            appraised=_short(found),
            explained=_short(stages.get(Stage.EXPLAINED)),
            reason=last.reason if last else "",
        )


def _values_at(keys: list[Key]) -> dict[Key, dict[str, LeafValue]]:
    """Values at these leaves, one query."""
    found: dict[Key, dict[str, LeafValue]] = defaultdict(dict)
    wanted = set(keys)
    rows = LeafValue.objects.filter(
        entry_id__in={entry for entry, _node in keys}, node_id__in={node for _entry, node in keys}
    )
    for row in rows:
        if (row.entry_id, row.node_id) in wanted:
            found[row.entry_id, row.node_id][row.stage] = row
    return found


def _short(value: LeafValue | None) -> str:
    """Points, or the state in words; a dash when nobody said anything."""
    if value is None:
        return "–"
    return state_words(value) or shown_points(value.points or Fraction(0))


# ── one leaf ──────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class DecidePage:
    entry: Entry
    leaf: Node
    rule: RuleWords
    values: FourValues
    timeline: list[dict[str, Any]]
    evidence: Evidence
    form: SaidForm | None
    conflict: SaidConflict | None
    refusal: str
    rescoring: bool
    is_absent: bool
    history: tuple[HistoryRow, ...]
    href: str
    back_href: str
    breadcrumbs: list[dict[str, str]]


@require_http_methods(["GET", "POST"])
@idempotent
def decide_leaf(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """/ho-so/34/hoi-dong/I.1.1/: the final value, with its reason. Never on the own agency's entry."""
    access = entry_for(acting_of(request), pk)
    leaf = leaf_for(access.entry, code)
    if access.deciding is None:
        raise Http404
    if request.method == "POST":
        return _decide(request, access, leaf)
    return _show(request, access, leaf)


def _decide(request: HttpRequest, access: EntryAccess, leaf: Node) -> HttpResponse:
    def keep(said: Said, expected: int) -> LeafValue:
        acting, now = acting_of(request), received_at_of(request)
        return decide(access=access, leaf=leaf, said=said, expected=expected, actor=acting.user, now=now)

    kept = keep_said(
        request,
        access,
        leaf,
        href=href_of("decide_leaf", access.entry.pk, leaf.code),
        show=partial(_show, request, access, leaf),
        keep=keep,
    )
    if isinstance(kept, HttpResponse):
        return kept
    words = _("Đã kết luận %(code)s của %(agency)s.")
    messages.success(request, words % {"code": leaf.code, "agency": access.entry.agency})
    return HttpResponseRedirect(href_of("council", access.entry.round_id))


def _show(
    request: HttpRequest,
    access: EntryAccess,
    leaf: Node,
    *,
    reading: SaidReading | None = None,
    conflict: SaidConflict | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    entry = access.entry
    values = values_of(entry, leaf.id)
    closed = council_refusal(entry)
    base, final = standing_before_final(values), values.get(Stage.FINAL)
    here = href_of("decide_leaf", entry.pk, leaf.code)
    has_base = base is not None and base.answer is not None
    form = None
    if conflict is None and not (closed and not refusal):
        form = said_form(
            entry,
            leaf,
            href=here,
            mine=final,
            row_version=final.row_version if final else 0,
            seen=base.row_version if base else 0,
            agree=_agreed(entry, leaf, base) if base is not None and has_base else "",
            reading=reading,
            reason_label=_("Lý do của hội đồng"),
        )
    page = DecidePage(
        entry=entry,
        leaf=leaf,
        rule=rule_words(entry, leaf),
        values=four_values(entry, leaf, values),
        timeline=[statement_view(entry, leaf, each) for each in thread_of(entry, leaf)],
        evidence=evidence_of(entry, leaf, here, request.GET.get("tep", "")),
        form=form,
        conflict=conflict,
        refusal=refusal or closed,
        rescoring=must_rescore(leaf, values),
        is_absent=not has_base and final is None,
        history=history_of(entry, leaf),
        href=here,
        back_href=href_of("council", entry.round_id),
        breadcrumbs=round_crumbs(
            entry.round,
            (href_of("council", entry.round_id), _("Hội đồng")),
            ("", f"{entry.agency.short_name or entry.agency.name} – {leaf.code}"),
        ),
    )
    return render(
        request, "rounds/council/decide.html", {"page": page, "breadcrumbs": page.breadcrumbs}, status=status
    )


def _agreed(entry: Entry, leaf: Node, base: LeafValue) -> str:
    stage = str(Stage(base.stage).label).lower()
    words = answer_words(entry, leaf, base.answer)
    points = f" ({shown_points(base.points)})" if base.points is not None else ""
    return f"{stage}: {words}{points}"


# ── everything that stands becomes final ──────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class FinalisePage:
    round: Round
    refusal: str
    board: Board
    key: str
    breadcrumbs: list[dict[str, str]]


@require_http_methods(["GET", "POST"])
@idempotent
def finalise_values(request: HttpRequest, pk: int) -> HttpResponse:
    """/dot/12/hoi-dong/chot/: what will become final, what stays open; POST does it in bulk."""
    acting = acting_of(request)
    round = round_for(acting, pk)
    posts = deciding_posts(acting, round)
    refusal = round_refusal(round)
    if request.method == "POST":
        try:
            count = finalise(round=round, posts=posts, actor=acting.user, now=received_at_of(request))
        except NotNow as fault:
            refusal = fault.words
        else:
            messages.success(request, _("Đã chốt %(n)d giá trị.") % {"n": count})
            return HttpResponseRedirect(href_of("council", pk))
    board = board_of(round, (entry for entry, _post in posts.values()))
    page = FinalisePage(
        round=round,
        refusal=refusal,
        board=board,
        key=str(uuid.uuid4()),
        breadcrumbs=round_crumbs(round, (href_of("council", pk), _("Hội đồng")), ("", _("Chốt kết quả"))),
    )
    status = LOCKED if request.method == "POST" else 200
    return render(
        request,
        "rounds/council/finalise.html",
        {"page": page, "breadcrumbs": page.breadcrumbs},
        status=status,
    )
