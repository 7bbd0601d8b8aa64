"""Points said in the middle of sentences, pages cut by printing, tables that say sections again, durations."""

from __future__ import annotations

import pytest

from minhchung.docread.place import Place
from minhchung.docread.reading import Cell, Grid, Paragraph, Reading
from minhchung.rubric.lint import lint
from minhchung.rubric.read import read_rubric
from minhchung.rubric.read.printed_pages import unprinted
from minhchung.rubric.read.refusals import fix_for
from minhchung.rubric.read.sentences import plainly
from tests.docread.samples import pdf


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        (
            "Chấm 6 điểm nếu đúng hạn; chấm 0 điểm nếu không gửi.",
            "Đúng hạn: 6 điểm; Không gửi: 0 điểm",
        ),
        (
            "Có kế hoạch được 05 điểm, không có kế hoạch thì không được điểm.",
            "Có kế hoạch: 05 điểm; Không có kế hoạch: 0 điểm",
        ),
        (
            "Tiếp công dân định kỳ được chấm tối đa 08 điểm, thiếu mỗi kỳ trừ 01 điểm.",
            "Tiếp công dân định kỳ (tối đa 08 điểm): thiếu mỗi kỳ trừ 01 điểm.",
        ),
        (
            "Đạt 10 điểm đối với cơ quan đạt từ 90%, đạt 5 điểm đối với cơ quan đạt dưới 90%",
            "Cơ quan đạt từ 90%: 10 điểm; Cơ quan đạt dưới 90%: 5 điểm",
        ),
    ],
)
def test_points_in_the_middle_are_put_at_the_end(said: str, plain: str) -> None:
    assert plainly(said) == plain


@pytest.mark.parametrize(
    "text",
    [
        "Mỗi mô hình được 2 điểm, tối đa 10 điểm",
        "Tổ chức hội nghị (5 điểm), gửi báo cáo đúng hạn (3 điểm)",
        "Tổng số điểm đạt được tối đa 100 điểm",
        "Hoàn thành tốt: từ 8 - 10 điểm",
        "Ban hành đúng hạn: 2 điểm",
    ],
)
def test_other_words_stay_as_they_are(text: str) -> None:
    assert plainly(text) == text


def lines(*pages: tuple[str, ...]) -> Reading:
    return Reading(
        paragraphs=tuple(
            Paragraph(text, Place("a.pdf", page=page, line=line))
            for page, texts in enumerate(pages, start=1)
            for line, text in enumerate(texts, start=1)
        )
    )


def test_running_heads_and_page_numbers_are_dropped_and_broken_lines_joined() -> None:
    reading = lines(
        ("Quyết định số 26", "1. Tỷ lệ hồ sơ giải quyết đúng hạn trên tổng số", "hồ sơ đã giải quyết: 5 điểm", "1"),
        ("Quyết định số 26", "2. Công khai thủ tục: 3 điểm", "Nơi nhận: như trên.", "2"),
    )  # fmt: skip

    assert [each.text for each in unprinted(reading).paragraphs] == [
        "Quyết định số 26",
        "1. Tỷ lệ hồ sơ giải quyết đúng hạn trên tổng số hồ sơ đã giải quyết: 5 điểm",
        "2. Công khai thủ tục: 3 điểm",
        "Nơi nhận: như trên.",
    ]


def grid(page: int, *rows: tuple[str, ...]) -> Grid:
    place = Place("a.pdf", page=page, table=page)
    return Grid(
        place,
        tuple(
            tuple(Cell(text, Place("a.pdf", page=page, table=page, row=r, column=c)) for c, text in enumerate(row, 1))
            for r, row in enumerate(rows, 1)
        ),
    )  # fmt: skip


def test_a_row_split_over_two_pages_is_one_row() -> None:
    head = ("Nội dung", "Điểm")
    reading = Reading(
        tables=(
            grid(1, head, ("Có hợp đồng với hộ dân, có sổ ghi chép", "7")),
            grid(2, head, ("nguồn gốc từng lô hàng", ""), ("Không có hợp đồng", "0")),
        )
    )

    first, second = unprinted(reading).tables
    assert first.rows[1][0].text == "Có hợp đồng với hộ dân, có sổ ghi chép\nnguồn gốc từng lô hàng"
    assert [row[0].text for row in second.rows] == ["Nội dung", "Không có hợp đồng"]


WITH_SUMMARY = """<table><tr><td>STT</td><td>Tiêu chí</td><td>Điểm tối đa</td></tr>
<tr><td>A</td><td>Thể chế</td><td>6</td></tr><tr><td>B</td><td>Bộ máy</td><td>4</td></tr>
<tr><td></td><td>Tổng</td><td>10</td></tr></table>
<table><tr><td>STT</td><td>Tiêu chí</td><td>Điểm tối đa</td></tr>
<tr><td>A</td><td>CẢI CÁCH THỂ CHẾ</td><td>6</td></tr><tr><td>1</td><td>Kế hoạch</td><td>6</td></tr>
<tr><td></td><td>Có kế hoạch</td><td>6</td></tr><tr><td></td><td>Không có kế hoạch</td><td>0</td></tr>
<tr><td>B</td><td>CẢI CÁCH BỘ MÁY</td><td>4</td></tr><tr><td>1</td><td>Báo cáo</td><td>4</td></tr>
<tr><td></td><td>Có báo cáo</td><td>4</td></tr><tr><td></td><td>Không có báo cáo</td><td>0</td></tr></table>"""


def test_a_table_of_the_sections_alone_adds_no_criteria_and_loses_no_number() -> None:
    read = read_rubric(WITH_SUMMARY.encode(), "cap-so.html")

    assert read.rubric is not None
    assert [node.code for node in read.rubric.walk()] == ["A", "A.1", "B", "B.1"]
    assert read.report.left == ()


HOURS = """<table><tr><td>STT</td><td>Tiêu chí</td><td>Điểm tối đa</td></tr>
<tr><td>1</td><td>Báo cáo sự cố</td><td>10</td></tr><tr><td></td><td>Báo trong vòng 24 giờ</td><td>10</td></tr>
<tr><td></td><td>Báo sau 24 giờ</td><td>3</td></tr><tr><td></td><td>Không báo</td><td>0</td></tr>
<tr><td>2</td><td>Lưu mẫu</td><td>8</td></tr><tr><td></td><td>Lưu đủ 24 giờ, có nhãn</td><td>8</td></tr>
<tr><td></td><td>Lưu đủ 24 giờ, không có nhãn</td><td>4</td></tr><tr><td></td><td>Không lưu</td><td>0</td></tr></table>"""


def test_what_is_never_done_does_not_take_no_hours() -> None:
    read = read_rubric(HOURS.encode(), "gio.html")

    assert read.rubric is not None
    assert [type(node.rule).__name__ for node in read.rubric.leaves()] == ["BandsRule", "OptionsRule"]
    assert {each.code for each in lint(read.rubric)} & {"L106", "L201", "L202"} == set()


SHARES = """<table><tr><td>STT</td><td>Tiêu chí</td><td>Cách xác định</td><td>Điểm tối đa</td></tr>
<tr><td>1</td><td>Ban chỉ đạo</td><td>Giám đốc làm trưởng ban: Điểm tối đa;<br>Phó Giám đốc làm trưởng ban: 1/2 Điểm tối đa;<br>
Không có ban chỉ đạo: 0 điểm</td><td>5</td></tr></table>"""


def test_a_share_of_the_highest_points_is_counted_out() -> None:
    read = read_rubric(SHARES.encode(), "phan.html")

    assert read.rubric is not None
    (leaf,) = read.rubric.leaves()
    assert [str(choice.points) for choice in leaf.rule.choices] == ["5", "5/2", "0"]  # type: ignore[union-attr]


def test_a_scan_is_refused_as_a_scan() -> None:
    read = read_rubric(pdf(""), "quet.pdf")

    assert read.rubric is None
    assert [each.vi.split(":")[0] for each in read.report.faults] == ["Tệp không có chữ nào để đọc"]
    assert "phần mềm soạn thảo" in fix_for(read.report.faults[0]).vi


def test_lines_read_beside_tables_that_hold_points_are_not_certain() -> None:
    rows = "".join(f"<tr><td>Xã số {n}</td><td>{n + 3}</td><td>{n}</td></tr>" for n in range(4))
    lines = "".join(
        f"<p>{n}. Việc thứ {n} (2 điểm)</p><p>- Có làm: 2 điểm</p><p>- Không làm: 0 điểm</p>"
        for n in range(1, 7)
    )

    alone = read_rubric(f"<html><body>{lines}</body></html>".encode(), "dong.html").report
    beside = read_rubric(
        f"<html><body>{lines}<table>{rows}</table></body></html>".encode(), "dong.html"
    ).report

    assert {each.sure for each in alone.leaves} == {"certain"}
    assert {each.sure for each in beside.leaves} == {"likely"}


LEVELS = """<table><tr><td colspan=3>Số thứ tự</td><td>Tiêu chí</td><td>Điểm tối đa</td></tr>
<tr><td>I</td><td></td><td></td><td>Thể chế</td><td>10</td></tr><tr><td></td><td>1</td><td></td><td>Kế hoạch</td><td>6</td></tr>
<tr><td></td><td></td><td>1.1</td><td>Ban hành</td><td>4</td></tr><tr><td></td><td></td><td>1.2</td><td>Thực hiện</td><td>2</td></tr>
<tr><td></td><td>2</td><td></td><td>Báo cáo</td><td>4</td></tr>
<tr><td>II</td><td></td><td></td><td>Bộ máy</td><td>5</td></tr></table>"""


def test_a_column_of_labels_for_each_level_is_one_column() -> None:
    read = read_rubric(LEVELS.encode(), "cap.html")

    assert read.rubric is not None
    assert [node.code for node in read.rubric.walk()] == ["I", "I.1", "I.1.1", "I.1.2", "I.2", "II"]


def test_points_before_their_words_and_in_a_line_of_their_own() -> None:
    page = """<p>Tiêu chí 1: Quy hoạch (10 điểm)</p><p>1.1. (6 điểm) Công bố quy hoạch</p><p>6 điểm: Công bố đúng hạn</p>
<p>0 điểm: Không công bố</p><p>1.2. (4 điểm) Bãi rác</p><p>4 điểm: Không có bãi</p><p>2 điểm: Có 01 điểm tập kết</p><p>0 điểm: Có từ 02 điểm tập kết trở lên</p>
<p>Tiêu chí 2: Cây xanh (5 điểm)</p><p>2.1. (5 điểm) Chăm sóc cây</p><p>5 điểm: Thường xuyên</p><p>0 điểm: Không chăm sóc</p>"""

    read = read_rubric(f"<html><body>{page}</body></html>".encode(), "diem.html")

    assert read.rubric is not None
    codes = {node.code: node.max for node in read.rubric.walk()}
    assert codes == {"1": 10, "1.1": 6, "1.2": 4, "2": 5, "2.1": 5}
    assert [row.points for row in read.rubric.leaves()[1].rule.rows] == [4, 2, 0]  # type: ignore[union-attr]
    assert read.report.left == ()
