"""Six fills that differ in pattern as well as colour, so that no one needs to see colour to tell them apart."""

from __future__ import annotations

from minhchung.charts.svg import PAPER, Number, element

COLOURS = ("#1d4f7c", "#8a4b08", "#2f6b3a", "#6b2d73", "#4a4a4a", "#9b1c31")
"""Each at least 3:1 against white and against the band behind one's own row."""


def filled(key: str, group: int, x: Number, y: Number, width: Number, height: Number) -> str:
    """Draw a rectangle in the fill of group 0, 1, 2 …; from the seventh on the fills repeat.

    The colour lies under the pattern's white marks, so a rasteriser leaves no seams between tiles.
    """
    index = group % len(COLOURS)
    place: dict[str, object] = {"x": x, "y": y, "width": width, "height": height}
    solid = element("rect", {**place, "fill": COLOURS[index], "stroke": COLOURS[index]})
    return solid + (element("rect", {**place, "fill": f"url(#{key}-fill-{index})"}) if _marks(index) else "")


def definitions(key: str, groups: int) -> str:
    """Define the patterns of the first `groups` groups; "" when a plain fill is all they need."""
    patterns = [_pattern(key, index) for index in range(min(groups, len(COLOURS))) if _marks(index)]
    return element("defs", None, *patterns) if patterns else ""


def _pattern(key: str, index: int) -> str:
    return element(
        "pattern",
        {"id": f"{key}-fill-{index}", "width": 8, "height": 8, "patternUnits": "userSpaceOnUse"},
        *_marks(index),
    )


def _marks(index: int) -> tuple[str, ...]:
    """What is drawn in white on the colour: nothing, diagonals, dots, uprights, bars, crosses."""
    strokes = {
        1: "M-2 2 L2 -2 M0 8 L8 0 M6 10 L10 6",
        3: "M4 0 V8",
        4: "M0 4 H8",
        5: "M0 0 L8 8 M8 0 L0 8",
    }
    if index == 2:
        return (element("circle", {"cx": 4, "cy": 4, "r": 2, "fill": PAPER}),)
    if index in strokes:
        return (element("path", {"d": strokes[index], "stroke": PAPER, "stroke-width": 2, "fill": "none"}),)
    return ()
