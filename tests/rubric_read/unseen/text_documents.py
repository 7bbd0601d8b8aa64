"""Text: the people's work of a commune in paragraphs, a department's digital work with one cell a line, an office in tabs."""

from __future__ import annotations

from tests.rubric_read.unseen.document import Unseen
from tests.rubric_read.unseen.making import cell_lines, rows_of


def people_txt() -> bytes:
    """Labels `Tiêu chí 1.`, `1.1)`; options under pluses; points `05 điểm`."""
    return """BỘ TIÊU CHÍ CÔNG NHẬN CHÍNH QUYỀN THÂN THIỆN NĂM 2026
(Kèm theo Kế hoạch số 12/KH-BDV ngày 05/01/2026 của Ban Dân vận)

Tiêu chí 1. Công tác lãnh đạo, chỉ đạo (20 điểm)
1.1) Ban hành kế hoạch dân vận (05 điểm)
+ Ban hành trước ngày 28/02/2026: 05 điểm
+ Ban hành sau ngày 28/02/2026: 03 điểm
+ Không ban hành: 0 điểm
1.2) Thực hiện quy chế dân chủ ở cơ sở (10 điểm)
+ Thực hiện đầy đủ, đúng tiến độ: 10 điểm
+ Thực hiện không đầy đủ, không đúng tiến độ: 05 điểm
+ Không thực hiện: 0 điểm
1.3) Đối thoại với Nhân dân (05 điểm)
+ Tổ chức từ 02 cuộc trở lên: 05 điểm
+ Tổ chức 01 cuộc: 02 điểm
+ Không tổ chức: 0 điểm
Tiêu chí 2. Giải quyết kiến nghị (30 điểm)
2.1) Tỷ lệ kiến nghị được giải quyết trên tổng số kiến nghị (15 điểm)
+ Đạt trên 90%: 15 điểm
+ Đạt từ 70% đến dưới 90%: 10 điểm
+ Đạt dưới 70%: 0 điểm
2.2) Tiếp công dân định kỳ (10 điểm): thiếu mỗi buổi trừ 02 điểm
2.4) Tỷ lệ hòa giải thành trên tổng số vụ hòa giải (05 điểm)
+ Từ 80% số vụ trở lên: 05 điểm
+ Dưới 80% số vụ: 02 điểm
Tiêu chí 3. Điểm cộng (tối đa 04 điểm)
3.1) Mô hình dân vận khéo được công nhận cấp tỉnh: cộng 02 điểm/mô hình
Tổng điểm: 50 điểm
""".encode()


PEOPLE = Unseen(
    "dan-van.txt",
    people_txt,
    """
1 20
1.1 5 options 5 3 0
1.2 10 options 10 5 0
1.3 5 bands 5:>=2 2:>=1,<=1 0
2 30
2.1 15 bands 15:>90 10:>=70,<90 0:<70
2.2 10 deductions 2
2.4 5 bands 5:>=80 2:<80
3 4
3.1 - counts 2
""",
    """
O L303 1.2
G L201 2.1
D L506 2.4
T L105 2.4
""",
    "L404 2.1",
)

_DIGITAL = """
STT | Nội dung, tiêu chí | Điểm chuẩn | Tài liệu kiểm chứng
I | HẠ TẦNG, NHÂN LỰC SỐ | 13 |
1 | Công chức chuyên trách công nghệ thông tin | 4 | Quyết định phân công
 | Có công chức chuyên trách, đúng chuyên ngành | 4 |
 | Có công chức kiêm nhiệm | 2 |
 | Không có công chức phụ trách | 0 |
2 | Tỷ lệ công chức được tập huấn kỹ năng số trên tổng số công chức | 6 | Danh sách tập huấn
 | Trên 80% | 6 |
 | Từ 50% đến dưới 80% | 3 |
 | Dưới 50% | 0 |
3 | Báo cáo chuyển đổi số hằng quý | 4 | Báo cáo gửi Sở trước ngày 20 tháng cuối quý
 | Gửi đủ 4 báo cáo: 4 điểm; mỗi báo cáo thiếu trừ 1 điểm | |
II | DỮ LIỆU SỐ | 12 |
1 | Danh mục dữ liệu mở | 5 | Quyết định ban hành danh mục
 | Đã ban hành, cập nhật đầy đủ | 5 |
 | Đã ban hành, cập nhật chưa đầy đủ | 3 |
 | Chưa ban hành | 0 |
2 | Số cơ sở dữ liệu đã kết nối, chia sẻ | 7 | Văn bản xác nhận của Trung tâm dữ liệu
 | Từ 05 cơ sở dữ liệu trở lên | 6 |
 | Từ 03 đến 04 cơ sở dữ liệu | 4 |
 | Từ 01 đến 02 cơ sở dữ liệu | 2 |
 | Không có cơ sở dữ liệu nào | 0 |
 | Tổng điểm | 25 |
"""


def department_txt() -> bytes:
    """A table saved as text: one cell a line, empty cells as blank lines."""
    return cell_lines(
        [
            "SỞ KHOA HỌC VÀ CÔNG NGHỆ",
            "TIÊU CHÍ ĐÁNH GIÁ CHUYỂN ĐỔI SỐ CỦA CÁC CƠ QUAN NĂM 2026",
            "(Kèm theo Quyết định số 18/QĐ-SKHCN ngày 09/02/2026)",
        ],
        rows_of(_DIGITAL, 4),
    )


DEPARTMENT = Unseen(
    "chuyen-doi-so-so.txt",
    department_txt,
    """
I 13
I.1 4 options 4 2 0
I.2 6 bands 6:>80 3:>=50,<80 0:<50
I.3 4 deductions 1
II 12
II.1 5 options 5 3 0
II.2 7 bands 6:>=5 4:>=3,<=4 2:>=1,<=2 0
""",
    """
A L101 I
G L201 I.2
T L103 II.2
""",
)

_OFFICE = """
TT | Tiêu chí | Điểm | Cách đánh giá
A | NỘI VỤ CƠ QUAN | 20
1 | Họp giao ban | 6 | Hằng tuần: 6đ; hằng tháng: 3đ; không họp: 0đ
2 | Lịch công tác tuần | 4 | Có và công khai: 4đ. Có, không công khai: 2đ. Không có: 0đ
3 | Chậm nộp báo cáo | 10 | Không chậm: 10đ; chậm từ 1 đến 3 ngày: 5đ; chậm trên 3 ngày: 0đ
B | PHỤC VỤ NHÂN DÂN | 20
1 | Tỷ lệ đơn thư được trả lời trên tổng số đơn thư | 12 | >= 95%: 12đ; 85% đến < 95%: 8đ; 75% đến 85%: 4đ; < 75%: 0đ
2 | Thái độ phục vụ | 8 | Khảo sát ý kiến người dân
C | ĐIỂM TRỪ | -5
1 | Có đơn tố cáo đúng | -5 | Mỗi đơn trừ 2,5đ
 | Tổng | 40
"""


def office_txt() -> bytes:
    """Columns parted by tabs."""
    lines = ["QUY CHẾ CHẤM ĐIỂM THI ĐUA VĂN PHÒNG UBND PHƯỜNG NĂM 2026"]
    lines += ["\t".join(text.replace("\n", " ") for text in row) for row in rows_of(_OFFICE, 4)]
    return "\n".join(lines).encode()


OFFICE = Unseen(
    "van-phong.txt",
    office_txt,
    """
A 20
A.1 6 options 6 3 0
A.2 4 options 4 2 0
A.3 10 bands 10:<=0 5:>=1,<=3 0:>3
B 20
B.1 12 bands 12:>=95 8:>=85,<95 4:>=75,<=85 0:<75
B.2 8 graded
C -5
C.1 -5 deductions 2.5
""",
    """
O L202 B.1
""",
    "L404 B.1",
)

ALL = (PEOPLE, DEPARTMENT, OFFICE)
