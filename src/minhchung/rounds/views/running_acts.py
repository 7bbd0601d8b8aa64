"""Decisions on a round, each a page that says what will happen and asks for the document it rests on."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from minhchung.agencies.models import Agency
from minhchung.agencies.requests import today_of
from minhchung.ledger.domain.idempotency import idempotent
from minhchung.rounds.domain import acts, amending, dividing, lacking, merging, running
from minhchung.rounds.domain.council import board_of
from minhchung.rounds.domain.engine import rubric_of
from minhchung.rounds.enums import PhaseKind, RoundState
from minhchung.rounds.interfaces.agency_field import called
from minhchung.rounds.interfaces.decision_forms import (
    AdmitForm,
    AmendForm,
    DecisionForm,
    ExtendForm,
    MergeForm,
)
from minhchung.rounds.interfaces.divide_form import DivideForm
from minhchung.rounds.models import Entry, Round
from minhchung.rounds.views.running_page import FormPage, crumbs, home, own_round, run_form, who
from minhchung.ui.present import vn_datetime
from minhchung.ui.requests import whole
from minhchung.viet.dates import format_date
from minhchung.viet.numbers import format_number


def _page(round: Round, heading: str, submit: str, *states: RoundState, **more: Any) -> FormPage:
    """The page of a decision; in any other state than these it only says so."""
    blocked = _blocked(round, states)
    return FormPage(
        heading=heading,
        submit=submit,
        back=home(round),
        round=round,
        breadcrumbs=crumbs(round, heading),
        **{**more, "obstacles": (*blocked, *more.get("obstacles", ()))},
    )


def _blocked(round: Round, states: tuple[RoundState, ...]) -> tuple[str, ...]:
    try:
        acts.must_be(round, *states)
    except acts.RoundRefused as refused:
        return refused.lines
    return ()


def _seen(round: Round, form: Any) -> Round:
    """The round at the version that the person saw: the verb refuses when another act came in between."""
    round.row_version = form.expected
    return round


def _start(round: Round, **more: Any) -> dict[str, Any]:
    return {"row_version": round.row_version, **more}


@idempotent
def open_round(request: HttpRequest, pk: int) -> HttpResponse:
    """/dot/12/mo/. URL name rounds:open."""
    round, post = own_round(request, pk)

    def do(form: DecisionForm) -> str:
        running.open_round(round=_seen(round, form), decision=form.decision(), **who(request, post))
        return home(round)

    draft = round.state == RoundState.DRAFT
    page = _page(
        round,
        _("Mở đợt chấm điểm"),
        _("Mở đợt"),
        RoundState.DRAFT,
        obstacles=tuple(lacking.obstacles_to_open(round)) if draft else (),
        facts=(
            _("%(n)d cơ quan tham gia.") % {"n": round.entries.count()},
            _("Bộ tiêu chí: %(rubric)s.") % {"rubric": round.rubric},
            *(
                _("%(phase)s: mở %(opens)s, đến hạn %(due)s, khóa %(locks)s (giờ VN).")
                % {
                    "phase": PhaseKind(phase.kind).label,
                    "opens": vn_datetime(phase.opens_at),
                    "due": vn_datetime(phase.due_at),
                    "locks": vn_datetime(phase.locks_at),
                }
                for phase in round.phases.all()
            ),
            *(lacking.nobody_there(round, today_of(request)) if draft else ()),
            _("Sau khi mở, mọi thay đổi cần quyết định: gia hạn, bổ sung, nhập hồ sơ, rút, đổi bộ tiêu chí."),
        ),
    )
    form = DecisionForm(request.POST or None, initial=_start(round))
    return run_form(request, page, form, do, done=_("Đã mở đợt."))


@idempotent
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """/dot/12/gia-han/"""
    round, post = own_round(request, pk)

    def do(form: ExtendForm) -> str:
        given = form.cleaned_data
        running.extend(
            round=_seen(round, form),
            phase=given["phase"],
            due_at=given["due_at"],
            locks_at=given["locks_at"],
            decision=form.decision(),
            **who(request, post),
        )
        return home(round)

    page = _page(
        round,
        _("Gia hạn"),
        _("Gia hạn"),
        RoundState.OPEN,
        RoundState.COUNCIL,
        facts=(
            _("Hạn mới áp dụng cho mọi cơ quan. Hồ sơ đã nộp giữ nguyên thời điểm nhận và số muộn đã ghi."),
        ),
    )
    form = ExtendForm(request.POST or None, round=round, initial=_start(round))
    return run_form(request, page, form, do, done=_("Đã gia hạn."))


@idempotent
def admit(request: HttpRequest, pk: int) -> HttpResponse:
    """/dot/12/bo-sung/"""
    round, post = own_round(request, pk)

    def do(form: AdmitForm) -> str:
        running.admit(
            round=_seen(round, form),
            agency=form.cleaned_data["agency"],
            group=form.cleaned_data["group"],
            traits=form.traits(),
            decision=form.decision(),
            **who(request, post),
        )
        return home(round)

    offered = Agency.objects.filter(pk=whole(request.GET.get("co-quan", ""))).select_related("parent").first()
    page = _page(
        round,
        _("Bổ sung cơ quan vào đợt"),
        _("Bổ sung"),
        RoundState.OPEN,
        facts=(_("Cơ quan phải tồn tại vào ngày tham chiếu, hoặc kế tục một cơ quan trong đợt."),),
    )
    form = AdmitForm(
        request.POST or None,
        round=round,
        rubric=rubric_of(round.rubric),
        initial=_start(round, agency=called(offered) if offered else ""),
    )
    return run_form(request, page, form, do, done=_("Đã bổ sung cơ quan."))


@idempotent
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """/dot/12/nhap-ho-so/"""
    round, post = own_round(request, pk)

    def do(form: MergeForm) -> str:
        merging.merge_entries(
            round=_seen(round, form),
            gone=form.cleaned_data["gone"],
            into=form.cleaned_data["into"],
            decision=form.decision(),
            **who(request, post),
        )
        return home(round)

    page = _page(
        round,
        _("Nhập hồ sơ do sáp nhập"),
        _("Nhập hồ sơ"),
        RoundState.OPEN,
        warns=True,
        facts=(
            _(
                "Câu trả lời và minh chứng mà hồ sơ kế tục chưa có được chép sang, giữ người và thời điểm nhập."
            ),
            _(
                "Không câu trả lời nào của hồ sơ kế tục bị thay. Hồ sơ được nhập vẫn xem được, không xếp hạng nữa."
            ),
        ),
        more={"offers": merging.successors_offered(round)},
    )
    first = _start(round, gone=request.GET.get("tu"), into=request.GET.get("vao"))
    entries = acts.taking_part(round).select_related("agency")
    form = MergeForm(request.POST or None, entries=entries, initial=first)
    return run_form(request, page, form, do, done=_("Đã nhập hồ sơ."))


@idempotent
def divide_entry(request: HttpRequest, pk: int, entry_id: int) -> HttpResponse:
    """/dot/12/chia-ho-so/34/: one page for one split agency, every heir of it named."""
    round, post = own_round(request, pk)
    entry = acts.taking_part(round).filter(pk=entry_id).select_related("agency").first()
    heirs = dividing.heirs_of(entry) if entry is not None else ()
    if entry is None or not heirs:
        raise Http404
    entry.round = round

    def do(form: DivideForm) -> str:
        _seen(round, form)
        dividing.divide_entry(gone=entry, parts=form.parts(), decision=form.decision(), **who(request, post))
        return home(round)

    split = heirs[0]
    page = _page(
        round,
        _("Hồ sơ của %(agency)s sau chia tách") % {"agency": entry.agency.name},
        _("Ghi quyết định"),
        RoundState.OPEN,
        warns=True,
        facts=(
            _("%(agency)s đã chia tách từ %(on)s theo %(number)s.")
            % {
                "agency": entry.agency.name,
                "on": format_date(split.effective_on),
                "number": split.decision_number,
            },
            _(
                "Đúng một cơ quan tiếp tục hồ sơ; với mỗi cơ quan còn lại, quyết định nêu rõ tham gia mới hay không."
            ),
            _("Cơ quan tham gia theo quyết định này giữ nhóm xếp hạng và đặc điểm của hồ sơ cũ."),
            _(
                "Không câu trả lời nào của hồ sơ đang có bị thay. Hồ sơ cũ và biên nhận của nó vẫn xem được, không xếp hạng nữa."
            ),
        ),
    )
    form = DivideForm(request.POST or None, heirs=heirs, initial=_start(round))
    return run_form(request, page, form, do, done=_("Đã ghi quyết định về hồ sơ của cơ quan chia tách."))


@idempotent
def withdraw_entry(request: HttpRequest, pk: int, entry_id: int) -> HttpResponse:
    """/dot/12/rut/34/"""
    round, post = own_round(request, pk)
    entry = Entry.objects.filter(pk=entry_id, round=round).select_related("agency").first()
    if entry is None:
        raise Http404
    entry.round = round

    def do(form: DecisionForm) -> str:
        _seen(round, form)
        running.withdraw(entry=entry, decision=form.decision(), **who(request, post))
        return home(round)

    page = _page(
        round,
        _("Rút %(agency)s khỏi đợt") % {"agency": entry.agency.name},
        _("Rút khỏi đợt"),
        RoundState.OPEN,
        RoundState.COUNCIL,
        warns=True,
        facts=(_("Hồ sơ vẫn xem được, nhưng không được chấm tiếp và không xếp hạng."),),
    )
    form = DecisionForm(request.POST or None, initial=_start(round))
    return run_form(request, page, form, do, done=_("Đã rút cơ quan khỏi đợt."))


def _unfinished(round: Round) -> tuple[str, ...]:
    """What the council would have to decide one by one, because nobody did it before; nothing when all is done."""
    board = board_of(round, acts.taking_part(round))
    if not board.absent and not board.unappraised:
        return ()
    return (
        _(
            "Còn %(unappraised)s tiêu chí chưa thẩm định xong và %(absent)s tiêu chí chưa ai trả lời: hội đồng phải kết luận"
            " từng tiêu chí, có lý do. Muốn các cơ quan làm tiếp thì gia hạn, chưa chuyển."
        )
        % {"unappraised": format_number(len(board.unappraised)), "absent": format_number(len(board.absent))},
    )


@idempotent
def to_council(request: HttpRequest, pk: int) -> HttpResponse:
    """/dot/12/chuyen-hoi-dong/"""
    round, post = own_round(request, pk)

    def do(form: DecisionForm) -> str:
        running.to_council(round=_seen(round, form), decision=form.decision(), **who(request, post))
        return home(round)

    page = _page(
        round,
        _("Chuyển hội đồng"),
        _("Chuyển hội đồng"),
        RoundState.OPEN,
        warns=True,
        facts=(
            _("Từ lúc này không còn nhận tự chấm và thẩm định; hội đồng xem xét khác biệt và quyết nghị."),
            _(
                "Tiêu chí chưa có kết quả vẫn để trống cho đến khi hội đồng quyết nghị; không tự thành 0 điểm."
            ),
            *_unfinished(round),
        ),
    )
    form = DecisionForm(request.POST or None, initial=_start(round))
    return run_form(request, page, form, do, done=_("Đã chuyển hội đồng."))


@idempotent
def amend(request: HttpRequest, pk: int) -> HttpResponse:
    """/dot/12/doi-bo-tieu-chi/: the differences of the chosen version are shown before anything is decided."""
    round, post = own_round(request, pk)
    versions = amending.later_versions(round)

    def do(form: AmendForm) -> str:
        version = form.cleaned_data["version"]
        decision = form.decision()
        verb = amending.keep_current if request.POST.get("buoc") == "giu" else amending.amend
        verb(round=_seen(round, form), version=version, decision=decision, **who(request, post))
        return home(round)

    asked = request.POST.get("version") or request.GET.get("phien-ban", "")
    chosen = next((version for version in versions if str(version.pk) == asked), None)
    chosen = chosen or (versions[0] if len(versions) == 1 else None)
    found, back = amending.preview(round, chosen) if chosen else (None, 0)
    none = () if versions else (_("Chưa có phiên bản nào khác của bộ tiêu chí này trong hệ thống."),)
    page = _page(
        round,
        _("Đổi phiên bản bộ tiêu chí"),
        _("Đổi phiên bản"),
        RoundState.OPEN,
        warns=True,
        obstacles=none,
        facts=(
            _("Đợt đang chạy nhận phiên bản sau hay giữ phiên bản đang dùng là theo quyết định."),
            _("Trả lời của tiêu chí không đổi (cùng mã nhận dạng, cùng cách chấm) được giữ."),
            _("Trả lời của tiêu chí đã đổi được cất vào lịch sử; cơ quan trả lời lại tiêu chí đó."),
            _("Hồ sơ đã nộp được trả về cơ quan cho những tiêu chí ấy. Nếu đã quá hạn, hãy gia hạn."),
        ),
        more={"difference": found, "back": back, "version": chosen, "versions": versions},
    )
    form = AmendForm(
        request.POST or None,
        versions=versions,
        initial=_start(round, version=chosen.pk if chosen else None),
    )
    return run_form(
        request,
        page,
        form,
        do,
        done=(
            _("Đã quyết định giữ phiên bản đang dùng.")
            if request.POST.get("buoc") == "giu"
            else _("Đã đổi phiên bản bộ tiêu chí.")
        ),
        template="rounds/running/amend.html",
    )
