"""Cases of one office and year, made to match what its sample answers say; which case is which is made up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import gcd
from typing import Final

from minhchung.stats.model import Case, Channel, OnlineLevel, Satisfaction

FIELDS: Final = (
    "Đất đai",
    "Xây dựng",
    "Hộ tịch",
    "Chứng thực",
    "Kinh doanh",
    "Giáo dục",
    "Bảo trợ xã hội",
    "Văn hóa",
)


@dataclass(frozen=True)
class Matched:
    """What an office's answers say of its cases from 1 January to 15 October: resolved, of these late, late with an
    apology, digitised with an electronic result, and full-online."""

    resolved: int
    late: int
    apologised: int
    digitised: int
    online: int


def cases_of(agency: int, year: int, matched: Matched, prefix: str) -> Iterator[Case]:
    """The resolved cases, and beside them a few sent back and a few still pending on 15 October, some overdue."""
    n = matched.resolved
    for i in range(n):
        received = date(year, 1, 2) + timedelta(days=i * 255 // n)
        promised = received + timedelta(days=3 + i * 7 % 12)
        rank = _shuffled(i, n, 7)
        late = rank < matched.late
        finished = promised + timedelta(days=1 + i % 6) if late else promised - timedelta(days=i % 4)
        both, online = _shuffled(i, n, 11) < matched.digitised, _shuffled(i, n, 13) < matched.online
        yield Case(
            **_known(agency, received, i, prefix),
            channel=Channel.ONLINE if online or i % 5 == 0 else Channel.DIRECT,
            online_level=OnlineLevel.FULL if online else OnlineLevel.PARTIAL,
            promised_on=promised,
            finished_on=finished,
            digitised=both or i % 3 == 0,
            electronic_result=both or (i % 3 == 1 and i % 2 == 0),
            written_result=True,
            apology_sent=rank < matched.apologised if late else None,
            fee_due=20_000 if i % 3 == 0 else 0,
            paid_online=i % 2 == 0 if i % 3 == 0 else None,
            satisfaction=Satisfaction.SATISFIED if i % 9 == 0 else None,
            contested="Sổ theo dõi bản giấy" if late and i % 17 == 0 else None,
        )
    yield from _unresolved(agency, year, n, prefix)


def _unresolved(agency: int, year: int, n: int, prefix: str) -> Iterator[Case]:
    for i in range(n, n + max(2, n // 25)):
        received = date(year, 9, 20) + timedelta(days=i % 24)
        promised = date(year, 10, 18) + timedelta(days=i % 9) if i % 8 else received + timedelta(days=1)
        returned = received + timedelta(days=1) if i % 5 == 2 else None
        yield Case(
            **_known(agency, received, i, prefix),
            channel=Channel.ONLINE if i % 2 else Channel.DIRECT,
            online_level=OnlineLevel.PARTIAL,
            promised_on=promised,
            returned_on=returned,
            digitised=bool(i % 2),
        )


def _known(agency: int, received: date, i: int, prefix: str) -> dict[str, object]:
    number = i % 23
    return {
        "system": "",
        "code": f"{prefix}-{received:%y%m%d}-{i:05d}",
        "agency": agency,
        "received_on": received,
        "procedure": f"1.{agency % 1000:03d}{number:03d}",
        "field": FIELDS[(agency + number) % len(FIELDS)],
        "received_minute": 450 + i * 37 % 480,
    }


def _shuffled(i: int, n: int, step: int) -> int:
    """Where the i-th of n comes in an order that is the same each time and looks like none."""
    while gcd(step, n) > 1:
        step += 2
    return (i * step + n // 3) % n
