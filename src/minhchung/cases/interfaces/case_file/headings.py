"""Which column is which: headings folded and held against what one-stop systems write; citizens' columns told apart."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from minhchung.cases.interfaces.case_file.fields import BY_NAME, FIELDS
from minhchung.cases.interfaces.case_file.text import Encodings
from minhchung.cases.interfaces.case_file.values import Broken
from minhchung.viet.folding import search_key

_NOT_A_LETTER = re.compile(r"[^a-z0-9]+")
_JOINED = re.compile(r"(?<=[^\W\d_])(?<![A-ZĐ])(?=[A-ZĐ])|(?<=[A-ZĐ])(?=[A-ZĐ][a-zđ])")
"""Where NgayTiepNhan and maTTHC, as programs name columns, fall into words."""
_IN_FULL = re.compile(r"\bngay (?:gio|thang(?: nam)?|gio thang nam)\b")
_CITIZEN = re.compile(
    r"\b(ho ten|ho va ten|ten nguoi|nguoi nop|nguoi gui|nguoi yeu cau|nguoi dai dien|chu ho so|cong dan|ca nhan|khach hang|doanh nghiep"
    r"|cmnd|cccd|cmt|can cuoc|dinh danh ca nhan|ho chieu|giay to|dien thoai|sdt|so dt|di dong|email|thu dien tu|dia chi"
    r"|fax|ma doi tuong|trich yeu|ghi chu|noi dung|ngay sinh|nam sinh|gioi tinh|dan toc|ma so thue|mst|tai khoan|applicant|phone|address|id number|full name|zalo)\b"
)
_EXACT, _INSIDE = 1000, 1
CITIZEN = "-citizen"
"""What a column of citizens' names, numbers or addresses is called in a mapping; its cells are never kept."""


def folded(headings: Sequence[str], fonts: Sequence[str | None] = ()) -> list[str]:
    """Headings as they are compared: legacy encodings undone, no marks, no punctuation, joined words apart."""
    return [_folded(each) for each in decoded(headings, fonts)]


def _folded(heading: str) -> str:
    apart = heading if " " in heading else _JOINED.sub(" ", heading)
    return _IN_FULL.sub("ngay", _NOT_A_LETTER.sub(" ", search_key(apart)).strip())


def decoded(headings: Sequence[str], fonts: Sequence[str | None] = ()) -> list[str]:
    """Headings in Unicode, to be shown. One too short to tell its encoding by is taken to be in that of the others."""
    encodings = Encodings()
    drawn = [*fonts, *[None] * (len(headings) - len(fonts))]
    encodings.survey(zip(headings, drawn, strict=True))
    read = [encodings.read(each, font, 1) for each, font in zip(headings, drawn, strict=True)]
    return [raw if isinstance(each, Broken) else each for raw, each in zip(headings, read, strict=True)]


def is_of_citizens(heading: str) -> bool:
    """Whether a folded heading names somebody, or a number or address of somebody."""
    return _CITIZEN.search(heading) is not None


def guess(headings: Sequence[str], profile: Mapping[str, str] | None = None) -> dict[int, str]:
    """Column index → field name or CITIZEN, from folded headings; a column nobody recognises is left out.

    profile: folded heading → field name, as this system's people confirmed it last time; it goes before any guess.
    """
    known = profile or {}
    found: dict[int, str] = {}
    taken: set[str] = set()
    for place, heading in enumerate(headings):
        name = known.get(heading)
        if name == CITIZEN or (name in BY_NAME and name not in taken):
            found[place] = name
            taken.add(name)
    for place, heading in enumerate(headings):
        if place not in found and heading and known.get(heading) != "" and is_of_citizens(heading):
            found[place] = CITIZEN
    offers = sorted(
        (
            (-score, place, each.name)
            for place, heading in enumerate(headings)
            if place not in found and heading and known.get(heading) != ""
            for each in FIELDS
            if not heading.startswith("danh sach") and (score := _fit(heading, each.synonyms))
        ),
    )
    for _score, place, name in offers:
        if place not in found and name not in taken:
            found[place] = name
            taken.add(name)
    return found


def recognised(headings: Sequence[str]) -> int:
    """How many of these cells look like headings of a case file: what a header row has and a title has not."""
    return sum(
        1
        for heading in headings
        if heading and len(heading) < 60 and any(_fit(heading, each.synonyms) for each in FIELDS)
    )


def _fit(heading: str, synonyms: tuple[str, ...]) -> int:
    """How well a heading fits a field: the whole of it, else the longest synonym that stands in it as words.

    Of two columns that each say the whole of a synonym, the earlier synonym goes first: the day a result is ready before the
    day it was fetched.
    """
    joined = heading.replace(" ", "")
    for place, each in enumerate(synonyms):
        if heading == each or joined == each.replace(" ", ""):
            return _EXACT - place
    padded = f" {heading} "
    return max(
        (len(each) * _INSIDE for each in synonyms if len(each) > 4 and f" {each} " in padded), default=0
    )
