"""Whom a body may call into its rounds: its own province (or its own tree), never another's."""

from __future__ import annotations

from django.db.models import Q
from django.db.models.expressions import RawSQL

from minhchung.agencies.models import Agency

BENEATH_SQL = """
WITH RECURSIVE reach(id) AS (
    SELECT id FROM agencies_agency WHERE id = %s
    UNION
    SELECT below.id FROM agencies_agency below JOIN reach above ON below.parent_id = above.id
)
SELECT id FROM reach
"""
"""One parameter, an agency's id: it and all under it, closed ones too."""


def within_reach(body: Agency) -> Q:
    """Agencies under the one above the body (a department's province, with its districts and communes); a body that
    stands at the top reaches its own tree. A filter, no query of its own."""
    return Q(pk__in=RawSQL(BENEATH_SQL, [body.parent_id or body.pk]))  # noqa: S611  (the one value is a parameter)
