"""What is wrong with an issued rubric, for the page: computed once per version and process."""

from __future__ import annotations

from functools import lru_cache

from minhchung.criteria.domain.library import rubric_of
from minhchung.criteria.models import RubricVersion
from minhchung.rubric.lint import Finding, lint, published_text

_KEPT: int = 64


def findings_of(version: RubricVersion) -> tuple[Finding, ...]:
    """Every finding, in the order of the published text. A version never changes, so neither do its findings."""
    return _findings(version.pk, version.sha256)


@lru_cache(maxsize=_KEPT)
def _findings(pk: int, sha256: str) -> tuple[Finding, ...]:
    version = RubricVersion.objects.get(pk=pk)
    published = published_text(version.code) if version.owner_id is None else None
    return lint(rubric_of(version), published=published)
