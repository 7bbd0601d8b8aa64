"""Rows of a rubric from text with one row a line: label, words, and the points at the line's end."""

from __future__ import annotations

import re

from minhchung.docread.place import Place
from minhchung.docread.reading import Paragraph, Reading
from minhchung.rubric.read.figures import Figures, points_at_end, read_points
from minhchung.rubric.read.headers import is_other_table
from minhchung.rubric.read.in_line import holds_options, names_points
from minhchung.rubric.read.items import LONGEST_TEXT, Item, Sheet, Words, clean
from minhchung.rubric.read.naming import learned_names, split_named
from minhchung.rubric.read.row_items import is_total_words
from minhchung.rubric.read.rule_counts import pays_each
from minhchung.rubric.read.rule_deductions import says_deduction
from minhchung.rubric.read.sentences import plainly, points_last
from minhchung.viet.folding import search_key

_HEADER = re.compile(r"(?:s?tt|so tt)\b.*\b(?:noi dung|tieu chi|chi so|linh vuc|chi tieu)\b.*\bdiem\b.*")
_NEW_TABLE = re.compile(r"(?:s?tt|so tt)\s+\w")
_SELF = re.compile(r"\bdiem (?:tu|tham|dat|hoi dong|danh gia)")
_NUMBER = r"[-+]?\d{1,3}(?:[.,]\d{1,3})?"
_TAIL = re.compile(rf"(?P<text>.*?\S)(?P<numbers>(?:\s+{_NUMBER}){{1,6}})\s*(?:điểm)?")
_NOT_POINTS = re.compile(
    r"(?:(?<!\bđiểm )(?<!\btổng )\b(?:trừ|cộng)|\b(?:quý|điều|khoản|mẫu|phụ lục|mức độ|giai đoạn|lần thứ|đến|từ|dưới|trên|quá)|[/<>≥≤=×x*-])$",
    re.IGNORECASE,
)
_CAPPED = re.compile(r"\btối đa$", re.IGNORECASE)
_OPEN_END = re.compile(
    r"(?:[,(–-]|\b(?:và|của|theo|các|trong|đối với|với|cho|về|hoặc|từ|đến|số|được|do|tại|bằng))$",
    re.IGNORECASE,
)
_HEADERLESS = 5
_POINTS_LINE = re.compile(
    rf"(?:[^\W\d_]+\s+){{0,3}}điểm(?:\s+[^\W\d_]+){{0,3}}\s*[:=]?\s*(?P<points>{_NUMBER})\s*(?:điểm|đ)?\s*[.;]?",
    re.IGNORECASE,
)
_LONGEST_POINTS_LINE = 40


def from_rows(reading: Reading, figures: Figures) -> Sheet | None:
    """Read the lines below a header line; without one, lines that begin with labels and end in points, if many do."""
    paragraphs = reading.paragraphs
    start = next((index for index, each in enumerate(paragraphs) if _is_header(each.text)), None)
    if start is None:
        return _headerless(paragraphs, figures)
    columns = 1 + len(_SELF.findall(search_key(paragraphs[start].text)))
    items, rest = _rows(paragraphs[start + 1 :], columns, figures)
    before = [Words(clean(each.text), each.place) for each in paragraphs[:start]]
    return Sheet(items, before, rest, "rows") if items else None


def _is_header(text: str) -> bool:
    key = search_key(text[:300])
    return len(text) < 200 and bool(_HEADER.fullmatch(key)) and not is_other_table(text)


def _headerless(paragraphs: tuple[Paragraph, ...], figures: Figures) -> Sheet | None:
    texts = [clean(each.text) for each in paragraphs]
    names = learned_names(texts)
    below = [_points_line(text) for text in (*texts[1:], "")]
    hits = [index for index, text in enumerate(texts) if _has_points(text, names, below[index])]
    if len(hits) < _HEADERLESS:
        return None
    items, rest = _rows(paragraphs[hits[0] :], 1, figures, names)
    before = [Words(text, each.place) for text, each in zip(texts[: hits[0]], paragraphs, strict=False)]
    return Sheet(items, before, rest, "rows", headed=False) if items else None


def _has_points(text: str, names: frozenset[str], below: str) -> bool:
    """Whether a line has a label, and points: at its end, in its words, or in the line below that says nothing else."""
    label, words = split_named(text, names, strict=True)
    if label in ("", "-", "+"):
        return False
    words = plainly(words)
    said = _tail(words, 1) is not None or points_at_end(words) is not None or names_points(words)
    return said or bool(below)


def _points_line(text: str) -> str:
    """The number of a line that says nothing but points: `Điểm tối đa: 25`; "" for any other line, a total's too."""
    if len(text) > _LONGEST_POINTS_LINE or is_total_words(text):
        return ""
    match = _POINTS_LINE.fullmatch(text)
    return match["points"] if match is not None else ""


def _rows(
    paragraphs: tuple[Paragraph, ...], columns: int, figures: Figures, names: frozenset[str] = frozenset()
) -> tuple[list[Item], list[Words]]:
    items: list[Item] = []
    said: list[str] = []  # what each row says so far, its label apart
    for index, paragraph in enumerate(paragraphs):
        text = clean(paragraph.text)
        if index and _NEW_TABLE.match(search_key(text[:40])) and is_other_table(text):
            return _without_tail(items, [Words(clean(each.text), each.place) for each in paragraphs[index:]])
        if _is_header(text):
            continue
        points = _points_line(text)
        if points and items and items[-1].top is None and items[-1].label:
            items[-1].top = figures.add(points, paragraph.place, "max")
            continue
        label, words = split_named(points_last(text), names, strict=False)
        words = plainly(words)
        if not label and items and _continues(items[-1], words):
            said[-1] = f"{said[-1]} {words}"[:LONGEST_TEXT].strip()
        else:
            items.append(Item(label, [], paragraph.place))
            said.append(words)
        _say(items[-1], said[-1], columns, paragraph.place, figures)
    return _without_tail(items, [])


def _say(item: Item, words: str, columns: int, place: Place, figures: Figures) -> None:
    """Give a row its words and points. place: of the line they end in."""
    item.words = [Words(words, item.place)]
    if holds_options(words):
        return
    found = _tail(words, columns)
    if found is None:
        if (said := points_at_end(words)) is not None:
            item.words = [Words(said[0], item.place)]
            item.top = figures.add(said[1], place, "text")
        return
    item.words = [Words(words if _CAPPED.search(found[0]) else found[0], item.place)]
    item.top = figures.add(found[1][0], place, "max")
    for number in found[1][1:]:
        figures.add(number, place, "self").use = "self"


def _tail(words: str, columns: int) -> tuple[str, list[str]] | None:
    """The words and the numbers at the line's end, as many as the header has points columns at most."""
    match = _TAIL.fullmatch(words[:3000])
    if match is None:
        return None
    numbers = match["numbers"].split()[-columns:]
    text = (
        words[
            : len(words.rstrip())
            if not numbers
            else words.rindex(numbers[0] if len(numbers) == 1 else " ".join(numbers))
        ]
        if " ".join(numbers) in words
        else match["text"]
    )
    text = text.strip().rstrip(" :=")
    if _NOT_POINTS.search(text) or any(read_points(number)[1] is None for number in numbers):
        return None
    return text, numbers


def _continues(item: Item, words: str) -> bool:
    """Whether an unlabelled line carries on the row before: that row has no points yet, and breaks off."""
    if item.top is not None or not words:
        return False
    return words[0].islower() or bool(_OPEN_END.search(item.text))


def _without_tail(items: list[Item], rest: list[Words]) -> tuple[list[Item], list[Words]]:
    """Unlabelled lines without points at the end are running text after the table."""
    end = len(items)
    while end and items[end - 1].top is None and items[end - 1].label in ("", "-", "+"):
        if pays_each(items[end - 1].text) or says_deduction(items[end - 1].text):
            break
        end -= 1
    return items[:end], [words for item in items[end:] for words in item.words] + rest
