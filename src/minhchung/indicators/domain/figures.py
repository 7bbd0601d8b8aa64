"""The verbs of the register: give a figure, correct it with a reason, withdraw it; many at once, all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from minhchung.agencies.models import Agency, Post, User
from minhchung.evidence.models import EvidenceFile
from minhchung.indicators.domain.changes import figures_changed
from minhchung.indicators.models import Figure, FigureRevision, FigureVerb
from minhchung.ledger.domain.record import record
from minhchung.ledger.domain.versions import StaleRow, save_version
from minhchung.rubric.indicators import Described, catalogue


class BadFigure(Exception):
    """The figure contradicts its indicator; `words` says how, `place` names the field."""

    def __init__(self, place: str, words: str) -> None:
        super().__init__(words)
        self.place, self.words = place, words


@dataclass(frozen=True)
class Said:
    """What a body says of one agency and period. expected: row version seen, 0 when there was no figure."""

    agency: Agency
    start: date
    end: date
    numerator: int
    denominator: int | None
    excluded: int | None = None
    exclusions: str = ""
    source: EvidenceFile | None = None
    note: str = ""
    reason: str = ""
    expected: int = 0


def described_of(code: str) -> Described | None:
    """An indicator of the register (one whose figures a body gives), None for any other code."""
    found = catalogue().get(code)
    return found if found is not None and found.room == "register" else None


def check(described: Described, said: Said) -> None:
    """Raise BadFigure, naming the field, when the figure cannot be one of this indicator."""
    if said.end < said.start:
        raise BadFigure("end", _("Ngày cuối kỳ trước ngày đầu kỳ."))
    if described.shape == "rate" and said.denominator is None:
        raise BadFigure(
            "denominator", _("Chỉ số này cần mẫu số: %(what)s.") % {"what": described.denominator.vi}
        )
    if described.shape == "count" and said.denominator is not None:
        raise BadFigure("denominator", _("Chỉ số này là một số đếm, không có mẫu số."))
    if said.denominator is not None and said.numerator > said.denominator:
        raise BadFigure(
            "numerator",
            _("Tử số %(num)d lớn hơn mẫu số %(den)d.") % {"num": said.numerator, "den": said.denominator},
        )
    if said.expected and not said.reason.strip():
        raise BadFigure("reason", _("Ghi lý do sửa số liệu."))


def say(
    *, described: Described, said: Said, holder: Agency, actor: User, post: Post, now: datetime
) -> Figure:
    """Give or correct one figure; one ledger entry. Raises BadFigure, StaleRow (with the figure that stands)."""
    with transaction.atomic():
        figure, verb = _keep(described, said, holder, actor, post, now)
        _tell(f"figure.{verb}", [figure], holder, actor, post, now)
    return figure


def say_all(
    *,
    described: Described,
    rows: Sequence[Said],
    holder: Agency,
    actor: User,
    post: Post | None,
    now: datetime,
) -> list[Figure]:
    """Give or correct many figures of one indicator, all or nothing; one ledger entry. Raises BadFigure, StaleRow."""
    with transaction.atomic():
        kept = [_keep(described, said, holder, actor, post, now)[0] for said in rows]
        _tell("figures.imported", kept, holder, actor, post, now)
    return kept


def say_of_many(
    *, rows: Sequence[tuple[Described, Sequence[Said]]], holder: Agency, actor: User, now: datetime
) -> None:
    """Give or correct figures of several indicators, all or nothing; one ledger entry each. Raises BadFigure, StaleRow."""
    with transaction.atomic():
        kept = [
            [_keep(described, said, holder, actor, None, now)[0] for said in group]
            for described, group in rows
        ]
        if not any(kept):
            return
        _announce([figure for group in kept for figure in group], actor, now)
        for group in kept:
            _log("figures.imported", group, holder, actor, None, now)


def withdraw(*, figure: Figure, expected: int, reason: str, actor: User, post: Post, now: datetime) -> Figure:
    """The holder takes a figure back: it answers nothing any more, and stays readable. Raises BadFigure, StaleRow."""
    if not reason.strip():
        raise BadFigure("reason", _("Ghi lý do rút số liệu."))
    with transaction.atomic():
        save_version(figure, expected=expected, is_withdrawn=True, by=actor, post=post, at=now)
        _revise(figure, FigureVerb.WITHDRAWN, reason)
        _tell("figure.withdrawn", [figure], figure.holder, actor, post, now)
    return figure


def _keep(
    described: Described, said: Said, holder: Agency, actor: User, post: Post | None, now: datetime
) -> tuple[Figure, FigureVerb]:
    check(described, said)
    fields: dict[str, Any] = {
        "numerator": said.numerator,
        "denominator": said.denominator,
        "excluded": said.excluded,
        "exclusions": said.exclusions.strip(),
        "source": said.source,
        "note": said.note.strip(),
        "is_withdrawn": False,
        "holder": holder,
        "by": actor,
        "post": post,
        "at": now,
    }
    key = {"indicator": described.code, "agency": said.agency, "start": said.start, "end": said.end}
    if said.expected:
        figure = Figure.objects.get(**key)
        save_version(figure, expected=said.expected, **fields)
        verb = FigureVerb.CORRECTED
    else:
        figure, verb = _create(key, fields), FigureVerb.GIVEN
    _revise(figure, verb, said.reason if said.expected else "")
    return figure, verb


def _create(key: dict[str, Any], fields: dict[str, Any]) -> Figure:
    try:
        with transaction.atomic():
            return Figure.objects.create(**key, **fields)
    except IntegrityError:
        raise StaleRow(Figure.objects.select_related("by").get(**key)) from None


def _revise(figure: Figure, verb: FigureVerb, reason: str) -> None:
    FigureRevision.objects.create(
        figure=figure,
        verb=verb,
        reason=reason.strip(),
        numerator=figure.numerator,
        denominator=figure.denominator,
        excluded=figure.excluded,
        exclusions=figure.exclusions,
        source_id=figure.source_id,
        note=figure.note,
        is_withdrawn=figure.is_withdrawn,
        by_id=figure.by_id,
        post_id=figure.post_id,
        at=figure.at,
        row_version=figure.row_version,
    )


def _tell(
    verb: str, figures: list[Figure], holder: Agency, actor: User, post: Post | None, now: datetime
) -> None:
    """Whoever listens hears of it, then one ledger entry for what was done together.

    In this order: listeners hold entries, and nobody may hold the ledger's head and wait for an entry.
    """
    _announce(figures, actor, now)
    _log(verb, figures, holder, actor, post, now)


def _announce(figures: Sequence[Figure], actor: User, now: datetime) -> None:
    figures_changed(
        codes={figure.indicator for figure in figures},
        agency_ids=[figure.agency_id for figure in figures],
        start=min(figure.start for figure in figures),
        end=max(figure.end for figure in figures),
        now=now,
        actor=actor,
    )


def _log(
    verb: str, figures: Sequence[Figure], holder: Agency, actor: User, post: Post | None, now: datetime
) -> None:
    first = figures[0]
    record(
        verb=verb,
        subject=f"indicators.figure:{first.pk}" if len(figures) == 1 else f"indicators.{first.indicator}",
        at=now,
        actor_id=actor.pk,
        agency_id=holder.pk,
        post_id=post.pk if post else None,
        detail={"indicator": first.indicator, "figures": [told(figure) for figure in figures]},
    )


def told(figure: Figure) -> dict[str, Any]:
    """A figure as the ledger and a frozen answer refer to it: row, version, period, numbers, source by its SHA-256."""
    return {
        "figure": figure.pk,
        "version": figure.row_version,
        "agency": figure.agency_id,
        "holder": figure.holder_id,
        "start": figure.start.isoformat(),
        "end": figure.end.isoformat(),
        "numerator": str(figure.numerator),
        "denominator": None if figure.denominator is None else str(figure.denominator),
        "withdrawn": figure.is_withdrawn,
        "source": figure.source.sha256 if figure.source is not None else None,
    }
