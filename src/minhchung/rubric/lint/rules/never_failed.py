"""L310: a requirement that every option takes for met, so that failing it has no option (S1:1103–1119: "đúng trình tự")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.subject import Subject, part_line, rules_of
from minhchung.rubric.model import BandsRule, Choice, Node, OptionsRule, Row
from minhchung.rubric.wording import plain
from minhchung.viet.folding import nfc

_REQUIRED = re.compile(
    r"(?<!không )(?<!chưa )\bđúng\s+(?P<what>(?:trình tự|quy trình|thủ tục|nội dung|biểu mẫu|mẫu|đối tượng|thành phần|"
    r"thẩm quyền|thể thức)(?:,\s+(?:trình tự|thủ tục|nội dung|biểu mẫu))*)",
    re.IGNORECASE,
)


def check(subject: Subject) -> Iterator[Spot]:
    """Two options or more that all name it as met, and none for who failed it or did nothing."""
    for node in subject.rubric.leaves():
        for rule in rules_of(node):
            parts = _parts(rule)
            said = [_REQUIRED.search(nfc(part.text)) for part in parts]
            first = said[0]["what"].casefold() if said and said[0] is not None else ""
            if len(parts) > 1 and first and all(each and each["what"].casefold() == first for each in said):
                yield _spot(node, parts, first)


def _parts(rule: object) -> tuple[Choice | Row, ...]:
    match rule:
        case OptionsRule(choices, "one"):
            return choices
        case BandsRule(rows=rows):
            return rows
        case _:
            return ()


def _spot(node: Node, parts: tuple[Choice | Row, ...], what: str) -> Spot:
    lowest = min(parts, key=lambda part: part.points)
    points = min(lowest.points, 0 * lowest.points)
    return Spot(
        Reason(
            f"Mục {node.code}: mọi phương án đều nói “đúng {what}”; sai {what} thì không có phương án nào.",
            f"{node.code}: every option takes “đúng {what}” for met; failing it has no option.",
        ),
        Reason(f"Thêm phương án cho trường hợp sai {what}.", "Add an option for failing it."),
        node.code,
        part_line(node, lowest),
        sample=f"sai {what}: không có điểm",
        proposal=f'{{ points: {plain(points)}, text: "Sai {what}" }}',
        place=lowest.place,
    )


RULE = LintRule(
    "L310", "error", Reason("Yêu cầu không có phương án trượt", "Requirement that none fails"), check
)
