"""Drafts and consultations brought to a step, for the tests of opinions and of issuing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from minhchung.agencies.domain.by import By
from minhchung.agencies.models import Agency
from minhchung.criteria.domain import consulting, opinions
from minhchung.criteria.domain.drafts import start_draft
from minhchung.criteria.domain.issuing import IssueTerms, readiness_of
from minhchung.criteria.domain.waivers import waive
from minhchung.criteria.models import Comment, Consultation, Invitation, Reply, ReplyVerdict, RubricDraft
from tests.world import DATA, World

SENT = datetime(2023, 7, 26, 2, tzinfo=UTC)
DUE = datetime(2023, 8, 18, 10, tzinfo=UTC)
"""17:00 in Vietnam."""
AFTER = DUE + timedelta(days=1)
TEXT = (DATA / "world.rubric.yaml").read_text()
TERMS = IssueTerms(
    "2804/QĐ-UBND", date(2023, 8, 25), "UBND huyện Quảng Điền", "Trần Văn Ký", "2", open_reason=""
)
ISSUED_AT = datetime(2023, 9, 5, 3, tzinfo=UTC)


def by(world: World, name: str, now: datetime = SENT) -> By:
    return By(world.people[name], world.post_of(name), now)


def draft_of(world: World, text: str = TEXT) -> RubricDraft:
    author = world.people["soan_thao"]
    return start_draft(
        owner=world.standing, actor=author, post=world.post_of("soan_thao"), now=SENT, text=text
    )


def consulted(world: World, *agencies: Agency, draft: RubricDraft | None = None) -> Consultation:
    """The draft sent to these agencies; kinh_te and tu_phap when none is named."""
    return consulting.send_for_opinion(
        draft=draft or draft_of(world),
        agencies=agencies or (world.kinh_te, world.tu_phap),
        number="1632/UBND",
        letter="Đề nghị góp ý.",
        due_at=DUE,
        by=by(world, "soan_thao"),
    )


def asked(consultation: Consultation, agency: Agency) -> Invitation:
    return Invitation.objects.select_related("agency", "consultation__draft__owner").get(
        consultation=consultation, agency=agency
    )


def comment(
    world: World, invitation: Invitation, node: str, text: str, person: str = "thu_ky", now: datetime = SENT
) -> Comment:
    from minhchung.criteria.domain.consultations import rubric_sent

    rubric = rubric_sent(invitation.consultation)
    return opinions.add_comment(
        invitation=invitation,
        node=rubric.node(node) if node else None,
        opinion=text,
        wording="",
        points="",
        by=by(world, person, now),
    )


def reply(
    world: World, invitation: Invitation, verdict: str, person: str = "lanh_dao", now: datetime = SENT
) -> Reply:
    return opinions.give_reply(
        invitation=Invitation.objects.select_related("agency", "consultation__draft__owner").get(
            pk=invitation.pk
        ),
        verdict=ReplyVerdict(verdict),
        by=by(world, person, now),
    )


def settled(world: World, draft: RubricDraft, now: datetime = ISSUED_AT) -> RubricDraft:
    """Every error of the draft let stand, the first points offered for what it leaves undecided."""
    ready = readiness_of(draft, now)
    assert ready.rubric is not None
    for each in ready.unsettled:
        stretch = each.finding.stretch
        waive(
            draft=draft,
            rubric=ready.rubric,
            finding=each.finding,
            reason="Giữ như dự thảo đã thống nhất",
            reading="Lấy mức liền dưới",
            points=min(stretch.points) if stretch is not None else None,
            by=by(world, "soan_thao", now),
        )
    return draft
