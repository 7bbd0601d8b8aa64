"""L101: a heading's points are not the sum of its children's, whatever kind of agency it is (S0:41, S1:431)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.points import addends, agency_kinds, best_of
from minhchung.rubric.lint.subject import Subject
from minhchung.rubric.model import Node
from minhchung.rubric.traits import holds
from minhchung.rubric.wording import en_number, plain, vi_number


def check(subject: Subject) -> Iterator[Spot]:
    """Each kind of agency that the children's `when` tells apart is added up; one that differs is enough."""
    for node in subject.rubric.walk():
        if node.max is not None and node.children and node.combine == "sum":
            yield from _sum(subject, node)
        elif node.max is not None and node.combine in ("one_of", "best_of"):
            yield from _branches(subject, node)


def _sum(subject: Subject, node: Node) -> Iterator[Spot]:
    for traits in agency_kinds(subject.rubric, node.children):
        present = [
            child for child in node.children if child.block == "normal" and holds(child.when, traits) is True
        ]
        values = [best_of(subject.rubric, child) for child in present]
        if not present or any(value is None for value in values):
            continue
        known = [value for value in values if value is not None]
        total = sum(known, Fraction(0))
        if total == node.max or (node.cap is not None and total > node.cap == node.max):
            continue
        shown_vi, shown_en = addends(known)
        for_vi = f" (với {_kind(traits)})" if traits else ""
        yield Spot(
            Reason(
                f"Mục {node.code} ghi {vi_number(node.max or total)} điểm, các mục con cộng được "
                f"{shown_vi}{for_vi}.",
                f"{node.code} declares {en_number(node.max or total)} points; its children add up to "
                f"{shown_en}{for_vi}.",
            ),
            Reason(
                f"Sửa điểm của mục {node.code} thành {vi_number(total)}, hoặc sửa điểm của mục con.",
                f"Declare {en_number(total)} at {node.code}, or mend the children.",
            ),
            node.code,
            subject.points_line(node),
            sample=shown_vi,
            proposal=f"max: {plain(total)}",
            place=node.place,
        )
        return


def _branches(subject: Subject, node: Node) -> Iterator[Spot]:
    """One branch counts: each must be worth what the parent is; for the best of several, the best one."""
    values = {child.code: best_of(subject.rubric, child) for child in node.children}
    known = {code: value for code, value in values.items() if value is not None}
    if node.combine == "best_of":
        known = {} if node.max in known.values() else known
    for code, value in known.items():
        if value != node.max:
            yield Spot(
                Reason(
                    f"Mục {node.code} ghi {vi_number(node.max or value)} điểm, nhánh {code} chỉ cho {vi_number(value)}."
                    if node.max is not None and value < node.max
                    else f"Mục {node.code} ghi {vi_number(node.max or value)} điểm, nhánh {code} cho {vi_number(value)}.",
                    f"{node.code} declares {en_number(node.max or value)} points; branch {code} gives {en_number(value)}.",
                ),
                Reason("Cho các nhánh cùng điểm với mục cha.", "Give the branches the points of the parent."),
                code,
                subject.points_line(subject.rubric.node(code)),
                place=subject.rubric.node(code).place,
            )
            if node.combine == "best_of":
                return


def _kind(traits: dict[str, str]) -> str:
    return "; ".join(f"{name}: {value}" for name, value in traits.items())


RULE = LintRule("L101", "error", Reason("Điểm mục cha sai", "Heading does not add up"), check)
