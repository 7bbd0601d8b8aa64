"""Web and PDF, written before the reader's code was read: a page saved by Word, a printed product sheet, sentences in print."""

from __future__ import annotations

from html import escape
from pathlib import Path

from tests.rubric_read.unseen.document import Unseen
from tests.rubric_read.unseen.making import rows_of

_FILES = Path(__file__).parent / "files"

_LAW = """
Tiêu chí 1 | Ban hành văn bản theo thẩm quyền | 20
Chỉ tiêu 1 | Ban hành đầy đủ, đúng thời hạn các văn bản được giao | 12
 | a) Ban hành đủ 100% văn bản, đúng thời hạn | 12
 | b) Ban hành đủ 100% văn bản, có văn bản chậm thời hạn | 8
 | c) Ban hành từ 80% đến dưới 100% văn bản | 5
 | d) Ban hành dưới 80% văn bản | 0
Chỉ tiêu 2 | Không có văn bản trái pháp luật bị xử lý | 8
 | a) Không có văn bản bị xử lý | 8
 | b) Có 01 văn bản bị xử lý | 4
 | c) Có từ 02 văn bản bị xử lý trở lên | 0
Tiêu chí 2 | Tiếp cận thông tin, phổ biến, giáo dục pháp luật | 32
Chỉ tiêu 1 | Công khai các thông tin theo quy định | 10
 | 1. Công khai đúng thời điểm | 6
 | a) Từ 90% đến 100% số thông tin | 6
 | b) Từ 50% đến dưới 90% số thông tin | 3
 | c) Dưới 50% số thông tin | 0
 | 2. Công khai đúng hình thức | 4
 | a) Đúng hình thức | 4
 | b) Không đúng hình thức | 0
Chỉ tiêu 2 | Hội nghị phổ biến pháp luật (cứ 01 hội nghị được 2 điểm, tối đa 10 điểm) | 10
Chỉ tiêu 3 | Kinh phí phổ biến pháp luật được bố trí theo dự toán | 10
 | a) Bố trí từ 90% dự toán trở lên | 10
 | b) Bố trí từ 60% đến dưới 80% dự toán | 5
 | c) Bố trí dưới 60% dự toán | 0
Tiêu chí 3 | Hòa giải ở cơ sở | 15
Chỉ tiêu 1 | Tỷ lệ vụ, việc hòa giải thành trên tổng số vụ, việc tiếp nhận | 15
 | a) Trên 85% | 15
 | b) Từ 70% đến 85% | 10
 | c) Dưới 70% | 4
Tổng số điểm | | 67
"""


def law_html() -> bytes:
    """As Word saves a page: paragraphs of spans in every cell, lines broken anywhere, a last row that holds the widths."""

    def inside(text: str) -> str:
        words = escape(text).replace(" ", "\n", 3).replace("\n", " ", 2)
        return (
            "<p class=MsoNormal style='margin-top:3.0pt;text-align:justify'><span lang=VI\n"
            f"style='font-size:13.0pt;font-family:\"Times New Roman\",serif;mso-ansi-language:VI'>{words or '&nbsp;'}"
            "<o:p></o:p></span></p>"
        )

    def line(row: tuple[str, ...]) -> str:
        if row[0].startswith("Tổng"):
            cells = f"<td width=70 colspan=2 valign=top>{inside(row[0])}</td><td width=10>{inside(row[2])}</td><td>{inside('')}</td>"
        else:
            cells = "".join(
                f"<td width=20 valign=top style='border:solid windowtext 1.0pt'>\n{inside(text)}\n</td>"
                for text in (*row, "")
            )
        return f"<tr style='mso-yfti-irow:1'>{cells}</tr>\n"

    head = line(("STT", "Tiêu chí, chỉ tiêu và mức điểm", "Điểm tối đa"))
    rows = "".join(line(row) for row in rows_of(_LAW, 3))
    return (
        '<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">\n<head>\n'
        '<meta http-equiv=Content-Type content="text/html; charset=utf-8">\n<meta name=Generator content="Microsoft Word 15">\n'
        "<!--[if gte mso 9]><xml><o:OfficeDocumentSettings><o:AllowPNG/></o:OfficeDocumentSettings></xml><![endif]-->\n"
        "<style><!-- p.MsoNormal {margin:0cm;} @page WordSection1 {size:595.3pt 841.9pt;} --></style></head>\n"
        "<body lang=EN-US><div class=WordSection1>"
        "<table class=MsoNormalTable><tr><td><p class=MsoNormal><b>UBND HUYỆN THANH BA<o:p></o:p></b></p></td>"
        "<td><p class=MsoNormal><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b></p><p class=MsoNormal>Độc lập - Tự do - Hạnh phúc</p></td></tr></table>"
        "<p class=MsoNormal align=center><b><span lang=VI>BẢNG CHẤM ĐIỂM XÃ ĐẠT CHUẨN\nTIẾP CẬN PHÁP LUẬT NĂM 2026<o:p></o:p></span></b></p>"
        "<p class=MsoNormal align=center><i>(Kèm theo Công văn số 118/PTP ngày 09 tháng 02 năm 2026)</i></p>"
        f"<table class=MsoTableGrid border=1 cellspacing=0 cellpadding=0><thead>{head.replace('</tr>', '')}</tr></thead>{rows}"
        "<![if !supportMisalignedColumns]><tr height=0><td width=80></td><td width=380></td><td width=60></td><td width=60></td></tr><![endif]>"
        "</table><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal><b>NGƯỜI CHẤM ĐIỂM</b></p></div></body></html>"
    ).encode()


LAW = Unseen(
    "xa-tiep-can-pl.html",
    law_html,
    """
1 20
1.1 12 options|bands 12 8 5 0
1.2 8 bands|options 8 4 0
2 32
2.1 10
2.1.1 6 bands 6:>=90 3:>=50,<90 0:<50
2.1.2 4 options 4 0
2.2 10 counts 2
2.3 10 bands 10:>=90 5:>=60,<80 0:<60
3 15
3.1 15 bands 15:>85 10:>=70,<=85 4:<70
""",
    """
A L101 2
G L201 2.3
T L105 3.1
""",
)

PRODUCT = Unseen(
    "san-pham-ocop.pdf",
    lambda: (_FILES / "san-pham-ocop.pdf").read_bytes(),
    """
A 35
A.1 20
A.1.1 5 bands 1:<50 3:>=50,<75 5:>=75
A.1.2 5 options 0 3 5
A.1.3 10 options 0 4 7 10
A.2 15
A.2.1 8 bands 0:<30 4:>=30,<50 8:>=50
A.2.2 6 options 0 3 6
B 25
B.1 15
B.1.1 10 options 0 5 10
B.1.2 5 bands|options 1 3 5
B.2 10
B.2.1 10 bands 0 4:>=1,<=2 10:>=3
""",
    """
A L101 A.2
""",
    "L105 A.1.1\nL302 B.1.2\nL304 A.1.2",
)

COMMUNE = Unseen(
    "chinh-quyen-xa.pdf",
    lambda: (_FILES / "chinh-quyen-xa.pdf").read_bytes(),
    """
I 30
I.1 10 options|bands 10 6 0
I.2 12 bands 12:>=100 8:>=85,<100 4:>=70,<85 0:<70
I.3 8 deductions 1
II 25
II.1 15 bands 15:>=98 9:>=90,<98 0:<90
II.2 10 options 10 5 0
III 20
III.1 8 bands|options 8 4 0
III.2 10 counts 2.5
""",
    """
A L101 III
""",
    "L303 II.2",
)

_PAR = """
a | CẢI CÁCH THỂ CHẾ | 14,00 | |
a.1 | Rà soát văn bản quy phạm pháp luật | 4,00 | |
a.1.1 | Ban hành kế hoạch rà soát | 2,00 | Kịp thời (trước ngày 15/01): 2; Không kịp thời: 1; Không ban hành: 0 | Kế hoạch
a.1.2 | Mức độ hoàn thành kế hoạch rà soát (a là số văn bản phải rà soát, b là số văn bản đã rà soát) | 2,00 | Nếu b/a = 100%: 2//Nếu b/a từ 80% - dưới 100%: 1//Nếu b/a < 80%: 0 | Báo cáo
a.2 | Xử lý văn bản trái pháp luật | 5,00 | 100% văn bản được xử lý: 5//Từ 70% - dưới 100% văn bản được xử lý: 3//Dưới 70% văn bản được xử lý: 0 | Báo cáo
a.3 | Góp ý dự thảo văn bản | 5,00 | Điểm đánh giá = (Số dự thảo đã góp ý đúng hạn/Tổng số dự thảo được lấy ý kiến) x 5,00 | Hệ thống văn bản
b | CẢI CÁCH BỘ MÁY | 16,00 | |
b.1 | Sắp xếp tổ chức bên trong | 6,00 | Đúng quy định: 6; Chưa đúng quy định: 0 | Đề án
b.2 | Sử dụng biên chế | 6,00 | Sử dụng không vượt quá số biên chế được giao: 6; vượt quá số biên chế được giao: 0 | Quyết định giao biên chế
b.3 | Tỷ lệ cấp phó đúng quy định trên tổng số đơn vị | 5,00 | Đạt 100% số đơn vị: 5; dưới 100% số đơn vị: 0 | Báo cáo
 | Tổng điểm | 30,00 | |
"""


def par_html() -> bytes:
    """Lower-case letters for the sections, points without a unit after a colon, `2,00`."""
    heads = (
        "TT",
        "Lĩnh vực/Tiêu chí/Tiêu chí thành phần",
        "Điểm tối đa",
        "Phương pháp đánh giá",
        "Tài liệu kiểm chứng",
    )
    lines = "".join(
        "<tr>" + "".join(f"<td>{escape(text).replace(chr(10), '<br/>')}</td>" for text in row) + "</tr>"
        for row in (heads, *rows_of(_PAR, 5))
    )
    return (
        "<!DOCTYPE html><html lang='vi'><head><title>Chỉ số CCHC</title></head><body><div class='content'>"
        "<div><strong>BỘ CHỈ SỐ CẢI CÁCH HÀNH CHÍNH CẤP SỞ NĂM 2026</strong></div>"
        "<div><em>(Ban hành kèm theo Quyết định số 2210/QĐ-UBND ngày 28/11/2025 của Chủ tịch UBND tỉnh)</em></div>"
        f"<table border='1'><tbody>{lines}</tbody></table></div></body></html>"
    ).encode()


PAR = Unseen(
    "chi-so-so.html",
    par_html,
    """
a 14
a.1 4
a.1.1 2 options 2 1 0
a.1.2 2 bands 2:>=100 1:>=80,<100 0:<80
a.2 5 bands 5:>=100 3:>=70,<100 0:<70
a.3 5 linear
b 16
b.1 6 options 6 0
b.2 6 options 6 0
b.3 5 bands 5:>=100 0:<100
""",
    """
A L101 b
""",
    "N L404 a.3\nN L404 a.2",
)

ALL = (LAW, PRODUCT, COMMUNE, PAR)
