"""Rubrics as they are written, sent for opinion, and issued."""

from minhchung.criteria.models.consultation import (
    ActKind,
    AnswerVerdict,
    Comment,
    CommentAnswer,
    Consultation,
    ConsultationAct,
    Invitation,
    Reply,
    ReplyVerdict,
)
from minhchung.criteria.models.draft import DraftEdit, DraftState, RubricDraft
from minhchung.criteria.models.issue import IssueDecision, IssueProposal, IssueVerdict, Waiver
from minhchung.criteria.models.version import RubricVersion

__all__ = [
    "ActKind",
    "AnswerVerdict",
    "Comment",
    "CommentAnswer",
    "Consultation",
    "ConsultationAct",
    "DraftEdit",
    "DraftState",
    "Invitation",
    "IssueDecision",
    "IssueProposal",
    "IssueVerdict",
    "Reply",
    "ReplyVerdict",
    "RubricDraft",
    "RubricVersion",
    "Waiver",
]
