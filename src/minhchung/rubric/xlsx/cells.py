"""Texts of a rubric in cells, and cells as if they were places of a YAML text."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from minhchung.docread.csv_table import clean_text
from minhchung.rubric.errors import Diagnostic, Reason, RubricError, Span
from minhchung.rubric.kinds.base import Plain
from minhchung.rubric.printing import print_piece
from minhchung.rubric.source import Mapping, Scalar, Sequence, Source, compose

_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00a0\u200b\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile(r"_x[0-9a-fA-F]{4}_")
_OPENS = ('"', "[")
_ISO_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
LONG_TEXT = re.compile(r"\[\[dài (\d{1,6})\]\]")


def cell_of_text(text: str) -> str:
    """The text itself, or in double quotes where a cell would change it or it would be taken for YAML."""
    if text and clean_text(text) == text and not text.startswith((*_OPENS, "{")) and not _mangled(text):
        return text
    quoted = _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))
    return _ESCAPED.sub(lambda found: "\\u005f" + found[0][1:], quoted)


def cell_of_list(items: list[Plain]) -> str:
    """A line each, or as YAML where a line would not do."""
    texts = [item for item in items if isinstance(item, str)]
    if len(texts) == len(items) and all("\n" not in text and cell_of_text(text) == text for text in texts):
        return "\n".join(texts)
    return cell_of_piece(items)


def cell_of_piece(value: Plain) -> str:
    """A piece of YAML."""
    return print_piece(value)


def _mangled(text: str) -> bool:
    """Whether a cell would not give the text back: marks that it drops, or what it keeps as a day."""
    return any(each.search(text) for each in (_UNSAFE, _ESCAPED)) or _ISO_DAY.fullmatch(text) is not None


# ── back ──


def day_as_written(text: str) -> str:
    """A spreadsheet program makes a day of what looks like one: 2024-01-15 is written 15/01/2024 again."""
    found = _ISO_DAY.fullmatch(text)
    return f"{found[3]}/{found[2]}/{found[1]}" if found else text


def text_at(text: str, span: Span) -> Scalar:
    """A cell's text; in double quotes as YAML reads it."""
    if not text.startswith('"'):
        return Scalar(span, text, False)
    read = piece_at(text, span)
    return read if isinstance(read, Scalar) else Scalar(span, text, False)


def list_at(text: str, span: Span) -> Source:
    """A line each; a cell that opens a bracket or quotes as YAML reads it."""
    if text.startswith(_OPENS):
        return piece_at(text, span)
    lines = [line.strip() for line in text.split("\n")]
    return Sequence(span, tuple(Scalar(span, line, False) for line in lines if line))


def piece_at(text: str, span: Span) -> Source:
    """A cell of YAML, every part of it at the cell's place. Raises RubricError at that place."""
    try:
        return _at(compose(text, span.file), span)
    except RubricError as error:
        first = error.diagnostics[0]
        raise RubricError((replace(first, span=span, sample=text[:80]),)) from error


def _at(source: Source, span: Span) -> Source:
    match source:
        case Scalar():
            return replace(source, span=span)
        case Sequence():
            return Sequence(span, tuple(_at(item, span) for item in source.items))
        case Mapping():
            pairs = tuple((replace(key, span=span), _at(value, span)) for key, value in source.pairs)
            return Mapping(span, pairs)


def column_letters(column: int) -> str:
    """`A`, `Z`, `AA`."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def place_in_words(span: Span | None) -> Reason:
    """`trang “Tiêu chí”, hàng 5, cột D`."""
    if span is None:
        return Reason("", "")
    if not span.line:
        return Reason(f"trang “{span.file}”", f"sheet “{span.file}”")
    column = column_letters(span.column)
    vi, en = f"trang “{span.file}”, hàng {span.line}", f"sheet “{span.file}”, row {span.line}"
    return Reason(f"{vi}, cột {column}", f"{en}, column {column}") if column else Reason(vi, en)


def refusal(code: str, span: Span | None, vi: str, en: str, fix: Reason, value: str = "") -> Diagnostic:
    """One fault of the workbook."""
    return Diagnostic(code, "error", span, Reason(vi, en), fix, sample=value[:80] or None)
