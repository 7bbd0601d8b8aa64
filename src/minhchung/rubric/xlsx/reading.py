"""A workbook back into a rubric. The cells are put together as if they were its text, each with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from minhchung.rubric.errors import Diagnostic, Reason, RubricError, Span
from minhchung.rubric.kinds.base import kind_names
from minhchung.rubric.model import Rubric
from minhchung.rubric.parse import rubric_from
from minhchung.rubric.source import Mapping, Scalar, Sequence, Source
from minhchung.rubric.xlsx.cells import list_at, piece_at, refusal, text_at
from minhchung.rubric.xlsx.sheets import Cell, SheetRow, Sheets, open_sheets
from minhchung.rubric.xlsx.words import (
    DEEPEST,
    HEAD,
    HEAD_ITEMS,
    HEAD_LISTS,
    HEAD_PIECES,
    KIND_WORDS,
    NODE_COLUMNS,
    NODES,
    OPTION_COLUMNS,
    OPTIONS,
    PART_WORDS,
    POINT_KEYS,
    WORDS,
)
from minhchung.viet.folding import search_key

Pair = tuple[Scalar, Source]
_APART = ("depth", "kind", "measure", "rule", "rest")


def from_workbook(data: bytes, name: str = "") -> Rubric:
    """The rubric that a workbook holds.

    Raises RubricError with every fault: `span.file` is the sheet, `span.line` and `column` the cell, `sample` its value.
    """
    sheets = open_sheets(data, name)
    source = _Reading(sheets).whole()
    if sheets.faults:
        raise RubricError(tuple(sheets.faults))
    try:
        return rubric_from(source)
    except RubricError as error:
        values = {(row.span.file, row.span.line): row for rows in sheets.rows.values() for row in rows}
        raise RubricError(tuple(_with_value(each, values) for each in error.diagnostics)) from error


def _with_value(found: Diagnostic, rows: dict[tuple[str, int], SheetRow]) -> Diagnostic:
    row = rows.get((found.span.file, found.span.line)) if found.span is not None else None
    if row is None or found.span is None:
        return found
    cell = next((cell for cell in row.cells.values() if cell.span.column == found.span.column), None)
    return replace(found, sample=cell.text[:80]) if cell is not None else found


@dataclass(slots=True)
class _Open:
    """A node under construction."""

    row: SheetRow
    pairs: list[Pair]
    children: list[_Open] = field(default_factory=list)

    def closed(self) -> Mapping:
        """The node with its children."""
        pairs = list(self.pairs)
        if self.children:
            items = tuple(child.closed() for child in self.children)
            pairs.append((Scalar(self.row.span, "children", True), Sequence(self.row.span, items)))
        return Mapping(self.row.span, tuple(pairs))


class _Reading:
    """The sheets of one workbook, put together."""

    def __init__(self, sheets: Sheets) -> None:
        self.sheets = sheets
        self.faults = sheets.faults

    def whole(self) -> Mapping:
        """The rubric as composed text."""
        span = Span(HEAD, 1, 1)
        pairs = self._head()
        nodes = self._tree()
        if nodes:
            items = tuple(node.closed() for node in nodes)
            pairs.append((Scalar(Span(NODES, 2, 1), "nodes", True), Sequence(Span(NODES, 2, 1), items)))
        return Mapping(span, tuple(pairs))

    # ── head ──

    def _head(self) -> list[Pair]:
        single: dict[str, Pair] = {}
        lists: dict[str, list[Source]] = {}
        places: dict[str, Span] = {}
        for row in self.sheets.rows[HEAD]:
            key = row.text("key")
            if not any(each in row.cells for each in ("name", "when", "value")):
                continue
            span = row.place("key")
            if not key:
                self._fault("R405", row.span, "Hàng không có khóa.", "The row has no key.", _KEY_FIX)
            elif key in HEAD_LISTS or key in HEAD_ITEMS or key.startswith("classes."):
                places.setdefault(key, span)
                lists.setdefault(key, []).extend(self._head_item(key, row))
            elif key in single:
                self._fault("R405", span, "Khóa này đã có ở trên.", "This key stands above.", _KEY_FIX, key)
            else:
                read = piece_at if key in HEAD_PIECES else text_at
                value = self._taken(row, "value", read)
                if value is not None:
                    single[key] = (Scalar(span, key, True), value)
        return [*single.values(), *_gathered(lists, places)]

    def _head_item(self, key: str, row: SheetRow) -> Iterator[Source]:
        value = row.cells.get("value")
        pairs: list[Pair] = []
        for name in ("name", "when"):
            if name in row.cells:
                said = self._taken(row, name, text_at)
                if said is not None:
                    pairs.append((Scalar(row.place(name), name, True), said))
        if value is not None and (pairs or value.text.startswith("{")):
            rest = self._taken(row, "value", piece_at)
            if isinstance(rest, Mapping):
                pairs += rest.pairs
            elif rest is not None:
                self._fault("R407", value.span, *_PIECE, _PIECE_FIX, value.text)
            yield self._mapping(row.span, pairs)
        elif pairs:
            yield Mapping(row.span, tuple(pairs))
        elif value is not None:
            yield text_at(value.text, value.span)

    # ── nodes ──

    def _tree(self) -> list[_Open]:
        options = self._options()
        roots: list[_Open] = []
        path: list[_Open] = []
        keys: dict[str, SheetRow] = {}
        for row in self.sheets.rows[NODES]:
            depth = self._depth(row, len(path))
            key = self._plain_text(row, "id")
            if key and key in keys:
                first = keys[key].span.line
                vi, en = f"Khóa này đã có ở hàng {first}.", f"This key stands in row {first}."
                self._fault("R406", row.place("id"), vi, en, _UNIQUE_FIX, key)
            keys.setdefault(key, row)
            node = _Open(row, self._node(row, options.pop(key, {}) if key else {}))
            del path[depth - 1 :]
            (path[-1].children if path else roots).append(node)
            path.append(node)
        for parts in options.values():
            for _, rows in parts.values():
                for row in rows[:1]:
                    self._fault(
                        "R406",
                        row.place("node"),
                        f"Trang “{NODES}” không có tiêu chí với khóa này.",
                        f"Sheet “{NODES}” has no criterion with this key.",
                        _NO_NODE_FIX,
                        row.text("node"),
                    )
        return roots

    def _depth(self, row: SheetRow, above: int) -> int:
        text = row.text("depth")
        depth = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
        if 1 <= depth <= min(above + 1, DEEPEST):
            return depth
        fix_vi = f"Ghi một số từ 1 đến {min(above + 1, DEEPEST)}."
        fix = Reason(fix_vi, f"Give a number from 1 to {min(above + 1, DEEPEST)}.")
        self._fault(
            "R405",
            row.place("depth"),
            "Cấp của mục không đúng: mục con đứng ngay dưới mục cha, sâu hơn một cấp.",
            "The level is wrong: a child stands below its parent, one level deeper.",
            fix,
            text,
        )
        return max(1, min(depth or above, above + 1))

    def _node(self, row: SheetRow, options: dict[str, tuple[Span, list[SheetRow]]]) -> list[Pair]:
        pairs: list[Pair] = []
        for column in NODE_COLUMNS:
            if column.key in row.cells and column.key not in _APART:
                pairs += self._pair(row, column.key, column.key, column.kind)
        rule = self._rule(row, options)
        if rule is not None:
            pairs.append((Scalar(row.place("kind"), "rule", True), rule))
        return list(self._mapping(row.span, pairs + self._rest(row, "rest")).pairs)

    def _rule(self, row: SheetRow, options: dict[str, tuple[Span, list[SheetRow]]]) -> Source | None:
        if not ({"kind", "measure", "rule"} & set(row.cells) or options):
            return None
        span = row.place("kind")
        kind = self._kind(row)
        pairs: list[Pair] = [(Scalar(span, "kind", True), Scalar(span, kind, False))]
        pairs += self._pair(row, "measure", "measure", "yaml")
        for part, (at, rows) in options.items():
            items = tuple(self._option(each, kind, part) for each in rows)
            pairs.append((Scalar(at, part, True), Sequence(at, items)))
        return self._mapping(span, pairs + self._rest(row, "rule"))

    def _kind(self, row: SheetRow) -> str:
        text = row.text("kind")
        if text in kind_names():
            return text
        found = {search_key(words): name for name, words in KIND_WORDS.items()}.get(search_key(text))
        if found is None:
            self._fault(
                "R408",
                row.place("kind"),
                "Không có cách tính này." if text else "Thiếu cách tính.",
                "There is no such rule." if text else "The rule is missing.",
                Reason(f"Chọn: {'; '.join(KIND_WORDS.values())}.", f"Choose: {'; '.join(kind_names())}."),
                text,
            )
        return found or "graded"

    # ── options ──

    def _options(self) -> dict[str, dict[str, tuple[Span, list[SheetRow]]]]:
        """Rows by the key of their criterion, then by the list they belong to."""
        found: dict[str, dict[str, tuple[Span, list[SheetRow]]]] = {}
        parts = {search_key(words): part for part, words in PART_WORDS.items()} | {p: p for p in PART_WORDS}
        for row in self.sheets.rows[OPTIONS]:
            if set(row.cells) <= {"name"}:
                continue
            part = parts.get(search_key(row.text("part")))
            if part is None:
                self._fault("R408", row.place("part"), *_PART, _PART_FIX, row.text("part"))
                continue
            _, rows = found.setdefault(self._plain_text(row, "node"), {}).setdefault(part, (row.span, []))
            rows.append(row)
        return found

    def _option(self, row: SheetRow, kind: str, part: str) -> Mapping:
        pairs: list[Pair] = []
        for column in OPTION_COLUMNS:
            if column.key not in row.cells or column.key in ("node", "name", "part", "rest"):
                continue
            key = POINT_KEYS.get((kind, part), "points") if column.key == "points" else column.key
            pairs += self._pair(row, column.key, key, column.kind)
        return self._mapping(row.span, pairs + self._rest(row, "rest"))

    # ── cells ──

    def _mapping(self, span: Span, pairs: list[Pair]) -> Mapping:
        """Fields put together; one that stands both in its column and in the YAML beside it is a fault."""
        seen: set[str] = set()
        for key, _ in pairs:
            if key.text in seen:
                vi, en = f"“{key.text}” được ghi hai lần.", f"“{key.text}” is given twice."
                fix = Reason(
                    "Giữ ở cột riêng, bỏ trong ô YAML.", "Keep it in its column, drop it from the YAML."
                )
                self._fault("R405", key.span, vi, en, fix)
            seen.add(key.text)
        return Mapping(span, tuple(pairs))

    def _pair(self, row: SheetRow, column: str, key: str, kind: str) -> list[Pair]:
        if column not in row.cells:
            return []
        if kind == "word":
            words = {search_key(said): name for name, said in WORDS[column].items()}
            cell = row.cells[column]
            text = words.get(search_key(cell.text), cell.text)
            value: Source | None = Scalar(cell.span, text, False)
        else:
            value = self._taken(row, column, {"list": list_at, "yaml": piece_at}.get(kind, text_at))
        return [(Scalar(row.place(column), key, True), value)] if value is not None else []

    def _rest(self, row: SheetRow, column: str) -> list[Pair]:
        cell = row.cells.get(column)
        if cell is None:
            return []
        value = self._taken(row, column, piece_at)
        if isinstance(value, Mapping):
            return list(value.pairs)
        if value is not None:
            self._fault("R407", cell.span, *_PIECE, _PIECE_FIX, cell.text)
        return []

    def _taken(self, row: SheetRow, column: str, read: Callable[[str, Span], Source]) -> Source | None:
        cell: Cell | None = row.cells.get(column)
        if cell is None:
            return None
        try:
            return read(cell.text, cell.span)
        except RubricError as error:
            self.faults.extend(error.diagnostics)
            return None

    def _plain_text(self, row: SheetRow, column: str) -> str:
        value = self._taken(row, column, text_at)
        return value.text.strip() if isinstance(value, Scalar) else ""

    def _fault(self, code: str, span: Span, vi: str, en: str, fix: Reason, value: str = "") -> None:
        self.faults.append(refusal(code, span, vi, en, fix, value))


def _gathered(lists: dict[str, list[Source]], places: dict[str, Span]) -> Iterator[Pair]:
    """Lists as pairs; those of `classes.` under one key."""
    classes: list[Pair] = []
    for key, items in lists.items():
        span = places[key]
        name = key.removeprefix("classes.")
        pair = (Scalar(span, name, True), Sequence(span, tuple(items)))
        if name == key:
            yield pair
        else:
            classes.append(pair)
    if classes:
        span = classes[0][0].span
        yield (Scalar(span, "classes", True), Mapping(span, tuple(classes)))


_KEY_FIX = Reason(
    "Mỗi khóa một hàng; xem cột “Khóa” của bản xuất.", "One row a key; see the exported column."
)
_UNIQUE_FIX = Reason("Ghi một khóa chưa dùng.", "Give a key that is not used yet.")
_NO_NODE_FIX = Reason(
    f"Tiêu chí mới: ghi khóa này ở cột “Khóa” của trang “{NODES}”. Tiêu chí đã bỏ: xóa mọi hàng có khóa này.",
    f"A new criterion: put this key in the key column of “{NODES}”. One taken out: remove every row with it.",
)
_PIECE = ("Ô này phải gồm các dòng tên: giá trị.", "This cell must hold lines of name: value.")
_PIECE_FIX = Reason("Ví dụ cap: xã. Xem định dạng bộ tiêu chí.", "Such as cap: xã. See the rubric format.")
_PART = ("Không rõ hàng này thuộc phần nào.", "It is not clear which list this row belongs to.")
_PART_FIX = Reason(f"Chọn: {', '.join(PART_WORDS.values())}.", f"Choose: {', '.join(PART_WORDS)}.")
