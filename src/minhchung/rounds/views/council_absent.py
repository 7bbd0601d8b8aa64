"""Leaves on which nobody said anything, or that are not yet appraised; those of one agency declared *không có* by name."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from minhchung.agencies.requests import acting_of, received_at_of
from minhchung.ledger.domain.idempotency import idempotent
from minhchung.ledger.domain.versions import StaleRow
from minhchung.rounds.domain.access import entry_for, round_for
from minhchung.rounds.domain.council import Deciding, board_of, deciding_posts, declare_none
from minhchung.rounds.domain.engine import rubric_of
from minhchung.rounds.domain.entries import NotNow
from minhchung.rounds.domain.said import Unsaid
from minhchung.rounds.domain.self_scoring import leaf_for
from minhchung.rounds.domain.values import Key
from minhchung.rounds.models import Entry, Round
from minhchung.rounds.views.appraisal_words import LOCKED, href_of, round_crumbs
from minhchung.rounds.views.council_words import round_refusal
from minhchung.rounds.views.entry_words import title_of
from minhchung.rounds.views.kept_said import number_in
from minhchung.viet.folding import nfc

SHOWN_OPEN: Final = 5
ENTRIES_PER_PAGE: Final = 10


@dataclass(frozen=True)
class AbsentLeaf:
    id: str
    code: str
    title: str
    href: str


@dataclass(frozen=True)
class AbsentEntry:
    entry: Entry
    absent: tuple[AbsentLeaf, ...]
    unappraised: tuple[AbsentLeaf, ...]
    picked: frozenset[str]
    reason: str
    error: str
    key: str

    @property
    def is_open(self) -> bool:
        """Short lists stand open, long ones fold; what was just refused stands open."""
        return bool(self.error) or len(self.absent) <= SHOWN_OPEN


@dataclass(frozen=True)
class AbsentPage:
    round: Round
    refusal: str
    entries: tuple[AbsentEntry, ...]
    paging: Page[int]
    leaves: int
    breadcrumbs: list[dict[str, str]]


@require_http_methods(["GET", "POST"])
@idempotent
def absent_leaves(request: HttpRequest, pk: int) -> HttpResponse:
    """/dot/12/hoi-dong/con-thieu/: leaves nobody answered or appraised; POST declares ticked ones *không có*."""
    acting = acting_of(request)
    round = round_for(acting, pk)
    posts = deciding_posts(acting, round)
    if request.method == "POST":
        return _declare(request, round, posts)
    return _absent(request, round, posts)


def _absent(
    request: HttpRequest,
    round: Round,
    posts: Deciding,
    *,
    failed: tuple[int, frozenset[str], str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    board = board_of(round, (entry for entry, _post in posts.values()))
    by_entry: dict[int, tuple[list[Key], list[Key]]] = defaultdict(lambda: ([], []))
    for key in board.absent:
        by_entry[key[0]][0].append(key)
    for key in board.unappraised:
        by_entry[key[0]][1].append(key)
    ids = [pk for pk in posts if pk in by_entry]
    paging = Paginator(ids, ENTRIES_PER_PAGE).get_page(request.GET.get("trang"))
    page = AbsentPage(
        round=round,
        refusal=round_refusal(round),
        entries=tuple(_absent_entry(posts[pk][0], by_entry[pk], failed) for pk in paging),
        paging=paging,
        leaves=len(board.absent) + len(board.unappraised),
        breadcrumbs=round_crumbs(round, (href_of("council", round.pk), _("Hội đồng")), ("", _("Còn thiếu"))),
    )
    return render(
        request, "rounds/council/absent.html", {"page": page, "breadcrumbs": page.breadcrumbs}, status=status
    )


def _absent_entry(
    entry: Entry, keys: tuple[list[Key], list[Key]], failed: tuple[int, frozenset[str], str, str] | None
) -> AbsentEntry:
    here = failed if failed is not None and failed[0] == entry.pk else (entry.pk, frozenset(), "", "")
    return AbsentEntry(
        entry=entry,
        absent=tuple(_absent_leaf(entry, node) for _pk, node in keys[0]),
        unappraised=tuple(_absent_leaf(entry, node) for _pk, node in keys[1]),
        picked=here[1],
        reason=here[2],
        error=here[3],
        key=str(uuid.uuid4()),
    )


def _absent_leaf(entry: Entry, node_id: str) -> AbsentLeaf:
    leaf = rubric_of(entry.round.rubric).node(node_id)
    return AbsentLeaf(leaf.id, leaf.code, title_of(leaf), href_of("decide_leaf", entry.pk, leaf.code))


def _declare(request: HttpRequest, round: Round, posts: Deciding) -> HttpResponse:
    entry_id = number_in(request, "ho_so")
    if entry_id not in posts:
        raise Http404
    access = entry_for(acting_of(request), entry_id)
    picked = frozenset(request.POST.getlist("tieu_chi"))
    reason = nfc(request.POST.get("ly_do", "")).strip()
    leaves = [leaf_for(access.entry, node_id) for node_id in sorted(picked)]
    try:
        count = declare_none(
            access=access,
            leaves=leaves,
            reason=reason,
            actor=acting_of(request).user,
            now=received_at_of(request),
        )
    except (Unsaid, NotNow) as fault:
        status = 422 if isinstance(fault, Unsaid) or not picked else LOCKED
        return _absent(request, round, posts, failed=(entry_id, picked, reason, fault.words), status=status)
    except StaleRow:
        words = _("Người khác vừa kết luận một trong các tiêu chí này. Xem lại danh sách.")
        return _absent(request, round, posts, failed=(entry_id, picked, reason, words), status=409)
    messages.success(
        request,
        _("Đã ghi “không có” cho %(n)d tiêu chí của %(agency)s.")
        % {"n": count, "agency": access.entry.agency},
    )
    return HttpResponseRedirect(reverse("rounds:absent_leaves", args=[round.pk]))
