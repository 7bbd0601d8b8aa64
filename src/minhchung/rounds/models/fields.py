"""A model field for exact points."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models


class PointsField(models.CharField):  # type: ignore[type-arg]  # stores Fraction, not str
    """Exact points as text: "5", "5/2". Never a float, so 0,1 + 0,2 stays 0,3."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 60)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, expression: object, connection: object) -> Fraction | None:
        return None if value is None or value == "" else Fraction(value)

    def to_python(self, value: Any) -> Fraction | None:
        if value is None or value == "":
            return None
        if isinstance(value, float):
            raise ValidationError("A float may not become points.")
        return Fraction(value)

    def get_prep_value(self, value: Any) -> str | None:
        points = self.to_python(value)
        return None if points is None else str(points)

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj)) or ""
