"""The figures two agencies printed come out of cases made to match; so does what they left unsaid."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from minhchung.stats.counting import open_cases, total
from minhchung.stats.counts import Counts, Denominator, contested_rate, in_time_rate
from minhchung.stats.manifest import Manifest
from minhchung.stats.model import Case
from minhchung.stats.periods import Period
from minhchung.stats.published import DONG_NAI, KRONG_NO, dong_nai, krong_no
from minhchung.stats.store import add_batch


def counted(folder: Path, cases: list[Case], period: Period) -> Counts:
    added = add_batch(folder, Manifest(), cases)
    with open_cases(folder, added.manifest) as table:
        return total(table, period)


def test_krong_no_s_figures_and_the_2152_it_did_not_mention(tmp_path: Path) -> None:
    counts = counted(tmp_path, krong_no(contested=30), KRONG_NO)

    assert (counts.workload, counts.received, counts.carried_over) == (20_290, 19_014, 1_276)
    assert (counts.resolved, counts.in_time, counts.late, counts.returned) == (17_350, 17_264, 86, 788)
    assert (counts.pending, counts.pending_within, counts.pending_overdue) == (2_152, 2_152, 0)
    assert in_time_rate(counts, Denominator.RESOLVED).value == Fraction(17_264, 17_350)  # 99.5 %
    assert in_time_rate(counts, Denominator.RECEIVED).value == Fraction(17_264, 20_290)  # 85.1 %
    assert in_time_rate(counts, Denominator.QD766_WORKLOAD).value == Fraction(19_416, 20_290)
    told = contested_rate(counts)
    assert (told.recorded.num, told.uncontested.num, told.recorded.den) == (17_264, 17_294, 17_350)


def test_the_same_report_scores_otherwise_where_the_pending_are_overdue(tmp_path: Path) -> None:
    counts = counted(tmp_path, krong_no(overdue=2_152), KRONG_NO)

    assert (counts.pending, counts.pending_within, counts.pending_overdue) == (2_152, 0, 2_152)
    rate = in_time_rate(counts, Denominator.QD766_WORKLOAD).value
    assert rate == Fraction(17_264, 20_290)
    assert Fraction("17.0") < 20 * rate < Fraction("17.1")


def test_dong_nai_s_figures(tmp_path: Path) -> None:
    counts = counted(tmp_path, dong_nai(), DONG_NAI)

    assert (counts.received, counts.carried_over, counts.pending) == (13_641, 0, 0)
    assert (counts.in_time, counts.late, counts.received_online) == (13_637, 4, 13_468)
    assert {in_time_rate(counts, each).value for each in Denominator} == {Fraction(13_637, 13_641)}


def test_no_more_can_be_overdue_than_are_pending() -> None:
    with pytest.raises(ValueError, match="no more can be"):
        krong_no(overdue=2_153)
