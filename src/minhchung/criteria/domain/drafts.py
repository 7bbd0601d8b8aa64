"""Drafts of rubrics: who may reach them, how they start, and every step kept so that it can be taken back.

A draft belongs to the agency whose author started it; for everybody else it does not exist (Http404).
"""

from __future__ import annotations

import zlib
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from minhchung.agencies.domain.acting import Acting
from minhchung.agencies.enums import Role
from minhchung.agencies.models import Agency, Post, User
from minhchung.criteria.domain.draft_reading import draft_outline
from minhchung.criteria.domain.library import rubric_of
from minhchung.criteria.models import DraftEdit, DraftState, RubricDraft, RubricVersion
from minhchung.ledger.domain.record import record
from minhchung.ledger.domain.versions import StaleRow, save_version
from minhchung.rubric import print_rubric
from minhchung.rubric.errors import Diagnostic, Reason, RubricError, Span
from minhchung.rubric.outline import outline_of, print_outline

_EMPTY_TEXT = 'rubric: moi\nversion: "1"\ntitle: Bộ tiêu chí mới\nnodes: []\n'
GOES_ON_FOR = timedelta(minutes=3)
EDITABLE_STATES = frozenset({DraftState.DRAFTING})


class DraftClosed(Exception):
    """The draft is issued, dropped or out for consultation: its text is not changed."""


class NothingToUndo(Exception):
    """There is no step left to take back, or to do again."""


# ── reaching ──


def drafts_for(acting: Acting) -> QuerySet[RubricDraft]:
    """Drafts of the agencies in which this person writes rubrics."""
    return RubricDraft.objects.filter(owner_id__in=acting.agency_ids(Role.AUTHOR)).select_related(
        "owner", "base", "changed_by"
    )


def draft_for(acting: Acting, pk: int) -> tuple[RubricDraft, Post]:
    """The draft and the post through which this person writes it. Raises Http404, missing and foreign alike."""
    draft = drafts_for(acting).filter(pk=pk).first()
    post = acting.post_for(draft.owner_id, Role.AUTHOR) if draft is not None else None
    if draft is None or post is None:
        raise Http404
    return draft, post


# ── starting ──


def start_draft(
    *,
    owner: Agency,
    actor: User,
    post: Post | None,
    now: datetime,
    code: str = "",
    title: str = "",
    version: str = "",
    base: RubricVersion | None = None,
    text: str | None = None,
) -> RubricDraft:
    """A new draft: of YAML text as given (from a reading), of an issued version, or empty with its code and title.

    code, title, version: put into the head where they are given. A draft of an issued version leaves that version's
    decision and date behind. Raises RubricError for a text that cannot be taken apart (see `check_text`).
    """
    if text is None:
        text = _text_of(base) if base is not None else _EMPTY_TEXT
    text = with_head(text, code=code, title=title, version=version)
    head = check_text(text)
    summary = _("Bắt đầu từ bộ tiêu chí %(base)s") % {"base": base} if base else _("Bắt đầu bản thảo")
    with transaction.atomic():
        draft = RubricDraft.objects.create(
            owner=owner,
            base=base,
            text=text,
            created_by=actor,
            created_at=now,
            changed_by=actor,
            changed_at=now,
            **head,
        )
        _keep_step(draft, actor=actor, post=post, now=now, summary=summary, number=1)
        record(
            verb="rubric.draft_started",
            subject=f"criteria.draft:{draft.pk}",
            at=now,
            actor_id=actor.pk,
            agency_id=owner.pk,
            post_id=post.pk if post else None,
            detail={"code": draft.code, "version": draft.version, "base": base.sha256 if base else ""},
        )
    return draft


def _text_of(base: RubricVersion) -> str:
    return print_rubric(replace(rubric_of(base), decision="", issued_on=None))


# ── changing ──


def edit_draft(
    *,
    draft: RubricDraft,
    actor: User,
    post: Post | None,
    now: datetime,
    text: str,
    summary: str,
    expected: int,
    node: str = "",
    undoes: DraftEdit | None = None,
) -> DraftEdit | None:
    """Put a new whole text in the place of the one at row version `expected`; None when nothing changes.

    Raises StaleRow when somebody saved in between, DraftClosed, and RubricError for a text that cannot be taken apart.
    """
    head = check_text(text)
    with transaction.atomic():
        kept = locked(draft)
        if kept.row_version != expected:
            raise StaleRow(kept)
        if kept.text == text and undoes is None:
            return None
        save_version(draft, expected=expected, text=text, changed_by_id=actor.pk, changed_at=now, **head)
        return _keep_step(
            draft,
            actor=actor,
            post=post,
            now=now,
            summary=summary,
            number=last_number(draft) + 1,
            node=node,
            undoes=undoes,
        )


def locked(draft: RubricDraft) -> RubricDraft:
    """The draft as it stands, held until the transaction ends. Raises DraftClosed when its text is not to change."""
    kept = RubricDraft.objects.select_for_update().get(pk=draft.pk)
    if kept.state not in EDITABLE_STATES:
        raise DraftClosed
    return kept


def last_number(draft: RubricDraft) -> int:
    """The number of the draft's newest step; 0 before the first."""
    newest = draft.edits.order_by("-number").values_list("number", flat=True).first()
    return newest or 0


def newest_edit(draft: RubricDraft) -> DraftEdit | None:
    """The draft's newest step, without its text."""
    return draft.edits.defer("packed").select_related("by").order_by("-number").first()


def _keep_step(
    draft: RubricDraft,
    *,
    actor: User,
    post: Post | None,
    now: datetime,
    summary: str,
    number: int,
    node: str = "",
    undoes: DraftEdit | None = None,
) -> DraftEdit:
    return DraftEdit.objects.create(
        draft=draft,
        number=number,
        at=now,
        by_id=actor.pk,
        post=post,
        summary=summary[:300],
        node=node[:120],
        packed=zlib.compress(draft.text.encode(), 6),
        undoes=undoes,
    )


def drop_draft(*, draft: RubricDraft, actor: User, post: Post | None, now: datetime) -> None:
    """Give a draft up; its text and steps stay. Raises DraftClosed when it is not being written."""
    with transaction.atomic():
        kept = locked(draft)
        save_version(kept, expected=kept.row_version, state=DraftState.DROPPED)
        record(
            verb="rubric.draft_dropped",
            subject=f"criteria.draft:{draft.pk}",
            at=now,
            actor_id=actor.pk,
            agency_id=draft.owner_id,
            post_id=post.pk if post else None,
        )


# ── undo and redo ──


def undo(*, draft: RubricDraft, actor: User, post: Post | None, now: datetime, expected: int) -> DraftEdit:
    """Take back the newest step that still stands. Raises NothingToUndo, StaleRow, DraftClosed."""
    done, _undone = stacks(draft)
    if len(done) < 2:
        raise NothingToUndo
    step, before = done[-1], done[-2]
    said = _("Hoàn tác: %(step)s") % {"step": step.summary}
    return _step_back(draft, actor, post, now, expected, text_of(before), said, step)


def redo(*, draft: RubricDraft, actor: User, post: Post | None, now: datetime, expected: int) -> DraftEdit:
    """Do again what was taken back last. Raises NothingToUndo, StaleRow, DraftClosed."""
    _done, undone = stacks(draft)
    if not undone:
        raise NothingToUndo
    step, undoing = undone[-1]
    return _step_back(
        draft,
        actor,
        post,
        now,
        expected,
        text_of(step),
        _("Làm lại: %(step)s") % {"step": step.summary},
        undoing,
    )


def restore(
    *, draft: RubricDraft, number: int, actor: User, post: Post | None, now: datetime, expected: int
) -> DraftEdit | None:
    """Bring the text back as it was after a step; itself a step that can be taken back. Raises Http404, StaleRow."""
    step = draft.edits.filter(number=number).first()
    if step is None:
        raise Http404
    said = _("Khôi phục bản số %(number)s: %(step)s") % {"number": number, "step": step.summary}
    return edit_draft(
        draft=draft, actor=actor, post=post, now=now, text=step.text, summary=said, expected=expected
    )


def stacks(draft: RubricDraft) -> tuple[list[DraftEdit], list[tuple[DraftEdit, DraftEdit]]]:
    """Steps that stand, oldest first; and steps taken back, each with the step that took it back, oldest first.

    Saves of one node by one person in a row, minutes apart, stand as one step: its last. The steps come without their
    texts (`text_of` fetches one).
    """
    done: list[DraftEdit] = []
    undone: list[tuple[DraftEdit, DraftEdit]] = []
    for step in draft.edits.defer("packed").select_related("by").order_by("number"):
        if step.undoes_id is None:
            if done and _goes_on(done[-1], step):
                done.pop()
            done.append(step)
            undone.clear()
        elif done and done[-1].pk == step.undoes_id:
            undone.append((done.pop(), step))
        else:
            done.append(undone.pop()[0])
    return done, undone


def _goes_on(before: DraftEdit, step: DraftEdit) -> bool:
    """Whether a save goes on with the one right before it: autosave writes while people type."""
    return (
        step.node != ""
        and (before.number + 1, before.by_id, before.node, before.summary)
        == (step.number, step.by_id, step.node, step.summary)
        and step.at - before.at <= GOES_ON_FOR
    )


def text_of(step: DraftEdit) -> str:
    """The whole text after a step."""
    return DraftEdit.objects.only("packed").get(pk=step.pk).text


def _step_back(
    draft: RubricDraft,
    actor: User,
    post: Post | None,
    now: datetime,
    expected: int,
    text: str,
    summary: str,
    undoes: DraftEdit,
) -> DraftEdit:
    step = edit_draft(
        draft=draft,
        actor=actor,
        post=post,
        now=now,
        text=text,
        summary=summary,
        expected=expected,
        node=undoes.node,
        undoes=undoes,
    )
    assert step is not None, "a step with `undoes` is always kept"
    return step


# ── the text ──


def check_text(text: str) -> dict[str, str]:
    """The head's code, title and version. Raises RubricError unless the text is YAML with a head and a list of nodes.

    Rules may be unreadable still; a draft is allowed to be unfinished.
    """
    outline = draft_outline(text)
    said = {name: value.strip() for name, value in outline.head.items() if isinstance(value, str)}
    head = {
        "code": said.get("rubric", ""),
        "title": said.get("title", ""),
        "version": said.get("version") or "1",
    }
    for name, most in (("code", 80), ("title", 500), ("version", 40)):
        if len(head[name]) > most:
            span = Span("bản thảo", 1, 1)
            raise _refused(span, f"“{name}” dài quá {most} ký tự.", f"`{name}` is longer than {most}.")
    return head


def with_head(text: str, **said: str) -> str:
    """The text with these head lines (code, title, version) in the place of those that stand there; empty ones stay."""
    names = {"code": "rubric", "title": "title", "version": "version"}
    wanted = {names[name]: value for name, value in said.items() if value}
    if not wanted:
        return text
    outline = outline_of(text)
    return print_outline(replace(outline, head={**outline.head, **wanted}))


def _refused(span: Span, vi: str, en: str) -> RubricError:
    return RubricError((Diagnostic("R107", "error", span, Reason(vi, en), Reason("", "")),))
