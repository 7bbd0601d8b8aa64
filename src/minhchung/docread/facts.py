"""Facts a document states of itself, and of others: number, date, place, kind."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from minhchung.viet.codes import DocumentNumber, parse_document_number
from minhchung.viet.dates import parse_date

_HEAD = 3_000
_SYMBOL = r"[^\W\d_][^\W_]*(?:[&.]?[^\W_]+)*(?:\s?[-/\u2013]\s?[^\W\d_][^\W_]*(?:[&.]?[^\W_]+)*){0,4}"
_NUMBER = rf"[0-9]{{1,6}}[a-zđ]?\s?/\s?(?:[12][0-9]{{3}}\s?/\s?)?{_SYMBOL}"
_OWN_NUMBER = re.compile(
    rf"(?:(?:^|[\n\t])\s{{0,40}}Số|(?<![^\W_])Số\s{{0,3}}:)\s{{0,3}}:?\s{{0,6}}({_NUMBER})(?!\s{{1,4}}ngày)"
)
_ANY_NUMBER = re.compile(rf"(?<![\w/])({_NUMBER})")
_LONG_DATE = r"ngày\s{1,6}[0-9]{1,2}\s{1,6}tháng\s{1,6}[0-9]{1,2}\s{1,6}năm\s{1,6}[0-9]{4}"
_SHORT_DATE = r"[0-9]{1,2}\s?[/.-]\s?[0-9]{1,2}\s?[/.-]\s?[0-9]{4}"
_PLACE_AND_DATE = re.compile(
    rf"(?P<place>[^\W\d_][^\n,;:.\t]{{1,40}}),\s{{0,4}}(?P<date>{_LONG_DATE})(?![0-9])", re.IGNORECASE
)
_DATE_LINE = re.compile(rf"(?:^|[\n\t])\s{{0,40}}(?P<date>{_LONG_DATE})(?![0-9])", re.IGNORECASE)
_FOLLOWING_DATE = re.compile(
    rf"\W{{0,4}}(?:ban hành\s+)?(?:ngày\s+)?({_LONG_DATE}|{_SHORT_DATE})(?![0-9])", re.IGNORECASE
)
# NĐ 30/2020/NĐ-CP, Điều 7: the kinds of administrative document that carry their name as a title.
_KINDS = (
    "NGHỊ QUYẾT|QUYẾT ĐỊNH|CHỈ THỊ|QUY CHẾ|QUY ĐỊNH|THÔNG CÁO|THÔNG BÁO|HƯỚNG DẪN|CHƯƠNG TRÌNH|KẾ HOẠCH|PHƯƠNG ÁN|"
    "ĐỀ ÁN|DỰ ÁN|BÁO CÁO|BIÊN BẢN|TỜ TRÌNH|HỢP ĐỒNG|CÔNG ĐIỆN|BẢN GHI NHỚ|BẢN THỎA THUẬN|GIẤY ỦY QUYỀN|GIẤY MỜI|"
    "GIẤY GIỚI THIỆU|GIẤY NGHỈ PHÉP|PHIẾU GỬI|PHIẾU CHUYỂN|PHIẾU BÁO"
)
_TITLE = re.compile(rf"^[ \t]*({_KINDS})[ \t]*(?=$|[\n\r])", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a document says of itself; None where it does not say, or says it in no readable way.

    number: as written, spaces tightened ("123/QĐ-UBND"). place: where it was signed ("Krông Nô"). kind: the
    title line ("QUYẾT ĐỊNH"); an official letter has none. These are readings to confirm, not proofs.
    """

    number: str | None = None
    dated_on: date | None = None
    place: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A document named in running text: its number, the date beside it if any, and where it stands."""

    number: str
    dated_on: date | None
    offset: int


def document_facts(text: str) -> Facts:
    """Read a document's own number, date, place and kind from its head (the first 3,000 characters)."""
    head = unicodedata.normalize("NFC", text[: 2 * _HEAD])[:_HEAD]
    own_words = _before_references(head)
    own = _OWN_NUMBER.search(own_words)
    place, dated_on = _place_and_date(own_words.replace(own[1], "\n", 1) if own else own_words)
    title = _TITLE.search(head)
    return Facts(
        number=_number(own[1]) if own else None,
        dated_on=dated_on,
        place=place,
        kind=title[1] if title else None,
    )


def document_mentions(text: str) -> tuple[Mention, ...]:
    """List every document number in a text, with the date written right after it."""
    return tuple(_mentions(text))


def _before_references(head: str) -> str:
    """Cut the head where the document begins to cite others, so a cited number is never taken for its own."""
    cited = re.search(r"(?im)^\s*(căn cứ|thực hiện|xét|theo|kính gửi)\b", head)
    return head[: cited.start()] if cited else head


def _place_and_date(own_words: str) -> tuple[str | None, date | None]:
    for match in _PLACE_AND_DATE.finditer(own_words):
        found = _date(match["date"])
        if found is not None:
            return _last_words(match["place"]), found
    line = _DATE_LINE.search(own_words)
    return None, _date(line["date"]) if line else None


def _last_words(text: str) -> str:
    """Drop what a two-column head put before the place on the same line."""
    return re.split(r"\s{2,}|\t", text.strip())[-1]


def _mentions(text: str) -> Iterator[Mention]:
    for match in _ANY_NUMBER.finditer(text):
        number = _number(match[1])
        if number is None:
            continue
        beside = _FOLLOWING_DATE.match(text, match.end())
        yield Mention(number, _date(beside[1]) if beside else None, match.start())


def _number(text: str) -> str | None:
    tight = re.sub(r"\s*([-/\u2013])\s*", lambda mark: mark[1].replace("\u2013", "-"), text.strip())
    parsed = parse_document_number(tight)
    return parsed.text if isinstance(parsed, DocumentNumber) else None


def _date(text: str) -> date | None:
    found = parse_date(re.sub(r"\s+", " ", text))
    return found if isinstance(found, date) else None
