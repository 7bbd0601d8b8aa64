"""P301: a count that is announced and not given (S3:109 "Số hồ sơ trễ hạn trên phần mềm Egov: Do cá nhân …")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minhchung.proofread.report import Block, Report
from minhchung.proofread.rule import ReportRule
from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import Spot

_ANNOUNCED = re.compile(
    r"^[-+•*\s]*(?P<label>(?:Tổng\s+)?[Ss]ố(?:\s+lượng)?\s+(?:hồ sơ|thủ tục|văn bản|đơn vị|phiếu|TTHC)[^:]{0,80}):\s*(?P<rest>\S.*)$"
)
_BARE = re.compile(r"^(?P<bullet>[-+•*])\s*(?P<label>(?:Tổng\s+)?[Ss]ố(?:\s+lượng)?\s+[^:\d]{4,80}):$")
_NONE = re.compile(r"^(?:không|chưa|0)\b", re.IGNORECASE)


def check(report: Report) -> Iterator[Spot]:
    """A paragraph that opens with "Số …:" and holds no figure after the colon; "không" is an answer."""
    for block in report.blocks:
        match = _ANNOUNCED.match(block.text) or _left_bare(report, block)
        if (
            match is None
            or re.search(r"\d", _rest(match))
            or _NONE.match(_rest(match))
            or _rest(match).endswith(";")
        ):
            continue
        yield Spot(
            Reason(f"“{match['label']}”: không có số liệu.", f"“{match['label']}”: no figure is given."),
            Reason("Ghi số, kể cả số 0.", "Give the number, nought too."),
            line=block.starts[0][1],
            sample=_rest(match)[:60] or match["label"],
        )


def _rest(match: re.Match[str]) -> str:
    return match.groupdict().get("rest") or ""


def _left_bare(report: Report, block: Block) -> re.Match[str] | None:
    """`- Số điểm không phù hợp:` with the next item of the same list after it."""
    match = _BARE.match(block.text)
    after = report.blocks[report.blocks.index(block) + 1 :][:1] if match is not None else ()
    return match if match is not None and after and after[0].text.startswith(match["bullet"]) else None


RULE = ReportRule("P301", "warning", Reason("Thiếu số liệu", "Figure missing"), check)
