"""What every page of a publication shares: which one, whether it still stands, its tabs, the filter by group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from minhchung.rounds.domain.public import Standing, publication_of, published, standing_of
from minhchung.rounds.domain.snapshot_values import Published, RankedEntry, Said
from minhchung.rounds.models import Publication
from minhchung.rubric import Node
from minhchung.ui.language import language
from minhchung.viet.folding import search_key

NO_GROUP = "-"


@dataclass(frozen=True)
class Frame:
    """One publication as its pages show it. pk is its round's: a round has at most one frozen publication."""

    pk: int
    publication: Publication
    said: Published
    standing: Standing

    @property
    def revoked_words(self) -> str:
        """The decision that took it back, in words; "" while it stands."""
        decision = self.standing.revoked_by
        if decision is None:
            return ""
        told = {"number": decision.number, "on": f"{decision.decided_on:%d/%m/%Y}"}
        words = _("Kết quả này đã bị thu hồi theo Quyết định số %(number)s ngày %(on)s.") % told
        return f"{words} {decision.text}".strip()


def frame_of(pk: int) -> Frame:
    """The publication behind an address, or Http404: one query, one more while its snapshot is not in memory."""
    publication = publication_of(pk)
    return Frame(pk, publication, published(publication), standing_of(publication))


def show(
    request: HttpRequest, template: str, page: Any, frame: Frame, current: str, *, leads: Any = ()
) -> HttpResponse:
    """Render a page of the publication. current: the tab; leads: breadcrumbs after the publication's own."""
    crumbs = [
        {"label": _("Kết quả đã công bố"), "href": reverse("rounds:public_list")},
        {
            "label": frame.said.title,
            "href": reverse("rounds:public_ranking", args=(frame.pk,)) if leads else "",
        },
        *leads,
    ]
    context = {"page": page, "frame": frame, "tabs": _tabs(frame, current), "breadcrumbs": crumbs}
    return render(request, f"rounds/public/{template}", context)


def _tabs(frame: Frame, current: str) -> list[dict[str, Any]]:
    named = (
        ("public_ranking", _("Xếp hạng"), ""),
        ("public_heat", _("Bản đồ điểm"), ""),
        ("public_compare", _("Tự chấm và kết quả"), ""),
        ("public_rulings", _("Quyết nghị"), len(frame.said.rulings)),
        ("public_verify", _("Tự kiểm tra"), ""),
    )
    return [
        {
            "href": reverse(f"rounds:{name}", args=(frame.pk,)),
            "label": label,
            "count": count,
            "current": name == current,
        }
        for name, label, count in named
    ]


def reasons_in_language(said: tuple[Said, ...]) -> list[str]:
    """Reasons in the reader's language."""
    index = 1 if language() == "en" else 0
    return [pair[index] for pair in said]


def node_name(node: Node) -> str:
    """“II. Cải cách thủ tục hành chính”; a node without a label goes by its title alone."""
    title = node.title_en if language() == "en" and node.title_en else node.title
    return f"{node.label}. {title}" if node.label and title else title or node.label or node.code


def anchor_of(node: Node) -> str:
    """The id of a node's row on an agency's page."""
    return "muc-" + node.code.replace("#", "_").replace(" ", "_")


# ── filters ───────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Choice:
    """One option of a filter."""

    value: str
    label: str
    chosen: bool


def group_choices(said: Published, asked: str) -> list[Choice]:
    """The groups to choose from; none when there is only one."""
    if len(said.groups) < 2:
        return []
    named = [(group or NO_GROUP, group or _("Không phân nhóm")) for group in said.groups]
    return [Choice(value, label, value == asked) for value, label in named]


def of_group(said: Published, asked: str) -> tuple[RankedEntry, ...]:
    """Entries of the group asked for; all of them for "" or a group that is not there."""
    wanted = "" if asked == NO_GROUP else asked
    if not asked or wanted not in said.groups:
        return said.entries
    return tuple(entry for entry in said.entries if entry.group == wanted)


def found_by(entries: tuple[RankedEntry, ...], words: str) -> tuple[RankedEntry, ...]:
    """Entries whose name or identifier holds the words, marks and case aside."""
    key = search_key(words)
    return tuple(entry for entry in entries if key in entry.search_key) if key else entries


def page_of(request: HttpRequest, rows: Any, size: int) -> Page[Any]:
    return Paginator(rows, size).get_page(request.GET.get("trang"))


def asked_of(request: HttpRequest, *names: str) -> dict[str, str]:
    """The filters in the address, trimmed and of bounded length."""
    return {name: request.GET.get(name, "").strip()[:120] for name in names}


def query_of(asked: Mapping[str, str]) -> str:
    return urlencode({name: value for name, value in asked.items() if value})
