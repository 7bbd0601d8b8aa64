"""L101: a heading's points are not the sum of its children's, whatever kind of agency it is (S0:41, S1:431)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.points import addends, agency_kinds, best_of, leaves_worth
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
        for_vi, for_en = (f" (với {_kind(traits)})", f" (for {_kind(traits)})") if traits else ("", "")
        hint, right = _mending(subject, node, total, whole=not traits)
        deep_vi, deep_en = "", ""
        if right is not None and right != total:
            deep_vi = (
                f" Cộng từ các tiêu chí bên dưới thì được {vi_number(right)}: điểm của mục con cũng sai."
            )
            deep_en = f" Its leaves add up to {en_number(right)}: a heading below is wrong as well."
        yield Spot(
            Reason(
                f"Mục {node.code} ghi {vi_number(node.max or total)} điểm, các mục con cộng được "
                f"{shown_vi}{for_vi}.{deep_vi}",
                f"{node.code} declares {en_number(node.max or total)} points; its children add up to "
                f"{shown_en}{for_en}.{deep_en}",
            ),
            hint,
            node.code,
            subject.points_line(node),
            sample=shown_vi,
            proposal=f"max: {plain(right)}" if right is not None else None,
            place=node.place,
        )
        return


def _mending(subject: Subject, node: Node, total: Fraction, *, whole: bool) -> tuple[Reason, Fraction | None]:
    """What to do, and the points the heading should have; None where the heading fits what stands above it.

    Where the leaves make the declared total, they are right, and every heading is what its own leaves make. whole: the
    children are the same for every agency.
    """
    if whole and _leaves_make_the_total(subject):
        right = leaves_worth(subject.rubric, node) or total
    elif node.max is not None and _fits_above(subject, node):
        excess = total - node.max
        less_vi, less_en = ("Bớt", "Take") if excess > 0 else ("Thêm", "Add")
        off_en = "from" if excess > 0 else "to"
        return Reason(
            f"Tổng phía trên đang đúng với {vi_number(node.max)} điểm của mục {node.code}: {less_vi.lower()} "
            f"{vi_number(abs(excess))} điểm ở các mục con, hoặc sửa mục này thành {vi_number(total)} và sửa cả tổng.",
            f"What stands above is right with {en_number(node.max)} at {node.code}: {less_en.lower()} "
            f"{en_number(abs(excess))} {off_en} the children, or declare {en_number(total)} here and mend the total.",
        ), None
    else:
        right = total
    return Reason(
        f"Sửa điểm của mục {node.code} thành {vi_number(right)}, hoặc sửa điểm của mục con.",
        f"Declare {en_number(right)} at {node.code}, or mend the children.",
    ), right


def _leaves_make_the_total(subject: Subject) -> bool:
    """Asked at every heading that is off; worked out once for a rubric."""
    if subject.leaves_make_total is None:
        rubric = subject.rubric
        leaves = [leaves_worth(rubric, each) for each in rubric.nodes if each.block == "normal"]
        known = [each for each in leaves if each is not None]
        subject.leaves_make_total = len(known) == len(leaves) and sum(known, Fraction(0)) == rubric.total
    return subject.leaves_make_total


def _fits_above(subject: Subject, node: Node) -> bool:
    """Whether the declared points of the node and its siblings make what is declared above them."""
    rubric = subject.rubric
    above = next((each for each in rubric.walk() if any(child is node for child in each.children)), None)
    declared = above.max if above is not None else rubric.total
    if above is not None and above.combine != "sum":
        return False
    siblings = [
        each for each in (above.children if above is not None else rubric.nodes) if each.block == "normal"
    ]
    values = [best_of(rubric, each) for each in siblings]
    return (
        declared is not None
        and None not in values
        and sum(each for each in values if each is not None) == declared
    )


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
