"""A rubric of 100 mixed leaves, 3,321 agencies with made-up answers, and the same rubric scored by hand in NumPy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from minhchung.rubric import Rubric, parse
from minhchung.rubric.batch import Compiled, compile_rubric
from minhchung.rubric.columns import SAID_GIVEN, SAID_NOT_APPLICABLE, Columns, LeafColumn
from minhchung.rubric.context import Context

AGENCIES = 3_321
SECTIONS, EACH = 10, 10
MIX = (
    ("options", 28),
    ("rates", 24),
    ("graded", 20),
    ("days", 6),
    ("counts", 5),
    ("ticks", 5),
    ("lines", 4),
    ("failures", 3),
    ("linear", 3),
    ("levels", 2),
)
"""Kinds of leaf and how many of each; in the text they take turns."""
YEAR = 2023

RULES = {
    "options": "{ kind: options, options: [ { points: 1, text: Đầy đủ }, { points: '0,5', text: Một phần }, { points: 0, text: Không } ] }",
    "rates": "{ kind: bands, measure: rate, rows: [ { when: '>= 95 %', points: 1 }, { when: '>= 90 %, < 95 %', points: '0,75' },"
    " { when: '>= 80 %, < 90 %', points: '0,5' }, { when: '< 80 %', points: 0 } ] }",
    "graded": "{ kind: graded, step: '0,25' }",
    "days": "{ kind: bands, measure: { kind: days, due: 15/12/N }, rows: [ { when: '<= 0', points: 1 }, { when: '> 0, < 10', points: '0,5' }, { when: '>= 10', points: 0 } ] }",
    "counts": "{ kind: bands, measure: count, rows: [ { when: '>= 8', points: 1 }, { when: '>= 3, < 8', points: '0,5' }, { when: '< 3', points: 0 } ] }",
    "ticks": "{ kind: checklist, items: [ { points: '0,25', text: Kế hoạch }, { points: '0,25', text: Báo cáo }, { points: '0,5', text: Biên bản } ] }",
    "lines": "{ kind: counts, cap: 1, lines: [ { each: '0,5', text: Sáng kiến được công nhận } ] }",
    "failures": "{ kind: deductions, items: [ { each: '0,25', text: Báo cáo chậm } ] }",
    "linear": "{ kind: linear, measure: rate }",
    "levels": "{ kind: levels, weight: '0,2', levels: [ { value: 1 }, { value: 2 }, { value: 3 }, { value: 4 }, { value: 5 } ] }",
}


def kinds() -> list[str]:
    """The kind of each of the 100 leaves, well mixed."""
    left = dict(MIX)
    order: list[str] = []
    while any(left.values()):
        for kind, count in MIX:
            wanted = round(count * (len(order) + len(MIX)) / 100)
            if left[kind] and count - left[kind] < wanted:
                order.append(kind)
                left[kind] -= 1
        if all(count - left[kind] >= round(count * (len(order) + len(MIX)) / 100) for kind, count in MIX):
            kind = max(left, key=lambda one: left[one])
            order.append(kind)
            left[kind] -= 1
    return order


def rubric_text() -> str:
    """100 leaves of one point in ten sections; what does not apply is dropped and the total rescaled."""
    lines = [
        "rubric: tron-lan-100",
        "title: Bộ tiêu chí trộn 100 dòng",
        "total: 100",
        "rounding: { places: 2, at: end }",
        "nodes:",
    ]
    order = kinds()
    for section in range(SECTIONS):
        lines += [
            f"  - label: '{section + 1}'",
            f"    title: Lĩnh vực {section + 1}",
            "    max: 10",
            "    children:",
        ]
        for place in range(EACH):
            kind = order[section * EACH + place]
            lines += [
                f"      - label: '{place + 1}'",
                f"        title: Tiêu chí {place + 1} ({kind})",
                "        max: 1",
                f"        rule: {RULES[kind]}",
                "        not_applicable: { policy: rescale_total, claimable: có }",
            ]
            if kind == "linear":
                lines.append("        rounding: { places: 2 }")
    return "\n".join(lines) + "\n"


@dataclass
class Mixed:
    """The rubric, its compiled form and the made-up answers."""

    rubric: Rubric
    compiled: Compiled
    kinds: list[str]
    columns: Columns
    arrays: list[dict[str, Any]]


def make_mixed(agencies: int = AGENCIES, seed: int = 2023) -> Mixed:
    """Agencies of differing strength; one answer in a hundred says that the leaf does not apply."""
    rubric = parse(rubric_text(), "tron-lan-100.rubric.yaml")
    compiled = compile_rubric(rubric, Context(year=YEAR))
    rng = np.random.default_rng(seed)
    strength = rng.beta(6, 2, agencies)
    order = kinds()
    arrays = [_answers(kind, rng, strength) for kind in order]
    leaves = {
        leaf.code: _column(kind, one, compiled.forms[leaf.code].scale)
        for leaf, kind, one in zip(rubric.leaves(), order, arrays, strict=True)
    }
    columns = Columns(tuple(f"Cơ quan {row + 1}" for row in range(agencies)), leaves)
    return Mixed(rubric, compiled, order, columns, arrays)


def _answers(kind: str, rng: np.random.Generator, strength: Any) -> dict[str, Any]:
    n = len(strength)
    luck = np.clip(strength + rng.normal(0, 0.12, n), 0, 1)
    found: dict[str, Any] = {"na": rng.random(n) < 0.01}
    if kind in ("rates", "linear"):
        found["den"] = rng.integers(20, 900, n)
        found["num"] = np.minimum(
            (found["den"] * (0.6 + 0.4 * luck)).astype(np.int64) + rng.integers(0, 3, n), found["den"]
        )
    else:
        top = {
            "options": 2,
            "graded": 4,
            "days": 25,
            "counts": 12,
            "ticks": 7,
            "lines": 3,
            "failures": 5,
            "levels": 4,
        }[kind]
        better_high = kind not in ("options", "days", "failures")
        found["value"] = np.rint((luck if better_high else 1 - luck) * top).astype(np.int64)
    return found


def _column(kind: str, answers: dict[str, Any], scale: int) -> LeafColumn:
    said = np.where(answers["na"], SAID_NOT_APPLICABLE, SAID_GIVEN).astype(np.int8)
    if kind in ("rates", "linear"):
        return LeafColumn(said, num=answers["num"], den=answers["den"])
    value = answers["value"] * (scale // 4) if kind == "graded" else answers["value"]
    return LeafColumn(said, value=value, scale=scale)


# ── by hand ──

OPTION_POINTS = np.array([100, 50, 0])
TICK_POINTS = np.array([0, 25, 25, 50, 50, 75, 75, 100])
LEVEL_POINTS = np.array([20, 40, 60, 80, 100])


def by_hand(mixed: Mixed) -> tuple[Any, Any]:
    """Totals in hundredths and ranks (1, 1, 3), as someone who knows this rubric would write it."""
    n = len(mixed.columns)
    total = np.zeros(n, dtype=np.int64)
    dropped = np.zeros(n, dtype=np.int64)
    for kind, answers in zip(mixed.kinds, mixed.arrays, strict=True):
        points = _points(kind, answers)
        total += np.where(answers["na"], 0, points)
        dropped += answers["na"]
    left = 100 - dropped
    totals = (total * 200 + left) // (2 * left)
    ordered = np.sort(totals)
    return totals, n - np.searchsorted(ordered, totals, side="right") + 1


def _points(kind: str, answers: dict[str, Any]) -> Any:
    if kind in ("rates", "linear"):
        num, den = answers["num"] * 100, answers["den"]
        if kind == "linear":
            return (num * 2 + den) // (2 * den)
        return 50 * (num >= 80 * den) + 25 * (num >= 90 * den) + 25 * (num >= 95 * den)
    value = answers["value"]
    match kind:
        case "options":
            return OPTION_POINTS[value]
        case "graded":
            return value * 25
        case "days":
            return 50 * (value <= 0) + 50 * (value < 10)
        case "counts":
            return 50 * (value >= 3) + 50 * (value >= 8)
        case "ticks":
            return TICK_POINTS[value]
        case "lines":
            return np.minimum(value * 50, 100)
        case "failures":
            return np.maximum(100 - value * 25, 0)
        case _:
            return LEVEL_POINTS[value]
