"""Points that stand inside a row's words, in every layout: in the title, or in options that share its line.

`Báo cáo (4 điểm): mỗi báo cáo chậm trừ 0,5 điểm` · `Kết quả: đạt 100%: 3 điểm; dưới 80%: 0 điểm` ·
`a) Đúng hạn: 2 điểm; b) Chậm: 1 điểm; c) Không báo cáo: 0 điểm`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from minhchung.rubric.read.figures import Figures, parts_with_points, points_at_end
from minhchung.rubric.read.items import Item, Words
from minhchung.rubric.read.labels import ordinal, parse_label, split_label

_IN_TITLE = re.compile(
    r"^(?P<text>.+?)\s*[(\[]\s*(?:(?P<said>điểm\s+)?(?:tối đa|chuẩn)\s*:?\s*)?(?P<points>\d{1,3}(?:[.,]\d{1,2})?)\s*"
    r"(?:(?:điểm|đ)\s*|(?(said)|(?!)))[)\]]"
    r"\s*(?:[.:;]?$|[.:]\s*(?P<rest>\S.*)$)",
    re.IGNORECASE,
)
_TITLE_AND_STATE = re.compile(r"(?P<title>[^:]{3,300}):\s+(?P<state>\S.*)", re.DOTALL)
_MARKS = ("", "-", "+")
_LONGEST = 1000


def unfolded(items: list[Item], figures: Figures) -> list[Item]:
    """The rows, with what stood inside their words as rows of their own. The points are noted in `figures`."""
    found: list[Item] = []
    for item in items:
        _points_in_title(item, figures)
        found += _options_in_title(item, figures)
    return found


def holds_options(text: str) -> bool:
    """Whether a line says several options, each with its points."""
    return bool(parts_with_points(text))


def names_points(text: str) -> bool:
    """Whether a title says its points: `Báo cáo (4 điểm): …`."""
    return _IN_TITLE.match(text[:_LONGEST]) is not None


def _points_in_title(item: Item, figures: Figures) -> None:
    """`1.1 Ban hành kế hoạch (2 điểm)`: points that stand in the title where their cell is empty."""
    unlabelled = item.label in _MARKS and not item.heading
    if unlabelled or item.top is not None or item.mark is not None or not item.words:
        return
    first = item.words[0]
    match = _IN_TITLE.match(first.text[:_LONGEST])
    if match is None:
        return
    item.top = figures.add(match["points"], first.place, "text")
    if match["rest"]:
        rest = Words(first.text[match.start("rest") :], first.place)
        item.words[:1] = [Words(match["text"], first.place), rest]
    elif "tối đa" not in first.text[match.end("text") :].lower():
        item.words[:1] = [Words(match["text"], first.place)]


def _options_in_title(item: Item, figures: Figures) -> Iterator[Item]:
    """The row, then the options that its last line held; the row alone when it held none."""
    parts = parts_with_points(item.words[-1].text) if item.words and not item.mark else []
    if not parts or len(item.words) > 2 or item.scoring or (item.label in _MARKS and item.top is not None):
        yield item
        return
    line = item.words.pop()
    if item.words:  # the title stands in a line before
        yield item
    elif item.label in _MARKS or _is_series(item.label, parts):
        parts[0] = parts[0] if item.label in _MARKS else f"{item.label}) {parts[0]}"
        mark = item.label if item.label in _MARKS else ""
        yield from _options(parts, line, figures, item, mark or "-")
        return
    else:
        title, parts = _titled(parts)
        item.words, item.untitled = [Words(title, line.place)], title == points_in(parts[0])[0]
        yield item
    yield from _options(parts, line, figures, None, "-")


def _is_series(label: str, parts: list[str]) -> bool:
    """Whether the other parts' labels go on from the row's own: `a) … ; b) … ; c) …` are one criterion's options."""
    labels = [label, *(split_label(part, strict=True)[0] for part in parts[1:])]
    read = [parse_label(each) for each in labels]
    numbers = [ordinal(each.path[-1]) if each is not None else None for each in read]
    first = numbers[0]
    return first is not None and numbers == list(range(first, first + len(parts)))


def _titled(parts: list[str]) -> tuple[str, list[str]]:
    """The title and the options: a first part without points, words before a colon, else the first option's words."""
    if points_at_end(parts[0]) is None:
        return parts[0].rstrip(" :.;"), parts[1:]
    words, _ = points_in(parts[0])
    match = _TITLE_AND_STATE.fullmatch(words)
    if match is None:
        return words, parts
    return match["title"].strip(), [parts[0][match.start("state") :], *parts[1:]]


def points_in(part: str) -> tuple[str, str]:
    """The words and the points of a part that is known to have both."""
    return points_at_end(part) or (part, "")


def _options(
    parts: list[str], line: Words, figures: Figures, above: Item | None, mark: str
) -> Iterator[Item]:
    for index, part in enumerate(parts):
        text, points = points_in(part)
        label, rest = split_label(text, strict=True)
        row = Item(mark, [Words(rest if label else text, line.place)], line.place)
        row.top = figures.add(points, line.place, "text")
        if above is not None and index == 0:
            row.evidence, row.remarks, row.appraiser = above.evidence, above.remarks, above.appraiser
        yield row
