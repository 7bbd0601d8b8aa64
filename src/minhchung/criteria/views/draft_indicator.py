"""An indicator chosen for a leaf of a draft: the catalogue to search, with what fits the leaf's rule and why the rest does not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from minhchung.criteria.domain.draft_reading import draft_outline, reading_near
from minhchung.criteria.domain.drafts import DraftClosed
from minhchung.criteria.domain.editing import Change, NodeChanged, change_fields, seen_of
from minhchung.criteria.interfaces.node_form.bindings import plain_bindings
from minhchung.criteria.interfaces.node_form.controls import id_of
from minhchung.criteria.interfaces.node_form.node import NODE_ORDER
from minhchung.criteria.interfaces.node_form.showing_bindings import about_indicator
from minhchung.criteria.models import RubricDraft
from minhchung.criteria.views.draft_node_page import item_or_404, leaf_as_read
from minhchung.criteria.views.draft_words import Frame, draft_and_by, frame_of, node_href, written
from minhchung.rubric.binding import fitted
from minhchung.rubric.errors import Reason
from minhchung.rubric.indicators import Described, catalogue
from minhchung.rubric.kinds.base import Plain
from minhchung.rubric.model import Binding, Node
from minhchung.rubric.outline import Fields, Item
from minhchung.ui.language import in_language
from minhchung.viet.folding import search_key


@dataclass(frozen=True)
class Offer:
    """One indicator of the catalogue. misfit: why it cannot fill the leaf; "" when it can."""

    code: str
    title: str
    about: tuple[str, ...]
    definition: str
    holder: str
    source: str
    asked: tuple[str, ...]
    misfit: str


@dataclass(frozen=True)
class ChoosePage:
    """leaf_read: whether the rule could be read, so that fitting could be told."""

    frame: Frame
    key: str
    words: str
    searched: str
    offers: tuple[Offer, ...]
    others: tuple[Offer, ...]
    leaf_read: bool
    bound: tuple[str, ...]
    seen: str
    href: str


@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """GET lists what may fill the leaf in (?tim= searches); POST binds the leaf to one of them."""
    draft, by = draft_and_by(request, pk)
    item = item_or_404(draft_outline(draft.text), key)
    leaf = leaf_as_read(reading_near(draft.text, key), item, key)
    if item.children:
        raise Http404
    if request.method == "GET":
        page = _page(draft, item, key, leaf, request.GET.get("tim", "").strip())
        return render(request, "criteria/drafts/indicator.html", {"page": page})
    described = catalogue().get(request.POST.get("indicator", ""))
    found = _fit(leaf, described) if described is not None else None
    if found is None or isinstance(found, Reason):
        messages.error(request, in_language(found) if found else _("Hãy chọn một chỉ số trong danh sách."))
        return HttpResponseRedirect(request.path)
    seen = request.POST.get("row_version", "")
    try:
        written(draft, by, lambda now: _bound(now, key, seen, found))
    except NodeChanged:
        messages.error(request, _("Mục này vừa được người khác sửa. Xem lại rồi chọn chỉ số."))
        return HttpResponseRedirect(request.path)
    except DraftClosed:
        messages.error(request, frame_of(draft, "draft").refusal)
    return HttpResponseRedirect(f"{node_href(draft, key)}#{id_of('bind')}")


def _bound(draft: RubricDraft, key: str, seen: str, binding: Binding) -> Change:
    fields = draft_outline(draft.text).find(key).fields
    return change_fields(draft, key, seen, with_binding(fields, binding))


def with_binding(fields: Fields, binding: Binding) -> Fields:
    """A node's lines with one indicator more, or in the place of the one that filled the same place."""
    row: dict[str, Plain] = {"indicator": binding.indicator}
    if binding.into:
        row["into"] = binding.into
    said = fields.get("bind")
    before: list[Plain] = [] if said is None else [*said] if isinstance(said, list) else [said]
    rows: list[Plain] = [{"indicator": each} if isinstance(each, str) else each for each in before]
    places_said = [each.get("into", "") if isinstance(each, dict) else None for each in rows]
    at = places_said.index(binding.into) if binding.into in places_said else len(rows)
    bound = plain_bindings([*rows[:at], row, *rows[at + 1 :]])
    assert bound is not None
    places = {name: number for number, name in enumerate(NODE_ORDER)}
    whole: Fields = {**fields, "bind": bound}
    return dict(sorted(whole.items(), key=lambda pair: places.get(pair[0], len(places))))


def _fit(leaf: Node | None, described: Described) -> Binding | Reason:
    return Binding(described.code) if leaf is None else fitted(leaf, described)


# ── the page ──


def _page(draft: RubricDraft, item: Item, key: str, leaf: Node | None, searched: str) -> ChoosePage:
    offers = [*_offers(leaf, searched)]
    return ChoosePage(
        frame=frame_of(draft, "draft"),
        key=key,
        words=f"{item.code}. {item.said('title')}",
        searched=searched,
        offers=tuple(each for each in offers if not each.misfit),
        others=tuple(each for each in offers if each.misfit),
        leaf_read=leaf is not None,
        bound=tuple(_title(one.indicator) for one in leaf.bind) if leaf is not None else (),
        seen=seen_of(draft_outline(draft.text), key),
        href=node_href(draft, key),
    )


def _title(code: str) -> str:
    described = catalogue().get(code)
    return in_language(described.title) if described is not None else code


def _offers(leaf: Node | None, searched: str) -> Iterator[Offer]:
    wanted = search_key(searched).split()
    for described in catalogue().values():
        if all(word in _searchable(described) for word in wanted):
            fit = _fit(leaf, described)
            yield Offer(
                described.code,
                in_language(described.title),
                about_indicator(described),
                in_language(described.definition),
                _held_by(described),
                described.source,
                tuple(
                    f"{in_language(asked.title)}: "
                    + " · ".join(in_language(words) for _v, words in asked.values)
                    for asked in described.parameters
                ),
                in_language(fit) if isinstance(fit, Reason) else "",
            )


def _held_by(described: Described) -> str:
    if described.room == "cases":
        return _("Hệ thống đếm từ hồ sơ một cửa")
    return in_language(described.holder) or pgettext("figures", "Sổ số liệu")


def _searchable(described: Described) -> str:
    said = (described.title, described.definition, described.numerator, described.denominator, described.unit)
    texts = [text for each in said for text in (each.vi, each.en)]
    return search_key(" ".join([described.code, described.holder.vi, *texts]))
