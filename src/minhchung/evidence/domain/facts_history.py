"""What was said of a file at a moment, and what was said differently after it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from django.utils.translation import gettext as _

from minhchung.evidence.models import EvidenceFile, FactsRevision

Settled = Callable[[EvidenceFile], datetime | None]
_SETTLED: list[Settled] = []


def register_settled(settled: Settled) -> None:
    """A room that uses files says since when somebody judges by what is said of one; None when nobody does.

    Called from that room's AppConfig.ready().
    """
    _SETTLED.append(settled)


def settled_at(file: EvidenceFile) -> datetime | None:
    """The first moment from which a change of the facts is shown to others as a later change."""
    moments = [at for at in (settled(file) for settled in _SETTLED) if at is not None]
    return min(moments, default=None)


@dataclass(frozen=True)
class FactsChange:
    """One change. rows: (what, before, after), "" where nothing was said."""

    at: datetime
    who: str
    rows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class FactsStood:
    """What was said of a file at a moment. name: the title, else the file's own name. later: changes since, oldest first."""

    name: str
    number: str
    dated_on: date | None
    issuer: str
    later: tuple[FactsChange, ...] = ()


def facts_stood(file: EvidenceFile, moment: datetime | None) -> FactsStood:
    """What was said of one file at a moment (now when none is named); one query."""
    return facts_stood_of([(file, moment)])[file.pk]


def facts_stood_of(asked: Iterable[tuple[EvidenceFile, datetime | None]]) -> Mapping[int, FactsStood]:
    """File id → what was said of it at its moment, with what changed after; one query, none where nothing is asked."""
    pairs = {file.pk: (file, moment) for file, moment in asked}
    said = _revisions(pairs) if pairs else {}
    return {pk: _stood(file, moment, said.get(pk, [])) for pk, (file, moment) in pairs.items()}


def facts_changes(file: EvidenceFile) -> tuple[FactsChange, ...]:
    """Every change of what is said of a file, oldest first; one query."""
    return _changes(_revisions([file.pk]).get(file.pk, []))


def _revisions(files: Iterable[int]) -> dict[int, list[FactsRevision]]:
    found: dict[int, list[FactsRevision]] = {}
    rows = FactsRevision.objects.filter(file__in=list(files)).select_related("by")
    for row in rows.order_by("file_id", "row_version"):
        found.setdefault(row.file_id, []).append(row)
    return found


def _stood(file: EvidenceFile, moment: datetime | None, said: list[FactsRevision]) -> FactsStood:
    """A moment before anything was written down takes the first that was."""
    before = [at for at, row in enumerate(said) if moment is None or row.at <= moment]
    place = before[-1] if before else 0
    stood: FactsRevision | EvidenceFile = said[place] if said else file
    return FactsStood(
        name=stood.title or file.name,
        number=stood.number,
        dated_on=stood.dated_on,
        issuer=stood.issuer,
        later=_changes(said[place:]),
    )


def _changes(said: list[FactsRevision]) -> tuple[FactsChange, ...]:
    changes = (
        FactsChange(new.at, new.by.full_name, tuple(_differences(old, new))) for old, new in pairwise(said)
    )
    return tuple(change for change in changes if change.rows)


def _differences(old: FactsRevision, new: FactsRevision) -> Iterable[tuple[str, str, str]]:
    labels = (
        (_("Trích yếu, tên gọi"), old.title, new.title),
        (_("Số, ký hiệu"), old.number, new.number),
        (_("Ngày ban hành"), _day(old.dated_on), _day(new.dated_on)),
        (_("Cơ quan ban hành"), old.issuer, new.issuer),
    )
    return (row for row in labels if row[1] != row[2])


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
