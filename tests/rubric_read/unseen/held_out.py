"""Four documents written after the reader was mended: their first try is the honest figure (docs/reading.md)."""

from __future__ import annotations

from typing import Any

from tests.rubric_read.unseen.document import Unseen
from tests.rubric_read.unseen.making import (
    number_or_text,
    page,
    paragraph,
    plain_table,
    rows_of,
    sheet,
    word,
)

_FIRE = """
TT | Nội dung thi đua | Điểm tối đa | Điểm trừ, cách trừ | Điểm đơn vị tự chấm
I | Công tác tham mưu | 25
1 | Chương trình công tác năm về phòng cháy, chữa cháy | 10 | Ban hành chậm dưới 15 ngày trừ 2 điểm; chậm từ 15 ngày trở lên trừ 5 điểm
2 | Chế độ thông tin, báo cáo | 15 | Thiếu 01 báo cáo trừ 3 điểm, chậm 01 báo cáo trừ 1 điểm
II | Kết quả thực hiện | 40
1 | Tỷ lệ cơ sở được kiểm tra an toàn trên tổng số cơ sở thuộc diện quản lý | 20 | Đạt 100%: 20 điểm; đạt từ 85% đến dưới 100%: 15 điểm; đạt từ 70% đến dưới 80%: 8 điểm; dưới 70%: 0 điểm
2 | Tuyên truyền, huấn luyện | 15 | Tổ chức từ 04 lớp trở lên: 15 điểm; từ 02 đến 03 lớp: 10 điểm; 01 lớp: 5 điểm; không tổ chức: 0 điểm
 | Tổng cộng | 65
"""


def fire_docx() -> bytes:
    """Deductions in a column of their own; labels are automatic numbers."""
    text = "\n".join(
        f"#{0 if line.split('|')[0].strip().isalpha() else 1}|{line.split('|', 1)[1]}"
        if line.split("|")[0].strip() in ("I", "II", "1", "2")
        else line
        for line in _FIRE.strip().splitlines()
    )
    return word(
        paragraph("BẢNG ĐIỂM THI ĐUA PHÒNG CHÁY, CHỮA CHÁY KHỐI PHƯỜNG NĂM 2026"),
        plain_table(rows_of(text, 5)),
        paragraph("Đơn vị đạt từ 60 điểm trở lên được đề nghị khen thưởng."),
    )


FIRE = Unseen(
    "pccc-phuong.docx",
    fire_docx,
    """
I 25
I.1 10 bands|deductions|graded
I.2 15 deductions 3 1
II 40
II.1 20 bands 20:>=100 15:>=85,<100 8:>=70,<80 0:<70
II.2 15 bands 15:>=4 10:>=2,<=3 5:=1 0
""",
    """
A L101 II
G L201 II.1
""",
)

_CULTURE = """
Tiêu chí số 1 | Đời sống kinh tế ổn định | 30
1.1 | Tỷ lệ hộ nghèo trên tổng số hộ | 15 | Dưới 2%: 15 điểm//Từ 2% đến 4%: 10 điểm//Từ 4% đến 6%: 5 điểm//Trên 6%: 0 điểm | Báo cáo rà soát hộ nghèo
1.2 | Thu nhập bình quân đầu người | 15 | Cao hơn mức bình quân của tỉnh: 15 điểm//Bằng mức bình quân của tỉnh: 10 điểm//Thấp hơn mức bình quân của tỉnh: 5 điểm | Niên giám thống kê
Tiêu chí số 2 | Môi trường, cảnh quan | 20
2.1 | Thu gom rác thải | 10 | Có tổ thu gom, thu gom hằng ngày: 10 điểm//Có tổ thu gom, thu gom hằng tuần: 6 điểm//Không có tổ thu gom: 0 điểm | Ảnh chụp
2.2 | Cây xanh đường làng | 10 | Trồng mới được 01 km được 2 điểm, tối đa 10 điểm | Biên bản nghiệm thu
Tiêu chí số 3 | Nhà văn hóa | 10
3.1 | Nhà văn hóa, khu thể thao | 10 | Đạt chuẩn, có hoạt động đúng lịch: 10 điểm//Đạt chuẩn nhưng đúng lịch: 5 điểm//Chưa đạt chuẩn: 0 điểm | Quyết định công nhận
 | TỔNG | 60
"""


def _culture(book: Any) -> None:
    page_one = book.add_worksheet("Phu luc 1")
    page_one.write_string(0, 0, "PHỤ LỤC 1. TIÊU CHÍ KHU DÂN CƯ VĂN HÓA NĂM 2026")
    heads = ("Số hiệu", "Tiêu chí, chỉ tiêu", "Điểm chuẩn", "Thang điểm chi tiết", "Tài liệu minh chứng")
    for column, text in enumerate(heads):
        page_one.write_string(3, column, text)
    for at, row in enumerate(rows_of(_CULTURE, 5), start=4):
        for column, text in enumerate(row):
            if text:
                page_one.write(at, column, number_or_text(text) if column == 2 else text)


CULTURE = Unseen(
    "khu-dan-cu.xlsx",
    lambda: sheet(_culture),
    """
1 30
1.1 15 bands 15:<2 10:>=2,<=4 5:>=4,<=6 0:>6
1.2 15 options|relative 15 10 5
2 20
2.1 10 options 10 6 0
2.2 10 counts 2
3 10
3.1 10 options 10 5 0
""",
    """
O L202 1.1
T L105|L302 1.2
""",
)

_JUDGE = """
STT | Tiêu chí đánh giá | Số điểm | Căn cứ chấm điểm
1 | Giải quyết án đúng thời hạn luật định | 40
1.1 | Tỷ lệ án hình sự giải quyết, xét xử trên tổng số án hình sự thụ lý | 20 | Thống kê từ ngày 01/12/2025 đến ngày 30/11/2026
 | a) Từ 90% trở lên | 20
 | b) Từ 80% đến dưới 90% | 15
 | c) Từ 80% trở xuống | 5
1.2 | Án bị hủy, sửa do lỗi chủ quan | 20 | Thống kê từ ngày 01/12/2025 đến ngày 30/11/2026
 | a) Không có án bị hủy, sửa | 20
 | b) Có dưới 1,5% án bị hủy, sửa | 10
 | c) Có từ 1,5% án bị hủy, sửa trở lên | 0
2 | Công bố bản án, quyết định trên Cổng thông tin | 15 | Cổng thông tin điện tử
 | a) Công bố đầy đủ, đúng hạn | 12
 | b) Công bố đầy đủ, không đúng hạn | 8
 | c) Không công bố | 0
4 | Điểm thưởng: mỗi phiên tòa rút kinh nghiệm được cộng 01 điểm, tối đa 05 điểm | 5 | Danh sách phiên tòa
 | Cộng điểm | 60
"""


def judge_html() -> bytes:
    """Letters in the title column for options; a label left out; a total that counts the bonus in (L102 asks about it)."""
    return page("TIÊU CHÍ THI ĐUA TÒA ÁN NHÂN DÂN KHU VỰC NĂM 2026", rows_of(_JUDGE, 4))


JUDGE = Unseen(
    "toa-an.html",
    judge_html,
    """
1 40
1.1 20 bands 20:>=90 15:>=80,<90 5:<=80
1.2 20 bands 20:=0 10:>0,<1.5 0:>=1.5
2 15 options 12 8 0
4 5 counts 1
""",
    """
O L202 1.1
T L105 1.1
T L103 2
G L303 2
D L506 4
""",
    "L401 2\nL502 1.1\nL102 -",
)


def office_txt() -> bytes:
    """Lines; points in brackets before a colon; sections in capitals with letters."""
    return """BỘ TIÊU CHÍ ĐÁNH GIÁ CHI CỤC, TRUNG TÂM NĂM 2026
A - CẢI CÁCH THỂ CHẾ (15 điểm)
1/ Tự kiểm tra văn bản [5 điểm]
- Có kế hoạch, có báo cáo kết quả: 5 điểm
- Có kế hoạch, không có báo cáo: 2 điểm
- Không có kế hoạch: 0 điểm
2/ Tỷ lệ văn bản xử lý đúng hạn trên tổng số văn bản đến [10 điểm]
- Trên 95%: 10 điểm
- Từ 85% đến 95%: 6 điểm
- Dưới 80%: 0 điểm
B - HIỆN ĐẠI HÓA (20 điểm)
1/ Tỷ lệ hồ sơ công việc điện tử [10 điểm]: Điểm = tỷ lệ % x 10
2/ Gửi báo cáo tuần [8 điểm]: mỗi lần gửi trễ trừ 0,5đ, mỗi lần không gửi trừ 1đ, trừ không quá 4 điểm
Tổng cộng: 35 điểm
""".encode()


OFFICE = Unseen(
    "chi-cuc.txt",
    office_txt,
    """
A 15
A.1 5 options 5 2 0
A.2 10 bands 10:>95 6:>=85,<=95 0:<80
B 20
B.1 10 linear
B.2 8 deductions 0.5 1
""",
    """
G L201 A.2
A L101 B
""",
)

ALL = (FIRE, CULTURE, JUDGE, OFFICE)
