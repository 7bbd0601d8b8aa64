"""A reading held against a transcription: tree, points, kinds, limits and points of every option."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from minhchung.rubric.model import (
    BandsRule,
    ChecklistRule,
    CountsRule,
    DeductionsRule,
    Limits,
    Node,
    OptionsRule,
    Rubric,
    Rule,
    SumOfRule,
)


@dataclass
class Comparison:
    """What agrees and what does not. misses: one line each, with the node."""

    nodes: int = 0
    points: int = 0
    leaves: int = 0
    kinds: int = 0
    options: int = 0
    limits: int = 0
    misses: list[str] = field(default_factory=list)
    totals: dict[str, int] = field(default_factory=dict)

    def __str__(self) -> str:
        lines = [
            f"{what}: {getattr(self, what)}/{self.totals[what]}"
            for what in ("nodes", "points", "leaves", "kinds", "options", "limits")
        ]
        return "\n".join(["  ".join(lines), *self.misses])


def compare(read: Rubric, wanted: Rubric) -> Comparison:
    """Every node of the transcription, by code."""
    found = Comparison()
    total = dict.fromkeys(("nodes", "points", "leaves", "kinds", "options", "limits"), 0)
    codes = {node.code: node for node in read.walk()}
    for node in wanted.walk():
        total["nodes"] += 1
        total["points"] += 1
        mine = codes.pop(node.code, None)
        if mine is None:
            found.misses.append(f"{node.code}: missing")
            total["leaves"] += node.is_leaf
            total["kinds"] += node.is_leaf
            continue
        found.nodes += 1
        same = mine.max == node.max and mine.line == node.line and (mine.label == node.label)
        found.points += same
        if not same:
            found.misses.append(
                f"{node.code}: max {mine.max} line {mine.line}, not {node.max} line {node.line}"
            )
        if node.rule is not None:
            _leaf(node, mine, found, total)
    found.misses += [f"{code}: not in the transcription" for code in codes]
    found.totals = total
    return found


def _leaf(node: Node, mine: Node, found: Comparison, total: dict[str, int]) -> None:
    total["leaves"] += 1
    total["kinds"] += 1
    if mine.rule is None:
        found.misses.append(f"{node.code}: not a leaf")
        return
    found.leaves += 1
    if _shape(mine.rule) != _shape(node.rule):
        found.misses.append(f"{node.code}: {_shape(mine.rule)}, not {_shape(node.rule)}")
    else:
        found.kinds += 1
    wanted, got = list(_rows(node.rule)), list(_rows(mine.rule))
    for index, (line, points, limits) in enumerate(wanted):
        total["options"] += 1
        total["limits"] += 1
        mine_row = got[index] if index < len(got) else None
        if mine_row is not None and mine_row[:2] == (line, points):
            found.options += 1
        else:
            found.misses.append(f"{node.code} row {index}: {mine_row}, not {(line, points)}")
        if mine_row is not None and set(mine_row[2]) == set(limits):
            found.limits += 1
        else:
            found.misses.append(
                f"{node.code} row {index}: {shown(mine_row[2] if mine_row else ())}, not {shown(limits)}"
            )
    if len(got) > len(wanted):
        found.misses.append(f"{node.code}: {len(got) - len(wanted)} rows too many")


def _shape(rule: Rule | None) -> str:
    """The kind, with what it measures or picks: bands of days are no bands of rates."""
    match rule:
        case BandsRule(measure=measure):
            return f"bands:{measure.kind}"
        case OptionsRule(pick=pick):
            return f"options:{pick}"
        case SumOfRule(parts=parts):
            return f"sum_of({', '.join(_shape(part.rule) for part in parts)})"
        case ChecklistRule(rows=rows):
            return "m_of_n" if rows else "checklist"
    return type(rule).__name__


def _rows(rule: Rule | None) -> Iterator[tuple[int | None, object, Limits]]:
    match rule:
        case OptionsRule(choices=choices):
            yield from ((choice.line, choice.points, ()) for choice in choices)
        case BandsRule(rows=rows):
            yield from ((row.line, row.points, row.limits) for row in rows)
        case ChecklistRule(items=items, rows=rows):
            yield from ((item.line, (item.points, item.deduct), ()) for item in items)
            yield from ((row.line, row.points, row.limits) for row in rows)
        case CountsRule(lines=lines, cap=cap, combine=combine):
            yield from ((line.line, (line.each, line.cap, cap, combine), ()) for line in lines)
        case DeductionsRule(items=items, floor=floor):
            yield from ((None, (item.each, floor), ()) for item in items)
        case SumOfRule(parts=parts):
            for part in parts:
                if not isinstance(part.rule, DeductionsRule):
                    yield from _rows(part.rule)


def shown(limits: Limits) -> str:
    """`>= 80 %, < 90 %` without the per cent."""
    return ", ".join(f"{limit.op} {limit.value}" for limit in limits) or "-"
