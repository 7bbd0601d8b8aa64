"""The register of the small district: van_phong holds the tasks and the staff of every agency of the district."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from minhchung.indicators.domain.figures import Said, described_of, say
from minhchung.indicators.domain.holding import name_holder
from minhchung.indicators.models import Figure, FigureHolder

NOW = datetime(2024, 1, 10, 3, tzinfo=UTC)
YEAR = (date(2023, 1, 1), date(2023, 12, 31))


def held_by_van_phong(world: Any, code: str = "TASKS_DONE", rhythm: str = "year") -> FigureHolder:
    """Văn phòng gives the figures of this indicator for the kind "phòng chuyên môn" of the district."""
    described = described_of(code)
    assert described is not None
    return name_holder(
        described=described,
        owner=world.standing,
        holder=world.van_phong,
        kinds=[world.kind],
        rhythm=rhythm,
        due_days=15,
        expected=0,
        actor=world.people["thuong_truc"],
        post=world.post_of("thuong_truc"),
        now=NOW,
    )


def give(
    world: Any,
    agency: Any,
    numerator: int,
    denominator: int | None,
    *,
    code: str = "TASKS_DONE",
    days: tuple[date, date] = YEAR,
    now: datetime = NOW,
    **more: Any,
) -> Figure:
    """A figure given by the appraiser of Văn phòng."""
    described = described_of(code)
    assert described is not None
    return say(
        described=described,
        said=Said(agency, *days, numerator, denominator, **more),
        holder=world.van_phong,
        actor=world.people["tham_dinh_vp"],
        post=world.post_of("tham_dinh_vp"),
        now=now,
    )
