"""What docs/rubric-format.md shows is read by the parser, and every kind is shown there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from minhchung.rubric import KINDS, parse, print_rubric
from minhchung.rubric.parse import rules_in

DOC = (Path(__file__).parents[2] / "docs" / "rubric-format.md").read_text(encoding="utf-8")
HEAD = """rubric: vi-du
title: Ví dụ
parameters:
  - { name: han_ke_hoach }
  - { name: luong_co_so, kind: number }
  - { name: he_so, kind: number }
  - { name: binh_quan_ca_nuoc, kind: number }
  - { name: khong_ky_luat, kind: yes_no }
  - { name: co_vu_viec, kind: yes_no }
traits: [ { name: cap, title: Cấp }, { name: mien_nui, title: Miền núi }, { name: hang, title: Hạng } ]
"""


def blocks(first_word: str) -> list[str]:
    """The examples that begin with a word; several in one block are told apart."""
    found = []
    for block in re.findall(r"```yaml\n(.*?)```", DOC, re.DOTALL):
        if block.startswith(first_word):
            found += [part for part in re.split(rf"^(?={first_word})", block, flags=re.MULTILINE) if part]
    return found


def leaf_with(text: str) -> str:
    """A rubric with one leaf that carries these lines."""
    indented = "".join(f"    {line}\n" for line in text.splitlines())
    return f'{HEAD}nodes:\n  - label: "1"\n    title: Một\n    max: 3\n{indented}'


@pytest.mark.parametrize("example", blocks("rule:"))
def test_every_rule_shown_is_read_and_printed(example: str) -> None:
    rubric = parse(leaf_with(example))

    assert parse(print_rubric(rubric)) == rubric


@pytest.mark.parametrize("example", blocks("measure:"))
def test_every_measure_shown_is_read(example: str) -> None:
    rows = 'rows: [ { when: "= 0", points: 0 } ]'
    parse(leaf_with(f"rule:\n  kind: bands\n  {example.strip()}\n  {rows}\n"))


def test_every_kind_is_shown() -> None:
    shown = {
        type(rule)
        for text in blocks("rule:")
        for leaf in parse(leaf_with(text)).leaves()
        for rule in rules_in(leaf.rule)
    }

    assert shown == {kind.rule_type for kind in KINDS}


def test_classes_and_ties_shown_are_read() -> None:
    nodes = "".join(f"  - {{ label: {label}, title: A, max: 20, rule: graded }}\n" for label in ("I", "III"))
    second = "  - label: II\n    title: B\n    children:\n" + "".join(
        f'      - {{ label: "{label}", title: C, max: 5, rule: graded }}\n' for label in ("1", "2", "4.4")
    )

    rubric = parse(f"{HEAD}nodes:\n{nodes}{second}{blocks('classes:')[0]}{blocks('tie_break:')[0]}")

    assert rubric.classes is not None
    assert [band.name for band in rubric.classes.bands] == ["Xuất sắc", "Tốt", "Yếu"]
    assert [key.by for key in rubric.tie_break] == ["node", "fewer_deductions", "parameter", "vote"]
    assert parse(print_rubric(rubric)) == rubric


def test_the_head_shown_is_read() -> None:
    head = next(block for block in blocks("rubric:")).replace(
        "  - …", '  - { label: "1", title: A, max: 1, rule: graded }'
    )
    head = re.sub(r"^(classes|tie_break): ….*$", "", head, flags=re.MULTILINE)

    rubric = parse(head)

    assert rubric.code == "quang-dien-cchc-2023"
    assert parse(print_rubric(rubric)) == rubric
