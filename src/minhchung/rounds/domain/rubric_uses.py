"""What rounds tell the page of an issued rubric: rulings on its nodes, and running rounds that may take a later version."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse

from minhchung.agencies.domain.acting import Acting
from minhchung.agencies.enums import Role
from minhchung.criteria.domain.settled import Choice, Settled
from minhchung.criteria.models import RubricVersion
from minhchung.rounds.domain.access import rounds_for
from minhchung.rounds.domain.amending import declined_in
from minhchung.rounds.domain.engine import ruling_of
from minhchung.rounds.enums import RoundState
from minhchung.rounds.models import Round, Ruling

PUBLISHED = (RoundState.PUBLISHED, RoundState.REVOKED)


def rulings_on(version: RubricVersion, acting: Acting | None) -> Iterator[Settled]:
    """Rulings of published rounds on the version, for everybody; of rounds still running, for who takes part in them."""
    seen = Q(round__state__in=PUBLISHED)
    if acting is not None:
        seen |= Q(round__in=rounds_for(acting).order_by().values("pk"))
    for row in (
        Ruling.objects.filter(seen, round__rubric=version).select_related("round").order_by("at", "pk")
    ):
        href = reverse("rounds:rulings", args=[row.round_id]) if acting is not None else ""
        yield Settled(ruling_of(row), row.decision_number, row.at, row.round.title, href)


def choices_on(version: RubricVersion, acting: Acting) -> Iterator[Choice]:
    """Open rounds of this person's standing bodies on an earlier version of the same rubric."""
    rounds = (
        Round.objects.filter(
            owner__in=acting.agency_ids(Role.STANDING),
            state=RoundState.OPEN,
            rubric__code=version.code,
            rubric__loaded_at__lte=version.loaded_at,
        )
        .exclude(rubric=version)
        .select_related("rubric")
        .order_by("-year", "-pk")
    )
    for round in rounds:
        href = f"{reverse('rounds:amend', args=[round.pk])}?phien-ban={version.pk}"
        yield Choice(round.title, round.rubric.version, href, declined_in(round).get(version.sha256, ""))
