"""What goes into the cells of a sheet: a heading over each column, and a cell's own words where its column is mixed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from minhchung.rounds.interfaces.leaf_form import label_of
from minhchung.rubric import Input


def headings(rows: Sequence[tuple[Input, ...]], width: int) -> tuple[str, ...]:
    """One heading a column: the input's own words where every row asks the same, else the kinds of what goes in.

    rows: what each row asks for, one input a cell; `Tử số / Ngày / Mức` for a column that takes any of the three.
    """
    return tuple(_heading([row[place] for row in rows if place < len(row)]) for place in range(width))


def _heading(asked: Sequence[Input]) -> str:
    labels = _distinct(_titled(label_of(each)) for each in asked)
    return labels[0] if len(labels) == 1 else " / ".join(_distinct(kind_words(each) for each in asked))


def own_words(asked: Input, heading: str) -> str:
    """What this cell asks for; empty where the heading over it says so already."""
    label = label_of(asked)
    return "" if _titled(label) == heading else label


def kind_words(asked: Input) -> str:
    """`Tử số`, `Ngày`, `Mức`: what kind of thing this input takes."""
    part = asked.name.rpartition(".")[2]
    if part in {"num", "den"}:
        return _("Tử số") if part == "num" else _("Mẫu số")
    if asked.kind == "integer":
        return _("Số ngày") if asked.unit.startswith("ngày") else _("Số lượng")
    if asked.kind == "decimal":
        return _("Điểm") if part == "mark" else _("Số liệu")
    words = {"date": _("Ngày"), "choice": _("Mức"), "yes_no": _("Có / không"), "ticks": _("Các mục có")}
    return words.get(asked.kind, _("Nội dung"))


def _titled(text: str) -> str:
    return text[:1].upper() + text[1:]


def _distinct(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))
