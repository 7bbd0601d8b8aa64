"""Canaries in what an agency writes of rubrics: its own draft, what it asks others, what it answers, what it issues."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from minhchung.agencies.models import Agency, User
from minhchung.criteria.domain.drafts import edit_draft, start_draft
from minhchung.criteria.models import (
    Comment,
    CommentAnswer,
    Consultation,
    ConsultationAct,
    Invitation,
    IssueProposal,
    RubricDraft,
    Waiver,
)
from tests.access.addresses import CANARY, NOW
from tests.criteria.asked import asked, comment, consulted
from tests.world import World


def draft_of_its_own(agency: Agency, author: User) -> None:
    """A draft of a rubric whose title, nodes and steps carry the canary; its first nodes have the test rubric's codes."""
    text = (
        f"rubric: thu-nghiem\ntitle: {CANARY} dự thảo\nnodes:\n"
        f"  - {{ label: I, title: {CANARY}, children: [ {{ label: I.1, title: {CANARY} lá, max: 1, rule: graded }} ] }}\n"
        f"  - {{ label: II, title: {CANARY} hai, max: 1, rule: graded }}\n"
    )
    draft = start_draft(owner=agency, actor=author, post=None, now=NOW, text=text)
    edit_draft(
        draft=draft,
        actor=author,
        post=None,
        now=NOW,
        text=f"{text}source: {CANARY}\n",
        summary=f"{CANARY} bước",
        expected=draft.row_version,
    )


def before_issue(agency: Agency, author: User) -> None:
    """A fault that the agency lets stand in its draft, and what it proposes to issue."""
    draft = RubricDraft.objects.get(owner=agency)
    Waiver.objects.create(
        draft=draft,
        key="0" * 40,
        code="L201",
        node="I.1",
        message=f"{CANARY} lỗi",
        reason=f"{CANARY} lý do",
        reading=f"{CANARY} cách hiểu",
        rows=[{"text": f"{CANARY} dòng"}],
        by=author,
        at=NOW,
    )
    IssueProposal.objects.create(
        draft=draft,
        text=draft.text,
        sha256="1" * 64,
        draft_sha256="2" * 64,
        version=f"{CANARY}-2",
        number=f"{CANARY}/QĐ",
        issued_on=NOW.date(),
        waivers=[{"message": f"{CANARY} lỗi"}],
        body=f"{CANARY} cơ quan",
        signer=f"{CANARY} người ký",
        open_reason=f"{CANARY} chưa trả lời",
        by=author,
        at=NOW,
    )


def asking_others(agency: Agency, author: User, other: Agency) -> None:
    """The agency asks another for its opinion of its draft, puts off the deadline, and answers what was said."""
    draft = RubricDraft.objects.get(owner=agency)
    said: dict[str, Any] = {"by": author, "at": NOW}
    consultation = Consultation.objects.create(
        draft=draft,
        number=f"{CANARY}/CV",
        letter=f"{CANARY} đề nghị góp ý",
        text=draft.text,
        sha256="3" * 64,
        due_at=NOW + timedelta(days=9),
        sent_by=author,
        sent_at=NOW,
    )
    ConsultationAct.objects.create(
        consultation=consultation,
        kind="extend",
        due_at=NOW + timedelta(days=19),
        number=f"{CANARY}/GH",
        reason=f"{CANARY} gia hạn",
        **said,
    )
    opinion = Comment.objects.create(
        invitation=Invitation.objects.create(consultation=consultation, agency=other),
        opinion=f"{CANARY} ý kiến",
        wording=f"{CANARY} sửa thành",
        points=f"{CANARY} điểm",
        **said,
    )
    CommentAnswer.objects.create(
        comment=opinion, verdict="rejected", reason=f"{CANARY} không tiếp thu", **said
    )


def commented(world: World) -> None:
    """A draft out for opinion, and what kinh_te's secretary has written on it, not yet confirmed by its head."""
    consultation = consulted(world)
    invitation = asked(consultation, world.kinh_te)
    for node in ("", "I.1"):
        comment(world, invitation, node, f"{CANARY} góp ý")
