"""An outline takes any rubric apart and puts it together again; moves and labels keep ids and references."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minhchung.rubric import RubricError, parse, print_rubric
from minhchung.rubric.outline import (
    Outline,
    branch_hash,
    fields_of_text,
    item_at,
    item_hash,
    outline_of,
    place_hash,
    print_item,
    print_outline,
)
from minhchung.rubric.outline_moves import (
    add,
    indent,
    labels_like,
    move,
    next_label,
    outdent,
    place,
    remove,
    renumber,
    renumber_all,
    with_fields,
)
from minhchung.rubric.shipped import CODES, shipped_text
from minhchung.rubric.unfinished import lint_unfinished, read_unfinished
from tests.rubric.generated import rubrics

SMALL = """rubric: thu
title: Thử
nodes:
  - label: I
    title: Một
    max: 4
    children:
      - { label: "1", title: A, max: 2, rule: graded }
      - { label: "2", title: B, max: 2, gate: { node: I.1, points: ">= 1" }, rule: graded }
  - label: II
    title: Hai
    max: 1
    children:
      - { label: "1", title: C, max: 1, rule: graded }
classes:
  bands:
    - { name: Tốt, when: ">= 3", minimum: [ { node: I.2, points: ">= 1" } ], no_zero: [ II.1 ] }
    - { name: Yếu, when: "< 3" }
tie_break:
  - { node: I.1, order: high }
"""


def small() -> Outline:
    return outline_of(print_rubric(parse(SMALL)))


@settings(max_examples=settings().max_examples * 3 // 5)
@given(rubric=rubrics())
def test_any_rubric_comes_together_as_it_was(rubric: Any) -> None:
    text = print_rubric(rubric)

    assert print_outline(outline_of(text)) == text


@pytest.mark.parametrize("code", CODES)
def test_items_have_the_codes_ids_and_places_of_the_rubric(code: str) -> None:
    text = print_rubric(parse(shipped_text(code)))
    rubric, outline = parse(text), outline_of(text)

    assert [(item.id, item.code, item.label) for item in outline.walk()] == [
        (node.id, node.code, node.label) for node in rubric.walk()
    ]
    for node in rubric.walk():
        assert node.place is not None
        found = item_at(outline, node.place.line, node.place.column)
        assert found is not None
        assert found.code == node.code


def test_labels_change_and_ids_and_references_follow() -> None:
    item = small().find("I.1")

    rubric = parse(print_outline(with_fields(small(), "I.1", {**item.fields, "label": "7"})))

    assert rubric.node("I.7").id == "I.1"
    gate = rubric.node("I.2").gate
    assert gate is not None
    assert gate.test is not None
    assert (gate.test.node, rubric.tie_break[0].node) == ("I.7", "I.7")


def test_two_labels_that_swap_are_told_apart() -> None:
    moved = renumber(move(small(), "I.1", 1), "I")

    rubric = parse(print_outline(moved))
    assert [(node.code, node.id, node.title) for node in rubric.leaves()][:2] == [
        ("I.1", "I.2", "B"),
        ("I.2", "I.1", "A"),
    ]
    assert rubric.classes is not None
    assert rubric.classes.bands[0].minimum[0].node == "I.1"
    gate = rubric.node("I.1").gate
    assert gate is not None
    assert gate.test is not None
    assert gate.test.node == "I.2"


def test_a_new_node_never_takes_an_id_that_meant_another() -> None:
    without = remove(small(), "II.1")
    grown, key = add(without, {"label": "1", "rule": "graded"}, parent="II", taken=frozenset({"II.1"}))

    assert key == "II.1~2"
    assert [(item.code, item.id) for item in grown.find("II").children] == [("II.1", "II.1~2")]
    again, second = add(grown, {"label": "1", "rule": "graded"}, parent="II")
    assert second not in {item.key for item in grown.walk()}
    assert len({item.key for item in again.walk()}) == len(list(again.walk()))


def test_a_node_goes_under_its_neighbour_and_out_again() -> None:
    outline = add(small(), {"label": "III", "title": "Ba"})[0]
    sunk = indent(outline, "III")

    assert [item.key for item in sunk.find("II").children] == ["II.1", "III"]
    assert print_outline(outdent(sunk, "III")) == print_outline(outline)
    assert indent(small(), "I.2") == small()
    assert outdent(small(), "I") == small()


def test_a_node_is_placed_anywhere_but_in_itself_or_under_a_leaf() -> None:
    outline = small()

    assert [item.key for item in place(outline, "II.1", after="I.1").find("I").children] == [
        "I.1",
        "II.1",
        "I.2",
    ]
    assert place(outline, "II.1", parent="I").find("I").children[0].key == "II.1"
    assert [item.key for item in place(outline, "II").nodes] == ["II", "I"]
    for after, parent in (("I.1", ""), ("", "I"), ("", "I.1")):
        assert place(outline, "I", after=after, parent=parent) == outline
    assert place(outline, "II.1", parent="I.1") == outline


@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(["up", "down", "in", "out", "labels"]),
            st.sampled_from(["I", "I.1", "I.2", "II", "II.1"]),
        ),
        max_size=12,
    )
)
def test_no_sequence_of_moves_loses_a_node_or_its_id(steps: list[tuple[str, str]]) -> None:
    outline = small()
    titles = {item.id: item.said("title") for item in outline.walk()}
    for how, key in steps:
        outline = {
            "up": lambda o, k: move(o, k, -1),
            "down": lambda o, k: move(o, k, 1),
            "in": indent,
            "out": outdent,
            "labels": lambda o, k: renumber_all(o),
        }[how](outline, key)

    again = outline_of(print_outline(outline))
    assert {item.id: item.said("title") for item in again.walk()} == titles


def test_labels_are_counted_in_the_style_of_the_first() -> None:
    assert labels_like("I", 4) == ["I", "II", "III", "IV"]
    assert labels_like("1.1", 3) == ["1.1", "1.2", "1.3"]
    assert labels_like("01", 2) == ["01", "02"]
    assert labels_like("a", 5) == ["a", "b", "c", "d", "đ"]
    assert labels_like("-", 2) == ["1", "2"]
    assert next_label((), None) == "I"
    assert next_label(small().nodes, None) == "III"


def test_children_that_carry_their_parents_label_follow_it() -> None:
    text = """rubric: thu
title: Thử
nodes:
  - { label: "1", title: A, children: [ { label: "1.1", max: 1, rule: graded } ] }
  - { label: "3", title: B, children: [ { label: "3.1", max: 1, rule: graded }, { label: "3.3", max: 1, rule: graded } ] }
"""
    outline = renumber_all(outline_of(text))

    assert [(item.label, item.id) for item in outline.walk()] == [
        ("1", "1"),
        ("1.1", "1.1"),
        ("2", "3"),
        ("2.1", "3.1"),
        ("2.2", "3.3"),
    ]


def test_hashes_change_with_what_they_stand_for() -> None:
    before = small()
    after = with_fields(before, "I.1", {**before.find("I.1").fields, "title": "Khác"})

    assert item_hash(before.find("I.1")) != item_hash(after.find("I.1"))
    assert item_hash(before.find("I")) == item_hash(after.find("I"))
    assert branch_hash(before.find("I")) != branch_hash(after.find("I"))
    assert place_hash(before, "I.1") == place_hash(after, "I.1")
    assert place_hash(before, "I.1") != place_hash(move(after, "I.1", 1), "I.1")


def test_a_nodes_own_lines_are_yaml_without_children() -> None:
    item = small().find("I.2")

    assert fields_of_text(print_item(item)) == item.fields
    for wrong in ("- a\n", "children: []\n", "a: [\n"):
        with pytest.raises(RubricError):
            fields_of_text(wrong)


def test_a_fault_in_one_node_leaves_lint_of_the_others() -> None:
    sound = shipped_text("ca-mau-iso-2018")
    broken = outline_of(print_rubric(parse(sound)))
    item = broken.find("1#1")
    text = print_outline(with_fields(broken, "1#1", {**item.fields, "rule": {"kind": "khác"}}))

    read = read_unfinished(text)

    whole = {(each.code, each.node) for each in lint_unfinished(read_unfinished(sound))}
    part = {(each.code, each.node) for each in lint_unfinished(read)}
    assert [(key, fault.code) for key, fault in read.faults] == [("1#1", "R220")]
    assert not read.is_whole
    assert {each for each in whole if each[1] not in ("1#1", "1", None)} <= part
    assert not any(node == "1#1" for _, node in part)


def test_faults_everywhere_are_still_told() -> None:
    read = read_unfinished("rubric: a\ntitle: A\nstep: lạ\nnodes:\n  - { label: I, title: A }\n")

    assert read.rubric is None
    assert {(key, fault.code) for key, fault in read.faults} == {("", "R111"), ("I", "R120")}
