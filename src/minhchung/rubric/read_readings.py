"""Readings of a leaf (what its undecided answers are worth): read from the rubric's text, and printed."""

from __future__ import annotations

from fractions import Fraction

from minhchung.rubric.kinds.base import Plain
from minhchung.rubric.model import Reading
from minhchung.rubric.reader import Fields
from minhchung.rubric.wording import plain, plain_limits


def read_reading(fields: Fields, index: int) -> Reading:
    """One item of `readings:`. Points and the words must be said; `share` marks limits that are shares."""
    share = fields.get("share") is not None
    return Reading(
        points=fields.needed_number("points") or Fraction(0),
        text=fields.needed_text("text"),
        limits=fields.limits("share", share=True) if share else fields.limits("when"),
        share=share,
    )


def dump_reading(reading: Reading) -> Plain:
    """The reading as its fields."""
    fields: dict[str, Plain] = {}
    if reading.limits:
        fields["share" if reading.share else "when"] = plain_limits(reading.limits, share=reading.share)
    return fields | {"points": plain(reading.points), "text": reading.text}
