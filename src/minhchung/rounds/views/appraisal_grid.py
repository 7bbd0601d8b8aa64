"""One criterion over all agencies: the same eye for everybody. Rows save themselves; the workbook goes out and back in."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from minhchung.agencies.requests import acting_of, received_at_of
from minhchung.ledger.domain.idempotency import idempotent
from minhchung.rounds.domain.access import EntryAccess, round_for
from minhchung.rounds.domain.appraisal import RowSaid, StaleItems, appraisal_refusal, appraise_rows, stage_for
from minhchung.rounds.domain.desk import Desk, LeftOut, Line, desk_for, facts_of, left_out, lines_from, tally
from minhchung.rounds.domain.engine import answer_of
from minhchung.rounds.domain.entries import NotNow
from minhchung.rounds.domain.said import REASON, Unsaid, settled
from minhchung.rounds.domain.values import kept_answer
from minhchung.rounds.enums import Stage
from minhchung.rounds.interfaces.appraisal_sheet import (
    SheetLine,
    is_unchanged,
    read_workbook,
    width_of,
    workbook,
)
from minhchung.rounds.interfaces.cell_names import headings, own_words
from minhchung.rounds.interfaces.leaf_form import (
    DECLARE,
    NONE,
    NOT_APPLICABLE,
    NOTHING_TICKED,
    Texts,
    asked_of,
    claimable,
    label_of,
    place_of,
    texts_of,
)
from minhchung.rounds.interfaces.said_form import SaidReading, read_said
from minhchung.rounds.interfaces.section_sheet import MAIN, CellFault, ticks_in_words
from minhchung.rounds.models import LeafValue, Phase, Round
from minhchung.rounds.views.appraisal_desk import item_of
from minhchung.rounds.views.appraisal_leaf import line_state
from minhchung.rounds.views.appraisal_words import (
    LOCKED,
    RuleWords,
    answer_words,
    href_of,
    round_crumbs,
    rule_words,
    state_words,
)
from minhchung.rubric import ABSENT, Input, Node
from minhchung.ui.requests import whole
from minhchung.viet.numbers import format_points

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_BYTES: Final = 5_000_000
COMMON: Final = "ly_do_chung"


@dataclass(frozen=True)
class Cell:
    name: str
    label: str
    kind: str
    value: str
    options: tuple[tuple[str, str], ...]
    error: str
    heading: str = ""


@dataclass(frozen=True)
class Row:
    """One agency. seen: version of its own row; row_version: of this person's; item: what accepting it sends."""

    id: int
    agency: str
    href: str
    own_words: str
    own_state: str
    own_points: Fraction | None
    files: int
    lacks_file: bool
    cells: tuple[Cell, ...]
    blanks: range
    declare: Cell
    reason: Cell
    value: LeafValue | None
    row_version: int
    seen: int
    item: str
    state: str
    tone: str
    is_open: bool
    message: str
    blocked: str


@dataclass(frozen=True)
class GridPage:
    round: Round
    leaf: Node
    rule: RuleWords
    columns: tuple[str, ...]
    how: str
    rows: tuple[Row, ...]
    phase: Phase | None
    refusal: str
    done: int
    total: int
    key: str
    href: str
    accept_href: str
    book_href: str
    book_in_href: str
    is_entered: bool
    problems: tuple[tuple[str, str, str], ...]
    faults: tuple[CellFault, ...]
    common: str
    shown: str
    left_out: tuple[str, ...]
    breadcrumbs: list[dict[str, str]]


@require_http_methods(["GET", "POST"])
@idempotent
def appraisal_grid(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """/dot/12/tham-dinh/I.1.1/: the grid; POST saves the whole table (without JavaScript): all rows or none."""
    grid = _grid(request, pk, code)
    return _save(request, grid) if request.method == "POST" else _show(request, grid)


@dataclass(frozen=True)
class _Grid:
    desk: Desk
    leaf: Node
    lines: tuple[Line, ...]
    actor_id: int
    mine: Mapping[int, LeafValue | None]
    blocked: Mapping[int, str]
    left_out: LeftOut

    def asked(self, line: Line) -> tuple[Input, ...]:
        return asked_of(self.desk.rubric, self.leaf, place_of(line.entry))

    def kept(self, line: Line) -> Texts:
        """What this person (or the body) has kept, as the cells hold it."""
        value = self.mine[line.entry.pk]
        if value is None:
            return {}
        return texts_of(answer_of(self.desk.rubric, self.leaf.id, value.answer, place_of(line.entry)))

    def sheet_line(self, line: Line) -> SheetLine:
        own, value = line.own, self.mine[line.entry.pk]
        return SheetLine(
            entry=line.entry,
            asked=self.asked(line),
            own=answer_words(line.entry, self.leaf, own.answer) if own else "",
            own_points=format_points(own.points) if own and own.points is not None else "",
            texts=self.kept(line),
            reason=value.reason if value else "",
            points=format_points(value.points) if value and value.points is not None else "",
            version=value.row_version if value else 0,
        )


def _grid(request: HttpRequest, pk: int, code: str) -> _Grid:
    acting = acting_of(request)
    desk = desk_for(acting, round_for(acting, pk))
    leaf = desk.leaf_for(code)
    pairs: list[tuple[EntryAccess, Node]] = [
        (access, leaf)
        for access in desk.accesses
        if any(each.id == leaf.id for each in desk.leaves_in(access))
    ]
    lines = lines_from(desk.rubric, pairs, facts_of(desk.round, [leaf.id]))
    mine: dict[int, LeafValue | None] = {}
    blocked: dict[int, str] = {}
    for line in lines:
        mine[line.entry.pk], blocked[line.entry.pk] = _mine(leaf, line, acting.user)
    shown = [line.entry.pk for line in lines]
    return _Grid(desk, leaf, lines, acting.user.pk, mine, blocked, left_out(acting, desk, leaf, shown))


def _mine(leaf: Node, line: Line, actor: Any) -> tuple[LeafValue | None, str]:
    """This person's row, or why there can be none."""
    if Stage.EXPLAINED in line.values or Stage.FINAL in line.values:
        return line.appraised, _("Đã qua giải trình hoặc hội đồng")
    try:
        return line.values.get(stage_for(leaf, line.values, actor)), ""
    except NotNow as fault:
        return None, fault.words


# ── the whole table at once ───────────────────────────────────────────────────────────────────────────────────────


def _save(request: HttpRequest, grid: _Grid) -> HttpResponse:
    common = request.POST.get(COMMON, "").strip()
    readings: dict[int, SaidReading] = {}
    rows: list[RowSaid] = []
    problems: dict[int, str] = {}
    for line in grid.lines:
        pk = line.entry.pk
        prefix = f"{pk}:"
        if grid.blocked[pk] or f"{prefix}row_version" not in request.POST:
            continue
        form = request.POST.copy()
        if is_unchanged(grid.sheet_line(line), form, prefix):
            continue
        if not form.get(prefix + REASON, "").strip():
            form[prefix + REASON] = common
        reading = read_said(grid.desk.rubric, line.entry, grid.leaf, form, prefix)
        readings[pk] = reading
        if reading.said is None:
            problems[pk] = " ".join(text for texts in reading.errors.values() for text in texts)
            continue
        version = whole(request.POST[f"{prefix}row_version"]) or 0
        rows.append(RowSaid(line.access, grid.leaf, reading.said, version))
    if problems:
        return _show(request, grid, readings=readings, problems=problems, common=common, status=422)
    return _kept(request, grid, rows, readings, common)


def _kept(
    request: HttpRequest,
    grid: _Grid,
    rows: list[RowSaid],
    readings: Mapping[int, SaidReading],
    common: str,
) -> HttpResponse:
    try:
        count = appraise_rows(
            rows=rows, verb="leaves.appraised", actor=acting_of(request).user, now=received_at_of(request)
        )
    except NotNow as fault:
        messages.error(request, fault.words)
        return _show(request, grid, readings=readings, common=common, status=LOCKED)
    except Unsaid as fault:
        problems = dict.fromkeys(readings, fault.words) if len(readings) == 1 else {}
        messages.error(request, fault.words)
        return _show(request, grid, readings=readings, problems=problems, common=common, status=422)
    except StaleItems as fault:
        words = _("Người khác vừa sửa dòng này. Xem lại rồi lưu lần nữa.")
        problems = {entry_id: words for entry_id, _node in fault.items}
        return _show(request, grid, readings=readings, problems=problems, common=common, status=409)
    messages.success(request, _("Đã lưu %(n)d dòng.") % {"n": count})
    return HttpResponseRedirect(href_of("appraisal_grid", grid.desk.round.pk, grid.leaf.code))


# ── the workbook ──────────────────────────────────────────────────────────────────────────────────────────────────


@require_GET
def appraisal_workbook(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The grid as XLSX, to be filled in and brought back."""
    grid = _grid(request, pk, code)
    lines = tuple(grid.sheet_line(line) for line in grid.lines if not grid.blocked[line.entry.pk])
    answer = HttpResponse(workbook(grid.desk.round, grid.leaf, lines), content_type=XLSX)
    name = grid.leaf.code.replace("#", "-")
    answer["Content-Disposition"] = f'attachment; filename="tham-dinh-{pk}-{name}.xlsx"'
    return answer


@require_POST
@idempotent
def appraisal_workbook_in(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The workbook comes back: every row that says something new is kept, or none, and every fault is named."""
    grid = _grid(request, pk, code)
    file = request.FILES.get("file")
    if file is None or (file.size or 0) > MOST_BYTES:
        rule = _("Chưa chọn tệp, hoặc tệp quá lớn.")
        return _show(
            request,
            grid,
            faults=(CellFault("", 0, "", "", rule, _("Chọn tệp Excel do hệ thống xuất ra.")),),
            status=422,
        )
    lines = tuple(grid.sheet_line(line) for line in grid.lines if not grid.blocked[line.entry.pk])
    read = read_workbook(grid.desk.round, grid.desk.rubric, grid.leaf, lines, file.read(), str(file.name))
    if read.faults:
        return _show(request, grid, faults=read.faults, status=422)
    numbers = {line.line.entry.pk: line.number for line in read.lines}
    rows = [
        RowSaid(grid.desk.access_to(line.line.entry.pk), grid.leaf, line.said, line.expected)
        for line in read.lines
    ]
    faults = _unsaid_faults(grid, read.lines)
    if faults:
        return _show(request, grid, faults=faults, status=422)
    try:
        count = appraise_rows(
            rows=rows,
            verb="leaves.workbook_taken_in",
            actor=acting_of(request).user,
            now=received_at_of(request),
        )
    except NotNow as fault:
        messages.error(request, fault.words)
        return _show(request, grid, status=LOCKED)
    except StaleItems as stale:
        rule, fix = _("Người khác đã sửa dòng này sau khi xuất tệp."), _("Xuất lại tệp rồi nhập vào đó.")
        told = tuple(CellFault(MAIN, numbers[pk], "", "", rule, fix) for pk, _node in stale.items)
        return _show(request, grid, faults=told, status=409)
    words = _("Đã nhận %(n)d dòng từ tệp; %(same)d dòng không đổi.")
    messages.success(request, words % {"n": count, "same": read.unchanged})
    return HttpResponseRedirect(href_of("appraisal_grid", pk, grid.leaf.code))


def _unsaid_faults(grid: _Grid, lines: Any) -> tuple[CellFault, ...]:
    """Rows that the verb would refuse, each at its row: nothing is tried before all are good."""
    by_entry = {line.entry.pk: line for line in grid.lines}
    found = []
    for row in lines:
        own = by_entry[row.line.entry.pk].own
        base = kept_answer(grid.desk.rubric, own, place_of(row.line.entry)) if own else ABSENT
        try:
            settled(row.said, base, entered=grid.leaf.answered_by != "agency")
        except Unsaid as fault:
            column = "Lý do" if fault.field == REASON else ""
            found.append(CellFault(MAIN, row.number, column, row.said.reason, fault.words))
    return tuple(found)


# ── showing ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _show(
    request: HttpRequest,
    grid: _Grid,
    *,
    readings: Mapping[int, SaidReading] | None = None,
    problems: Mapping[int, str] | None = None,
    faults: tuple[CellFault, ...] = (),
    common: str = "",
    status: int = 200,
) -> HttpResponse:
    if not grid.lines:
        raise Http404
    round, leaf = grid.desk.round, grid.leaf
    sheet = tuple(grid.sheet_line(line) for line in grid.lines)
    columns = headings([each.asked for each in sheet], width_of(sheet))
    told = problems or {}
    rows = tuple(
        _row(grid, line, each, columns, (readings or {}).get(line.entry.pk), told.get(line.entry.pk, ""))
        for line, each in zip(grid.lines, sheet, strict=True)
    )
    counts = tally(grid.lines)
    page = GridPage(
        round=round,
        leaf=leaf,
        rule=rule_words(grid.lines[0].entry, leaf),
        columns=columns,
        how=ticks_in_words(sheet[0].asked),
        rows=rows,
        phase=grid.desk.phase,
        refusal=appraisal_refusal(grid.lines[0].entry, grid.desk.phase, received_at_of(request)),
        done=counts.done,
        total=counts.total,
        key=str(uuid.uuid4()),
        href=href_of("appraisal_grid", round.pk, leaf.code),
        accept_href=href_of("accept_leaves", round.pk),
        book_href=href_of("appraisal_workbook", round.pk, leaf.code),
        book_in_href=href_of("appraisal_workbook_in", round.pk, leaf.code),
        is_entered=leaf.answered_by != "agency",
        problems=tuple((f"#dong-{row.id}", row.agency, row.message) for row in rows if row.message),
        faults=faults,
        common=common,
        shown=_shown(grid.left_out, len(rows)),
        left_out=tuple(_left_out(grid.left_out)),
        breadcrumbs=round_crumbs(round, (href_of("appraisal", round.pk), _("Thẩm định")), ("", leaf.code)),
    )
    return render(
        request, "rounds/appraisal/grid.html", {"page": page, "breadcrumbs": page.breadcrumbs}, status=status
    )


def _shown(out: LeftOut, rows: int) -> str:
    """How many of the round's agencies stand in the grid; nothing to say when all do."""
    words = _("Bảng có %(n)d trong %(all)d cơ quan của đợt.")
    return words % {"n": rows, "all": rows + out.total} if out.total else ""


def _left_out(out: LeftOut) -> Iterator[str]:
    """Why the others do not: one line a cause, with how many."""
    told = (
        (
            out.unsubmitted,
            _("%(n)d cơ quan chưa nộp hồ sơ: hiện ra ở đây khi lãnh đạo cơ quan đó duyệt và nộp."),
        ),
        (out.own, _("%(n)d cơ quan nơi bạn đang giữ vị trí: do cơ quan khác thẩm định thay.")),
        (out.elsewhere, _("%(n)d cơ quan do cơ quan khác thẩm định ở tiêu chí này.")),
        (out.exempt, _("%(n)d cơ quan không thuộc diện chấm tiêu chí này.")),
    )
    for count, words in told:
        if count:
            yield words % {"n": count}


def _row(
    grid: _Grid,
    line: Line,
    sheet: SheetLine,
    columns: tuple[str, ...],
    reading: SaidReading | None,
    message: str,
) -> Row:
    pk, own = line.entry.pk, line.own
    texts = reading.reading.texts if reading else sheet.texts
    agency = str(line.entry.agency)
    words, tone = line_state(line)
    blocked = grid.blocked[pk]
    return Row(
        id=pk,
        agency=agency,
        href=href_of("appraise_leaf", pk, grid.leaf.code),
        own_words=sheet.own,
        own_state=state_words(own) if own else _("Chưa trả lời"),
        own_points=own.points if own else None,
        files=line.files,
        lacks_file=line.lacks_file,
        cells=tuple(
            _cell(pk, agency, each, texts, heading)
            for each, heading in zip(sheet.asked, columns, strict=False)
        ),
        blanks=range(len(columns) - len(sheet.asked)),
        declare=_declare_cell(grid, pk, agency, texts, sheet.asked),
        reason=Cell(
            f"{pk}:{REASON}",
            f"{agency}: {_('Lý do')}",
            "text",
            reading.reason if reading else sheet.reason,
            (),
            "",
        ),
        value=grid.mine[pk],
        row_version=sheet.version,
        seen=own.row_version if own else 0,
        item=item_of(line) if line.is_acceptable and not blocked else "",
        state=words,
        tone=tone,
        is_open=not blocked,
        message=message,
        blocked=blocked,
    )


def _cell(pk: int, agency: str, asked: Input, texts: Texts, heading: str) -> Cell:
    kinds = {"choice": "select", "yes_no": "select", "integer": "number", "decimal": "number"}
    if asked.kind == "yes_no":
        options: tuple[tuple[str, str], ...] = (("có", _("Có")), ("không", _("Không")))
    else:
        options = tuple((offer.id, offer.text or offer.id) for offer in asked.options)
    return Cell(
        name=f"{pk}:{asked.name}",
        label=f"{agency}: {label_of(asked)}",
        kind=kinds.get(asked.kind, "text"),
        value="; ".join(texts.get(asked.name, [])),
        options=options,
        error="",
        heading=own_words(asked, heading),
    )


def _declare_cell(grid: _Grid, pk: int, agency: str, texts: Texts, asked: tuple[Input, ...]) -> Cell:
    options = [(NONE, _("Không có"))]
    if any(each.kind == "ticks" for each in asked):
        options.append((NOTHING_TICKED, _("Không mục nào")))
    if claimable(grid.desk.rubric, grid.leaf):
        options.append((NOT_APPLICABLE, _("Không áp dụng")))
    value = next(iter(texts.get(DECLARE, [])), "")
    return Cell(f"{pk}:{DECLARE}", f"{agency}: {_('Ghi nhận')}", "select", value, tuple(options), "")
