"""The three published rubrics read from their saved pages, held against the transcriptions that people made."""

from __future__ import annotations

from pathlib import Path

import pytest

from minhchung.rubric.parse import parse
from minhchung.rubric.printing import print_rubric
from minhchung.rubric.read import ReadRubric, read_rubric
from minhchung.rubric.shipped import load_shipped
from tests.rubric_read.comparing import compare

DATA = Path(__file__).parent / "data"
SEEDS = {
    "ca-mau-iso-2018": "S0-ca-mau-iso-scoring-2018.txt",
    "quang-dien-cchc-2023": "S1-quang-dien-cchc-criteria-2023.txt",
    "dak-nong-iso-2022": "S2-krong-no-qms-report-2022.txt",
}


def read_seed(code: str) -> ReadRubric:
    """One seed, read from its bytes."""
    path = DATA / SEEDS[code]
    return read_rubric(path.read_bytes(), path.name)


@pytest.mark.parametrize("code", SEEDS)
def test_a_published_rubric_reads_as_people_transcribed_it(code: str) -> None:
    read = read_seed(code)
    assert read.rubric is not None

    found = compare(read.rubric, load_shipped(code))

    print(f"{code}\n{found}")
    assert (found.nodes, found.points) == (found.totals["nodes"], found.totals["points"])
    assert found.kinds >= found.totals["kinds"] * 0.95
    assert (found.options, found.limits) == (found.totals["options"], found.totals["limits"])
    assert found.misses == []


@pytest.mark.parametrize("code", SEEDS)
def test_titles_windows_and_branches_are_those_of_the_transcription(code: str) -> None:
    read, wanted = read_seed(code).rubric, load_shipped(code)
    assert read is not None

    for node in wanted.walk():
        mine = read.node(node.code)
        assert mine.window == node.window, node.code
        assert mine.combine == node.combine, node.code
        if node.label:
            assert mine.title == node.title, node.code
        rule = getattr(node.rule, "measure", None)
        if rule is not None and rule.due is not None and not isinstance(rule.due, str):
            assert mine.rule.measure.due == rule.due, node.code  # type: ignore[union-attr]


@pytest.mark.parametrize("code", SEEDS)
def test_what_was_read_prints_and_parses_as_itself(code: str) -> None:
    read = read_seed(code).rubric
    assert read is not None

    assert parse(print_rubric(read)) == read


def test_every_number_of_the_points_columns_is_accounted_for() -> None:
    uses = {code: read_seed(code).report.uses for code in SEEDS}

    assert uses == {
        "ca-mau-iso-2018": {"max": 23, "option": 78},
        "quang-dien-cchc-2023": {"max": 74, "option": 148, "start": 2, "total": 1, "left": 1},
        "dak-nong-iso-2022": {"max": 112, "total": 1, "self": 113},
    }


def test_the_stray_number_after_the_max_is_named_with_its_line() -> None:
    left = read_seed("quang-dien-cchc-2023").report.left

    assert [(point.text, point.place.line, point.node) for point in left] == [("0,5", 1667, "")]


def test_what_the_text_leaves_open_is_to_be_decided_and_not_guessed() -> None:
    report = read_seed("quang-dien-cchc-2023").report

    assert [item.name_and_kind[0] for item in report.to_decide] == ["I.4.1", "I.7", "II.5.1.2"]
    assert report.sureness == {"certain": 40, "likely": 9, "unsure": 3}


def test_the_head_is_read_from_the_lines_around_the_table() -> None:
    rubric = read_seed("quang-dien-cchc-2023").rubric
    assert rubric is not None

    assert rubric.decision == "Công văn số 1632/UBND ngày 26 tháng 7 năm 2023 của UBND huyện Quảng Điền"
    assert str(rubric.issued_on) == "2023-07-26"
    assert rubric.total == 100
    assert rubric.not_applicable == "not_scored"
    assert rubric.node("II.3.1").appraised_by == "Phòng Nội vụ"


def test_numbers_that_run_on_and_the_step_of_stated_marks_are_seen() -> None:
    rubric = read_seed("dak-nong-iso-2022").rubric
    assert rubric is not None

    assert (rubric.numbering, rubric.step * 2 if rubric.step else None, rubric.total) == ("runs_on", 1, 100)
    assert rubric.decision == ""


def test_results_that_follow_the_rubric_are_no_part_of_it() -> None:
    read = read_seed("ca-mau-iso-2018")
    assert read.rubric is not None

    assert [node.label for node in read.rubric.nodes] == [str(number) for number in range(1, 13)]
    assert read.report.left == ()
