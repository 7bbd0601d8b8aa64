"""A rubric that is being edited is read, linted and printed section by section; what comes out is what the whole gives."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minhchung.rubric import composing, parse, print_rubric
from minhchung.rubric.errors import RubricError
from minhchung.rubric.lint import RULES, lint
from minhchung.rubric.lint.again import OVER_ALL, lint_again
from minhchung.rubric.outline import Item, Outline, coded, outline_of, print_outline
from minhchung.rubric.outline_moves import with_fields
from minhchung.rubric.parse_again import parse_again
from minhchung.rubric.printing import print_plain
from minhchung.rubric.shipped import CODES, shipped_text
from minhchung.rubric.unfinished import lint_unfinished, read_unfinished
from tests.rubric.generated import rubrics


@pytest.fixture(autouse=True)
def however_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(composing, "_SMALL", 0)


def test_every_rule_that_looks_over_all_is_a_rule() -> None:
    assert {rule.code for rule in RULES} >= OVER_ALL


@pytest.mark.parametrize("code", CODES)
def test_a_shipped_rubric_is_found_wrong_in_the_same_places(code: str) -> None:
    for text in (shipped_text(code), print_rubric(parse(shipped_text(code)))):
        assert lint_again(parse(text), text) == lint(parse(text))


@pytest.mark.parametrize("code", CODES)
def test_so_is_one_whose_leaves_are_edited_and_whose_lines_move(code: str) -> None:
    outline = outline_of(print_rubric(parse(shipped_text(code))))
    leaves = [item for item in outline.walk() if not item.children]
    for item in leaves[:: max(1, len(leaves) // 6)]:
        outline = with_fields(outline, item.key, _edited(item))
        text = print_outline(outline)
        read = read_unfinished(text)

        assert parse_again(text, "x") == parse(text, "x")
        assert lint_unfinished(read) == lint(parse(text, "bản thảo"))


def _edited(item: Item) -> dict[str, Any]:
    """Other points, a longer text and two more lines of evidence: what stands below it moves down."""
    more = ["Báo cáo năm 2023 " * 8, "Quyết định số 12/QĐ-UBND " * 6]
    return {**item.fields, "max": "99", "text": "dưới 50% trở lên " * 9, "evidence": more}


@given(rubric=rubrics(), twice=st.booleans())
def test_any_rubric_is_read_and_linted_as_the_whole_is(rubric: Any, twice: bool) -> None:
    text = print_rubric(rubric)
    for _ in range(1 + twice):
        assert parse_again(text, "x") == parse(text, "x")
        assert lint_again(parse(text, "x"), text) == lint(parse(text, "x"))


def test_a_section_with_a_fault_is_refused_every_time() -> None:
    text = print_rubric(parse(shipped_text(CODES[0]))).replace("nodes:\n  - ", "nodes:\n  - lạ: x\n    ", 1)

    said = [_faults(parse_again, text), _faults(parse_again, text), _faults(parse, text)]

    assert said[0] == said[1] == said[2]
    assert [each.code for each in said[0]] == ["R102"]


def _faults(read: Any, text: str) -> Any:
    with pytest.raises(RubricError) as refused:
        read(text, "x")
    return refused.value.diagnostics


@given(rubric=rubrics())
def test_an_outline_printed_by_sections_is_printed_as_the_whole(rubric: Any) -> None:
    outline = outline_of(print_rubric(rubric))

    assert print_outline(outline) == print_outline(outline) == print_plain(_whole(outline))


def _whole(outline: Outline) -> dict[str, Any]:
    after = {name: outline.head[name] for name in ("classes", "tie_break") if name in outline.head}
    before = {name: value for name, value in outline.head.items() if name not in after}
    return {**before, "nodes": [_fields(item) for item in outline.nodes], **after}


def _fields(item: Item) -> dict[str, Any]:
    first = {name: item.fields[name] for name in ("label", "code") if name in item.fields}
    own = first | ({"id": item.id} if item.id != item.code else {}) | item.fields
    return {**own, "children": [_fields(each) for each in item.children]} if item.children else own


def test_what_is_not_edited_stays_the_same_item() -> None:
    outline = outline_of(shipped_text("quang-dien-cchc-2023"))
    leaf = next(item for item in outline.nodes[0].walk() if not item.children)

    after = coded(with_fields(outline, leaf.key, {**leaf.fields, "title": "Khác"}))

    assert [new is old for new, old in zip(after.nodes, outline.nodes, strict=True)] == [False, True, True]
    assert replace(after, nodes=()) == replace(outline, nodes=())
