"""The header row of a table of criteria, in one or two rows, found by its words."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from minhchung.docread.reading import Cell
from minhchung.rubric.read.figures import has_digit
from minhchung.rubric.read.headers import Role, is_other_table, role_of, role_under, settled
from minhchung.rubric.read.items import clean
from minhchung.rubric.read.labels import parse_label

_HEADER_DEPTH = 12
_COUNTERS = re.compile(r"[(\[]?\d{1,2}[)\]]?(?:\s*=.*)?|[A-Z]")


def find_header(
    rows: Sequence[Sequence[Cell]], depth: int = _HEADER_DEPTH
) -> tuple[dict[int, Role], int] | None:
    """The roles by column, and the first row below the header."""
    for index, row in enumerate(rows[:depth]):
        texts = [clean(cell.text) for cell in row]
        if sum(1 for text in texts if text) < 2 or is_other_table(" ".join(texts)):
            continue
        below = rows[index + 1] if index + 1 < len(rows) else ()
        for second in ((), below):
            roles = _roles(row, second)
            if roles is not None:
                if not second and _is_second_header(row, below, roles):
                    continue
                start = index + (2 if second else 1)
                while start < len(rows) and is_counting(rows[start]):
                    start += 1
                return roles, start
    return None


def _is_second_header(above: Sequence[Cell], below: Sequence[Cell], roles: dict[int, Role]) -> bool:
    """Whether the next row only divides the header's cells: `Tối đa | Tự chấm | Thẩm định`.

    What stands under the labels or the titles is a row of the table: a section's heading looks like it otherwise.
    """
    cells = [cell for cell in below if clean(cell.text)]
    texts = [clean(cell.text) for cell in cells]
    if not texts or any(has_digit(text) for text in texts) or len(texts) > 8:
        return False
    merged = {cell.place.column or 1 for cell in above if cell.column_span > 1}
    if any(
        roles.get(cell.place.column or 1) in ("label", "title")
        and (cell.place.column or 1) not in merged
        and (parse_label(clean(cell.text)) is not None or role_of(clean(cell.text)) is None)
        for cell in cells
    ):
        return False
    return all(
        len(text) < 40 and (role_of(f"điểm {text}") in ("max", "self") or role_of(text)) for text in texts
    )


def _roles(row: Sequence[Cell], second: Sequence[Cell]) -> dict[int, Role] | None:
    found: dict[int, Role] = {}
    for cell in row:
        start = cell.place.column or 1
        parts = [each for each in second if start <= (each.place.column or 1) < start + cell.column_span]
        parts = parts if cell.column_span > 1 or len(parts) > 1 else []
        if parts:
            for part in parts:
                _put(found, part.place.column or 1, role_under(clean(cell.text), clean(part.text)))
        else:
            _put(found, start, role_of(clean(cell.text).replace("\n", " ")))
    whole = settled(found)
    if whole is not None:  # a column whose head is not known is kept as remarks: nothing is lost
        unknown = {c.place.column or 1 for c in row if clean(c.text) and c.column_span == 1} - set(found)
        whole |= dict.fromkeys(unknown, "remark")
    return whole


def _put(found: dict[int, Role], column: int, role: Role | None) -> None:
    if role is not None:
        found[column] = role


def is_counting(row: Sequence[Cell]) -> bool:
    """`(1) (2) (3)` under a header: at least three cells, each a bare number counting on, or a letter."""
    texts = [clean(cell.text) for cell in row if clean(cell.text)]
    if len(texts) < 3 or not all(_COUNTERS.fullmatch(text) for text in texts):
        return False
    numbers = [int(digits[0]) for text in texts if (digits := re.findall(r"\d+", text))]
    return all(later - former == 1 for former, later in itertools.pairwise(numbers))


def is_header_again(row: Sequence[Cell], roles: dict[int, Role]) -> bool:
    said = [role_of(clean(cell.text).replace("\n", " ")) for cell in row if clean(cell.text)]
    return (
        len(said) >= 3
        and sum(1 for each in said if each) >= len(said) - 1
        and not any(has_digit(c.text) for c in row)
    )
