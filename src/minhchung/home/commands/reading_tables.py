"""TABLE on the command line: CSV or XLSX, one agency a row, every fault with its cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from minhchung.docread.table import Row, Table
from minhchung.home.commands.circumstances import read_traits
from minhchung.home.commands.fault import BadInput, InputFault, from_engine, from_table, in_order
from minhchung.home.commands.reading_answers import flow_data
from minhchung.rubric.answering import answer_from_data, inputs_of
from minhchung.rubric.answers import Answer
from minhchung.rubric.context import EMPTY, Context
from minhchung.rubric.errors import Fault, Reason, RubricError, UnknownNode
from minhchung.rubric.model import ByAgencyRule, Node, Rubric
from minhchung.rubric.results_table import (
    AGENCY,
    GROUP,
    TRAIT,
    agency_fault,
    agency_key,
    cell_place,
    open_table,
    unknown_trait,
)

RATE_PARTS = ("num", "den")
Rows = Callable[[Iterable[Row]], Iterable[Row]]


@dataclass(frozen=True, slots=True)
class AgencyAnswers:
    """One row of TABLE. group: "" when the table has no such column."""

    agency: str
    answers: Mapping[str, Answer]
    traits: Mapping[str, str]
    group: str = ""


@dataclass(frozen=True, slots=True)
class _Column:
    """One column of leaf answers: the leaf, and for a rate the path to its part (`num`; `ty_le`, `num`)."""

    index: int
    name: str
    leaf: Node
    path: tuple[str, ...] = ()


@dataclass(slots=True)
class _Reading:
    """A table being read, and everything wrong with it so far; first what is wrong with the file itself."""

    file: str
    table: Table
    faults: list[InputFault] = field(default_factory=list)
    of_the_file: int = 0
    _read: dict[tuple[object, ...], Answer | list[Fault]] = field(default_factory=dict)

    def answer(self, rubric: Rubric, code: str, data: object, context: Context) -> Answer | list[Fault]:
        """The answer in a cell; the same text in the same column is read once, for thousands of rows repeat it."""
        if not isinstance(data, (str, int, Fraction)):
            return answer_from_data(rubric, code, data, context)
        key = (code, type(data), data, tuple(sorted(context.traits.items())))
        if key not in self._read:
            self._read[key] = answer_from_data(rubric, code, data, context)
        return self._read[key]

    def place(self, row: int, index: int) -> Reason:
        """`ô C7 (1.2)`."""
        return cell_place(self.table, row, index)

    def fault(self, row: int, index: int, value: str, rule: Reason, fix: Reason) -> None:
        """Record a fault of one cell."""
        at = (row, index + 1)
        self.faults.append(InputFault(self.file, self.place(row, index), value, rule, fix, at))

    def header_fault(self, index: int, rule: Reason, fix: Reason) -> None:
        """Record a fault of one column's name."""
        self.fault(self.table.header_row, index, self.table.columns[index], rule, fix)


# ── TABLE ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def read_answer_table(
    rubric: Rubric, path: str, context: Context = EMPTY, watch: Rows = iter
) -> list[AgencyAnswers]:
    """Answers of many agencies. Raises BadInput with every fault, of the header and of the values alike, by place.

    context: what all share; its traits hold for an agency whose own cell is empty. watch: wraps the rows, for a
    progress bar.
    """
    reading = _open(path)
    columns = _answer_columns(rubric, reading)
    trait_columns = _trait_columns(rubric, reading)
    agencies = _Agencies(reading)
    found: list[AgencyAnswers] = []
    for row in watch(reading.table.rows):
        name = agencies.read(row)
        group = agencies.group(row)
        traits = _row_traits(rubric, trait_columns, reading, row)
        own = replace(context, traits={**context.traits, **traits})
        answers = dict(_row_answers(rubric, columns, reading, row, own))
        found.append(AgencyAnswers(name, answers, traits, group))
    _stop_on(reading)
    return found


def _answer_columns(rubric: Rubric, reading: _Reading) -> list[_Column]:
    columns: list[_Column] = []
    for index, name in enumerate(reading.table.columns):
        if name in (AGENCY, GROUP) or name.startswith(TRAIT):
            continue
        column = _answer_column(rubric, index, name)
        if isinstance(column, Reason):
            fix = Reason(
                "Dùng cột agency, mã tiêu chí, MÃ.num và MÃ.den, trait:TÊN, group.",
                "Use agency, leaf codes, CODE.num and CODE.den, trait:NAME, group.",
            )
            reading.header_fault(index, column, fix)
        else:
            columns.append(column)
    return _without_clashes(columns, reading)


def _answer_column(rubric: Rubric, index: int, name: str) -> _Column | Reason:
    """The leaf that a column answers; why not, otherwise."""
    if not rubric.has_node(name):
        code, path = _split_path(rubric, name)
        if path:
            leaf = _leaf_of(rubric, code)
            return leaf if isinstance(leaf, Reason) else _rate_column(rubric, index, name, leaf, path)
    leaf = _leaf_of(rubric, name)
    return leaf if isinstance(leaf, Reason) else _Column(index, name, leaf)


def _leaf_of(rubric: Rubric, code: str) -> Node | Reason:
    try:
        return rubric.leaf(code)
    except UnknownNode as error:
        return error.reason


def _split_path(rubric: Rubric, name: str) -> tuple[str, tuple[str, ...]]:
    """`II.1.ty_le.num` → (`II.1`, (`ty_le`, `num`)): the longest code in front of a path that ends in num or den."""
    words = name.split(".")
    if words[-1] not in RATE_PARTS:
        return name, ()
    for cut in range(len(words) - 1, 0, -1):
        code = ".".join(words[:cut])
        if rubric.has_node(code):
            return code, tuple(words[cut:])
    return ".".join(words[:-1]), (words[-1],)


def _rate_column(
    rubric: Rubric, index: int, name: str, leaf: Node, path: tuple[str, ...]
) -> _Column | Reason:
    if takes_rate(rubric, leaf, path[:-1]):
        return _Column(index, name, leaf, path)
    return Reason(
        f"Tiêu chí {leaf.code} không nhận tỷ lệ ở đây, nên không có cột {'.'.join(path)}.",
        f"{leaf.code} takes no rate here, so it has no column {'.'.join(path)}.",
    )


def takes_rate(rubric: Rubric, leaf: Node, inside: tuple[str, ...]) -> bool:
    """Whether the leaf's rule, or its named part, is answered with a numerator and a denominator.

    A leaf that branches by kind of agency, or falls back where there is no figure, takes one where a branch does.
    """
    names = {field_.name for field_ in inputs_of(rubric, leaf.code)}
    wanted = ".".join((*inside, "num"))
    if wanted in names or f"value.{wanted}" in names or f"datum.{wanted}" in names:
        return True
    return isinstance(leaf.rule, ByAgencyRule)


def _without_clashes(columns: list[_Column], reading: _Reading) -> list[_Column]:
    """The columns that can be read; one leaf answered by two columns alike, or half a rate, is a fault."""
    halves: set[int] = set()
    seen: dict[tuple[str, tuple[str, ...]], _Column] = {}
    for column in columns:
        key = (column.leaf.code, column.path)
        fix = Reason("Bỏ một cột.", "Drop one of the columns.")
        if key in seen:
            rule = Reason(
                f"Tiêu chí {column.leaf.code} có hai cột trả lời.",
                f"{column.leaf.code} is answered by two columns.",
            )
            reading.header_fault(column.index, rule, fix)
        seen.setdefault(key, column)
    for column in columns:
        if not column.path:
            continue
        other = "den" if column.path[-1] == "num" else "num"
        if (column.leaf.code, (*column.path[:-1], other)) not in seen:
            halves.add(column.index)
            wanted = f"{column.name[:-3]}{other}"
            rule = Reason(f"Thiếu cột {wanted}.", f"Column {wanted} is missing.")
            reading.header_fault(column.index, rule, Reason(f"Thêm cột {wanted}.", f"Add column {wanted}."))
    return [column for column in seen.values() if column.index not in halves]


def _row_answers(
    rubric: Rubric, columns: list[_Column], reading: _Reading, row: Row, context: Context
) -> Iterator[tuple[str, Answer]]:
    rates: dict[str, list[_Column]] = {}
    whole: dict[str, _Column] = {}
    for column in columns:
        if column.path:
            rates.setdefault(column.leaf.code, []).append(column)
        elif row.cells[column.index]:
            whole[column.leaf.code] = column
            data = _cell_data(reading, row, column.index)
            yield from _answered(rubric, [column], data, reading, row, context)
    for code, parts in rates.items():
        if code not in whole:
            yield from _rate_answer(rubric, parts, reading, row, context)
        elif any(row.cells[part.index] for part in parts):
            cell = whole[code].index
            rule = Reason(f"Tiêu chí {code} được trả lời ở hai cột.", f"{code} is answered in two columns.")
            fix = Reason("Chỉ điền một trong các cột này.", "Fill in one of these columns only.")
            reading.fault(row.number, cell, row.cells[cell], rule, fix)


def _rate_answer(
    rubric: Rubric, parts: list[_Column], reading: _Reading, row: Row, context: Context
) -> Iterator[tuple[str, Answer]]:
    """Numerators and denominators of one leaf put together; a lone half is a fault, two empty cells are absent."""
    data: dict[str, object] = {}
    broken = False
    for column in parts:
        other = next(each for each in parts if each.path[:-1] == column.path[:-1] and each is not column)
        given, given_other = row.cells[column.index], row.cells[other.index]
        if not given and given_other:
            broken = True
            what_vi, what_en = (
                ("mẫu số", "denominator") if column.path[-1] == "den" else ("tử số", "numerator")
            )
            rule = Reason(
                f"Có {other.name} mà thiếu {what_vi}.", f"{other.name} is given without its {what_en}."
            )
            fix = Reason("Ghi cả hai số, hoặc để trống cả hai.", "Give both, or leave both empty.")
            reading.fault(row.number, column.index, "", rule, fix)
        if given:
            _put(data, column.path, _cell_data(reading, row, column.index))
    if data and not broken:
        yield from _answered(rubric, parts, data, reading, row, context)


def _put(data: dict[str, object], path: tuple[str, ...], value: object) -> None:
    for name in path[:-1]:
        inner = data.setdefault(name, {})
        assert isinstance(inner, dict)
        data = inner
    data[path[-1]] = value


def _cell_data(reading: _Reading, row: Row, index: int) -> object:
    """A cell as plain data: the number where the file says it is one; `{…}` and `[…]` as the answer format has them."""
    number = row.numbers[index]
    if number is not None:
        return int(number) if number.denominator == 1 else number
    text = row.cells[index]
    if text[:1] not in ("{", "["):
        return text
    try:
        return flow_data(text, reading.file)
    except RubricError as error:
        found = error.diagnostics[0]
        reading.fault(row.number, index, text, found.message, found.hint)
        return None


def _answered(
    rubric: Rubric, columns: Sequence[_Column], data: object, reading: _Reading, row: Row, context: Context
) -> Iterator[tuple[str, Answer]]:
    """The answer that one cell, or the parts of one in several, give; a fault stands at the part that it names."""
    if data is None:
        return
    code = columns[0].leaf.code
    found = reading.answer(rubric, code, data, context)
    if not isinstance(found, list):
        yield code, found
        return
    whole = "/".join(row.cells[column.index] for column in columns)
    for fault in found:
        named = [column for column in columns if row.cells[column.index] == fault.value]
        column = next(iter(named), columns[0])
        typed = row.cells[column.index] if named else whole
        at = (row.number, column.index + 1)
        reading.faults.append(
            from_engine(fault, reading.file, reading.place(row.number, column.index), typed, at)
        )


# ── agencies, groups, traits ───────────────────────────────────────────────────────────────────────────────────────


class _Agencies:
    """Reads the `agency` and `group` columns; each agency once."""

    def __init__(self, reading: _Reading) -> None:
        self._reading = reading
        self._columns = reading.table.columns
        self._index = self._columns.index(AGENCY)
        self._seen: dict[str, int] = {}

    def read(self, row: Row) -> str:
        """The row's agency; an empty or repeated one is a fault."""
        name = row.cells[self._index]
        key = agency_key(name)
        found = agency_fault(name, self._seen.get(key))
        if found is not None:
            self._reading.fault(row.number, self._index, name, *found)
        self._seen.setdefault(key, row.number)
        return name

    def group(self, row: Row) -> str:
        """The row's group; "" without such a column, a fault where the cell is empty."""
        if GROUP not in self._columns:
            return ""
        index = self._columns.index(GROUP)
        if not row.cells[index]:
            rule = Reason("Chưa ghi nhóm.", "No group is given.")
            fix = Reason("Ghi nhóm của cơ quan, hoặc bỏ cột group.", "Give its group, or drop the column.")
            self._reading.fault(row.number, index, "", rule, fix)
        return row.cells[index]


def _open(path: str) -> _Reading:
    table, faults = open_table(path, path)
    told = [from_table(fault, path) for fault in faults]
    if AGENCY not in table.columns:
        raise BadInput(told)
    return _Reading(path, table, told, len(told))


def _stop_on(reading: _Reading) -> None:
    """Raise BadInput with what was found, by place; of a cell that cannot be used at all only that is told."""
    if reading.faults:
        closed = {fault.at for fault in reading.faults[: reading.of_the_file]}
        followed = [fault for fault in reading.faults[reading.of_the_file :] if fault.at not in closed]
        raise BadInput(in_order([*reading.faults[: reading.of_the_file], *followed]))


def _trait_columns(rubric: Rubric, reading: _Reading) -> dict[str, int]:
    """Where each trait stands; a trait that the rubric does not ask for is a fault of the header."""
    known = [trait.name for trait in rubric.traits]
    found: dict[str, int] = {}
    for index, column in enumerate(reading.table.columns):
        name = column.removeprefix(TRAIT)
        if column.startswith(TRAIT) and name in known:
            found.setdefault(name, index)
        elif column.startswith(TRAIT):
            reading.header_fault(index, *unknown_trait(known))
    return found


def _row_traits(rubric: Rubric, columns: Mapping[str, int], reading: _Reading, row: Row) -> dict[str, str]:
    traits: dict[str, str] = {}
    for name, index in columns.items():
        if row.cells[index]:
            faults: list[InputFault] = []
            given = (name, row.cells[index], reading.place(row.number, index), reading.file)
            traits |= read_traits(rubric, [given], faults)
            reading.faults += [replace(fault, at=(row.number, index + 1)) for fault in faults]
    return traits
