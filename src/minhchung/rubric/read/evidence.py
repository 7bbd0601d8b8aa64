"""What the evidence column says besides the documents: data windows, due dates, bodies that appraise."""

from __future__ import annotations

import re
from datetime import date

from minhchung.rubric.model import RelDate, Window
from minhchung.rubric.read.items import Item, Words

_DATE = r"(\d{1,2})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(\d{4}))?"
_WINDOW = re.compile(
    rf"\b(?:từ|kể từ)\s*(?:ngày\s*)?{_DATE}\s*(?:đến|tới|-|–)\s*(?:hết\s*)?(?:ngày\s*)?{_DATE}", re.IGNORECASE
)
_DUE = re.compile(
    rf"\b(?:trước|chậm nhất(?: là)?|muộn nhất(?: là)?|hạn)\s*(?:ngày\s*)?{_DATE}", re.IGNORECASE
)
_BODY = (
    r"(?:Phòng|Sở|Văn phòng|VP|Ban(?! hành| chỉ đạo của cơ quan)|UBND|Ủy ban nhân dân|Thanh tra|Trung tâm|Chi cục|Cục|Công an|"
    r"Bảo hiểm|Kho bạc|Bộ(?! tiêu chí| phận)|Hội đồng|Tổ)\s[^.;:,(/\n]{2,80}"
)
_BY = re.compile(
    rf"\b(?i:theo dõi|giám sát|thẩm định|đánh giá|kiểm tra|xác nhận|thống kê|rà soát)(?:\s+(?:giám sát|thông qua đánh giá))?\s+của\s+(?:các\s+)?(?P<body>{_BODY})",
)
_DOES = re.compile(rf"^(?P<body>{_BODY}?)\s+(?:đối chiếu|theo dõi|thẩm định|đánh giá|xác nhận|tổng hợp)\b")
_CUT = re.compile(r"\s+(?:về|trên|để|đối với|trong|theo|tại|gửi|làm|và việc|qua|thông qua)\s.*$")
_ONLY_BODY = re.compile(
    r"^(?:kết quả |kết hợp )?(?:theo dõi|giám sát|đánh giá|thẩm định)(?: giám sát)? của\b", re.IGNORECASE
)

_NAMES_DOCUMENT = re.compile(
    r"(?:các |bản )?(?:kế hoạch|báo cáo|quyết định|văn bản|công văn|tờ trình|thông báo|biên bản|kết luận|quy chế|danh sách|danh mục|sổ|"
    r"hồ sơ|giấy|hợp đồng|phiếu|lịch|mục lục|tin\b|hình ảnh|số liệu|biểu|bảng|phần mềm|hệ thống|cổng|kiểm tra|theo dõi|đường dẫn)",
    re.IGNORECASE,
)
_OF_POINTS = re.compile(r"\b(?:điểm|trừ|cộng)\b", re.IGNORECASE)
_FEWEST_NOTED = 3


def take_documents(items: list[Item]) -> None:
    """Where no column is headed for evidence and a column of notes holds documents in all but a few rows, it is evidence.

    `Ghi chú` over `Kế hoạch của UBND xã`, `Sổ theo dõi`, `Kiểm tra thực tế`: four rows of five must name one.
    """
    noted = [item for item in items if item.remarks]
    if any(item.evidence for item in items) or len(noted) < _FEWEST_NOTED:
        return
    named = [item for item in noted if all(_names_document(words) for words in item.remarks)]
    if len(named) * 5 < len(noted) * 4:
        return
    for item in named:
        item.evidence, item.remarks = item.remarks, []


def _names_document(words: Words) -> bool:
    """A document or where to look, and nothing about points: those words may be the rule."""
    bare = words.text.lstrip("-–—•*+● ")
    return bool(_NAMES_DOCUMENT.match(bare)) and not _OF_POINTS.search(bare)


def documents(lines: list[Words]) -> tuple[str, ...]:
    """The documents asked, one each, without the dash before them."""
    found = [words.text.lstrip("-–—•*+● ").strip() for words in lines]
    return tuple(dict.fromkeys(each for each in found if each))


def window_in(texts: list[str], year: int | None) -> Window | None:
    """The first data window: `từ 01/01/2023 đến 15/10/2023`; relative where its year is the rubric's."""
    for text in texts:
        match = _WINDOW.search(text)
        if match is None:
            continue
        last = match[6]
        first = match[3] or last
        start = _rel(match[1], match[2], first, year)
        end = _rel(match[4], match[5], last, year)
        if start is not None and end is not None:
            return Window(_from_year_before(start, end, year), end)
    return None


def due_in(texts: list[str], year: int | None) -> RelDate | None:
    """The one date by which it is due; None when none is said, or several."""
    found = [match for text in texts for match in _DUE.finditer(text)]
    if len(found) != 1:
        return None
    return _rel(found[0][1], found[0][2], found[0][3], year)


def body_in(texts: list[str]) -> str | None:
    """The body whose findings count: `Kết quả theo dõi của Phòng Nội vụ`."""
    for text in texts:
        bare = text.lstrip("-–—•*+● ")
        match = _BY.search(bare) or _DOES.match(bare)
        if match is not None:
            return _CUT.sub("", match["body"]).strip(" .;")
    return None


def is_only_body(documents_asked: tuple[str, ...]) -> bool:
    """Whether nothing is asked of the agency: the body's own findings alone decide."""
    return bool(documents_asked) and all(_ONLY_BODY.match(text) for text in documents_asked)


def _rel(day: str, month: str, year_text: str | None, year: int | None) -> RelDate | None:
    number = int(year_text) if year_text else None
    try:
        date(number or 2024, int(month), int(day))
    except ValueError:
        return None
    if number is None or number == year:
        return RelDate(int(day), int(month))
    return RelDate(int(day), int(month), year=number)


def _from_year_before(start: RelDate, end: RelDate, year: int | None) -> RelDate:
    """A window from the year before into the rubric's own moves with it: 15/12/N-1 – 14/12/N."""
    if year is not None and end.year is None and start.year == year - 1:
        return RelDate(start.day, start.month, offset=-1)
    return start
