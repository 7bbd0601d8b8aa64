"""Rubrics on their way: one being written, one out for opinion, one answered and proposed, one issued."""

from __future__ import annotations

from datetime import datetime, timedelta

from minhchung.criteria.domain import consulting
from minhchung.criteria.domain.drafts import edit_draft
from minhchung.criteria.domain.issuing import IssueTerms, confirm_issue, propose_issue, readiness_of
from minhchung.criteria.models import AnswerVerdict, RubricDraft
from tests.criteria.asked import (
    AFTER,
    DUE,
    ISSUED_AT,
    TERMS,
    asked,
    by,
    comment,
    consulted,
    draft_of,
    reply,
    settled,
)
from tests.world import World

LONG = (
    "Đề nghị thêm mức từ trên 94 % đến dưới 95 %, vì theo số liệu ba năm gần đây phần lớn các phòng chuyên môn và xã, "
    "thị trấn đều nằm trong khoảng này và hiện chưa biết chấm mấy điểm."
)


def write_rubrics(world: World, now: datetime) -> str:
    """Fill the world; says the key of a finding that nobody has settled yet."""
    finding = being_written(world)
    out_for_opinion(world, now)
    answered_and_proposed(world)
    issued(world)
    return finding


def being_written(world: World) -> str:
    draft = draft_of(world)
    for number, (old, new) in enumerate(
        (("Phân công người phụ trách", "Cử người phụ trách"), ("text: Từ 81- 94%", "text: Từ 81 đến 94%"))
    ):
        edit_draft(
            draft=draft,
            actor=world.people["soan_thao"],
            post=world.post_of("soan_thao"),
            now=ISSUED_AT + timedelta(hours=number),
            text=draft.text.replace(old, new),
            summary=f"Sửa mục {number + 1}",
            expected=draft.row_version,
        )
        draft.refresh_from_db()
    (error, *_others) = readiness_of(draft, ISSUED_AT).unsettled
    return error.key


def out_for_opinion(world: World, now: datetime) -> None:
    """One agency has answered, one has written without its head's word, one is silent."""
    consultation = consulting.send_for_opinion(
        draft=draft_of(world),
        agencies=(world.kinh_te, world.tu_phap, world.noi_vu),
        number="1633/UBND",
        letter="Đề nghị các phòng chuyên môn góp ý dự thảo bộ tiêu chí.",
        due_at=now + timedelta(days=10),
        by=by(world, "soan_thao", now),
    )
    invitation = asked(consultation, world.kinh_te)
    comment(world, invitation, "", "Thống nhất với bố cục.", now=now)
    comment(world, invitation, "II.1", LONG, now=now)
    reply(world, invitation, "commented", now=now)
    comment(world, asked(consultation, world.tu_phap), "I.2", "Giảm một điểm.", "thu_ky_tp", now)


def answered_and_proposed(world: World) -> None:
    """Ended, an opinion rejected, another unanswered with a reason; then proposed and waiting for the second person."""
    consultation = consulted(world)
    invitation = asked(consultation, world.kinh_te)
    said = [comment(world, invitation, node, LONG) for node in ("II.1", "I.2")]
    reply(world, invitation, "commented")
    consulting.end(consultation=consultation, by=by(world, "soan_thao", AFTER))
    said[0].refresh_from_db()
    consulting.answer_comment(
        comment=said[0],
        verdict=AnswerVerdict.REJECTED,
        reason="Mức này đã có trong cách hiểu kèm theo.",
        step=None,
        by=by(world, "soan_thao", AFTER),
    )
    terms = IssueTerms(
        TERMS.number,
        TERMS.issued_on,
        TERMS.body,
        TERMS.signer,
        "3",
        open_reason="Trả lời sau, ngoài phạm vi.",
    )
    draft = settled(world, RubricDraft.objects.get(pk=consultation.draft_id))
    propose_issue(draft=draft, terms=terms, by=by(world, "soan_thao", ISSUED_AT))


def issued(world: World) -> None:
    """Version 2, with an error that was let stand; its opinions were gathered and the table sent."""
    consultation = consulted(world)
    reply(world, asked(consultation, world.kinh_te), "agreed", now=DUE - timedelta(days=1))
    consulting.end(consultation=consultation, by=by(world, "soan_thao", AFTER))
    consulting.publish_table(consultation=consultation, by=by(world, "soan_thao", AFTER))
    draft = settled(world, RubricDraft.objects.get(pk=consultation.draft_id))
    proposal = propose_issue(draft=draft, terms=TERMS, by=by(world, "soan_thao", ISSUED_AT))
    confirm_issue(proposal=proposal, by=by(world, "thuong_truc", ISSUED_AT))
