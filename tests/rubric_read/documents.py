"""Rubrics that nobody published, in the layouts and words of many provinces, made as files of each format."""

from __future__ import annotations

import io
from collections.abc import Callable

import xlsxwriter
from docx import Document as Word

from minhchung.docgen.model import Cell, Column, Document, Paragraph, Table, Title
from minhchung.docgen.pdf import to_pdf

PAR_ROWS: tuple[tuple[str, str, str, str, str, str], ...] = (
    ("I", "CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH CẢI CÁCH HÀNH CHÍNH", "8,5", "8", "", ""),
    ("1", "Kế hoạch cải cách hành chính (CCHC) năm", "3", "", "", ""),
    ("1.1", "Ban hành kế hoạch CCHC năm", "1", "1", "", "Kế hoạch; thời hạn ban hành trước ngày 31/12/2023"),
    ("", "Ban hành kịp thời (trong tháng 12 năm trước liền kề): 1", "", "", "", ""),
    ("", "Ban hành không kịp thời: 0,5", "", "", "", ""),
    ("", "Không ban hành: 0", "", "", "", ""),
    ("1.2", "Mức độ thực hiện kế hoạch CCHC", "2", "1,8", "", "Báo cáo CCHC năm"),
    ("", "Hoàn thành 100% kế hoạch: 2", "", "", "", ""),
    (
        "",
        "Hoàn thành từ 80% - dưới 100% kế hoạch: điểm đánh giá = (b/a) x điểm tối đa. Trong đó: a là tổng số nhiệm vụ trong kế hoạch; b là số nhiệm vụ đã hoàn thành",
        "",
        "",
        "",
        "",
    ),
    ("", "Hoàn thành dưới 80% kế hoạch: 0", "", "", "", ""),
    ("2", "Thực hiện chế độ báo cáo CCHC định kỳ", "1,5", "", "", "Theo dõi của Sở Nội vụ"),
    (
        "",
        "Báo cáo đủ số lượng, đúng nội dung và thời gian theo quy định; mỗi báo cáo thiếu hoặc chậm trừ 0,25 điểm",
        "",
        "",
        "",
        "",
    ),
    ("3", "Sáng kiến trong CCHC", "2", "", "", "Quyết định công nhận sáng kiến"),
    ("", "Cứ 01 sáng kiến được công nhận được 1 điểm, tối đa 2 điểm", "", "", "", ""),
    ("4", "Kiểm tra công tác CCHC", "2", "", "", ""),
    ("4.1", "Tỷ lệ đơn vị trực thuộc được kiểm tra trong năm", "1", "", "", "Kế hoạch và biên bản kiểm tra"),
    ("", "- Từ 50% số đơn vị trở lên: 1", "", "", "", ""),
    ("", "- Từ 30% đến dưới 50% số đơn vị: 0.5", "", "", "", ""),
    ("", "- Dưới 30% số đơn vị: 0", "", "", "", ""),
    ("4.2", "Xử lý các vấn đề đặt ra qua kiểm tra", "1", "", "", ""),
    (
        "",
        "Điểm đánh giá = (b/a) x điểm tối đa, trong đó: a là tổng số vấn đề phát hiện qua kiểm tra; b là số vấn đề đã được xử lý. Trường hợp không phát sinh vấn đề thì được tính điểm tối đa",
        "",
        "",
        "",
        "",
    ),
    ("II", "CẢI CÁCH THỦ TỤC HÀNH CHÍNH", "6", "", "", ""),
    ("1", "Tỷ lệ hồ sơ giải quyết đúng hạn", "3", "", "", "Số liệu từ ngày 15/12/2022 đến ngày 14/12/2023"),
    (
        "",
        "Tỷ lệ đạt từ 95% trở lên: 3\nTỷ lệ đạt từ 90% - dưới 95%: 2\nTỷ lệ đạt từ 80% - dưới 90%: 0.5\nTỷ lệ đạt dưới 80%: 0",
        "",
        "",
        "",
        "",
    ),
    ("2", "Công khai TTHC", "2", "", "", "Kết quả theo dõi của Văn phòng UBND tỉnh"),
    (
        "",
        "- Công khai đầy đủ tại bộ phận một cửa: 1\n- Công khai đầy đủ trên trang thông tin điện tử: 1",
        "",
        "",
        "",
        "",
    ),
    ("3", "Mức độ hài lòng của người dân (điều tra xã hội học)", "1", "", "", "Điều tra xã hội học"),
    ("", "TỔNG CỘNG", "14,5", "", "", ""),
)


def par_docx() -> bytes:
    """Word, header in two rows with merged cells, options as rows of their own with the points in the words."""
    word = Word()
    word.add_paragraph("ỦY BAN NHÂN DÂN TỈNH")
    word.add_paragraph("BỘ CHỈ SỐ CẢI CÁCH HÀNH CHÍNH CỦA CÁC SỞ, BAN, NGÀNH NĂM 2023")
    word.add_paragraph(
        "(Ban hành kèm theo Quyết định số 1234/QĐ-UBND ngày 05 tháng 6 năm 2023 của Ủy ban nhân dân tỉnh)"
    )
    table = word.add_table(rows=2, cols=6)
    heads = ("STT", "Lĩnh vực/Tiêu chí/Tiêu chí thành phần", "Điểm", "", "", "Tài liệu kiểm chứng")
    for column, text in enumerate(heads):
        table.cell(0, column).text = text
    for column, text in ((2, "Tối đa"), (3, "Tự đánh giá"), (4, "Thẩm định")):
        table.cell(1, column).text = text
    table.cell(0, 2).merge(table.cell(0, 4))
    for column in (0, 1, 5):
        table.cell(0, column).merge(table.cell(1, column))
    for row in PAR_ROWS:
        cells = table.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            cell.text = text
    return _saved(word)


MERGED_ROWS: tuple[tuple[str, str, str, tuple[tuple[str, str], ...], str], ...] = (
    (
        "1",
        "Ban hành quy chế làm việc",
        "5",
        (
            ("Có ban hành và tổ chức thực hiện", "5"),
            ("Có ban hành nhưng chưa thực hiện", "2"),
            ("Chưa ban hành", "0"),
        ),
        "Phòng Nội vụ",
    ),
    (
        "2",
        "Nộp báo cáo chuyển đổi số",
        "4",
        (
            ("Đúng hạn", "4"),
            ("Trễ hạn từ 1 đến 5 ngày làm việc", "2"),
            ("Trễ hạn trên 5 ngày làm việc hoặc không báo cáo", "0"),
        ),
        "Sở Thông tin và Truyền thông",
    ),
    (
        "3",
        "Số dịch vụ công trực tuyến có phát sinh hồ sơ",
        "6",
        (
            ("Trên 20 dịch vụ", "6"),
            ("Từ 10 đến 20 dịch vụ", "3"),
            ("Dưới 10 dịch vụ", "1"),
            ("Không có dịch vụ nào", "0"),
        ),
        "Sở Thông tin và Truyền thông",
    ),
    (
        "4",
        "Tỷ lệ cán bộ được tập huấn kỹ năng số",
        "5",
        (("≥ 90%", "5"), ("≥ 70% và < 90%", "3"), ("< 70%", "0")),
        "Sở Nội vụ",
    ),
)


def merged_docx() -> bytes:
    """Word, the criterion merged downwards beside its options in a column of their own, points beside each."""
    word = Word()
    word.add_paragraph("BẢNG TIÊU CHÍ ĐÁNH GIÁ MỨC ĐỘ CHUYỂN ĐỔI SỐ CẤP XÃ NĂM 2024")
    table = word.add_table(rows=1, cols=6)
    heads = ("TT", "Tiêu chí", "Điểm tối đa", "Mức đánh giá", "Thang điểm", "Cơ quan thẩm định")
    for cell, text in zip(table.rows[0].cells, heads, strict=True):
        cell.text = text
    for label, title, top, options, body in MERGED_ROWS:
        first = len(table.rows)
        for index, (text, points) in enumerate(options):
            cells = table.add_row().cells
            if not index:
                cells[0].text, cells[1].text, cells[2].text, cells[5].text = label, title, top, body
            cells[3].text, cells[4].text = text, points
        for column in (0, 1, 2, 5):
            merged = table.cell(first, column).merge(table.cell(len(table.rows) - 1, column))
            merged.text = merged.text.strip()
    word.add_paragraph(
        "Ghi chú: Tiêu chí không phát sinh thì không chấm điểm và được quy đổi về thang điểm 100."
    )
    return _saved(word)


def _saved(word: object) -> bytes:
    out = io.BytesIO()
    word.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


XLSX_ROWS: tuple[tuple[object, ...], ...] = (
    ("A", "QUẢN LÝ CHẤT LƯỢNG", 20, None, ""),
    (1, "Chính sách, mục tiêu chất lượng", 8, None, ""),
    ("a)", "Ban hành chính sách chất lượng", 3, None, "Bản chính sách"),
    ("", "Đã ban hành, niêm yết", 3, None, ""),
    ("", "Đã ban hành, chưa niêm yết", 1.5, None, ""),
    ("", "Chưa ban hành", 0, None, ""),
    ("b)", "Tỷ lệ mục tiêu chất lượng hoàn thành", 5, None, "Báo cáo của đơn vị"),
    ("", "Từ 90% trở lên", 5, None, ""),
    ("", "Từ 70% đến dưới 90%", 3, None, ""),
    ("", "Dưới 70%", 0, None, ""),
    (2, "Đánh giá nội bộ", 12, None, ""),
    ("a)", "Thời gian gửi báo cáo đánh giá nội bộ", 6, None, "Gửi trước ngày 30/10/2024"),
    ("", "Đúng hạn", 6, None, ""),
    ("", "Chậm từ 01 đến 05 ngày", 4, None, ""),
    ("", "Chậm quá 05 ngày", 1, None, ""),
    ("", "Không gửi", 0, None, ""),
    ("b)", "Hồ sơ đánh giá", 6, None, ""),
    ("", "Có kế hoạch đánh giá", 2, None, ""),
    ("", "Có biên bản đánh giá", 2, None, ""),
    ("", "Có báo cáo khắc phục", 2, None, ""),
    ("B", "ĐIỂM TRỪ", None, None, ""),
    ("", "Tổng điểm", 20, None, ""),
)


def title_rows_xlsx() -> bytes:
    """Excel with three title rows over the header, numbers as numbers, a row of column numbers."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet("Biểu chấm")
    page.merge_range(0, 0, 0, 4, "UBND THÀNH PHỐ")
    page.merge_range(1, 0, 1, 4, "THANG ĐIỂM ĐÁNH GIÁ HỆ THỐNG QUẢN LÝ CHẤT LƯỢNG NĂM 2024")
    page.merge_range(2, 0, 2, 4, "(Kèm theo Kế hoạch số 56/KH-UBND ngày 12/01/2024 của UBND thành phố)")
    page.write_row(4, 0, ("STT", "Nội dung đánh giá", "Điểm chuẩn", "Điểm tự chấm", "Tài liệu minh chứng"))
    page.write_row(5, 0, ("(1)", "(2)", "(3)", "(4)", "(5)"))
    for index, row in enumerate(XLSX_ROWS):
        for column, value in enumerate(row):
            if value not in (None, ""):
                page.write(6 + index, column, value)
    book.close()
    return out.getvalue()


def rowspan_html() -> bytes:
    """A web page with rowspans, a section over the whole width, options in one cell with their points beside."""
    return """<!doctype html><html><head><meta charset="utf-8"><title>x</title></head><body>
<nav>Trang chủ | Tin tức</nav>
<h2>Bộ tiêu chí chấm điểm thi đua, xếp loại cơ quan năm 2025</h2>
<p>(Ban hành kèm theo Quyết định số 88/QĐ-SNV ngày 03/3/2025 của Sở Nội vụ)</p>
<table>
<tr><th>STT</th><th>Nội dung, tiêu chí</th><th>Điểm<br>tối đa</th><th>Minh chứng</th></tr>
<tr><td colspan="2"><b>I. Kỷ luật, kỷ cương</b></td><td>10</td><td></td></tr>
<tr><td>1</td><td>Chấp hành kỷ luật<br>- Không có công chức vi phạm kỷ luật: 5 điểm<br>- Có công chức vi phạm nhưng chưa đến mức kỷ luật: 2 điểm<br>- Có công chức vi phạm bị kỷ luật: 0 điểm</td><td>5</td><td rowspan="2">Theo dõi của Thanh tra tỉnh</td></tr>
<tr><td>2</td><td>Giải quyết đơn thư<p>Giải quyết đạt 100%</p><p>Giải quyết đạt từ 85% đến dưới 100%</p><p>Giải quyết đạt dưới 85%</p></td><td>5<p>5</p><p>3</p><p>0</p></td></tr>
<tr><td colspan="2"><b>II. Kết quả nhiệm vụ</b></td><td>20</td><td></td></tr>
<tr><td rowspan="4">1</td><td>Tỷ lệ nhiệm vụ đúng hạn</td><td>10</td><td rowspan="4">Hệ thống theo dõi nhiệm vụ (từ 01/01/2025 đến 30/11/2025)</td></tr>
<tr><td>Trên 98%</td><td>10</td></tr>
<tr><td>Từ 90% đến 98%</td><td>7</td></tr>
<tr><td>Dưới 90%</td><td>0</td></tr>
<tr><td>2</td><td>Đối với các sở có thủ tục hành chính và không có thủ tục hành chính</td><td>10</td><td></td></tr>
<tr><td>2.1</td><td>Đối với sở có thủ tục hành chính</td><td>10</td><td></td></tr>
<tr><td></td><td>Có báo cáo đầy đủ</td><td>10</td><td></td></tr>
<tr><td></td><td>Không có báo cáo</td><td>0</td><td></td></tr>
<tr><td>2.2</td><td>Đối với sở không có thủ tục hành chính</td><td>10</td><td></td></tr>
<tr><td></td><td>Có kế hoạch hỗ trợ</td><td>10</td><td></td></tr>
<tr><td></td><td>Không có kế hoạch hỗ trợ</td><td>0</td><td></td></tr>
<tr><td></td><td>Cộng</td><td>30</td><td></td></tr>
</table><p>Ghi chú: Cơ quan không phát sinh nhiệm vụ ở tiêu chí nào thì được tính điểm tối đa tiêu chí đó.</p></body></html>""".encode()


PDF_ROWS: tuple[tuple[str, str, str, str], ...] = (
    ("I", "Xây dựng và áp dụng hệ thống", "15", ""),
    (
        "1",
        "Kế hoạch duy trì hệ thống quản lý chất lượng",
        "5",
        "Kế hoạch của đơn vị ban hành trước ngày 31/01/2024",
    ),
    ("", "Ban hành đúng thời gian quy định", "5", ""),
    ("", "Ban hành chậm không quá 15 ngày so với thời gian quy định", "3", ""),
    ("", "Ban hành chậm trên 15 ngày hoặc không ban hành", "0", ""),
    (
        "2",
        "Tỷ lệ quy trình nội bộ được áp dụng trên tổng số thủ tục hành chính đã công bố của cơ quan, đơn vị",
        "6",
        "Danh mục quy trình",
    ),
    ("", "Đạt 100%", "6", ""),
    ("", "Đạt từ 90% đến dưới 100%", "4,5", ""),
    ("", "Đạt từ 75% đến dưới 90%", "2", ""),
    ("", "Dưới 75%", "0", ""),
    (
        "3",
        "Cử công chức tham gia đầy đủ các lớp đào tạo, tập huấn do tỉnh tổ chức trong năm",
        "4",
        "Kết quả theo dõi của Sở Khoa học và Công nghệ",
    ),
    ("", "Tham gia đầy đủ", "4", ""),
    ("", "Tham gia không đầy đủ", "2", ""),
    ("", "Không tham gia", "0", ""),
    ("II", "Cải tiến", "5", ""),
    ("1", "Số cải tiến được áp dụng", "5", "Báo cáo cải tiến"),
    ("", "Từ 3 cải tiến trở lên", "5", ""),
    ("", "Từ 1 đến 2 cải tiến", "3", ""),
    ("", "Không có cải tiến", "0", ""),
    ("", "Tổng cộng", "20", ""),
)


def docgen_pdf() -> bytes:
    """PDF made by this product's own typesetter, long titles wrapped in their cells, over two pages."""
    columns = (Column(1), Column(7), Column(2), Column(4))
    head = (tuple(Cell(text) for text in ("TT", "Tiêu chí", "Điểm tối đa", "Minh chứng")),)
    rows = tuple(tuple(Cell(text) for text in row) for row in PDF_ROWS)
    blocks = (
        Title("BỘ TIÊU CHÍ ĐÁNH GIÁ ÁP DỤNG HỆ THỐNG QUẢN LÝ CHẤT LƯỢNG NĂM 2024"),
        Paragraph("(Ban hành kèm theo Quyết định số 321/QĐ-UBND ngày 20/02/2024 của UBND tỉnh)"),
        Table(columns, head, rows, caption="Bảng điểm"),
    )
    return to_pdf(Document(title="Bộ tiêu chí", blocks=blocks))


DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "par-index.docx": par_docx,
    "chuyen-doi-so.docx": merged_docx,
    "iso-thanh-pho.xlsx": title_rows_xlsx,
    "thi-dua.html": rowspan_html,
    "iso-tinh.pdf": docgen_pdf,
}


def _html(head: tuple[str, ...], rows: tuple[tuple[str, ...], ...], title: str) -> bytes:
    lines = "".join(
        "<tr>" + "".join(f"<td>{text.replace('<', '&lt;')}</td>" for text in row) + "</tr>\n"
        for row in (head, *rows)
    )
    return f"<html><body>\n<h1>{title}</h1>\n<table>\n{lines}</table></body></html>".encode()


def inline_html() -> bytes:
    """A web page whose last column says in sentences how points are given."""
    rows = (
        (
            "1",
            "Ban hành kế hoạch",
            "2",
            "Ban hành đúng hạn được 2 điểm; chậm được 1 điểm; không ban hành 0 điểm",
        ),
        ("2", "Tỷ lệ hồ sơ trực tuyến", "3", "Điểm = (số hồ sơ trực tuyến/tổng số hồ sơ) x 3"),
        (
            "3",
            "Tỷ lệ thanh toán trực tuyến",
            "3",
            "Tỷ lệ % đạt được/80% x điểm tối đa; từ 80% trở lên được điểm tối đa",
        ),
        ("4", "Chấp hành kỷ luật lao động", "5", "Mỗi lần vi phạm trừ 1 điểm"),
        ("5", "Sáng kiến", "3", "01 sáng kiến được 1,5 điểm, tối đa 3 điểm"),
        ("6", "Mức tăng thu", "3", "Đạt 80% được 1 điểm; cứ tăng thêm 5% được cộng 0,5 điểm"),
        (
            "7",
            "Thứ hạng chuyển đổi số",
            "3",
            "Xếp hạng từ 1 đến 5: 3 điểm; xếp hạng từ 6 đến 10: 2 điểm; xếp hạng từ 11 trở xuống: 0 điểm",
        ),
        (
            "8",
            "Vi phạm an toàn thông tin",
            "2",
            "Không vi phạm: 2 điểm; vi phạm 01 lần: 1 điểm; vi phạm từ 02 lần trở lên: 0 điểm",
        ),
        ("9", "Phối hợp với các đơn vị", "2", "Căn cứ mức độ phối hợp để cho điểm"),
        (
            "10",
            "Hai tỷ lệ",
            "2",
            "Tỷ lệ A đạt 100% và tỷ lệ B đạt trên 50%: 2 điểm; tỷ lệ A đạt 100% và tỷ lệ B đạt dưới 50%: 1 điểm; còn lại: 0 điểm",
        ),
    )
    return _html(
        ("TT", "Tiêu chí", "Điểm tối đa", "Cách tính điểm"), rows, "BỘ TIÊU CHÍ ĐÁNH GIÁ CẤP XÃ NĂM 2024"
    )


def paragraphs_docx() -> bytes:
    """Word without any table: numbered lines, points in the words."""
    word = Word()
    for text in (
        "TIÊU CHÍ THI ĐUA NĂM 2024",
        "I. Nhiệm vụ chung (20 điểm)",
        "1. Kế hoạch (5 điểm)",
        "- Ban hành đúng hạn: 5 điểm.",
        "- Ban hành chậm: 3 điểm.",
        "- Không ban hành: 0 điểm.",
        "2. Tỷ lệ giải quyết hồ sơ đúng hạn (15 điểm)",
        "- Từ 98% trở lên: 15 điểm;",
        "- Từ 90% đến dưới 98%: 10 điểm;",
        "- Dưới 90%: 0 điểm.",
        "II. Nhiệm vụ riêng: 10 điểm",
        "1. Báo cáo (10 điểm)",
        "a) Đúng hạn: 6 điểm",
        "b) Đủ nội dung: 4 điểm",
    ):
        word.add_paragraph(text)
    return _saved(word)


def bonus_html() -> bytes:
    """Sections for points added and taken; criteria under dashes, options under pluses; letters as options."""
    rows = (
        ("A", "NỘI DUNG CHẤM", "18"),
        ("1", "Kế hoạch", "2"),
        ("a", "Đúng hạn", "2"),
        ("b", "Chậm hạn", "1"),
        ("c", "Không có", "0"),
        ("2", "Công tác đào tạo", "6"),
        ("", "- Số lượng học viên", "3"),
        ("", "+ Từ 90% trở lên", "3"),
        ("", "+ Dưới 90%", "1"),
        ("", "- Thời gian", "3"),
        ("", "+ Đúng hạn", "3"),
        ("", "+ Trễ hạn", "0"),
        ("3", "Chất lượng tham mưu", "0 - 10"),
        ("B", "ĐIỂM THƯỞNG", "5"),
        ("1", "Mô hình được nhân rộng: mỗi mô hình được cộng 1 điểm", "5"),
        ("C", "ĐIỂM TRỪ", "-5"),
        ("1", "Bị nhắc nhở bằng văn bản", "-2"),
        ("2", "Bị xử lý kỷ luật", "-3"),
    )
    return _html(("STT", "Nội dung", "Điểm"), rows, "THANG ĐIỂM ĐÁNH GIÁ NĂM 2025")


def lines_txt() -> bytes:
    """Text, one row a line, two points columns, section names that end in `số`."""
    return """UBND TỈNH
BỘ TIÊU CHÍ CHẤM ĐIỂM NĂM 2023
STT Tiêu chí Điểm tối đa Điểm tự chấm
I. CÔNG TÁC CHỈ ĐẠO 20 18
1. Kế hoạch 10 9
a) Ban hành đúng hạn 10
b) Ban hành trễ hạn 5
c) Không ban hành 0
2. Xây dựng chính quyền số 10 9
Từ 90% trở lên 10
Từ 70 đến dưới 90% 5
Dưới 70% 0
Tổng cộng 20 18
Ghi chú: không phát sinh thì được điểm tối đa
Xếp loại:
- Loại Tốt: từ 16 điểm trở lên
- Loại Khá: từ 12 đến dưới 16 điểm
- Loại Trung bình: dưới 12 điểm
""".encode()


DOCUMENTS |= {
    "cach-tinh.html": inline_html,
    "khong-bang.docx": paragraphs_docx,
    "thuong-tru.html": bonus_html,
    "tung-dong.txt": lines_txt,
}
