"""P208: a document dated before the one it rests on, or minutes dated before their meeting."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from minhchung.proofread.report import Block, Citation, Report
from minhchung.proofread.rule import ReportRule
from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import Spot
from minhchung.viet.dates import parse_date

_RESTS_ON = re.compile(
    r"^[^.;]{0,60}?\b(?:căn cứ|thực hiện theo|để thực hiện|thực hiện|theo|trên cơ sở)\b[^.;\d]{0,40}$",
    re.IGNORECASE,
)
_BASIS = re.compile(
    r"(?:^|[.;]\s+|\n)\W*(?:căn cứ|thực hiện|theo|triển khai(?: thực hiện)?|trên cơ sở)\s[^.;\d]{0,40}$",
    re.IGNORECASE,
)
_ISSUES = re.compile(
    r"\b(?:đã\s+)?(?:ban hành|xây dựng|tham mưu|ký|lập|trình)\b[^.;\d]{0,40}$", re.IGNORECASE
)
_HELD = re.compile(
    r"\b(?:họp|hội nghị)\s+ngày\s+(?P<after>\d{1,2}/\d{1,2}/\d{4})|\bngày\s+(?P<day>\d{1,2}/\d{1,2}/\d{4})[^.;\d]{0,60}?\b(?:họp|hội nghị|cuộc họp|đánh giá nội bộ|kiểm tra)\b",
    re.IGNORECASE,
)


def check(report: Report) -> Iterator[Spot]:
    """Two documents side by side of which one is said to rest on the other; and minutes of a meeting in one paragraph."""
    for block in report.blocks:
        cited = [each for each in report.citations if each.block is block and each.dated_on is not None]
        for first, second in pairwise(cited):
            between = block.text[first.offset : second.offset]
            if _RESTS_ON.match(_after_number(between, first)) and _is_before(first, second):
                yield _spot(first, second)
            elif (
                _BASIS.search(block.text[: first.offset])
                and _ISSUES.search(_after_number(between, first))
                and _is_before(second, first)
            ):
                yield _spot(second, first)
        yield from _minutes(block, cited)


def _after_number(between: str, first: Citation) -> str:
    """What stands between two documents, without the first one's number and date."""
    said = between[between.find(first.number.symbol) + len(first.number.symbol) :]
    return re.sub(r"^[\s,]*(?:ngày\s+)?\d[\d/.\-]*|^[\s,]*ngày\s+\d+\s+tháng\s+\d+\s+năm\s+\d+", " ", said)


def _is_before(one: Citation, other: Citation) -> bool:
    return one.dated_on is not None and other.dated_on is not None and one.dated_on < other.dated_on


def _minutes(block: Block, cited: list[Citation]) -> Iterator[Spot]:
    """Minutes whose date lies before the day of the meeting that the same paragraph names."""
    for each in cited:
        held = [found for found in _HELD.finditer(block.text) if found["after"] or found.end() <= each.offset]
        if not held or not each.kinds or each.kinds[-1] != "biên bản" or each.dated_on is None:
            continue
        day = parse_date(held[-1]["after"] or held[-1]["day"])
        if isinstance(day, date) and each.dated_on < day:
            yield Spot(
                Reason(
                    f"Biên bản {_named(each)} ghi trước ngày họp {day:%d/%m/%Y}.",
                    f"Minutes {_named(each)} are dated before the meeting of {day:%d/%m/%Y}.",
                ),
                _HINT,
                line=each.line,
                sample=f"{each.dated_on:%d/%m/%Y} < {day:%d/%m/%Y}",
            )


_HINT = Reason("Kiểm tra ngày của hai văn bản.", "Check both dates.")


def _spot(early: Citation, basis: Citation) -> Spot:
    return Spot(
        Reason(
            f"{_named(early)} ghi trước văn bản mà nó căn cứ: {_named(basis)}.",
            f"{_named(early)} is dated before the document it rests on: {_named(basis)}.",
        ),
        _HINT,
        line=early.line,
        sample=f"{early.dated_on:%d/%m/%Y} < {basis.dated_on:%d/%m/%Y}",
    )


def _named(each: Citation) -> str:
    return f"{each.number.number}/{each.number.symbol} ngày {each.dated_on:%d/%m/%Y}"


RULE = ReportRule("P208", "warning", Reason("Ghi ngày trước căn cứ", "Dated before its basis"), check)
