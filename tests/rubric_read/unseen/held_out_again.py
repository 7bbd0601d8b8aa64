"""Four more documents, written with `other_layouts` and never mended on: read once before and once after (docs/reading.md)."""

from __future__ import annotations

from typing import Any

from tests.rubric_read.unseen.document import Unseen
from tests.rubric_read.unseen.making import cell, number_or_text, paragraph, rows_of, sheet, table, word

_SECURITY = """
Hạng mục | Nội dung kiểm tra | Cao nhất | Mức đạt được | Điểm ứng với mức
1 | Quản lý an toàn thông tin | 30 | |
1-1 | Quy chế bảo đảm an toàn thông tin | 10 | Đã ban hành, rà soát hằng năm | 10
 | | | Đã ban hành, chưa rà soát | 6
 | | | Chưa ban hành | 0
1-2 | Tỷ lệ công chức được tập huấn về an toàn thông tin | 20 | Từ 90% trở lên | 20
 | | | Từ 60% đến dưới 90% | 12
 | | | Dưới 60% | 0
2 | Kỹ thuật | 40 | |
2-1 | Tỷ lệ máy trạm cài phần mềm phòng chống mã độc | 20 | Đạt 100% | 20
 | | | Từ 80% đến dưới 100% | 10
 | | | Dưới 70% | 0
2-2 | Xử lý sự cố | 15 | Trong vòng 24 giờ | 15
 | | | Quá 24 giờ | 5
 | | | Không xử lý | 0
 | Tổng số điểm | 70 | |
"""


def _security(book: Any) -> None:
    one = book.add_worksheet("ATTT")
    one.write_string(0, 1, "PHIẾU CHẤM ĐIỂM BẢO ĐẢM AN TOÀN THÔNG TIN CỦA CÁC SỞ NĂM 2026")
    for at, row in enumerate(rows_of(_SECURITY, 5), start=2):
        for column, text in enumerate(row):
            if text and at > 2 and column in (2, 4):
                one.write(at, column + 1, number_or_text(text))
            elif text:
                one.write_string(at, column + 1, text)


SECURITY = Unseen(
    "an-toan-thong-tin.xlsx",
    lambda: sheet(_security),
    """
1 30
1.1 10 options 10 6 0
1.2 20 bands 20:>=90 12:>=60,<90 0:<60
2 40
2.1 20 bands 20:>=100 10:>=80,<100 0:<70
2.2 15 options|bands 15 5 0
""",
    """
G L201 2.1
A L101 2
""",
)

_HOSPITAL = """
<tr><th>Ký hiệu</th><th>Nội hàm</th><th>Điểm trần</th><th>Bậc thang</th></tr>
<tr><td colspan="4">PHẦN A. HƯỚNG ĐẾN NGƯỜI BỆNH (20 điểm)</td></tr>
<tr><td>A1</td><td>Chỉ dẫn, đón tiếp</td><td>8</td><td></td></tr>
<tr><td>A1.1</td><td>Người bệnh được chỉ dẫn rõ ràng</td><td>4</td><td>Có bàn chỉ dẫn, có người trực: 4 điểm<br>Có bàn chỉ dẫn, không có người trực: 2 điểm<br>Không có bàn chỉ dẫn: 0 điểm</td></tr>
<tr><td>A1.2</td><td>Thời gian chờ khám bình quân</td><td>4</td><td>Dưới 30 phút: 4 điểm<br>Từ 30 phút đến 60 phút: 2 điểm<br>Trên 60 phút: 0 điểm</td></tr>
<tr><td>A2</td><td>Mức hài lòng của người bệnh</td><td>12</td><td>Trên 90%: 12 điểm<br>Từ 80% đến 90%: 8 điểm<br>Dưới 80%: 3 điểm</td></tr>
<tr><td colspan="4">PHẦN B. NHÂN LỰC (15 điểm)</td></tr>
<tr><td>B1</td><td>Bảo đảm số lượng nhân lực</td><td>10</td><td>Đủ theo đề án vị trí việc làm: 10 điểm<br>Thiếu không quá 10%: 6 điểm<br>Thiếu trên 10%: 0 điểm</td></tr>
<tr><td>B2</td><td>Đào tạo liên tục</td><td>6</td><td>Mỗi khoa không có người được đào tạo trừ 1 điểm</td></tr>
<tr><td></td><td>Tổng</td><td>35</td><td></td></tr>
"""


def hospital_html() -> bytes:
    """Labels `A1.1` under sections that take the whole width and have their points in brackets."""
    return (
        "<html><body><p><b>TIÊU CHÍ CHẤM ĐIỂM CHẤT LƯỢNG BỆNH VIỆN NĂM 2026</b></p>"
        f"<table>{_HOSPITAL}</table></body></html>"
    ).encode()


HOSPITAL = Unseen(
    "benh-vien.html",
    hospital_html,
    """
A 20
A1 8
A1.1 4 options 4 2 0
A1.2 4 bands|options 4 2 0
A2 12 bands 12:>90 8:>=80,<=90 3:<80
B 15
B1 10 options|bands 10 6 0
B2 6 deductions 1
""",
    """
A L101 B
""",
    "L105 A2",
)

_QUALITY = """
(1) | Xác định bối cảnh, rủi ro | 15 | | |
(1.1) | Danh mục rủi ro được lập và rà soát | 10 | Lập đủ, rà soát trong năm = 10 điểm//Lập đủ, không rà soát = 6 điểm//Chưa lập = 0 điểm | |
(1.2) | Mục tiêu chất lượng | 5 | Có đo lường kết quả = 5 điểm//Không đo lường = 2 điểm//Không có mục tiêu = 0 điểm | |
(2) | Vận hành hệ thống | 35 | | |
(2.1) | Quy trình giải quyết công việc (số quy trình đã ban hành trên tổng số phải ban hành) | 20 | Đủ 100% = 20 điểm//Từ 80% đến 100% = 12 điểm//Dưới 80% = 0 điểm | |
(2.2) | Đánh giá nội bộ | 10 | Tổ chức 02 lần/năm trở lên = 10 điểm//Tổ chức 01 lần/năm = 7 điểm//Không tổ chức = 0 điểm | |
(2.3) | Xem xét của lãnh đạo | 5 | Có biên bản = 6 điểm//Không có biên bản = 0 điểm | |
"""


def quality_docx() -> bytes:
    """Labels in brackets, `= n điểm`, a head in two rows with a merged cell."""
    head = [
        [
            cell(paragraph("Khoản mục"), merge="restart"),
            cell(paragraph("Yêu cầu của hệ thống"), merge="restart"),
            cell(paragraph("Tối đa"), merge="restart"),
            cell(paragraph("Quy tắc lượng hóa"), merge="restart"),
            cell(paragraph("Kết quả"), span=2),
        ],
        [cell("", merge="continue")] * 4 + [cell(paragraph("Đơn vị")), cell(paragraph("Tổ thẩm tra"))],
    ]
    rows = [
        [cell("".join(paragraph(part) for part in text.split("\n"))) for text in row]
        for row in rows_of(_QUALITY, 6)
    ]
    return word(
        paragraph("BẢNG LƯỢNG HÓA HIỆU LỰC HỆ THỐNG QUẢN LÝ CHẤT LƯỢNG TCVN ISO 9001:2015 NĂM 2026"),
        table([*head, *rows]),
    )


QUALITY = Unseen(
    "iso-so.docx",
    quality_docx,
    """
1 15
1.1 10 options 10 6 0
1.2 5 options 5 2 0
2 35
2.1 20 bands 20:>=100 12:>=80,<=100 0:<80
2.2 10 bands|options 10 7 0
2.3 5 options 6 0
""",
    """
O L202 2.1
T L104 2.3
""",
    "L103 2.3",
)


def people_txt() -> bytes:
    """Sentences: articles, clauses and points of an official letter; what each is worth is said in words."""
    return """HƯỚNG DẪN CHẤM ĐIỂM CÔNG TÁC DÂN VẬN CỦA CÁC HUYỆN, THỊ XÃ NĂM 2026

Điều 1. Lãnh đạo, chỉ đạo công tác dân vận - tổng 30 điểm
Khoản 1. Xây dựng chương trình công tác năm, được tối đa 10 điểm, trong đó:
* Ban hành trước ngày 31/01: chấm 10 điểm
* Ban hành sau ngày 31/01: chấm 5 điểm
* Không ban hành: chấm 0 điểm
Khoản 2. Tỷ lệ xã có mô hình dân vận khéo, được tối đa 20 điểm, trong đó:
* Từ 80% số xã trở lên: chấm 20 điểm
* Từ 50% đến dưới 80% số xã: chấm 12 điểm
* Dưới 40% số xã: chấm 0 điểm
Điều 2. Tiếp xúc, đối thoại với Nhân dân - tổng 20 điểm
Khoản 1. Số cuộc đối thoại của người đứng đầu, được tối đa 10 điểm, trong đó:
* Từ 02 cuộc trở lên: chấm 10 điểm
* 01 cuộc: chấm 6 điểm
* Không tổ chức: chấm 0 điểm
Khoản 2. Giải quyết đơn thư, được tối đa 15 điểm, trong đó:
* Cứ 01 đơn thư quá hạn bị trừ 3 điểm
Tổng cộng 50 điểm.
""".encode()


PEOPLE = Unseen(
    "dan-van-huyen.txt",
    people_txt,
    """
1 30
1.1 10 options|bands 10 5 0
1.2 20 bands 20:>=80 12:>=50,<80 0:<40
2 20
2.1 10 bands 10:>=2 6:>=1,<=1 0
2.2 15 deductions 3
""",
    """
G L201 1.2
A L101 2
""",
    "L401 2.2",
)

ALL = (SECURITY, HOSPITAL, QUALITY, PEOPLE)
