"""A column as its distinct values and a code per row: what is said of a value is worked out once, however often it stands."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Days = NDArray[np.int64]
NO_DAY = -(10**9)
"""What stands for "no date" in a column of days since 1970."""


def _next_codes() -> defaultdict[Any, int]:
    """A dict that gives a new key the next number; asked by `map`, it runs without Python between the rows."""
    codes: defaultdict[Any, int] = defaultdict()
    codes.default_factory = codes.__len__
    return codes


@dataclass(slots=True)
class Column:
    """index: value → its code, in the order met. codes: one per row."""

    index: defaultdict[Any, int] = field(default_factory=_next_codes)
    codes: array[int] = field(default_factory=lambda: array("i"))
    _listed: list[Any] = field(default_factory=list)

    def extend(self, values: Iterable[Any]) -> None:
        """Add rows."""
        self.codes.extend(map(self.index.__getitem__, values))

    @property
    def values(self) -> list[Any]:
        return list(self.index)

    def value_at(self, row: int) -> Any:
        """What stands in one row."""
        if len(self._listed) != len(self.index):
            self._listed = list(self.index)
        return self._listed[self.codes[row]]

    def per_row(self) -> NDArray[np.int32]:
        """The codes as a numeric array."""
        return np.frombuffer(self.codes, dtype=np.int32) if self.codes else np.zeros(0, np.int32)

    def counts(self) -> NDArray[np.int64]:
        """How many rows hold each distinct value."""
        return np.bincount(self.per_row(), minlength=len(self.index))

    def spread(self, per_value: list[Any], dtype: Any) -> NDArray[Any]:
        """Lay one thing per distinct value out over the rows."""
        return np.array(per_value, dtype=dtype)[self.per_row()] if self.codes else np.zeros(0, dtype)

    def where(self, wanted: Callable[[Any], bool]) -> Mask:
        """The rows whose value is wanted."""
        return self.spread([wanted(value) for value in self.index], bool)
