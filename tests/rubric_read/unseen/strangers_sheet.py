"""Excel and text, written before the reader's code was read: a workbook of pillars, food safety with one cell a line."""

from __future__ import annotations

from typing import Any

from tests.rubric_read.unseen.document import Unseen
from tests.rubric_read.unseen.making import cell_lines, number_or_text, rows_of, sheet

_GUIDE = (
    "HƯỚNG DẪN",
    "1. Các sở nhập điểm tự chấm tại cột F của từng trang.",
    "2. Tài liệu kiểm chứng gửi trước ngày 15/11/2026.",
    "3. Thang điểm của toàn bộ chỉ số là 100 điểm.",
)
_GOVERNMENT = """
A | TRỤ CỘT CHÍNH QUYỀN SỐ | | 60
1 | Nhận thức số | | 15
1.1 | Người đứng đầu chỉ đạo chuyển đổi số | - Trưởng ban chỉ đạo là Giám đốc sở: Điểm tối đa;//- Trưởng ban chỉ đạo là Phó Giám đốc sở: 1/2 Điểm tối đa;//- Không có ban chỉ đạo: 0 điểm | 5 | Quyết định thành lập
1.2 | Tin, bài về chuyển đổi số trên Cổng thông tin | - Có từ 24 tin, bài trở lên: 10 điểm;//- Có từ 12 đến 23 tin, bài: 6 điểm;//- Có dưới 12 tin, bài: 0 điểm | 10 | Đường dẫn
2 | Dịch vụ công trực tuyến | | 45
2.1 | Tỷ lệ hồ sơ trực tuyến toàn trình | - a = Số hồ sơ nộp trực tuyến toàn trình;//- b = Tổng số hồ sơ;//- Tỷ lệ = a/b;//- Điểm:// + Tỷ lệ ≥ 80%: Điểm tối đa;// + Tỷ lệ < 80%: Điểm = (Tỷ lệ/80%) * Điểm tối đa | 25 | Số liệu hệ thống
2.2 | Tỷ lệ thanh toán trực tuyến | - a = Số hồ sơ thanh toán trực tuyến;//- b = Tổng số hồ sơ phải thu phí;//- Tỷ lệ = a/b;//- Điểm = Tỷ lệ * Điểm tối đa | 15 | Số liệu hệ thống
2.3 | Mức độ hài lòng của người dân khi dùng dịch vụ công trực tuyến | - Từ 90% trở lên: 10 điểm;//- Từ 75% đến dưới 90%: 6 điểm;//- Dưới 75%: 0 điểm | 10 | Kết quả khảo sát
"""
_SAFETY = """
B | TRỤ CỘT AN TOÀN, AN NINH MẠNG | | 40
1 | Phê duyệt hồ sơ đề xuất cấp độ | - a = Số hệ thống đã phê duyệt cấp độ;//- b = Tổng số hệ thống thông tin;//- Tỷ lệ = a/b;//- Tỷ lệ = 100%: 20 điểm;//- 50% ≤ Tỷ lệ < 100%: 10 điểm;//- Tỷ lệ < 50%: 0 điểm | 20 | Quyết định phê duyệt
2 | Diễn tập ứng cứu sự cố | - Có tổ chức: Điểm tối đa;//- Không tổ chức: 0 điểm | 10 | Báo cáo
3 | Để xảy ra sự cố lộ, lọt dữ liệu | - Không xảy ra: 10 điểm;//- Có 01 sự cố: 4 điểm;//- Có từ 02 sự cố trở lên: 0 điểm | 10 | Thông báo của Công an tỉnh
"""


def _pillars(book: Any) -> None:
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    guide = book.add_worksheet("HuongDan")
    for at, text in enumerate(_GUIDE):
        guide.write_string(at, 0, text)
    for name, text in (("A_CQS", _GOVERNMENT), ("B_ATTT", _SAFETY)):
        page = book.add_worksheet(name)
        page.merge_range(
            0, 0, 0, 6, "BỘ CHỈ SỐ ĐÁNH GIÁ CHUYỂN ĐỔI SỐ CÁC SỞ, NGÀNH TỈNH LAM SƠN NĂM 2026", bold
        )
        page.merge_range(2, 0, 3, 0, "STT", bold)
        page.merge_range(2, 1, 3, 1, "Chỉ số/Chỉ số thành phần", bold)
        page.merge_range(2, 2, 3, 2, "Cách xác định", bold)
        page.merge_range(2, 3, 2, 5, "Điểm", bold)
        for column, word in enumerate(("Tối đa", "Tự chấm", "Thẩm định"), start=3):
            page.write_string(3, column, word, bold)
        page.merge_range(2, 6, 3, 6, "Tài liệu kiểm chứng", bold)
        for at, row in enumerate(rows_of(text, 5), start=4):
            for column, cell in zip((0, 1, 2, 3, 6), row, strict=True):
                if cell:
                    page.write(at, column, number_or_text(cell) if column == 3 else cell)
    whole = book.add_worksheet("TongHop")
    for at, row in enumerate(
        (
            ("STT", "Trụ cột", "Điểm tối đa"),
            ("A", "Chính quyền số", 60),
            ("B", "An toàn, an ninh mạng", 40),
            ("", "Tổng", 100),
        )
    ):
        for column, value in enumerate(row):
            whole.write(at, column, value)


PILLARS = Unseen(
    "dti-so-nganh.xlsx",
    lambda: sheet(_pillars),
    """
A 60
A.1 15
A.1.1 5 options 5 2.5 0
A.1.2 10 bands 10:>=24 6:>=12,<=23 0:<12
A.2 45
A.2.1 25 linear|sum_of|conditions
A.2.2 15 linear
A.2.3 10 bands 10:>=90 6:>=75,<90 0:<75
B 40
B.1 20 bands 20:>=100 10:>=50,<100 0:<50
B.2 10 options 10 0
B.3 10 bands|options 10 4 0
""",
    """
A L101 A.2
""",
)

_FOOD = """
Mã số | Nội dung kiểm tra, mức đánh giá | Số điểm | Hồ sơ, cách kiểm tra
Nhóm 1 | ĐIỀU KIỆN CƠ SỞ VẬT CHẤT | 30 |
1 | Địa điểm, môi trường bếp ăn | 10 | Quan sát thực tế
 | Cách biệt nguồn ô nhiễm, nền khô ráo | 10 |
 | Cách biệt nguồn ô nhiễm, nền đọng nước | 6 |
 | Không cách biệt nguồn ô nhiễm | 0 |
2 | Nước dùng cho chế biến | 20 | Phiếu kiểm nghiệm
 | Có phiếu kiểm nghiệm trong vòng 6 tháng | 20 |
 | Có phiếu kiểm nghiệm quá 6 tháng | 8 |
 | Không có phiếu kiểm nghiệm | 0 |
Nhóm 2 | CON NGƯỜI | 30 |
1 | Tỷ lệ người chế biến được khám sức khỏe trên tổng số người chế biến | 15 | Hồ sơ khám sức khỏe
 | Đạt 100% | 15 |
 | Đạt từ 90% đến dưới 100% | 9 |
 | Đạt dưới 90% | 0 |
2 | Tập huấn kiến thức | 12 | Giấy xác nhận
 | Mỗi người chưa được tập huấn trừ 2 điểm | |
Nhóm 3 | VẬN HÀNH | 40 |
1 | Thời gian từ khi nấu xong đến khi ăn | 15 | Sổ kiểm thực ba bước
 | Không quá 2 giờ | 15 |
 | Trên 2 giờ đến 4 giờ | 8 |
 | Trên 4 giờ | 0 |
2 | Lưu mẫu thức ăn | 15 | Tủ lưu mẫu
 | Lưu đủ 24 giờ, có nhãn | 15 |
 | Lưu đủ 24 giờ, không có nhãn | 8 |
 | Không lưu mẫu | 0 |
3 | Báo cáo sự cố ngộ độc | 10 | Sổ trực
 | Báo trong vòng 24 giờ | 10 |
 | Báo sau 24 giờ | 3 |
 | Không báo | 0 |
 | TỔNG SỐ ĐIỂM | 100 |
"""


def food_txt() -> bytes:
    """`Nhóm 1` over bare numbers that restart, hours and months, one cell a line."""
    return cell_lines(
        [
            "SỞ Y TẾ TỈNH LAM SƠN",
            "PHIẾU CHẤM ĐIỂM BẢO ĐẢM AN TOÀN THỰC PHẨM BẾP ĂN TẬP THỂ NĂM 2026",
            "(Kèm theo Công văn số 231/SYT-ATTP ngày 04/3/2026)",
        ],
        rows_of(_FOOD, 4),
    )


FOOD = Unseen(
    "bep-an.txt",
    food_txt,
    """
1 30
1.1 10 options 10 6 0
1.2 20 options|bands 20 8 0
2 30
2.1 15 bands 15:>=100 9:>=90,<100 0:<90
2.2 12 deductions 2
3 40
3.1 15 options|bands 15 8 0
3.2 15 options 15 8 0
3.3 10 options|bands 10 3 0
""",
    """
A L101 2
""",
)

ALL = (PILLARS, FOOD)
