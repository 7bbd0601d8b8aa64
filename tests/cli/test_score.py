"""`minhchung rubric score`: the truth on S2's answers, states and reasons, and faults in answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import SAMPLES, Run


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_the_krong_no_answers_add_up_to_96_and_a_half(run: Run) -> None:
    answers = SAMPLES / "krong-no-2022.answers.yaml"

    ran = run("rubric", "score", "dak-nong-iso-2022", answers, "--format", "json")

    assert ran.code == 0
    assert '"total": 96.5' in ran.out
    assert {code: ran.data["nodes"][code] for code in ("I", "II", "9", "9.2", "16")} == {
        "I": 68.5,
        "II": 28,
        "9": 14,
        "9.2": 4,
        "16": 4,
    }
    assert (ran.data["missing"], ran.data["undecided"]) == ([], [])


def test_each_leaf_says_its_state_and_reason(run: Run, small: Path, tmp_path: Path) -> None:
    answers = write(tmp_path / "tra-loi.yaml", "A.1: Trễ hạn\nA.2: 264/319\n")

    data = run("rubric", "score", small, answers, "--format", "json", "--lang=en").data

    assert (data["total"], data["total_so_far"], data["state"]) == (None, 1, "absent")
    assert (data["missing"], data["undecided"]) == (["B"], ["A.2"])
    assert data["nodes"] == {"A": None, "A.1": 1, "A.2": None, "B": None}
    assert data["details"]["A.1"]["reasons"] == ['"Trễ hạn" → 1 point']
    assert "264/319 = 82.76 %" in data["details"]["A.2"]["reasons"][0]


def test_the_text_shows_the_tree_and_what_is_wanted(run: Run, small: Path, tmp_path: Path) -> None:
    answers = write(tmp_path / "tra-loi.yaml", "A.1: a\nA.2: 95/100\n")

    out = run("rubric", "score", small, answers).out

    assert "  A.1  2/2  Ban hành kế hoạch" in out
    assert "Tổng điểm tạm tính (chưa đủ): 6 / 10" in out
    assert "Chưa trả lời (1): B" in out


def test_points_that_nothing_was_taken_from_are_said_once(run: Run, tmp_path: Path) -> None:
    """Without a failure nothing is deducted from 3: "3 → 3 điểm" says it twice."""
    items = '{ each: "0,75", most: 4, text: Nội dung }, { each: "0,75", most: 4, text: Thời gian }'
    text = f"""rubric: tru
version: 1
title: Bộ tiêu chí trừ điểm
nodes:
  - label: "2"
    title: Báo cáo CCHC
    max: 3
    rule: {{ kind: deductions, items: [ {items} ] }}
"""
    rubric = write(tmp_path / "tru.rubric.yaml", text)
    answers = write(tmp_path / "tra-loi.yaml", '"2": { a: 0, b: 0 }\n')

    lines = [line.strip() for line in run("rubric", "score", rubric, answers).out.splitlines()]

    assert "3 điểm" in lines
    assert "3 → 3 điểm" not in lines


def test_json_answers_and_wrapped_answers_read_alike(run: Run, small: Path, tmp_path: Path) -> None:
    bare = write(tmp_path / "a.json", '{"A.1": "a", "A.2": {"num": 95, "den": 100}, "B": 1.5}')
    wrapped = write(
        tmp_path / "b.yaml", "year: 2023\ntraits: { cap: tỉnh }\nanswers: { A.1: a, A.2: 95/100, B: '1,5' }\n"
    )

    first = run("rubric", "score", small, bare, "--format", "json").data
    second = run("rubric", "score", small, wrapped, "--format", "json").data

    assert first["total"] == second["total"] == 7.5
    assert first["class"] == "Khá"


def test_an_empty_answer_is_absent_and_khong_co_is_the_lowest(run: Run, small: Path, tmp_path: Path) -> None:
    answers = write(tmp_path / "tra-loi.yaml", "A.1: không có\nB:\n")

    data = run("rubric", "score", small, answers, "--format", "json").data

    assert data["nodes"]["A.1"] == 0
    assert data["missing"] == ["A.2", "B"]


def test_require_complete_turns_an_absent_leaf_into_exit_1(run: Run, small: Path, tmp_path: Path) -> None:
    answers = write(tmp_path / "tra-loi.yaml", "A.1: a\n")

    assert run("rubric", "score", small, answers).code == 0
    assert run("rubric", "score", small, answers, "--require-complete").code == 1


FAULTS = [
    ("a.yaml", "A.1: z\n", "dòng 1, cột 6 (A.1)", "z"),
    ("a.yaml", "A.9: a\n", "dòng 1, cột 6 (A.9)", "A.9"),
    ("a.yaml", "A: a\n", "dòng 1, cột 4 (A)", "A"),
    ("a.yaml", "A.2: 9/5\n", "dòng 1, cột 6 (A.2)", "9/5"),
    ("a.yaml", "A.1: a\nA.1: b\n", "dòng 2, cột 1", ""),
    ("a.yaml", "A.1: [\n", "dòng 2, cột 1", ""),
    ("a.yaml", "- a\n", "dòng 1, cột 1", ""),
    ("a.yaml", "answers: {}\nnam: 3\n", "dòng 2, cột 6 (nam)", "nam"),
    ("a.yaml", "answers: {}\nyear: nay\n", "dòng 2, cột 7 (year)", "nay"),
    ("a.yaml", "answers: {}\ntraits: { cap: huyện }\n", "dòng 2, cột 16 (cap)", "huyện"),
    ("a.yaml", "answers: {}\nparameters: { han: mai }\n", "dòng 2, cột 20 (han)", "mai"),
    ("a.json", '{"A.1": "a", "A.1": "b"}', "A.1", "A.1"),
    ("a.json", '{"A.1": }', "dòng 1, cột 9", ""),
    ("a.json", '{"B": "x"}', "B", "x"),
]


@pytest.mark.parametrize(("name", "text", "place", "value"), FAULTS)
def test_a_fault_in_answers_has_its_place(
    run: Run, small: Path, tmp_path: Path, name: str, text: str, place: str, value: str
) -> None:
    path = write(tmp_path / name, text)

    ran = run("rubric", "score", small, path, "--format", "json")

    assert ran.code == 2
    assert [(f["file"], f["place"], f["value"]) for f in ran.data] == [(str(path), place, value)]
    assert ran.data[0]["rule"] and ran.data[0]["fix"]


@pytest.mark.parametrize(
    ("words", "value"),
    [(("--trait", "cap"), "cap"), (("--trait", "cap=huyện"), "huyện"), (("--parameter", "x=1"), "x")],
)
def test_a_wrong_option_is_a_fault(
    run: Run, small: Path, tmp_path: Path, words: tuple[str, str], value: str
) -> None:
    answers = write(tmp_path / "a.yaml", "A.1: a\n")

    ran = run("rubric", "score", small, answers, *words, "--format", "json")

    assert (ran.code, ran.data[0]["place"], ran.data[0]["value"]) == (2, words[0], value)


ODD = """rubric: le
title: Lẻ
nodes:
  - { label: "1", title: Ngày, max: 2, rule: { kind: bands, measure: { kind: days, due: 15/01/N }, rows: [ { when: "<= 0", points: 2 }, { when: "> 0", points: 0 } ] } }
  - { label: "2", title: Tỷ lệ, max: 2, rule: { kind: linear, measure: rate } }
  - { label: "3", title: Đếm, max: 2, rule: { kind: bands, measure: count, rows: [ { when: ">= 5", points: 2 }, { when: "< 5", points: 0 } ] } }
"""


def test_a_spreadsheets_number_of_a_day_a_bare_share_and_an_endless_number_are_asked_about(
    run: Run, tmp_path: Path
) -> None:
    rubric, answers = tmp_path / "le.rubric.yaml", tmp_path / "tra-loi.json"
    rubric.write_text(ODD, encoding="utf-8")
    answers.write_text('{"1": 44941, "2": 0.95, "3": 1e999999999}', encoding="utf-8")

    ran = run("rubric", "score", rubric, answers, "--format", "json")

    assert ran.code == 2
    assert [(fault["place"], fault["value"]) for fault in ran.data] == [
        ("1", "44941"),
        ("2", "0.95"),
        ("3", "1E+999999999"),
    ]
    assert "bảng tính lưu ngày" in ran.data[0]["rule"] and "82,76 %" in ran.data[1]["fix"]
