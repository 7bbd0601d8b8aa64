"""A published document read into a rubric and a report on the reading."""

from __future__ import annotations

from dataclasses import dataclass

from minhchung.docread.limits import DEFAULT, Limits
from minhchung.docread.read import read
from minhchung.docread.reading import Reading
from minhchung.rubric.errors import Reason, RubricError
from minhchung.rubric.model import Rubric
from minhchung.rubric.parse import parse as parse_yaml
from minhchung.rubric.printing import print_rubric
from minhchung.rubric.read.build import Builder, Built, point_uses
from minhchung.rubric.read.choosing import MOST_ITEMS, best_parse
from minhchung.rubric.read.figures import Figures
from minhchung.rubric.read.head import read_head
from minhchung.rubric.read.items import Sheet
from minhchung.rubric.read.report import Report

_NO_RUBRIC = Reason(
    "Không thấy bảng tiêu chí: cần một dòng tiêu đề có cột nội dung (Tiêu chí, Nội dung) và cột điểm (Điểm chuẩn, Điểm tối đa, Thang điểm).",
    "No table of criteria was found: a header row with a column of criteria and one of points is needed.",
)
_MOST_LINES, _MOST_ROWS, _MOST_CELLS = 40_000, 10_000, 300_000
_TOO_LONG = Reason(
    f"Văn bản quá dài: trên {_MOST_LINES} dòng, hoặc bảng trên {MOST_ITEMS} hàng. Tách phần bộ tiêu chí ra tệp riêng.",
    f"Too long: above {_MOST_LINES} lines, or {MOST_ITEMS} rows of criteria. Put the criteria into a file of their own.",
)
_NO_POINTS = Reason(
    "Bảng có tiêu đề nhưng không có mục nào có điểm.", "The table has a header, but nothing has points."
)


@dataclass(frozen=True, slots=True)
class ReadRubric:
    """rubric: None when the document holds none that can be read; `report.faults` then says why."""

    rubric: Rubric | None
    report: Report


def read_rubric(source: Reading | bytes, name: str, limits: Limits = DEFAULT) -> ReadRubric:
    """Read a rubric from a document's bytes, or from what `docread.read` made of it. Never raises.

    name: what messages and the rubric's `source` call the document; its stem becomes the rubric's code. The rubric
    printed and parsed again is the same rubric.
    """
    reading = source if isinstance(source, Reading) else read(source, name, limits)
    if not reading.ok:
        return ReadRubric(None, Report(name, problems=reading.notes))
    if _too_long(reading):
        return ReadRubric(None, Report(name, faults=(_TOO_LONG,), problems=reading.notes))
    parse = best_parse(reading)
    if parse is None:
        return ReadRubric(None, Report(name, faults=(_NO_RUBRIC,), problems=reading.notes))
    sheet, figures, tree = parse.sheet, parse.figures, parse.tree
    if tree is None:
        return ReadRubric(None, Report(name, sheet.how, faults=(_TOO_LONG,), problems=reading.notes))
    head = read_head(
        sheet.before, sheet.after, [words.text for item in sheet.items for words in item.evidence]
    )
    built = Builder(head).build(
        tree, figures, name, how=sheet.how, headed=sheet.headed, fits=parse.fit is None or parse.fit.is_fair
    )
    if built is None:
        report = Report(
            name, sheet.how, points=point_uses(figures), faults=(_NO_POINTS,), problems=reading.notes
        )
        return ReadRubric(None, report)
    if tree.total is not None:
        tree.total.use = "total"
    return _checked(built, sheet, tree.loose_text(), figures, reading, name)


def _too_long(reading: Reading) -> bool:
    """Whether there is more than any rubric holds; said before the work is done, not after."""
    rows = sum(len(grid.rows) for grid in reading.tables)
    cells = sum(len(row) for grid in reading.tables for row in grid.rows)
    return len(reading.paragraphs) + rows > _MOST_LINES or rows > _MOST_ROWS or cells > _MOST_CELLS


def _checked(
    built: Built, sheet: Sheet, loose: tuple[str, ...], figures: Figures, reading: Reading, name: str
) -> ReadRubric:
    """The rubric as its own text says it; what the format refuses is a fault, not a crash."""
    faults: tuple[Reason, ...] = ()
    rubric: Rubric | None = None
    try:
        rubric = parse_yaml(print_rubric(built.rubric), f"{built.rubric.code}.rubric.yaml")
    except RubricError as error:
        faults = tuple(
            Reason(f"{one.message.vi} {one.hint.vi}", f"{one.message.en} {one.hint.en}")
            for one in error.diagnostics
        )
    report = Report(
        name, sheet.how, built.head, built.nodes, point_uses(figures), loose, faults, reading.notes
    )
    return ReadRubric(rubric, report)
