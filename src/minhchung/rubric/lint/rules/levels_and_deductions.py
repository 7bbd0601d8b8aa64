"""L306: points both by level and by deduction, so one failure can count twice (S1:253–269, 1751)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.subject import Part, Subject, part_line, rules_of
from minhchung.rubric.model import BandsRule, ChecklistRule, Node, OptionsRule
from minhchung.viet.folding import nfc

_DEDUCTS = re.compile(r"\btrừ\s+(?:đi\s+)?\d+(?:[.,]\d+)?\s*(?:điểm|đ\b)", re.IGNORECASE)


def check(subject: Subject) -> Iterator[Spot]:
    """An option, band or checklist item that has points of its own and says "trừ … điểm"."""
    for node in subject.rubric.leaves():
        parts = [part for part in _levels(node) if _DEDUCTS.search(nfc(part.text))]
        if parts:
            yield _spot(node, parts)


def _levels(node: Node) -> Iterator[Part]:
    for rule in rules_of(node):
        match rule:
            case BandsRule(rows=rows):
                yield from rows
            case OptionsRule(choices):
                yield from choices
            case ChecklistRule(items):
                yield from items
            case _:
                pass


def _spot(node: Node, parts: list[Part]) -> Spot:
    said = _DEDUCTS.search(nfc(parts[0].text))
    lines = [str(part.line) for part in parts if getattr(part, "line", None)]  # type: ignore[union-attr]
    where = f" (dòng {', '.join(lines)})" if len(lines) > 1 else ""
    return Spot(
        Reason(
            f"Mục {node.code}: phương án đã chia mức điểm lại còn “{said[0] if said else 'trừ'}”{where}; "
            "một thiếu sót có bị tính hai lần hay không thì không rõ.",
            f"{node.code}: options already give points by level and deduct as well; whether a failure counts twice "
            "is not said.",
        ),
        Reason("Chỉ chia mức, hoặc chỉ trừ điểm.", "Either levels, or deductions."),
        node.code,
        part_line(node, parts[0]),
        sample=parts[0].text,
        place=node.place,
    )


RULE = LintRule("L306", "warning", Reason("Vừa chia mức vừa trừ điểm", "Levels and deductions mixed"), check)
