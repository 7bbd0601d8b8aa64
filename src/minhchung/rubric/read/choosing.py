"""Which of several parses of a document is taken: the one by the header's own words, unless another fits much better."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from minhchung.docread.reading import Reading
from minhchung.rubric.errors import Reason
from minhchung.rubric.read.evidence import take_documents
from minhchung.rubric.read.figures import Figures, read_points
from minhchung.rubric.read.fit import Fit, fit_of
from minhchung.rubric.read.from_cells import from_cells
from minhchung.rubric.read.from_rows import from_rows
from minhchung.rubric.read.from_tables import from_tables, from_tabs
from minhchung.rubric.read.guessed_tables import from_guessed_tables
from minhchung.rubric.read.in_line import unfolded
from minhchung.rubric.read.items import Sheet, clean
from minhchung.rubric.read.label_column import with_labels
from minhchung.rubric.read.printed_pages import unprinted
from minhchung.rubric.read.tree import Tree, build_tree

Layout = Callable[[Reading, Figures], Sheet | None]
LAYOUTS: tuple[Layout, ...] = (from_tables, from_tabs, from_cells, from_rows)
"""By the words of a header; the first that finds one has it."""
BY_FIT: tuple[Layout, ...] = (from_guessed_tables, from_rows)
"""Tried where no header was found, or where what was read under it does not fit itself."""
MOST_ITEMS = 5_000
_IN_TABLES = ("table", "guessed")
_FEWEST_POINTS = 2
_LONGEST_POINTS = 20
_UNFIT = Reason(
    "Nhãn, tổng điểm của văn bản phần lớn không khớp với cách đọc này; xem lại cây.",
    "Most labels and sums of the text do not agree with this reading; look at the tree.",
)
_PASSED_OVER = Reason(
    "Văn bản còn bảng có số mà cách đọc này không dùng; xem lại cây.",
    "The document has tables with numbers that this reading leaves out; look at the tree.",
)


@dataclass(slots=True)
class Parse:
    """One parse of the whole document. tree, fit: None when there are more rows than any rubric has.

    passes_over: it reads lines, and the document has tables with points that it leaves unread.
    """

    sheet: Sheet
    figures: Figures
    tree: Tree | None
    fit: Fit | None
    passes_over: bool = False

    @property
    def doubt(self) -> Reason | None:
        """Why no reading of this parse is certain, if there is a reason."""
        if self.passes_over:
            return _PASSED_OVER
        return None if self.fit is None or self.fit.is_fair else _UNFIT


def best_parse(reading: Reading) -> Parse | None:
    """The parse of a document; None when no layout finds a rubric in it."""
    reading = with_labels(unprinted(reading))
    told = next((found for layout in LAYOUTS if (found := _parse(layout, reading)) is not None), None)
    if told is not None and not told.passes_over and (told.fit is None or told.fit.is_good):
        return told
    best = told
    for layout in BY_FIT:
        if told is None and layout in LAYOUTS:
            continue  # it found nothing
        other = _parse(layout, reading)
        if other is None or other.fit is None:
            continue
        if best is None or best.fit is None or other.fit.beats(best.fit) or _reads_more(other, best):
            best = other
    return best


def _reads_more(other: Parse, best: Parse) -> bool:
    """Whether a parse reads the tables that the best so far leaves out, and fits no worse."""
    if not best.passes_over or other.passes_over or other.fit is None or best.fit is None:
        return False
    return other.fit.is_fair and other.fit.score >= best.fit.score


def _passes_over(sheet: Sheet, reading: Reading) -> bool:
    """Whether lines were read where tables hold points."""
    if sheet.how in _IN_TABLES:
        return False
    said = sum(
        1
        for grid in reading.tables
        for row in grid.rows
        for cell in row
        if len(cell.text) < _LONGEST_POINTS and read_points(clean(cell.text))[1] is not None
    )
    return said >= _FEWEST_POINTS


def _parse(layout: Layout, reading: Reading) -> Parse | None:
    figures = Figures()
    sheet = layout(reading, figures)
    if sheet is None:
        return None
    if len(sheet.items) > MOST_ITEMS:
        return Parse(sheet, figures, None, None)
    sheet.items = unfolded(sheet.items, figures)
    take_documents(sheet.items)
    tree = build_tree(sheet.items)
    return Parse(sheet, figures, tree, fit_of(tree, figures), _passes_over(sheet, reading))
