"""What the pages of opinions and of issuing share: a node with its rule in words, comments and answers as lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from minhchung.agencies.domain.by import By
from minhchung.agencies.models import Post
from minhchung.agencies.requests import acting_of, received_at_of
from minhchung.criteria.domain.consultations import Meaning, Opinion, Position
from minhchung.criteria.models import AnswerVerdict, Comment
from minhchung.rubric import Node, Rubric
from minhchung.rubric.words import leaf_in_words
from minhchung.ui.language import in_language
from minhchung.ui.present import vn_datetime

WHOLE = "toan-bo"
"""Stands in an address for the whole rubric."""


def by_of(request: HttpRequest, post: Post) -> By:
    """Who asks, through which post, when the server received it."""
    return By(acting_of(request).user, post, received_at_of(request))


@dataclass(frozen=True)
class NodeShown:
    """A node as the office reads it. place: its id, as addresses carry it. code: of a node without a label, its parent's."""

    place: str
    code: str
    title: str
    max: Any
    words: tuple[str, ...]
    evidence: tuple[str, ...]
    appraised_by: str


def shown(rubric: Rubric, node: Node | None) -> NodeShown:
    """A node in words; None: the whole."""
    if node is None:
        return NodeShown(WHOLE, "", _("Toàn bộ dự thảo"), rubric.total, (), (), "")
    words = tuple(in_language(line) for line in leaf_in_words(rubric, node.code)) if node.is_leaf else ()
    return NodeShown(
        node.id,
        node.code.split("#")[0],
        node.title or node.label,
        node.max,
        words,
        node.evidence,
        node.appraised_by or "",
    )


POSITION_TONES: dict[Meaning, str] = {
    "waiting": "due",
    "agreed": "done",
    "commented": "active",
    "silent": "quiet",
}


def position_words(position: Position) -> str:
    """What an agency's answer or silence means, with the day it stands from."""
    match position.meaning:
        case "waiting":
            return _("Chưa trả lời")
        case "silent":
            return _("Không trả lời đến %(at)s: coi như đã thống nhất") % {"at": vn_datetime(position.at)}
        case "agreed":
            words = _("Thống nhất, lúc %(at)s")
        case "commented":
            words = _("Có ý kiến, lúc %(at)s")
    said = words % {"at": vn_datetime(position.at)}
    return _("%(said)s (quá hạn)") % {"said": said} if position.late else said


VERDICT_TONES = {
    AnswerVerdict.ACCEPTED: "done",
    AnswerVerdict.PARTLY: "active",
    AnswerVerdict.REJECTED: "neutral",
}


@dataclass(frozen=True)
class OpinionShown:
    """One comment and its answer as a page shows them. href: where it is answered, "" for who only reads."""

    comment: Comment
    agency: str
    late: bool
    verdict: str
    tone: str
    reason: str
    step: str
    href: str


def opinion_shown(opinion: Opinion, *, may_answer: bool = False) -> OpinionShown:
    answer = opinion.answer
    step = answer.step if answer is not None else None
    return OpinionShown(
        comment=opinion.comment,
        agency=opinion.invitation.agency.name,
        late=opinion.late,
        verdict=str(answer.get_verdict_display()) if answer is not None else _("Chưa trả lời"),
        tone=VERDICT_TONES[AnswerVerdict(answer.verdict)] if answer is not None else "due",
        reason=answer.reason if answer is not None else "",
        step=f"{step.number}. {step.summary}" if step is not None else "",
        href=reverse("criteria:answer_comment", args=[opinion.comment.pk]) if may_answer else "",
    )


def confirming(request: HttpRequest) -> forms.Form:
    """A form that asks nothing but to be sent."""
    return forms.Form(request.POST if request.method == "POST" else None)


def refuse(form: forms.BaseForm, lines: tuple[str, ...]) -> None:
    """Every line of a refusal on the form."""
    for line in lines:
        form.add_error(None, line)
