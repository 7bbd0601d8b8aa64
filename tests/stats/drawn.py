"""Cases for Hypothesis: few systems, codes and days, so that the same case comes again and dates meet their limits."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from minhchung.stats.model import Case, Channel, OnlineLevel, Satisfaction

FIRST = date(2025, 12, 28)
DAYS = st.integers(0, 70).map(lambda number: FIRST + timedelta(days=number))
MAYBE = st.sampled_from([None, False, True])


@st.composite
def cases(draw: st.DrawFn) -> Case:
    received = draw(DAYS)
    closed = draw(st.none() | st.integers(0, 40).map(lambda number: received + timedelta(days=number)))
    way = draw(st.sampled_from(["finished_on", "finished_on", "returned_on", "withdrawn_on"]))
    return Case(
        system=draw(st.sampled_from(["a", "b"])),
        code=draw(st.sampled_from(["1", "2", "3", "4", "1'", "Đ"])),
        agency=draw(st.integers(1, 3)),
        received_on=received,
        procedure=draw(st.sampled_from(["", "1.000603"])),
        field=draw(st.sampled_from(["", "Đất đai"])),
        channel=draw(st.sampled_from([None, *Channel])),
        online_level=draw(st.sampled_from([None, *OnlineLevel])),
        received_minute=draw(st.none() | st.integers(0, 1439)),
        promised_on=draw(st.none() | DAYS),
        extended_to=draw(st.none() | st.none() | DAYS),
        computed_on=draw(st.none() | st.none() | DAYS),
        fee_due=draw(st.sampled_from([None, 0, 5_000, 3_000_000_000])),
        paid_online=draw(MAYBE),
        written_result=draw(MAYBE),
        electronic_result=draw(MAYBE),
        digitised=draw(MAYBE),
        apology_sent=draw(MAYBE),
        satisfaction=draw(st.sampled_from([None, *Satisfaction])),
        contested=draw(st.sampled_from([None, None, "minh-chứng-1"])),
        batch=draw(st.sampled_from(["", "lô 1"])),
        **{way: closed},
    )
