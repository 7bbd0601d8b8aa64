"""One agency in a published ranking, and one of its numbers with everything that led to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from minhchung.rounds.domain.snapshot_values import DataSaid, Published, RankedEntry, RulingSaid, StageSaid
from minhchung.rounds.enums import LeafState, Stage, Verdict
from minhchung.rounds.interfaces.reason_words import shown_reasons
from minhchung.rounds.views.data_words import FigureLine, figure_line
from minhchung.rounds.views.public import shared_words
from minhchung.rounds.views.public_figures import section_dumbbells
from minhchung.rounds.views.public_frame import (
    Frame,
    anchor_of,
    frame_of,
    node_name,
    reasons_in_language,
    show,
)
from minhchung.rubric import Node, leaf_in_words
from minhchung.rubric.recompute import COUNTING_STAGES
from minhchung.ui.language import language
from minhchung.ui.present import vn_points
from minhchung.viet.numbers import shown_points

SHOWN = ("self", "appraised", "second", "explained", "final")
EXCLUDED = gettext_lazy("Không thuộc diện chấm")
VERDICTS = {
    Verdict.ENTERED: gettext_lazy("Nhập điểm"),
    Verdict.ACCEPTED: gettext_lazy("Đồng ý với giá trị trước"),
    Verdict.CHANGED: gettext_lazy("Thay đổi"),
    Verdict.DATA: gettext_lazy("Từ dữ liệu"),
}


class NodeLine(NamedTuple):
    """One node as a row. depth 0 is a section. reason: why the points are what they are, the last step first."""

    anchor: str
    label: str
    title: str
    depth: int
    href: str
    own: str
    appraised: str
    explained: str
    points: str
    max: str
    reason: str
    changed: bool


@dataclass(frozen=True)
class EntryPage:
    entry: RankedEntry
    total: str
    max: str
    place: str
    shared: str
    reasons: list[str]
    lines: tuple[NodeLine, ...]
    chart: SafeString | str
    several_groups: bool

    @property
    def has_own(self) -> bool:
        return any(line.own for line in self.lines)

    @property
    def has_appraised(self) -> bool:
        return any(line.appraised for line in self.lines)

    @property
    def has_explained(self) -> bool:
        return any(line.explained for line in self.lines)


@require_GET
def public_entry(request: HttpRequest, pk: int, entry_id: int) -> HttpResponse:
    """/cong-bo/12/co-quan/34/: every node with its points; each leaf leads to its reasons."""
    frame = frame_of(pk)
    entry = _entry_in(frame.said, entry_id)
    page = EntryPage(
        entry=entry,
        total=vn_points(entry.total),
        max=shown_points(frame.said.maximum),
        place="–" if entry.rank is None else str(entry.rank),
        shared=shared_words(frame.said, entry),
        reasons=reasons_in_language(entry.rank_reasons),
        lines=_lines(frame, entry),
        chart=section_dumbbells(frame.said.rubric, entry),
        several_groups=len(frame.said.groups) > 1,
    )
    return show(request, "entry.html", page, frame, "", leads=[{"label": entry.name}])


def _entry_in(said: Published, entry_id: int) -> RankedEntry:
    found = said.by_id.get(entry_id)
    if found is None:
        raise Http404
    return found


def _lines(frame: Frame, entry: RankedEntry) -> tuple[NodeLine, ...]:
    stages = frame.said.stages(entry)
    listed: list[NodeLine] = []

    def add(node: Node, depth: int) -> None:
        listed.append(_node_line(frame, entry, node, depth, stages.get(node.code, {})))
        for child in node.children:
            add(child, depth + 1)

    for section in frame.said.rubric.nodes:
        add(section, 0)
    return tuple(listed)


def _node_line(frame: Frame, entry: RankedEntry, node: Node, depth: int, said: Any) -> NodeLine:
    points = entry.nodes.get(node.code)
    most = entry.maximum(node)
    reasons = shown_reasons(reasons_in_language(reasons_of(entry, node.code, said)))
    return NodeLine(
        anchor=anchor_of(node),
        label=node.label,
        title=_title(node),
        depth=depth,
        href=reverse("rounds:public_leaf", args=(frame.pk, entry.id, node.code)) if node.is_leaf else "",
        own=_stage_points(said, "self"),
        appraised=_stage_points(said, "second", "appraised"),
        explained=_stage_points(said, "explained"),
        points=shown_points(points) if points is not None else state_words(entry.state(node.code)),
        max="" if most is None else shown_points(most),
        reason=" ".join(reasons) if node.is_leaf else "; ".join(reasons),
        changed=any(value.verdict == Verdict.CHANGED for value in said.values()),
    )


def reasons_of(entry: RankedEntry, code: str, said: Any) -> tuple[tuple[str, str], ...]:
    """As the ranking gave them; where those are the value's own, from the value that counts."""
    if code in entry.reasons:
        return entry.reasons[code]
    counts = next((said[stage] for stage in COUNTING_STAGES if stage in said), None)
    return counts.reasons if counts else ()


def state_words(state: str) -> str:
    if state == "excluded":
        return str(EXCLUDED)
    return str(LeafState(state).label) if state in LeafState.values and state != "scored" else "–"


def _title(node: Node) -> str:
    return node.title_en if language() == "en" and node.title_en else node.title


def _stage_points(said: Any, *stages: str) -> str:
    """The points of the first of these stages that spoke; "" when none did."""
    value = next((said[stage] for stage in stages if stage in said), None)
    if value is None:
        return ""
    return shown_points(value.points) if value.points is not None else state_words(value.state)


# ── one leaf ──────────────────────────────────────────────────────────────────────────────────────────────────────


class StageView(NamedTuple):
    """What one stage said, in full."""

    name: str
    points: str
    verdict: str
    changed: bool
    reasons: list[str]
    reason: str
    who: str
    at: datetime
    counts: bool


@dataclass(frozen=True)
class LeafPage:
    entry: RankedEntry
    entry_href: str
    heading: str
    path: tuple[str, ...]
    points: str
    max: str
    reasons: list[str]
    rule: list[str]
    appraised_by: str
    four: dict[str, Any]
    stages: tuple[StageView, ...]
    rulings: tuple[RulingSaid, ...]
    data: DataSaid | None
    figures: tuple[FigureLine, ...]
    previous: tuple[str, str] | None
    next: tuple[str, str] | None


@require_GET
def public_leaf(request: HttpRequest, pk: int, entry_id: int, code: str) -> HttpResponse:
    """/cong-bo/12/co-quan/34/tieu-chi/I.1.1/: the rule in words, every stage's value, who (as a post) and when."""
    frame = frame_of(pk)
    entry = _entry_in(frame.said, entry_id)
    leaves = [leaf.code for leaf in frame.said.rubric.leaves()]
    if code not in leaves:
        raise Http404
    page = leaf_page(frame, entry, frame.said.rubric.node(code), leaves)
    leads = [{"label": entry.name, "href": page.entry_href}, {"label": code}]
    return show(request, "leaf.html", page, frame, "", leads=leads)


def leaf_page(frame: Frame, entry: RankedEntry, node: Node, leaves: list[str]) -> LeafPage:
    rubric = frame.said.rubric
    said = frame.said.stages(entry).get(node.code, {})
    counts = next((stage for stage in COUNTING_STAGES if stage in said), "")
    points, most = entry.nodes.get(node.code), entry.maximum(node)
    place = leaves.index(node.code)
    data = frame.said.data_said(entry, node.code)
    english = language() == "en"
    return LeafPage(
        entry=entry,
        entry_href=reverse("rounds:public_entry", args=(frame.pk, entry.id)),
        heading=node_name(node),
        path=_path(rubric, node),
        points=shown_points(points) if points is not None else state_words(entry.state(node.code)),
        max="" if most is None else shown_points(most),
        reasons=shown_reasons(reasons_in_language(reasons_of(entry, node.code, said))),
        rule=[line.en if english else line.vi for line in leaf_in_words(rubric, node.code)],
        appraised_by=node.appraised_by or "",
        four={
            "self": _step(said.get("self")),
            "appraised": _step(said.get("second") or said.get("appraised")),
            "explained": _step(said.get("explained")),
            "final": _step(said.get("final")),
            "max": most,
        },
        stages=tuple(_stage_view(said[stage], stage == counts) for stage in SHOWN if stage in said),
        rulings=tuple(ruling for ruling in frame.said.rulings if ruling.code == node.code),
        data=data,
        figures=tuple(figure_line(figure) for figure in data.figures) if data else (),
        previous=_near(frame, entry, leaves, place - 1),
        next=_near(frame, entry, leaves, place + 1),
    )


def _path(rubric: Any, node: Node) -> tuple[str, ...]:
    above: list[str] = []
    at = rubric.parent(node.code)
    while at is not None:
        above.insert(0, node_name(at))
        at = rubric.parent(at.code)
    return tuple(above)


def _step(value: StageSaid | None) -> dict[str, Any] | None:
    if value is None:
        return None
    words = "" if value.points is not None else state_words(value.state)
    return {"points": value.points, "words": words, "who": value.post, "at": value.at, "reason": ""}


def _stage_view(value: StageSaid, counts: bool) -> StageView:
    return StageView(
        name=str(Stage(value.stage).label),
        points=shown_points(value.points) if value.points is not None else state_words(value.state),
        verdict=str(VERDICTS[Verdict(value.verdict)]),
        changed=value.verdict == Verdict.CHANGED,
        reasons=shown_reasons(reasons_in_language(value.reasons)),
        reason=value.reason,
        who=value.post,
        at=value.at,
        counts=counts,
    )


def _near(frame: Frame, entry: RankedEntry, leaves: list[str], place: int) -> tuple[str, str] | None:
    if not 0 <= place < len(leaves):
        return None
    return leaves[place], reverse("rounds:public_leaf", args=(frame.pk, entry.id, leaves[place]))
