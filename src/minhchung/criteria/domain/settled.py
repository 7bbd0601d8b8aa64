"""What the rooms above tell of an issued version: rulings made on its nodes, and running rounds that may take it.

A later question on a node is settled in a round, for all agencies; the rubric's own page shows it. Rounds lie above this
room, so they put themselves here when the installation starts (`tell`), and are never imported.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from minhchung.agencies.domain.acting import Acting
from minhchung.criteria.models import RubricVersion
from minhchung.rubric import Ruling


@dataclass(frozen=True)
class Settled:
    """A public ruling. where: the round it was made in; ruling.code: the node's id."""

    ruling: Ruling
    number: str
    at: datetime
    where: str
    href: str


@dataclass(frozen=True)
class Choice:
    """A running round on an earlier version, for its standing body to take this one in or not."""

    round: str
    version: str
    href: str
    declined: str


class Source(Protocol):
    """A room that uses issued versions."""

    def rulings_on(self, version: RubricVersion, acting: Acting | None) -> Iterable[Settled]:
        """Rulings on the version's nodes that this reader may see (None: the public), oldest first."""
        ...

    def choices_on(self, version: RubricVersion, acting: Acting) -> Iterable[Choice]:
        """Running rounds of this person's bodies that use an earlier version of the same rubric."""
        ...


_SOURCES: list[Source] = []


def tell(source: Source) -> None:
    """Put a room among those that are asked; once each."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def rulings_on(version: RubricVersion, acting: Acting | None) -> list[Settled]:
    return sorted(
        (each for source in _SOURCES for each in source.rulings_on(version, acting)), key=lambda each: each.at
    )


def choices_on(version: RubricVersion, acting: Acting | None) -> list[Choice]:
    if acting is None:
        return []
    return [each for source in _SOURCES for each in source.choices_on(version, acting)]
