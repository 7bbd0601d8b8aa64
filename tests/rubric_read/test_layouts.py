"""One rubric in six more layouts reads the same."""

from __future__ import annotations

import pytest

from minhchung.rubric.read import read_rubric
from minhchung.rubric.shipped import load_shipped
from tests.rubric_read.comparing import compare
from tests.rubric_read.layouts import LAYOUTS, without_lines


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_layout_does_not_change_what_is_read(name: str) -> None:
    read = read_rubric(LAYOUTS[name](), name)
    assert read.rubric is not None

    found = compare(without_lines(read.rubric), without_lines(load_shipped("quang-dien-cchc-2023")))

    assert found.misses == []
