"""An issued version's own story: how it was issued, what was let stand and how it is read, what changed, what was ruled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from minhchung.agencies.domain.acting import Acting
from minhchung.criteria.domain.library import rubric_of, version_named
from minhchung.criteria.domain.settled import Choice, choices_on, rulings_on
from minhchung.criteria.domain.waivers import reading_from
from minhchung.criteria.models import IssueDecision, IssueProposal, RubricVersion
from minhchung.rubric import Node, Rubric, Ruling
from minhchung.rubric.diff import compare
from minhchung.rubric.model import BandsRule, Limit, Limits
from minhchung.rubric.wording import limits_in_words
from minhchung.ui.language import in_language
from minhchung.viet.numbers import format_points


@dataclass(frozen=True)
class SettledLine:
    """How a place of the text is read: by a waiver when it was issued, or by a later ruling."""

    node: str
    title: str
    how: str
    takes: str
    points: str
    words: str
    reason: str
    number: str
    at: datetime | None
    href: str


@dataclass(frozen=True)
class SettledPage:
    version: RubricVersion
    proposal: IssueProposal | None
    decision: IssueDecision | None
    lines: tuple[SettledLine, ...]


@require_GET
def settled(request: HttpRequest, code: str, version: str) -> HttpResponse:
    """/bo-tieu-chi/MA/2023/cach-hieu/: readings and rulings, node by node; public."""
    kept = version_named(code, version)
    rubric = rubric_of(kept)
    decision = (
        IssueDecision.objects.filter(version=kept)
        .select_related("proposal__by", "by", "post__agency")
        .first()
    )
    lines = [
        *(_waived(rubric, each) for each in (decision.proposal.waivers if decision else ())),
        *(_ruled(rubric, each.ruling, each) for each in rulings_on(kept, _acting(request))),
    ]
    order = {node.code: place for place, node in enumerate(rubric.walk(), 1)}
    lines.sort(key=lambda line: order.get(line.node, 0))
    page = SettledPage(kept, decision.proposal if decision else None, decision, tuple(lines))
    return render(request, "criteria/issued/settled.html", {"page": page})


def _acting(request: HttpRequest) -> Acting | None:
    return getattr(request, "acting", None)


def _waived(rubric: Rubric, data: dict[str, object]) -> SettledLine:
    node = _node(rubric, str(data["node"]))
    rows = data["rows"]
    assert isinstance(rows, list)
    readings = [reading_from(row) for row in rows]
    return SettledLine(
        node=node.code if node is not None else "",
        title=node.title if node is not None else _("Toàn bộ"),
        how=_("Khi ban hành"),
        takes="; ".join(_in_words(each.limits, each.share) for each in readings) or str(data["message"]),
        points="; ".join(format_points(each.points) for each in readings),
        words=str(data["reading"]),
        reason=str(data["reason"]),
        number=str(data["code"]),
        at=None,
        href="",
    )


def _ruled(rubric: Rubric, ruling: Ruling, told: object) -> SettledLine:
    node = _node(rubric, ruling.code)
    return SettledLine(
        node=node.code if node is not None else ruling.code,
        title=node.title if node is not None else "",
        how=getattr(told, "where", ""),
        takes=_taken(node, ruling),
        points=format_points(ruling.points),
        words=ruling.reason,
        reason="",
        number=getattr(told, "number", ""),
        at=getattr(told, "at", None),
        href=getattr(told, "href", ""),
    )


def _node(rubric: Rubric, place: str) -> Node | None:
    return rubric.node(place) if place and rubric.has_node(place) else None


def _taken(node: Node | None, ruling: Ruling) -> str:
    if ruling.pattern is not None:
        return _("trả lời đúng như: %(answer)s") % {"answer": ruling.pattern}
    limits: list[Limit] = []
    if ruling.lower is not None:
        limits.append(Limit(">=" if ruling.lower_closed else ">", ruling.lower))
    if ruling.upper is not None:
        limits.append(Limit("<=" if ruling.upper_closed else "<", ruling.upper))
    share = node is not None and isinstance(node.rule, BandsRule) and node.rule.measure.kind == "rate"
    return _in_words(tuple(limits), share)


def _in_words(limits: Limits, share: bool) -> str:
    if not limits:
        return _("mọi giá trị bộ tiêu chí chưa nói rõ")
    return in_language(limits_in_words(limits, share=share))


# ── what changed ──


@dataclass(frozen=True)
class ChangeLine:
    """One difference: what stood, what stands; asks_again: answers to this leaf do not stand."""

    node: str
    title: str
    name: str
    old: tuple[str, ...]
    new: tuple[str, ...]
    asks_again: bool


@dataclass(frozen=True)
class ChangesPage:
    version: RubricVersion
    previous: RubricVersion | None
    lines: tuple[ChangeLine, ...]
    later: tuple[RubricVersion, ...]
    choices: tuple[Choice, ...]


@require_GET
def changes(request: HttpRequest, code: str, version: str) -> HttpResponse:
    """/bo-tieu-chi/MA/2023/thay-doi/: against the version before it; public. Its standing body chooses for its rounds."""
    kept = version_named(code, version)
    previous = kept.previous
    page = ChangesPage(
        version=kept,
        previous=previous,
        lines=tuple(change_lines(rubric_of(previous), rubric_of(kept))) if previous is not None else (),
        later=tuple(kept.later.order_by("loaded_at", "pk")),
        choices=tuple(choices_on(kept, _acting(request))),
    )
    return render(request, "criteria/issued/changes.html", {"page": page})


def change_lines(old: Rubric, new: Rubric) -> Iterable[ChangeLine]:
    """Every difference in the reader's language, in the order of the text."""
    for change in compare(old, new):
        yield ChangeLine(
            change.code,
            change.title,
            in_language(change.name),
            tuple(in_language(line) for line in change.old),
            tuple(in_language(line) for line in change.new),
            change.to_answer,
        )
