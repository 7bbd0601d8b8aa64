"""What was read for the whole rubric, and how surely, for the report."""

from __future__ import annotations

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
    found: list[HeadReading] = []
    if not headed:
        why = Reason(
            "Không thấy dòng tiêu đề cột; đọc theo nhãn và điểm ở cuối dòng.", "No header row was found."
        )
        found.append(HeadReading("header", "", "unsure", (why,), None))
    if how == "guessed":
        found.append(HeadReading("header", "", "likely", (_BY_CELLS,), None))
    if not any(node.label for node in rubric.walk()):
        why = Reason(
            "Không mục nào có nhãn (Word có thể tự đánh số); cây có thể sai.",
            "Nothing has a label (Word may number by itself); the tree may be wrong.",
        )
        found.append(HeadReading("labels", "", "unsure", (why,), None))
    title_place = head.title_place.place if head.title_place is not None else None
    unnamed = Reason("Không thấy tên; lấy tên tệp.", "No title was found; the file's name is taken.")
    found.append(
        HeadReading(
            "title",
            rubric.title,
            "likely" if head.title else "unsure",
            () if head.title else (unnamed,),
            title_place,
        )
    )
    if head.decision:
        draft = Reason("Văn bản tự gọi là dự thảo.", "The text calls itself a draft.")
        where = head.decision_place.place if head.decision_place is not None else None
        found.append(
            HeadReading("decision", head.decision, "likely", (draft,) if head.is_draft else (), where)
        )
    else:
        why = Reason("Không thấy số quyết định ban hành.", "No number of an issuing decision was found.")
        found.append(HeadReading("decision", "", "unsure", (why,), None))
    if rubric.total is None:
        why = Reason("Văn bản không ghi tổng điểm.", "No total is stated.")
        found.append(HeadReading("total", "", "likely", (why,), None))
    elif tree.total is not None:
        found.append(HeadReading("total", tree.total.text, "certain", (), tree.total.place))
    if rubric.classes is not None:
        names = ", ".join(band.name for band in rubric.classes.bands)
        why = Reason("Mức điểm đọc từ các dòng cạnh bảng.", "Bands read from the lines beside the table.")
        found.append(HeadReading("classes", names, "likely", (why,), None))
    if rubric.step is not None:
        why = Reason("Suy từ các điểm đã chấm.", "Taken from the scores stated.")
        found.append(HeadReading("step", str(rubric.step), "likely", (why,), None))
    if rubric.not_applicable is not None:
        found.append(HeadReading("not_applicable", rubric.not_applicable, "likely", (), None))
    return tuple(found)
