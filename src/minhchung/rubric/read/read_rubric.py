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
from minhchung.rubric.read.choosing import best_parse
from minhchung.rubric.read.figures import Figures
from minhchung.rubric.read.head import read_head
from minhchung.rubric.read.items import Sheet
from minhchung.rubric.read.refusals import (
    MOST_CELLS,
    MOST_LINES,
    MOST_ROWS,
    NO_POINTS,
    TOO_LONG,
    nothing_found,
)
from minhchung.rubric.read.report import Report


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
        return ReadRubric(None, Report(name, faults=(TOO_LONG,), problems=reading.notes))
    parse = best_parse(reading)
    if parse is None:
        return ReadRubric(None, Report(name, faults=(nothing_found(reading),), problems=reading.notes))
    sheet, figures, tree = parse.sheet, parse.figures, parse.tree
    if tree is None:
        return ReadRubric(None, Report(name, sheet.how, faults=(TOO_LONG,), problems=reading.notes))
    head = read_head(
        sheet.before, sheet.after, [words.text for item in sheet.items for words in item.evidence]
    )
    built = Builder(head).build(tree, figures, name, how=sheet.how, headed=sheet.headed, doubt=parse.doubt)
    if built is None:
        report = Report(
            name, sheet.how, points=point_uses(figures), faults=(NO_POINTS,), problems=reading.notes
        )
        return ReadRubric(None, report)
    if tree.total is not None:
        tree.total.use = "total"
    return _checked(built, sheet, tree.loose_text(), figures, reading, name)


def _too_long(reading: Reading) -> bool:
    """Whether there is more than any rubric holds; said before the work is done, not after."""
    rows = sum(len(grid.rows) for grid in reading.tables)
    cells = sum(len(row) for grid in reading.tables for row in grid.rows)
    return len(reading.paragraphs) + rows > MOST_LINES or rows > MOST_ROWS or cells > MOST_CELLS


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
