"""Reasons on a page: true minus signs, and nothing said as its own consequence."""

from __future__ import annotations

from minhchung.rounds.interfaces.reason_words import shown_reasons


def test_a_mark_that_is_its_own_points_is_said_once() -> None:
    reasons = ["3 → 3 điểm", "2,5 → 2 điểm", "13 → 3 điểm", "3 → 3 points", "5 lần → 0 - 5 × 1 → -5 điểm"]

    assert shown_reasons(reasons) == (
        "3 điểm",
        "2,5 → 2 điểm",
        "13 → 3 điểm",
        "3 points",
        "5 lần → 0 − 5 × 1 → −5 điểm",
    )
