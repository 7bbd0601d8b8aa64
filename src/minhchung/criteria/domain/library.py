"""Rubric versions in the database: loading the shipped ones, and who may read which."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from django.db.models import QuerySet
from django.http import Http404

from minhchung.agencies.models import Agency
from minhchung.criteria.models import RubricVersion
from minhchung.rubric import Rubric, parse, rubric_hash
from minhchung.rubric.shipped import CODES, shipped_text


@lru_cache(maxsize=64)
def _parsed(sha256: str, text: str, name: str) -> Rubric:
    return parse(text, name)


def parsed_text(sha256: str, text: str, name: str) -> Rubric:
    """The frozen tree of a text kept with its hash; parsed once per process. Raises RubricError."""
    return _parsed(sha256, text, name)


def rubric_of(version: RubricVersion) -> Rubric:
    """The frozen tree of an issued version; parsed once per process."""
    return _parsed(version.sha256, version.text, version.code)


def keep_version(
    *, text: str, name: str, owner: Agency | None, now: datetime, previous: RubricVersion | None = None
) -> RubricVersion:
    """Keep a rubric's text as a version; the same code, version and content again return the row that is there.

    Raises RubricError for a text that does not read, ValueError when that version is kept with another content.
    """
    rubric = parse(text, name)
    digest = rubric_hash(rubric)
    kept = RubricVersion.objects.filter(code=rubric.code, version=rubric.version).first()
    if kept is not None:
        if kept.sha256 != digest:
            raise ValueError(
                f"{rubric.code} {rubric.version} is kept with another content; give it a new version"
            )
        return kept
    return RubricVersion.objects.create(
        code=rubric.code,
        version=rubric.version,
        title=rubric.title,
        owner=owner,
        text=text,
        sha256=digest,
        decision_number=rubric.decision,
        issued_on=rubric.issued_on,
        loaded_at=now,
        previous=previous,
    )


def keep_shipped(now: datetime) -> tuple[RubricVersion, ...]:
    """The rubrics shipped with the product, kept as versions of nobody; those already kept come back as they are."""
    return tuple(
        keep_version(text=shipped_text(code), name=code, owner=None, now=now) for code in sorted(CODES)
    )


def versions() -> QuerySet[RubricVersion]:
    """Issued rubrics are public documents: everybody reads all of them."""
    return RubricVersion.objects.select_related("owner").order_by("title", "version", "pk")


def version_named(code: str, version: str) -> RubricVersion:
    """The version, or Http404."""
    found = versions().filter(code=code, version=version).first()
    if found is None:
        raise Http404
    return found
