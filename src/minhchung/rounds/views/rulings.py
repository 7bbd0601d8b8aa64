"""Rulings: the published list, and a new one shown with all it changes before it is made."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from minhchung.agencies.requests import acting_of, received_at_of, today_of
from minhchung.ledger.domain.idempotency import idempotent
from minhchung.ledger.domain.versions import StaleRow
from minhchung.rounds.domain.access import DECIDING_ROLES, owned_round_for, round_for
from minhchung.rounds.domain.engine import node_of, rubric_of
from minhchung.rounds.domain.entries import NotNow
from minhchung.rounds.domain.rulings import (
    LIMITS,
    POINTS,
    WORDS,
    Effect,
    EffectChanged,
    RulingDraft,
    Undecided,
    check_draft,
    effect_digest,
    effect_of,
    rule,
    undecided_in,
)
from minhchung.rounds.domain.said import Unsaid
from minhchung.rounds.enums import LeafState, Stage
from minhchung.rounds.models import Round
from minhchung.rounds.models import Ruling as RulingRow
from minhchung.rounds.views.appraisal_words import (
    LOCKED,
    RuleWords,
    answer_words,
    href_of,
    round_crumbs,
    rule_words,
)
from minhchung.rounds.views.entry_words import STATE_WORDS, title_of
from minhchung.rubric import Node, Ruling
from minhchung.rubric.period import read_ruling
from minhchung.viet.dates import parse_date
from minhchung.viet.folding import nfc
from minhchung.viet.numbers import Number, parse_number, shown_points

UPPER: Final = "den"
NUMBER: Final = "so_quyet_dinh"
DAY: Final = "ngay"


# ── the list ──────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class RulingView:
    code: str
    title: str
    takes: str
    points: Fraction
    words: str
    number: str
    at: datetime
    who: str


@dataclass(frozen=True)
class WaitingView:
    href: str
    code: str
    title: str
    agencies: int


@dataclass(frozen=True)
class RulingsPage:
    round: Round
    rulings: tuple[RulingView, ...]
    waiting: tuple[WaitingView, ...]
    may_rule: bool
    breadcrumbs: list[dict[str, str]]


@require_GET
def rulings(request: HttpRequest, pk: int) -> HttpResponse:
    """/dot/12/quyet-nghi/: what was ruled, for everybody in the round; what still waits, for those who rule."""
    acting = acting_of(request)
    round = round_for(acting, pk)
    may_rule = acting.post_for(round.owner_id, *DECIDING_ROLES) is not None
    page = RulingsPage(
        round=round,
        rulings=tuple(_view(round, row) for row in round.rulings.select_related("by")),
        waiting=tuple(_waiting(round, each) for each in undecided_in(round)) if may_rule else (),
        may_rule=may_rule,
        breadcrumbs=round_crumbs(round, ("", _("Quyết nghị"))),
    )
    return render(request, "rounds/council/rulings.html", {"page": page, "breadcrumbs": page.breadcrumbs})


def _view(round: Round, row: RulingRow) -> RulingView:
    leaf = rubric_of(round.rubric).node(row.node_id)
    ruling = read_ruling(row.node_id, row.data, row.words)
    return RulingView(
        code=leaf.code,
        title=title_of(leaf),
        takes=takes_in_words(leaf, ruling),
        points=ruling.points,
        words=row.words,
        number=row.decision_number,
        at=row.at,
        who=row.by.full_name,
    )


def _waiting(round: Round, each: Undecided) -> WaitingView:
    return WaitingView(
        href_of("new_ruling", round.pk, each.leaf.code), each.leaf.code, title_of(each.leaf), each.agencies
    )


def takes_in_words(leaf: Node, ruling: Ruling) -> str:
    """`từ 94 % (không gồm) đến 95 %`, in the figures of the leaf."""
    if ruling.pattern is not None:
        return _("trả lời đúng như: %(answer)s") % {"answer": ruling.pattern}
    if ruling.lower is None and ruling.upper is None:
        return _("mọi giá trị bộ tiêu chí chưa nói rõ")
    parts = []
    if ruling.lower is not None:
        words = _("từ %(value)s") if ruling.lower_closed else _("trên %(value)s")
        parts.append(words % {"value": figure_words(leaf, ruling.lower)})
    if ruling.upper is not None:
        words = _("đến %(value)s") if ruling.upper_closed else _("dưới %(value)s")
        parts.append(words % {"value": figure_words(leaf, ruling.upper)})
    return " ".join(parts)


def is_share(leaf: Node) -> bool:
    """Whether the leaf compares a rate, which people write in percent."""
    measure = getattr(leaf.rule, "measure", None)
    return measure is not None and measure.kind == "rate"


def figure_words(leaf: Node, value: Fraction) -> str:
    return f"{shown_points(value * 100)} %" if is_share(leaf) else shown_points(value)


# ── a new one ─────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Typed:
    """The form as typed; scope: `khoang` an interval, `tra-loi` one answer, `tat-ca` every undecided value."""

    scope: str = "khoang"
    lower: str = ""
    lower_open: bool = False
    upper: str = ""
    upper_open: bool = False
    pattern: str = ""
    points: str = ""
    words: str = ""
    number: str = ""
    day: str = ""


@dataclass(frozen=True)
class WaitingValue:
    agency: str
    stage: str
    words: str
    figure: str


@dataclass(frozen=True)
class EffectView:
    agency: str
    stage: str
    words: str
    before: str
    after: str


@dataclass(frozen=True)
class NewRulingPage:
    round: Round
    leaf: Node
    rule: RuleWords | None
    title: str
    waiting: tuple[WaitingValue, ...]
    patterns: tuple[tuple[str, str], ...]
    typed: Typed
    errors: tuple[tuple[str, str], ...]
    error_of: dict[str, str]
    effects: tuple[EffectView, ...] | None
    takes: str
    seen: str
    key: str
    unit: str
    refusal: str
    href: str
    breadcrumbs: list[dict[str, str]]


@require_http_methods(["GET", "POST"])
@idempotent
def new_ruling(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """/dot/12/quyet-nghi/moi/II.1/: the form; POST shows the effect (`buoc=xem`), then makes it (`buoc=ghi`)."""
    acting = acting_of(request)
    round, post = owned_round_for(acting, pk, *DECIDING_ROLES)
    leaf = node_of(rubric_of(round.rubric), code)
    if leaf is None:
        raise Http404
    if request.method == "GET":
        today = today_of(request)
        return _show(request, round, leaf, Typed(day=f"{today:%d/%m/%Y}"))
    given = _typed(request)
    try:
        draft, day = _draft(leaf, given)
        check_draft(round, draft)
        if request.POST.get("buoc") != "ghi":
            return _show(request, round, leaf, given, draft=draft)
        rule(
            round=round,
            draft=draft,
            decision_number=given.number,
            decided_on=day,
            seen=request.POST.get("da_xem", ""),
            actor=acting.user,
            post=post,
            now=received_at_of(request),
        )
    except Unsaid as fault:
        return _show(request, round, leaf, given, error=(fault.field, fault.words), status=422)
    except NotNow as fault:
        return _show(request, round, leaf, given, refusal=fault.words, status=LOCKED)
    except (EffectChanged, StaleRow):
        words = _("Số liệu đã đổi sau khi xem trước. Xem lại các thay đổi rồi xác nhận.")
        return _show(request, round, leaf, given, draft=draft, refusal=words, status=409)
    messages.success(
        request, _("Đã ghi quyết nghị về %(code)s, áp dụng cho mọi cơ quan.") % {"code": leaf.code}
    )
    return HttpResponseRedirect(href_of("rulings", pk))


def _typed(request: HttpRequest) -> Typed:
    def text(name: str) -> str:
        return nfc(request.POST.get(name, "")).strip()

    return Typed(
        scope=text("pham_vi") or "khoang",
        lower=text(LIMITS),
        lower_open=bool(text("tu_mo")),
        upper=text(UPPER),
        upper_open=bool(text("den_mo")),
        pattern=request.POST.get("tra_loi", ""),
        points=text(POINTS),
        words=text(WORDS),
        number=text(NUMBER),
        day=text(DAY),
    )


def _draft(leaf: Node, given: Typed) -> tuple[RulingDraft, date]:
    """The ruling and its day in what was typed. Raises Unsaid at the first field that says nothing readable."""
    lower = upper = None
    pattern = None
    if given.scope == "khoang":
        lower, upper = _figure(leaf, LIMITS, given.lower), _figure(leaf, UPPER, given.upper)
        if lower is None and upper is None:
            raise Unsaid(LIMITS, _("Ghi ít nhất một cận, hoặc chọn mọi giá trị chưa nói rõ."))
    elif given.scope == "tra-loi":
        if not given.pattern:
            raise Unsaid("tra_loi", _("Chọn trả lời."))
        pattern = given.pattern
    points = parse_number(given.points)
    if not isinstance(points, Number):
        raise Unsaid(POINTS, _("Ghi điểm, ví dụ 2 hoặc 1,5."))
    if not given.number:
        raise Unsaid(NUMBER, _("Ghi số quyết định hoặc nghị quyết."))
    day = parse_date(given.day)
    if not isinstance(day, date):
        raise Unsaid(DAY, _("Ghi ngày như 03/02/2023."))
    draft = RulingDraft(
        leaf=leaf,
        points=points.value,
        words=given.words,
        lower=lower,
        lower_closed=not given.lower_open,
        upper=upper,
        upper_closed=not given.upper_open,
        pattern=pattern,
    )
    return draft, day


def _figure(leaf: Node, name: str, text: str) -> Fraction | None:
    """A limit: of a rate in percent, with or without the sign."""
    if not text:
        return None
    found = parse_number(text)
    if not isinstance(found, Number):
        raise Unsaid(name, _("Không đọc được số này. Ghi như 94,5."))
    if not is_share(leaf):
        return found.value
    return found.value if found.percent else found.value / 100


def _show(
    request: HttpRequest,
    round: Round,
    leaf: Node,
    given: Typed,
    *,
    draft: RulingDraft | None = None,
    error: tuple[str, str] | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    waiting = next((each for each in undecided_in(round) if each.leaf.id == leaf.id), None)
    effects = effect_of(round, draft) if draft is not None else None
    values = waiting.values if waiting else ()
    first = values[0][0].entry if values else round.entries.select_related("round__rubric").first()
    page = NewRulingPage(
        round=round,
        leaf=leaf,
        rule=rule_words(first, leaf) if first else None,
        title=title_of(leaf),
        waiting=tuple(
            WaitingValue(
                str(value.entry.agency),
                str(Stage(value.stage).label),
                answer_words(value.entry, leaf, value.answer),
                figure_words(leaf, figure) if figure is not None else "",
            )
            for value, figure, _pattern in values
        ),
        patterns=tuple(
            {
                pattern: answer_words(value.entry, leaf, value.answer) for value, _figure, pattern in values
            }.items()
        ),
        typed=given,
        errors=((f"#{_anchor(error[0])}", error[1]),) if error else (),
        error_of={error[0]: error[1]} if error else {},
        effects=tuple(_effect(leaf, each) for each in effects) if effects is not None else None,
        takes=takes_in_words(leaf, draft.as_ruling()) if draft else "",
        seen=effect_digest(effects) if effects is not None else "",
        key=str(uuid.uuid4()),
        unit="%" if is_share(leaf) else "",
        refusal=refusal,
        href=href_of("new_ruling", round.pk, leaf.code),
        breadcrumbs=round_crumbs(
            round,
            (href_of("council", round.pk), _("Hội đồng")),
            (href_of("rulings", round.pk), _("Quyết nghị")),
            ("", leaf.code),
        ),
    )
    return render(
        request,
        "rounds/council/new_ruling.html",
        {"page": page, "breadcrumbs": page.breadcrumbs},
        status=status,
    )


def _anchor(name: str) -> str:
    return {WORDS: "ly-do", POINTS: "diem", LIMITS: "tu", UPPER: "den", NUMBER: "so", DAY: "ngay"}.get(
        name, "tra-loi"
    )


def _effect(leaf: Node, each: Effect) -> EffectView:
    value = each.value
    return EffectView(
        agency=str(value.entry.agency),
        stage=str(Stage(value.stage).label),
        words=answer_words(value.entry, leaf, value.answer),
        before=_points(value.points, value.state),
        after=_points(each.points, each.state),
    )


def _points(points: Fraction | None, state: str) -> str:
    if points is None:
        return str(STATE_WORDS.get(LeafState(state), (state, ""))[0]) if state in LeafState.values else state
    return shown_points(points)
