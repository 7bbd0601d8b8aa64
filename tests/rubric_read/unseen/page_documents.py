"""Web pages: access to law with lists in the cells, ISO in a commune, ranks and steps in sentences; PDF with and without tables."""

from __future__ import annotations

from tests.rubric_read.unseen.document import Unseen
from tests.rubric_read.unseen.making import page, pdf_lines, pdf_table, rows_of


def _list(title: str, *options: str) -> str:
    return f"{title}<ul>{''.join(f'<li>{each}</li>' for each in options)}</ul>"


def law_html() -> bytes:
    """Options as a list within the criterion's cell, points written `5đ`; a frame of colspans."""
    rows = [
        ("STT", "Nội dung tiêu chí, chỉ tiêu", "Thang điểm"),
        ("I", "BAN HÀNH VĂN BẢN THEO THẨM QUYỀN", "10"),
        (
            "1",
            _list(
                "Ban hành văn bản được giao",
                "100% văn bản được giao: 5đ",
                "Từ 80% đến dưới 100% văn bản được giao: 3đ",
                "Dưới 80% văn bản được giao: 0đ",
            ),
            "5",
        ),
        (
            "2",
            _list(
                "Văn bản bị kiến nghị xử lý",
                "Không có văn bản bị kiến nghị: 5đ",
                "Có 01 văn bản bị kiến nghị: 2,5đ",
                "Có từ 02 văn bản bị kiến nghị trở lên: 0đ",
            ),
            "5",
        ),
        ("II", "TIẾP CẬN THÔNG TIN, PHỔ BIẾN PHÁP LUẬT", "12"),
        (
            "1",
            _list(
                "Công khai thông tin",
                "Công khai đúng hạn, đúng hình thức: 4đ",
                "Công khai đúng hình thức nhưng không đúng hạn: 2đ",
                "Không công khai: 0đ",
            ),
            "4",
        ),
        ("2", _list("Hội nghị phổ biến pháp luật", "Cứ tổ chức 01 hội nghị được 0,5đ, tối đa 4đ"), "4"),
        ("3", _list("Tủ sách pháp luật điện tử", "Có: 4đ", "Không có: 0đ"), "4"),
        ("III", "HÒA GIẢI, TRỢ GIÚP PHÁP LÝ", "8"),
        (
            "1",
            _list(
                "Tỷ lệ vụ việc hòa giải thành trên tổng số vụ việc hòa giải",
                "Từ 80% trở lên: 5đ",
                "Từ dưới 80%: 0đ",
            ),
            "5",
        ),
        (
            "2",
            _list(
                "Kinh phí hòa giải",
                "Bảo đảm đủ kinh phí theo quy định: 3đ",
                "Bảo đảm một phần kinh phí: 1,5đ",
                "Không bảo đảm kinh phí: 0đ",
            ),
            "3",
        ),
        ("", "TỔNG ĐIỂM", "30"),
    ]
    return page("BẢNG CHẤM ĐIỂM XÃ ĐẠT CHUẨN TIẾP CẬN PHÁP LUẬT NĂM 2026", rows)


LAW = Unseen(
    "tiep-can-phap-luat.html",
    law_html,
    """
I 10
I.1 5 bands 5:>=100 3:>=80,<100 0:<80
I.2 5 bands|options 5 2.5:>=1,<=1 0:>=2
II 12
II.1 4 options 4 2 0
II.2 4 counts 0.5
II.3 4 options 4 0
III 8
III.1 5 bands 5:>=80 0:<80
III.2 3 options 3 1.5 0
""",
    """
O L303 II.1
W L601 III.1
""",
    "L401 II.1",
)

_ISO = """
TT | Tiêu chí | Điểm chuẩn | Điểm xã tự chấm | Hồ sơ kiểm chứng
TC1 | Xây dựng hệ thống | 14
TC1.1 | Thành lập Ban chỉ đạo ISO | 4 | | Quyết định thành lập
 | Có quyết định, có phân công cụ thể | 4
 | Có quyết định, không phân công cụ thể | 2
TC1.2 | Cập nhật quy trình khi văn bản thay đổi | 5 | | Quyết định ban hành quy trình
 | Cập nhật đúng thời hạn quy định | 5
 | Cập nhật trễ hạn | 2.5
 | Không cập nhật | 0
TC1.3 | Tỷ lệ thủ tục hành chính có quy trình trên tổng số thủ tục | 5 | | Danh mục quy trình
 | Đạt 100% | 5
 | Từ 80 dưới 100% | 3
 | Dưới 80% | 0
TC2 | Đánh giá, cải tiến | 11
TC2.1 | Đánh giá nội bộ | 6 | | Hồ sơ đánh giá nội bộ
 | Có kế hoạch đánh giá | 1,5
 | Có báo cáo đánh giá | 2,5
 | Có hồ sơ khắc phục | 2
TC2.2 | Mức độ hài lòng của tổ chức, cá nhân trên tổng số phiếu hợp lệ | 5
 | Trên 90% | 5
 | Từ 70% - 90% | 3
 | Dưới 70% | 0
 | Tổng | 25
"""


def iso_html() -> bytes:
    """Labels TC1, TC1.1; options in rows of their own."""
    return page(
        "BỘ TIÊU CHÍ CHẤM ĐIỂM DUY TRÌ ISO 9001:2015 TẠI CÁC XÃ, PHƯỜNG",
        rows_of(_ISO, 5),
        before="<p>(Kèm theo Công văn số 512/SKHCN-TĐC ngày 03/3/2026 của Sở Khoa học và Công nghệ)</p>",
        after="<p>Ghi chú: Nội dung không phát sinh được tính điểm tối đa.</p>",
    )


ISO = Unseen(
    "iso-xa.html",
    iso_html,
    """
1 14
1.1 4 options 4 2
1.2 5 options 5 2.5 0
1.3 5 bands 5:>=100 3:>=80,<100 0:<80
2 11
2.1 6 checklist 1.5 2.5 2
2.2 5 bands 5:>90 3:>=70,<=90 0:<70
""",
    """
G L302 1.1
N L401 1.2
W L602 1.3
""",
    "L105 1.1\nL402 2.2",
)

_RANKS = """
TT | Tiêu chí | Điểm tối đa | Phương pháp chấm điểm
1 | Xếp hạng chỉ số chuyển đổi số cấp tỉnh | 5 | Xếp thứ 1 đến thứ 5: 5 điểm; thứ 6 đến thứ 10: 3 điểm; thứ 11 trở đi: 0 điểm
2 | Thu ngân sách trên địa bàn | 5 | Đạt 100% dự toán được 3 điểm; cứ vượt thêm 2% được cộng 0,5 điểm, tối đa không quá 5 điểm; không đạt dự toán: 0 điểm
3 | Tỷ lệ giải ngân vốn đầu tư công trên kế hoạch vốn | 10 | Từ 95% trở lên: 10 điểm; từ 85% đến dưới 95%: 7 điểm; từ 85% đến dưới 75%: 3 điểm; dưới 75%: 0 điểm
4 | Kỷ luật công chức | 5 | Không có công chức bị kỷ luật: 5 điểm; có công chức bị khiển trách: 3 điểm; có công chức bị cảnh cáo: 2 điểm; có công chức bị cách chức trở lên: 0 điểm
5 | Xử lý văn bản đến | 5 | Mỗi văn bản xử lý chậm trừ 0,5 điểm, trừ tối đa 5 điểm
6 | Phản ánh, kiến nghị của người dân | 5 | (Số phản ánh xử lý đúng hạn / Tổng số phản ánh tiếp nhận) x 5 điểm
7 | Nội dung công khai ngân sách | 5 | Công khai đủ 3 nội dung: 5 điểm; công khai 2/3 nội dung: 3 điểm; công khai 1/3 nội dung: 1 điểm; không công khai: 0 điểm
 | Cộng | 42
"""


def ranks_html() -> bytes:
    """Sentences say how points are given: ranks, steps over a base, deductions, m of n."""
    return page("TIÊU CHÍ CHẤM ĐIỂM THI ĐUA KHỐI CÁC PHƯỜNG NĂM 2026", rows_of(_RANKS, 4))


RANKS = Unseen(
    "xep-hang.html",
    ranks_html,
    """
1 5 rank|bands 5:>=1,<=5 3:>=6,<=10 0:>=11
2 5 steps
3 10 bands 10:>=95 7:>=85,<95 3:>=85,<75 0:<75
4 5 options 5 3 2 0
5 5 deductions 0.5
6 5 linear|formula
7 5 checklist|bands|options 5 3 1 0
""",
    """
A L102 -
W L602 3
N L404 6
""",
    "L201 3",
)

_CONTROL = """
I | Chỉ đạo, điều hành | 10
1 | Kế hoạch kiểm soát thủ tục hành chính | 4 | Kế hoạch ban hành trước ngày 30/01/2026
 | Ban hành đúng hạn | 4
 | Ban hành chậm dưới 10 ngày | 3
 | Ban hành chậm trên 10 ngày | 1
 | Không ban hành | 0
2 | Tỷ lệ đơn vị được kiểm tra việc thực hiện kiểm soát thủ tục hành chính trên tổng số đơn vị trực thuộc | 3 | Kế hoạch, kết luận kiểm tra
 | Từ 50% số đơn vị trở lên | 3
 | Từ 30% số đơn vị trở lên | 1,5
 | Dưới 30% số đơn vị | 0
3 | Chế độ báo cáo định kỳ về kiểm soát thủ tục hành chính | 3 | Báo cáo gửi trước ngày 15/12/2026
 | Báo cáo đầy đủ, đúng hạn | 3
 | Báo cáo đầy đủ, không đúng hạn | 2
 | Báo cáo không đầy đủ | 1
 | Không báo cáo | 0
II | Công bố, công khai thủ tục hành chính | 12
1 | Trình công bố thủ tục hành chính | 6 | Tờ trình, hạn 20/6/2026
 | Trình đúng hạn | 6
 | Trình chậm từ 01 đến 05 ngày làm việc | 4
 | Trình chậm trên 05 ngày làm việc | 2
 | Không trình | 0
2 | Tỷ lệ thủ tục hành chính được công khai trên Cổng dịch vụ công quốc gia trên tổng số thủ tục đã công bố | 6 | Cổng dịch vụ công quốc gia
 | Đạt 100% | 6
 | Đạt từ 90% đến dưới 100% | 4
 | Đạt dưới 90% | 0
III | Rà soát, đơn giản hóa thủ tục hành chính | 8
1 | Kết quả rà soát | 5 | Quyết định phê duyệt phương án
 | Có phương án được phê duyệt, cắt giảm từ 20% chi phí tuân thủ trở lên | 5
 | Có phương án được phê duyệt, cắt giảm dưới 20% chi phí tuân thủ | 3
 | Không có phương án | 0
2 | Phản ánh, kiến nghị về quy định hành chính xử lý quá hạn | 3 | Hệ thống tiếp nhận phản ánh, kiến nghị
 | Không có phản ánh quá hạn | 3
 | Có 01 phản ánh quá hạn | 2
 | Có từ 02 phản ánh quá hạn trở lên | 0
 | TỔNG CỘNG | 32
"""


def control_pdf() -> bytes:
    """A ruled table over two pages, long titles wrapped, the head on each page."""
    before = [
        "THANG ĐIỂM ĐÁNH GIÁ CÔNG TÁC KIỂM SOÁT THỦ TỤC HÀNH CHÍNH NĂM 2026",
        "(Kèm theo Quyết định số 45/QĐ-UBND ngày 10 tháng 01 năm 2026 của UBND tỉnh)",
    ]
    head = ("TT", "Nội dung đánh giá", "Điểm chuẩn", "Tài liệu kiểm chứng")
    return pdf_table(before, head, rows_of(_CONTROL, 4), (1, 5, 2, 4))


CONTROL = Unseen(
    "kiem-soat-tthc.pdf",
    control_pdf,
    """
I 10
I.1 4 bands 4:<=0 3:>=1,<10 1:>10 0
I.2 3 bands 3:>=50 1.5:>=30 0:<30
I.3 3 options 3 2 1 0
II 12
II.1 6 bands 6:<=0 4:>=1,<=5 2:>5 0
II.2 6 bands 6:>=100 4:>=90,<100 0:<90
III 8
III.1 5 bands|options 5:>=20 3:<20 0
III.2 3 bands|options 3 2:>=1,<=1 0:>=2
""",
    """
G L201 I.1
O L202 I.2
A L102 -
""",
)


def justice_pdf() -> bytes:
    """Lines without any table, some broken by the page's width, bands of classes below."""
    return pdf_lines(
        """TIÊU CHÍ ĐÁNH GIÁ CÔNG TÁC CẢI CÁCH TƯ PHÁP NĂM 2026
(Ban hành kèm theo Hướng dẫn số 09/HD-BCĐ ngày 20/01/2026 của Ban Chỉ đạo cải cách tư pháp)
I. CÔNG TÁC THI HÀNH ÁN DÂN SỰ (25 điểm)
1. Tỷ lệ thi hành án xong về việc trên tổng số việc có điều kiện thi hành của các cơ quan thi hành án dân sự trong năm đánh giá (15 điểm)
a) Đạt từ 83% trở lên: 15 điểm
b) Đạt từ 75% đến dưới 83%: 10 điểm
c) Đạt từ 60% đến dưới 70%: 5 điểm
d) Đạt dưới 60%: 0 điểm
2. Kế hoạch công tác năm (10 điểm)
a) Ban hành đúng thời gian, đúng nội dung: 10 điểm
b) Ban hành đúng nội dung nhưng đúng thời gian: 5 điểm
c) Không ban hành: 0 điểm
II. CÔNG TÁC BỔ TRỢ TƯ PHÁP (15 điểm)
1. Vụ việc trợ giúp pháp lý tham gia tố tụng (10 điểm): mỗi vụ việc hoàn thành được 0,5 điểm, tối đa 10 điểm
2. Vi phạm trong hoạt động công chứng (5 điểm)
a) Không có vi phạm: 5 điểm
b) Có vi phạm nhưng chưa đến mức xử phạt: 3 điểm
c) Có vi phạm bị xử phạt: 0 điểm
Tổng điểm: 40 điểm
Xếp loại:
- Xuất sắc: từ 36 điểm trở lên
- Tốt: từ 32 đến dưới 36 điểm
- Khá: từ 25 đến dưới 30 điểm
- Chưa đạt: dưới 25 điểm""".splitlines()
    )


JUSTICE = Unseen(
    "cai-cach-tu-phap.pdf",
    justice_pdf,
    """
I 25
I.1 15 bands 15:>=83 10:>=75,<83 5:>=60,<70 0:<60
I.2 10 options 10 5 0
II 15
II.1 10 counts 0.5
II.2 5 options 5 3 0
""",
    """
G L201 I.1
W L301 I.2
G L203 -
""",
    "L401 I.2",
)

ALL = (LAW, ISO, RANKS, CONTROL, JUSTICE)
