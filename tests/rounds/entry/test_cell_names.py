"""A column of a sheet is named for what goes into it; a cell says it itself where the column takes several things."""

from __future__ import annotations

from minhchung.rounds.interfaces.cell_names import headings, own_words
from minhchung.rounds.interfaces.leaf_form import in_words
from minhchung.rubric import Input

NUM = Input("num", "integer", "hồ sơ đúng hạn", "on time")
DEN = Input("den", "integer", "Hồ sơ đã giải quyết", "resolved")
DAY = Input("on", "date", "Ngày ban hành", "Issued on")
LATE = Input("days", "integer", "Số ngày chậm", "Days late", unit="ngày")
LEVEL = Input("option", "choice", "Chọn một mức", "Choose one")


def test_rows_that_ask_the_same_give_the_column_their_own_words() -> None:
    assert headings([(NUM, DEN), (NUM, DEN)], 2) == ("Hồ sơ đúng hạn", "Hồ sơ đã giải quyết")
    assert own_words(NUM, "Hồ sơ đúng hạn") == ""


def test_a_mixed_column_names_the_kinds_and_each_cell_its_own() -> None:
    columns = headings([(NUM, DEN), (LEVEL,), (DAY, LATE), (DAY,)], 2)

    assert columns == ("Tử số / Mức / Ngày", "Mẫu số / Số ngày")
    assert own_words(DAY, columns[0]) == "Ngày ban hành"


def test_a_second_field_is_read_back_without_the_or_that_joins_it_on_the_form() -> None:
    late = Input("days", "integer", "hoặc số ngày chậm", "or days late", unit="ngày")

    assert in_words((DAY, late), {"days": ["0"]}) == "Số ngày chậm: 0 ngày"
