"""The side that asks: send a draft for opinion, watch who has answered, end it, send the table back."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from minhchung.agencies.domain.refusal import Refused
from minhchung.agencies.enums import Role
from minhchung.agencies.requests import acting_of, received_at_of
from minhchung.agencies.views.act import ActPage, act
from minhchung.criteria.domain import consulting
from minhchung.criteria.domain.consultations import (
    ASKED,
    READERS,
    Gathered,
    Timing,
    consultation_for,
    consultations_for,
    gathered,
    invitations_for,
    position_of,
    reply_of,
    timing_of,
)
from minhchung.criteria.domain.drafts import draft_for
from minhchung.criteria.interfaces.consult_forms import ConsultForm, ExtendForm
from minhchung.criteria.models import Consultation, RubricDraft
from minhchung.criteria.views.shown import (
    POSITION_TONES,
    NodeShown,
    OpinionShown,
    by_of,
    confirming,
    opinion_shown,
    position_words,
    shown,
)
from minhchung.ledger.domain.idempotency import idempotent
from minhchung.ui.present import in_vietnam, vn_datetime


def crumbs(label: str = "", consultation: Consultation | None = None) -> list[dict[str, str]]:
    """The way to a page of the side that asks."""
    found = [{"href": reverse("criteria:consultations"), "label": _("Lấy ý kiến")}]
    if consultation is not None:
        found.append(
            {"href": reverse("criteria:consultation", args=[consultation.pk]), "label": str(consultation)}
        )
    return [*found, {"label": label}] if label else found


# ── the list ──


@dataclass(frozen=True)
class ConsultationLine:
    href: str
    title: str
    body: str
    number: str
    due_at: datetime
    tone: str
    words: str


@dataclass(frozen=True)
class ConsultationsPage:
    """own: consultations that the person's body runs; asked: those in which the person's agency is asked."""

    own: tuple[ConsultationLine, ...]
    asked: tuple[ConsultationLine, ...]
    shows_own: bool
    shows_asked: bool


@require_GET
def consultations(request: HttpRequest) -> HttpResponse:
    """/bo-tieu-chi/lay-y-kien/"""
    acting, now = acting_of(request), received_at_of(request)
    own = []
    for each in consultations_for(acting).prefetch_related("acts"):
        timing = timing_of(each)
        tone, words = _state(timing, now)
        href = reverse("criteria:consultation", args=[each.pk])
        own.append(
            ConsultationLine(
                href, each.draft.title, each.draft.owner.name, each.number, timing.due_at, tone, words
            )
        )
    asked = []
    for invitation in invitations_for(acting).prefetch_related("consultation__acts"):
        consultation = invitation.consultation
        timing = timing_of(consultation)
        position = position_of(reply_of(invitation), timing.due_at, now)
        asked.append(
            ConsultationLine(
                reverse("criteria:asked", args=[invitation.pk]),
                consultation.draft.title,
                consultation.draft.owner.name,
                consultation.number,
                timing.due_at,
                POSITION_TONES[position.meaning],
                position_words(position),
            )
        )
    page = ConsultationsPage(
        tuple(own), tuple(asked), bool(acting.agency_ids(*READERS)), bool(acting.agency_ids(*ASKED))
    )
    return render(request, "criteria/consult/list.html", {"page": page})


def _state(timing: Timing, now: datetime) -> tuple[str, str]:
    if timing.is_published:
        return "done", _("Đã gửi bảng tổng hợp")
    if timing.is_closed:
        return "active", _("Đang tiếp thu, giải trình")
    return ("due", _("Đã hết hạn")) if now > timing.due_at else ("active", _("Đang lấy ý kiến"))


# ── sending ──


@dataclass(frozen=True)
class SendPage:
    draft: RubricDraft
    key: str


@require_http_methods(["GET", "POST"])
@idempotent
def consult(request: HttpRequest, pk: int) -> HttpResponse:
    """/bo-tieu-chi/lay-y-kien/moi/12/: the letter and whom it goes to."""
    draft, post = draft_for(acting_of(request), pk)
    now = received_at_of(request)
    form = ConsultForm(
        request.POST or None,
        owner=draft.owner,
        today=in_vietnam(now).date(),
        initial={"letter": _letter(draft)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            sent = consulting.send_for_opinion(
                draft=draft,
                agencies=form.chosen(),
                number=form.cleaned_data["number"],
                letter=form.cleaned_data["letter"],
                due_at=form.cleaned_data["due_at"],
                by=by_of(request, post),
            )
        except Refused as refused:
            refused.put_on(form)
        else:
            return _to(sent)
    status = 422 if request.method == "POST" else 200
    page = SendPage(draft, str(uuid.uuid4()))
    context = {"page": page, "form": form, "breadcrumbs": crumbs(_("Gửi lấy ý kiến"))}
    return render(request, "criteria/consult/send.html", context, status=status)


def _letter(draft: RubricDraft) -> str:
    return _(
        "Đề nghị cơ quan nghiên cứu, tham gia ý kiến vào dự thảo %(title)s. Cơ quan được giao thẩm định tiêu chí nào "
        "thì cho ý kiến thêm về tiêu chí đó."
    ) % {"title": draft.title}


def _to(consultation: Consultation) -> HttpResponse:
    answer = HttpResponse(status=302)
    answer["Location"] = reverse("criteria:consultation", args=[consultation.pk])
    return answer


# ── one consultation ──


@dataclass(frozen=True)
class AskedShown:
    agency: str
    words: str
    tone: str
    opinions: int
    unconfirmed: int


@dataclass(frozen=True)
class TopicShown:
    node: NodeShown
    opinions: tuple[OpinionShown, ...]


@dataclass(frozen=True)
class ConsultationPage:
    consultation: Consultation
    timing: Timing
    now: datetime
    counts: dict[str, int]
    asked: tuple[AskedShown, ...]
    topics: tuple[TopicShown, ...]
    open_count: int
    unheard: str
    may_write: bool
    may_end: bool
    issue_href: str


@require_GET
def consultation(request: HttpRequest, pk: int) -> HttpResponse:
    """/bo-tieu-chi/lay-y-kien/12/: who has answered, and every opinion by its place in the text."""
    acting, now = acting_of(request), received_at_of(request)
    kept, _post = consultation_for(acting, pk)
    found = gathered(kept, now)
    unheard = found.unheard(now)
    may_write = acting.post_for(kept.draft.owner_id, Role.AUTHOR) is not None
    may_answer = (
        may_write and not found.timing.is_published and kept.draft.state in ("drafting", "consulting")
    )
    page = ConsultationPage(
        consultation=kept,
        timing=found.timing,
        now=now,
        counts=_counts(found),
        asked=tuple(
            AskedShown(
                each.invitation.agency.name,
                position_words(each.position),
                POSITION_TONES[each.position.meaning],
                len(each.opinions),
                each.unconfirmed if each in unheard else 0,
            )
            for each in found.asked
        ),
        topics=tuple(
            TopicShown(
                shown(found.rubric, topic.node),
                tuple(opinion_shown(each, may_answer=may_answer) for each in topic.opinions),
            )
            for topic in found.topics
        ),
        open_count=found.open_count,
        unheard=_unheard(found, now),
        may_write=may_write,
        may_end=may_write and not found.timing.is_closed and not found.count("waiting"),
        issue_href=reverse("criteria:issue", args=[kept.draft_id]),
    )
    return render(
        request, "criteria/consult/consultation.html", {"page": page, "breadcrumbs": crumbs(str(kept))}
    )


def _unheard(found: Gathered, now: datetime) -> str:
    """Whose comments wait for their head's word, and what comes of it; empty when there are none, or time is left."""
    names = "; ".join(each.invitation.agency.name for each in found.unheard(now))
    if not names:
        return ""
    if now <= found.timing.due_at:
        said = _(
            "Thư ký đã ghi ý kiến nhưng lãnh đạo chưa xác nhận: %(names)s. Đến hết hạn mà chưa xác nhận thì cơ quan "
            "đó được coi là thống nhất, ý kiến không vào bảng tổng hợp. Hãy nhắc, hoặc gia hạn."
        )
    elif not found.timing.is_closed:
        said = _(
            "Đã hết hạn mà lãnh đạo chưa xác nhận ý kiến thư ký đã ghi: %(names)s. Các cơ quan này đang được coi là "
            "thống nhất. Gia hạn, hoặc nhắc lãnh đạo xác nhận (được nhận, ghi là quá hạn)."
        )
    else:
        said = _(
            "Lãnh đạo chưa xác nhận ý kiến thư ký đã ghi: %(names)s. Còn xác nhận được, ghi là quá hạn, đến khi gửi "
            "bảng tổng hợp."
        )
    return said % {"names": names}


def _counts(found: Gathered) -> dict[str, int]:
    return {
        "asked": len(found.asked),
        "agreed": found.count("agreed"),
        "commented": found.count("commented"),
        "silent": found.count("silent"),
        "waiting": found.count("waiting"),
        "late": found.late_count,
    }


# ── acts ──


@require_http_methods(["GET", "POST"])
@idempotent
def extend_consultation(request: HttpRequest, pk: int) -> HttpResponse:
    """/bo-tieu-chi/lay-y-kien/12/gia-han/"""
    kept, post = consultation_for(acting_of(request), pk, Role.AUTHOR)

    def do(form: forms.Form) -> str:
        consulting.extend(consultation=kept, by=by_of(request, post), **form.cleaned_data)
        return reverse("criteria:consultation", args=[pk])

    page = ActPage(
        heading=_("Gia hạn lấy ý kiến"),
        submit=_("Gia hạn"),
        back=reverse("criteria:consultation", args=[pk]),
        facts=(
            _("Hạn đang có: %(due)s (giờ VN).") % {"due": vn_datetime(timing_of(kept).due_at)},
            _("Hạn mới áp dụng cho mọi cơ quan được hỏi."),
        ),
    )
    return act(request, page, ExtendForm(request.POST or None), do, done=_("Đã gia hạn."))


@require_http_methods(["GET", "POST"])
@idempotent
def end_consultation(request: HttpRequest, pk: int) -> HttpResponse:
    """/bo-tieu-chi/lay-y-kien/12/ket-thuc/"""
    kept, post = consultation_for(acting_of(request), pk, Role.AUTHOR)
    found = gathered(kept, received_at_of(request))

    def do(_form: forms.Form) -> str:
        consulting.end(consultation=kept, by=by_of(request, post))
        return reverse("criteria:consultation", args=[pk])

    page = ActPage(
        heading=_("Kết thúc lấy ý kiến"),
        submit=_("Kết thúc, bắt đầu tiếp thu"),
        back=reverse("criteria:consultation", args=[pk]),
        facts=(
            _("%(n)d cơ quan thống nhất, %(m)d cơ quan có ý kiến.")
            % {"n": found.count("agreed"), "m": found.count("commented")},
            _("%(n)d cơ quan không trả lời đến hết hạn: coi như đã thống nhất.")
            % {"n": found.count("silent")},
            *((unheard,) if (unheard := _unheard(found, received_at_of(request))) else ()),
            _("Bản thảo được sửa tiếp. Trả lời đến sau vẫn được nhận và ghi là quá hạn."),
        ),
    )
    return act(request, page, confirming(request), do, done=_("Đã kết thúc lấy ý kiến."))


@require_http_methods(["GET", "POST"])
@idempotent
def publish_consultation(request: HttpRequest, pk: int) -> HttpResponse:
    """/bo-tieu-chi/lay-y-kien/12/gui-bang/"""
    kept, post = consultation_for(acting_of(request), pk, Role.AUTHOR)
    now = received_at_of(request)

    def do(_form: forms.Form) -> str:
        consulting.publish_table(consultation=kept, by=by_of(request, post))
        return reverse("criteria:consultation", args=[pk])

    page = ActPage(
        heading=_("Gửi bảng tổng hợp, tiếp thu, giải trình"),
        submit=_("Gửi cho các cơ quan được hỏi"),
        back=reverse("criteria:consultation", args=[pk]),
        facts=(
            _("Mọi cơ quan được hỏi đọc được toàn bộ ý kiến và trả lời."),
            _("Sau khi gửi, không đổi trả lời và không nhận thêm ý kiến."),
            *((unheard,) if (unheard := _unheard(gathered(kept, now), now)) else ()),
        ),
        warns=True,
    )
    return act(request, page, confirming(request), do, done=_("Đã gửi bảng tổng hợp."))
