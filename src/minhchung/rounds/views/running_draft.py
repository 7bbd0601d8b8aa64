"""A draft round, a question a page: frame, agencies, groups and traits, bodies, substitutes, parameters, times."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from minhchung.agencies.enums import Role
from minhchung.agencies.models import Agency, AgencyKind, Post
from minhchung.agencies.requests import acting_of
from minhchung.ledger.domain.idempotency import idempotent
from minhchung.ledger.domain.versions import StaleRow
from minhchung.rounds.domain import preparing
from minhchung.rounds.domain.acts import RoundRefused, must_be
from minhchung.rounds.domain.engine import rubric_of
from minhchung.rounds.domain.lacking import bodies_named, needed_substitutes
from minhchung.rounds.domain.running import RoundPlan, prepare_round
from minhchung.rounds.enums import RoundState
from minhchung.rounds.interfaces.agency_field import called
from minhchung.rounds.interfaces.draft_forms import (
    BodiesForm,
    FrameForm,
    KindGroupForm,
    ParametersForm,
    PhasesForm,
    SubstitutesForm,
)
from minhchung.rounds.models import Entry, Round
from minhchung.rounds.views.running_page import FormPage, by, crumbs, home, own_round, run_form, who
from minhchung.ui.requests import whole
from minhchung.viet.folding import search_key

PER_PAGE: Final = 100
MOST_SUGGESTED: Final = 300
STEPS: Final = (
    "edit_frame",
    "edit_agencies",
    "edit_groups",
    "edit_bodies",
    "edit_substitutes",
    "edit_parameters",
    "edit_phases",
)


def next_step(round: Round, step: str) -> str:
    """The step after this one; the round's home after the last. Steps with nothing to ask are passed over."""
    for name in STEPS[STEPS.index(step) + 1 :]:
        if name == "edit_substitutes" and not needed_substitutes(round):
            continue
        if name == "edit_parameters" and not rubric_of(round.rubric).parameters:
            continue
        return reverse(f"rounds:{name}", args=[round.pk])
    return home(round)


def _drafted(request: HttpRequest, pk: int) -> tuple[Round, Post]:
    return own_round(request, pk)


def _page(round: Round, heading: str, **more: Any) -> FormPage:
    closed = round.state != RoundState.DRAFT
    return FormPage(
        heading=heading,
        submit=_("Lưu và tiếp tục"),
        back=home(round),
        round=round,
        breadcrumbs=crumbs(round, heading),
        obstacles=(_("Đợt đã mở; phần này chỉ đổi bằng quyết định."),) if closed else (),
        **more,
    )


# ── frame ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _owners(request: HttpRequest) -> list[Agency]:
    return [post.agency for post in acting_of(request).posts if post.role == Role.STANDING]


@idempotent
def new(request: HttpRequest) -> HttpResponse:
    """/dot/moi/: title, rubric, year and days make the draft; the other steps follow."""
    acting = acting_of(request)

    def do(form: FrameForm) -> str:
        owner = form.cleaned_data["owner"]
        post = acting.post_for(owner.pk, Role.STANDING)
        assert post is not None
        plan = RoundPlan(**form.frame(), parameters={}, phases={})
        round = prepare_round(plan=plan, owner=owner, **who(request, post))
        return next_step(round, "edit_frame")

    page = FormPage(
        heading=_("Mở đợt chấm điểm mới"),
        submit=_("Lưu bản chuẩn bị và tiếp tục"),
        back=reverse("rounds:list"),
        intro=_("Bảy bước ngắn. Mỗi bước lưu riêng; sửa được cho đến khi mở đợt bằng quyết định."),
        breadcrumbs=(
            {"href": reverse("rounds:list"), "label": _("Đợt chấm điểm")},
            {"label": _("Đợt mới")},
        ),
    )
    return run_form(request, page, FrameForm(request.POST or None, owners=_owners(request)), do)


@idempotent
def edit_frame(request: HttpRequest, pk: int) -> HttpResponse:
    round, post = _drafted(request, pk)

    def do(form: FrameForm) -> str:
        preparing.change_frame(round=round, by=by(request, post, form.expected), **form.frame())
        return next_step(round, "edit_frame")

    names = ("title", "rubric", "year", "period_from", "period_to", "reference_on", "row_version", "owner")
    first = {name: getattr(round, name) for name in names}
    form = FrameForm(request.POST or None, owners=[round.owner], initial=first)
    page = _page(round, _("Tên đợt, bộ tiêu chí, kỳ chấm"))
    return run_form(request, page, form, do, done=_("Đã lưu."))


# ── agencies ──────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class KindLine:
    kind: AgencyKind
    there: int
    chosen: int


@dataclass(frozen=True)
class AgenciesPage:
    """One page of the list, and how many of each kind exist on the reference day and are chosen."""

    round: Round
    rows: tuple[tuple[int, str, str, str, bool], ...]
    page: Page[Agency]
    kinds: tuple[KindLine, ...]
    chosen: int
    kind: str
    words: str
    query: str
    errors: tuple[str, ...]
    row_version: int
    next_href: str
    is_draft: bool


def edit_agencies(request: HttpRequest, pk: int) -> HttpResponse:
    """Who takes part. A POST decides about the boxes it shows, or about a whole kind; the rest stays."""
    round, post = _drafted(request, pk)
    if request.method != "POST":
        return _agencies(request, round)
    return _choose(request, round, post)


@idempotent
def _choose(request: HttpRequest, round: Round, post: Post) -> HttpResponse:
    expected = whole(request.POST.get("row_version", ""))
    step = by(request, post, expected or 0)
    try:
        must_be(round, RoundState.DRAFT)
        if kind_id := whole(request.POST.get("take_kind", "")):
            added, removed = preparing.choose_kind(round=round, by=step, kind_id=kind_id, take=True)
        elif kind_id := whole(request.POST.get("drop_kind", "")):
            added, removed = preparing.choose_kind(round=round, by=step, kind_id=kind_id, take=False)
        else:
            shown = _numbers(request.POST.get("shown", "").split(","))
            chosen = _numbers(request.POST.getlist("chosen"))
            added, removed = preparing.choose_agencies(round=round, by=step, among=shown, chosen=chosen)
    except RoundRefused as refused:
        return _agencies(request, round, errors=refused.lines, status=422)
    except StaleRow as stale:
        words = _("Người khác vừa sửa đợt này. Lựa chọn của bạn vẫn còn trên trang; xem lại rồi lưu lần nữa.")
        return _agencies(request, stale.current, errors=(words,), status=409)
    if added or removed:
        said = _("Đã thêm %(added)d, bỏ %(removed)d cơ quan.") % {"added": added, "removed": removed}
        messages.success(request, said)
    if request.POST.get("go") == "next":
        return HttpResponseRedirect(next_step(round, "edit_agencies"))
    return HttpResponseRedirect(request.get_full_path())


def _numbers(texts: Iterable[str]) -> list[int]:
    return [number for text in texts if (number := whole(text)) is not None]


def _agencies(
    request: HttpRequest, round: Round, errors: tuple[str, ...] = (), status: int = 200
) -> HttpResponse:
    page = agencies_page(round, request.GET, errors, request.POST if errors else None)
    context = {"page": page, "breadcrumbs": list(crumbs(round, _("Cơ quan tham gia")))}
    return render(request, "rounds/running/agencies.html", context, status=status)


def agencies_page(
    round: Round, asked: Mapping[str, str], errors: tuple[str, ...] = (), typed: Any = None
) -> AgenciesPage:
    """100 agencies a page; seven queries at any number of agencies."""
    kind, words, which = asked.get("loai", ""), asked.get("tim", ""), asked.get("chon", "")
    taking = set(Entry.objects.filter(round=round).values_list("agency_id", flat=True))
    within = preparing.eligible(round).order_by().values("pk")
    found = Agency.objects.filter(Q(pk__in=within) | Q(entries__round=round)).distinct()
    if (kind_id := whole(kind)) is not None:
        found = found.filter(kind_id=kind_id)
    if words:
        found = found.filter(
            Q(name_key__contains=search_key(words)) | Q(identifiers__value__icontains=words.strip())
        )
    if which == "roi":
        found = found.filter(entries__round=round)
    found = found.select_related("kind", "parent").order_by("kind__order_no", "order_no", "sort_key", "pk")
    page = Paginator(found, PER_PAGE).get_page(asked.get("trang"))
    ticked = set(taking)
    if typed is not None:
        shown = set(_numbers(typed.get("shown", "").split(",")))
        ticked = (taking - shown) | set(_numbers(typed.getlist("chosen")))
    query = {name: value for name, value in (("loai", kind), ("tim", words), ("chon", which)) if value}
    return AgenciesPage(
        round=round,
        rows=tuple(
            (each.pk, each.name, each.parent.name if each.parent else "", each.kind.name, each.pk in ticked)
            for each in page.object_list
        ),
        page=page,
        kinds=_kinds(round),
        chosen=len(taking),
        kind=kind,
        words=words,
        query=urlencode(query),
        errors=errors,
        row_version=round.row_version,
        next_href=next_step(round, "edit_agencies"),
        is_draft=round.state == RoundState.DRAFT,
    )


def _kinds(round: Round) -> tuple[KindLine, ...]:
    there = dict(preparing.eligible(round).order_by().values_list("kind").annotate(n=Count("pk")))
    chosen = dict(
        Entry.objects.filter(round=round).order_by().values_list("agency__kind").annotate(n=Count("pk"))
    )
    kinds = AgencyKind.objects.filter(pk__in=there.keys() | chosen.keys())
    return tuple(KindLine(kind, there.get(kind.pk, 0), chosen.get(kind.pk, 0)) for kind in kinds)


# ── groups and traits ─────────────────────────────────────────────────────────────────────────────────────────────


@idempotent
def edit_groups(request: HttpRequest, pk: int) -> HttpResponse:
    """The group in which an agency is ranked, and the traits that decide which rules hold for it."""
    round, post = _drafted(request, pk)
    rubric = rubric_of(round.rubric)
    entries = Entry.objects.filter(round=round).select_related("agency__kind")
    if (kind_id := whole(request.GET.get("loai", ""))) is not None:
        entries = entries.filter(agency__kind_id=kind_id)
    page_of = Paginator(entries, PER_PAGE // 2).get_page(request.GET.get("trang"))
    of_kind = request.POST.get("do") == "kind"

    def do(form: KindGroupForm) -> str:
        step = by(request, post, form.expected)
        if of_kind:
            kind = form.cleaned_data["kind"]
            preparing.describe_kind(
                round=round,
                by=step,
                kind_id=kind.pk if kind else None,
                group=form.cleaned_data["group"],
                traits=form.traits(),
            )
            return request.get_full_path()
        preparing.describe_entries(round=round, by=step, told_of=_described(request, form.trait_names))
        if request.POST.get("go") == "next":
            return next_step(round, "edit_groups")
        return request.get_full_path()

    form = KindGroupForm(
        request.POST or None, rubric=rubric, round=round, initial={"row_version": round.row_version}
    )
    lines = [_entry_line(entry, form.trait_names, request) for entry in page_of.object_list]
    page = _page(
        round,
        _("Nhóm xếp hạng và đặc điểm"),
        more={
            "lines": lines,
            "of": page_of,
            "traits": rubric.traits,
            "kinds": form.fields["kind"].queryset,
            "kind": request.GET.get("loai", ""),
            "query": urlencode({"loai": request.GET["loai"]} if request.GET.get("loai") else {}),
            "next": next_step(round, "edit_groups"),
        },
    )
    return run_form(request, page, form, do, done=_("Đã lưu."), template="rounds/running/groups.html")


@dataclass(frozen=True)
class EntryLine:
    pk: int
    agency: str
    kind: str
    group: str
    traits: tuple[tuple[str, str, tuple[str, ...], str], ...]


def _entry_line(entry: Entry, names: tuple[str, ...], request: HttpRequest) -> EntryLine:
    """One row, as typed when the form came back with an error."""
    typed = request.POST
    rubric = {trait.name: trait for trait in rubric_of(entry.round.rubric).traits}
    group = typed.get(f"group-{entry.pk}", entry.group)
    traits = tuple(
        (
            f"trait-{entry.pk}-{name}",
            rubric[name].title,
            rubric[name].values,
            typed.get(f"trait-{entry.pk}-{name}", _trait_words(entry.traits.get(name))),
        )
        for name in names
    )
    return EntryLine(entry.pk, entry.agency.name, entry.agency.kind.name, group, traits)


def _trait_words(value: Any) -> str:
    if isinstance(value, bool):
        return "có" if value else "không"
    return "" if value is None else str(value)


def _described(request: HttpRequest, names: tuple[str, ...]) -> dict[int, preparing.OfEntry]:
    shown = _numbers(request.POST.get("shown", "").split(","))
    return {
        pk: preparing.OfEntry(
            group=" ".join(request.POST.get(f"group-{pk}", "").split())[:120],
            traits={name: request.POST.get(f"trait-{pk}-{name}", "")[:200] for name in names},
        )
        for pk in shown
    }


# ── who appraises ─────────────────────────────────────────────────────────────────────────────────────────────────


@idempotent
def edit_bodies(request: HttpRequest, pk: int) -> HttpResponse:
    round, post = _drafted(request, pk)

    def do(form: BodiesForm) -> str:
        preparing.assign_bodies(round=round, by=by(request, post, form.expected), bodies=form.chosen())
        return next_step(round, "edit_bodies")

    form = BodiesForm(
        request.POST or None,
        bodies=bodies_named(round),
        round=round,
        guessed=preparing.guess_bodies(round),
        initial={"row_version": round.row_version},
    )
    page = _page(
        round,
        _("Cơ quan thẩm định"),
        intro=_("Bộ tiêu chí nêu tên cơ quan thẩm định từng phần. Mỗi tên ở đây là cơ quan nào?"),
        more={"suggested": _suggested(round)},
    )
    return run_form(request, page, form, do, done=_("Đã lưu."), template="rounds/running/act.html")


@idempotent
def edit_substitutes(request: HttpRequest, pk: int) -> HttpResponse:
    round, post = _drafted(request, pk)
    needed = needed_substitutes(round)

    def do(form: SubstitutesForm) -> str:
        step = by(request, post, form.expected)
        preparing.name_substitutes(round=round, by=step, substitutes=form.chosen())
        return next_step(round, "edit_substitutes")

    form = SubstitutesForm(
        request.POST or None, needed=needed, round=round, initial={"row_version": round.row_version}
    )
    nothing = () if needed else (_("Không cơ quan nào tự thẩm định mình; không cần cơ quan thay thế."),)
    page = _page(
        round,
        _("Cơ quan thẩm định thay thế"),
        intro=_("Không cơ quan nào được tự thẩm định mình."),
        facts=nothing,
        more={"suggested": _suggested(round)},
    )
    return run_form(request, page, form, do, done=_("Đã lưu."))


def _suggested(round: Round) -> list[str]:
    """Agencies that have appraisers, for the browser's own list of suggestions."""
    posts = Q(posts__role=Role.APPRAISER, posts__valid_to__isnull=True)
    found = preparing.eligible(round).filter(posts | Q(parent_id=round.owner_id)).distinct()
    return [called(agency) for agency in found[:MOST_SUGGESTED]]


# ── parameters and times ──────────────────────────────────────────────────────────────────────────────────────────


@idempotent
def edit_parameters(request: HttpRequest, pk: int) -> HttpResponse:
    round, post = _drafted(request, pk)

    def do(form: ParametersForm) -> str:
        step = by(request, post, form.expected)
        preparing.set_parameters(round=round, by=step, parameters=form.chosen())
        return next_step(round, "edit_parameters")

    form = ParametersForm(
        request.POST or None,
        rubric=rubric_of(round.rubric),
        round=round,
        initial={"row_version": round.row_version},
    )
    page = _page(
        round,
        _("Mốc và số do đợt quy định"),
        intro=_("Những gì bộ tiêu chí để cho đợt quy định, như “thời gian quy định”."),
    )
    return run_form(request, page, form, do, done=_("Đã lưu."))


@idempotent
def edit_phases(request: HttpRequest, pk: int) -> HttpResponse:
    round, post = _drafted(request, pk)

    def do(form: PhasesForm) -> str:
        preparing.set_phases(round=round, by=by(request, post, form.expected), phases=form.chosen())
        return next_step(round, "edit_phases")

    form = PhasesForm(request.POST or None, round=round, initial={"row_version": round.row_version})
    page = _page(
        round,
        _("Thời gian các bước"),
        intro=_(
            "Giờ Việt Nam, ví dụ 31/12/2023 17:00. Từ lúc đến hạn tới lúc khóa vẫn nhận, và tính là nộp muộn."
        ),
        more={"groups": form.groups()},
    )
    return run_form(request, page, form, do, done=_("Đã lưu."), template="rounds/running/phases.html")
