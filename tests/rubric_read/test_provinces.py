"""Four rubrics of other provinces, fields and layouts; what each must read as is stated here by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from minhchung.docread.place import Place
from minhchung.rubric.kinds.base import kind_of
from minhchung.rubric.lint import lint
from minhchung.rubric.model import FormulaRule, Limit, LinearRule, Measure, Node, Rubric
from minhchung.rubric.read import read_rubric
from minhchung.rubric.read.figures import Figures
from minhchung.rubric.read.in_line import unfolded
from minhchung.rubric.read.items import Item, Words
from tests.rubric_read.provinces import commune_text, department_page, digital_sheet, frame_page

Line = tuple[str, str, str]
"""A node: its code, its max ("" for none), and its kind with the points of its options ("" for a parent)."""

DEPARTMENT: tuple[Line, ...] = (
    ("1", "6", ""),
    ("1.1", "4", "options 4 2 0"),
    ("1.2", "2", "formula"),
    ("2", "5", ""),
    ("2.1", "5", "bands 5 5/2 0"),
)
DIGITAL: tuple[Line, ...] = (
    ("1.1", "8", "options 8 4 0"),
    ("1.2", "2", "options 2 1 0"),
    ("2.1", "10", "linear"),
    ("2.2", "10", "bands 10 5"),
)
COMMUNE: tuple[Line, ...] = (
    ("I", "11", ""),
    ("I.1", "5", ""),
    ("I.1.a", "", "options 2 1 0"),
    ("I.1.b", "", "bands 3 3/2 0"),
    ("I.2", "4", "deductions 1/4 1"),
    ("I.3", "2", "options 2 1 0"),
    ("II", "13", ""),
    ("II.1", "3", "options 3 1 0"),
    ("II.2", "6", "bands 6 3 0"),
    ("II.3", "4", "linear"),
    ("III", "2", ""),
    ("III.1", "2", "counts 1"),
)
FRAME: tuple[Line, ...] = (
    ("A", "", ""),
    ("1", "3", "options 3 0"),
    ("2", "5", "bands 5 2 0"),
    ("B", "", ""),
    ("3", "4", "bands 4 1 0"),
)
UNTOLD = {"L402", "L403", "L405", "L406", "L407", "L410"}
"""What short rubrics leave unsaid: evidence, denominators, N/A, classes, ties."""


def told(rubric: Rubric) -> tuple[Line, ...]:
    return tuple(
        (node.code, "" if node.max is None else str(node.max), rule_told(node)) for node in rubric.walk()
    )


def rule_told(node: Node) -> str:
    if node.rule is None:
        return ""
    parts = [part for name in ("choices", "rows", "items", "lines") for part in getattr(node.rule, name, ())]
    points = [str(part.points if hasattr(part, "points") else part.each) for part in parts]
    return " ".join([kind_of(node.rule).name, *points])


@pytest.mark.parametrize(
    ("name", "data", "wanted", "total", "numbers"),
    [
        ("so.html", department_page(), DEPARTMENT, 11, {"max": 5, "option": 8, "total": 1}),
        ("phuong.xlsx", digital_sheet(), DIGITAL, 30, {"max": 4, "option": 8, "total": 1}),
        ("xa.txt", commune_text(), COMMUNE, 24, {"max": 10, "option": 15, "total": 1}),
        ("khung.html", frame_page(), FRAME, 12, {"max": 3, "option": 8, "total": 1}),
    ],
)
def test_tree_points_and_kinds_are_those_of_the_document(
    name: str, data: bytes, wanted: tuple[Line, ...], total: int, numbers: dict[str, int]
) -> None:
    read = read_rubric(data, name)

    assert read.rubric is not None
    assert told(read.rubric) == wanted
    assert read.rubric.total == total
    assert read.report.uses == numbers
    assert (read.report.left, read.report.loose) == ((), ())


@pytest.mark.parametrize(
    ("name", "data"),
    [("so.html", department_page()), ("xa.txt", commune_text()), ("khung.html", frame_page())],
)
def test_lint_finds_nothing_that_the_reading_made_up(name: str, data: bytes) -> None:
    rubric = read_rubric(data, name).rubric

    assert rubric is not None
    assert {found.code for found in lint(rubric)} <= UNTOLD


def test_what_a_page_frame_says_beside_the_table_is_kept() -> None:
    read = read_rubric(department_page(), "so.html")

    assert read.rubric is not None
    assert read.rubric.decision == "Quyết định số 15/QĐ-UBND ngày 06/01/2026"
    rule = read.rubric.node("1.2").rule
    assert isinstance(rule, FormulaRule)
    assert rule.inputs[0].measure.numerator == "số việc đã xong"
    assert rule.inputs[0].measure.denominator == "số việc được giao"


def test_titles_are_parted_from_options_and_deductions() -> None:
    rubric = read_rubric(commune_text(), "xa.txt").rubric

    assert rubric is not None
    titles = {node.code: node.title for node in rubric.walk()}
    assert titles["I.1.a"] == "Lập danh mục hồ sơ trước ngày 31/01/2026"
    assert titles["I.1.b"] == "Nộp lưu hồ sơ"
    assert titles["I.2"] == "Báo cáo tuần"
    assert titles["III.1"] == "Cách làm hay: mỗi cách làm được công nhận cộng 1 điểm, tối đa 2 điểm"
    assert rubric.node("I.2").text == "Mỗi báo cáo muộn trừ 0,25 điểm; mỗi báo cáo thiếu trừ 1 điểm"


def test_a_task_done_within_some_days_has_no_lower_end() -> None:
    rubric = read_rubric(frame_page(), "khung.html").rubric

    assert rubric is not None
    rows = rubric.node("3").rule.rows  # type: ignore[union-attr]
    assert [row.limits for row in rows] == [(Limit("<=", Fraction(20)),), (Limit(">", Fraction(20)),), ()]


@pytest.mark.parametrize(
    ("first", "second", "titles"),
    [
        (
            "<td colspan=5>A. LẬP HỆ THỐNG</td>",
            "<td colspan=5>B. GIỮ HỆ THỐNG</td>",
            ["LẬP HỆ THỐNG", "GIỮ HỆ THỐNG"],
        ),
        (
            "<td colspan=5>Phần I: Lập hệ thống</td>",
            "<td colspan=5>Phần II: Giữ hệ thống</td>",
            ["Lập hệ thống", "Giữ hệ thống"],
        ),
        (
            "<td colspan=5>LẬP HỆ THỐNG</td>",
            "<td colspan=5>GIỮ HỆ THỐNG</td>",
            ["LẬP HỆ THỐNG", "GIỮ HỆ THỐNG"],
        ),
    ],
)
def test_a_row_over_all_columns_is_a_section(first: str, second: str, titles: list[str]) -> None:
    rubric = read_rubric(frame_page(first, second), "khung.html").rubric

    assert rubric is not None
    assert [root.title for root in rubric.nodes] == titles
    assert [[child.label for child in root.children] for root in rubric.nodes] == [["1", "2"], ["3"]]


def test_one_heading_over_all_columns_stays_words() -> None:
    read = read_rubric(frame_page("<td></td>", "<td colspan=5>PHẦN SAU CHẤM RIÊNG</td>"), "khung.html")

    assert read.rubric is not None
    assert [root.label for root in read.rubric.nodes] == ["1", "2", "3"]
    assert read.rubric.node("2").text == "PHẦN SAU CHẤM RIÊNG"


def test_a_rate_over_its_target_names_no_denominator() -> None:
    text = commune_text().decode().replace("Điểm = tỷ lệ hài lòng x 4", "Điểm = Tỷ lệ hài lòng/80% x 4")
    rubric = read_rubric(text.encode(), "xa.txt").rubric

    assert rubric is not None
    assert rubric.node("II.3").rule == LinearRule(Measure("rate"), target=Fraction(4, 5))


PLACE = Place("a.txt", line=1)


@pytest.mark.parametrize(
    ("label", "text", "rows"),
    [
        ("1", "Họp: hằng tháng: 2 điểm, hằng quý: 1 điểm", ["1|Họp|", "-|hằng tháng|2", "-|hằng quý|1"]),
        ("1", "Họp. Hằng tháng: 2 điểm; hằng quý: 1 điểm", ["1|Họp|", "-|Hằng tháng|2", "-|hằng quý|1"]),
        ("1", "Họp (2 điểm): tháng: 2 điểm; quý: 1 điểm", ["1|Họp|2", "-|tháng|2", "-|quý|1"]),
        ("a", "Hằng tháng: 2 điểm; b) Hằng quý: 1 điểm", ["-|Hằng tháng|2", "-|Hằng quý|1"]),
        ("-", "Đúng hạn: 2 điểm; chậm: 1 điểm", ["-|Đúng hạn|2", "-|chậm|1"]),
        ("1", "Mỗi lỗi trừ 1 điểm; sai nhiều trừ 2 điểm", ["1|Mỗi lỗi trừ 1 điểm; sai nhiều trừ 2 điểm|"]),
        ("1", "Năm trước: 12; năm nay: 15", ["1|Năm trước: 12; năm nay: 15|"]),
    ],
)
def test_options_on_one_line_become_rows(label: str, text: str, rows: list[str]) -> None:
    found = unfolded([Item(label, [Words(text, PLACE)], PLACE)], Figures())

    assert [f"{item.label}|{item.text}|{item.top.text if item.top else ''}" for item in found] == rows
