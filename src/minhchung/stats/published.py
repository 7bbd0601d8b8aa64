"""Cases made to match figures that two agencies published, so that anyone can see what the figures say and leave unsaid.

The totals are the reports'; which case is which is made up. What a report does not say is a parameter here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from minhchung.stats.model import Case, Channel, OnlineLevel
from minhchung.stats.periods import Period

KRONG_NO = Period(date(2022, 1, 1), date(2022, 10, 26))
DONG_NAI = Period(date(2021, 1, 1), date(2021, 12, 14))


def krong_no(*, agency: int = 1, overdue: int = 0, contested: int = 0) -> list[Case]:
    """UBND huyện Krông Nô, annual QMS report 2022, section 6 (S2:107).

    20,290 in hand = 19,014 received from 01/01 to 26/10/2022 + 1,276 carried over; 17,350 resolved = 17,264 early or on
    time + 86 late; 788 sent back. The report does not speak of the other 2,152: they are pending. Nor does it say how many
    of those are overdue (overdue, up to 2,152), how the 17,264 divide into early and on time (here two to one), nor of how
    many of the 86 it holds that "the paper was on time" (contested, up to 86).
    Raises ValueError for more than there are.
    """
    if not 0 <= overdue <= 2_152 or not 0 <= contested <= 86:
        raise ValueError("of 2,152 pending and 86 late no more can be overdue or contested")
    received = [*_spread(1_276, date(2021, 11, 20), 40), *_spread(19_014, KRONG_NO.start, 299)]
    fates = [*["in_time"] * 17_264, *["late"] * 86, *["returned"] * 788, *["overdue"] * overdue]
    fates += ["pending"] * (len(received) - len(fates))
    return list(_krong_no_cases(received, fates, agency, contested))


def dong_nai(*, agency: int = 1) -> list[Case]:
    """Sở Công Thương Đồng Nai, annual QMS report 2021 (S3:95–105).

    13,641 received, 13,468 of them online at levels 3 and 4; 13,637 resolved on time, 4 late. 93 of its 116 procedures are
    at level 4 (today's "full"), 23 at level 3 (today's "partial").
    """
    return list(_dong_nai_cases(_spread(13_641, DONG_NAI.start, 330), agency))


def _spread(count: int, first: date, days: int) -> list[date]:
    """Dates evenly over so many days, in order."""
    return [first + timedelta(days=index * days // count) for index in range(count)]


def _krong_no_cases(received: list[date], fates: list[str], agency: int, contested: int) -> Iterator[Case]:
    end = KRONG_NO.end
    for number, (day, fate) in enumerate(zip(received, fates, strict=True)):
        promised = max(day + timedelta(days=10), KRONG_NO.start + timedelta(days=3))
        finished = returned = None
        evidence = None
        if fate == "in_time":
            promised = min(promised, end)
            finished = promised if number % 3 == 0 else max(day, promised - timedelta(days=1), KRONG_NO.start)
            promised = promised if number % 3 == 0 else finished + timedelta(days=1)
        elif fate == "late":
            finished = min(promised + timedelta(days=4), end)
            promised = finished - timedelta(days=4)
            evidence = "sổ theo dõi bản giấy" if contested > 0 else None
            contested -= 1
        elif fate == "returned":
            returned = min(promised, end)
        else:
            promised = end - timedelta(days=1) if fate == "overdue" else end + timedelta(days=5)
        yield Case(
            system="S2", code=f"000.00.21.H17-{day:%y%m%d}-{number:05d}", agency=agency, received_on=day,
            procedure=f"1.{number % 264:06d}", field=f"L{number % 12:02d}", promised_on=promised,
            finished_on=finished, returned_on=returned, contested=evidence, batch="S2",
        )  # fmt: skip


def _dong_nai_cases(received: list[date], agency: int) -> Iterator[Case]:
    for number, day in enumerate(received):
        promised = day + timedelta(days=7)
        late = number % 3_410 == 17
        full = number % 116 < 93
        yield Case(
            system="S3", code=f"000.00.07.H19-{day:%y%m%d}-{number:05d}", agency=agency, received_on=day,
            procedure=f"2.{number % 116:06d}", field=f"L{number % 9:02d}",
            channel=Channel.ONLINE if number < 13_468 else Channel.DIRECT,
            online_level=OnlineLevel.FULL if full else OnlineLevel.PARTIAL,
            promised_on=promised, finished_on=promised + timedelta(days=3) if late else promised, batch="S3",
        )  # fmt: skip
