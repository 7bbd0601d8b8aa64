"""From a draft to an issued version: what stands in the way, one person's proposal, a second person's confirmation.

The version is the proposal's text, byte for byte: immutable, hashed, in the ledger, with what was let stand.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from minhchung.agencies.domain.acting import Acting
from minhchung.agencies.domain.by import By
from minhchung.agencies.domain.refusal import Refused
from minhchung.agencies.enums import Role
from minhchung.agencies.models import Post
from minhchung.criteria.domain.consultations import Gathered, gathered, latest_of
from minhchung.criteria.domain.library import keep_version, parsed_text
from minhchung.criteria.domain.waivers import (
    Need,
    Waived,
    issued_readings,
    key_of,
    need_of,
    standing_waivers,
    with_readings,
)
from minhchung.criteria.models import (
    DraftState,
    IssueDecision,
    IssueProposal,
    IssueVerdict,
    RubricDraft,
    RubricVersion,
)
from minhchung.ledger.domain.record import record
from minhchung.ledger.domain.versions import save_version
from minhchung.rubric import Rubric, RubricError, print_rubric, rubric_hash
from minhchung.rubric.lint import Finding, lint
from minhchung.ui.language import in_language
from minhchung.ui.present import in_vietnam
from minhchung.viet.dates import format_date_long

PROPOSES = (Role.AUTHOR,)
CONFIRMS = (Role.STANDING, Role.COUNCIL)
READERS = (*PROPOSES, *CONFIRMS)


class IssueRefused(Exception):
    """A draft cannot be issued as it stands; `lines` says everything that is in the way, in the reader's words."""

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


# ── reaching ──


def drafts_to_issue_for(acting: Acting) -> QuerySet[RubricDraft]:
    """Drafts of the bodies that this person writes for, or confirms for."""
    return RubricDraft.objects.filter(owner_id__in=acting.agency_ids(*READERS)).select_related(
        "owner", "base"
    )


def issuing_for(acting: Acting, pk: int, *wanted: Role) -> tuple[RubricDraft, Post]:
    """A draft on its way to being issued, and the person's post. Raises Http404, missing and foreign alike."""
    draft = drafts_to_issue_for(acting).filter(pk=pk).first()
    post = acting.post_for(draft.owner_id, *(wanted or READERS)) if draft is not None else None
    if draft is None or post is None:
        raise Http404
    return draft, post


# ── how it stands ──


@dataclass(frozen=True)
class Standing:
    """One error of the draft: what would settle it, and its waiver where there is one."""

    finding: Finding
    key: str
    need: Need
    waived: Waived | None


@dataclass(frozen=True)
class Readiness:
    """What a draft still needs before it is issued. rubric None: its text does not read yet (`fault` says where)."""

    draft: RubricDraft
    rubric: Rubric | None
    fault: str
    errors: tuple[Standing, ...]
    others: int
    consultation: Gathered | None

    @property
    def unsettled(self) -> tuple[Standing, ...]:
        return tuple(each for each in self.errors if each.waived is None)

    @property
    def waived(self) -> tuple[Waived, ...]:
        return tuple(each.waived for each in self.errors if each.waived is not None)

    @property
    def open_comments(self) -> int:
        return self.consultation.open_count if self.consultation is not None else 0


def readiness_of(draft: RubricDraft, now: datetime) -> Readiness:
    """The draft read, linted, its waivers and its consultation put beside it; eight queries."""
    latest = latest_of(draft.pk)
    heard = gathered(latest, now) if latest is not None else None
    try:
        rubric = parsed_text(hashlib.sha256(draft.text.encode()).hexdigest(), draft.text, draft.code)
    except RubricError as error:
        return Readiness(draft, None, in_language(error.diagnostics[0].message), (), 0, heard)
    found = lint(rubric)
    waivers = standing_waivers(draft)
    errors = tuple(
        Standing(finding, key := key_of(rubric, finding), need_of(finding), waivers.get(key))
        for finding in found
        if finding.severity == "error"
    )
    return Readiness(draft, rubric, "", errors, len(found) - len(errors), heard)


def error_with(readiness: Readiness, key: str) -> Standing:
    """The error that this key names. Raises Http404 when the draft no longer has it."""
    for each in readiness.errors:
        if each.key == key:
            return each
    raise Http404


def obstacles(ready: Readiness, version: str, open_reason: str = "") -> list[str]:
    """Everything that keeps the draft from being issued under this version label; a line each."""
    draft = ready.draft
    lines = []
    if draft.state == DraftState.CONSULTING:
        lines.append(_("Đang lấy ý kiến: kết thúc lấy ý kiến trước khi ban hành."))
    elif draft.state != DraftState.DRAFTING:
        lines.append(_("Bản thảo đã ban hành hoặc đã bỏ."))
    if ready.rubric is None:
        lines.append(_("Bản thảo còn chỗ chưa đọc được: %(fault)s") % {"fault": ready.fault})
    elif not ready.rubric.leaves():
        lines.append(_("Bản thảo chưa có tiêu chí nào."))
    if ready.unsettled:
        lines.append(_("Còn %(n)d lỗi chưa sửa và chưa có lý do để lại.") % {"n": len(ready.unsettled)})
    if ready.open_comments and not open_reason:
        lines.append(
            _("Còn %(n)d ý kiến chưa trả lời: trả lời, hoặc ghi lý do ban hành khi chưa trả lời hết.")
            % {"n": ready.open_comments}
        )
    if not draft.code:
        lines.append(_("Bản thảo chưa có mã bộ tiêu chí."))
    if RubricVersion.objects.filter(code=draft.code, version=version).exists():
        lines.append(
            _("Phiên bản “%(version)s” của bộ tiêu chí này đã ban hành: đặt tên phiên bản khác.")
            % {"version": version}
        )
    return lines


def live_proposal(draft: RubricDraft) -> IssueProposal | None:
    """The proposal that waits for a second person, if there is one."""
    return IssueProposal.objects.filter(draft=draft, decision=None).select_related("by", "draft").first()


# ── the verbs ──


@dataclass(frozen=True)
class IssueTerms:
    """What the decision says of itself. body: who issues, as the decision names it. version: the label it is known by."""

    number: str
    issued_on: date
    body: str
    signer: str
    version: str
    open_reason: str = ""

    @property
    def decision(self) -> str:
        """The decision as the rubric's head writes it."""
        day = format_date_long(self.issued_on)
        return f"Quyết định số {self.number} {day} của {self.body}"


def propose_issue(*, draft: RubricDraft, terms: IssueTerms, by: By) -> IssueProposal:
    """Put the exact text to be issued before a second person.

    Raises IssueRefused with every obstacle, Refused for a day still to come or a proposal that waits already.
    """
    with transaction.atomic():
        kept = _locked(draft.pk)
        if live_proposal(kept) is not None:
            raise Refused("", gettext_noop("Đã có một đề nghị ban hành đang chờ người thứ hai."))
        _check_day(terms.issued_on, by)
        ready = readiness_of(kept, by.now)
        if lines := obstacles(ready, terms.version, terms.open_reason):
            raise IssueRefused(*lines)
        issued = rubric_issued(ready, terms)
        proposal = IssueProposal.objects.create(
            draft=kept,
            text=print_rubric(issued),
            sha256=rubric_hash(issued),
            draft_sha256=_sha256(kept.text),
            version=terms.version,
            number=terms.number,
            issued_on=terms.issued_on,
            body=terms.body,
            signer=terms.signer,
            open_reason=terms.open_reason,
            waivers=[each.data() for each in ready.waived],
            by=by.actor,
            post=by.post,
            at=by.now,
        )
        _tell("rubric.issue_proposed", proposal, by, {"sha256": proposal.sha256, "number": terms.number})
    return proposal


def _check_day(day: date, by: By) -> None:
    if day > in_vietnam(by.now).date():
        raise Refused("issued_on", gettext_noop("Ngày ban hành không thể sau hôm nay."))


def rubric_issued(ready: Readiness, terms: IssueTerms) -> Rubric:
    """The draft's rubric as it is issued: with its decision, its version, and the readings of what was let stand."""
    assert ready.rubric is not None
    named = replace(ready.rubric, version=terms.version, decision=terms.decision, issued_on=terms.issued_on)
    return with_readings(named, issued_readings(named, ready.waived, ready.draft.base))


def withdraw_proposal(*, proposal: IssueProposal, by: By) -> None:
    """End a proposal without issuing; the draft can be edited and proposed again. Raises Refused when it is decided."""
    with transaction.atomic():
        _held(proposal)
        IssueDecision.objects.create(
            proposal=proposal,
            verdict=IssueVerdict.WITHDRAWN,
            proposed_by=proposal.by,
            by=by.actor,
            post=by.post,
            at=by.now,
        )
        _tell("rubric.issue_withdrawn", proposal, by, {"sha256": proposal.sha256})


def confirm_issue(*, proposal: IssueProposal, by: By) -> RubricVersion:
    """Issue what was proposed: a second person's act, all or nothing.

    Raises Refused for the person who proposed, a draft changed since, a proposal decided before; IssueRefused when
    something has come in the way since (a late comment, the same version label).
    """
    with transaction.atomic():
        draft = _held(proposal)
        if by.actor.pk == proposal.by_id:
            raise Refused("", gettext_noop("Người đề nghị không tự xác nhận: cần người thứ hai."))
        if _sha256(draft.text) != proposal.draft_sha256:
            raise Refused("", gettext_noop("Bản thảo đã đổi sau khi đề nghị: rút đề nghị và đề nghị lại."))
        ready = readiness_of(draft, by.now)
        if lines := obstacles(ready, proposal.version, proposal.open_reason):
            raise IssueRefused(*lines)
        if [each.data() for each in ready.waived] != proposal.waivers:
            raise Refused(
                "", gettext_noop("Các lỗi được để lại đã đổi sau khi đề nghị: rút đề nghị và đề nghị lại.")
            )
        version = keep_version(
            text=proposal.text,
            name=draft.code,
            owner=draft.owner,
            now=by.now,
            previous=draft.base or _newest(draft.code),
        )
        IssueDecision.objects.create(
            proposal=proposal,
            verdict=IssueVerdict.CONFIRMED,
            version=version,
            proposed_by=proposal.by,
            by=by.actor,
            post=by.post,
            at=by.now,
        )
        save_version(draft, expected=draft.row_version, state=DraftState.ISSUED)
        detail = {
            "sha256": version.sha256,
            "number": proposal.number,
            "version": version.version,
            "previous": version.previous.sha256 if version.previous else "",
            "waivers": len(proposal.waivers),
        }
        _tell("rubric.issued", proposal, by, detail)
    return version


def _newest(code: str) -> RubricVersion | None:
    return RubricVersion.objects.filter(code=code).order_by("-loaded_at", "-pk").first()


def _held(proposal: IssueProposal) -> RubricDraft:
    """The draft's row, held; raises Refused when the proposal has been decided."""
    draft = _locked(proposal.draft_id)
    if IssueDecision.objects.filter(proposal=proposal).exists():
        raise Refused("", gettext_noop("Đề nghị này đã được xác nhận hoặc đã rút."))
    return draft


def _locked(pk: int) -> RubricDraft:
    rows = RubricDraft.objects.select_for_update(of=("self",)).select_related("owner", "base")
    return rows.get(pk=pk)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _tell(verb: str, proposal: IssueProposal, by: By, detail: dict[str, Any]) -> None:
    record(
        verb=verb,
        subject=f"criteria.draft:{proposal.draft_id}",
        at=by.now,
        actor_id=by.actor.pk,
        agency_id=proposal.draft.owner_id,
        post_id=by.post.pk if by.post else None,
        detail=detail,
    )
