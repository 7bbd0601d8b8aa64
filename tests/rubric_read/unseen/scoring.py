"""A reading and its lint held against what a person says the document holds.

What is wanted is written in lines: `code max kind points…`; a parent has no kind. `bands 5:>=95 3:>=80,<95 0:<80` states
limits (rates in per cent). Several kinds may be right: `options|bands`. `-` for a max that is not stated, `5|-` for one
that may be told from the best option.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from minhchung.rubric.kinds.base import kind_of
from minhchung.rubric.lint import lint
from minhchung.rubric.model import Node
from minhchung.rubric.read import ReadRubric, read_rubric
from tests.rubric_read.unseen.document import Unseen

UNTOLD = {"L402", "L403", "L405", "L406", "L407", "L409", "L410", "L504"}
"""What short rubrics leave unsaid: evidence, denominators, N/A, classes, ties. True of most, planted in none."""


@dataclass
class Score:
    """Each a (right, all). alarms: findings that are neither planted nor true. sure_wrong: wrong readings called certain."""

    tree: tuple[int, int] = (0, 0)
    points: tuple[int, int] = (0, 0)
    kinds: tuple[int, int] = (0, 0)
    options: tuple[int, int] = (0, 0)
    found: tuple[int, int] = (0, 0)
    alarms: list[str] = field(default_factory=list)
    true: int = 0
    sure_wrong: list[str] = field(default_factory=list)
    misses: list[str] = field(default_factory=list)


def score(unseen: Unseen) -> Score:
    """Read the document, lint what was read, compare both."""
    read = read_rubric(unseen.make(), unseen.name)
    result = Score()
    _compare(unseen, read, result)
    _lint(unseen, read, result)
    return result


def _compare(unseen: Unseen, read: ReadRubric, result: Score) -> None:
    wanted = [line.split() for line in unseen.wanted.strip().splitlines()]
    nodes = {node.code: node for node in read.rubric.walk()} if read.rubric else {}
    sure = {node.code: node.sure for node in read.report.nodes}
    extra = set(nodes) - {words[0] for words in wanted}
    result.misses += [f"not in the document: {code} {nodes[code].title[:50]}" for code in sorted(extra)]
    tree = points = kinds = options = leaves = rows = 0
    for code, most, *rule in wanted:
        node = nodes.get(code)
        leaves += bool(rule)
        rows += max(len(rule) - 1, 0)
        if node is None:
            result.misses.append(f"missing: {code}")
            continue
        tree += 1
        right = node.max in [None if each == "-" else Fraction(each) for each in most.split("|")]
        points += right
        if not right:
            result.misses.append(f"{code}: max {node.max}, not {most}")
        if not rule:
            if node.rule is not None:
                result.misses.append(f"{code}: a leaf")
                tree -= 1
            continue
        kind, said = told(node)
        kinds += kind in rule[0].split("|")
        good = sum(1 for mine, want in zip(said, rule[1:], strict=False) if _same(mine, want))
        options += good if len(said) == len(rule) - 1 else 0
        if kind not in rule[0].split("|") or good != len(rule) - 1 or len(said) != len(rule) - 1:
            result.misses.append(f"{code} ({sure[code]}): {kind} {' '.join(said)}; not {' '.join(rule)}")
            if sure[code] == "certain":
                result.sure_wrong.append(code)
    result.tree, result.points = (tree, len(wanted) + len(extra)), (points, len(wanted))
    result.kinds, result.options = (kinds, leaves), (options, rows)


def told(node: Node) -> tuple[str, list[str]]:
    """A rule's kind, and its rows as they are written in what is wanted."""
    if node.rule is None:
        return "", []
    rule = node.rule
    parts = [part for name in ("choices", "items", "lines") for part in getattr(rule, name, ())]
    if not hasattr(rule, "table") or not rule.table:
        parts += getattr(rule, "rows", ())
    else:
        parts = list(rule.table)
    share = getattr(getattr(rule, "measure", None), "kind", "") == "rate"
    said = []
    for part in parts:
        points = part.points if hasattr(part, "points") else part.each
        limits = ",".join(
            f"{one.op}{_number(one.value * (100 if share else 1))}" for one in getattr(part, "limits", ())
        )
        said.append(_number(points) + (f":{limits}" if limits else ""))
    return kind_of(rule).name, said


def _number(value: Fraction) -> str:
    return f"{float(value):g}"


def _same(mine: str, want: str) -> bool:
    if ":" not in want:  # no limits are asked for
        return mine.split(":")[0] == want
    points, limits = want.split(":")
    my_points, _, my_limits = mine.partition(":")
    return points == my_points and _ends(limits) == _ends(my_limits)


def _ends(limits: str) -> set[str]:
    """Limits in one way of writing: `=2` is `>=2,<=2`, whole days `>0` is `>=1`; a share is at most 100, nothing is under 0."""
    found = set()
    for each in limits.split(","):
        bare = each.lstrip("<>=")
        ends = (
            (f">={bare}", f"<={bare}")
            if each.startswith("=")
            else (each.replace(">0", ">=1") if each == ">0" else each,)
        )
        found.update(end for end in ends if end not in ("<=100", ">=0", ""))
    return found


def _lint(unseen: Unseen, read: ReadRubric, result: Score) -> None:
    planted = [line.split() for line in unseen.planted.strip().splitlines()]
    also = [line.split() for line in unseen.also.strip().splitlines()]
    said = [(each.code, each.node or "-") for each in lint(read.rubric)] if read.rubric else []
    good = 0
    for _, codes, node in planted:
        if any((code, each) in said for code in codes.split("|") for each in node.split("|")):
            good += 1
        else:
            result.misses.append(f"not found: {codes} at {node}")
    known = {
        (code, each)
        for *_, codes, node in (*planted, *also)
        for code in codes.split("|")
        for each in node.split("|")
    }
    right = [each for each in said if each in known or each[0] in UNTOLD]
    result.found = (good, len(planted))
    result.true = len(right)
    result.alarms = [
        f"{code} {node}" for code, node in said if (code, node) not in known and code not in UNTOLD
    ]
