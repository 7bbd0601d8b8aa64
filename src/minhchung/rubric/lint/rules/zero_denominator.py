"""L404: a rate of things that may not happen at all, and 0/0 is not said (S1:825, 901)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.measures import measures_of
from minhchung.rubric.lint.subject import Subject, parts_of
from minhchung.rubric.model import Measure, Node, Rubric
from minhchung.viet.folding import nfc

_MAY_NOT_HAPPEN = re.compile(
    r"\b(?:trễ|chậm|quá hạn|vi phạm|sai phạm|phản ánh|kiến nghị|PAKN|khiếu nại|tố cáo|phát sinh|trái pháp luật|sai sót)\b",
    re.IGNORECASE,
)

# Of a title only what nobody wishes for and not all meet: "không trễ hạn" would be the deed itself.
_RARE_THINGS = re.compile(
    r"(?<!không )(?<!không có )\b(?:phản ánh,?\s+kiến nghị|PAKN|khiếu nại,?\s+tố cáo|đơn thư|văn bản\s+trái\s+pháp\s+luật|"
    r"(?:hồ sơ\s+)?(?:bị\s+)?(?:để\s+xảy\s+ra\s+)?trễ\s+hẹn)\b",
    re.IGNORECASE,
)


def check(subject: Subject) -> Iterator[Spot]:
    """The denominator names late cases, petitions, violations and the like; no value is said for having none.

    "Không chấm điểm" (not_scored) is no value: what the total is then out of stays open.
    """
    for node in subject.rubric.leaves():
        if not _unsaid(subject.rubric, node):
            continue
        of = next((said for m in measures_of(node) if m.kind == "rate" and (said := _rare(node, m))), None)
        if of is None:
            continue
        first = next((part for part in parts_of(node)), None)
        yield Spot(
            Reason(
                f"Mục {node.code}: không có “{of}” nào thì tỷ lệ là 0/0, và điểm khi đó không được nói.",
                f"{node.code}: with nothing in the denominator the rate is 0/0, and its points are not said.",
            ),
            Reason(
                "Ghi: không phát sinh thì được bao nhiêu điểm, hoặc không áp dụng và quy đổi thế nào.",
                "Say the points when nothing arose, or that it is not applicable and how the total is rescaled.",
            ),
            node.code,
            getattr(first, "line", None) or node.line,
            sample="0/0 không có điểm",
            proposal="zero_denominator: full",
            place=node.place,
        )


def _rare(node: Node, measure: Measure) -> str | None:
    """What may not happen at all: as the denominator says; where none is named, as the title does."""
    if measure.denominator:
        said = nfc(measure.denominator)
        return said if _MAY_NOT_HAPPEN.search(said) else None
    found = _RARE_THINGS.search(nfc(node.title)) if not measure.numerator else None
    return found[0] if found is not None else None


def _unsaid(rubric: Rubric, node: Node) -> bool:
    policy = node.zero_denominator if node.zero_denominator is not None else rubric.zero_denominator
    if policy == "undecided":
        return node.not_applicable is None or not node.not_applicable.when
    own = node.not_applicable.policy if node.not_applicable is not None else None
    return policy == "not_applicable" and (own or rubric.not_applicable) in (None, "not_scored")


RULE = LintRule("L404", "warning", Reason("0/0 không được nói", "0/0 is not said"), check)
