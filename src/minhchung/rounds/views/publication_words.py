"""The words that will be public beside the numbers: counted where a publication is decided, all of them to read here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from minhchung.agencies.requests import acting_of
from minhchung.rounds.domain.access import DECIDING_ROLES
from minhchung.rounds.domain.acts import taking_part
from minhchung.rounds.domain.engine import rubric_of
from minhchung.rounds.domain.words_to_publish import PublishedWords, WordKind, words_to_publish
from minhchung.rounds.models import Round
from minhchung.rounds.views.appraisal_words import href_of
from minhchung.rounds.views.running_page import crumbs, own_round

PER_PAGE: Final = 50
MOST_PLACES: Final = 8
MOST_NAMED: Final = 10
KIND_WORDS: Final[Mapping[WordKind, str | Promise]] = {
    WordKind.APPRAISED: gettext_lazy("Lý do của người thẩm định"),
    WordKind.EXPLAINED: gettext_lazy("Trả lời giải trình của cơ quan thẩm định"),
    WordKind.FINAL: gettext_lazy("Lý do của hội đồng"),
    WordKind.CLAIM: gettext_lazy("Lý do khai “không áp dụng” của cơ quan"),
    WordKind.EXCLUDED: gettext_lazy("Phần đã loại khỏi số liệu, theo lời cơ quan nhập"),
    WordKind.RULING: gettext_lazy("Quyết nghị cách chấm"),
    WordKind.POST: gettext_lazy("Chức danh của người đã chấm (không có tên người)"),
}
HINTED: Final = "can-doc"
"""The filter for texts with a hint."""


@dataclass(frozen=True)
class KindCount:
    """How many texts of a kind there are, where to read them, how many may name a person."""

    label: str
    href: str
    texts: int
    times: int
    hinted: int


@dataclass(frozen=True)
class WordsCount:
    """What stands on the pages where a publication is decided. named: the first texts with a hint, with it."""

    kinds: tuple[KindCount, ...]
    texts: int
    hinted: int
    named: tuple[PublishedWords, ...]
    href: str
    hinted_href: str


def words_count(round: Round) -> WordsCount:
    """The words of the round, counted by kind."""
    words = words_to_publish(round)
    hinted = [each for each in words if each.hints]
    here = href_of("published_words", round.pk)
    return WordsCount(
        kinds=tuple(_counts(words, here)),
        texts=len(words),
        hinted=len(hinted),
        named=tuple(hinted[:MOST_NAMED]),
        href=here,
        hinted_href=f"{here}?loai={HINTED}",
    )


def _counts(words: tuple[PublishedWords, ...], here: str) -> Iterable[KindCount]:
    for kind in WordKind:
        mine = [each for each in words if each.kind == kind]
        if mine:
            yield KindCount(
                label=str(KIND_WORDS[kind]),
                href=f"{here}?loai={kind}",
                texts=len(mine),
                times=sum(each.times for each in mine),
                hinted=sum(bool(each.hints) for each in mine),
            )


# ── all of them ───────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Place:
    """An agency at whose leaves a text stands. leaves: code, the council's page of it ("" where this person does not decide)."""

    agency: str
    leaves: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class WordsRow:
    kind: str
    text: str
    hints: tuple[str, ...]
    places: tuple[Place, ...]
    more: int
    times: int


@dataclass(frozen=True)
class WordsPage:
    round: Round
    views: tuple[dict[str, object], ...]
    rows: tuple[WordsRow, ...]
    paging: Page[PublishedWords]
    query: str
    texts: int
    hinted: int
    breadcrumbs: list[dict[str, str]]


@require_GET
def published_words(request: HttpRequest, pk: int) -> HttpResponse:
    """/dot/12/chu-cong-khai/?loai=hoi-dong: each text once, with where it stands; those to read with care first."""
    round, _post = own_round(request, pk, *DECIDING_ROLES)
    words = words_to_publish(round)
    chosen = request.GET.get("loai", "")
    shown = [each for each in words if chosen in ("", each.kind) or (chosen == HINTED and each.hints)]
    paging = Paginator(shown, PER_PAGE).get_page(request.GET.get("trang"))
    own = acting_of(request).agency_ids()
    page = WordsPage(
        round=round,
        views=tuple(_views(words, href_of("published_words", pk), chosen)),
        rows=tuple(_rows(round, list(paging), own)),
        paging=paging,
        query=urlencode({"loai": chosen} if chosen else {}),
        texts=len(words),
        hinted=sum(bool(each.hints) for each in words),
        breadcrumbs=list(crumbs(round, _("Chữ sẽ công khai"))),
    )
    return render(request, "rounds/publication/words.html", {"page": page, "breadcrumbs": page.breadcrumbs})


def _views(words: tuple[PublishedWords, ...], here: str, chosen: str) -> Iterable[dict[str, object]]:
    counted = Counter(each.kind for each in words)
    yield {"href": here, "label": _("Tất cả"), "current": not chosen, "count": len(words)}
    hinted = sum(bool(each.hints) for each in words)
    yield {
        "href": f"{here}?loai={HINTED}",
        "label": _("Có thể có tên người"),
        "current": chosen == HINTED,
        "count": hinted,
    }
    for kind in WordKind:
        if counted[kind]:
            label = str(KIND_WORDS[kind])
            yield {
                "href": f"{here}?loai={kind}",
                "label": label,
                "current": chosen == kind,
                "count": counted[kind],
            }


def _rows(round: Round, words: list[PublishedWords], own: frozenset[int]) -> Iterable[WordsRow]:
    rubric = rubric_of(round.rubric)
    ids = {entry for each in words for entry, _node in each.places[:MOST_PLACES]}
    entries = {entry.pk: entry for entry in taking_part(round).filter(pk__in=ids).select_related("agency")}
    for each in words:
        leaves: dict[int, list[tuple[str, str]]] = {}
        for entry_id, node_id in each.places[:MOST_PLACES]:
            code = rubric.node(node_id).code
            is_own = entries[entry_id].agency_id in own
            href = "" if is_own else href_of("decide_leaf", entry_id, code)
            leaves.setdefault(entry_id, []).append((code, href))
        places = tuple(Place(str(entries[pk].agency), tuple(found)) for pk, found in leaves.items())
        more = max(0, len(each.places) - MOST_PLACES)
        yield WordsRow(str(KIND_WORDS[each.kind]), each.text, each.hints, places, more, each.times)
