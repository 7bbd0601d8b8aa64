"""Explanations: the thread of one leaf with its dated statements."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from minhchung.agencies.requests import acting_of, received_at_of
from minhchung.evidence.domain.facts_history import facts_stood_of
from minhchung.evidence.domain.intake import Refused, Taken, add_file
from minhchung.evidence.models import EvidenceFile
from minhchung.ledger.domain.idempotency import idempotent
from minhchung.rounds.domain.access import EntryAccess, entry_for
from minhchung.rounds.domain.appraisal import appraised_value, is_appraised, phase_of, values_of
from minhchung.rounds.domain.engine import rubric_of
from minhchung.rounds.domain.entries import NotNow
from minhchung.rounds.domain.evidence_use import candidates
from minhchung.rounds.domain.explanation import (
    TEXT,
    TEXT_MOST,
    explain,
    explanation_refusal,
    may_be_explained,
    reply,
    shows_appraisal,
    speaking_post,
    thread_of,
)
from minhchung.rounds.domain.said import REASON, Said, Unsaid
from minhchung.rounds.domain.self_scoring import leaf_for
from minhchung.rounds.enums import PhaseKind, Side, Stage
from minhchung.rounds.interfaces.leaf_form import (
    FieldView,
    Reading,
    asked_of,
    fields_of,
    place_of,
    read,
    typed,
)
from minhchung.rounds.interfaces.said_form import SaidReading
from minhchung.rounds.models import Entry, Explanation, LeafValue, Phase
from minhchung.rounds.views.appraisal_words import (
    LOCKED,
    Evidence,
    FourValues,
    RuleWords,
    SaidConflict,
    SaidForm,
    answer_and_points,
    answer_words,
    evidence_of,
    four_values,
    href_of,
    rule_words,
    said_form,
)
from minhchung.rounds.views.entry_words import crumbs
from minhchung.rounds.views.kept_said import keep_said
from minhchung.rubric import Answer, Node
from minhchung.ui.requests import whole
from minhchung.viet.folding import nfc
from minhchung.viet.numbers import shown_points

SHOWN_FILES = 20


@dataclass(frozen=True)
class ExplainForm:
    """The agency's own form: words, what it asks for, new files."""

    href: str
    key: str
    text: str
    text_most: int
    fields: tuple[FieldView, ...]
    files: tuple[EvidenceFile, ...]
    picked: frozenset[int]
    max_mb: int
    errors: tuple[tuple[str, str], ...]
    text_errors: tuple[str, ...]


@dataclass(frozen=True)
class ThreadPage:
    entry: Entry
    leaf: Node
    rule: RuleWords
    values: FourValues
    timeline: list[dict[str, Any]]
    evidence: Evidence
    phase: Phase | None
    refusal: str
    explain: ExplainForm | None
    reply: SaidForm | None
    conflict: SaidConflict | None
    errors: tuple[tuple[str, str], ...]
    rescoring: bool
    decide_href: str
    back_href: str
    href: str
    breadcrumbs: list[dict[str, str]]


@require_http_methods(["GET", "POST"])
@idempotent
def explanation(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """/ho-so/34/giai-trinh/I.1.1/: the thread; POST is the agency's statement."""
    access = entry_for(acting_of(request), pk)
    leaf = leaf_for(access.entry, code)
    _require_reader(request, access, leaf)
    if request.method == "POST":
        return _explain(request, access, leaf)
    return _show(request, access, leaf)


def _require_reader(request: HttpRequest, access: EntryAccess, leaf: Node) -> None:
    """The agency once explanations are open, the body that owns the leaf, whoever decides."""
    if access.deciding is not None or access.may_appraise(leaf.appraised_by):
        return
    phase = phase_of(access.entry, PhaseKind.EXPLANATION)
    if access.own is None or not shows_appraisal(access.entry, phase, received_at_of(request)):
        raise Http404


def _explain(request: HttpRequest, access: EntryAccess, leaf: Node) -> HttpResponse:
    if speaking_post(access) is None:
        raise Http404
    entry = access.entry
    rubric, place = rubric_of(entry.round.rubric), place_of(entry)
    asked = asked_of(rubric, leaf, place)
    reading = read(rubric, leaf, asked, typed(request.POST, asked), place)
    text = nfc(request.POST.get(TEXT, "")).strip()
    numbers = (whole(each) for each in request.POST.getlist("tep"))
    picked = frozenset(each for each in numbers if each is not None)
    if reading.errors:
        return _show(request, access, leaf, mine=(text, reading, picked), status=422)
    refusal = explanation_refusal(entry, phase_of(entry, PhaseKind.EXPLANATION), received_at_of(request))
    if refusal:
        return _show(request, access, leaf, mine=(text, reading, picked), refusal=refusal, status=LOCKED)
    return _file(request, access, leaf, text, reading, picked)


def _file(
    request: HttpRequest,
    access: EntryAccess,
    leaf: Node,
    text: str,
    reading: Reading,
    picked: frozenset[int],
) -> HttpResponse:
    entry, acting = access.entry, acting_of(request)
    mine = (text, reading, picked)
    files = list(EvidenceFile.objects.filter(pk__in=picked, agency_id=entry.agency_id))
    if len(files) != len(picked):
        raise Http404
    if not text:
        return _show(request, access, leaf, mine=mine, missing=_("Ghi nội dung giải trình."), status=422)
    results = [
        add_file(
            agency=entry.agency,
            chunks=each.chunks(),
            name=each.name or "",
            actor=acting.user,
            post=access.own,
            now=received_at_of(request),
        )
        for each in request.FILES.getlist("file")
    ]
    refused = [line for result in results if isinstance(result, Refused) for line in result.lines]
    if refused:
        for line in refused:
            messages.error(request, line)
        return _show(request, access, leaf, mine=mine, status=422)
    files += [result.file for result in results if isinstance(result, Taken)]
    requested: Answer | None = reading.answer
    try:
        explain(
            access=access,
            leaf=leaf,
            text=text,
            requested=requested,
            files=list({file.pk: file for file in files}.values()),
            actor=acting.user,
            now=received_at_of(request),
        )
    except Unsaid as fault:
        return _show(request, access, leaf, mine=mine, missing=fault.words, status=422)
    except NotNow as fault:
        return _show(request, access, leaf, mine=mine, refusal=fault.words, status=LOCKED)
    messages.success(request, _("Đã gửi giải trình %(code)s.") % {"code": leaf.code})
    return HttpResponseRedirect(href_of("explanation", entry.pk, leaf.code))


@require_POST
@idempotent
def reply_explanation(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The appraiser keeps the score, or changes it; the words stay in the thread."""
    access = entry_for(acting_of(request), pk)
    leaf = leaf_for(access.entry, code)
    if not access.may_appraise(leaf.appraised_by):
        raise Http404

    def keep(said: Said, expected: int) -> LeafValue:
        return reply(
            access=access,
            leaf=leaf,
            text=said.reason,
            said=said,
            expected=expected,
            actor=acting_of(request).user,
            now=received_at_of(request),
        )

    kept = keep_said(
        request,
        access,
        leaf,
        href=href_of("explanation", pk, leaf.code),
        show=partial(_show, request, access, leaf),
        keep=keep,
        fields={TEXT: REASON},
    )
    if isinstance(kept, HttpResponse):
        return kept
    messages.success(request, _("Đã trả lời giải trình %(code)s.") % {"code": leaf.code})
    return HttpResponseRedirect(href_of("explanation", pk, leaf.code))


# ── showing ───────────────────────────────────────────────────────────────────────────────────────────────────────

Mine = tuple[str, Reading, frozenset[int]]
"""The agency's words, what it asks for, files picked: as typed."""


def _show(
    request: HttpRequest,
    access: EntryAccess,
    leaf: Node,
    *,
    mine: Mine | None = None,
    missing: str = "",
    reading: SaidReading | None = None,
    conflict: SaidConflict | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    page = _page(request, access, leaf, mine, missing, reading, conflict, refusal)
    context = {"page": page, "breadcrumbs": page.breadcrumbs}
    return render(request, "rounds/explanation/thread.html", context, status=status)


def _page(
    request: HttpRequest,
    access: EntryAccess,
    leaf: Node,
    mine: Mine | None,
    missing: str,
    reading: SaidReading | None,
    conflict: SaidConflict | None,
    refusal: str,
) -> ThreadPage:
    entry = access.entry
    phase = phase_of(entry, PhaseKind.EXPLANATION)
    values = values_of(entry, leaf.id)
    thread = thread_of(entry, leaf)
    closed = explanation_refusal(entry, phase, received_at_of(request))
    open_here = not (closed and not refusal) and Stage.FINAL not in values
    here = href_of("explanation", entry.pk, leaf.code)
    form = None
    if open_here and speaking_post(access) is not None and may_be_explained(leaf, values):
        form = _explain_form(entry, leaf, here, mine, missing)
    answer = None
    asked = any(each.side == Side.AGENCY for each in thread)
    if open_here and access.may_appraise(leaf.appraised_by) and asked and conflict is None:
        answer = _reply_form(entry, leaf, values, reading)
    errors = (form.errors if form else ()) or (answer.errors if answer else ())
    own_list = access.own is not None or access.deciding is not None
    back = (
        href_of("differences", entry.pk)
        if own_list
        else href_of("appraisal", entry.round_id) + "?loc=cho-giai-trinh"
    )
    return ThreadPage(
        entry=entry,
        leaf=leaf,
        rule=rule_words(entry, leaf),
        values=four_values(entry, leaf, _seen_by(access, leaf, values)),
        timeline=[statement_view(entry, leaf, each) for each in thread],
        evidence=evidence_of(entry, leaf, here, request.GET.get("tep", ""))
        if speaking_post(access) is None
        else Evidence((), None, None, "", False, None),
        phase=phase,
        refusal=refusal or closed,
        explain=form,
        reply=answer,
        conflict=conflict,
        errors=errors,
        rescoring=not is_appraised(leaf, values),
        decide_href=href_of("decide_leaf", entry.pk, leaf.code) if access.deciding else "",
        back_href=back,
        href=here,
        breadcrumbs=_trail(access, leaf, back),
    )


def _trail(access: EntryAccess, leaf: Node, back: str) -> list[dict[str, str]]:
    if access.own is not None:
        return crumbs(access.entry, (back, _("Giải trình")), ("", leaf.code))
    return [
        {"href": reverse("rounds:list"), "label": _("Đợt chấm điểm")},
        {"href": back, "label": _("Giải trình")},
        {"label": f"{access.entry.agency} – {leaf.code}"},
    ]


def _seen_by(access: EntryAccess, leaf: Node, values: Mapping[str, LeafValue]) -> Mapping[str, LeafValue]:
    """The agency sees the appraisal once it is finished; two scores that must be made again are not yet one."""
    if access.own is None or access.deciding is not None or is_appraised(leaf, values):
        return values
    return {stage: value for stage, value in values.items() if stage not in (Stage.APPRAISED, Stage.SECOND)}


def _explain_form(entry: Entry, leaf: Node, here: str, mine: Mine | None, missing: str) -> ExplainForm:
    rubric = rubric_of(entry.round.rubric)
    asked = asked_of(rubric, leaf, place_of(entry))
    text, reading, picked = mine or ("", Reading({}), frozenset())
    errors: list[tuple[str, str]] = [("#giai-trinh", missing)] if missing else []
    fields = fields_of(asked, reading.texts, reading.errors)
    anchors = {each.name: f"#{each.id}-0" if each.options else f"#{each.id}" for each in fields}
    errors += [
        (anchors.get(name, "#giai-trinh"), line) for name, lines in reading.errors.items() for line in lines
    ]
    return ExplainForm(
        href=here,
        key=str(uuid.uuid4()),
        text=text,
        text_most=TEXT_MOST,
        fields=fields,
        files=tuple(candidates(entry, leaf)[:SHOWN_FILES]),
        picked=picked,
        max_mb=settings.UPLOAD_MAX_BYTES // 1024 // 1024,
        errors=tuple(errors),
        text_errors=(missing,) if missing else (),
    )


def _reply_form(
    entry: Entry, leaf: Node, values: Mapping[str, LeafValue], reading: SaidReading | None
) -> SaidForm:
    value, explained = appraised_value(values), values.get(Stage.EXPLAINED)
    return said_form(
        entry,
        leaf,
        href=href_of("reply_explanation", entry.pk, leaf.code),
        mine=explained,
        row_version=explained.row_version if explained else 0,
        seen=value.row_version if value else 0,
        agree_label=_("Giữ kết quả thẩm định:"),
        agree=answer_and_points(entry, leaf, value) if value else "",
        reading=reading,
        reason_label=_("Nội dung trả lời"),
        reason_hint=_("Bắt buộc. Lời trả lời được giữ nguyên, ghi ngày, và công bố cùng kết quả."),
    )


SIDE_TONES = {Side.AGENCY: "active", Side.APPRAISER: "neutral", Side.COUNCIL: "done"}


def _with_points(words: str, points: Fraction | None) -> str:
    """An answer and what it would be worth; a mark that is its own points is said once."""
    if points is None:
        return words
    shown = shown_points(points)
    if words == shown:
        return _("%(points)s điểm") % {"points": shown}
    return _("%(answer)s (%(points)s điểm)") % {"answer": words, "points": shown}


def statement_view(entry: Entry, leaf: Node, each: Explanation) -> dict[str, Any]:
    """One statement for the component `timeline`."""
    side = Side(each.side)
    facts = []
    if each.requested_answer is not None:
        words = answer_words(entry, leaf, each.requested_answer)
        label = _("Đề nghị") if side == Side.AGENCY else _("Kết quả")
        facts.append(f"{label}: {_with_points(words, each.requested_points)}")
    return {
        "id": f"y-kien-so-{each.pk}",
        "title": str(side.label),
        "at": each.at,
        "who": each.by.full_name,
        "post": str(each.post) if each.post else "",
        "body": each.text,
        "facts": facts,
        "files": list(_files(each)),
        "tone": SIDE_TONES[side],
    }


def _files(each: Explanation) -> Iterable[dict[str, str]]:
    """Each file as it was described when the statement was made."""
    for pk, said in facts_stood_of((file, each.at) for file in each.files.all()).items():
        yield {"name": said.name, "href": reverse("evidence:file", args=[pk]), "facts": said.number}
