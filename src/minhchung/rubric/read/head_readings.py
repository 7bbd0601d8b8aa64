"""What was read for the whole rubric, and how surely, for the report."""

from __future__ import annotations

from collections.abc import Iterator

from minhchung.rubric.errors import Reason
from minhchung.rubric.model import Rubric
from minhchung.rubric.read.head import Head
from minhchung.rubric.read.report import HeadReading
from minhchung.rubric.read.tree import Tree

_BY_CELLS = Reason(
    "Không nhận ra tiêu đề cột; cột được nhận theo nội dung ô, nhãn và tổng điểm khớp.",
    "The column heads are not known; columns are told by their cells, and labels and sums agree.",
)


def head_readings(
    head: Head, rubric: Rubric, tree: Tree, how: str, *, headed: bool
) -> tuple[HeadReading, ...]:
    """The title, decision, total, classes, step, each with how sure it is and why."""
    return (
        *_columns(rubric, how, headed=headed),
        _title(head, rubric),
        _decision(head),
        *_total(rubric, tree),
        *_rest(rubric),
    )


def _columns(rubric: Rubric, how: str, *, headed: bool) -> Iterator[HeadReading]:
    """What columns and labels were told by, where it is doubtful."""
    if not headed:
        why = Reason(
            "Không thấy dòng tiêu đề cột; đọc theo nhãn và điểm ở cuối dòng.", "No header row was found."
        )
        yield HeadReading("header", "", "unsure", (why,), None)
    if how == "guessed":
        yield HeadReading("header", "", "likely", (_BY_CELLS,), None)
    if not any(node.label for node in rubric.walk()):
        why = Reason(
            "Không mục nào có nhãn (Word có thể tự đánh số); cây có thể sai.",
            "Nothing has a label (Word may number by itself); the tree may be wrong.",
        )
        yield HeadReading("labels", "", "unsure", (why,), None)


def _title(head: Head, rubric: Rubric) -> HeadReading:
    place = head.title_place.place if head.title_place is not None else None
    if head.title:
        return HeadReading("title", rubric.title, "likely", (), place)
    why = Reason("Không thấy tên; lấy tên tệp.", "No title was found; the file's name is taken.")
    return HeadReading("title", rubric.title, "unsure", (why,), place)


def _decision(head: Head) -> HeadReading:
    if not head.decision:
        why = Reason("Không thấy số quyết định ban hành.", "No number of an issuing decision was found.")
        return HeadReading("decision", "", "unsure", (why,), None)
    draft = Reason("Văn bản tự gọi là dự thảo.", "The text calls itself a draft.")
    place = head.decision_place.place if head.decision_place is not None else None
    return HeadReading("decision", head.decision, "likely", (draft,) if head.is_draft else (), place)


def _total(rubric: Rubric, tree: Tree) -> Iterator[HeadReading]:
    if rubric.total is None:
        why = Reason("Văn bản không ghi tổng điểm.", "No total is stated.")
        yield HeadReading("total", "", "likely", (why,), None)
    elif tree.total is not None:
        yield HeadReading("total", tree.total.text, "certain", (), tree.total.place)


def _rest(rubric: Rubric) -> Iterator[HeadReading]:
    """What the text may say besides: classes, step, what does not apply."""
    if rubric.classes is not None:
        names = ", ".join(band.name for band in rubric.classes.bands)
        why = Reason("Mức điểm đọc từ các dòng cạnh bảng.", "Bands read from the lines beside the table.")
        yield HeadReading("classes", names, "likely", (why,), None)
    if rubric.step is not None:
        why = Reason("Suy từ các điểm đã chấm.", "Taken from the scores stated.")
        yield HeadReading("step", str(rubric.step), "likely", (why,), None)
    if rubric.not_applicable is not None:
        yield HeadReading("not_applicable", rubric.not_applicable, "likely", (), None)
