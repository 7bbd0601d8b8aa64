"""The agency's list of differences: where the appraisal says something else, and how far each explanation is."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from minhchung.agencies.requests import acting_of, received_at_of
from minhchung.rounds.domain.access import entry_for
from minhchung.rounds.domain.appraisal import appraised_value, phase_of
from minhchung.rounds.domain.explanation import (
    Difference,
    differences_in,
    explanation_refusal,
    shows_appraisal,
    speaking_post,
)
from minhchung.rounds.enums import PhaseKind, Stage
from minhchung.rounds.models import Entry, LeafValue, Phase
from minhchung.rounds.views.appraisal_words import (
    href_of,
    state_words,
)
from minhchung.rounds.views.entry_words import crumbs, title_of


@dataclass(frozen=True)
class DifferenceRow:
    href: str
    code: str
    title: str
    own: LeafValue | None
    own_state: str
    appraised: LeafValue | None
    appraised_state: str
    reason: str
    explained: LeafValue | None
    final: LeafValue | None
    statements: int
    state: str
    tone: str


@dataclass(frozen=True)
class DifferencesPage:
    entry: Entry
    phase: Phase | None
    refusal: str
    is_shown: bool
    changed: tuple[DifferenceRow, ...]
    entered: tuple[DifferenceRow, ...]
    may_explain: bool
    breadcrumbs: list[dict[str, str]]


@require_GET
def differences(request: HttpRequest, pk: int) -> HttpResponse:
    """/ho-so/34/giai-trinh/: where the appraisal says something else than the agency."""
    access = entry_for(acting_of(request), pk)
    if access.own is None and access.deciding is None:
        raise Http404
    entry, now = access.entry, received_at_of(request)
    phase = phase_of(entry, PhaseKind.EXPLANATION)
    shown = access.deciding is not None or shows_appraisal(entry, phase, now)
    found = differences_in(entry) if shown else ()
    refusal = explanation_refusal(entry, phase, now)
    page = DifferencesPage(
        entry=entry,
        phase=phase,
        refusal=refusal,
        is_shown=shown,
        changed=tuple(_difference(entry, each) for each in found if not each.is_entered),
        entered=tuple(_difference(entry, each) for each in found if each.is_entered),
        may_explain=speaking_post(access) is not None and not refusal,
        breadcrumbs=crumbs(entry, ("", _("Giải trình"))),
    )
    context = {"page": page, "breadcrumbs": page.breadcrumbs}
    return render(request, "rounds/explanation/differences.html", context)


def _difference(entry: Entry, found: Difference) -> DifferenceRow:
    own, value = found.values.get(Stage.SELF), appraised_value(found.values)
    state, tone = _progress(found)
    return DifferenceRow(
        href=href_of("explanation", entry.pk, found.leaf.code),
        code=found.leaf.code,
        title=title_of(found.leaf),
        own=own,
        own_state=state_words(own) if own else _("Chưa trả lời"),
        appraised=value,
        appraised_state=state_words(value) if value else "",
        reason=value.reason if value else "",
        explained=found.values.get(Stage.EXPLAINED),
        final=found.values.get(Stage.FINAL),
        statements=len(found.said),
        state=state,
        tone=tone,
    )


def _progress(found: Difference) -> tuple[str, str]:
    if Stage.FINAL in found.values:
        return _("Hội đồng đã kết luận"), "done"
    if found.is_waiting:
        return _("Chờ trả lời"), "active"
    if found.said:
        return _("Đã trả lời"), "done"
    return _("Chưa giải trình"), "neutral"
