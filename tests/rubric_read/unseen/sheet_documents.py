"""Excel: a district's digital index with formulas and hidden rows, and a school's standards with levels beside them."""

from __future__ import annotations

from typing import Any

from tests.rubric_read.unseen.document import Unseen
from tests.rubric_read.unseen.making import number_or_text, rows_of, sheet

_DIGITAL = """
1 | NHẬN THỨC SỐ | 20
1.1 | Người đứng đầu chỉ đạo | 10
1.1.1 | Chủ tịch UBND là Trưởng ban chỉ đạo chuyển đổi số | 4 | - Đúng: điểm tối đa;//- Không: 0 điểm | Quyết định thành lập
1.1.2 | Số văn bản chỉ đạo do Chủ tịch ký | 6 | Từ 5 văn bản trở lên: 6 điểm;//Từ 3 đến 4 văn bản: 4 điểm;//Từ 1 đến 2 văn bản: 2 điểm;//Không có văn bản: 0 điểm | Danh mục văn bản
1.2 | Cổng thông tin điện tử | 10
1.2.1 | Chuyên mục chuyển đổi số | 5 | Có chuyên mục, cập nhật thường xuyên: 5 điểm//Có chuyên mục nhưng không cập nhật: 2 điểm//Không có chuyên mục: 0 điểm | Đường dẫn
1.2.2 | Tin, bài về chuyển đổi số | 4 | Mỗi tháng có từ 4 tin, bài trở lên: 4 điểm//Mỗi tháng có dưới 4 tin, bài: 0 điểm | Đường dẫn
2 | HẠ TẦNG SỐ | 15
2.1 | Tỷ lệ hộ gia đình có đường truyền cáp quang | 5 | a = Số hộ có đường truyền cáp quang;//b = Tổng số hộ;//Tỷ lệ = a/b;//Điểm = Tỷ lệ * Điểm tối đa | Doanh nghiệp viễn thông
2.2 | Tỷ lệ người trưởng thành có điện thoại thông minh | 5 | a = Số người có điện thoại thông minh; b = Số người trưởng thành//Tỷ lệ = a/b//- Tỷ lệ ≥ 80%: Điểm tối đa;//- Tỷ lệ < 80%: Điểm = Tỷ lệ/80% * Điểm tối đa | Doanh nghiệp viễn thông
2.3 | Tỷ lệ thôn được phủ sóng 4G, 5G | 5 | 100% số thôn: 5 điểm//Từ 90% - dưới 100% số thôn: 3 điểm//Từ 80% - 90% số thôn: 1 điểm//Dưới 80% số thôn: 0 điểm | Sở Khoa học và Công nghệ
3 | HOẠT ĐỘNG CHÍNH QUYỀN SỐ | 15
3.1 | Tỷ lệ văn bản được ký số | 5 | Từ 95% trở lên: 5 điểm; từ 80% đến dưới 95%: 3 điểm; dưới 80%: 0 điểm | Phần mềm quản lý văn bản
3.2 | Tỷ lệ hồ sơ trực tuyến | 5 | Đạt từ 70% trở lên: 5 điểm. Đạt từ 50% đến dưới 70%: 3 điểm. Đạt dưới 50%: 0 điểm. | Số liệu từ ngày 01/01/2025 đến ngày 31/12/2025
3.3 | Họp không giấy | 5 | Căn cứ mức độ triển khai để chấm điểm | Báo cáo
 | Tổng cộng | 50
"""


def _digital(book: Any) -> None:
    guide = book.add_worksheet("Huong dan")
    guide.write_string(0, 0, "Hướng dẫn: đơn vị điền cột tự chấm, gửi về Sở trước ngày 15/12/2026")
    guide.write_string(1, 0, "Mọi vướng mắc xin liên hệ Phòng Chuyển đổi số")
    page = book.add_worksheet("Bo chi so")
    merged = book.add_format({"align": "center"})
    page.merge_range(0, 0, 0, 4, "UBND TỈNH", merged)
    page.merge_range(1, 0, 1, 4, "BỘ CHỈ SỐ ĐÁNH GIÁ CHUYỂN ĐỔI SỐ CẤP HUYỆN NĂM 2026", merged)
    page.merge_range(2, 0, 2, 4, "(Kèm theo Quyết định số 310/QĐ-UBND ngày 02/02/2026 của UBND tỉnh)", merged)
    heads = (
        "Mã chỉ số",
        "Tên chỉ số",
        "Trọng số (điểm)",
        "Cách tính, thang điểm",
        "Nguồn số liệu, minh chứng",
    )
    for column, text in enumerate(heads):
        page.write_string(4, column, text)
    for at, row in enumerate(rows_of(_DIGITAL, 5), start=5):
        for column, text in enumerate(row):
            if column == 2 and text in ("20", "15", "50"):
                page.write_formula(at, column, "=SUM(C6:C7)", None, int(text))
            elif text:
                page.write(at, column, number_or_text(text) if column == 2 else text)
    page.write_string(24, 1, "Ghi chú nội bộ: chưa họp tổ soạn thảo")
    page.set_row(24, None, None, {"hidden": True})
    book.add_worksheet("Tam").hide()


DIGITAL = Unseen(
    "dti-huyen.xlsx",
    lambda: sheet(_digital),
    """
1 20
1.1 10
1.1.1 4 options 4 0
1.1.2 6 bands 6:>=5 4:>=3,<=4 2:>=1,<=2 0
1.2 10
1.2.1 5 options 5 2 0
1.2.2 4 bands 4:>=4 0:<4
2 15
2.1 5 linear|formula
2.2 5 linear|formula
2.3 5 bands 5:>=100 3:>=90,<100 1:>=80,<=90 0:<80
3 15
3.1 5 bands 5:>=95 3:>=80,<95 0:<80
3.2 5 bands 5:>=70 3:>=50,<70 0:<50
3.3 5 graded
""",
    """
A L101 1.2
O L202 2.3
D L501 3.2
""",
    "L502 3.2\nL502 -",
)

_SCHOOL = """
Tiêu chuẩn 1 | Tổ chức và quản lý nhà trường | 15
1.1 | Kế hoạch giáo dục năm học | 5 | Có kế hoạch, phê duyệt đúng hạn ~ 5 // Có kế hoạch, phê duyệt chậm ~ 3 // Không có kế hoạch ~ 0 | Kế hoạch, trình trước 31/8/2026
1.2 | Cử giáo viên tham dự tập huấn | 5 | Cử đủ số lượng giáo viên tham dự ~ 5 // Có cử giáo viên tham dự, nhưng đủ số lượng ~ 3 // Không cử giáo viên ~ 0 | Quyết định cử
1.2 | Số lần họp hội đồng trường trong năm | 5 | Từ 3 lần trở lên ~ 5 // 2 lần ~ 3 // 1 lần ~ 1 // Không họp ~ 0 | Biên bản, báo cáo cáo năm
Tiêu chuẩn 2 | Chất lượng giáo dục | 20
2.1 | Tỷ lệ học sinh hoàn thành chương trình lớp học trên tổng số học sinh | 10 | Trên 98% ~ 8 // Từ 95% đến 98% ~ 6 // Dưới 95% ~ 0 | Học bạ
2.2 | Tỷ lệ học sinh bỏ học trên tổng số học sinh | 10 | Dưới 0,5% ~ 10 // Từ 0,5% đến 1% ~ 5 // Trên 1% ~ 7 | Sổ đăng bộ
 | Tổng điểm | 35
"""


def _school(book: Any) -> None:
    page, plain = book.add_worksheet("Bieu 1"), book.add_format()
    page.write_string(0, 0, "BỘ TIÊU CHÍ ĐÁNH GIÁ CHẤT LƯỢNG TRƯỜNG TIỂU HỌC NĂM HỌC 2026")
    heads = ("TT", "Tiêu chuẩn, tiêu chí", "Điểm chuẩn", "Mức độ đạt được", "Mức điểm", "Minh chứng")
    for column, text in enumerate(heads):
        page.write_string(2, column, text)
    at = 3
    for label, title, top, levels, proof in rows_of(_SCHOOL, 5):
        pairs = [part.split("~") for part in levels.split("\n") if part]
        last = at + max(len(pairs), 1) - 1
        for column, value in ((0, label), (1, title), (2, number_or_text(top)), (5, proof)):
            if value and last > at:
                page.merge_range(at, column, last, column, value, plain)
            elif value:
                page.write(at, column, value)
        for offset, (text, points) in enumerate(pairs):
            page.write_string(at + offset, 3, text.strip())
            page.write(at + offset, 4, number_or_text(points.strip()))
        at = last + 1


SCHOOL = Unseen(
    "truong-hoc.xlsx",
    lambda: sheet(_school),
    """
1 15
1.1 5 options 5 3 0
1.2 5 options 5 3 0
1.2~2 5 bands 5:>=3 3:>=2,<=2 1:>=1,<=1 0
2 20
2.1 10 bands 8:>98 6:>=95,<=98 0:<95
2.2 10 bands 10:<0.5 5:>=0.5,<=1 7:>1
""",
    """
W L301 1.2
D L505 1.2~2
D L607 1.2~2
T L103 2.1
T L106 2.2
T L105 2.2
""",
)

ALL = (DIGITAL, SCHOOL)
