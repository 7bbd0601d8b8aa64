"""The shipped rubrics are there for a new installation."""

from __future__ import annotations

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import call_command

from minhchung.criteria.domain.library import keep_shipped, rubric_of
from minhchung.criteria.models import RubricVersion

CODES = ["ca-mau-iso-2018", "dak-nong-iso-2022", "qd766-2022", "quang-dien-cchc-2023"]

pytestmark = pytest.mark.django_db


def test_all_four_are_kept_once() -> None:
    first = keep_shipped(datetime(2026, 11, 22, tzinfo=UTC))
    again = keep_shipped(datetime(2027, 1, 1, tzinfo=UTC))

    assert [each.code for each in first] == CODES
    assert [each.pk for each in again] == [each.pk for each in first]
    assert [len(rubric_of(each).leaves()) for each in first] == [27, 87, 19, 52]


def test_the_command_names_what_is_kept() -> None:
    told = StringIO()

    call_command("load_rubrics", stdout=told)

    assert [line.split()[0] for line in told.getvalue().splitlines()] == CODES
    assert RubricVersion.objects.count() == 4
