"""A list of procedures as offices keep it, read from XLSX or CSV."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from minhchung.cases.interfaces.case_file.heading_rows import names_no_case, numbers_columns
from minhchung.cases.interfaces.case_file.headings import folded
from minhchung.cases.interfaces.case_file.values import LEVELS, YES_NO, Broken, read_money, read_word
from minhchung.docread.table import Table
from minhchung.docread.tables_apart import read_table_apart
from minhchung.viet.codes import parse_procedure_code
from minhchung.viet.folding import nfc, search_key
from minhchung.viet.problem import Problem

HEADINGS: Final = {
    "code": ("ma tthc", "ma thu tuc", "ma thu tuc hanh chinh", "ma so tthc", "ma so thu tuc", "ma so"),
    "name": ("ten tthc", "ten thu tuc", "ten thu tuc hanh chinh", "ten"),
    "field": ("linh vuc", "ten linh vuc"),
    "online": ("muc do dich vu cong", "muc do dvc", "muc do", "dich vu cong truc tuyen"),
    "fee": ("phi le phi", "le phi", "phi"),
    "days": ("thoi han giai quyet", "thoi han", "so ngay", "ngay lam viec", "thoi gian giai quyet"),
    "in_qms": (
        "htqlcl",
        "trong htqlcl",
        "thuoc htqlcl",
        "ap dung htqlcl",
        "thuoc he thong quan ly chat luong",
        "ap dung iso",
        "iso",
        "da dua vao htqlcl",
    ),
    "abolished": ("bai bo", "da bai bo"),
}
_online = read_word(
    {**LEVELS, "cung cap thong tin": "none", "khong": "none", "muc do 2": "none", "2": "none"},
    "level.unknown",
)
_yes_no = read_word(YES_NO, "yes_no.unknown")


@dataclass(frozen=True)
class ListedProcedure:
    """One procedure as the list says it. None: the list does not say."""

    number: str
    code: str
    name: str
    field: str
    online: str
    fee: int | None
    days_allowed: int | None
    in_calendar_days: bool | None
    in_qms: bool | None
    is_abolished: bool


@dataclass(frozen=True)
class ReadList:
    """The procedures, or every line that is wrong (then nothing is taken in)."""

    procedures: tuple[ListedProcedure, ...]
    faults: tuple[str, ...]


def read_list(data: bytes, name: str) -> ReadList:
    """Read a list. A code is needed in every row of a procedure; a code twice is a fault.

    Above the headings may stand the titles of a decision's annex, under them a row that numbers the columns; a row that only
    names a group ("I. Lĩnh vực Hộ tịch") gives its field to the procedures beneath that name none.
    """
    table, places = _found(data, name)
    faults = [each.message for each in table.errors]
    if faults:
        return ReadList((), tuple(faults))
    if not {"code", "name"} <= places.keys():
        return ReadList((), (_("Không tìm thấy cột “Mã TTHC” và cột “Tên thủ tục”."),))
    found: dict[str, ListedProcedure] = {}
    group = ""
    for row in table.rows:
        cells = {key: nfc(row.cells[place]).strip() for key, place in places.items()}
        if not any(cells.values()) or numbers_columns(row.cells):
            continue
        if _names_a_group(row.cells, cells["code"]) and not _is_numbered(row.cells, places["name"]):
            group = _field_of(row.cells)
            continue
        read = _read_row(cells | {"field": cells.get("field") or group})
        if isinstance(read, str):
            faults.append(_("Dòng %(row)d: %(what)s") % {"row": row.number, "what": read})
        elif read.number in found:
            faults.append(
                _("Dòng %(row)d: mã %(code)s đã có ở dòng trên.") % {"row": row.number, "code": read.code}
            )
        else:
            found[read.number] = read
    return ReadList(() if faults else tuple(found.values()), tuple(faults))


def _found(data: bytes, name: str) -> tuple[Table, dict[str, int]]:
    """The table by its first row; where that is a title, by the row that numbers its lines ("STT")."""
    first = read_table_apart(data, name)
    if first.ok and {"code", "name"} <= (places := _places(list(first.columns))).keys():
        return first, places
    for holds in ("STT", "TT", "Stt"):
        table = read_table_apart(data, name, header_holds=holds)
        if table.columns:
            return table, _places(list(table.columns))
    return first, _places(list(first.columns))


def _names_a_group(row: Sequence[str], code: str) -> bool:
    return sum(1 for cell in row if cell.strip()) <= 2 and names_no_case(code)


def _is_numbered(row: Sequence[str], name: int) -> bool:
    """Whether a number of its own stands before the name: a procedure whose code was left out, to be told, not passed over.
    Groups have letters, Roman numbers, or say what field they are."""
    counted = any(_ORDINAL.fullmatch(cell.strip()) for cell in row[:name])
    return counted and bool(row[name].strip()) and not _field_of(row)


def _field_of(row: Sequence[str]) -> str:
    """The field that a row of a group names; "" where it names something else."""
    words = max((" ".join(nfc(cell).split()) for cell in row), key=len)
    match = _FIELD.search(words)
    return match[1].strip(" :.-–").capitalize() if match else ""


def _places(columns: list[str]) -> dict[str, int]:
    plain = folded(columns)
    places: dict[str, int] = {}
    for key, words in HEADINGS.items():
        for place, heading in enumerate(plain):
            if key not in places and (
                heading in words or any(heading.startswith(f"{word} ") for word in words)
            ):
                places[key] = place
    return places


def _read_row(cells: dict[str, str]) -> ListedProcedure | str:
    code = parse_procedure_code(cells["code"])
    if isinstance(code, Problem):
        return code.vi
    if not cells["name"]:
        return _("thiếu tên thủ tục.")
    said = dict(_said(cells))
    wrong = [each.rule for each in said.values() if isinstance(each, Broken)]
    term = read_term(cells.get("days", ""))
    if wrong or term is None:
        return _("không hiểu mức độ, lệ phí, thời hạn hoặc ô có/không (%(rules)s).") % {
            "rules": ", ".join(wrong) or "days"
        }
    return ListedProcedure(
        number=code.number,
        code=code.text.upper(),
        name=cells["name"],
        field=cells.get("field", ""),
        online=str(said.get("online") or ""),
        fee=said.get("fee"),  # type: ignore[arg-type]  # a Broken one was refused above
        days_allowed=term[0],
        in_calendar_days=term[1],
        in_qms=said.get("in_qms"),  # type: ignore[arg-type]
        is_abolished=bool(said.get("abolished")),
    )


def read_term(text: str) -> tuple[int | None, bool | None] | None:
    """How long a procedure may take: (days, whether they are plain days); None for words that say neither.

    A bare number and “ngày làm việc” are working days, “ngày” alone plain ones; hours are rounded up to working days of
    eight; “trong ngày” is the day of receipt. A blank cell and “không quy định” say nothing: (None, None). So does a cell
    with several terms (“10 ngày; phải xác minh thì 30 ngày”), since which of them a case falls under is not known; the parts
    of one (“trong đó 5 ngày tại xã”) are no terms.
    """
    words = " ".join(_NOT_A_WORD.sub(" ", search_key(text)).split())
    if not words or words in _NO_TERM:
        return None, None
    if words.isdigit():
        return (int(words), False) if len(words) <= _MOST_DIGITS else None
    if words in _SAME_DAY:
        return 0, False
    if _BEGINS.match(words) is None:
        return None
    whole = words.partition(" trong do ")[0]
    said = {_days(found) for found in _TERM.finditer(whole)}
    return said.pop() if len(said) == 1 else (None, None)


def _days(found: re.Match[str]) -> tuple[int, bool]:
    number, unit = int(found["number"]), found["unit"]
    if unit == "gio":
        return -(-number // 8), False
    if unit == "ngay":
        return number, not found["working"]
    return number * (30 if unit == "thang" else 7), True


_ORDINAL = re.compile(r"\d{1,4}[.)]?")
_FIELD = re.compile(r"lĩnh vực\s+(.+)", re.IGNORECASE)
_BY_A_RULE = re.compile(r"(?:theo|quy dinh|nghi quyet|thong tu|thuc hien theo)\b")
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")
_TERM = re.compile(r"\b(?P<number>\d{1,4}) ?(?P<unit>ngay|gio|tuan|thang)\b(?P<working> lam viec)?")
_BEGINS = re.compile(rf"(?:khong qua |toi da |trong |trong thoi han )?{_TERM.pattern}")
_MOST_DIGITS = 4
_NO_TERM = frozenset(("khong quy dinh", "khong", "khong co", "khong xac dinh", "theo quy dinh"))
_SAME_DAY = frozenset(
    (
        "trong ngay",
        "ngay",
        "trong ngay lam viec",
        "ngay trong ngay",
        "ngay trong ngay lam viec",
        "trong ngay tiep nhan",
    )
)


def _read_fee(text: str) -> int | Broken | None:
    """Đồng; None where the cell refers to a rule ("Theo Nghị quyết số 12/NQ-HĐND") and names no amount."""
    return None if _BY_A_RULE.match(search_key(text)) else read_money(text)


def _said(cells: dict[str, str]) -> Iterator[tuple[str, object]]:
    for key, reader in (
        ("online", _online),
        ("fee", _read_fee),
        ("in_qms", _yes_no),
        ("abolished", _yes_no),
    ):
        if cells.get(key):
            yield key, reader(cells[key])
