"""A report as the rules read it: paragraphs mended where lines were broken, documents cited, figures with their lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from minhchung.docread.facts import document_mentions
from minhchung.viet.codes import DocumentNumber, parse_document_number
from minhchung.viet.dates import parse_date
from minhchung.viet.folding import nfc, search_key

_ENDS = (".", ";", ":", "!", "?", "./.")
_FULL_DATE = re.compile(r"(?<![\d/])(\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4})(?![\d/])")
_YEAR = re.compile(r"\bnăm\s+((?:19|20)\d\d)\b", re.IGNORECASE)
_ISSUED_BY = re.compile(
    r"^[^.;]{0,30}?\bcủa\s+(?:của\s+)?(?P<issuer>(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân|HĐND|Sở|Bộ|Ban|Chính phủ|Thủ tướng|"
    r"Phòng|Chủ tịch)\b[^,.;()]{0,80}?)(?=\s+(?:về|v/v|ban hành|quy định|hướng dẫn|phê duyệt|công bố)\b|[,.;()]|$)"
)
# The noun nearest before a number says what the document is; "văn bản" says nothing.
_KIND = re.compile(
    r"\b(quyết định|kế hoạch|công văn|báo cáo|biên bản|thông báo|tờ trình|thông tư|nghị định|nghị quyết|chỉ thị|hướng dẫn|"
    r"chương trình|văn bản|giấy phép|giấy mời)\b",
    re.IGNORECASE,
)
_NEAR = 160


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, its broken lines joined. starts: offset and line number of each line in it."""

    text: str
    starts: tuple[tuple[int, int], ...]

    def line_at(self, offset: int) -> int:
        """The line of the file that holds this offset."""
        index = bisect_right([start for start, _ in self.starts], offset) - 1
        return self.starts[max(index, 0)][1]


@dataclass(frozen=True, slots=True)
class Citation:
    """A document named in the text. kinds: the nouns that call it ("báo cáo"), nearest last; issuer: "của …" after it."""

    number: DocumentNumber
    dated_on: date | None
    line: int
    kinds: tuple[str, ...]
    issuer: str
    block: Block
    offset: int

    @property
    def key(self) -> str:
        """Number and symbol without marks: the same document however it is spelled."""
        return search_key(f"{self.number.number}/{self.number.symbol}")


class Report:
    """A report's text. Lines are counted from 1."""

    def __init__(self, text: str) -> None:
        self.lines = tuple(nfc(text).splitlines())

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """Paragraphs; a line that goes on in small letters after an unfinished one belongs to the same paragraph."""
        blocks: list[Block] = []
        parts: list[tuple[int, str]] = []
        for number, raw in enumerate(self.lines, 1):
            line = raw.strip()
            if not line:
                continue
            if parts and not (line[:1].islower() and not parts[-1][1].endswith(_ENDS) and "\t" not in raw):
                blocks.append(_block(parts))
                parts = []
            parts.append((number, line))
        if parts:
            blocks.append(_block(parts))
        return tuple(blocks)

    @cached_property
    def citations(self) -> tuple[Citation, ...]:
        """Every document number, in the order of the text."""
        return tuple(self._citations())

    @cached_property
    def dates(self) -> tuple[tuple[date, int], ...]:
        """Every full date with its line."""
        found: list[tuple[date, int]] = []
        for number, line in enumerate(self.lines, 1):
            for match in _FULL_DATE.findall(line):
                read = parse_date(re.sub(r"\s", "", match))
                if isinstance(read, date):
                    found.append((read, number))
        return tuple(found)

    @cached_property
    def year(self) -> int | None:
        """The year reported: the one named most often."""
        years = _YEAR.findall("\n".join(self.lines))
        return int(max(set(years), key=lambda year: (years.count(year), year))) if years else None

    def _citations(self) -> Iterator[Citation]:
        for block in self.blocks:
            for mention in document_mentions(block.text):
                number = parse_document_number(mention.number)
                if isinstance(number, DocumentNumber):
                    before = block.text[max(0, mention.offset - _NEAR) : mention.offset]
                    after = block.text[mention.offset + len(mention.number) :]
                    issued = _ISSUED_BY.match(_without_date(after))
                    yield Citation(
                        number,
                        mention.dated_on,
                        block.line_at(mention.offset),
                        tuple(kind.casefold() for kind in _KIND.findall(_own_words(before))),
                        issued["issuer"].strip() if issued else "",
                        block,
                        mention.offset,
                    )


def _block(parts: list[tuple[int, str]]) -> Block:
    text = ""
    starts: list[tuple[int, int]] = []
    for number, line in parts:
        text += " " if text else ""
        starts.append((len(text), number))
        text += line
    return Block(text, tuple(starts))


def _own_words(before: str) -> str:
    """What is said since the document cited before this one."""
    return re.split(r"\d+\s?/\s?[A-ZĐ]|;|\.\s", before)[-1]


def _without_date(after: str) -> str:
    return re.sub(r"^[\s,]*(?:ngày\s+)?[\d\s/.-]+", " ", after)
