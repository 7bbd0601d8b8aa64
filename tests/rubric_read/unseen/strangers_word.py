"""Word, written before the reader's code was read: a regulation in sentences, an emulation table with tables in its cells."""

from __future__ import annotations

from tests.rubric_read.unseen.document import Unseen
from tests.rubric_read.unseen.making import cell, paragraph, plain_table, rows_of, table, word

_MASS = """ỦY BAN NHÂN DÂN
TỈNH BẾN HẢI
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
QUY ĐỊNH
Tiêu chí, thang điểm, phương pháp đánh giá công tác dân vận của cơ quan nhà nước năm 2026
(Ban hành kèm theo Quyết định số 07/2026/QĐ-UBND ngày 01 tháng 3 năm 2026 của Ủy ban nhân dân tỉnh)
Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi điều chỉnh
Quy định này quy định tiêu chí, thang điểm và cách chấm điểm công tác dân vận của các sở, ban, ngành.
Điều 2. Thang điểm
Tổng điểm của các tiêu chí là 60 điểm.
Chương II
TIÊU CHÍ VÀ CÁCH CHẤM ĐIỂM
Điều 3. Công tác lãnh đạo, chỉ đạo (tối đa 25 điểm)
1. Ban hành kế hoạch công tác dân vận trong năm: tối đa 10 điểm. Ban hành trong quý I được 10 điểm, ban hành sau quý I được 05 điểm, không ban hành thì không được điểm.
2. Phân công lãnh đạo và công chức phụ trách: tối đa 05 điểm. Có văn bản phân công được 05 điểm; không có văn bản phân công được 0 điểm.
3. Chế độ báo cáo: tối đa 10 điểm. Gửi đủ báo cáo đúng hạn được 10 điểm, mỗi báo cáo gửi chậm bị trừ 02 điểm, mỗi báo cáo không gửi bị trừ 03 điểm.
Điều 4. Tiếp công dân, giải quyết khiếu nại, tố cáo (tối đa 20 điểm)
1. Tiếp công dân định kỳ theo quy định được chấm tối đa 08 điểm, thiếu mỗi kỳ tiếp trừ 01 điểm.
2. Tỷ lệ đơn thuộc thẩm quyền được giải quyết trên tổng số đơn tiếp nhận được chấm tối đa 12 điểm, cụ thể:
a) Giải quyết từ 95% số đơn trở lên được 12 điểm;
b) Giải quyết từ 80% đến dưới 90% số đơn được 08 điểm;
c) Giải quyết dưới 80% số đơn được 03 điểm.
Điều 5. Thực hiện dân chủ ở cơ sở (tối đa 17 điểm)
1. Ban hành quy chế dân chủ và công khai đầy đủ nội dung được 05 điểm; ban hành nhưng công khai chưa đầy đủ được 03 điểm; chưa ban hành được 0 điểm.
2. Đối thoại với Nhân dân từ 02 cuộc trở lên được 10 điểm, 01 cuộc được 06 điểm, không tổ chức đối thoại thì không được điểm.
Điều 6. Tổ chức thực hiện
Giám đốc Sở Nội vụ theo dõi, đôn đốc việc thực hiện Quy định này."""


def mass_docx() -> bytes:
    """No table; the points stand in the sentences."""
    return word(*(paragraph(line) for line in _MASS.splitlines()))


MASS = Unseen(
    "quy-dinh-dan-van.docx",
    mass_docx,
    """
3 25
3.1 10 options|bands 10 5 0
3.2 5 options 5 0
3.3 10 deductions 2 3
4 20
4.1 8 deductions 1
4.2 12 bands 12:>=95 8:>=80,<90 3:<80
5 17
5.1 5|- options 5 3 0
5.2 10|- bands|options 10 6 0
""",
    """
G L201 4.2
A L101 5
T L105 4.2
""",
    "L401 3.3",
)

_LEVELS = {
    "task": "Mức thực hiện | Điểm\nHoàn thành 100% nhiệm vụ | 15\nHoàn thành từ 90% đến dưới 100% | 11\nHoàn thành từ 75% đến dưới 90% | 6\nHoàn thành dưới 75% | 0",
    "budget": "Mức thực hiện | Điểm\nGiải ngân trên 95% kế hoạch | 10\nGiải ngân từ 80% đến 95% kế hoạch | 7\nGiải ngân dưới 80% kế hoạch | 2",
    "idea": "Mức thực hiện | Điểm\nCó từ 02 mô hình trở lên | 8\nCó 01 mô hình | 5\nKhông có mô hình | 0",
}
_BLOC = (
    ("Phần I", "THỰC HIỆN NHIỆM VỤ CHÍNH TRỊ", "40", "", ""),
    ("a", "Nhiệm vụ chuyên môn", "25", "", ""),
    (
        "1",
        "Tỷ lệ nhiệm vụ hoàn thành trên tổng số nhiệm vụ được giao",
        "15",
        "@task",
        "Văn phòng UBND tỉnh",
    ),
    ("2", "Tỷ lệ giải ngân trên tổng kế hoạch vốn", "10", "@budget", "="),
    ("b", "Chấp hành chế độ thông tin, báo cáo", "15", "", ""),
    (
        "1",
        "Báo cáo định kỳ",
        "10",
        "Thiếu 01 báo cáo trừ 2 điểm; chậm 01 báo cáo trừ 1 điểm",
        "Thường trực Khối",
    ),
    (
        "2",
        "Dự họp Khối",
        "5",
        "Dự đủ, đúng thành phần: 5 điểm\nDự đủ, không đúng thành phần: 3 điểm\nVắng từ 01 cuộc: 0 điểm",
        "=",
    ),
    ("Phần II", "TỔ CHỨC PHONG TRÀO THI ĐUA", "25", "", ""),
    ("a", "Xây dựng mô hình, điển hình", "12", "", ""),
    ("1", "Số mô hình mới được nhân rộng", "8", "@idea", "Ban Thi đua - Khen thưởng"),
    (
        "2",
        "Giới thiệu gương điển hình",
        "5",
        "Mỗi gương được giới thiệu trên báo, đài: 1 điểm, tối đa 5 điểm",
        "=",
    ),
    (
        "b",
        "Thực hiện giao ước thi đua",
        "12",
        "Căn cứ mức độ thực hiện giao ước để chấm điểm",
        "Thường trực Khối",
    ),
    ("Phần III", "ĐIỂM THƯỞNG", "5", "", ""),
    ("1", "Được tặng Cờ thi đua của Chính phủ", "5", "Có: 5 điểm\nKhông có: 0 điểm", "="),
)


def bloc_docx() -> bytes:
    """`Phần I` over lower-case letters over bare numbers; tables in the cells; a merged last column; a head in two rows."""

    def content(text: str) -> str:
        if text.startswith("@"):
            return plain_table(rows_of(_LEVELS[text[1:]], 2))
        return "".join(paragraph(part) for part in text.split("\n"))

    head = [
        [
            cell(paragraph("Mục"), merge="restart"),
            cell(paragraph("Nội dung thi đua"), merge="restart"),
            cell(paragraph("Chấm điểm"), span=2),
            cell(paragraph("Đơn vị theo dõi"), merge="restart"),
        ],
        [cell("", merge="continue")] * 2
        + [cell(paragraph("Điểm chuẩn")), cell(paragraph("Cách tính")), cell("", merge="continue")],
    ]
    rows = []
    for at, row in enumerate(_BLOC):
        following = _BLOC[at + 1][4] if at + 1 < len(_BLOC) else ""
        merge = "continue" if row[4] == "=" else "restart" if following == "=" else ""
        last = cell("" if row[4] == "=" else content(row[4]), merge=merge)
        rows.append([*(cell(content(text)) for text in row[:4]), last])
    rows.append(
        [
            cell(paragraph("TỔNG CỘNG (không kể điểm thưởng)"), span=2),
            cell(paragraph("65")),
            cell(""),
            cell(""),
        ]
    )
    return word(
        table(
            [
                [
                    cell(paragraph("UBND TỈNH HÀM RỒNG\nKHỐI THI ĐUA SỐ 4")),
                    cell(paragraph("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")),
                ]
            ]
        ),
        paragraph("BẢNG CHẤM ĐIỂM THI ĐUA NĂM 2026"),
        paragraph("(Kèm theo Quy chế số 03/QC-KTĐ ngày 12/02/2026 của Khối thi đua số 4)"),
        table([*head, *rows]),
        paragraph("TRƯỞNG KHỐI"),
    )


BLOC = Unseen(
    "khoi-so-4.docx",
    bloc_docx,
    """
I 40
I.a 25
I.a.1 15 bands 15:>=100 11:>=90,<100 6:>=75,<90 0:<75
I.a.2 10 bands 10:>95 7:>=80,<=95 2:<80
I.b 15
I.b.1 10 deductions 2 1
I.b.2 5 options 5 3 0
II 25
II.a 12
II.a.1 8 bands 8:>=2 5:=1 0
II.a.2 5 counts 1
II.b 12 graded
III 5
III.1 5 options 5 0
""",
    """
A L101 II
A L101 II.a
T L105 I.a.2
""",
)

ALL = (MASS, BLOC)
