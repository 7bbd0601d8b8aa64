"""The five seeds against the list of their 99 rows: found at their line, or missed and said so; no finding unaccounted for."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.lint.seeds import findings

SEEDS = ("S0", "S1", "S2", "S3", "S4")
WANTED = {"A": 0.9, "G": 0.9, "O": 0.9, "T": 0.9, "N": 0.9, "W": 0.6, "D": 0.6}
GOLDEN = Path(__file__).parent / "seed-findings.yaml"


@cache
def golden() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(GOLDEN.read_text(encoding="utf-8"))
    return loaded


def said(seed: str) -> Counter[str]:
    """`L101 41`, `L406 -` and how often."""
    return Counter(f"{code} {'-' if line is None else line}" for code, line in findings(seed).elements())


def in_lines(line: str, ranges: str) -> bool:
    """Whether a line is among "41, 42-45"."""
    for part in ranges.split(","):
        low, _, high = part.strip().partition("-")
        if int(low) <= int(line) <= int(high or low):
            return True
    return False


def rows() -> list[tuple[str, dict[str, Any]]]:
    return [(seed, row) for seed in SEEDS for row in golden()["rows"][seed]]


def test_every_row_of_the_list_is_here() -> None:
    assert [len(golden()["rows"][seed]) for seed in SEEDS] == [31, 39, 15, 10, 4]
    assert all(
        [row["n"] for row in golden()["rows"][seed]] == list(range(1, len(golden()["rows"][seed]) + 1))
        for seed in SEEDS
    )


@pytest.mark.parametrize(
    ("seed", "row"), rows(), ids=lambda each: each if isinstance(each, str) else str(each["n"])
)
def test_a_row_is_found_at_its_line_or_says_why_not(seed: str, row: dict[str, Any]) -> None:
    assert row["found"] or row["missed"]
    for each in row["found"]:
        line = each.split()[1]
        beside = re.match(r"[\d, -]+", row.get("beside", ""))

        assert said(seed)[each], f"{each} is not found"
        assert (
            line == "-" or in_lines(line, row["lines"]) or (beside and in_lines(line, beside[0].strip(" ,")))
        )


@pytest.mark.parametrize("seed", SEEDS)
def test_every_other_finding_is_judged(seed: str) -> None:
    named = Counter(each for row in golden()["rows"][seed] for each in set(row["found"]))
    times = {each["found"]: each["times"] for each in golden()["extra"][seed]}

    assert {key: count for key, count in said(seed).items() if key not in named} == times


@pytest.mark.parametrize("letter", WANTED)
def test_enough_rows_of_each_class_are_found(letter: str) -> None:
    of_class = [row for _, row in rows() if letter in row["class"]]

    assert sum(bool(row["found"]) for row in of_class) >= WANTED[letter] * len(of_class)


def test_at_most_one_false_alarm_for_ten_true_findings() -> None:
    extra = [each for seed in SEEDS for each in golden()["extra"][seed]]
    false = sum(each["times"] for each in extra if not each["right"])
    every = sum(sum(said(seed).values()) for seed in SEEDS)

    assert 10 * false <= every - false
