"""A draft as a workbook, and what has happened to the draft since a workbook was written from it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from minhchung.criteria.models import DraftEdit, RubricDraft
from minhchung.rubric import Rubric
from minhchung.rubric.xlsx import to_workbook

_ORIGIN = re.compile(r"bản thảo (\d{1,18}), bước (\d{1,9}), ([0-9a-f]{16})")
_HASH_DIGITS = 16


@dataclass(frozen=True)
class Since:
    """known: whether the workbook is of this draft. steps: those made after it was written, newest first."""

    known: bool
    steps: tuple[DraftEdit, ...]

    @property
    def moved(self) -> bool:
        """Whether bringing the workbook in may take back what somebody did meanwhile."""
        return not self.known or bool(self.steps)


def workbook_of(draft: RubricDraft, rubric: Rubric) -> bytes:
    """The draft's rubric as XLSX; it says which draft it is of, after which step, and that text's hash."""
    newest = draft.edits.defer("packed").order_by("-number").first()
    number = newest.number if newest is not None else 0
    return to_workbook(rubric, f"bản thảo {draft.pk}, bước {number}, {text_hash(draft.text)}")


def since(draft: RubricDraft, origin: str) -> Since:
    """What was done to the draft after a workbook was written. origin: as `origin_of` reads it.

    A step taken back leaves the text as it was: then nothing has happened.
    """
    found = _ORIGIN.fullmatch(origin)
    if found is None or int(found[1]) != draft.pk:
        return Since(False, ())
    step = draft.edits.filter(number=int(found[2])).first()
    if step is None or text_hash(step.text) != found[3]:
        return Since(False, ())
    if text_hash(draft.text) == found[3]:
        return Since(True, ())
    later = draft.edits.filter(number__gt=step.number).defer("packed").select_related("by")
    return Since(True, tuple(later.order_by("-number")))


def text_hash(text: str) -> str:
    """The first 16 hexadecimal digits of a text's SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:_HASH_DIGITS]
