"""What stands at one criterion of an entry: the result box, every save so far, last year's answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.utils.translation import gettext as _

from minhchung.rounds.domain.engine import answer_of, rubric_of
from minhchung.rounds.domain.overview import declared_in
from minhchung.rounds.enums import LeafState, Verdict
from minhchung.rounds.interfaces.leaf_form import Texts, asked_of, in_words, place_of, texts_of
from minhchung.rounds.interfaces.reason_words import shown_reasons
from minhchung.rounds.models import Entry, LeafRevision, LeafValue
from minhchung.rounds.views.entry_words import STATE_WORDS
from minhchung.rubric import Input, Node, Reason
from minhchung.ui.language import in_language


@dataclass(frozen=True)
class Result:
    """What stands at the leaf, as the result box shows it.

    answer_words, answered_at: the answer that the points belong to; None when no answer stands. is_older: what the
    inputs beside it hold is newer, and is not what was scored.
    """

    points: Fraction | None
    max: Fraction | None
    state: str
    state_words: str
    reasons: tuple[str, ...]
    answer_words: str = ""
    answered_at: datetime | None = None
    is_older: bool = False


def result_of(entry: Entry, leaf: Node, value: LeafValue | None, *, is_older: bool = False) -> Result:
    """The result box of a leaf. A row without value is absent, never zero. A draft is never what was scored."""
    if value is None:
        words = str(STATE_WORDS[LeafState.ABSENT][0])
        return Result(None, leaf.max, LeafState.ABSENT, words, (), is_older=is_older)
    words = str(STATE_WORDS[value.state][0])
    if declared_in(value.answer) == "not_applicable":
        words = _("Khai không áp dụng, chờ thẩm định chấp nhận")
    said = in_words(
        asked_of(rubric_of(entry.round.rubric), leaf, place_of(entry)), answered_texts(entry, leaf, value)
    )
    return Result(
        points=value.points,
        max=leaf.max,
        state=value.state,
        state_words=words,
        reasons=shown_reasons(in_language(Reason(vi, en)) for vi, en in value.reasons),
        answer_words=said,
        answered_at=value.at if said else None,
        is_older=is_older or value.draft is not None,
    )


def kept_draft_at(value: LeafValue | None, texts: Texts | None) -> datetime | None:
    """When the draft that stands at the leaf was kept; None without one, or when it does not hold these texts."""
    if value is None or value.draft is None or (texts is not None and value.draft["fields"] != texts):
        return None
    return datetime.fromisoformat(value.draft["at"])


def answered_texts(entry: Entry, leaf: Node, value: LeafValue) -> Texts:
    """The fields that read back as the answer that was saved and scored, with its note."""
    return texts_of(
        answer_of(rubric_of(entry.round.rubric), leaf.id, value.answer, place_of(entry)), value.note
    )


def standing_texts(entry: Entry, leaf: Node, value: LeafValue | None) -> Texts:
    """What the form shows of a kept row: the draft if one stands there, else the answer."""
    if value is None:
        return {}
    if value.draft is not None:
        return {name: list(values) for name, values in value.draft["fields"].items()}
    return answered_texts(entry, leaf, value)


@dataclass(frozen=True)
class Change:
    """One save in the history."""

    at: datetime
    who: str
    before: str
    after: str
    points_before: Fraction | None
    points_after: Fraction | None
    note: str

    @property
    def is_same(self) -> bool:
        """Saved without another answer: a draft, a note, points of a ruling."""
        return self.before == self.after


def history_of(
    entry: Entry, leaf: Node, asked: tuple[Input, ...], value: LeafValue | None
) -> Iterable[Change]:
    """Every save, newest first, with what stood before it."""
    if value is None:
        return
    rows = list(LeafRevision.objects.filter(value=value).select_related("by").order_by("row_version"))
    shown = [in_words(asked, _revision_texts(entry, leaf, row)) for row in rows]
    for index in range(len(rows) - 1, -1, -1):
        row = rows[index]
        yield Change(
            at=row.at,
            who=_who(row),
            before=shown[index - 1] if index else "",
            after=shown[index],
            points_before=rows[index - 1].points if index else None,
            points_after=row.points,
            note=row.reason or (row.note if not index or row.note != rows[index - 1].note else ""),
        )


def _who(row: LeafRevision) -> str:
    if row.by is not None:
        return row.by.full_name
    return _("Từ dữ liệu") if row.verdict == Verdict.DATA else _("Hệ thống")


def _revision_texts(entry: Entry, leaf: Node, row: LeafRevision) -> Texts:
    return texts_of(answer_of(rubric_of(entry.round.rubric), leaf.id, row.answer, place_of(entry)))


def last_year_words(value: LeafValue, leaf: Node) -> str:
    """Last year's answer in words, read with last year's rubric; only the state when it cannot be read there."""
    rubric = rubric_of(value.entry.round.rubric)
    if not rubric.has_node(leaf.id):
        return ""
    node = rubric.node(leaf.id)
    asked = asked_of(rubric, node, place_of(value.entry))
    texts = texts_of(answer_of(rubric, leaf.id, value.answer, place_of(value.entry)))
    return in_words(asked, texts)
