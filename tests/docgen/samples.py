"""One document with every kind of block."""

from __future__ import annotations

from minhchung.docgen.model import (
    Cell,
    Column,
    Document,
    Heading,
    Items,
    KeyValues,
    PageBreak,
    Paragraph,
    Picture,
    Run,
    Signature,
    StateHeader,
    Table,
    Title,
)

LETTERS = "Ễ Ặ Ở Ẫ Ự Ỹ đ ư ẵ ỡ ự Đ Ư"
MARKUP = '#let x = 1 *b* _i_ $a$ \\ @ref <lbl> [x] "q" & <script>alert(1)</script> //c `r`'
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="40" height="20" fill="#1d4f7c"/></svg>'


def document(rows: int = 3) -> Document:
    body = tuple((Cell(str(n)), Cell(f"Tiêu chí {n}"), Cell("5"), Cell("4,5")) for n in range(1, rows + 1))
    return Document(
        "Báo cáo thử",
        (
            StateHeader(
                "UBND huyện Krông Nô", "Krông Nô, ngày 05 tháng 01 năm 2026", "UBND tỉnh", "12/BC-UBND"
            ),
            Title("Báo cáo", "Kết quả tự chấm điểm"),
            Heading("I. Tình hình"),
            Paragraph((Run("Chữ: "), Run(LETTERS, bold=True), Run(MARKUP, italic=True))),
            Items(("Một", MARKUP)),
            Items(("Thứ nhất", "Thứ hai"), ordered=True),
            KeyValues((("Tổng điểm", "96,5"),)),
            Table(
                (Column(1, "center"), Column(6), Column(2, "right"), Column(2, "right")),
                (
                    (Cell("TT", row_span=2), Cell("Nội dung", row_span=2), Cell("Điểm", column_span=2)),
                    (Cell("Tối đa"), Cell("Đạt")),
                ),
                body,
                caption="Bảng 1. Điểm",
            ),
            Picture(SVG, "svg", "Một hình chữ nhật", width=40, caption="Hình 1"),
            Signature(("KT. Chủ tịch", "Phó Chủ tịch"), "Nguyễn Văn Ẩn", ("Như trên;", "Lưu: VT.")),
            PageBreak(),
            Heading("Phụ lục", 2),
        ),
        footer="Mốc sổ cái 7f3a",
    )
