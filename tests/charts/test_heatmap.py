from __future__ import annotations

from fractions import Fraction as F

import pytest

from minhchung.charts.heatmap import HeatCriterion, HeatRow, heat_map

CRITERIA = (HeatCriterion("1", F(5)), HeatCriterion("2", F(10)), HeatCriterion("trừ", F(0)))
ROWS = (
    HeatRow("A", (F(5), F(10), F(-1))),
    HeatRow("B", (F(1), None, F(0)), own=True),
    HeatRow("C", (F(0), F(5), None)),
)


@pytest.mark.parametrize(
    ("points", "step"),
    [(F(0), 1), (F(99, 100), 1), (F(1), 2), (F(2), 3), (F(3), 4), (F(399, 100), 4), (F(4), 5), (F(5), 5), (F(6), 5), (F(-1), 1)],
)  # fmt: skip
def test_a_cell_is_shaded_by_its_fifth_of_the_points(points: F, step: int) -> None:
    cell = heat_map(CRITERIA[:1], (HeatRow("A", (points,)),)).lines[0].cells[0]

    assert (cell.step, cell.css_class) == (step, f"heat-{step}")
    assert cell.points == points


def test_cells_carry_their_number_and_missing_is_not_zero() -> None:
    lines = heat_map(CRITERIA, ROWS).lines

    assert [[cell.text for cell in line.cells] for line in lines] == [
        ["5", "10", "−1"],
        ["1", "—", "0"],
        ["0", "5", "—"],
    ]
    assert lines[1].cells[1].step == 0
    assert lines[0].cells[2].step == 0
    assert [line.own for line in lines] == [False, True, False]


def test_means_are_exact_and_leave_out_what_is_missing() -> None:
    made = heat_map(CRITERIA, ROWS)

    assert [line.mean.share for line in made.lines] == [F(1), F(1, 5), F(1, 4)]
    assert [line.mean.text for line in made.lines] == ["100,0 %", "20,0 %", "25,0 %"]
    assert [(mean.points, mean.text) for mean in made.means] == [
        (F(2), "2,00"),
        (F(15, 2), "7,50"),
        (F(-1, 2), "-0,50"),
    ]
    assert made.overall.share == (F(1) + F(1, 5) + F(0) + F(1) + F(1, 2)) / 5


def test_by_loss_the_worst_criterion_and_agency_come_first() -> None:
    made = heat_map(CRITERIA, ROWS, by_loss=True)

    assert [criterion.label for criterion in made.criteria] == ["1", "2", "trừ"]
    assert [line.label for line in made.lines] == ["B", "C", "A"]
    turned = heat_map(CRITERIA[1::-1], tuple(HeatRow(r.label, r.points[1::-1]) for r in ROWS), by_loss=True)
    assert [criterion.label for criterion in turned.criteria] == ["1", "2"]
    assert [cell.text for cell in turned.lines[0].cells] == ["1", "—"]


def test_a_map_with_nothing_in_it_shades_nothing() -> None:
    made = heat_map(CRITERIA[:1], (HeatRow("A", (None,)),))

    assert (made.lines[0].mean.text, made.means[0].text, made.overall.step) == ("—", "—", 0)
    assert heat_map((), ()).lines == ()


def test_a_row_of_the_wrong_width_is_a_fault_of_the_program() -> None:
    with pytest.raises(ValueError, match="A: 1 values for 3"):
        heat_map(CRITERIA, (HeatRow("A", (F(1),)),))
