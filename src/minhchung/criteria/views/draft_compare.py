"""A draft held against any version: an issued one, or the draft itself after an earlier step."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from minhchung.criteria.domain.draft_reading import draft_reading
from minhchung.criteria.domain.library import rubric_of, versions
from minhchung.criteria.models import RubricDraft
from minhchung.criteria.views.draft_words import Frame, draft_and_by, frame_of, node_href
from minhchung.criteria.views.linting import _said
from minhchung.rubric import Rubric
from minhchung.rubric.diff import Change, compare
from minhchung.ui.present import vn_datetime
from minhchung.ui.requests import whole

STEPS_OFFERED = 60


@dataclass(frozen=True)
class ChangeLine:
    """One difference. to_answer: last year's answers to this leaf do not stand."""

    href: str
    code: str
    title: str
    name: str
    old: tuple[str, ...]
    new: tuple[str, ...]
    to_answer: bool


@dataclass(frozen=True)
class ComparePage:
    frame: Frame
    offers: tuple[tuple[str, str], ...]
    chosen: str
    lines: tuple[ChangeLine, ...] | None
    to_answer: int
    refusal: str


@require_GET
def compare_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """?voi=phien-ban-3 or buoc-12; without it, the version the draft started from, else its first step."""
    draft, _by = draft_and_by(request, pk)
    chosen = request.GET.get("voi") or (f"phien-ban-{draft.base_id}" if draft.base_id else "buoc-1")
    old, new = _chosen(draft, chosen), whole_rubric(draft.text)
    changes = compare(old, new) if old is not None and new is not None else None
    refusal = (
        ""
        if changes is not None
        else _("Một trong hai văn bản còn chỗ chưa đọc được; sửa các lỗi ở thẻ “Văn bản YAML” rồi so sánh.")
    )
    page = ComparePage(
        frame=frame_of(draft, "draft_compare"),
        offers=_offers(draft),
        chosen=chosen,
        lines=None
        if changes is None or new is None
        else tuple(change_line(draft, new, each) for each in changes),
        to_answer=len({each.id for each in changes or () if each.to_answer}),
        refusal=refusal,
    )
    return render(request, "criteria/drafts/compare.html", {"page": page})


def _offers(draft: RubricDraft) -> tuple[tuple[str, str], ...]:
    """Versions of this code first, then others, then the draft's own steps, newest first."""
    issued = sorted(versions(), key=lambda each: (each.code != draft.code, each.title, each.version))
    steps = draft.edits.defer("packed").select_related("by").order_by("-number")[:STEPS_OFFERED]
    said = _("Bước %(number)s, %(at)s, %(who)s: %(what)s")
    return (
        *((f"phien-ban-{each.pk}", str(each)) for each in issued),
        *(
            (
                f"buoc-{each.number}",
                said
                % {
                    "number": each.number,
                    "at": vn_datetime(each.at),
                    "who": each.by.full_name,
                    "what": each.summary,
                },
            )
            for each in steps
        ),
    )


def _chosen(draft: RubricDraft, chosen: str) -> Rubric | None:
    """The other side; None when its text is not a whole rubric. Raises Http404 for what there is not."""
    what, _dash, number = chosen.rpartition("-")
    found = whole(number)
    if found is not None and what == "phien-ban":
        version = versions().filter(pk=found).first()
        if version is not None:
            return rubric_of(version)
    if found is not None and what == "buoc":
        step = draft.edits.filter(number=found).first()
        if step is not None:
            return whole_rubric(step.text)
    raise Http404


def whole_rubric(text: str) -> Rubric | None:
    """The rubric that a text is; None while something of it cannot be read."""
    read = draft_reading(text).read
    return read.rubric if read.is_whole else None


def change_line(draft: RubricDraft, new: Rubric, each: Change) -> ChangeLine:
    """A difference in the reader's language."""
    stands = each.id and new.has_node(each.id)
    return ChangeLine(
        href=node_href(draft, each.id) if stands or not each.id else "",
        code=each.code,
        title=each.title if each.code else _("Phần chung"),
        name=_said(each.name.vi, each.name.en),
        old=tuple(_said(line.vi, line.en) for line in each.old),
        new=tuple(_said(line.vi, line.en) for line in each.new),
        to_answer=each.to_answer,
    )
