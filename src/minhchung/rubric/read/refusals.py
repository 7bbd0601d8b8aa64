"""Why a document gives no rubric, and what to do about it: one wording for the page and the command."""

from __future__ import annotations

from minhchung.docread.reading import Reading
from minhchung.rubric.errors import Reason
from minhchung.rubric.read.choosing import MOST_ITEMS

MOST_LINES, MOST_ROWS, MOST_CELLS = 40_000, 10_000, 300_000
NO_RUBRIC = Reason(
    "Không thấy bảng tiêu chí: không có cột nội dung và cột điểm, cũng không có các dòng có nhãn và điểm.",
    "No table of criteria was found: no columns of criteria and points, nor lines with labels and points.",
)
NO_WORDS = Reason(
    "Tệp không có chữ nào để đọc: có lẽ là bản quét, chỉ có ảnh chụp trang giấy.",
    "The file holds no text: it seems to be a scan, pictures of pages only.",
)
TOO_LONG = Reason(
    f"Văn bản quá dài: trên {MOST_LINES} dòng, hoặc bảng trên {MOST_ITEMS} hàng.",
    f"Too long: above {MOST_LINES} lines, or {MOST_ITEMS} rows of criteria.",
)
NO_POINTS = Reason(
    "Bảng có tiêu đề nhưng không có mục nào có điểm.", "The table has a header, but nothing has points."
)
_SHAPE = Reason(
    "Cần bảng có dòng tiêu đề STT, Nội dung (Tiêu chí), Điểm chuẩn (Điểm tối đa); hoặc chữ mỗi mục một dòng, có nhãn (I, 1, 1.1) và điểm.",
    "A table with a header row is needed (number, criteria, points), or text with one criterion a line, with labels (I, 1, 1.1) and points.",
)
_FIXES = {
    NO_WORDS: Reason(
        "Xin tệp Word, Excel, hoặc PDF xuất từ phần mềm soạn thảo; hệ thống không đọc chữ trong ảnh.",
        "Ask for the Word or Excel file, or a PDF exported from the word processor; pictures are not read.",
    ),
    TOO_LONG: Reason("Tách phần bộ tiêu chí ra tệp riêng.", "Put the criteria into a file of their own."),
}


def fix_for(fault: Reason) -> Reason:
    """What a person does about a fault; for any other, what the reader takes."""
    return _FIXES.get(fault, _SHAPE)


def nothing_found(reading: Reading) -> Reason:
    """Why no layout was found: no words at all, or none of a rubric."""
    return NO_RUBRIC if reading.text.strip() else NO_WORDS
