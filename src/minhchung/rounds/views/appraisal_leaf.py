"""One leaf of one agency at the appraiser's desk: criteria tree, the evidence itself, the score."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from minhchung.agencies.requests import acting_of, received_at_of
from minhchung.ledger.domain.idempotency import idempotent
from minhchung.rounds.domain.access import EntryAccess, appraised_entry_for
from minhchung.rounds.domain.appraisal import (
    appraisal_refusal,
    appraise,
    is_appraised,
    must_rescore,
    phase_of,
    stage_for,
    values_of,
)
from minhchung.rounds.domain.desk import Line, facts_of, lines_from
from minhchung.rounds.domain.engine import rubric_of
from minhchung.rounds.domain.entries import NotNow
from minhchung.rounds.domain.own_leaves import own_leaves
from minhchung.rounds.domain.said import Said
from minhchung.rounds.domain.self_scoring import leaf_for
from minhchung.rounds.enums import PhaseKind, Side, Stage
from minhchung.rounds.interfaces.said_form import SaidReading
from minhchung.rounds.models import Entry, LeafValue, Phase
from minhchung.rounds.views.appraisal_words import (
    Evidence,
    FourValues,
    HistoryRow,
    RuleWords,
    SaidConflict,
    SaidForm,
    answer_and_points,
    evidence_of,
    four_values,
    history_of,
    href_of,
    round_crumbs,
    rule_words,
    said_form,
)
from minhchung.rounds.views.data_words import DataPanel, data_panel
from minhchung.rounds.views.entry_words import title_of
from minhchung.rounds.views.kept_said import keep_said, number_in
from minhchung.rubric import Node, Rubric
from minhchung.ui.present import iso_time
from minhchung.ui.requests import wants_json


@dataclass(frozen=True)
class LeafPage:
    entry: Entry
    leaf: Node
    rule: RuleWords
    values: FourValues
    tree: tuple[dict[str, Any], ...]
    evidence: Evidence
    form: SaidForm | None
    conflict: SaidConflict | None
    refusal: str
    note: str
    data: DataPanel | None
    phase: Phase | None
    history: tuple[HistoryRow, ...]
    thread_href: str
    place: int
    count: int
    previous_href: str
    next_href: str
    desk_href: str
    grid_href: str
    goto_href: str
    href: str
    rescored: bool
    waits_second: bool
    breadcrumbs: list[dict[str, str]]


@require_http_methods(["GET", "POST"])
@idempotent
def appraise_leaf(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """/ho-so/34/tham-dinh/I.1.1/: GET shows, POST keeps (the form, or one row of the grid)."""
    access = appraised_entry_for(acting_of(request), pk, lock=request.method == "POST")
    leaf = leaf_for(access.entry, code)
    if not access.may_appraise(leaf.appraised_by):
        raise Http404
    if request.method == "POST":
        return _save(request, access, leaf)
    return _show(request, access, leaf)


@require_GET
def appraise_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Go to a criterion by its number (`?so=I.1.1`); without one, to the first that is still open."""
    access = appraised_entry_for(acting_of(request), pk)
    leaves = leaves_here(access)
    if not leaves:
        raise Http404
    wanted = request.GET.get("so", "").strip()
    if wanted:
        found = next((leaf for leaf in leaves if leaf.code.casefold() == wanted.casefold()), None)
        if found is None:
            messages.error(
                request, _("Không có tiêu chí %(code)s trong phần bạn thẩm định.") % {"code": wanted}
            )
            found = leaves[0]
    else:
        facts = facts_of(access.entry.round, [leaf.id for leaf in leaves], access.entry)
        found = next(
            (leaf for leaf in leaves if not is_appraised(leaf, facts.values.get((pk, leaf.id), {}))),
            leaves[0],
        )
    return HttpResponseRedirect(href_of("appraise_leaf", pk, found.code))


def leaves_here(access: EntryAccess) -> tuple[Node, ...]:
    """The leaves of this entry that this person appraises, in the order of the text."""
    every = own_leaves(rubric_of(access.entry.round.rubric), access.entry.traits).every
    return tuple(leaf for leaf in every if access.may_appraise(leaf.appraised_by))


# ── saving ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _save(request: HttpRequest, access: EntryAccess, leaf: Node) -> HttpResponse:
    group = request.POST.get("group", "")
    prefix = f"{group}:" if group else ""

    def keep(said: Said, expected: int) -> LeafValue:
        return appraise(
            access=access,
            leaf=leaf,
            said=said,
            expected=expected,
            seen=number_in(request, f"{prefix}seen"),
            actor=acting_of(request).user,
            now=received_at_of(request),
        )

    kept = keep_said(
        request,
        access,
        leaf,
        href=href_of("appraise_leaf", access.entry.pk, leaf.code),
        show=partial(_show_again, request, access, leaf, prefix),
        keep=keep,
        prefix=prefix,
    )
    return _saved(request, access, leaf, kept) if isinstance(kept, LeafValue) else kept


def _saved(request: HttpRequest, access: EntryAccess, leaf: Node, value: LeafValue) -> HttpResponse:
    pk = access.entry.pk
    if wants_json(request):
        chip = render_to_string("rounds/appraisal/_points.html", {"id": pk, "value": value, "leaf": leaf})
        return JsonResponse(
            {
                "row_version": value.row_version,
                "saved_at": iso_time(value.at),
                "fragments": {f"diem-{pk}": chip},
            }
        )
    words = _("Đã lưu thẩm định %(code)s của %(agency)s.")
    messages.success(request, words % {"code": leaf.code, "agency": access.entry.agency})
    if request.POST.get("go") != "next":
        return HttpResponseRedirect(href_of("appraise_leaf", pk, leaf.code))
    after = _neighbours(access, leaf)[1]
    if after is not None:
        return HttpResponseRedirect(href_of("appraise_leaf", pk, after.code))
    messages.info(request, _("Đã đến tiêu chí cuối của cơ quan này."))
    return HttpResponseRedirect(href_of("appraisal", access.entry.round_id) + "?theo=co-quan")


def _show_again(
    request: HttpRequest,
    access: EntryAccess,
    leaf: Node,
    prefix: str,
    *,
    reading: SaidReading,
    conflict: SaidConflict | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page with what was typed; a row of the grid is told in JSON."""
    if status == 200 or not wants_json(request):
        return _show(
            request, access, leaf, reading=reading, conflict=conflict, refusal=refusal, status=status
        )
    body: dict[str, Any]
    if conflict is not None:
        html = render_to_string("rounds/entry/_conflict.html", {"conflict": conflict})
        theirs = {prefix + name: values for name, values in conflict.theirs.items()}
        body = {"row_version": conflict.row_version, "html": html, "theirs": theirs}
    elif refusal:
        body = {"message": refusal}
    else:
        body = {
            "errors": {(prefix + name if name else name): lines for name, lines in reading.errors.items()}
        }
    return JsonResponse(body, status=status)


# ── showing ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _show(
    request: HttpRequest,
    access: EntryAccess,
    leaf: Node,
    *,
    reading: SaidReading | None = None,
    conflict: SaidConflict | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    page = _page(request, access, leaf, reading, conflict, refusal)
    context = {"page": page, "breadcrumbs": page.breadcrumbs}
    return render(request, "rounds/appraisal/leaf.html", context, status=status)


def _page(
    request: HttpRequest,
    access: EntryAccess,
    leaf: Node,
    reading: SaidReading | None,
    conflict: SaidConflict | None,
    refusal: str,
) -> LeafPage:
    entry, actor = access.entry, acting_of(request).user
    phase = phase_of(entry, PhaseKind.APPRAISAL)
    leaves = leaves_here(access)
    facts = facts_of(entry.round, [each.id for each in leaves], entry)
    lines = lines_from(rubric_of(entry.round.rubric), ((access, each) for each in leaves), facts)
    values = values_of(entry, leaf.id)
    closed = refusal or appraisal_refusal(entry, phase, received_at_of(request))
    try:
        stage: Stage | None = stage_for(leaf, values, actor)
    except NotNow as fault:
        stage, closed = None, closed or fault.words
    mine = values.get(stage) if stage else None
    hidden = _hidden(leaf, values, stage)
    seen = {name: value for name, value in values.items() if name not in hidden}
    before, after, place = _neighbours(access, leaf)
    here = href_of("appraise_leaf", entry.pk, leaf.code)
    own = values.get(Stage.SELF)
    settled_later = Stage.EXPLAINED in values or Stage.FINAL in values
    writable = stage is not None and conflict is None and not settled_later and not (closed and not refusal)
    return LeafPage(
        entry=entry,
        leaf=leaf,
        rule=rule_words(entry, leaf),
        values=four_values(entry, leaf, seen),
        tree=tree_of(rubric_of(entry.round.rubric), lines, leaf),
        evidence=evidence_of(entry, leaf, here, request.GET.get("tep", "")),
        form=said_form(
            entry,
            leaf,
            href=here,
            mine=mine,
            row_version=mine.row_version if mine else 0,
            seen=own.row_version if own else 0,
            agree=answer_and_points(entry, leaf, own) if own else "",
            is_entered=leaf.answered_by != "agency",
            reading=reading,
            next_label=_("Lưu và sang tiêu chí kế"),
        )
        if writable
        else None,
        conflict=conflict,
        refusal=closed,
        note=own.note if own else "",
        data=data_panel(entry, leaf, own, may_write=False),
        phase=phase,
        history=history_of(entry, leaf, hidden),
        thread_href=href_of("explanation", entry.pk, leaf.code)
        if facts.said.get((entry.pk, leaf.id))
        else "",
        place=place,
        count=len(leaves),
        previous_href=href_of("appraise_leaf", entry.pk, before.code) if before else "",
        next_href=href_of("appraise_leaf", entry.pk, after.code) if after else "",
        desk_href=href_of("appraisal", entry.round_id),
        grid_href=href_of("appraisal_grid", entry.round_id, leaf.code),
        goto_href=href_of("appraise_entry", entry.pk),
        href=here,
        rescored=must_rescore(leaf, values),
        waits_second=leaf.appraisers >= 2 and Stage.SECOND not in values,
        breadcrumbs=round_crumbs(
            entry.round,
            (href_of("appraisal", entry.round_id), _("Thẩm định")),
            ("", f"{entry.agency.short_name or entry.agency.name} – {leaf.code}"),
        ),
    )


def _hidden(leaf: Node, values: dict[str, LeafValue], stage: Stage | None) -> frozenset[str]:
    """Two appraisers score apart: the first's score is not shown until the second has one."""
    if leaf.appraisers >= 2 and stage == Stage.SECOND and Stage.SECOND not in values:
        return frozenset({str(Stage.APPRAISED)})
    return frozenset()


def _neighbours(access: EntryAccess, leaf: Node) -> tuple[Node | None, Node | None, int]:
    leaves = leaves_here(access)
    place = next(index for index, each in enumerate(leaves) if each.id == leaf.id)
    before = leaves[place - 1] if place else None
    after = leaves[place + 1] if place + 1 < len(leaves) else None
    return before, after, place + 1


def tree_of(rubric: Rubric, lines: tuple[Line, ...], current: Node) -> tuple[dict[str, Any], ...]:
    """This agency's leaves under their sections, each with its state, for the component `tree`."""
    sections: dict[str, dict[str, Any]] = {}
    for line in lines:
        section = rubric.section_of(line.leaf.code)
        parent = sections.setdefault(
            section.code,
            {"label": section.label, "text": title_of(section), "children": [], "open": True},
        )
        words, tone = line_state(line)
        parent["children"].append(
            {
                "label": line.leaf.code,
                "text": title_of(line.leaf),
                "href": href_of("appraise_leaf", line.entry.pk, line.leaf.code),
                "current": line.leaf.id == current.id,
                "state": words,
                "tone": tone,
            }
        )
    return tuple(sections.values())


def line_state(line: Line) -> tuple[str, str]:
    """What stands at a leaf on the desk, in words, and the tone of its tag."""
    if line.is_rescored:
        return _("Phải chấm lại"), "error"
    if line.awaits_reply:
        return _("Chờ giải trình"), "active"
    if line.said and line.said[-1] == Side.APPRAISER:
        return _("Đã trả lời"), "done"
    if line.appraised is None:
        return _("Chưa thẩm định"), "neutral"
    if line.is_open:
        return _("Chờ người thứ hai"), "active"
    return (_("Thay đổi"), "active") if line.is_changed else (_("Đã thẩm định"), "done")
