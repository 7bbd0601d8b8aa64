"""A round that was scored and published elsewhere, kept as it was stated: its agencies take part, nothing is answered.

The points of each agency are the criterion points of its row in the table; no leaf has an answer, so nothing is ranked.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minhchung.agencies.domain.jurisdiction import within_reach
from minhchung.agencies.domain.tree import on
from minhchung.agencies.models import Agency, Post, User
from minhchung.criteria.models import RubricVersion
from minhchung.rounds.domain.acts import RoundRefused
from minhchung.rounds.domain.stated import keep_stated
from minhchung.rounds.enums import EntryState, RoundState
from minhchung.rounds.models import Entry, Round, StatedTable
from minhchung.rubric.results import ResultsRow
from minhchung.viet.folding import search_key


def keep_stated_round(
    *,
    rubric: RubricVersion,
    title: str,
    source: str,
    year: int,
    rows: Sequence[ResultsRow],
    owner: Agency,
    actor: User,
    post: Post | None,
    now: datetime,
    places: Sequence[str] = (),
    is_public: bool = False,
    is_sample: bool = False,
) -> StatedTable:
    """The round of a calendar year with one entry a row, and the table that states its points; all or nothing.

    places: where each row stands in the source. Raises RoundRefused, a line for each row whose agency is not one of the
    owner's reach, under that very name, on the last day of the year.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    agencies = agencies_of(rows, owner, last)
    with transaction.atomic():
        round = Round.objects.create(
            title=title,
            rubric=rubric,
            owner=owner,
            year=year,
            period_from=first,
            period_to=last,
            reference_on=last,
            state=RoundState.STATED,
            is_sample=is_sample,
            created_by=actor,
            created_at=now,
        )
        entries = [_enter(round, agency, row) for agency, row in zip(agencies, rows, strict=True)]
        return keep_stated(
            rubric=rubric,
            title=title,
            source=source,
            rows=rows,
            owner=owner,
            actor=actor,
            post=post,
            now=now,
            is_public=is_public,
            round=round,
            entries=[entry.pk for entry in entries],
            places=places,
            is_sample=is_sample,
        )


def _enter(round: Round, agency: Agency, row: ResultsRow) -> Entry:
    return Entry.objects.create(
        round=round,
        agency=agency,
        group=agency.kind.name,
        traits=dict(row.traits),
        state=EntryState.STATED,
    )


def agencies_of(rows: Sequence[ResultsRow], owner: Agency, day: date) -> list[Agency]:
    """The agency of each row, by its name, marks and case aside; one query. Raises RoundRefused for those not found."""
    keys = [search_key(row.agency) for row in rows]
    there = Agency.objects.filter(within_reach(owner), on(day), name_key__in=keys).select_related("kind")
    named: dict[str, list[Agency]] = {}
    for agency in there:
        named.setdefault(agency.name_key, []).append(agency)
    lines = [
        _unknown(row.agency, len(named.get(key, [])), day)
        for row, key in zip(rows, keys, strict=True)
        if len(named.get(key, [])) != 1
    ]
    if lines:
        raise RoundRefused(*lines)
    return [named[key][0] for key in keys]


def _unknown(name: str, found: int, day: date) -> str:
    told = {"agency": name, "day": f"{day:%d/%m/%Y}"}
    if found:
        return _("Có nhiều cơ quan tên “%(agency)s” vào ngày %(day)s; không đoán được là cơ quan nào.") % told
    return (
        _("Không có cơ quan nào tên “%(agency)s” vào ngày %(day)s. Thêm cơ quan, hoặc sửa tên trong tệp.")
        % told
    )
