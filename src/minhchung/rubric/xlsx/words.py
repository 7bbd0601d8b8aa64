"""What the workbook calls things: sheets, columns, kinds of rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

HEAD, NODES, OPTIONS, LONG, GUIDE = "Bộ tiêu chí", "Tiêu chí", "Phương án", "Văn bản dài", "Hướng dẫn"
ORIGIN = "Xuất từ: "
"""How the line of the guide begins that says what a workbook was written from."""

ColumnKind = Literal["text", "number", "list", "yaml", "word", "note"]
"""text, number: one value. list: a line each. yaml: a piece of the YAML. word: one of a list. note: not read back."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. key: the YAML field it holds. note: what stands behind its head."""

    key: str
    title: str
    kind: ColumnKind = "text"
    width: int = 14
    note: str = ""


KIND_WORDS: dict[str, str] = {
    "options": "Chọn một trong các phương án",
    "bands": "Theo dải giá trị",
    "linear": "Điểm tỷ lệ thuận",
    "product": "Tích của nhiều tỷ lệ",
    "counts": "Đếm và nhân điểm",
    "steps": "Tăng, giảm theo bậc",
    "deductions": "Trừ điểm",
    "checklist": "Danh mục cộng điểm",
    "graded": "Người thẩm định cho điểm",
    "formula": "Công thức",
    "conditions": "Nhiều điều kiện cùng lúc",
    "case_mean": "Trung bình điểm từng hồ sơ",
    "relative": "So với mức chung",
    "rank": "Theo thứ hạng trong nhóm",
    "survey": "Khảo sát",
    "levels": "Mức độ × trọng số",
    "sum_of": "Cộng nhiều cách tính",
    "best_of": "Lấy cách tính cao nhất",
    "by_agency": "Khác nhau theo loại cơ quan",
    "fallback": "Khi không có số liệu",
    "years": "Nhiều năm",
}
ANSWERED_WORDS = {
    "agency": "cơ quan tự chấm",
    "owner": "cơ quan theo dõi",
    "survey": "khảo sát",
    "data": "số liệu",
}
PART_WORDS = {
    "options": "phương án",
    "rows": "mức",
    "items": "nội dung",
    "lines": "dòng đếm",
    "table": "bảng trừ",
    "levels": "cấp độ",
}
"""The lists of a rule that stand as rows of the options sheet."""
POINT_KEYS = {
    ("counts", "lines"): "each",
    ("deductions", "items"): "each",
    ("survey", "levels"): "weight",
    ("levels", "levels"): "value",
}
"""What the points column holds for lists whose items carry no `points`."""

KEY = Column(
    "id", "Khóa", width=16, note="Nối dòng này với các phương án. Không đổi khi đổi nhãn hay chuyển chỗ."
)
NODE_COLUMNS: tuple[Column, ...] = (
    Column("depth", "Cấp", "number", 6, "1 là lĩnh vực, 2 là tiêu chí, 3 là tiêu chí thành phần…"),
    KEY,
    Column("label", "Nhãn", width=8, note="Như in trong văn bản: I, 1, 1.1, a. Để dạng chữ."),
    Column("title", "Tên tiêu chí", width=50),
    Column("max", "Điểm tối đa", "number", 9),
    Column("kind", "Cách tính", "word", 26, "Chỉ ở mục chấm điểm; mục có mục con để trống."),
    Column("measure", "Số liệu", "yaml", 26, "rate, count, days, working_days, number; hoặc đủ: kind: rate…"),
    Column("evidence", "Tài liệu kiểm chứng", "list", 40, "Mỗi dòng trong ô một tài liệu (Alt+Enter)."),
    Column("appraised_by", "Cơ quan thẩm định", width=22),
    Column("answered_by", "Bên trả lời", "word", 16),
    Column("window", "Thời gian số liệu", width=20, note="Ví dụ 01/01/N – 15/10/N"),
    Column("when", "Phạm vi áp dụng", "yaml", 20, "Ví dụ cap: xã"),
    Column("notes", "Ghi chú", "list", 40, "Mỗi dòng trong ô một ghi chú."),
    Column("line", "Dòng nguồn", "number", 8),
    Column("text", "Nội dung", width=40),
    Column("title_en", "Tên tiếng Anh", width=30),
    Column("code", "Mã riêng", width=16, note="Chỉ khi mã không ghép từ các nhãn."),
    Column("rule", "Quy tắc khác", "yaml", 40, "Phần của quy tắc không có cột riêng, dạng YAML."),
    Column("rest", "Khác", "yaml", 40, "Phần của mục không có cột riêng, dạng YAML."),
)
OPTION_COLUMNS: tuple[Column, ...] = (
    Column("node", "Khóa", width=16, note="Khóa của tiêu chí ở trang “Tiêu chí”."),
    Column("name", "Tên tiêu chí", "note", 30, "Chỉ để xem, không đọc lại."),
    Column("part", "Phần", "word", 12, "phương án, mức, nội dung, dòng đếm, bảng trừ, cấp độ"),
    Column("id", "Mã", width=6, note="Để trống: a, b, c… theo thứ tự."),
    Column("when", "Điều kiện", width=20, note="Có dấu so sánh: >= 80 %, < 90 %"),
    Column("points", "Điểm", "number", 9),
    Column("text", "Nội dung", width=60),
    Column("none", "Khi “không có”", "word", 12, "có: mức này là của cơ quan khai không có"),
    Column("line", "Dòng nguồn", "number", 8),
    Column("rest", "Khác", "yaml", 30, "Phần còn lại, dạng YAML."),
)
HEAD_COLUMNS: tuple[Column, ...] = (
    Column("key", "Khóa", width=22),
    Column("words", "Mục", "note", 30),
    Column("name", "Tên", width=24, note="Của tham số, đặc điểm, mức xếp loại…"),
    Column("when", "Điều kiện", width=20),
    Column("value", "Giá trị", "yaml", 70),
)
LONG_COLUMNS: tuple[Column, ...] = (
    Column("number", "Số", "number", 6),
    Column("text", "Đoạn", width=100),
)
HEAD_LISTS = ("legal_basis", "notes")
HEAD_ITEMS = ("parameters", "traits", "tie_break")
HEAD_PIECES = ("rounding",)
HEAD_NUMBERS = ("total", "total_cap", "total_floor", "step")
HEAD_ALWAYS = (
    *("rubric", "version", "title", "decision", "issued_on", "legal_basis", "applies_to", "total"),
    *("step", "rounding", "window", "not_applicable", "zero_denominator", "notes"),
)
"""Keys that have a row even where nothing is said, so that people see what can be said."""
COLUMNS: dict[str, tuple[Column, ...]] = {
    HEAD: HEAD_COLUMNS,
    NODES: NODE_COLUMNS,
    OPTIONS: OPTION_COLUMNS,
    LONG: LONG_COLUMNS,
}
WORDS: dict[str, dict[str, str]] = {
    "kind": KIND_WORDS,
    "answered_by": ANSWERED_WORDS,
    "part": PART_WORDS,
    "none": {"có": "có", "không": "không"},
}
DEEPEST = 28
LONGEST = 30_000
