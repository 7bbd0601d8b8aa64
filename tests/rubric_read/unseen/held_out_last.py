"""Four documents written last of all and never mended on: read once (docs/reading.md has the figures of that first try)."""

from __future__ import annotations

from typing import Any

from tests.rubric_read.unseen.document import Unseen
from tests.rubric_read.unseen.making import cell_lines, page, paragraph, plain_table, rows_of, sheet, word


def cards_docx() -> bytes:
    """A line for each criterion, and below it a small table of its levels."""

    def card(title: str, rows: str) -> tuple[str, str]:
        return paragraph(title), plain_table(rows_of("Mức độ | Điểm\n" + rows, 2))

    return word(
        paragraph("HỘI LIÊN HIỆP PHỤ NỮ TỈNH"),
        paragraph("BỘ TIÊU CHÍ ĐÁNH GIÁ HỘI CƠ SỞ NĂM 2026"),
        paragraph("I. XÂY DỰNG TỔ CHỨC HỘI (25 điểm)"),
        *card(
            "1. Tỷ lệ chi hội sinh hoạt đúng định kỳ trên tổng số chi hội (Điểm tối đa: 15)",
            "Từ 90% trở lên | 15\nTừ 70% đến dưới 90% | 9\nDưới 70% | 0",
        ),
        *card(
            "2. Quy chế hoạt động (Điểm tối đa: 10)",
            "Ban hành, sửa đổi kịp thời | 10\nBan hành, chưa sửa đổi kịp thời | 5\nKhông ban hành | 0",
        ),
        paragraph("II. CHĂM LO HỘI VIÊN (25 điểm)"),
        *card(
            "1. Số mô hình sinh kế được hỗ trợ (Điểm tối đa: 15)",
            "Từ 5 mô hình trở lên | 15\nTừ 2 đến 4 mô hình | 8\nDưới 2 mô hình | 0",
        ),
        *card(
            "2. Thăm hỏi hội viên khó khăn (Điểm tối đa: 8)",
            "Có kế hoạch, thực hiện đủ | 8\nCó kế hoạch, thực hiện chưa đủ | 4\nKhông thực hiện | 0",
        ),
        paragraph("Tổng điểm: 50 điểm."),
    )


CARDS = Unseen(
    "hoi-phu-nu.docx",
    cards_docx,
    """
I 25
I.1 15 bands 15:>=90 9:>=70,<90 0:<70
I.2 10 options 10 5 0
II 25
II.1 15 bands 15:>=5 8:>=2,<=4 0:<2
II.2 8 options 8 4 0
""",
    """
A L101 II
""",
)

_INDICATORS = """
Ký hiệu | Chỉ báo | Trọng số | Thang đo | Nguồn kiểm tra
CB1 | Minh bạch thông tin | 30 | | Cổng thông tin
CB1.1 | Công bố ngân sách trên cổng thông tin | 15 | Đủ, đúng hạn: 15; đủ, chậm hạn: 8; không công bố: 0 | Cổng thông tin
CB1.2 | Tỷ lệ câu hỏi của người dân được trả lời trên tổng số câu hỏi | 15 | Từ 95% trở lên: 15; từ 80% đến dưới 90%: 8; dưới 80%: 0 | Chuyên mục hỏi đáp
CB2 | Trách nhiệm giải trình | 30 | | Biên bản
CB2.1 | Số cuộc đối thoại với người dân | 12 | Từ 4 cuộc trở lên: 12; từ 2 đến 3 cuộc: 8; dưới 2 cuộc: 0 | Biên bản đối thoại
CB2.2 | Kết luận thanh tra chưa thực hiện | 15 | Mỗi kết luận chưa thực hiện trừ 5 điểm | Báo cáo thanh tra
"""


def indicators_txt() -> bytes:
    """Labels `CB1.1`, head words of its own, points without a unit in a sentence, one cell a line."""
    return cell_lines(["BỘ CHỈ BÁO QUẢN TRỊ CẤP XÃ NĂM 2026"], rows_of(_INDICATORS, 5))


INDICATORS = Unseen(
    "quan-tri-xa.txt",
    indicators_txt,
    """
CB1 30
CB1.1 15 options 15 8 0
CB1.2 15 bands 15:>=95 8:>=80,<90 0:<80
CB2 30
CB2.1 12 bands 12:>=4 8:>=2,<=3 0:<2
CB2.2 15 deductions 5
""",
    """
G L201 CB1.2
A L101 CB2
""",
    "L401 CB1.1\nL303 CB1.1",
)

_MONTHLY = """
Tiêu chí | Khung điểm | Cách chấm | Tự chấm
A. TIÊU CHÍ CHUNG | 30 | |
1. Chấp hành kỷ luật, kỷ cương | 20 | Không vi phạm được 20 điểm. Vi phạm nội quy: trừ 5 điểm/lần |
2. Thái độ phục vụ | 10 | Tốt: từ 8 đến 10 điểm; Khá: từ 5 đến dưới 8 điểm; Trung bình: dưới 5 điểm |
B. KẾT QUẢ NHIỆM VỤ | 70 | |
1. Tỷ lệ nhiệm vụ hoàn thành đúng tiến độ trên tổng số nhiệm vụ được giao | 50 | Đạt 100% chấm 50 điểm; đạt từ 90% đến dưới 100% chấm 40 điểm; đạt từ 70% đến dưới 90% chấm 25 điểm; dưới 70% chấm 0 điểm |
2. Nhiệm vụ đột xuất | 15 | Hoàn thành trước hạn 15 điểm, đúng hạn 10 điểm, không hoàn thành 0 điểm |
C. ĐIỂM THƯỞNG | 5 | |
1. Có sáng kiến được công nhận | 5 | Mỗi sáng kiến cộng 2,5 điểm, tổng điểm cộng không quá 5 điểm |
Tổng cộng | 100 | |
"""

MONTHLY = Unseen(
    "cong-chuc-thang.html",
    lambda: page("PHIẾU ĐÁNH GIÁ CÔNG CHỨC HẰNG THÁNG NĂM 2026", rows_of(_MONTHLY, 4)),
    """
A 30
A.1 20 deductions 5
A.2 10 graded|levels
B 70
B.1 50 bands 50:>=100 40:>=90,<100 25:>=70,<90 0:<70
B.2 15 options 15 10 0
C 5
C.1 5 counts 2.5
""",
    """
A L101 B
""",
    "L401 B.2\nL402 -",
)


def _market(book: Any) -> None:
    one = book.add_worksheet("Cho an toan")
    one.merge_range(0, 0, 0, 3, "TIÊU CHÍ CHỢ BẢO ĐẢM AN TOÀN THỰC PHẨM")
    one.merge_range(1, 0, 1, 3, "Áp dụng từ ngày 01/01/2026")
    for column, text in enumerate(("Nhóm tiêu chí", "Tiêu chí", "Mức đánh giá", "Điểm")):
        one.write_string(3, column, text)
    groups = (
        (
            "Nhóm A\nHạ tầng\n(20 điểm)",
            (
                (
                    "A.1 Nền chợ\n(Tối đa 10 điểm)",
                    (("Cao ráo, thoát nước tốt", 10), ("Cao ráo, thoát nước kém", 5), ("Ngập nước", 0)),
                ),
                (
                    "A.2 Tỷ lệ quầy hàng có biển hiệu trên tổng số quầy\n(Tối đa 10 điểm)",
                    (("Từ 90% trở lên", 10), ("Từ 60% đến dưới 90%", 6), ("Dưới 60%", 0)),
                ),
            ),
        ),
        (
            "Nhóm B\nQuản lý\n(20 điểm)",
            (
                (
                    "B.1 Kiểm tra nhanh thực phẩm\n(Tối đa 12 điểm)",
                    (("Hằng ngày", 12), ("Hằng tuần", 7), ("Không kiểm tra", 0)),
                ),
                (
                    "B.2 Số vụ vi phạm bị xử lý\n(Tối đa 10 điểm)",
                    (("Không có vụ nào", 10), ("Có 01 đến 02 vụ", 4), ("Trên 02 vụ", 0)),
                ),
            ),
        ),
    )
    at = 4
    for group, criteria in groups:
        rows = sum(len(levels) for _, levels in criteria)
        one.merge_range(at, 0, at + rows - 1, 0, group)
        for title, levels in criteria:
            one.merge_range(at, 1, at + len(levels) - 1, 1, title)
            for text, points in levels:
                one.write_string(at, 2, text)
                one.write_number(at, 3, points)
                at += 1
    one.write_string(at, 0, "Tổng điểm")
    one.write_number(at, 3, 40)


MARKET = Unseen(
    "cho-an-toan.xlsx",
    lambda: sheet(_market),
    """
A 20
A.1 10 options 10 5 0
A.2 10 bands 10:>=90 6:>=60,<90 0:<60
B 20
B.1 12 options 12 7 0
B.2 10 bands|options 10 4 0
""",
    """
A L101 B
""",
)

ALL = (CARDS, INDICATORS, MONTHLY, MARKET)
