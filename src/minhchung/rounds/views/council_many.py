"""Many leaves that nobody appraised, concluded together: which, what would count for each, then one reason for all."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Final
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from minhchung.agencies.requests import acting_of, received_at_of
from minhchung.ledger.domain.idempotency import idempotent
from minhchung.rounds.domain.access import DECIDING_ROLES, round_for
from minhchung.rounds.domain.concluding import (
    WAYS,
    Hindrance,
    Kind,
    OpenLeaf,
    Outcome,
    Own,
    Pick,
    PilesChanged,
    Way,
    conclude_many,
    open_leaves,
    outcomes_digest,
    outcomes_of,
)
from minhchung.rounds.domain.council import deciding_posts
from minhchung.rounds.domain.engine import rubric_of
from minhchung.rounds.domain.entries import NotNow
from minhchung.rounds.domain.overview import declared_in
from minhchung.rounds.enums import EntryState, LeafState, Stage, Verdict
from minhchung.rounds.interfaces.conclude_form import ConcludeForm
from minhchung.rounds.models import LeafRevision, Round
from minhchung.rounds.views.appraisal_words import LOCKED, answer_words, href_of, round_crumbs
from minhchung.rounds.views.council_words import round_refusal
from minhchung.rounds.views.entry_words import STATE_WORDS, title_of
from minhchung.ui.requests import whole
from minhchung.viet.folding import nfc
from minhchung.viet.numbers import shown_points

PER_PAGE: Final = 50
MOST_CHANGED: Final = 20
ENTRY, BODY, SECTION = "ho-so", "tham-dinh", "linh-vuc"
KIND_WORDS: Final[Mapping[Kind, str | Promise]] = {
    Kind.ANSWERED: gettext_lazy("Cơ quan đã tự chấm, hoặc có giá trị từ dữ liệu"),
    Kind.UNANSWERED: gettext_lazy("Cơ quan chưa trả lời"),
    Kind.NOT_ENTERED: gettext_lazy("Nơi khác phải nhập mà chưa nhập (cơ quan không tự chấm)"),
}
WAY_WORDS: Final[Mapping[Way, str | Promise]] = {
    Way.TAKE: gettext_lazy("Lấy giá trị đang có"),
    Way.NONE: gettext_lazy("Ghi “không có”: mức thấp nhất của quy tắc"),
    Way.LEAVE: gettext_lazy("Giữ nguyên: chưa được tính, cơ quan chưa được xếp hạng"),
}
HINDRANCE_WORDS: Final[Mapping[Hindrance, str | Promise]] = {
    Hindrance.NOT_SENT: gettext_lazy("hồ sơ chưa nộp, lãnh đạo chưa duyệt giá trị này"),
    Hindrance.UNDECIDED: gettext_lazy("phải quyết nghị cách chấm trước"),
}


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class KindView:
    """One kind of leaves in the pick: how many, what can be chosen for them. hindered: how many cannot be taken, why."""

    name: str
    label: str
    count: int
    ways: tuple[Choice, ...]
    hindered: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    href: str
    agency: str
    code: str
    title: str
    body: str
    answer: str
    now: str
    after: str
    is_written: bool


@dataclass(frozen=True)
class ChangedRow:
    """A value that somebody saved after the list was shown."""

    href: str
    agency: str
    code: str
    words: str
    who: str
    at: datetime


@dataclass(frozen=True)
class ConcludePage:
    round: Round
    refusal: str
    total: int
    filters: tuple[tuple[str, str, tuple[Choice, ...]], ...]
    kinds: tuple[KindView, ...]
    rows: tuple[Row, ...]
    paging: Page[Outcome]
    query: str
    summary: tuple[str, ...]
    written: int
    hidden: tuple[tuple[str, str], ...]
    seen: str
    seen_at: str
    key: str
    changed: tuple[ChangedRow, ...]
    href: str
    breadcrumbs: list[dict[str, str]]

    @property
    def is_chosen(self) -> bool:
        return self.written > 0


@require_http_methods(["GET", "POST"])
@idempotent
def conclude_leaves(request: HttpRequest, pk: int) -> HttpResponse:
    """/dot/12/hoi-dong/chua-tham-dinh/?tham-dinh=…&da-tu-cham=tu-cham: a pick and what it would do; POST writes it."""
    acting = acting_of(request)
    round = round_for(acting, pk)
    if request.method == "POST":
        return _conclude(request, round)
    return _show(request, round, _pick(request.GET), ConcludeForm())


def _conclude(request: HttpRequest, round: Round) -> HttpResponse:
    pick = _pick(request.POST)
    form = ConcludeForm(request.POST)
    shown = (request.POST.get("da_xem", ""), request.POST.get("xem_luc", ""))
    if not form.is_valid():
        return _show(request, round, pick, form, shown=shown, status=422)
    try:
        written = conclude_many(
            round=round,
            acting=acting_of(request),
            pick=pick,
            seen=shown[0],
            reason=form.cleaned_data["reason"],
            decision=form.decision(),
            now=received_at_of(request),
        )
    except NotNow as fault:
        return _show(request, round, pick, form, shown=shown, refusal=fault.words, status=LOCKED)
    except PilesChanged:
        words = _(
            "Danh sách đã đổi sau khi bạn xem; chưa ghi gì. Xem lại các dòng dưới đây rồi xác nhận lần nữa."
        )
        decided = deciding_posts(acting_of(request), round)
        changed = tuple(_changed(round, decided, shown[1]))
        return _show(request, round, pick, form, refusal=words, changed=changed, status=409)
    words = _("Đã kết luận %(n)d tiêu chí của %(agencies)d cơ quan.")
    agencies = len({each.open.entry.pk for each in written})
    messages.success(request, words % {"n": len(written), "agencies": agencies})
    return HttpResponseRedirect(href_of("council", round.pk))


def _pick(asked: Mapping[str, str]) -> Pick:
    """What the address or the form asks for; a way that its kind does not have is no choice."""
    ways = {
        kind: Way(asked[kind]) for kind in Kind if asked.get(kind, "") in {str(way) for way in WAYS[kind]}
    }
    return Pick(
        entry=whole(asked.get(ENTRY, "")),
        body=nfc(asked.get(BODY, "")),
        section=nfc(asked.get(SECTION, "")),
        ways=ways,
    )


def _hidden(pick: Pick) -> tuple[tuple[str, str], ...]:
    named = ((ENTRY, str(pick.entry or "")), (BODY, pick.body), (SECTION, pick.section))
    chosen = ((str(kind), str(way)) for kind, way in pick.ways.items())
    return tuple((name, value) for name, value in (*named, *chosen) if value)


# ── the page ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _show(
    request: HttpRequest,
    round: Round,
    pick: Pick,
    form: ConcludeForm,
    *,
    shown: tuple[str, str] | None = None,
    refusal: str = "",
    changed: tuple[ChangedRow, ...] = (),
    status: int = 200,
) -> HttpResponse:
    """shown: digest and time of the list the person still has before them; of this one when it is shown anew."""
    posts = deciding_posts(acting_of(request), round)
    if pick.entry is not None and pick.entry not in posts:
        raise Http404
    leaves = open_leaves(round, (entry for entry, _post in posts.values()))
    outcomes = outcomes_of(round, leaves, pick)
    paging = Paginator(outcomes, PER_PAGE).get_page(request.GET.get("trang"))
    reads_all = acting_of(request).post_for(round.owner_id, *DECIDING_ROLES) is not None
    hidden = _hidden(pick)
    seen, seen_at = shown or (outcomes_digest(outcomes), received_at_of(request).isoformat())
    page = ConcludePage(
        round=round,
        refusal=refusal or round_refusal(round),
        total=len(leaves),
        filters=tuple(_filters(round, leaves, pick)),
        kinds=tuple(_kinds(outcomes, pick)),
        rows=tuple(_row(each, reads_all=reads_all) for each in paging),
        paging=paging,
        query=urlencode(hidden),
        summary=tuple(_summary(outcomes)),
        written=sum(each.is_written for each in outcomes) if not round_refusal(round) else 0,
        hidden=hidden,
        seen=seen,
        seen_at=seen_at,
        key=str(uuid.uuid4()),
        changed=changed,
        href=href_of("conclude_leaves", round.pk),
        breadcrumbs=round_crumbs(
            round, (href_of("council", round.pk), _("Hội đồng")), ("", _("Chưa thẩm định"))
        ),
    )
    context = {"page": page, "form": form, "breadcrumbs": page.breadcrumbs}
    return render(request, "rounds/council/conclude.html", context, status=status)


def _filters(
    round: Round, leaves: tuple[OpenLeaf, ...], pick: Pick
) -> Iterable[tuple[str, str, tuple[Choice, ...]]]:
    """By agency, by body, by section, each with how many leaves are open there."""
    rubric = rubric_of(round.rubric)
    by_entry = Counter(each.entry.pk for each in leaves)
    names = {each.entry.pk: str(each.entry.agency) for each in leaves}
    by_body = Counter(each.leaf.appraised_by for each in leaves if each.leaf.appraised_by)
    by_section = Counter(each.section for each in leaves)

    def choices(counted: Counter[str], labels: Mapping[str, str], chosen: str) -> tuple[Choice, ...]:
        return (
            Choice("", _("Tất cả"), not chosen),
            *(Choice(key, f"{labels.get(key, key)} ({n})", key == chosen) for key, n in counted.items()),
        )

    entries = Counter({str(pk): n for pk, n in by_entry.items()})
    yield (
        ENTRY,
        _("Cơ quan"),
        choices(entries, {str(pk): n for pk, n in names.items()}, str(pick.entry or "")),
    )
    yield BODY, _("Cơ quan thẩm định"), choices(by_body, {}, pick.body)
    titles = {code: f"{code} {title_of(rubric.node(code))}" for code in by_section}
    yield SECTION, _("Lĩnh vực"), choices(by_section, titles, pick.section)


def _kinds(outcomes: tuple[Outcome, ...], pick: Pick) -> Iterable[KindView]:
    for kind in Kind:
        here = [each.open for each in outcomes if each.open.kind == kind]
        if not here:
            continue
        hindered = Counter(each.hindrance for each in here if each.hindrance is not None)
        yield KindView(
            name=str(kind),
            label=str(KIND_WORDS[kind]),
            count=len(here),
            ways=tuple(
                Choice(str(way), str(WAY_WORDS[way]), pick.ways.get(kind) == way) for way in WAYS[kind]
            ),
            hindered=tuple(
                _("%(n)d mục không lấy cùng lúc được: %(why)s.") % {"n": n, "why": HINDRANCE_WORDS[why]}
                for why, n in hindered.items()
            ),
        )


def _row(each: Outcome, *, reads_all: bool) -> Row:
    """reads_all: the owner's own posts read every entry; who stands in for the council reads none before it is sent."""
    entry, leaf, own = each.open.entry, each.open.leaf, each.open.own
    is_sent = entry.state == EntryState.SUBMITTED
    is_shown = own is not None and (reads_all or is_sent or own.verdict == Verdict.DATA)
    return Row(
        href=href_of("decide_leaf", entry.pk, leaf.code),
        agency=str(entry.agency),
        code=leaf.code,
        title=title_of(leaf),
        body=leaf.appraised_by or "",
        answer=answer_words(entry, leaf, own.answer) if own and is_shown else "",
        now=_now(own, is_shown=is_shown),
        after=_after(each),
        is_written=each.is_written,
    )


def _now(own: Own | None, *, is_shown: bool) -> str:
    """What stands at the leaf, in words; of an answer that is not this person's to read only why."""
    if own is None:
        return str(STATE_WORDS[LeafState.ABSENT][0])
    return _standing(own.points, own.state) if is_shown else str(HINDRANCE_WORDS[Hindrance.NOT_SENT])


def _standing(points: Fraction | None, state: str) -> str:
    if points is not None and state == LeafState.SCORED:
        return _("%(points)s điểm") % {"points": shown_points(points)}
    return str(STATE_WORDS[state][0])


def _after(each: Outcome) -> str:
    """What the leaf would be, in words."""
    own = each.open.own
    if each.way is None:
        return _("chưa chọn")
    if each.way == Way.NONE:
        return _("%(standing)s (không có)") % {"standing": _standing(each.points, each.state)}
    if each.way == Way.TAKE and own is not None:
        standing = _standing(each.points, each.state)
        if own.verdict == Verdict.DATA:
            return _("%(standing)s (từ dữ liệu)") % {"standing": standing}
        if declared_in(own.answer) == "not_applicable":
            return _("%(standing)s (chấp nhận khai báo)") % {"standing": standing}
        return _("%(standing)s (như tự chấm)") % {"standing": standing}
    if each.open.hindrance is not None:
        return _("giữ nguyên: %(why)s") % {"why": HINDRANCE_WORDS[each.open.hindrance]}
    return _("giữ nguyên, chưa được tính") if own is not None else _("vẫn vắng, không phải 0")


def _summary(outcomes: tuple[Outcome, ...]) -> Iterable[str]:
    """How many leaves would be written, and how; nothing while nothing would be."""
    written = [each for each in outcomes if each.is_written]
    if not written:
        return
    taken = sum(each.way == Way.TAKE for each in written)
    agencies = len({each.open.entry.pk for each in written})
    if taken:
        yield _("%(n)d tiêu chí lấy giá trị đang có") % {"n": taken}
    if none := len(written) - taken:
        yield _("%(n)d tiêu chí ghi “không có”") % {"n": none}
    if left := len(outcomes) - len(written):
        yield _("%(n)d tiêu chí giữ nguyên, chưa được tính") % {"n": left}
    yield _("của %(n)d cơ quan") % {"n": agencies}


# ── what moved ────────────────────────────────────────────────────────────────────────────────────────────────────


def _moment(text: str) -> datetime | None:
    """A time as a page gave it; None for anything else, and for one at the ends of the calendar, which has no UTC."""
    try:
        at = parse_datetime(text)
    except ValueError:
        return None
    return at if at is not None and timezone.is_aware(at) and 2000 <= at.year < 9999 else None


def _changed(round: Round, decided: Iterable[int], seen_at: str) -> Iterable[ChangedRow]:
    """What was saved after the list was shown, newest first; one query. decided: ids of the entries this person decides:
    who stands in for the council at one agency reads nothing of the others."""
    since = _moment(seen_at)
    if since is None:
        return
    rows = LeafRevision.objects.filter(
        value__entry__round=round, value__entry__in=list(decided), at__gt=since
    )
    rows = rows.select_related("value__entry__agency", "by").order_by("-at", "-pk")
    rubric = rubric_of(round.rubric)
    for row in rows[:MOST_CHANGED]:
        if not rubric.has_node(row.value.node_id):
            continue
        leaf = rubric.node(row.value.node_id)
        yield ChangedRow(
            href=href_of("decide_leaf", row.value.entry_id, leaf.code),
            agency=str(row.value.entry.agency),
            code=leaf.code,
            words=f"{Stage(row.value.stage).label}: {_standing(row.points, row.state)}",
            who=row.by.full_name if row.by else "",
            at=row.at,
        )
