"""L403: a rate of what, out of what, is not said (S1:857 "Đạt từ 50% trở lên")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.listing import words_in
from minhchung.rubric.lint.measures import measures_of
from minhchung.rubric.lint.subject import Subject, parts_of
from minhchung.rubric.model import Measure, Node
from minhchung.viet.folding import nfc

_WORD = re.compile(r"[^\W\d_]+")
# What a band says whatever it measures.
_OF_BANDS = words_in(
    """
    từ đến tới dưới trên trở lên xuống đạt hoàn thành thực hiện tỷ tỉ lệ là được và hoặc hơn không quá
    mức chỉ tiêu yêu cầu theo quy định
    """
)
_FEWEST_WORDS = 2
# "Tỷ lệ giáo viên đạt chuẩn" says of what; "tỷ lệ giải quyết hồ sơ" and "tỷ lệ số hóa" name a deed.
_OF_THINGS = re.compile(
    r"^\W*(?:tỷ|tỉ)\s+lệ\s+(?:(?:số|các)\s+(?!hóa))?"
    r"(?!(?:số hóa|giải quyết|giải ngân|xử lý|cấp|thực hiện|hoàn thành|thanh toán|tiếp nhận|sử dụng|cung cấp|cập nhật|đồng bộ|chi|thu|"
    r"tăng|giảm|đạt|hài lòng|nộp|phát triển|kết nối|đô thị hóa)\b)"
    r"\w+(?:\s\w+)*?\s(?:được|đạt|có|đã|đúng|tham gia|cài|dùng|sử dụng|hoàn thành|nộp|áp dụng|phù hợp|trực tuyến|điện tử|giải quyết|thực hiện|"
    r"trả|xử lý)\b",
    re.IGNORECASE,
)
_OUT_OF_ALL = re.compile(r"\btrên\s+tổng\s+số\b|\bso\s+với\s+tổng\s+số\b", re.IGNORECASE)
_SEVERAL = re.compile(r",|\bvà\b")


def check(subject: Subject) -> Iterator[Spot]:
    """A rate half named; or named not at all where the words of its bands do not say of what either."""
    for node in subject.rubric.leaves():
        for measure in measures_of(node):
            if measure.kind != "rate" or _is_named(node, measure):
                continue
            yield Spot(
                Reason(
                    f"Mục {node.code}: tỷ lệ không nói rõ tử số và mẫu số.",
                    f"{node.code}: the rate does not say what is divided by what.",
                ),
                Reason(
                    "Ghi tử số và mẫu số (vd. trên số hồ sơ đã giải quyết, hay đã tiếp nhận).",
                    "Name the numerator and the denominator (of cases handled, or received).",
                ),
                node.code,
                node.line,
                sample=measure.title or node.title,
                proposal='numerator: "…", denominator: "…"',
                place=node.place,
            )


def _is_named(node: Node, measure: Measure) -> bool:
    if measure.numerator or measure.denominator:
        return bool(measure.numerator and measure.denominator)
    title = nfc(node.title)
    if _OUT_OF_ALL.search(title) or (_OF_THINGS.search(title) and not _SEVERAL.search(title)):
        return True
    return any(_tells_of_what(part.text) for part in parts_of(node))


def _tells_of_what(text: str) -> bool:
    """Whether the words of a band name the things counted ("hồ sơ được giải quyết đúng hạn")."""
    return len([w for w in _WORD.findall(nfc(text).casefold()) if w not in _OF_BANDS]) >= _FEWEST_WORDS


RULE = LintRule("L403", "warning", Reason("Thiếu mẫu số", "Denominator missing"), check)
