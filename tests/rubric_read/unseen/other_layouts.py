"""Six documents in layouts of their own: no head word, label or place of the points is common to them."""

from __future__ import annotations

from typing import Any

from tests.rubric_read.unseen.document import Unseen
from tests.rubric_read.unseen.making import (
    cell,
    number_or_text,
    paragraph,
    pdf_table,
    plain_table,
    rows_of,
    sheet,
    table,
    word,
)

_MINISTRY = """
Mã | Nội dung được xem xét | Mức cao nhất | Diễn giải cách cho điểm | Kết quả tự xác định
T1 | Chỉ đạo, điều hành cải cách | 12 | |
T1.1 | Kế hoạch cải cách hành chính của đơn vị | 4 | |
T1.1.1 | Thời điểm ban hành | 2 | Ban hành trong quý I: 2//Ban hành trong quý II: 1//Ban hành từ quý III trở đi hoặc không ban hành: 0 |
T1.1.2 | Mức độ hoàn thành kế hoạch (số nhiệm vụ hoàn thành trên tổng số nhiệm vụ) | 2 | Hoàn thành 100%: 2//Hoàn thành từ 85% đến dưới 100%: 1//Hoàn thành dưới 80%: 0 |
T1.2 | Sáng kiến trong cải cách hành chính | 5 | Mỗi sáng kiến được công nhận: 2,5; tối đa 5 |
T1.3 | Kiểm tra đơn vị trực thuộc (số đơn vị được kiểm tra trên tổng số đơn vị) | 3 | Từ 30% trở lên: 3//Từ 20% đến dưới 30%: 2//Dưới 20%: 0 |
T2 | Xây dựng thể chế | 11 | |
T2.1 | Tiến độ trình văn bản quy phạm pháp luật | 6 | Không có văn bản chậm: 6//Có 1 văn bản chậm: 3//Có từ 2 văn bản chậm trở lên: 0 |
T2.2 | Rà soát văn bản | 4 | Có kế hoạch và báo cáo: 4//Có kế hoạch, không có báo cáo: 2//Không có kế hoạch: 0 |
 | Cộng | 23 | |
"""


def ministry_docx() -> bytes:
    """Labels with a letter in front; points without a unit in the last words of a line."""
    return word(
        paragraph("BỘ CÔNG THƯƠNG"),
        paragraph("THANG ĐIỂM XÁC ĐỊNH CHỈ SỐ CẢI CÁCH HÀNH CHÍNH CỦA CÁC CỤC, VỤ NĂM 2026"),
        plain_table(rows_of(_MINISTRY, 5)),
    )


MINISTRY = Unseen(
    "par-bo.docx",
    ministry_docx,
    """
T1 12
T1.1 4
T1.1.1 2 options|bands 2 1 0
T1.1.2 2 bands 2:>=100 1:>=85,<100 0:<80
T1.2 5 counts 2.5
T1.3 3 bands 3:>=30 2:>=20,<30 0:<20
T2 11
T2.1 6 bands 6:=0 3:=1 0:>=2
T2.2 4 options 4 2 0
""",
    """
A L101 T2
G L201 T1.1.2
""",
)

_COMMUNE_DIGITAL = """
# | Tên chỉ số | Trọng số điểm | Công thức, cách xác định | Nguồn số liệu
 | Tổng điểm | 60 | |
1 | Thể chế số | 20 | |
1.1 | Nghị quyết, kế hoạch chuyển đổi số của xã | 10 | - Đã ban hành: Điểm tối đa//- Chưa ban hành: 0 điểm | Văn bản của xã
1.2 | Tổ công nghệ số cộng đồng | 10 | a = Số thôn có tổ công nghệ số cộng đồng;//b = Tổng số thôn;//Tỷ lệ = a/b;//Điểm = Tỷ lệ * Điểm tối đa | Quyết định thành lập
2 | Hoạt động chính quyền số | 40 | |
2.1 | Hồ sơ nộp trực tuyến | 20 | a = Số hồ sơ nộp trực tuyến;//b = Tổng số hồ sơ tiếp nhận;//Tỷ lệ = a/b;//Tỷ lệ >= 80%: 20 điểm;//60% <= Tỷ lệ < 80%: 12 điểm;//Tỷ lệ < 50%: 0 điểm | Hệ thống thông tin giải quyết thủ tục hành chính
2.2 | Số lần lãnh đạo xã chủ trì họp về chuyển đổi số | 15 | Họp từ 4 lần/năm trở lên: 15 điểm//Họp 3 lần/năm: 10 điểm//Họp 2 lần/năm: 5 điểm//Còn lại: 0 điểm | Thông báo kết luận
"""


def _commune_digital(book: Any) -> None:
    one = book.add_worksheet("DTI xa")
    one.write_string(0, 0, "BỘ CHỈ SỐ ĐÁNH GIÁ CHUYỂN ĐỔI SỐ CẤP XÃ NĂM 2026")
    for at, row in enumerate(rows_of(_COMMUNE_DIGITAL, 5), start=2):
        for column, text in enumerate(row):
            if text and at > 2 and column == 2:
                one.write(at, column, number_or_text(text))
            elif text:
                one.write_string(at, column, text)


COMMUNE_DIGITAL = Unseen(
    "dti-xa.xlsx",
    lambda: sheet(_commune_digital),
    """
1 20
1.1 10 options 10 0
1.2 10 linear
2 40
2.1 20 bands 20:>=80 12:>=60,<80 0:<50
2.2 15 bands|options 15 10 5 0
""",
    """
A L101 2
G L201 2.1
""",
)

_COUNTRY = """
<tr><td>TT</td><td>Tên tiêu chí</td><td>Nội dung cần đạt</td><td>Chỉ tiêu, mức chấm</td><td>Số điểm</td></tr>
<tr><td rowspan="7">1</td><td rowspan="7">Giao thông (20 điểm)</td><td rowspan="3">1.1. Tỷ lệ đường thôn được cứng hóa</td><td>Từ 90% trở lên</td><td>12</td></tr>
<tr><td>Từ 70% đến dưới 90%</td><td>8</td></tr>
<tr><td>Dưới 70%</td><td>0</td></tr>
<tr><td rowspan="4">1.2. Trồng cây xanh ven đường</td><td>Trên 5 km</td><td>8</td></tr>
<tr><td>Từ 3 km đến 5 km</td><td>5</td></tr>
<tr><td>Từ 1 km đến 3 km</td><td>2</td></tr>
<tr><td>Dưới 1 km</td><td>0</td></tr>
<tr><td rowspan="5">2</td><td rowspan="5">Môi trường (15 điểm)</td><td rowspan="3">2.1. Tỷ lệ hộ dùng nước sạch</td><td>Từ 95% trở lên</td><td>8</td></tr>
<tr><td>Từ 80% đến dưới 95%</td><td>5</td></tr>
<tr><td>Dưới 80%</td><td>1</td></tr>
<tr><td rowspan="2">2.2. Thu gom chất thải rắn</td><td>Có tổ thu gom hoạt động thường xuyên</td><td>6</td></tr>
<tr><td>Không có tổ thu gom</td><td>0</td></tr>
"""


def country_html() -> bytes:
    """Merged criteria at the left with their points in words; labels stand before the words of the third column."""
    return (
        "<html><body><h2>BẢNG CHẤM ĐIỂM XÃ NÔNG THÔN MỚI NÂNG CAO NĂM 2026</h2>"
        f"<table>{_COUNTRY}</table></body></html>"
    ).encode()


COUNTRY = Unseen(
    "nong-thon-moi.html",
    country_html,
    """
1 20
1.1 - bands 12:>=90 8:>=70,<90 0:<70
1.2 - bands 8:>5 5:>=3,<=5 2:>=1,<=3 0:<1
2 15
2.1 - bands 8:>=95 5:>=80,<95 1:<80
2.2 - options 6 0
""",
    """
O L202 1.2
A L101 2
""",
    "L105 2.1",
)

_CONTROL = [
    ("A. CÔNG BỐ, CÔNG KHAI THỦ TỤC HÀNH CHÍNH", "", "", "24"),
    ("A.1", "Trình công bố danh mục thủ tục", "", "12"),
    ("", "", "Trình đủ, đúng hạn", "12"),
    ("", "", "Trình đủ, quá hạn không quá 10 ngày", "6"),
    ("", "", "Trình thiếu hoặc quá hạn trên 10 ngày", "0"),
    ("A.2", "Niêm yết tại Bộ phận Một cửa", "", "12"),
    ("", "", "Niêm yết đủ, rõ ràng", "10"),
    ("", "", "Niêm yết đủ nhưng rõ ràng", "5"),
    ("", "", "Không niêm yết", "0"),
    ("B. GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH", "", "", "30"),
    ("B.1", "Hồ sơ giải quyết đúng hạn trên tổng số hồ sơ", "", "20"),
    ("", "", "Đạt từ 98% trở lên", "20"),
    ("", "", "Đạt từ 95% đến dưới 98%", "14"),
    ("", "", "Đạt dưới 95%", "0"),
    ("B.2", "Xin lỗi khi trễ hẹn", "Mỗi hồ sơ trễ hẹn không có văn bản xin lỗi trừ 2 điểm", "10"),
    ("TỔNG", "", "", "55"),
]


def control_pdf() -> bytes:
    """Sections in the label column; the points stand last, their head is a bare `Tối đa`."""
    return pdf_table(
        ["TIÊU CHÍ ĐÁNH GIÁ HOẠT ĐỘNG KIỂM SOÁT THỦ TỤC HÀNH CHÍNH NĂM 2026"],
        ("Ký hiệu", "Việc phải làm", "Mức độ thực hiện", "Tối đa"),
        _CONTROL,
        (36, 52, 60, 20),
    )


CONTROL = Unseen(
    "kstthc-so.pdf",
    control_pdf,
    """
A 24
A.1 12 options|bands 12 6 0
A.2 12 options 10 5 0
B 30
B.1 20 bands 20:>=98 14:>=95,<98 0:<95
B.2 10 deductions 2
""",
    """
A L102 -
T L103 A.2
""",
    "L401 A.1\nL301 A.2",
)


def school_txt() -> bytes:
    """Blocks: the criterion in one line, its highest points in a line of their own, then levels with a number."""
    return """PHÒNG GIÁO DỤC VÀ ĐÀO TẠO
PHIẾU ĐÁNH GIÁ TRƯỜNG HỌC HẠNH PHÚC NĂM HỌC 2025 - 2026

Tiêu chuẩn I: Môi trường nhà trường
Điểm tối đa: 25
Tiêu chí I.1: Cảnh quan, vệ sinh
Điểm tối đa: 10
Mức 1: Xanh, sạch, an toàn, có khu vui chơi - 10 điểm
Mức 2: Xanh, sạch, an toàn, không có khu vui chơi - 6 điểm
Mức 3: Không đạt các yêu cầu trên - 0 điểm
Tiêu chí I.2: Tỷ lệ phòng học kiên cố trên tổng số phòng học
Điểm tối đa: 15
Mức 1: Từ 95% trở lên - 15 điểm
Mức 2: Từ 80% đến dưới 90% - 8 điểm
Mức 3: Dưới 80% - 0 điểm
Tiêu chuẩn II: Dạy và học
Điểm tối đa: 25
Tiêu chí II.1: Tỷ lệ học sinh hoàn thành chương trình lớp học
Điểm tối đa: 15
Mức 1: Đạt 100% - 15 điểm
Mức 2: Đạt từ 97% đến dưới 100% - 10 điểm
Mức 3: Đạt dưới 97% - 5 điểm
Tiêu chí II.2: Hoạt động trải nghiệm
Điểm tối đa: 5
Mức 1: Tổ chức từ 4 hoạt động trở lên - 5 điểm
Mức 2: Tổ chức từ 2 đến 3 hoạt động - 3 điểm
Mức 3: Tổ chức dưới 2 hoạt động - 0 điểm
TỔNG ĐIỂM: 50
""".encode()


SCHOOL = Unseen(
    "truong-hanh-phuc.txt",
    school_txt,
    """
I 25
I.1 10 options 10 6 0
I.2 15 bands 15:>=95 8:>=80,<90 0:<80
II 25
II.1 15 bands 15:>=100 10:>=97,<100 5:<97
II.2 5 bands 5:>=4 3:>=2,<=3 0:<2
""",
    """
G L201 I.2
A L101 II
""",
    "L105 II.1",
)

_EMULATION = """
I. THỰC HIỆN NHIỆM VỤ CHÍNH TRỊ | 30 |
1. Hoàn thành chỉ tiêu kế hoạch được giao (số chỉ tiêu hoàn thành trên tổng số chỉ tiêu) | 20 |
- Hoàn thành 100% chỉ tiêu | | 20
- Hoàn thành từ 90% đến dưới 100% chỉ tiêu | | 15
- Hoàn thành từ 80% đến dưới 90% chỉ tiêu | | 10
- Hoàn thành dưới 80% chỉ tiêu | | 0
2. Chế độ báo cáo với khối thi đua | 10 |
- Đủ, đúng thời gian quy định | | 10
- Đủ, không đúng thời gian quy định | | 5
- Thiếu báo cáo | | 0
II. TỔ CHỨC PHONG TRÀO THI ĐUA | 15 |
1. Đăng ký giao ước thi đua | 5 |
- Có đăng ký | | 5
- Không đăng ký | | 0
2. Số mô hình mới, cách làm hay | 15 |
- Có từ 3 mô hình trở lên | | 10
- Có từ 1 đến 2 mô hình | | 5
- Không có mô hình | | 0
Tổng cộng (I + II) | 45 |
"""


def emulation_docx() -> bytes:
    """No column for labels; the criteria's points and the options' stand in two columns under one head."""
    head = [
        [
            cell(paragraph("Nội dung thi đua")),
            cell(paragraph("Điểm"), span=2),
            cell(paragraph("Đơn vị tự nhận")),
        ],
        [cell(paragraph("")), cell(paragraph("Chuẩn")), cell(paragraph("Thành phần")), cell(paragraph(""))],
    ]
    rows = [[cell(paragraph(text)) for text in row] for row in rows_of(_EMULATION, 4)]
    return word(
        paragraph("BẢNG ĐIỂM THI ĐUA KHỐI CÁC CƠ QUAN THAM MƯU NĂM 2026"),
        table([*head, *rows]),
    )


EMULATION = Unseen(
    "khoi-thi-dua.docx",
    emulation_docx,
    """
I 30
I.1 20 bands 20:>=100 15:>=90,<100 10:>=80,<90 0:<80
I.2 10 options 10 5 0
II 15
II.1 5 options 5 0
II.2 15 bands 10:>=3 5:>=1,<=2 0
""",
    """
A L101 II
T L103 II.2
""",
    "L401 I.2",
)

ALL = (MINISTRY, COMMUNE_DIGITAL, COUNTRY, CONTROL, SCHOOL, EMULATION)
