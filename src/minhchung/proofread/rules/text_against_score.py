"""P401: full points for what the text says was not done (S2:73 and 212; S2:91 and 289)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minhchung.proofread.report import Block, Report
from minhchung.proofread.rule import ReportRule
from minhchung.proofread.scores import ScoredRow, scored_rows
from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import Spot
from minhchung.rubric.lint.listing import words_in
from minhchung.rubric.wording import vi_number

_WORD = re.compile(r"[^\W\d_]+")
_NONE = re.compile(r"^(?P<subject>.{10,160}):\s*(?:không|chưa|chưa có|không có)\s*[.;]?$", re.IGNORECASE)
_NOT_DONE = re.compile(
    r"(?P<subject>[^.;:]{10,160}?)\b(?:chưa|không)\s+(?:tiến hành|thực hiện|triển khai|tổ chức|ban hành|xây dựng)\b",
    re.IGNORECASE,
)
# What is denied may stand after the verb as well: "chưa tổ chức đánh giá nội bộ", "chưa khảo sát sự hài lòng".
_NOT_DONE_YET = re.compile(
    r"(?<!có thể )\b(?:chưa|không)\s+(?:được\s+)?(?P<subject>(?:có|tiến hành|thực hiện|triển khai|tổ chức|ban hành|xây dựng|lập|"
    r"khảo sát|đánh giá|niêm yết|công bố|rà soát|cập nhật|kiểm tra|gửi|họp)\b[^.;:,]{4,100})",
    re.IGNORECASE,
)
_ILL = re.compile(
    r"\b(?:trễ|chậm|quá hạn|vi phạm|sai|khiếu nại|tố cáo|phản ánh|tồn đọng|không|chưa)\b", re.IGNORECASE
)
_COMMON = words_in(
    """
    số lượng các được theo của và cho việc trong tại có là đợt kế hoạch vì do lí lý một những áp dụng
    thực hiện công tác với về đến nên riêng iso tcvn năm đơn vị cơ quan huyện tỉnh xã phòng sở hệ thống
    quản chất tiêu chuẩn quốc gia một số chuyên môn
    """
)
_FEWEST_WORDS = 3
_MOST_ROWS = 6


def check(report: Report) -> Iterator[Spot]:
    """Three or more telling words of the denial, in a row, that stand so in the title of a criterion with all its points."""
    rows = [row for row in scored_rows(report) if row.points == row.most > 0]
    for block in report.blocks if rows else ():
        if "\t" in block.text:
            continue
        told: set[int] = set()
        for subject, start in _denials(block):
            against = [row for row in rows if row.line not in told and _phrase(subject, row.title)]
            if against:
                told |= {row.line for row in against}
                yield _spot(block, start, subject, against)


def _denials(block: Block) -> Iterator[tuple[str, int]]:
    whole = _NONE.match(block.text.strip("-+ "))
    if whole is not None:
        yield whole["subject"], 0
        return
    for match in _NOT_DONE.finditer(block.text):
        yield match["subject"], match.start("subject")
    for match in _NOT_DONE_YET.finditer(block.text):
        if _ILL.search(match["subject"]) is None:
            yield match["subject"], match.start()


def _phrase(subject: str, title: str) -> str | None:
    """The longest run of words of the title that the denial holds too, if it tells enough."""
    words, mine = _words(title), " ".join(_words(subject))
    for size in range(min(len(words), 6), _FEWEST_WORDS - 1, -1):
        for start in range(len(words) - size + 1):
            run = words[start : start + size]
            if (
                sum(word not in _COMMON for word in run) >= _FEWEST_WORDS
                and f" {' '.join(run)} " in f" {mine} "
            ):
                return " ".join(run)
    return None


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _spot(block: Block, start: int, subject: str, against: list[ScoredRow]) -> Spot:
    shown = "; ".join(
        f"{row.label} {vi_number(row.points)}/{vi_number(row.most)} (dòng {row.line})"
        for row in against[:_MOST_ROWS]
    )
    phrase = _phrase(subject, against[0].title)
    return Spot(
        Reason(
            f"Báo cáo nói “{phrase}” chưa có hoặc chưa làm, nhưng tự chấm đủ điểm: {shown}.",
            f"The text says that “{phrase}” was not done, yet full points are claimed: {shown}.",
        ),
        Reason("Sửa điểm tự chấm, hoặc sửa lời báo cáo.", "Mend the points, or the text."),
        line=block.line_at(start),
        sample=block.text[start : start + 120],
    )


RULE = ReportRule("P401", "warning", Reason("Lời và điểm mâu thuẫn", "Text contradicts the score"), check)
