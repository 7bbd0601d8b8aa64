"""Automatic checks of an entry before it goes on: one check a function, one list that orders them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any, Final

from django.utils.translation import gettext as _

from minhchung.rounds.domain.data_changes import Change, changes_in, moved_since
from minhchung.rounds.domain.data_overruled import without_reason
from minhchung.rounds.domain.engine import answers_of, context_of, rubric_of
from minhchung.rounds.domain.overview import LeafRow, Overview, overview
from minhchung.rounds.enums import EntryState, LeafState, Stage, Verdict
from minhchung.rounds.models import Entry, EvidenceUse, LeafRevision, LeafValue
from minhchung.rubric import Score, evaluate
from minhchung.viet.numbers import format_points


@dataclass(frozen=True)
class Finding:
    """One thing a person should look at. check: the name of the check; node_id and code: the leaf."""

    check: str
    node_id: str
    code: str
    title: str
    text: str


@dataclass(frozen=True)
class DatedUse:
    """A file behind a leaf, by its own date."""

    node_id: str
    name: str
    dated_on: date


@dataclass(frozen=True)
class Material:
    """What the checks look at. earlier: node id → points a year ago; changed: nodes saved since the last return.

    data: node id → how the answer of data changed last; moved: what the figures are now, where the entry is with the head
    and they make another answer; overruled: node id → the reason for answering otherwise than data; unlike: node id → what
    data say, where the answer is another one without a reason.
    """

    entry: Entry
    view: Overview
    dated: tuple[DatedUse, ...]
    earlier: Mapping[str, Fraction]
    changed: frozenset[str]
    data: Mapping[str, Change]
    moved: Mapping[str, Change]
    overruled: Mapping[str, str]
    unlike: Mapping[str, str]


@dataclass(frozen=True)
class SectionTotal:
    """A section by the engine: caps, gates and the like applied. points is what is known so far."""

    code: str
    title: str
    points: Fraction | None
    max: Fraction | None
    missing: int


@dataclass(frozen=True)
class Checked:
    """The checks of an entry, the totals per section, and the total of the whole (None: nothing known yet)."""

    view: Overview
    findings: tuple[Finding, ...]
    sections: tuple[SectionTotal, ...]
    total: Fraction | None
    max: Fraction | None

    def of(self, check: str) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.check == check)

    @property
    def absent(self) -> tuple[LeafRow, ...]:
        return tuple(row for row in self.view.own if row.state == LeafState.ABSENT)


DELTA: Final = Fraction(1)
Check = Callable[[Material], Iterable[Finding]]


def _finding(check: str, row: LeafRow, text: str) -> Finding:
    return Finding(check, row.leaf.id, row.leaf.code, row.leaf.title, text)


def missing_answer(found: Material) -> Iterator[Finding]:
    """A leaf the agency has not answered."""
    for row in found.view.own:
        if row.state == LeafState.ABSENT and not row.has_draft:
            yield _finding("missing_answer", row, _("Chưa trả lời."))


def unread_draft(found: Material) -> Iterator[Finding]:
    """A draft with faults: what was typed last is not what is scored."""
    for row in found.view.own:
        if row.has_draft:
            yield _finding("unread_draft", row, _("Bản nháp có lỗi, chưa tính điểm."))


def points_without_evidence(found: Material) -> Iterator[Finding]:
    """Something claimed where the rubric asks for evidence and there is none (`LeafRow.needs_file`)."""
    for row in found.view.own:
        if not row.needs_file:
            continue
        if row.points is None:
            text = _("Đã trả lời nhưng chưa có minh chứng.")
        else:
            text = _("Tự chấm %(points)s điểm nhưng chưa có minh chứng.") % {
                "points": format_points(row.points)
            }
        yield _finding("points_without_evidence", row, text)


def evidence_outside_window(found: Material) -> Iterator[Finding]:
    """A document dated before or after the leaf's data window."""
    rows = {row.leaf.id: row for row in found.view.own}
    year = found.entry.round.year
    for use in found.dated:
        row = rows.get(use.node_id)
        window = found.view.rubric.window_for(row.leaf.code) if row else None
        if row is None or window is None:
            continue
        start, end = window.start.on(year), window.end.on(year)
        if not start <= use.dated_on <= end:
            text = _("“%(name)s” đề ngày %(day)s, ngoài khoảng lấy số liệu %(start)s – %(end)s.") % {
                "name": use.name,
                "day": f"{use.dated_on:%d/%m/%Y}",
                "start": f"{start:%d/%m/%Y}",
                "end": f"{end:%d/%m/%Y}",
            }
            yield _finding("evidence_outside_window", row, text)


def not_applicable_claimed(found: Material) -> Iterator[Finding]:
    """A claim that waits for the appraiser."""
    for row in found.view.own:
        if row.declared == "not_applicable":
            text = _("Khai không áp dụng; tính khi cơ quan thẩm định chấp nhận.")
            yield _finding("not_applicable_claimed", row, text)


def undecided_value(found: Material) -> Iterator[Finding]:
    """A value the rubric's text does not decide: it waits for one ruling for every agency."""
    for row in found.view.own:
        if row.state == LeafState.UNDECIDED:
            yield _finding(
                "undecided_value", row, _("Bộ tiêu chí không nói giá trị này được mấy điểm; chờ quyết nghị.")
            )


def figures_moved(found: Material) -> Iterator[Finding]:
    """Figures that came in after the entry was sent to the head: it goes in as it was sent, unless it is given back."""
    for row in found.view.own:
        moved = found.moved.get(row.leaf.id)
        if moved is not None:
            text = _("Hồ sơ trình theo %(was)s; số liệu nay là %(now)s. Trả lại thư ký nếu muốn tính lại.")
            yield _finding("figures_moved", row, text % {"was": moved.was, "now": moved.now})


def unlike_data(found: Material) -> Iterator[Finding]:
    """An answer given before the figures came in, and other than what they say: it waits for its reason."""
    for row in found.view.own:
        if row.leaf.id in found.unlike:
            text = _("Số liệu của hệ thống: %(data)s. Lấy theo dữ liệu, hoặc ghi lý do trả lời khác.")
            yield _finding("unlike_data", row, text % {"data": found.unlike[row.leaf.id]})


def overruled_data(found: Material) -> Iterator[Finding]:
    """An answer other than what data say, with its reason."""
    for row in found.view.own:
        if row.leaf.id in found.overruled:
            text = _("Trả lời khác số liệu của hệ thống: %(reason)s") % {
                "reason": found.overruled[row.leaf.id]
            }
            yield _finding("overruled_data", row, text)


def changed_by_data(found: Material) -> Iterator[Finding]:
    """An answer that new figures changed while the entry was open."""
    for row in found.view.own:
        change = found.data.get(row.leaf.id)
        if change is not None and row.from_data:
            text = _("Đổi theo số liệu mới: %(was)s → %(now)s.") % {"was": change.was, "now": change.now}
            yield _finding("changed_by_data", row, text)


def changed_since_return(found: Material) -> Iterator[Finding]:
    """What was saved after the head's last return."""
    for row in found.view.own:
        if row.leaf.id in found.changed:
            yield _finding("changed_since_return", row, _("Đã sửa sau lần trả lại gần nhất."))


def far_from_last_year(found: Material) -> Iterator[Finding]:
    """Points a point or more away from last year's."""
    for row in found.view.own:
        before = found.earlier.get(row.leaf.id)
        if before is not None and row.points is not None and abs(row.points - before) >= DELTA:
            text = _("Năm trước %(before)s điểm, năm nay tự chấm %(now)s.") % {
                "before": format_points(before),
                "now": format_points(row.points),
            }
            yield _finding("far_from_last_year", row, text)


CHECKS: Final[tuple[Check, ...]] = (
    missing_answer,
    unread_draft,
    points_without_evidence,
    evidence_outside_window,
    undecided_value,
    not_applicable_claimed,
    figures_moved,
    unlike_data,
    overruled_data,
    changed_by_data,
    changed_since_return,
    far_from_last_year,
)


def check_entry(entry: Entry) -> Checked:
    """Run every check and total the sections; a fixed number of queries, whatever the size of the rubric."""
    view = overview(entry)
    material = Material(
        entry=entry,
        view=view,
        dated=tuple(_dated_uses(entry)),
        earlier=_earlier_points(entry),
        changed=_changed_since(entry, entry.returned_at),
        **_of_data(entry, view),
    )
    score = whole_score(entry)
    missing = {section.code: 0 for section in view.rubric.sections()}
    for row in view.own:
        missing[row.section] += row.state == LeafState.ABSENT
    return Checked(
        view=view,
        findings=tuple(finding for check in CHECKS for finding in check(material)),
        sections=tuple(
            SectionTotal(part.code, part.title, part.points, part.max, missing.get(part.code, 0))
            for part in score.children
        ),
        total=score.total,
        max=score.max,
    )


def _of_data(entry: Entry, view: Overview) -> dict[str, Any]:
    """What data have to do with the entry; no query where no leaf is bound, at most a few where one is."""
    if not any(row.leaf.bind for row in view.own):
        return {"data": {}, "moved": {}, "overruled": {}, "unlike": {}}
    changed = LeafValue.objects.filter(entry=entry, stage=Stage.SELF, verdict=Verdict.CHANGED)
    return {
        "data": changes_in(entry),
        "moved": moved_since(entry) if entry.state == EntryState.WITH_HEAD else {},
        "overruled": dict(changed.values_list("node_id", "reason")),
        "unlike": without_reason(entry),
    }


def whole_score(entry: Entry) -> Score:
    """The entry's self answers evaluated as one tree: what the points are, the rubric's own caps and rules applied."""
    rubric = rubric_of(entry.round.rubric)
    values = LeafValue.objects.filter(entry=entry, stage=Stage.SELF)
    context = context_of(entry, entry.round.rulings.all())  # type: ignore[attr-defined]  # reverse relation
    return evaluate(rubric, answers_of(rubric, values, context), context)


def _dated_uses(entry: Entry) -> Iterator[DatedUse]:
    rows = EvidenceUse.objects.filter(
        entry=entry, stage=Stage.SELF, removed_at__isnull=True, file__dated_on__isnull=False
    ).select_related("file")
    for use in rows:
        assert use.file.dated_on is not None
        yield DatedUse(use.node_id, str(use.file), use.file.dated_on)


def _earlier_points(entry: Entry) -> dict[str, Fraction]:
    """Node id → points of the same agency a year earlier, the latest stage of each, under the same rubric code."""
    rows = LeafValue.objects.filter(
        entry__agency_id=entry.agency_id,
        entry__round__rubric__code=entry.round.rubric.code,
        entry__round__year=entry.round.year - 1,
        points__isnull=False,
    ).values_list("stage", "node_id", "points")
    found: dict[str, dict[str, Fraction]] = {}
    for stage, node_id, points in rows:
        found.setdefault(stage, {})[node_id] = points
    merged: dict[str, Fraction] = {}
    for stage in (Stage.SELF, Stage.APPRAISED, Stage.EXPLAINED, Stage.FINAL):
        merged |= found.get(stage, {})
    return merged


def _changed_since(entry: Entry, since: datetime | None) -> frozenset[str]:
    if since is None:
        return frozenset()
    rows = LeafRevision.objects.filter(value__entry=entry, value__stage=Stage.SELF, at__gt=since)
    return frozenset(rows.values_list("value__node_id", flat=True))
