"""A text composed by its sections is what it is composed whole, places and all; a kept section is not read again."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minhchung.rubric import composing, parse, print_rubric
from minhchung.rubric.composing import compose_again
from minhchung.rubric.errors import RubricError
from minhchung.rubric.shipped import CODES, shipped_text
from minhchung.rubric.source import compose
from tests.rubric.generated import rubrics


@pytest.fixture(autouse=True)
def however_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(composing, "_SMALL", 0)


@pytest.mark.parametrize("code", CODES)
def test_shipped_rubrics_compose_the_same(code: str) -> None:
    for text in (shipped_text(code), print_rubric(parse(shipped_text(code)))):
        assert compose_again(text, "x") == compose(text, "x")


@given(rubric=rubrics(), lines=st.integers(0, 3))
def test_any_rubric_composes_the_same_wherever_its_sections_come_to_stand(rubric: Any, lines: int) -> None:
    text = "# một dòng\n" * lines + print_rubric(rubric)

    assert compose_again(text, "x") == compose(text, "x")


@pytest.mark.parametrize(
    "text",
    [
        'nodes:\n  - label: "một\n  - hai"\n  - label: b\n',
        "nodes:\n  - label: a\n  - label: [\n",
        "nodes:\n  - label: |\n      một\n  - label: b\nclasses: []\n",
        "title: x\nnodes: []\n",
        "nodes:\n- label: a\n",
        "nodes:\n  - label: a\nnodes:\n  - label: b\n",
        "nodes:\n  - label: a\n    label: b\n",
    ],
)
def test_another_layout_is_composed_whole_and_refused_alike(text: str) -> None:
    try:
        wanted: Any = compose(text, "x")
    except RubricError as error:
        wanted = error.diagnostics
    try:
        found: Any = compose_again(text, "x")
    except RubricError as error:
        found = error.diagnostics

    assert found == wanted


def test_only_the_section_that_changed_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    text = print_rubric(parse(shipped_text("quang-dien-cchc-2023")))
    compose_again(text, "x")
    read: list[str] = []
    whole = composing.compose
    monkeypatch.setattr(composing, "compose", lambda text, name: read.append(text) or whole(text, name))

    compose_again(text.replace("Ban hành kế hoạch CCHC", "Ban hành kế hoạch", 1), "x")

    assert len(read) == 2
    assert max(len(each) for each in read) < len(text) / 2
