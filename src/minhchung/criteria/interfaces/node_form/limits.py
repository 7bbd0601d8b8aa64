"""Limits of a figure as two ends with their words, and back: `>= 80 %, < 90 %` is từ 80 % đến dưới 90 %."""

from __future__ import annotations

import re
from collections.abc import Mapping

Posted = Mapping[str, str]
Flat = dict[str, str]
LIMIT = re.compile(r"(>=|>|<=|<|=) (\S.*)")
_BARE_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")


class Unfit(Exception):
    """The form has no field for what the text says."""


def flat_limits(text: str, name: str) -> Flat:
    """`>= 80 %, < 90 %` as its two ends; what is written otherwise stays as it is, under “raw”."""
    if text == "otherwise":
        return {f"{name}.op": "otherwise"}
    found: Flat = {}
    for part in text.split(", "):
        match = LIMIT.fullmatch(part)
        upper = match is not None and match[1] in ("<", "<=")
        if match is None or (f"{name}.to_op" if upper else f"{name}.op") in found or (not upper and found):
            return {f"{name}.op": "raw", f"{name}.from": text}
        if upper:
            found |= {f"{name}.to_op": match[1], f"{name}.to": match[2]}
        else:
            found |= {f"{name}.op": match[1], f"{name}.from": match[2]}
    return found


def read_limits(posted: Posted, name: str) -> str:
    """What the two ends of a field say; "" for nothing."""
    operator, low = posted.get(f"{name}.op", ""), posted.get(f"{name}.from", "").strip()
    if operator == "otherwise":
        return "otherwise"
    if operator == "raw":
        return low
    parts = [f"{operator} {low}"] if operator and low else []
    upper, high = posted.get(f"{name}.to_op", ""), posted.get(f"{name}.to", "").strip()
    return ", ".join([*parts, f"{upper} {high}"] if upper and high else parts)


def with_percent(text: str) -> str:
    """A bare number as a percentage; 0, fractions and what has its sign stay."""
    return f"{text} %" if _BARE_NUMBER.fullmatch(text) and text != "0" else text


def indices(posted: Posted, name: str) -> list[int]:
    """The numbers of the rows that a form sent under a name, in order."""
    start = f"{name}."
    found = {key[len(start) :].split(".")[0] for key in posted if key.startswith(start)}
    return sorted(int(each) for each in found if each.isdecimal() and len(each) < 5)
