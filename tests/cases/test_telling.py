"""An import that was committed is told to the rounds computed from it, however the machine died in between."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command

from minhchung.cases.domain import telling
from minhchung.cases.domain.telling import LEFT_AFTER, left_untold, tell_of_dates, tell_what_is_left
from minhchung.cases.models import CountsChanged
from minhchung.home.commands.doctor import untold_counts

NOW = datetime(2026, 11, 1, 8, tzinfo=UTC)
LATER = NOW + LEFT_AFTER + timedelta(seconds=1)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    monkeypatch.setattr(telling, "figures_changed", lambda **said: found.append(said))
    return found


def changed(world: Any, at: datetime = NOW) -> None:
    tell_of_dates(frozenset({world.kinh_te.pk}), date(2026, 1, 5), at, world.people["thu_ky"])


def test_a_change_is_told_once_it_stands_and_is_no_news_then(
    world: Any, heard: list[dict[str, Any]], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        changed(world)
        assert CountsChanged.objects.count() == 1 and heard == []

    (said,) = heard
    assert (said["start"], said["end"], said["actor"]) == (
        date(2026, 1, 5),
        NOW.date(),
        world.people["thu_ky"],
    )
    assert world.kinh_te.pk in said["agency_ids"] and "CASES_ON_TIME" in said["codes"]
    assert CountsChanged.objects.count() == 0


def test_what_a_machine_that_died_left_is_told_by_the_next_import(
    world: Any, heard: list[dict[str, Any]], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=False):
        changed(world)
    assert not left_untold(NOW + timedelta(minutes=1)).exists(), "it may still be under way"

    with django_capture_on_commit_callbacks(execute=True):
        changed(world, LATER)

    assert len(heard) == 2 and CountsChanged.objects.count() == 0


def test_doctor_names_it_and_the_housekeeping_tells_it(
    world: Any, cases_dir: Any, heard: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    changed(world)

    assert [each.subject for each in untold_counts()] == ["1"]
    call_command("prune")

    assert len(heard) == 1 and list(untold_counts()) == []
    assert "1 import(s) told" in capsys.readouterr().out


def test_a_telling_that_fails_stays_to_be_told(
    world: Any, monkeypatch: pytest.MonkeyPatch, heard: list[dict[str, Any]]
) -> None:
    def fail(**_said: Any) -> None:
        raise ValueError

    changed(world)
    with monkeypatch.context() as broken:
        broken.setattr(telling, "figures_changed", fail)
        assert tell_what_is_left(LATER) == 0
    assert CountsChanged.objects.count() == 1

    assert tell_what_is_left(LATER) == 1 and len(heard) == 1
