"""Four short rubrics nobody published, each in a layout of its own: another province, field and hand in each."""

from __future__ import annotations

import io

import xlsxwriter

_DEPARTMENT_ROWS = (
    ("1", "TỔ CHỨC BỘ MÁY", "6", "", "", ""),
    ("1.1", "Sắp xếp các phòng chuyên môn", "4", "", "Đề án đã duyệt", "Sở Nội vụ"),
    ("", "Xong trước tháng 6: 4", "", "", "", ""),
    ("", "Xong sau tháng 6: 2", "", "", "", ""),
    ("", "Chưa làm: 0", "", "", "", ""),
    ("1.2", "Việc được giao trong quy chế làm việc", "2", "", "Bảng theo dõi", "Văn phòng"),
    ("", "Làm xong 100% số việc: 2", "", "", "", ""),
    (
        "",
        "Làm xong từ 70% - dưới 100% thì tính theo công thức: (b/a)*2; trong đó a là số việc được giao, b là số việc đã xong",
        "",
        "",
        "",
        "",
    ),
    ("", "Làm xong dưới 70% số việc: 0", "", "", "", ""),
    ("2", "TÀI CHÍNH CÔNG", "5", "", "", ""),
    ("2.1", "Giải ngân vốn đầu tư", "5", "", "Số liệu Kho bạc", "Sở Tài chính"),
    ("", "Từ 95% kế hoạch vốn trở lên: 5", "", "", "", ""),
    ("", "Từ 85% - dưới 95% kế hoạch vốn: 2,5", "", "", "", ""),
    ("", "Dưới 85% kế hoạch vốn: 0", "", "", "", ""),
    ("", "TỔNG ĐIỂM", "11", "", "", ""),
)


def department_page() -> bytes:
    """A page laid out by a table, the criteria in a table inside it; the header has two rows; cells are not closed."""
    rows = "".join(f"<tr>{''.join(f'<td>{text}' for text in row)}</tr>" for row in _DEPARTMENT_ROWS)
    return (
        "<html><body><h2>BỘ TIÊU CHÍ CHẤM ĐIỂM CÁC SỞ NĂM 2026</h2>"
        "<table><tr><td>Trang chủ<td><p>Kèm theo Quyết định số 15/QĐ-UBND ngày 06/01/2026</p><div><table><thead>"
        "<tr><th rowspan=2>STT</th><th rowspan=2>Lĩnh vực, tiêu chí</th><th colspan=2>Điểm đánh giá</th>"
        "<th rowspan=2>Tài liệu kiểm chứng</th><th rowspan=2>Cơ quan thẩm định</th></tr>"
        f"<tr><th>Điểm tối đa</th><th>Điểm tự đánh giá</th></tr></thead>{rows}</table></div></table></body></html>"
    ).encode()


_DIGITAL_ROWS = (
    (
        "1.1",
        "Nhận thức số",
        "Buổi họp về chuyển đổi số do Chủ tịch chủ trì",
        "- Hằng tháng: 8 điểm\n- Hằng quý: 4 điểm\n- Không có: 0 điểm",
        8,
    ),
    (
        "1.2",
        "Nhận thức số",
        "Tổ công nghệ số cộng đồng",
        "Mọi thôn đều có tổ: 2 điểm; có thôn chưa có tổ: 1 điểm; không có: 0 điểm",
        2,
    ),
    (
        "2.1",
        "Hạ tầng số",
        "Tỷ lệ người lớn có tài khoản định danh",
        "a = Số người có tài khoản; b = Số người lớn\nĐiểm = a/b * Điểm tối đa",
        10,
    ),
    ("2.2", "Hạ tầng số", "Tỷ lệ thôn phủ sóng 5G", "Từ 90% trở lên: 10 điểm; dưới 90%: 5 điểm", 10),
)


def digital_sheet() -> bytes:
    """A workbook with the pillars in merged cells; how points are given stands in a cell of its own."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page, plain = book.add_worksheet(), book.add_format()
        page.merge_range(0, 0, 0, 5, "BỘ CHỈ SỐ CHUYỂN ĐỔI SỐ CẤP PHƯỜNG NĂM 2026", plain)
        for column, text in enumerate(
            ("Mã", "Trụ cột", "Chỉ số thành phần", "Cách tính", "Thang điểm", "Minh chứng")
        ):
            page.write_string(2, column, text)
        for index, row in enumerate(_DIGITAL_ROWS, start=3):
            for column, value in enumerate(row):
                page.write(index, column, value)
        page.merge_range(3, 1, 4, 1, "Nhận thức số", plain)
        page.merge_range(5, 1, 6, 1, "Hạ tầng số", plain)
        page.write_string(7, 2, "Tổng điểm")
        page.write_number(7, 4, 30)
    return out.getvalue()


COMMUNE = """BẢNG TIÊU CHÍ THI ĐUA CÁC XÃ NĂM 2026
(Kèm theo Quyết định số 402/QĐ-UBND ngày 20/02/2026)

I. VĂN THƯ, LƯU TRỮ (11 điểm)
1. Hồ sơ công việc (5 điểm)
a) Lập danh mục hồ sơ trước ngày 31/01/2026: 2 điểm; lập sau ngày đó: 1 điểm; không lập: 0 điểm.
b) Nộp lưu hồ sơ: đạt 100%: 3 điểm; từ 70% đến dưới 100%: 1,5 điểm; dưới 70%: 0 điểm.
2. Báo cáo tuần (4 điểm): Mỗi báo cáo muộn trừ 0,25 điểm; mỗi báo cáo thiếu trừ 1 điểm
3. Trực lãnh đạo (2 điểm)
a) Đủ các ngày: 2 điểm; b) Thiếu vài ngày: 1 điểm; c) Không trực: 0 điểm
II. TIẾP CÔNG DÂN (13 điểm)
1. Niêm yết lịch tiếp (3 điểm)
- Niêm yết đủ: 3 điểm
- Niêm yết thiếu: 1 điểm
- Không niêm yết: 0 điểm
2. Đơn trả lời đúng hạn (6 điểm)
- Từ 90% trở lên: 6 điểm
- Từ 75% đến dưới 90%: 3 điểm
- Dưới 75%: 0 điểm
3. Hài lòng của người đến (4 điểm): Điểm = tỷ lệ hài lòng x 4
III. ĐIỂM THƯỞNG (tối đa 2 điểm)
1. Cách làm hay: mỗi cách làm được công nhận cộng 1 điểm, tối đa 2 điểm
Tổng điểm: 24 điểm
"""


def commune_text() -> bytes:
    """Running text: no header, the max in the title, options sharing a line, deductions after a colon."""
    return COMMUNE.encode()


def frame_page(first: str = "<td>A</td><td colspan=4>LẬP HỆ THỐNG</td>", second: str = "") -> bytes:
    """Levels beside merged criteria, sections as rows over all columns. first, second: the cells of the section rows."""
    second = second or "<td>B</td><td colspan=4>GIỮ HỆ THỐNG</td>"
    return (
        "<html><body><p>KHUNG CHẤM HỆ THỐNG QUẢN LÝ CHẤT LƯỢNG NĂM 2026</p><table>"
        "<tr><th>TT</th><th>Nội dung đánh giá</th><th>Điểm chuẩn</th><th>Mức điểm</th><th>Cách chấm điểm</th></tr>"
        f"<tr>{first}</tr>"
        "<tr><td rowspan=2>1</td><td rowspan=2>Danh mục quy trình</td><td rowspan=2>3</td><td>3</td><td>Có danh mục</td></tr>"
        "<tr><td>0</td><td>Không có danh mục</td></tr>"
        "<tr><td rowspan=3>2</td><td rowspan=3>Mục tiêu năm</td><td rowspan=3>5</td><td>5</td><td>Đạt 100%</td></tr>"
        "<tr><td>2</td><td>Đạt từ 60% đến dưới 100%</td></tr><tr><td>0</td><td>Đạt dưới 60%</td></tr>"
        f"<tr>{second}</tr>"
        "<tr><td rowspan=3>3</td><td rowspan=3>Sửa điểm không phù hợp</td><td rowspan=3>4</td><td>4</td>"
        "<td>Sửa trong vòng 20 ngày</td></tr>"
        "<tr><td>1</td><td>Sửa sau 20 ngày</td></tr><tr><td>0</td><td>Không sửa</td></tr>"
        "<tr><td></td><td>Cộng</td><td>12</td><td></td><td></td></tr></table></body></html>"
    ).encode()
