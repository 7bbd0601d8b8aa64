"""The round's home for those who run it: state, what is due, what stands in the way, progress, decisions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from minhchung.agencies.enums import Role
from minhchung.docgen.csv import to_csv
from minhchung.docgen.xlsx import Sheet, SheetColumn, to_xlsx
from minhchung.rounds.domain.access import DECIDING_ROLES
from minhchung.rounds.domain.engine import rubric_of
from minhchung.rounds.domain.lacking import bodies_named, lacking_to_open, needed_substitutes
from minhchung.rounds.domain.merging import Offer, successors_offered
from minhchung.rounds.domain.progress import Progress, progress_of
from minhchung.rounds.enums import DecisionKind, EntryState, PhaseKind, PublicationState, RoundState
from minhchung.rounds.models import Publication, Round, RoundDecision
from minhchung.rounds.views.entry_words import ROUND_TONES
from minhchung.rounds.views.running_page import crumbs, own_round
from minhchung.ui.present import in_vietnam, vn_date
from minhchung.viet.folding import search_key

PER_PAGE: Final = 50
SECONDS_A_DAY: Final = 86_400
Keep = Callable[[Progress], bool]
FILTERS: Final[tuple[tuple[str, str | Promise, Keep], ...]] = (
    ("", gettext_lazy("Tất cả"), lambda row: True),
    (
        "chua-nop",
        gettext_lazy("Chưa nộp"),
        lambda row: row.takes_part and row.state != EntryState.SUBMITTED,
    ),
    ("nop-muon", gettext_lazy("Nộp muộn"), lambda row: bool(row.late_seconds)),
    (
        "chua-tham-dinh",
        gettext_lazy("Chưa thẩm định xong"),
        lambda row: row.takes_part and row.appraised < row.due,
    ),
    ("da-rut", gettext_lazy("Đã rút, đã nhập"), lambda row: not row.takes_part),
)
ORDERS: Final[tuple[tuple[str, str | Promise, Callable[[Progress], Any] | None], ...]] = (
    ("", gettext_lazy("Thứ tự chính thức"), None),
    ("tra-loi", gettext_lazy("Trả lời ít trước"), lambda row: _share(row.answered, row.asked)),
    ("tham-dinh", gettext_lazy("Thẩm định ít trước"), lambda row: _share(row.appraised, row.due)),
    ("muon", gettext_lazy("Nộp muộn nhất trước"), lambda row: -(row.late_seconds or 0)),
)


def _share(part: int, whole: int) -> int:
    """A share to sort by, in whole thousandths."""
    return 1000 * part // whole if whole else 1000


class Due(NamedTuple):
    """A step's time as the page tells it; locks_at: None where nothing is locked."""

    due_at: datetime
    locks_at: datetime | None


@dataclass(frozen=True)
class ManagePage:
    """What the standing body sees of its round. may_run: this person holds the standing post, not only the council's."""

    round: Round
    state: str
    tone: str
    may_run: bool
    phases: tuple[tuple[str, Due], ...]
    steps: tuple[dict[str, Any], ...]
    obstacles: tuple[tuple[str, str], ...]
    figures: tuple[tuple[str, str, str], ...]
    rows: tuple[tuple[Any, ...], ...]
    page: Page[Progress]
    tabs: tuple[dict[str, Any], ...]
    orders: tuple[tuple[str, str, bool], ...]
    words: str
    query: str
    chosen: str
    decisions: tuple[dict[str, Any], ...]
    offers: tuple[Offer, ...]
    publications: tuple[Publication, ...]
    proposed: Publication | None
    published: Publication | None
    correction: Round | None
    late_shown: bool


@require_GET
def manage(request: HttpRequest, pk: int) -> HttpResponse:
    """/dot/12/dieu-hanh/"""
    round, post = own_round(request, pk, *DECIDING_ROLES)
    asked = {name: request.GET.get(name, "") for name in ("loc", "tim", "xep", "trang")}
    page = manage_page(round, asked, may_run=post.role == Role.STANDING)
    return render(request, "rounds/running/manage.html", {"page": page, "breadcrumbs": list(crumbs(round))})


def manage_page(round: Round, asked: dict[str, str], *, may_run: bool) -> ManagePage:
    """A fixed number of queries, whatever the number of agencies."""
    state = RoundState(round.state)
    every = progress_of(round)
    found = _ordered(_filtered(every, asked["loc"], asked["tim"]), asked["xep"])
    page = Paginator(found, PER_PAGE).get_page(asked["trang"])
    publications = tuple(round.publications.defer("snapshot").select_related("proposed_by", "confirmed_by"))
    live = {each.state: each for each in publications}
    lacking = lacking_to_open(round) if state == RoundState.DRAFT else []
    return ManagePage(
        round=round,
        state=str(state.label),
        tone=ROUND_TONES[state],
        may_run=may_run,
        phases=tuple(_phases_ahead(round)),
        steps=_steps(round, len(every)) if state == RoundState.DRAFT else (),
        obstacles=tuple((words, reverse(f"rounds:edit_{part}", args=[round.pk])) for part, words in lacking),
        figures=_figures(every),
        rows=tuple(_row(row) for row in page.object_list),
        page=page,
        tabs=_tabs(every, asked),
        orders=tuple((name, str(label), name == asked["xep"]) for name, label, _key in ORDERS),
        words=asked["tim"],
        query=urlencode({name: asked[name] for name in ("loc", "tim", "xep") if asked[name]}),
        chosen=asked["loc"],
        decisions=_decisions(round),
        offers=tuple(successors_offered(round)) if state == RoundState.OPEN else (),
        publications=publications,
        proposed=live.get(PublicationState.PROPOSED),
        published=live.get(PublicationState.PUBLISHED),
        correction=round.corrections.first(),
        late_shown=any(row.late_seconds for row in every),
    )


def _phases_ahead(round: Round) -> Iterator[tuple[str, Due]]:
    """The deadlines that still mean something: all while the round is open, the council's own at the council, then none.

    Nothing is refused to the council after its lock, so none is told.
    """
    for phase in round.phases.all():
        if round.state in (RoundState.DRAFT, RoundState.OPEN) or (
            round.state == RoundState.COUNCIL and phase.kind == PhaseKind.COUNCIL
        ):
            locks_at = None if phase.kind == PhaseKind.COUNCIL else phase.locks_at
            yield PhaseKind(phase.kind).label, Due(phase.due_at, locks_at)


def _filtered(rows: Sequence[Progress], chosen: str, words: str) -> list[Progress]:
    keep = next((test for name, _label, test in FILTERS if name == chosen), FILTERS[0][2])
    key = search_key(words)
    return [row for row in rows if keep(row) and (not key or key in search_key(row.agency))]


def _ordered(rows: list[Progress], order: str) -> list[Progress]:
    key = next((key for name, _label, key in ORDERS if name == order), None)
    return rows if key is None else sorted(rows, key=key)


def _tabs(rows: Sequence[Progress], asked: dict[str, str]) -> tuple[dict[str, Any], ...]:
    kept = {name: asked[name] for name in ("tim", "xep") if asked[name]}
    return tuple(
        {
            "href": "?" + urlencode({**kept, **({"loc": name} if name else {})}) + "#tien-do",
            "label": str(label),
            "current": name == asked["loc"],
            "count": sum(keep(row) for row in rows),
        }
        for name, label, keep in FILTERS
    )


def _figures(rows: Sequence[Progress]) -> tuple[tuple[str, str, str], ...]:
    """(number, of how many, what) for the head of the page."""
    taking = [row for row in rows if row.takes_part]
    n = str(len(taking))
    return (
        (n, "", _("cơ quan tham gia")),
        (str(sum(row.state == EntryState.SUBMITTED for row in taking)), n, _("đã nộp")),
        (str(sum(bool(row.late_seconds) for row in taking)), n, _("nộp muộn")),
        (str(sum(row.appraised >= row.due for row in taking)), n, _("đã thẩm định xong")),
    )


def _row(row: Progress) -> tuple[Any, ...]:
    """Ready to print: (entry href, agency, group, state, tone, answered, appraised, late, received, entry id, open)."""
    return (
        reverse("rounds:entry", args=[row.entry_id]),
        row.agency,
        row.group,
        *state_words(row),
        f"{row.answered}/{row.asked}",
        f"{row.appraised}/{row.due}",
        late_words(row.late_seconds),
        row.received_at,
        row.entry_id,
        row.takes_part,
    )


def state_words(row: Progress) -> tuple[str, str]:
    """Where an entry stands, and the tone of its tag."""
    if row.withdrawn:
        return _("Đã rút"), "quiet"
    if row.merged_into is not None:
        return _("Đã nhập vào hồ sơ khác"), "quiet"
    state = EntryState(row.state)
    return str(state.label), "done" if state == EntryState.SUBMITTED else "active"


def late_words(seconds: int | None) -> str:
    """How late: whole days begun are not what counts here, so days and hours are shown as they are."""
    if not seconds:
        return ""
    days, rest = divmod(seconds, SECONDS_A_DAY)
    hours, minutes = divmod(rest // 60, 60)
    if days:
        return _("%(days)d ngày %(hours)d giờ") % {"days": days, "hours": hours}
    return _("%(hours)d giờ %(minutes)d phút") % {"hours": hours, "minutes": minutes}


def _steps(round: Round, entries: int) -> tuple[dict[str, Any], ...]:
    """The steps of a draft as a task list."""
    rubric = rubric_of(round.rubric)
    named, assigned = bodies_named(round), set(round.bodies.values_list("body", flat=True))
    needed = needed_substitutes(round)
    replaced = set(round.substitutes.values_list("agency_id", "body"))
    lacking = [
        each for each in rubric.parameters if each.default is None and each.name not in round.parameters
    ]
    phases = round.phases.count()
    steps = (
        ("edit_frame", _("Tên đợt, bộ tiêu chí, kỳ chấm"), str(round.rubric), True),
        ("edit_agencies", _("Cơ quan tham gia"), _("%(n)d cơ quan") % {"n": entries}, entries > 0),
        ("edit_groups", _("Nhóm xếp hạng và đặc điểm"), "", _traits_said(round)),
        (
            "edit_bodies",
            _("Cơ quan thẩm định"),
            _("%(n)d/%(all)d phần") % {"n": len(assigned & set(named)), "all": len(named)},
            set(named) <= assigned,
        ),
        (
            "edit_substitutes",
            _("Cơ quan thẩm định thay thế"),
            _("%(n)d phần cần thay") % {"n": len(needed)},
            all((agency.pk, body) in replaced for agency, body in needed),
        ),
        (
            "edit_parameters",
            _("Mốc và số do đợt quy định"),
            _("còn thiếu %(n)d") % {"n": len(lacking)} if lacking else "",
            not lacking,
        ),
        (
            "edit_phases",
            _("Thời gian các bước"),
            _("%(n)d/%(all)d bước") % {"n": phases, "all": len(PhaseKind)},
            phases == len(PhaseKind),
        ),
    )
    return tuple(
        {
            "title": title,
            "href": reverse(f"rounds:{name}", args=[round.pk]),
            "hint": hint,
            "state": _("Xong") if done else _("Chưa xong"),
            "tone": "done" if done else "neutral",
        }
        for name, title, hint, done in steps
    )


def _traits_said(round: Round) -> bool:
    names = [trait.name for trait in rubric_of(round.rubric).traits]
    if not names:
        return True
    return all(name in traits for traits in round.entries.values_list("traits", flat=True) for name in names)


def _decisions(round: Round) -> tuple[dict[str, Any], ...]:
    """The log, oldest first, for the timeline component."""
    return tuple(
        {
            "title": str(DecisionKind(row.kind).label),
            "at": row.at,
            "who": row.by.full_name,
            "body": row.text,
            "facts": [
                _("Số %(number)s, ngày %(on)s")
                % {"number": row.number or "–", "on": vn_date(row.decided_on)},
                *_concluded(row),
            ],
            "id": f"quyet-dinh-{row.pk}",
        }
        for row in round.decisions.select_related("by")
    )


def _concluded(row: RoundDecision) -> Iterator[str]:
    """How many leaves the council concluded together, and how."""
    if row.kind != DecisionKind.CONCLUDE:
        return
    told = row.payload
    yield _(
        "%(n)d tiêu chí của %(agencies)d cơ quan: %(taken)d lấy giá trị đang có, %(none)d ghi “không có”"
    ) % {
        "n": told["taken"] + told["none"],
        "agencies": len(told["entries"]),
        "taken": told["taken"],
        "none": told["none"],
    }


# ── progress as a file ────────────────────────────────────────────────────────────────────────────────────────────


@require_GET
def progress_file(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The whole progress table, CSV or XLSX, in the order and with the filter of the page."""
    round, _post = own_round(request, pk, *DECIDING_ROLES)
    rows = _ordered(
        _filtered(progress_of(round), request.GET.get("loc", ""), request.GET.get("tim", "")),
        request.GET.get("xep", ""),
    )
    columns = (
        SheetColumn(_("Cơ quan"), 40),
        SheetColumn(_("Nhóm"), 20),
        SheetColumn(_("Trạng thái"), 20),
        SheetColumn(_("Đã trả lời"), 10, "number"),
        SheetColumn(_("Phải trả lời"), 10, "number"),
        SheetColumn(_("Đã thẩm định"), 10, "number"),
        SheetColumn(_("Phải thẩm định"), 10, "number"),
        SheetColumn(_("Nhận lúc (giờ VN)"), 20),
        SheetColumn(_("Muộn (giây)"), 12, "number"),
    )
    lines = tuple(_file_line(row) for row in rows)
    return table_file(f"tien-do-dot-{round.pk}", form, columns, lines, _("Tiến độ"), round.title)


def _file_line(row: Progress) -> tuple[Any, ...]:
    return (
        row.agency,
        row.group,
        state_words(row)[0],
        row.answered,
        row.asked,
        row.appraised,
        row.due,
        _moment(row.received_at),
        row.late_seconds,
    )


def _moment(moment: datetime | None) -> str:
    return f"{in_vietnam(moment):%Y-%m-%d %H:%M:%S}" if moment else ""


def table_file(
    name: str,
    form: str,
    columns: tuple[SheetColumn, ...],
    lines: tuple[tuple[Any, ...], ...],
    sheet: str,
    title: str,
) -> HttpResponse:
    """A table as an attachment, CSV or XLSX."""
    if form not in ("csv", "xlsx"):
        raise Http404
    if form == "xlsx":
        book = to_xlsx((Sheet(name=sheet, columns=columns, rows=lines, lines=(title,), freeze=1),))
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    else:
        book = to_csv([[column.title for column in columns], *lines])
        kind = "text/csv; charset=utf-8"
    answer = HttpResponse(book, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer
