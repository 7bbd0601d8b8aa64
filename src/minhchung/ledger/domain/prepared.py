"""A query written once and asked many times: Django takes longer to write a query than the database to answer it.

    POSTS = Prepared(lambda user, day: Holding.objects.filter(user=user, from_on__lte=day), int, date)
    POSTS.rows(12, today)

The rows are those of the plain queryset, model objects with their related rows and annotations. For the few queries
that every save asks; everything else is asked as usual.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable

Row = TypeVar("Row", bound=Model)
Kind = type[int] | type[str] | type[date] | type[UUID]


class Prepared(Generic[Row]):
    """A queryset with places for values. make: takes one value for each of `kinds`, in this order."""

    def __init__(self, make: Callable[..., QuerySet[Row]], *kinds: Kind) -> None:
        self._make, self._kinds = make, kinds
        self._written: dict[str, _Written] = {}

    def rows(self, *values: int | str | date | UUID) -> list[Row]:
        """The rows for these values; one query."""
        connection = connections[DEFAULT_DB_ALIAS]
        written = self._written.get(connection.vendor)
        if written is None:
            written = self._written[connection.vendor] = _write(self._make, self._kinds)
        return list(ModelIterable(_Asked(written, values)))

    def first(self, *values: int | str | date | UUID) -> Row | None:
        """The first row; one query."""
        return next(iter(self.rows(*values)), None)


class _Written:
    """A compiled query: its SQL, its parameters, which of them stand for which value, and how columns are read."""

    def __init__(self, compiler: Any, sql: str, params: Sequence[Any], places: dict[int, int]) -> None:
        self.compiler, self.sql, self.params, self.places = compiler, sql, tuple(params), places
        self.converters = compiler.get_converters([each[0] for each in compiler.select])

    def with_values(self, values: Sequence[Any]) -> tuple[Any, ...]:
        return tuple(
            _like(values[self.places[place]], param) if place in self.places else param
            for place, param in enumerate(self.params)
        )


class _Asked:
    """What ModelIterable wants of a queryset: the compiler, here with its SQL at hand."""

    db = DEFAULT_DB_ALIAS
    _known_related_objects: dict[Any, Any] = {}

    def __init__(self, written: _Written, values: Sequence[Any]) -> None:
        self._written, self._values = written, values
        self.query = self

    def get_compiler(self, using: str) -> Any:
        written = self._written
        compiler = copy.copy(written.compiler)
        compiler.connection = connections[using]
        compiler.as_sql = lambda: (written.sql, written.with_values(self._values))
        compiler.get_converters = lambda _columns: written.converters
        return compiler


def _write(make: Callable[..., QuerySet[Any]], kinds: Sequence[Kind]) -> _Written:
    """Compile with values that occur nowhere else, and see where they went.

    Raises ValueError for a value that the query does not ask with.
    """
    marks = [_mark(kind, place) for place, kind in enumerate(kinds)]
    compiler = make(*marks).query.get_compiler(using=DEFAULT_DB_ALIAS)
    sql, params = compiler.as_sql()
    places = {
        at: place
        for at, param in enumerate(params)
        for place, mark in enumerate(marks)
        if param == _like(mark, param)
    }
    if missing := set(range(len(kinds))) - set(places.values()):
        raise ValueError(f"the query does not ask with value {sorted(missing)}: {sql}")
    return _Written(compiler, sql, params, places)


def _mark(kind: Kind, place: int) -> Any:
    if kind is int:
        return 2_000_000_011 + place
    if kind is date:
        return date(1001, 1, 1 + place)
    return UUID(int=2**127 + place) if kind is UUID else f"\x01{place}\x01"


def _like(value: Any, param: Any) -> Any:
    """A value in the form in which this database takes the parameter."""
    if isinstance(value, UUID) and isinstance(param, str):
        return value.hex
    if isinstance(value, date) and isinstance(param, str):
        return value.isoformat()
    if isinstance(value, int) and isinstance(param, int):
        return type(param)(value)
    return value
