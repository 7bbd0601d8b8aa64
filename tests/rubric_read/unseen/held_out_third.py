"""Four documents written after `strangers_*` were mended on, each in a style of its own; read once, then mended on too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.rubric_read.unseen.document import Unseen
from tests.rubric_read.unseen.making import cell, number_or_text, paragraph, rows_of, sheet, table, word

_FILES = Path(__file__).parent / "files"

_SCHOOL = """
1 | Tổ chức và quản lý nhà trường | 30 | | |
1.1 | Xây dựng kế hoạch năm học | 10 | Ban hành đúng hạn, lấy ý kiến hội đồng trường (10 điểm) | Ban hành đúng hạn, không lấy ý kiến (6 điểm) | Ban hành chậm (2 điểm)
1.2 | Quản lý hồ sơ, sổ sách điện tử | 10 | 100% hồ sơ được số hóa (10 điểm) | Từ 70% đến dưới 100% hồ sơ được số hóa (6 điểm) | Dưới 70% hồ sơ được số hóa (0 điểm)
1.3 | Công khai theo quy định | 10 | Công khai đủ, kịp thời (10 điểm) | Công khai đủ, không kịp thời (5 điểm) | Không công khai (0 điểm)
2 | Đội ngũ giáo viên | 25 | | |
2.1 | Tỷ lệ giáo viên đạt chuẩn trình độ trên tổng số giáo viên | 15 | Đạt 100% (15 điểm) | Từ 90% đến dưới 100% (9 điểm) | Dưới 90% (3 điểm)
2.2 | Sinh hoạt chuyên môn | 8 | Từ 08 buổi trở lên (8 điểm) | Từ 05 đến 07 buổi (5 điểm) | Dưới 05 buổi (0 điểm)
 | Tổng cộng | 55 | | |
"""


def school_docx() -> bytes:
    """Levels stand beside each other, a column each."""
    head = ("TT", "Tiêu chuẩn, tiêu chí", "Điểm tối đa", "Mức tốt", "Mức khá", "Mức đạt")
    rows = [[cell(paragraph(text)) for text in row] for row in (head, *rows_of(_SCHOOL, 6))]
    return word(
        paragraph("SỞ GIÁO DỤC VÀ ĐÀO TẠO"),
        paragraph("BẢNG ĐÁNH GIÁ NHÀ TRƯỜNG NĂM HỌC 2025 - 2026"),
        table(rows),
    )


SCHOOL = Unseen(
    "danh-gia-truong.docx",
    school_docx,
    """
1 30
1.1 10 options 10 6 2
1.2 10 bands 10:>=100 6:>=70,<100 0:<70
1.3 10 options 10 5 0
2 25
2.1 15 bands 15:>=100 9:>=90,<100 3:<90
2.2 8 bands 8:>=8 5:>=5,<=7 0:<5
""",
    """
A L101 2
T L105 2.1
""",
    "L302 1.1\nL105 1.1\nL401 1.1\nL303 1.3",
)

_PORTAL = """<html><body><div id="main"><h2>Tiêu chí chấm điểm phường đạt chuẩn đô thị văn minh năm 2026</h2>
<p><em>Theo Hướng dẫn số 15/HD-SVHTTDL ngày 18/3/2026</em></p>
<h3>Tiêu chí 1: Quy hoạch đô thị (20 điểm)</h3>
<ol><li>1.1. (10 điểm) Công bố quy hoạch được duyệt
<ul><li>10 điểm: Công bố trong vòng 15 ngày</li><li>5 điểm: Công bố sau 15 ngày</li><li>0 điểm: Không công bố</li></ul></li>
<li>1.2. (10 điểm) Tỷ lệ tuyến phố có vỉa hè thông thoáng trên tổng số tuyến phố
<ul><li>10 điểm: Từ 90% trở lên</li><li>6 điểm: Từ 70% đến dưới 80%</li><li>0 điểm: Dưới 70%</li></ul></li></ol>
<h3>Tiêu chí 2: Vệ sinh môi trường (25 điểm)</h3>
<ol><li>2.1. (15 điểm) Tỷ lệ rác thải được thu gom trên tổng lượng rác
<ul><li>15 điểm: Trên 98%</li><li>9 điểm: Từ 95% đến 98%</li><li>0 điểm: Dưới 95%</li></ul></li>
<li>2.2. (8 điểm) Điểm tập kết rác tự phát
<ul><li>8 điểm: Không có điểm tập kết</li><li>4 điểm: Có 01 điểm tập kết</li><li>0 điểm: Có từ 02 điểm tập kết trở lên</li></ul></li></ol>
<p>Tổng số: 45 điểm</p></div></body></html>"""

PORTAL = Unseen(
    "do-thi-van-minh.html",
    lambda: _PORTAL.encode(),
    """
1 20
1.1 10 options|bands 10 5 0
1.2 10 bands 10:>=90 6:>=70,<80 0:<70
2 25
2.1 15 bands 15:>98 9:>=95,<=98 0:<95
2.2 8 bands|options 8 4 0
""",
    """
G L201 1.2
A L101 2
""",
)

_SPLIT = """
I | | | XÂY DỰNG HỆ THỐNG | 35 |
 | 1 | | Mục tiêu chất lượng | 15 |
 | | 1.1 | Ban hành mục tiêu chất lượng | 5 |
 | | | - Ban hành trước ngày 31/01 | | 5
 | | | - Ban hành sau ngày 31/01 | | 2
 | | | - Không ban hành | | 0
 | | 1.2 | Tỷ lệ mục tiêu đạt được trên tổng số mục tiêu | 10 |
 | | | - Đạt 100% | | 10
 | | | - Từ 80% đến dưới 100% | | 6
 | | | - Dưới 80% | | 0
 | 2 | | Quy trình | 20 |
 | | 2.1 | Số quy trình được rà soát | 12 |
 | | | - Từ 10 quy trình trở lên | | 12
 | | | - Từ 5 đến 9 quy trình | | 8
 | | | - Dưới 5 quy trình | | 0
 | | 2.2 | Hồ sơ mất trong năm | 8 |
 | | | - Mỗi hồ sơ mất trừ 2 điểm | |
II | | | CẢI TIẾN | 15 |
 | 1 | | Đánh giá nội bộ | 10 |
 | | | - Có kế hoạch, có báo cáo | | 10
 | | | - Có kế hoạch, không có báo cáo | | 4
 | | | - Không có kế hoạch | | 0
 | 2 | | Sáng kiến cải tiến | 6 |
 | | | - Mỗi sáng kiến được công nhận được 2 điểm, tối đa 6 điểm | |
 | | | TỔNG ĐIỂM | 50 |
"""


def _split(book: Any) -> None:
    page = book.add_worksheet("Bang diem")
    page.merge_range(0, 0, 0, 5, "BẢNG ĐIỂM DUY TRÌ ISO 9001 CỦA CHI CỤC NĂM 2026")
    page.merge_range(2, 0, 2, 2, "Số thứ tự")
    for column, text in ((3, "Nội dung đánh giá"), (4, "Điểm tối đa"), (5, "Điểm từng mức")):
        page.write_string(2, column, text)
    for at, row in enumerate(rows_of(_SPLIT, 6), start=3):
        for column, text in enumerate(row):
            if text:
                page.write(at, column, number_or_text(text) if column > 3 else text)


SPLIT = Unseen(
    "iso-chi-cuc.xlsx",
    lambda: sheet(_split),
    """
I 35
I.1 15
I.1.1 5 options 5 2 0
I.1.2 10 bands 10:>=100 6:>=80,<100 0:<80
I.2 20
I.2.1 12 bands 12:>=10 8:>=5,<=9 0:<5
I.2.2 8 deductions 2
II 15
II.1 10 options 10 4 0
II.2 6 counts 2
""",
    """
A L101 II
""",
    "L401 I.1.1",
)

FORCE = Unseen(
    "an-ninh-trat-tu.pdf",
    lambda: (_FILES / "an-ninh-trat-tu.pdf").read_bytes(),
    """
1 40
1.1 15 options|bands 15 8 0
1.2 15 bands|options 15 10 5
1.3 10 deductions 2
2 35
2.1 20 bands 20:<5 12:>=5,<=10 0:>10
2.2 15 options 15 7 0
3 25
3.1 10 bands|options 10 5 0
3.2 14 linear
""",
    """
A L101 3
T L105 1.2
""",
    "L401 2.2\nL303 2.2",
)

ALL = (SCHOOL, PORTAL, SPLIT, FORCE)
