"""Word: a commune's reform index numbered by Word itself, health stations, a department, a regulation in articles."""

from __future__ import annotations

from tests.rubric_read.unseen.document import Unseen
from tests.rubric_read.unseen.making import (
    cell,
    changed,
    paragraph,
    plain_table,
    rows_of,
    table,
    text_box,
    word,
)

_COMMUNE = """
STT | Lĩnh vực, tiêu chí | Điểm tối đa | Điểm tự đánh giá | Minh chứng
#0 | CHỈ ĐẠO, ĐIỀU HÀNH CẢI CÁCH HÀNH CHÍNH | 12
#1 | Kế hoạch cải cách hành chính năm của xã | 4
#2 | Ban hành kế hoạch | 2 | | Kế hoạch của UBND xã
 | Ban hành trước ngày 31/01/2026 | 2
 | Ban hành sau ngày 31/01/2026 | 1
 | Không ban hành | 0
#2 | Thực hiện kế hoạch | 2 | | Báo cáo kết quả thực hiện kế hoạch
 | Hoàn thành từ 95% số nhiệm vụ trở lên | 2
 | Hoàn thành từ 80% đến dưới 90% số nhiệm vụ | 1
 | Hoàn thành dưới 80% số nhiệm vụ | 0
#1 | Chế độ báo cáo cải cách hành chính định kỳ | 4 | | Theo dõi của Phòng Văn hóa - Xã hội
 | Mỗi báo cáo gửi muộn trừ 0,5 điểm; mỗi báo cáo không gửi trừ 1 điểm
#1 | Tuyên truyền cải cách hành chính | 3 | | Kế hoạch; tin, bài
 | Có kế hoạch và tổ chức thực hiện đầy đủ | 3
 | Có kế hoạch nhưng thực hiện chưa đầy đủ | 1,5
 | Không có kế hoạch | 0
#1 | Sáng kiến cải cách hành chính | 2 | | Quyết định công nhận
 | Có từ 01 sáng kiến trở lên được công nhận | 2
 | Không có sáng kiến | 0
#0 | CẢI CÁCH THỦ TỤC HÀNH CHÍNH | 14
#1 | Công khai thủ tục hành chính tại Trung tâm Phục vụ hành chính công xã | 3 | | Ảnh chụp, đường dẫn
 | Công khai đầy đủ, đúng quy định | 3
 | Công khai không đầy đủ | 1
 | Không công khai | 0
#1 | Tỷ lệ hồ sơ giải quyết đúng hạn trên tổng số hồ sơ đã giải quyết | 6 | | Hệ thống thông tin giải quyết TTHC
 | Đạt từ 98% trở lên | 6
 | Đạt từ 95% đến 98% | 4
 | Đạt từ 90% đến dưới 95% | 2
 | Đạt dưới 90% | 0
#1 | Tỷ lệ hồ sơ trễ hạn có thư xin lỗi trên tổng số hồ sơ trễ hạn | 2 | | Thư xin lỗi
 | Đạt 100% | 2
 | Đạt dưới 100% | 0
#1 | Tỷ lệ hồ sơ trực tuyến toàn trình trên tổng số hồ sơ tiếp nhận | 3 | | Hệ thống thông tin giải quyết TTHC
 | Trên 60% | 3
 | Từ 40% đến 60% | 2
 | Dưới 40% | 1
 | TỔNG ĐIỂM | 26
"""


def commune_docx() -> bytes:
    """Every label is an automatic number: none stands in the text."""
    return word(
        paragraph("BỘ TIÊU CHÍ XÁC ĐỊNH CHỈ SỐ CẢI CÁCH HÀNH CHÍNH CỦA UBND CẤP XÃ NĂM 2026"),
        paragraph("(Ban hành kèm theo Quyết định số 77/QĐ-UBND ngày 14/01/2026 của UBND tỉnh)"),
        plain_table(rows_of(_COMMUNE, 5)),
    )


COMMUNE = Unseen(
    "cchc-xa.docx",
    commune_docx,
    """
I 12
I.1 4
I.1.1 2 options 2 1 0
I.1.2 2 bands 2:>=95 1:>=80,<90 0:<80
I.2 4 deductions 0.5 1
I.3 3 options 3 1.5 0
I.4 2 bands|options 2 0
II 14
II.1 3 options 3 1 0
II.2 6 bands 6:>=98 4:>=95,<=98 2:>=90,<95 0:<90
II.3 2 bands 2:>=100 0:<100
II.4 3 bands 3:>60 2:>=40,<=60 1:<40
""",
    """
A L101 I
G L201 I.1.2
O L202 II.2
N L404 II.3
T L105 II.4
""",
)

_HEALTH_HEAD = "TT | Tiêu chí | Cách chấm điểm | Điểm chuẩn | Điểm đạt"
_HEALTH = (
    (
        "A. NHÂN LỰC TRẠM Y TẾ (10 điểm)",
        """
1 | Nhân lực theo đề án vị trí việc làm | Đủ số lượng và cơ cấu: 5 điểm//Đủ số lượng, thiếu cơ cấu: 3 điểm//Thiếu số lượng: 0 điểm | 5
2 | Bác sĩ làm việc tại trạm | Có bác sĩ làm việc thường xuyên: 5 điểm//Có bác sĩ làm việc một số ngày trong tuần: 3 điểm//Không có bác sĩ: 0 điểm | 5
""",
    ),
    (
        "B. KHÁM BỆNH, CHỮA BỆNH (15 điểm)",
        """
1 | Tỷ lệ người dân được lập hồ sơ sức khỏe điện tử trên tổng số dân | ≥ 90%: 6 điểm//80% - < 90%: 4 điểm//60% - < 80%: 2 điểm//< 60%: 0 điểm | 6
2 | Tiêm chủng mở rộng | Điểm = (số trẻ tiêm đủ/tổng số trẻ dưới 1 tuổi) x 5 | 5
3 | Số lượt khám bệnh bình quân mỗi người dân trong năm | Từ 0,8 lượt trở lên: 4 điểm//Từ 0,5 đến dưới 0,8 lượt: 2 điểm//Dưới 0,5 lượt: 0 điểm | CHANGED
""",
    ),
    (
        "C. AN TOÀN NGƯỜI BỆNH (8 điểm)",
        """
1 | Sai sót chuyên môn | Không để xảy ra sai sót: 5 điểm//Xảy ra 01 sai sót: trừ 2 điểm//Xảy ra từ 02 sai sót trở lên: trừ toàn bộ số điểm | 5
2 | Quản lý chất thải y tế | Có hợp đồng xử lý: 2 điểm//Có hợp đồng xử lý: 1 điểm//Không có hợp đồng: 0 điểm | 4
 | Tổng cộng | | 33
""",
    ),
)


def health_docx() -> bytes:
    """Landscape; a table for each part, the part's name a paragraph above it; one number changed with tracking."""
    blocks = [paragraph("TIÊU CHÍ CHẤM ĐIỂM TRẠM Y TẾ XÃ, PHƯỜNG NĂM 2026")]
    for title, rows in _HEALTH:
        made = plain_table(rows_of(_HEALTH_HEAD + "\n" + rows.strip(), 5))
        blocks += [
            paragraph(title),
            made.replace(paragraph("CHANGED"), paragraph("", raw=changed("5", "4"))),
        ]
    return word(*blocks, landscape=True)


HEALTH = Unseen(
    "tram-y-te.docx",
    health_docx,
    """
A 10
A.1 5 options 5 3 0
A.2 5 options 5 3 0
B 15
B.1 6 bands 6:>=90 4:>=80,<90 2:>=60,<80 0:<60
B.2 5 formula|linear
B.3 4 bands 4:>=0.8 2:>=0.5,<0.8 0:<0.5
C 8
C.1 5 deductions 0:=0 -2:=1 -5:>=2
C.2 4 options 2 1 0
""",
    """
A L101 C
O L305 C.2
T L103 C.2
""",
)

_TASKS = (
    "TT | Nội dung đánh giá | Điểm chuẩn | Điểm tự chấm | Tài liệu kiểm chứng",
    """
A | NHIỆM VỤ TRỌNG TÂM | 30
I | Thực hiện nhiệm vụ được giao | 20
1 | Nhiệm vụ UBND tỉnh giao | 12 | | Phần mềm theo dõi nhiệm vụ
 | - Hoàn thành 100% số nhiệm vụ | 12
 | - Hoàn thành từ 90% đến dưới 100% số nhiệm vụ | 9
 | - Hoàn thành từ 80% đến dưới 90% số nhiệm vụ | 6
 | - Hoàn thành dưới 70% số nhiệm vụ | 0
2 | Chất lượng tham mưu, đề xuất | 8 | | Theo dõi của Văn phòng UBND tỉnh
""",
    """
II | Kỷ luật, kỷ cương hành chính | 11
1 | Chấp hành giờ làm việc | 6 | | Biên bản kiểm tra
 | Vi phạm 01 lần trừ 1 điểm; vi phạm 02 lần trừ 3 điểm; vi phạm từ 03 lần trở lên trừ hết số điểm
2 | Quản lý tài sản công | 4 | | Báo cáo kiểm kê
 | - Đúng quy định | 4
 | - Không đúng quy định | 0
B | ĐIỂM THƯỞNG | 5
1 | Sáng kiến được công nhận cấp tỉnh: 01 điểm/sáng kiến | 5 | | Quyết định công nhận
 | TỔNG CỘNG | 30
""",
)


def tasks_docx() -> bytes:
    """The criteria in a table within a layout table, on two pages, the head typed again; the title in a text box."""
    head, first, second = _TASKS
    tables = plain_table(rows_of(head + "\n" + first.strip(), 5)) + plain_table(
        rows_of(head + "\n" + second.strip(), 5)
    )
    return word(
        text_box("BẢNG TIÊU CHÍ ĐÁNH GIÁ, XẾP LOẠI CÁC SỞ NĂM 2026"),
        table([[cell(paragraph("UBND TỈNH")), cell(paragraph("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"))]]),
        table([[cell(tables, span=2)]]),
    )


TASKS = Unseen(
    "nhiem-vu-so.docx",
    tasks_docx,
    """
A 30
A.I 20
A.I.1 12 bands 12:>=100 9:>=90,<100 6:>=80,<90 0:<70
A.I.2 8 graded
A.II 11
A.II.1 6 deductions 0:=0 -1:=1 -3:=2 -6:>=3
A.II.2 4 options 4 0
B 5
B.1 5 counts 1
""",
    """
A L101 A
A L101 A.II
G L201 A.I.1
""",
)


def articles_docx() -> bytes:
    """A regulation in articles: no table at all."""
    return word(
        *(
            paragraph(line)
            for line in """QUY ĐỊNH CHẤM ĐIỂM CÔNG TÁC VĂN THƯ, LƯU TRỮ NĂM 2026
Chương II. TIÊU CHÍ CHẤM ĐIỂM
Điều 4. Tiêu chí về văn thư (20 điểm)
1. Lập danh mục hồ sơ (8 điểm):
a) Lập đầy đủ, ban hành trong tháng 01: 8 điểm;
b) Lập đầy đủ, ban hành sau tháng 01: 4 điểm;
c) Không lập: 0 điểm.
2. Tỷ lệ văn bản đi được ký số trên tổng số văn bản đi (12 điểm):
a) Đạt 100%: 12 điểm;
b) Đạt từ 90% đến dưới 100%: 8 điểm;
c) Đạt dưới 90%: 4 điểm.
Điều 5. Tiêu chí về lưu trữ (15 điểm)
1. Giao nộp hồ sơ vào lưu trữ (10 điểm):
a) Nộp đủ 100% hồ sơ đến hạn: 10 điểm;
b) Nộp từ 70% đến dưới 100% hồ sơ đến hạn: 6 điểm;
c) Nộp dưới 70% hồ sơ đến hạn: 0 điểm.
2. Kho lưu trữ (4 điểm): Có kho chuyên dụng: 4 điểm; có kho tạm: 2 điểm; không có kho: 0 điểm.
Điều 6. Điểm trừ
1. Để mất hồ sơ, tài liệu: mỗi vụ trừ 5 điểm.
Tổng điểm là 35 điểm.""".splitlines()
        )
    )


ARTICLES = Unseen(
    "van-thu.docx",
    articles_docx,
    """
4 20
4.1 8 options 8 4 0
4.2 12 bands 12:>=100 8:>=90,<100 4:<90
5 15
5.1 10 bands 10:>=100 6:>=70,<100 0:<70
5.2 4 options 4 2 0
6 -
6.1 - counts|deductions|options|sum_of 5
""",
    """
T L105 4.2
A L101 5
""",
)

ALL = (COMMUNE, HEALTH, TASKS, ARTICLES)
