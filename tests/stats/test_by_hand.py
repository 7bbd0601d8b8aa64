"""The counts against SQL that somebody wrote by hand, the one that `bench` measures against: every count, every line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bench.case_counts import BY_HAND, FACTS
from minhchung.stats.counting import count_cases, count_table, open_cases
from minhchung.stats.manifest import Manifest
from minhchung.stats.measures import NAMES
from minhchung.stats.periods import Period, month, year
from minhchung.stats.store import add_batch
from minhchung.stats.synthetic import random_cases


def test_every_count_is_as_by_hand_also_where_months_stay_empty(tmp_path: Path) -> None:
    """Cases of two months, so that an agency whose last case was closed has no line in the months that follow."""
    drawn = random_cases(
        6_000, Period(date(2026, 2, 1), date(2026, 3, 31)), agencies=700, procedures=40, unsaid=60
    )
    manifest = add_batch(tmp_path, Manifest(), drawn).manifest
    periods = [month(2026, number) for number in range(1, 13)]
    with open_cases(tmp_path, manifest) as cases:
        by_channel = count_cases(cases, [year(2026)], by=("channel",))
        ours = count_table(cases, periods).to_pylist()
        db = cases.get_backend().con
        db.execute(FACTS.format(files=manifest.paths(str(tmp_path))))
        hand = db.sql(BY_HAND).to_arrow_table().to_pylist()

    found, wanted = (
        {(row["agency"], row["period"]): {name: int(row[name] or 0) for name in NAMES} for row in rows}
        for rows in (ours, hand)
    )
    assert found == wanted
    assert {period for _agency, period in found} == set(range(1, 12)) and len(found) < 700 * 11
    assert [name for name in NAMES if not any(row[name] for row in found.values())] == []
    unsaid = {row.channel: row.counts.channel_unsaid for row in by_channel}
    assert unsaid == {"": by_channel[0].counts.received, "direct": 0, "online": 0, "postal": 0} and unsaid[""]
    assert all(row["received"] + row["carried_over"] > 0 for row in found.values())
