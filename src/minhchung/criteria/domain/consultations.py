"""Consultations as they stand: who may reach one, the deadline in force, what each agency's answer or silence means.

Silence is computed, never typed: an agency that has not answered when the deadline has passed has consented.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.db.models import Prefetch, QuerySet
from django.http import Http404

from minhchung.agencies.domain.acting import Acting
from minhchung.agencies.enums import Role
from minhchung.agencies.models import Post
from minhchung.criteria.domain.library import parsed_text
from minhchung.criteria.models import (
    ActKind,
    Comment,
    CommentAnswer,
    Consultation,
    ConsultationAct,
    Invitation,
    Reply,
    ReplyVerdict,
)
from minhchung.rubric import Node, Rubric

READERS = (Role.AUTHOR, Role.STANDING, Role.COUNCIL)
"""Who reads a consultation on the side that asks; only its author writes."""
ASKED = (Role.SECRETARY, Role.HEAD)
NEAR = timedelta(days=3)
"""So long before the deadline the body that asks is told of comments that no head has confirmed."""

Meaning = Literal["waiting", "agreed", "commented", "silent"]


# ── reaching ──


def consultations_for(acting: Acting) -> QuerySet[Consultation]:
    """Consultations that the agencies of this person run, newest first."""
    return Consultation.objects.filter(draft__owner_id__in=acting.agency_ids(*READERS)).select_related(
        "draft__owner", "sent_by"
    )


def consultation_for(acting: Acting, pk: int, *wanted: Role) -> tuple[Consultation, Post]:
    """A consultation on the side that asks, and the person's post there. Raises Http404, missing and foreign alike."""
    consultation = consultations_for(acting).filter(pk=pk).first()
    post = (
        acting.post_for(consultation.draft.owner_id, *(wanted or READERS))
        if consultation is not None
        else None
    )
    if consultation is None or post is None:
        raise Http404
    return consultation, post


def invitations_for(acting: Acting) -> QuerySet[Invitation]:
    """What the agencies of this person were asked, newest first."""
    return (
        Invitation.objects.filter(agency_id__in=acting.agency_ids(*ASKED))
        .select_related("agency", "consultation__draft__owner", "reply")
        .order_by("-consultation__sent_at", "pk")
    )


def invitation_for(acting: Acting, pk: int, *wanted: Role) -> tuple[Invitation, Post]:
    """What one's own agency was asked, and the person's post there. Raises Http404, missing and foreign alike."""
    invitation = invitations_for(acting).filter(pk=pk).first()
    post = acting.post_for(invitation.agency_id, *(wanted or ASKED)) if invitation is not None else None
    if invitation is None or post is None:
        raise Http404
    return invitation, post


# ── how it stands ──


def rubric_sent(consultation: Consultation) -> Rubric:
    """The frozen copy that was sent."""
    return parsed_text(consultation.sha256, consultation.text, consultation.draft.code)


@dataclass(frozen=True)
class Timing:
    """due_at: the deadline in force. closed_at, published_at: when these acts were done, None before."""

    due_at: datetime
    closed_at: datetime | None
    published_at: datetime | None
    extensions: tuple[ConsultationAct, ...]

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


def timing_of(consultation: Consultation) -> Timing:
    """The acts of a consultation put together; one query, none when `acts` is prefetched."""
    acts = list(consultation.acts.all())
    extensions = tuple(act for act in acts if act.kind == ActKind.EXTEND)
    ended = {act.kind: act.at for act in acts}
    return Timing(
        due_at=(extensions[-1].due_at if extensions else None) or consultation.due_at,
        closed_at=ended.get(ActKind.CLOSE),
        published_at=ended.get(ActKind.PUBLISH),
        extensions=extensions,
    )


@dataclass(frozen=True)
class Position:
    """What one agency's answer means at a moment. late: it came after the deadline. at: of the answer, or of consent."""

    meaning: Meaning
    late: bool = False
    at: datetime | None = None

    @property
    def consents(self) -> bool:
        return self.meaning in ("agreed", "silent")


def position_of(reply: Reply | None, due_at: datetime, now: datetime) -> Position:
    """Answered, still awaited, or silent past the deadline: consent as of that deadline."""
    if reply is not None:
        meaning: Meaning = "agreed" if reply.verdict == ReplyVerdict.AGREED else "commented"
        return Position(meaning, reply.at > due_at, reply.at)
    return Position("silent", at=due_at) if now > due_at else Position("waiting")


def reply_of(invitation: Invitation) -> Reply | None:
    return getattr(invitation, "reply", None)


# ── what was said ──


def standing_comments(comments: Iterable[Comment]) -> list[Comment]:
    """Without what was taken back, and without the rows that take it back."""
    rows = list(comments)
    gone = {row.withdraws_id for row in rows if row.withdraws_id is not None}
    return [row for row in rows if row.withdraws_id is None and row.pk not in gone]


@dataclass(frozen=True)
class Opinion:
    """One comment of an agency that has answered, and what stands as the answer to it."""

    comment: Comment
    invitation: Invitation
    late: bool
    answer: CommentAnswer | None

    @property
    def is_open(self) -> bool:
        return self.answer is None


@dataclass(frozen=True)
class Asked:
    """One agency's place in the whole: what its answer means, and its comments once its head has confirmed them.

    unconfirmed: how many comments stand that its head has not confirmed; what they say is the agency's own.
    """

    invitation: Invitation
    position: Position
    opinions: tuple[Opinion, ...]
    unconfirmed: int = 0


@dataclass(frozen=True)
class Topic:
    """The comments on one node of the copy sent, in the order of the text; node None: on the whole."""

    node: Node | None
    opinions: tuple[Opinion, ...]


@dataclass(frozen=True)
class Gathered:
    """A whole consultation at a moment."""

    consultation: Consultation
    rubric: Rubric
    timing: Timing
    asked: tuple[Asked, ...]
    topics: tuple[Topic, ...]

    @property
    def opinions(self) -> tuple[Opinion, ...]:
        return tuple(opinion for topic in self.topics for opinion in topic.opinions)

    @property
    def open_count(self) -> int:
        return sum(opinion.is_open for opinion in self.opinions)

    def count(self, meaning: Meaning) -> int:
        return sum(each.position.meaning == meaning for each in self.asked)

    @property
    def late_count(self) -> int:
        return sum(each.position.late for each in self.asked)

    def unheard(self, now: datetime) -> tuple[Asked, ...]:
        """Agencies whose comments would be lost for want of their head's word: told from `NEAR` before the deadline
        until the table is sent.
        """
        if self.timing.is_published or now < self.timing.due_at - NEAR:
            return ()
        return tuple(each for each in self.asked if each.unconfirmed)


def gathered(consultation: Consultation, now: datetime) -> Gathered:
    """Everything said so far, by agency and by node; four queries, whatever the number of agencies and comments.

    An agency's comments are its own until its head confirms the answer.
    """
    timing = timing_of(consultation)
    rubric = rubric_sent(consultation)
    invitations = consultation.invitations.select_related(
        "agency", "reply__by", "reply__post"
    ).prefetch_related(
        Prefetch("comments", Comment.objects.select_related("by", "post")),
        Prefetch("comments__answers", CommentAnswer.objects.select_related("by", "step")),
    )
    asked = tuple(_asked(invitation, timing, now) for invitation in invitations)
    return Gathered(consultation, rubric, timing, asked, _topics(rubric, asked))


def _asked(invitation: Invitation, timing: Timing, now: datetime) -> Asked:
    reply = reply_of(invitation)
    position = position_of(reply, timing.due_at, now)
    standing = standing_comments(invitation.comments.all())
    said = standing if reply is not None else []
    opinions = tuple(
        Opinion(row, invitation, position.late, answers[-1] if (answers := list(row.answers.all())) else None)
        for row in said
    )
    return Asked(invitation, position, opinions, len(standing) - len(said))


def _topics(rubric: Rubric, asked: Iterable[Asked]) -> tuple[Topic, ...]:
    by_node: dict[str, list[Opinion]] = {}
    for each in asked:
        for opinion in each.opinions:
            by_node.setdefault(opinion.comment.node, []).append(opinion)
    whole = [Topic(None, tuple(by_node[""]))] if "" in by_node else []
    nodes = [Topic(node, tuple(by_node[node.id])) for node in rubric.walk() if node.id in by_node]
    return (*whole, *nodes)


def latest_of(draft_id: int) -> Consultation | None:
    """The newest consultation of a draft."""
    return Consultation.objects.filter(draft_id=draft_id).select_related("draft__owner").first()
