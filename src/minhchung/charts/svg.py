"""SVG as text: elements, escaping, text that is measured and wrapped. No style, no script, no float noise."""

from __future__ import annotations

import re
from fractions import Fraction
from html import escape

WIDTH = 480
"""Units across every drawing. At 320 CSS px a text of 15 units is 10 px; on A4 it is 20 px."""

TEXT = 15
LINE = 21
FACE = "Be Vietnam Pro, Tinos, Arial, sans-serif"
INK = "#1b1b1b"
QUIET = "#595959"
GRID = "#7a7a7a"
PAPER = "#ffffff"
BAND = "#eaf1f8"

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NARROW = frozenset("iíìỉĩịjltfrI.,:;|!'()[]·’“”-/1 ")
_WIDE = frozenset("mwMW%@—")

Number = int | Fraction


def element(tag: str, attributes: dict[str, object] | None = None, *children: str) -> str:
    """Write one element; attribute values are escaped, children are markup already. None leaves one out."""
    listed = "".join(
        f' {name}="{escape(written(value), quote=True)}"'
        for name, value in (attributes or {}).items()
        if value is not None
    )
    inside = "".join(children)
    return f"<{tag}{listed}>{inside}</{tag}>" if inside else f"<{tag}{listed}/>"


def words(text: str) -> str:
    """Escape text for use between tags."""
    return escape(_FORBIDDEN.sub("", text), quote=False)


def label(
    x: Number, y: Number, text: str, *, anchor: str = "start", bold: bool = False, fill: str = INK
) -> str:
    """Write one line of text with its baseline at y."""
    weight = "700" if bold else None
    return element(
        "text", {"x": x, "y": y, "text-anchor": anchor, "font-weight": weight, "fill": fill}, words(text)
    )


def drawing(key: str, title: str, desc: str, height: Number, *children: str) -> str:
    """Wrap a drawing. key: a name unique on the page, the stem of its ids; raises ValueError if unfit for one."""
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", key):
        raise ValueError(f"not an id: {key!r}")
    return element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {WIDTH} {written(height)}", "width": "100%",
            "role": "img", "aria-labelledby": f"{key}-title {key}-desc", "class": "chart", "font-size": TEXT,
            "font-family": FACE,
        },
        element("title", {"id": f"{key}-title"}, words(title)),
        element("desc", {"id": f"{key}-desc"}, words(desc)),
        element("rect", {"width": WIDTH, "height": height, "fill": PAPER}),
        *children,
    )  # fmt: skip


def text_width(text: str, bold: bool = False) -> int:
    """Estimate how many units a line takes, rather too many than too few."""
    hundredths = sum(_letter_width(letter) for letter in text)
    return -(-hundredths * TEXT * (106 if bold else 100) // 10_000)


def wrap(text: str, width: int, bold: bool = False) -> list[str]:
    """Break text into lines of at most `width` units, between words; a longer word is broken inside."""
    lines = [""]
    for word in text.split():
        tried = f"{lines[-1]} {word}".strip()
        if text_width(tried, bold) <= width:
            lines[-1] = tried
            continue
        if lines[-1]:
            lines.append("")
        while text_width(word, bold) > width and len(word) > 1:
            cut = max(1, _fitting(word, width, bold))
            lines[-1], word = word[:cut], word[cut:]
            lines.append("")
        lines[-1] = word
    return lines


def scaled(value: Fraction, maximum: Fraction, length: int) -> Fraction:
    """Turn a value into units along an axis from 0 to `maximum`, kept inside it. maximum above 0."""
    return min(max(value, Fraction(0)), maximum) / maximum * length


def ticks(maximum: Fraction, most: int = 5) -> list[Fraction]:
    """Give round values from 0 to at most `maximum`, `most` steps or fewer."""
    step = Fraction(1, 1000)
    factors = (Fraction(2), Fraction(5, 2), Fraction(2))
    index = 0
    while maximum / step > most:
        step *= factors[index % 3]
        index += 1
    return [step * n for n in range(int(maximum / step) + 1)]


def _fitting(word: str, width: int, bold: bool) -> int:
    count = 0
    while count < len(word) and text_width(word[: count + 1], bold) <= width:
        count += 1
    return count


def _letter_width(letter: str) -> int:
    if letter in _NARROW:
        return 38
    if letter in _WIDE:
        return 95
    return 74 if letter.isupper() else 60


def written(value: object) -> str:
    """Write an attribute; positions get at most two decimals."""
    if isinstance(value, Fraction):
        hundredths = round(value * 100)
        whole, part = divmod(abs(hundredths), 100)
        sign = "-" if hundredths < 0 else ""
        return f"{sign}{whole}.{part:02d}".rstrip("0").rstrip(".") if part else f"{sign}{whole}"
    return _FORBIDDEN.sub("", str(value))
