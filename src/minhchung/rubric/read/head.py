"""What stands around the table: title, decision, date, year, and the notes that are rules."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

from minhchung.rubric.model import Classes, NaPolicy
from minhchung.rubric.read.class_bands import class_bands
from minhchung.rubric.read.items import Words
from minhchung.viet.folding import search_key

_NUMBER = r"\d{1,5}\s*/(?:\s*\d{4}\s*/)?\s*[A-ZĐ][\w&-]*(?:\s*-\s*[A-ZĐ][\w&-]*)*"
_DECISION = re.compile(
    rf"(?P<whole>(?P<kind>Quyết định|Công văn|Kế hoạch|Thông báo|Hướng dẫn|Báo cáo|Tờ trình)\s+số\s*:?\s*{_NUMBER}[^.;)]{{0,160}})",
    re.IGNORECASE,
)
_IN_WORDS = re.compile(r"ngày\s*(\d{1,2})\s*tháng\s*(\d{1,2})\s*năm\s*(\d{4})", re.IGNORECASE)
_SHORT = re.compile(r"ngày\s*(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})", re.IGNORECASE)
_YEAR = re.compile(r"\bnăm\s*(20\d{2})\b|[/.-](20\d{2})\b", re.IGNORECASE)
_NOT_TITLE = re.compile(
    r"^(?:phụ lục|số\s*:|cộng hòa|độc lập|ủy ban nhân dân|ubnd|mẫu|biểu|bảng \d|hội đồng nhân dân|sở |bộ (?!tiêu chí|chỉ số)|phòng |\W*\d*\W*$)",
    re.IGNORECASE,
)
_TITLE_WORDS = re.compile(r"tiêu chí|chỉ số|chấm điểm|thang điểm|đánh giá|xếp hạng|xếp loại", re.IGNORECASE)
_NOTE = re.compile(r"^\W*(?:ghi chú|lưu ý|chú thích|nguyên tắc)\b|^\*", re.IGNORECASE)
_ISSUES = re.compile(
    r"\b(?:ban hành|phê duyệt|kèm theo)\b.{0,80}\b(?:tiêu chí|chỉ số|thang điểm|chấm điểm|xếp hạng)\b"
    r"|\b(?:tiêu chí|chỉ số|thang điểm|chấm điểm|xếp hạng)\b.{0,80}\b(?:ban hành|phê duyệt|kèm theo)\b",
    re.IGNORECASE,
)
_NOT_ARISING = re.compile(
    r"(?:trường hợp|nếu|cơ quan|đơn vị) không có\b|không (?:phát sinh|có phát sinh|thực hiện nhiệm vụ|có nhiệm vụ)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Head:
    """year: the year the rubric is for, as most of its words say; None when none does."""

    title: str
    decision: str
    issued_on: date | None
    year: int | None
    notes: tuple[str, ...]
    not_applicable: NaPolicy | None
    title_place: Words | None
    decision_place: Words | None
    is_draft: bool
    classes: Classes | None = None


def read_head(before: list[Words], after: list[Words], body: list[str]) -> Head:
    """Gather the head from the running text, the lines nearest the table first."""
    decision, where = _decision(before)
    title, title_place = _title(before)
    notes = _notes(before, after)
    return Head(
        title,
        decision,
        _issued(decision),
        _year(title, before, body),
        notes,
        next((policy for note in notes if (policy := policy_in(note)) is not None), None),
        title_place,
        where,
        any(re.search(r"\bdự thảo\b", words.text, re.IGNORECASE) for words in before[-12:]),
        class_bands(after) or class_bands(before),
    )


def policy_in(note: str) -> NaPolicy | None:
    """What happens to a criterion that does not arise: `không phát sinh … thì không chấm điểm`."""
    if not _NOT_ARISING.search(note):
        return None
    if re.search(r"(?:quy đổi|tính lại|quy về)[^.;]{0,40}(?:thang|100)", note, re.IGNORECASE):
        return "rescale_total"
    if re.search(r"không (?:chấm điểm|tính điểm|đánh giá)", note, re.IGNORECASE):
        return "not_scored"
    if re.search(r"(?:chấm|tính|cho|đạt|được)\s+(?:đủ\s+)?(?:số\s+)?điểm tối đa", note, re.IGNORECASE):
        return "full"
    return None


def _decision(before: list[Words]) -> tuple[str, Words | None]:
    """The decision it is issued with: the one said to be `kèm theo`, else the last named."""
    whole = _unbroken(before)
    found = [(words, match) for words in whole if (match := _DECISION.search(words.text))]
    for words, match in reversed(found):
        if re.search(r"kèm theo", words.text[: match.start()], re.IGNORECASE):
            return _tidy(match["whole"]), words
    named = [(words, match) for words, match in found if _ISSUES.search(words.text)]
    if named:
        words, match = named[-1]
        return _tidy(match["whole"]), words
    return "", None


def _unbroken(lines: list[Words]) -> list[Words]:
    """A line that opens a parenthesis and does not close it goes on in the next (PDF breaks lines)."""
    found: list[Words] = []
    for words in lines:
        last = found[-1].text if found else ""
        if last.count("(") > last.count(")") and len(last) < 600:
            found[-1] = Words(f"{last} {words.text}", found[-1].place)
        else:
            found.append(words)
    return found


def _tidy(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip(" ,()")


def _issued(decision: str) -> date | None:
    match = _IN_WORDS.search(decision) or _SHORT.search(decision)
    if match is None:
        return None
    try:
        return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        return None


def _title(before: list[Words]) -> tuple[str, Words | None]:
    """The lines in capitals nearest above the table; else the nearest line that speaks of criteria."""
    last = len(before)
    for index in range(len(before) - 1, -1, -1):
        if _is_capitals(before[index].text) and not _NOT_TITLE.match(before[index].text):
            last = index
            break
    if last < len(before):
        first = last
        while first and _is_capitals(before[first - 1].text) and not _NOT_TITLE.match(before[first - 1].text):
            first -= 1
        return " ".join(words.text for words in before[first : last + 1])[:400], before[first]
    for words in reversed(before):
        if _TITLE_WORDS.search(words.text) and len(words.text) < 300 and not _DECISION.search(words.text):
            return words.text, words
    return "", None


def _is_capitals(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return len(letters) >= 8 and sum(1 for char in letters if char.isupper()) >= 0.8 * len(letters)


def _year(title: str, before: list[Words], body: list[str]) -> int | None:
    """The title's year, else the one most often said."""
    said = [int(one or two) for one, two in _YEAR.findall(title)]
    if said:
        return said[-1]
    counted = Counter(
        int(one or two)
        for text in (*(words.text for words in before[-12:]), *body)
        for one, two in _YEAR.findall(text[:2000])
    )
    return counted.most_common(1)[0][0] if counted else None


def _notes(before: list[Words], after: list[Words]) -> tuple[str, ...]:
    return tuple(
        words.text
        for words in (*before[-12:], *after)
        if _NOTE.match(words.text) or (_NOT_ARISING.search(words.text) and policy_in(words.text))
    )


def code_of_title(title: str, name: str) -> str:
    """A code from the file's name, else from the title: a–z, digits and hyphens."""
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", re.split(r"[\\/]", name)[-1])
    for text in (stem, title):
        slug = re.sub(r"[^a-z0-9]+", "-", search_key(text[:200])).strip("-")[:60].strip("-")
        if slug:
            return slug
    return "bo-tieu-chi"
