"""A draft applied to last year's answers."""

from __future__ import annotations

from fractions import Fraction

import pytest

from minhchung.rubric import Context, Option, Rate, evaluate, parse
from minhchung.rubric.batch import compile_rubric
from minhchung.rubric.ranking import Entrant
from minhchung.rubric.simulate import Uncertainty, apply_draft, rank_intervals, table_of, variance_shares

OLD = """\
rubric: thu
version: "2025"
title: Thử
total: 10
nodes:
  - label: "1"
    id: ty-le
    title: Hồ sơ đúng hạn
    max: 6
    rule:
      kind: bands
      measure: rate
      rows:
        - {when: ">= 95%", points: 6}
        - {when: ">= 80%, < 95%", points: 3}
        - {when: "< 80%", points: 0}
  - label: "2"
    id: ke-hoach
    title: Kế hoạch
    max: 4
    rule:
      kind: options
      options:
        - {id: a, text: Ban hành đúng hạn, points: 4}
        - {id: b, text: Ban hành chậm, points: 2}
        - {id: c, text: Không ban hành, points: 0}
"""
CONTEXT = Context(year=2025)
GIVEN = {
    "A": Entrant({"1": Rate(Fraction(96), Fraction(100)), "2": Option("b")}),
    "B": Entrant({"1": Rate(Fraction(90), Fraction(100)), "2": Option("a")}),
    "C": Entrant({"1": Rate(Fraction(50), Fraction(100)), "2": Option("a")}),
}


def drafted(*changes: tuple[str, str]) -> str:
    text = OLD
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


def test_an_unchanged_draft_moves_nobody() -> None:
    effect = apply_draft(parse(OLD), parse(OLD), GIVEN, CONTEXT)

    assert [(each.agency, each.before, each.nodes, each.moved) for each in effect.agencies] == [
        (each.agency, each.after, (), 0) for each in effect.agencies
    ]
    assert not effect.moved


def test_points_and_ranks_before_and_after_are_those_of_either_version() -> None:
    draft = parse(drafted(('">= 95%", points: 6', '">= 90%", points: 6'), (">= 80%, < 95%", ">= 80%, < 90%")))

    effect = apply_draft(parse(OLD), draft, GIVEN, CONTEXT)

    by_name = {each.agency: each for each in effect.agencies}
    for agency, entrant in GIVEN.items():
        assert by_name[agency].before.total == evaluate(parse(OLD), entrant.answers, CONTEXT).total
        assert by_name[agency].after.total == evaluate(draft, entrant.answers, CONTEXT).total
    assert (by_name["B"].before.rank, by_name["B"].after.rank, by_name["B"].moved) == (2, 1, 1)
    assert [(each.id, each.before, each.after, each.difference) for each in by_name["B"].nodes] == [
        ("ty-le", 3, 6, 3)
    ]
    assert "90" in by_name["B"].nodes[0].reasons_after[0].vi
    assert by_name["B"].why.vi == "Điểm đổi ở 1; vượt 1 cơ quan."
    assert by_name["A"].why.vi == "Điểm không đổi; 1 cơ quan vượt lên."
    assert [each.agency for each in effect.moved] == ["B", "A"]


def test_answers_follow_the_id_when_the_label_changes() -> None:
    draft = parse(drafted(('label: "1"', 'label: "9"')))

    effect = apply_draft(parse(OLD), draft, GIVEN, CONTEXT)

    assert all(each.before.total == each.after.total for each in effect.agencies)


def test_a_new_leaf_counts_as_nothing_done_or_leaves_all_unranked() -> None:
    more = (
        OLD
        + '  - label: "3"\n    id: moi\n    title: Mới\n    max: 1\n    rule:\n      kind: options\n      options:\n'
    )
    more += "        - {id: a, text: Có, points: 1}\n        - {id: b, text: Không, points: 0}\n"
    draft = parse(more.replace("total: 10", "total: 11"))

    lowest = apply_draft(parse(OLD), draft, GIVEN, CONTEXT)
    truth = apply_draft(parse(OLD), draft, GIVEN, CONTEXT, new_leaves="unranked")

    assert [each.after.total for each in lowest.agencies] == [each.before.total for each in lowest.agencies]
    assert [each.after.rank for each in truth.agencies] == [None, None, None]
    assert truth.agencies[0].after.missing == ("3",)
    assert truth.agencies[0].why.vi == "Chưa xếp được hạng: còn thiếu 3."
    assert {leaf.id for leaf in truth.survival.added} == {"moi"}


def test_an_answer_the_new_rule_refuses_is_named() -> None:
    bands = OLD[OLD.index("      kind: bands") : OLD.index('  - label: "2"')]
    options = "      kind: options\n      options:\n        - {id: a, text: Có, points: 6}\n        - {id: b, text: Không, points: 0}\n"
    draft = parse(OLD.replace(bands, options))

    effect = apply_draft(parse(OLD), draft, GIVEN, CONTEXT)

    assert {each.agency: [one.code for one in each.lost] for each in effect.agencies} == {
        "A": ["1"],
        "B": ["1"],
        "C": ["1"],
    }
    assert all(each.after.total is None for each in effect.agencies)

    lowest = apply_draft(parse(OLD), draft, GIVEN, CONTEXT, new_leaves="lost_too")
    assert {each.agency: (each.after.total, each.after.rank) for each in lowest.agencies} == {
        "A": (Fraction(2), 3),
        "B": (Fraction(4), 1),
        "C": (Fraction(4), 1),
    }
    assert all([one.code for one in each.lost] == ["1"] for each in lowest.agencies)


@pytest.fixture
def ranked() -> object:
    compiled = compile_rubric(parse(OLD), CONTEXT)
    return compiled.score(compiled.columns(GIVEN))


def test_a_table_knows_the_neighbours_of_every_value(ranked: object) -> None:
    table = table_of(ranked)  # type: ignore[arg-type]

    assert table.agencies == ("A", "B", "C")
    assert (table.points // table.scale).tolist() == [[6, 2], [3, 4], [0, 4]]
    assert (table.down // table.scale).tolist() == [[-3, -2], [-3, -2], [0, -2]]
    assert (table.up // table.scale).tolist() == [[0, 2], [3, 0], [3, 0]]
    assert not table.rest.any()
    assert rank_intervals(table, Uncertainty(), draws=200)[0].rank == 1
    assert sum((each.share or Fraction(0)) for each in variance_shares(table)) == 1


def test_codes_keep_their_capitals_in_the_reason() -> None:
    old, new = (
        text.replace('label: "1"', 'label: "I"') for text in (OLD, drafted(("points: 3", "points: 2")))
    )

    given = {"B": Entrant({"I": Rate(Fraction(90), Fraction(100)), "2": Option("a")})}

    (effect,) = apply_draft(parse(old), parse(new), given, CONTEXT).agencies

    assert effect.why.vi == "Điểm đổi ở I."


def test_a_rate_that_is_rounded_moves_by_its_spread_not_by_the_last_digit() -> None:
    text = drafted(
        (
            """rule:
      kind: bands
      measure: rate
      rows:
        - {when: ">= 95%", points: 6}
        - {when: ">= 80%, < 95%", points: 3}
        - {when: "< 80%", points: 0}
""",
            "rule: {kind: linear, measure: rate}\n    rounding: {places: 2, mode: half_up, at: leaf}\n",
        )
    )
    compiled = compile_rubric(parse(text), CONTEXT)

    table = table_of(compiled.score(compiled.columns(GIVEN)), Fraction(1, 20))

    rates = [Fraction(int(value), table.scale) for value in table.points[:, 0]]
    assert table.agencies == ("B", "A", "C")
    assert rates == [Fraction(54, 10), Fraction(576, 100), Fraction(3)]
    assert [Fraction(int(value), table.scale) for value in table.down[:, 0]] == [Fraction(-3, 10)] * 3
    assert [Fraction(int(value), table.scale) for value in table.up[:, 0]] == [
        Fraction(3, 10), Fraction(24, 100), Fraction(3, 10)
    ]  # fmt: skip


def test_what_an_answer_is_by_the_draft_is_told() -> None:
    draft = parse(drafted(('label: "2"', 'label: "3"')))

    effect = apply_draft(parse(OLD), draft, GIVEN, CONTEXT)

    assert effect.carried["A"].answers == {"1": Rate(Fraction(96), Fraction(100)), "3": Option("b")}
