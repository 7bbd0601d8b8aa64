"""Editable rows carry a version; a write on an older version is refused with what stands there now."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


class StaleRow(Exception):
    """Somebody saved this row in between. `current` is the row as it is now; the view answers 409 with both."""

    def __init__(self, current: Any) -> None:
        super().__init__(f"{current._meta.label} {current.pk} is at version {current.row_version}")
        self.current = current


def save_version(row: Row, *, expected: int, **changes: Any) -> Row:
    """Write these fields if the row still stands at the expected version, and count the version up; one query.

    Returns the row with the new values set. Raises StaleRow with the fresh row when somebody was faster.
    """
    model = row._meta.model  # not type(row): request.user is a lazy wrapper around its row
    written = model._default_manager.filter(pk=row.pk, row_version=expected).update(
        **changes, row_version=expected + 1
    )
    if not written:
        raise StaleRow(model._default_manager.get(pk=row.pk))
    for name, value in changes.items():
        setattr(row, name, value)
    row.row_version = expected + 1  # type: ignore[attr-defined]
    return row
