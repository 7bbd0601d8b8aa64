"""A rubric into a workbook. Strings are strings, formulas never."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from minhchung.rubric.kinds.base import Plain
from minhchung.rubric.model import Node, Rubric
from minhchung.rubric.printing import head_fields, nodes_fields
from minhchung.rubric.reader import exact_number
from minhchung.rubric.xlsx.cells import cell_of_list, cell_of_piece, cell_of_text
from minhchung.rubric.xlsx.words import (
    COLUMNS,
    GUIDE,
    HEAD,
    HEAD_ALWAYS,
    HEAD_ITEMS,
    HEAD_LISTS,
    HEAD_NUMBERS,
    HEAD_PIECES,
    KIND_WORDS,
    LONG,
    LONGEST,
    NODE_COLUMNS,
    NODES,
    OPTION_COLUMNS,
    OPTIONS,
    ORIGIN,
    PART_WORDS,
    POINT_KEYS,
    WORDS,
    Column,
)

_WRITTEN_ON = datetime(1980, 1, 1)
_ROOM_BELOW = 300
_MOST_DIGITS = 12
Fields = dict[str, Plain]
Line = dict[str, str]
"""Column key → text of the cell; empty ones left out."""

_KEYS_IN_WORDS = {
    "rubric": "mã bộ tiêu chí",
    "version": "phiên bản",
    "title": "tên",
    "title_en": "tên tiếng Anh",
    "decision": "quyết định ban hành",
    "issued_on": "ngày ban hành",
    "legal_basis": "căn cứ (mỗi căn cứ một hàng)",
    "applies_to": "đối tượng áp dụng",
    "source": "nguồn",
    "notes": "ghi chú (mỗi ghi chú một hàng)",
    "total": "tổng điểm",
    "total_cap": "mức trần của tổng điểm",
    "total_floor": "mức sàn của tổng điểm",
    "numbering": "cách đánh số: restarts, runs_on",
    "step": "bước điểm",
    "rounding": "làm tròn: places, mode, at",
    "window": "thời gian lấy số liệu, ví dụ 01/01/N – 15/10/N",
    "not_applicable": "quy tắc không áp dụng",
    "zero_denominator": "khi mẫu số bằng 0",
    "parameters": "tham số (mỗi tham số một hàng)",
    "traits": "đặc điểm cơ quan (mỗi đặc điểm một hàng)",
    "tie_break": "khi bằng điểm, lần lượt",
    "classes.bands": "mức xếp loại, cao nhất trước",
    "classes.vetoes": "xuống loại khi",
    "classes.section_vetoes": "cả phần 0 điểm khi",
    "classes.caps": "không quá loại khi",
    "classes.grades": "bậc của từng phần",
    "classes.combinations": "xếp loại theo các bậc",
}
_GUIDE = (
    "Trang “Tiêu chí”: mỗi hàng một mục, theo thứ tự của văn bản; cột “Cấp” nói mục nằm dưới mục nào.",
    "Trang “Phương án”: mỗi hàng một phương án, một dải, một nội dung; cột “Khóa” nối với tiêu chí.",
    "Trang “Bộ tiêu chí”: tên, quyết định, tổng điểm, tham số, xếp loại, quy tắc bằng điểm.",
    "Có thể thêm, bớt, đổi thứ tự hàng. Giữ nguyên tên trang và hàng tiêu đề.",
    "Thêm tiêu chí mới: ghi một khóa chưa dùng. Tiêu chí cũ: giữ khóa, để câu trả lời đã có không mất.",
    "Điều kiện luôn có dấu so sánh: >= 80 %, < 90 %. Điểm: 0,5 hay 2.",
    "Ô bắt đầu bằng dấu nháy kép hoặc ngoặc vuông, và các ô ở cột “Khác”, viết theo định dạng YAML của bộ tiêu chí.",
    "Đọc lại bằng `minhchung rubric import TỆP.xlsx`, hoặc ở trang “Đọc văn bản” của hệ thống.",
)


def to_workbook(rubric: Rubric, origin: str = "") -> bytes:
    """The rubric as XLSX; the same rubric gives the same bytes. origin: what `origin_of` reads from it again."""
    long_texts: list[str] = []
    lines = {HEAD: _head(rubric), NODES: list(_nodes(rubric)), OPTIONS: list(_options(rubric))}
    target = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, {"in_memory": True, **options}) as book:
        book.set_properties({"created": _WRITTEN_ON, "title": rubric.title[:250]})
        face = _Face(book)
        pages = {name: book.add_worksheet(name) for name in (NODES, OPTIONS, HEAD, GUIDE, LONG)}
        for name, rows in lines.items():
            _write(pages[name], face, COLUMNS[name], rows, long_texts)
        _offer(pages, len(lines[NODES]), len(lines[OPTIONS]))
        _guide(pages[GUIDE], face, origin)
        _write(pages[LONG], face, COLUMNS[LONG], list(_pieces(long_texts)), long_texts)
        if not long_texts:
            pages[LONG].hide()
    return target.getvalue()


# ── what is said ──


def _nodes(rubric: Rubric) -> Iterator[Line]:
    for node, fields, depth in _walk(rubric.nodes, nodes_fields(rubric), 1):
        rest = {key: value for key, value in fields.items() if key not in ("children", "id", "rule")}
        line = {"depth": str(depth), "id": cell_of_text(node.id)} | _rule_cells(fields.get("rule"))
        for column in NODE_COLUMNS:
            if column.key in rest:
                line[column.key] = _cell(column, rest.pop(column.key))
        yield line | ({"rest": cell_of_piece(rest)} if rest else {})


def _walk(
    nodes: tuple[Node, ...], dumped: list[Plain], depth: int
) -> Iterator[tuple[Node, dict[str, Plain], int]]:
    for node, fields in zip(nodes, dumped, strict=True):
        assert isinstance(fields, dict)
        yield node, fields, depth
        children = fields.get("children")
        yield from _walk(node.children, children if isinstance(children, list) else [], depth + 1)


def _rule_cells(rule: Plain | None) -> Line:
    """The rule's kind and measure; what has no row of its own either, as YAML."""
    if rule is None:
        return {}
    if not isinstance(rule, dict):
        return {"kind": KIND_WORDS[str(rule)]}
    rest = {key: value for key, value in rule.items() if key not in ("kind", "measure", *_parts(rule))}
    line = {"kind": KIND_WORDS[str(rule["kind"])]}
    if "measure" in rule:
        line["measure"] = cell_of_piece(rule["measure"])
    return line | ({"rule": cell_of_piece(rest)} if rest else {})


def _parts(rule: dict[str, Plain]) -> dict[str, list[dict[str, Plain]]]:
    """The rule's lists that stand as rows."""
    found = {}
    for key in PART_WORDS:
        items = rule.get(key)
        if isinstance(items, list) and all(isinstance(item, dict) for item in items):
            found[key] = [item for item in items if isinstance(item, dict)]
    return found


def _options(rubric: Rubric) -> Iterator[Line]:
    for node, fields, _ in _walk(rubric.nodes, nodes_fields(rubric), 1):
        rule = fields.get("rule")
        if not isinstance(rule, dict):
            continue
        for part, items in _parts(rule).items():
            for item in items:
                yield _option(node, str(rule["kind"]), part, item)


def _option(node: Node, kind: str, part: str, item: dict[str, Plain]) -> Line:
    line = {"node": cell_of_text(node.id), "part": PART_WORDS[part]}
    if node.title:
        line["name"] = node.title[:120]
    rest = dict(item)
    points = POINT_KEYS.get((kind, part), "points")
    for column in OPTION_COLUMNS:
        key = points if column.key == "points" else column.key
        value = rest.get(key)
        if isinstance(value, str) and key not in ("node", "part", "rest"):
            line[column.key] = _cell(column, rest.pop(key))
    return line | ({"rest": cell_of_piece(rest)} if rest else {})


def _head(rubric: Rubric) -> list[Line]:
    fields = head_fields(rubric)
    classes = fields.pop("classes", {})
    assert isinstance(classes, dict)
    said = fields | {f"classes.{key}": value for key, value in classes.items()}
    order = [key for key in HEAD_ALWAYS if key not in said or key != "notes"]
    lines: list[Line] = []
    for key in dict.fromkeys((*order, *said)):
        words = {"key": key, "words": _KEYS_IN_WORDS.get(key, key)}
        lines += [words | cells for cells in _head_values(key, said.get(key))]
    return lines


def _head_values(key: str, value: Plain | None) -> Iterator[Line]:
    if value is None:
        yield {}
    elif isinstance(value, list) and (key in HEAD_LISTS or key in HEAD_ITEMS or key.startswith("classes.")):
        for item in value:
            yield _head_item(item)
    elif key in HEAD_PIECES or not isinstance(value, str):
        yield {"value": cell_of_piece(value)}
    else:
        yield {"value": value if key in HEAD_NUMBERS else cell_of_text(value)}


def _head_item(item: Plain) -> Line:
    if not isinstance(item, dict):
        return {"value": cell_of_text(str(item))}
    rest = dict(item)
    line = {}
    for key in ("name", "when"):
        value = rest.get(key)
        if isinstance(value, str) and value:
            line[key] = cell_of_text(str(rest.pop(key)))
    return line | ({"value": cell_of_piece([rest])[1:-1]} if rest or not line else {})


def _cell(column: Column, value: Plain) -> str:
    if column.kind == "list" and isinstance(value, list):
        return cell_of_list(value)
    if column.kind == "yaml" or not isinstance(value, str):
        return cell_of_piece(value)
    if column.kind == "word":
        return WORDS[column.key].get(value, value)
    return value if column.kind == "number" else cell_of_text(value)


def _pieces(texts: list[str]) -> Iterator[Line]:
    """Long texts in pieces; a piece never begins or ends with a blank, which a cell would lose."""
    for number, text in enumerate(texts, start=1):
        while text:
            end = min(LONGEST, len(text))
            while end < len(text) and (text[end - 1].isspace() or text[end].isspace()):
                end -= 1
            yield {"number": str(number), "text": text[:end]}
            text = text[end:]


# ── how it is laid out ──


class _Face:
    """The formats of the workbook."""

    def __init__(self, book: Any) -> None:
        base = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
        self.head = book.add_format(
            {**base, "bold": True, "border": 1, "text_wrap": True, "align": "center", "bg_color": "#E6EEF5"}
        )
        self.text = book.add_format({**base, "num_format": "@", "text_wrap": True})
        self.number = book.add_format({**base, "num_format": "General"})
        self.note = book.add_format({**base, "num_format": "@", "font_color": "#5A6570"})

    def of(self, column: Column) -> Any:
        """The format of a column's cells."""
        return {"number": self.number, "note": self.note}.get(column.kind, self.text)


def _write(page: Any, face: _Face, columns: tuple[Column, ...], lines: list[Line], long: list[str]) -> None:
    for index, column in enumerate(columns):
        page.set_column(index, index, column.width, face.of(column))
        page.write_string(0, index, column.title, face.head)
        if column.note:
            page.data_validation(
                0,
                index,
                0,
                index,
                {"validate": "any", "input_title": column.title, "input_message": column.note},
            )
    page.freeze_panes(1, 4 if columns is NODE_COLUMNS else 0)
    for row, line in enumerate(lines, start=1):
        for index, column in enumerate(columns):
            text = line.get(column.key, "")
            if not text:
                continue
            number = _number(text) if column.kind == "number" else None
            if number is not None:
                page.write_number(row, index, number, face.number)
                continue
            if len(text) > LONGEST:
                long.append(text)
                text = f"[[dài {len(long)}]]"
            page.write_string(row, index, text, face.of(column))


def _number(text: str) -> float | None:
    """A number that a cell holds exactly; None for one that stays text (1/3, 60 %, many digits)."""
    found = exact_number(text)
    if not isinstance(found, tuple) or found[1] or "/" in text:
        return None
    exact = found[0]
    near = float(exact)
    return near if Fraction(repr(near)) == exact and len(repr(near)) <= _MOST_DIGITS else None


def _offer(pages: dict[str, Any], nodes: int, options: int) -> None:
    """Lists to choose from; the kinds stand in the guide, because a list in place is cut at 255 letters."""
    kinds = f"='{GUIDE}'!$A${len(_GUIDE) + 3}:$A${len(_GUIDE) + 2 + len(KIND_WORDS)}"
    for page, columns, last in (
        (NODES, NODE_COLUMNS, nodes + _ROOM_BELOW),
        (OPTIONS, OPTION_COLUMNS, options + _ROOM_BELOW),
    ):
        for index, column in enumerate(columns):
            if column.kind != "word":
                continue
            source: Any = kinds if column.key == "kind" else list(WORDS[column.key].values())
            pages[page].data_validation(
                1, index, last, index, {"validate": "list", "source": source, "error_type": "warning"}
            )


def _guide(page: Any, face: _Face, origin: str) -> None:
    page.set_column(0, 0, 110, face.text)
    for row, text in enumerate(_GUIDE):
        page.write_string(row, 0, text, face.text)
    if origin:
        page.write_string(len(_GUIDE), 0, ORIGIN + origin, face.text)
    page.write_string(len(_GUIDE) + 1, 0, "Các cách tính điểm", face.head)
    for row, words in enumerate(KIND_WORDS.values(), start=len(_GUIDE) + 2):
        page.write_string(row, 0, words, face.text)
