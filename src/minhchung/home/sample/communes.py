"""Two months of QĐ 766 for the communes of Quảng Điền, from cases and the register alone: September published, October open.

The figures are made up (Round.is_sample says so on every page); the index is the real one.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final

from minhchung.agencies.domain.acting import acting
from minhchung.criteria.domain.library import rubric_of
from minhchung.criteria.models import RubricVersion
from minhchung.home.sample import accounts as names
from minhchung.home.sample.figures import give, name_holder_of
from minhchung.home.sample.one_stop import load_communes
from minhchung.home.sample.people import COMMUNES, People
from minhchung.indicators.domain.figures import Said
from minhchung.rounds.domain import acts, council, publication, running
from minhchung.rounds.domain.ranking import compute_ranking
from minhchung.rounds.models import Round
from minhchung.stats.periods import Period

STEPS: Final = 2
CASES: Final = 2_640
"""Received by the eleven communes in a month."""
HELD: Final[tuple[tuple[str, str, str, int, int], ...]] = (
    ("PROCEDURES_PUBLISHED_ON_TIME", names.VAN_PHONG, "PUBLISH_ON_TIME", 9, 1),
    ("PROCEDURES_UPDATED_ON_TIME", names.VAN_PHONG, "PUBLIC_UPDATE_ON_TIME", 12, 2),
    ("PROCEDURES_CONTENT_FULL", names.VAN_PHONG, "PUBLIC_CONTENT_FULL", 118, 6),
    ("CASES_SYNCED_ON_TIME", names.VAN_PHONG, "DOSSIER_SYNC", 230, 21),
    ("PROCEDURES_PAYABLE_ONLINE", names.VAN_PHONG, "PAYMENT_AVAILABLE", 41, 17),
    ("COMMUNES_CERTIFIED_COPY", names.TU_PHAP, "ELECTRONIC_CERTIFIED_COPY", 1, 0),
    ("DATA_REUSED", names.VAN_PHONG, "REUSED_DIGITIZED_DATA", 160, 95),
    ("PERSONAL_STORAGE_SYNCED", names.VAN_PHONG, "SYNCED_WITH_DVCQG_PERSONAL_STORAGE", 150, 48),
    ("PETITIONS_ON_TIME", names.VAN_PHONG, "PETITION_PROCESSING_ON_TIME", 3, 1),
    ("PETITIONS_SATISFIED", names.VAN_PHONG, "PETITION_HANDLING_SATISFACTION", 3, 1),
)
"""Indicator, holder, leaf, about how many in the denominator, at most how many of these fail."""
GIVEN_IN_OCTOBER: Final = 6
"""How many of the indicators have figures for October already."""


def load(people: People, now: datetime, step: Callable[[], None]) -> None:
    """step: called after each month."""
    for code, holder, *_rest in HELD:
        name_holder_of(people, code, people.agencies[holder], COMMUNES, "month", now - timedelta(days=90))
    _month(people, 9, len(HELD), now - timedelta(days=40))
    _publish(people, _open(people, 9, now - timedelta(days=36)), now - timedelta(days=35))
    step()
    _month(people, 10, GIVEN_IN_OCTOBER, now - timedelta(days=6))
    _open(people, 10, now - timedelta(days=5))
    step()


def _month(people: People, month: int, given: int, now: datetime) -> None:
    """The cases of a month, and its figures of the first `given` indicators."""
    period = _days(month)
    load_communes(people, Period(*period), CASES, month * 100_000, now)
    rubric = rubric_of(RubricVersion.objects.get(code="qd766-2022"))
    for code, holder, leaf, size, failing in HELD[:given]:
        rows = [
            Said(people.agencies[commune], *period, *_numbers(place + month, size, failing))
            for place, commune in enumerate(COMMUNES)
        ]
        give(people, code, holder, rows, rubric, leaf, 2023, now)


def _numbers(place: int, size: int, failing: int) -> tuple[int, int]:
    """A part and its whole that differ a little from commune to commune."""
    whole = size + place * 5 % (size // 6 + 1) if size > 3 else size * (place % 4 > 0) if size > 1 else 1
    return max(0, whole - place * 7 % (failing + 1)), whole


def _days(month: int) -> tuple[date, date]:
    return date(2023, month, 1), date(2023, month, monthrange(2023, month)[1])


def _open(people: People, month: int, at: datetime) -> Round:
    start, end = _days(month)
    actor, post = people.users["thuongtruc"], people.posts["thuongtruc"]
    plan = running.RoundPlan(
        title=f"Chỉ số phục vụ người dân, doanh nghiệp tháng {month}/2023, cấp xã (dữ liệu minh họa)",
        rubric=RubricVersion.objects.get(code="qd766-2022"),
        year=2023,
        period_from=start,
        period_to=end,
        reference_on=end,
        parameters={},
        phases={},
        agencies=tuple(people.agencies[commune] for commune in COMMUNES),
        groups={people.agencies[commune].pk: "Xã, thị trấn" for commune in COMMUNES},
    )
    round = running.prepare_round(
        plan=plan, owner=people.agencies[names.STANDING], actor=actor, post=post, now=at
    )
    Round.objects.filter(pk=round.pk).update(is_sample=True)
    round.refresh_from_db()
    decision = acts.Decision(f"{200 + month}/TB-UBND", at.date(), "Chấm điểm chỉ số phục vụ hằng tháng")
    running.open_round(round=round, decision=decision, actor=actor, post=post, now=at)
    return round


def _publish(people: People, round: Round, at: datetime) -> None:
    actor, post = people.users["thuongtruc"], people.posts["thuongtruc"]
    by = {"actor": actor, "post": post, "now": at}
    running.to_council(round=round, decision=acts.Decision("41/TTr-VP", at.date()), **by)
    posts = council.deciding_posts(acting(people.users["hoidong"], at.date()), round)
    council.finalise(round=round, posts=posts, actor=people.users["hoidong"], now=at)
    compute_ranking(round=round, **by)
    proposed = publication.propose(round=round, decision=acts.Decision("215/QĐ-UBND", at.date()), **by)
    publication.confirm(
        publication=proposed,
        actor=people.users["thuongtruc2"],
        post=people.posts["thuongtruc2"],
        now=at + timedelta(hours=2),
    )
