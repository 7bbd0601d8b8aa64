"""What the pages of a draft share: the person's post, tabs, findings as lines, refusals in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from minhchung.agencies.domain.by import By
from minhchung.agencies.requests import acting_of, received_at_of
from minhchung.criteria.domain.drafts import EDITABLE_STATES, draft_for
from minhchung.criteria.domain.editing import HEAD, Change, apply_change
from minhchung.criteria.interfaces.node_form.controls import id_of
from minhchung.criteria.interfaces.node_form.faults import fault_in_form
from minhchung.criteria.models import DraftEdit, RubricDraft
from minhchung.criteria.views.draft_form import form_words
from minhchung.criteria.views.linting import SEVERITIES
from minhchung.ledger.domain.versions import StaleRow
from minhchung.rubric.errors import Diagnostic
from minhchung.rubric.lint import Finding
from minhchung.rubric.mending import may_be_mended, mended
from minhchung.rubric.outline import Outline
from minhchung.rubric.outline_places import fields_at
from minhchung.rubric.proposal_words import proposal_in_words
from minhchung.ui.language import in_language

TRIES = 3


def draft_and_by(request: HttpRequest, pk: int) -> tuple[RubricDraft, By]:
    """The draft and who acts on it, through which post, when. Raises Http404."""
    draft, post = draft_for(acting_of(request), pk)
    return draft, By(request.user, post, received_at_of(request))  # type: ignore[arg-type]


def written(draft: RubricDraft, by: By, make: Callable[[RubricDraft], Change]) -> DraftEdit | None:
    """Work a change out and write it; worked out again when somebody saved elsewhere in between.

    Raises what `make` raises, DraftClosed, and StaleRow when it never comes to rest.
    """
    for attempt in range(TRIES):
        try:
            return apply_change(draft, make(draft), by)
        except StaleRow as stale:
            if attempt == TRIES - 1:
                raise
            draft.refresh_from_db()
            draft.text, draft.row_version = stale.current.text, stale.current.row_version
    return None


@dataclass(frozen=True)
class Frame:
    """The head of every page of a draft."""

    draft: RubricDraft
    tabs: list[dict[str, object]]
    breadcrumbs: list[dict[str, str]]
    can_write: bool
    refusal: str


def frame_of(draft: RubricDraft, current: str) -> Frame:
    """Tabs with the current page marked; why the text cannot be changed, if so."""
    pages = (
        ("draft", pgettext("draft", "Cây tiêu chí")),
        ("draft_head", pgettext("draft", "Phần chung")),
        ("draft_workbook", pgettext("draft", "Sổ tính")),
        ("draft_text", pgettext("draft", "Văn bản YAML")),
        ("draft_history", pgettext("draft", "Lịch sử")),
        ("draft_compare", pgettext("draft", "So sánh")),
    )
    tabs: list[dict[str, object]] = [
        {"href": reverse(f"criteria:{name}", args=[draft.pk]), "label": words, "current": name == current}
        for name, words in pages
    ]
    can_write = draft.state in EDITABLE_STATES
    refusal = (
        ""
        if can_write
        else _("Bản thảo đang ở bước “%(state)s” nên không sửa được.") % {"state": draft.get_state_display()}
    )
    crumbs = [
        {"href": reverse("criteria:list"), "label": pgettext("list", "Bộ tiêu chí")},
        {"href": reverse("criteria:drafts"), "label": _("Bản thảo")},
        {"label": draft.title},
    ]
    return Frame(draft, tabs, crumbs, can_write, refusal)


def node_href(draft: RubricDraft, key: str) -> str:
    """The page of a node, or of the head."""
    if key in ("", HEAD):
        return reverse("criteria:draft_head", args=[draft.pk])
    return reverse("criteria:draft_node", args=[draft.pk, key])


@dataclass(frozen=True)
class DraftFinding:
    """A fault of the text or a finding of lint, in the reader's language.

    place: line and column in the YAML, where the text is what the reader looks at. field: the path of the field it
    concerns. is_fault: it keeps the node from being read. proposal, can_apply: what would mend
    it, and whether the button can put it in. words: the proposal as one says it; empty when only its text says it.
    """

    code: str
    severity: str
    tone: str
    key: str
    node: str
    href: str
    message: str
    hint: str
    sample: str
    place: str
    field: str
    proposal: str
    words: str
    can_apply: bool
    is_fault: bool


def finding_lines(
    draft: RubricDraft,
    outline: Outline,
    text: str,
    found: Iterable[tuple[str, Diagnostic]],
    *,
    here: str = "",
    as_text: bool = False,
    plain: bool = False,
) -> tuple[DraftFinding, ...]:
    """Lines of a panel. text: what the places point into. here: the key of the page they stand on, for its own fields;
    there a button is offered only when it is sure to do something.
    as_text: faults in the words of the text, with their lines; else in those of the form. plain: the text cannot be
    taken apart, so places are lines and columns only.
    """
    items = list(found)
    spans = () if plain else tuple(each.span for _key, each in items if each.span is not None)
    fields = dict(zip(spans, fields_at(text, spans), strict=True))
    codes = {item.key: item.code for item in outline.walk()}
    words_of = cache(lambda key: form_words(outline, key))
    lines = []
    for key, each in items:
        words, tone = SEVERITIES[each.severity]
        field = fields.get(each.span, "") if each.span is not None else ""
        message, hint, place = in_language(each.message), in_language(each.hint), _place(each)
        is_fault = not isinstance(each, Finding)
        if is_fault and not (as_text or plain):
            fault = fault_in_form(each, field, words_of(key))
            field, message, hint, place = fault.field, fault.message, fault.hint, ""
        anchor = f"#{id_of(field)}" if field else ""
        href = anchor if key == here and anchor else node_href(draft, key) + anchor
        lines.append(
            DraftFinding(
                code=each.code,
                severity=str(words),
                tone=tone,
                key=key or HEAD,
                node=codes.get(key, ""),
                href=href,
                message=message,
                hint=hint,
                sample=each.sample or "",
                place=place,
                field=field,
                proposal=each.proposal or "",
                words=proposal_words(each),
                can_apply=may_be_mended(each) and (not here or mended(outline, each) is not None),
                is_fault=is_fault,
            )
        )
    return tuple(lines)


def many_href(draft: RubricDraft, lines: Iterable[DraftFinding], key: str = "") -> str:
    """The page where several of these lines' proposals go in at once; empty when there are not several."""
    if sum(line.can_apply for line in lines) < 2:
        return ""
    where = reverse("criteria:draft_proposals", args=[draft.pk])
    return f"{where}?{urlencode({'muc': key})}" if key else where


def proposal_words(finding: Diagnostic) -> str:
    """The proposal in the reader's language; empty when only its own text says it."""
    said = proposal_in_words(finding)
    return in_language(said) if said is not None else ""


def _place(each: Diagnostic) -> str:
    """Faults of the text itself say where; a finding is told by its node."""
    if each.span is None or isinstance(each, Finding):
        return ""
    return _("dòng %(line)s, cột %(column)s") % {"line": each.span.line, "column": each.span.column}
