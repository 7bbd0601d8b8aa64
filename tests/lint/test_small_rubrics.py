"""Small rubrics of other fields: what is wrong with each is found, and what is right is left alone."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from minhchung.rubric.lint import lint
from minhchung.rubric.parse import parse

HEAD = """rubric: thu
title: Bộ tiêu chí thử năm 2025
decision: Quyết định số 5/QĐ-UBND ngày 05/01/2025
issued_on: 05/01/2025
total: 10
step: 0,5
not_applicable: rescale_total
zero_denominator: not_applicable
rounding: { places: 2, mode: half_up, at: end }
classes: { bands: [ { name: Đạt, when: ">= 5" }, { name: Không đạt, when: "< 5" } ] }
tie_break: [ vote ]
nodes:
  - label: "1"
    title: Công tác lưu trữ
    max: 10
    evidence: [ Báo cáo gửi trước ngày 10/12/2025 ]
    rule:
"""
Option = tuple[str, str]


def codes_of(text: str, published: str | None = None) -> list[str]:
    return [finding.code for finding in lint(parse(text), published=published)]


def options(*said: Option) -> str:
    rows = "".join(f'        - {{ points: {points}, text: "{text}" }}\n' for points, text in said)
    return f"{HEAD}      kind: options\n      options:\n{rows}"


def bands(measure: str, *said: tuple[str, str, str]) -> str:
    rows = "".join(f'        - {{ when: "{w}", points: {p}, text: "{t}" }}\n' for w, p, t in said)
    return f"{HEAD}      kind: bands\n      measure: {measure}\n      rows:\n{rows}"


RIGHT: dict[str, Sequence[Option]] = {
    "hai yêu cầu, mỗi lần thiếu một": [
        ("10", "Ban hành đúng hạn và đầy đủ nội dung"),
        ("6", "Ban hành đúng hạn nhưng chưa đầy đủ nội dung hoặc ban hành chậm nhưng đầy đủ nội dung"),
        ("3", "Ban hành chậm và chưa đầy đủ nội dung"),
        ("0", "Không ban hành"),
    ],
    "sai biểu mẫu là trượt biểu mẫu": [
        ("10", "Đúng biểu mẫu và đầy đủ thuyết minh"),
        ("5", "Đúng biểu mẫu nhưng thiếu thuyết minh"),
        ("2", "Sai biểu mẫu"),
        ("0", "Không lập"),
    ],
    "đủ tài liệu, không đủ chữ ký": [
        ("10", "Đầy đủ tài liệu và đầy đủ chữ ký"),
        ("5", "Đầy đủ tài liệu nhưng không đủ chữ ký"),
        ("2", "Không đầy đủ tài liệu"),
        ("0", "Không có tài liệu"),
    ],
    "phủ định hai việc khác nhau": [
        ("10", "Có quyết định và có danh sách"),
        ("5", "Không có danh sách"),
        ("0", "Không có quyết định"),
    ],
    "một trong hai việc": [
        ("10", "Có kế hoạch và có báo cáo"),
        ("5", "Chỉ có kế hoạch hoặc chỉ có báo cáo"),
        ("0", "Không có kế hoạch và không có báo cáo"),
    ],
    "giờ": [("10", "Trong 24 giờ"), ("5", "Sau 24 giờ đến 48 giờ"), ("0", "Sau 48 giờ")],
    "giờ và nhãn": [
        ("10", "Lưu đủ 24 giờ, có nhãn"),
        ("5", "Lưu đủ 24 giờ, không có nhãn"),
        ("0", "Không lưu"),
    ],
    "giờ và phần trăm": [
        ("10", "Phản hồi trong 24 giờ đạt 100%"),
        ("5", "Phản hồi trong 24 giờ đạt từ 80% đến dưới 100%"),
        ("0", "Phản hồi trong 24 giờ đạt dưới 80%"),
    ],
}


@pytest.mark.parametrize("name", RIGHT)
def test_options_that_leave_nothing_open_have_no_finding(name: str) -> None:
    assert codes_of(options(*RIGHT[name])) == []


HOURS = "{ kind: number, unit: giờ }"
COUNT = "{ kind: count, unit: buổi }"
BANDS: dict[str, tuple[str, list[tuple[str, str, str]], list[str]]] = {
    "từ trên … đến": (
        HOURS,
        [
            ("<= 2", "10", "Trong 02 giờ"),
            ("> 2, <= 8", "5", "Từ trên 02 giờ đến 08 giờ"),
            ("> 8", "0", "Trên 08 giờ"),
        ],
        [],
    ),
    "đến 11 là dưới 12": (
        COUNT,
        [
            (">= 12", "10", "Từ 12 buổi trở lên"),
            (">= 6, < 12", "5", "Từ 06 đến 11 buổi"),
            ("< 6", "0", "Dưới 06 buổi"),
        ],
        [],
    ),
    "đến 12 không là dưới 12": (
        COUNT,
        [
            (">= 12", "10", "Từ 12 buổi trở lên"),
            (">= 6, < 12", "5", "Từ 06 đến 13 buổi"),
            ("< 6", "0", "Dưới 06 buổi"),
        ],
        ["L604"],
    ),
    "trên 6.000 là từ 6.001": (
        COUNT,
        [(">= 6001", "10", "Trên 6.000 buổi"), ("<= 6000", "0", "Không quá 6.000 buổi")],
        [],
    ),
}


@pytest.mark.parametrize("name", BANDS)
def test_words_of_bands_say_their_limits_in_more_than_one_way(name: str) -> None:
    measure, rows, codes = BANDS[name]

    assert codes_of(bands(measure, *rows)) == codes


def test_two_deeds_denied_together_leave_out_who_did_one() -> None:
    text = options(("10", "Có kế hoạch và có báo cáo"), ("0", "Không có kế hoạch và không có báo cáo"))

    (found,) = lint(parse(text))

    assert (found.code, found.sample) == ("L303", "có kế hoạch, không có báo cáo: không có điểm")
    assert found.proposal == '{ points: 0, text: "Không có kế hoạch hoặc không có báo cáo" }'
    assert found.row == "Không có kế hoạch và không có báo cáo"


DONE = (("10", "Có lập danh mục"), ("0", "Không lập danh mục"))


def test_a_total_that_two_classes_claim() -> None:
    text = options(*DONE)

    assert codes_of(text.replace('"< 5"', '"<= 6"')) == ["L204"]
    assert codes_of(text.replace('Không đạt, when: "< 5"', 'Còn lại, when: ">= 0"')) == []


def test_a_decimal_at_the_end_of_a_title_is_stray() -> None:
    text = options(*DONE)

    assert codes_of(text.replace("Công tác lưu trữ", "Công tác lưu trữ 0,5")) == ["L605"]
    assert codes_of(text.replace("Công tác lưu trữ", "Chi thu nhập tăng thêm mức 0,2")) == []


def test_evidence_of_different_spans_is_told_like_different_windows() -> None:
    first = options(*DONE).replace(
        "max: 10\n    evidence: [ Báo cáo gửi trước ngày 10/12/2025 ]",
        "max: 5\n    evidence: [ Số liệu từ 01/01/2025 đến 30/9/2025 ]",
    )
    first = first.replace("points: 10", "points: 5")
    node = first[first.index('  - label: "1"') :]
    second = node.replace('label: "1"', 'label: "2"').replace("30/9/2025", "15/11/2025")

    (found,) = lint(parse(first + second))

    assert found.code == "L502" and "01/01/2025 – 30/09/2025 (1 tiêu chí)" in found.message.vi
    assert codes_of(first + node.replace('label: "1"', 'label: "2"')) == []


def test_a_share_of_people_or_papers_needs_no_denominator_besides() -> None:
    rows = [(">= 95 %", "10", "Từ 95% trở lên"), ("< 95 %", "0", "Dưới 95%")]
    text = bands("rate", *rows)

    assert codes_of(text) == ["L403"]
    for title in (
        "Tỷ lệ giáo viên đạt chuẩn trình độ",
        "Tỷ lệ đường thôn được cứng hóa",
        "Mức độ hài lòng của tổ chức, cá nhân trên tổng số phiếu hợp lệ",
    ):
        assert codes_of(text.replace("Công tác lưu trữ", title)) == [], title
    assert codes_of(text.replace("Công tác lưu trữ", "Tỷ lệ số hóa hồ sơ và kết quả")) == ["L403"]


def test_what_the_page_says_around_its_table_is_told_to_be_there() -> None:
    text = options(*DONE)
    for head in ("not_applicable: rescale_total\n", "tie_break: [ vote ]\n"):
        text = text.replace(head, "")
    text = "\n".join(line for line in text.splitlines() if not line.startswith("classes"))
    page = (
        "1 Công tác lưu trữ 10\n\nTiêu chí không áp dụng thì quy đổi về tổng điểm 10.\n"
        "Xếp loại: Tốt từ 8 điểm trở lên; Khá từ 5 đến dưới 8 điểm.\nĐơn vị bằng điểm nhau thì xếp đồng hạng.\n"
    )

    said = {each.code: (each.line, each.message.vi) for each in lint(parse(text), published=page)}

    assert said == {
        "L405": (3, "Văn bản nêu cách xử lý tiêu chí không áp dụng ở dòng 3, bộ tiêu chí chưa ghi."),
        "L406": (4, "Văn bản nêu mức điểm xếp loại ở dòng 4, bộ tiêu chí chưa ghi."),
        "L407": (5, "Văn bản nêu cách xếp hạng khi bằng điểm ở dòng 5, bộ tiêu chí chưa ghi."),
    }
    assert "chưa ghi" not in "".join(each.message.vi for each in lint(parse(text)))


def test_what_may_not_happen_is_told_by_the_title_where_no_denominator_is_named() -> None:
    rows = [(">= 95 %", "10", "Từ 95% văn bản được xử lý"), ("< 95 %", "0", "Dưới 95% văn bản được xử lý")]
    text = bands("rate", *rows).replace("zero_denominator: not_applicable\n", "")
    title = "Xử lý văn bản trái pháp luật do cấp trên kiến nghị"

    (found,) = [each for each in lint(parse(text.replace("Công tác lưu trữ", title))) if each.code == "L404"]

    assert "“văn bản trái pháp luật”" in found.message.vi
    assert codes_of(text.replace("Công tác lưu trữ", "Hồ sơ trả kết quả không trễ hẹn")).count("L404") == 0


def test_a_heading_above_the_table_says_that_it_is_a_draft() -> None:
    text = options(*DONE).replace('  - label: "1"\n', '  - label: "1"\n    line: 3\n')

    assert codes_of(text, "PHỤ LỤC DỰ THẢO\n\nCông tác lưu trữ 10\n") == ["L504"]
    assert codes_of(text, "Đã góp ý dự thảo ngày 01/01\n\nCông tác lưu trữ 10\n") == []
