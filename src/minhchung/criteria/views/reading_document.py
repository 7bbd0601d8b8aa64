"""Read a published document into a draft: what was read, how surely, from where, and what lint says of it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from minhchung.agencies.domain.acting import Acting
from minhchung.agencies.enums import Role
from minhchung.agencies.models import Post
from minhchung.agencies.requests import acting_of, received_at_of
from minhchung.criteria.domain.drafts import start_draft
from minhchung.criteria.domain.library import versions
from minhchung.criteria.interfaces.node_form.kinds import KIND_FORMS
from minhchung.criteria.interfaces.read_forms import DocumentForm, ReadDraftForm
from minhchung.criteria.views.linting import SEVERITIES
from minhchung.ledger.domain.idempotency import idempotent
from minhchung.rubric.errors import RubricError
from minhchung.rubric.read.told import Told, ToldFinding, ToldNode
from minhchung.rubric.read.worker import read_apart
from minhchung.ui.language import in_language

SURE = {
    "certain": (pgettext_lazy("reading", "chắc"), "done"),
    "likely": (pgettext_lazy("reading", "có lẽ"), "neutral"),
    "unsure": (pgettext_lazy("reading", "cần quyết định"), "due"),
}
HEAD_WORDS = {
    "title": gettext_lazy("Tên"),
    "decision": gettext_lazy("Quyết định"),
    "total": gettext_lazy("Tổng điểm"),
    "step": gettext_lazy("Bước điểm"),
    "not_applicable": gettext_lazy("Khi không áp dụng"),
    "header": gettext_lazy("Hàng tiêu đề"),
    "year": gettext_lazy("Năm"),
    "numbering": gettext_lazy("Cách đánh số"),
    "classes": gettext_lazy("Xếp loại"),
}
_MOST_LOOSE = 40


@dataclass(frozen=True)
class FindingWords:
    code: str
    tone: str
    severity: str
    message: str


@dataclass(frozen=True)
class NodeWords:
    """One criterion as a row. tone: of the tag that says how sure its reading is."""

    node: ToldNode
    points: str
    kind: str
    sure: str
    tone: str
    reasons: tuple[str, ...]
    words: tuple[str, ...]
    place: str
    findings: tuple[FindingWords, ...]


@dataclass(frozen=True)
class PointWords:
    text: str
    place: str


@dataclass(frozen=True)
class HeadWords:
    what: str
    value: str
    sure: str
    tone: str
    reasons: tuple[str, ...]
    place: str


@dataclass(frozen=True)
class FaultWords:
    place: str
    value: str
    rule: str
    fix: str


@dataclass(frozen=True)
class Shown:
    """A reading in the reader's language."""

    name: str
    layout: str
    leaves: int
    certain: int
    likely: int
    unsure: int
    undecided: tuple[str, ...]
    head: tuple[HeadWords, ...]
    nodes: tuple[NodeWords, ...]
    uses: tuple[tuple[str, int], ...]
    numbers: int
    left: tuple[PointWords, ...]
    loose: tuple[str, ...]
    general: tuple[FindingWords, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class ReadPage:
    """shown: what was read, None before a file is sent and where nothing could be read (`faults` then say why)."""

    form: DocumentForm
    shown: Shown | None = None
    faults: tuple[FaultWords, ...] = ()
    draft_form: ReadDraftForm | None = None
    key: str = ""


@require_http_methods(["GET", "POST"])
def read(request: HttpRequest) -> HttpResponse:
    """/bo-tieu-chi/doc-van-ban/: the document is read and shown; nothing is kept."""
    if request.method != "POST":
        return _page(request, ReadPage(DocumentForm()))
    form = DocumentForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, ReadPage(form), status=422)
    file = form.cleaned_data["file"]
    told = read_apart(file.read(), file.name)
    if not told.text:
        faults = tuple(
            FaultWords(in_language(each.place), each.value, in_language(each.rule), in_language(each.fix))
            for each in told.faults
        )
        return _page(request, ReadPage(form, faults=faults), status=422)
    named = {"text": told.text, "title": told.title[:500], "code": told.code[:80], "version": "1"}
    page = ReadPage(
        DocumentForm(), _shown(told), draft_form=ReadDraftForm(initial=named), key=str(uuid.uuid4())
    )
    return _page(request, page)


@require_POST
@idempotent
def start(request: HttpRequest) -> HttpResponse:
    """/bo-tieu-chi/doc-van-ban/tao/: what was read becomes a draft of the agency whose author one is."""
    post = _author_post(request)
    form = ReadDraftForm(request.POST)
    if not form.is_valid():
        return _again(request, form)
    said = form.cleaned_data
    try:
        draft = start_draft(
            owner=post.agency,
            actor=request.user,  # type: ignore[arg-type]
            post=post,
            now=received_at_of(request),
            code=said["code"],
            title=said["title"],
            version=said["version"],
            text=said["text"],
        )
    except RubricError as error:
        for each in error.diagnostics[:5]:
            form.add_error(None, f"{in_language(each.message)} {in_language(each.hint)}")
        return _again(request, form)
    return HttpResponseRedirect(reverse("criteria:draft", args=[draft.pk]))


def _again(request: HttpRequest, form: ReadDraftForm) -> HttpResponse:
    page = ReadPage(DocumentForm(), draft_form=form, key=str(uuid.uuid4()))
    return _page(request, page, status=422)


def _page(request: HttpRequest, page: ReadPage, status: int = 200) -> HttpResponse:
    crumbs = [
        {"href": reverse("criteria:list"), "label": _("Bộ tiêu chí")},
        {"label": _("Đọc văn bản")},
    ]
    shown_form = page.draft_form if page.draft_form is not None and page.draft_form.is_bound else page.form
    codes = sorted({version.code for version in versions()})
    context = {"page": page, "form": shown_form, "breadcrumbs": crumbs, "codes": codes}
    return render(request, "criteria/read.html", context, status=status)


def _author_post(request: HttpRequest) -> Post:
    acting: Acting = acting_of(request)
    found = next((post for post in acting.posts if post.role == Role.AUTHOR), None)
    if found is None:
        raise Http404
    return found


# ── in words ──


def _shown(told: Told) -> Shown:
    by_node: dict[str, list[FindingWords]] = {}
    for finding in told.findings:
        by_node.setdefault(finding.node, []).append(_finding(finding))
    codes = {node.code for node in told.nodes}
    return Shown(
        name=told.name,
        layout=in_language(told.layout),
        leaves=sum(1 for node in told.nodes if node.kind),
        certain=told.count("certain"),
        likely=told.count("likely"),
        unsure=told.count("unsure"),
        undecided=tuple(node.code for node in told.to_decide),
        head=tuple(
            HeadWords(
                str(HEAD_WORDS.get(each.what, each.what)),
                each.value,
                str(SURE[each.sure][0]),
                SURE[each.sure][1],
                tuple(in_language(reason) for reason in each.reasons),
                in_language(each.place),
            )
            for each in told.head
        ),
        nodes=tuple(_node(node, tuple(by_node.get(node.code, ()))) for node in told.nodes),
        uses=tuple((in_language(use), count) for use, count in told.uses),
        numbers=len(told.points),
        left=tuple(PointWords(each.text, in_language(each.place)) for each in told.left),
        loose=told.loose[:_MOST_LOOSE],
        general=tuple(words for node, found in by_node.items() if node not in codes for words in found),
        remarks=tuple(in_language(each) for each in told.remarks),
    )


def _node(node: ToldNode, findings: tuple[FindingWords, ...]) -> NodeWords:
    words, tone = SURE[node.sure]
    return NodeWords(
        node=node,
        points=in_language(node.points),
        kind=str(KIND_FORMS[node.kind].words) if node.kind else "",
        sure=str(words) if node.kind else "",
        tone=tone,
        reasons=tuple(in_language(reason) for reason in node.reasons),
        words=tuple(in_language(line) for line in node.words),
        place=in_language(node.place),
        findings=findings,
    )


def _finding(finding: ToldFinding) -> FindingWords:
    words, tone = SEVERITIES[finding.severity]
    return FindingWords(finding.code, tone, str(words), in_language(finding.message))
