"""Sentences that say points in their middle, said as tables say them: the state, a colon, its points.

`Chấm 10 điểm nếu bố trí đủ; chấm 0 điểm nếu thiếu` → `Bố trí đủ: 10 điểm; Thiếu: 0 điểm` ·
`Đối thoại được chấm tối đa 12 điểm, cụ thể:` → `Đối thoại (tối đa 12 điểm):` ·
`Không ban hành thì không được điểm` → `Không ban hành: 0 điểm`. Words that do not say points stay as they are.
"""

from __future__ import annotations

import re

_POINTS = r"(?P<points>\d{1,3}(?:[.,]\d{1,2})?)\s*điểm"
_GIVE = r"(?:được\s+)?(?:chấm|tính|cho|đạt|được|ghi|hưởng)\s+"
_FIRST = re.compile(
    rf"(?:{_GIVE})?{_POINTS}\s*(?:nếu|khi|đối với(?: trường hợp)?|cho(?: trường hợp)?|với trường hợp)\s+"
    r"(?P<state>\S.*?)\s*",
    re.IGNORECASE | re.DOTALL,
)
_NOTHING = re.compile(
    r"(?P<state>\S.{2,400}?)\s*[,:]?\s*(?:thì\s+)?không\s+(?:(?:được\s+)?(?:được|có|tính|chấm|cho|đạt|ghi)\s+)?điểm\s*",
    re.IGNORECASE | re.DOTALL,
)
_GIVEN = re.compile(
    rf"(?P<state>\S.{{2,400}}?)\s*,?\s*(?:thì\s+)?{_GIVE}(?:số điểm là\s+|điểm là\s+)?{_POINTS}\s*",
    re.IGNORECASE | re.DOTALL,
)
_MOST = re.compile(
    r"(?P<title>[^():;\n]{3,300}?)(?:\s*[,:.–-]\s*|\s+)(?:(?:được|sẽ|thì)\s+)*(?:(?:chấm|tính|cho|đạt|cộng)\s+)?(?:điểm\s+)?"
    rf"(?:tối đa|cao nhất|điểm chuẩn)(?:\s+(?:không quá|là|bằng))?\s*:?\s*{_POINTS}\b(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_AHEAD = re.compile(
    rf"[-–+•*]?\s*{_POINTS}\s*[:=–-]\s*(?P<state>[^\W\d](?:(?!\d\s*điểm(?!\s+[^\W\d]))[^;])*)",
    re.IGNORECASE | re.DOTALL,
)
_BEFORE_TITLE = re.compile(
    rf"[(\[]\s*(?:tối đa\s+)?{_POINTS}\s*[)\]]\s*[.:–-]?\s*(?P<title>[^\W\d][^()]*?)\s*[.:]?", re.IGNORECASE
)
_LEAD = re.compile(
    r"\s*[,.;:–-]*\s*(?:(?:cụ thể|trong đó|như sau|gồm|bao gồm|chia ra|được chấm)(?:\s+(?:là|như sau))*)?\s*[:,]?\s*",
    re.IGNORECASE,
)
_PAYS = re.compile(r"\b(?:mỗi|cứ|trừ|thưởng|cộng thêm|được cộng)\b", re.IGNORECASE)
_BREAK = re.compile(
    r";\s*|(?<=điểm),\s+(?!(?:nhưng|tối đa|không quá))|(?<=điểm)\.\s+(?=[A-ZĐÀ-Ỹ])"
    rf"|,\s+(?=(?i:{_GIVE}\d{{1,3}}(?:[.,]\d{{1,2}})?\s*điểm\s+(?:nếu|khi|đối với|cho|với)\s|(?:các )?(?:trường hợp )?còn lại\b))"
)
_POINTS_INSIDE = re.compile(r"\d\s*điểm", re.IGNORECASE)
_IF = re.compile(r"^(?:nếu|khi|trường hợp)\s+", re.IGNORECASE)
_LONGEST = 2_000


def plainly(text: str) -> str:
    """The text with points said after what they are for; the same text where it says none so.

    >>> plainly("Chấm 5 điểm nếu có kế hoạch; chấm 0 điểm nếu không có kế hoạch.")
    'Có kế hoạch: 5 điểm; Không có kế hoạch: 0 điểm'
    """
    if len(text) > _LONGEST or "điểm" not in text.lower():
        return text
    if (ahead := _BEFORE_TITLE.fullmatch(text)) is not None:
        return f"{ahead['title']} ({ahead['points']} điểm)"
    most = _MOST.fullmatch(text)
    if most is None or _PAYS.search(most["title"]) or "điểm" in most["title"].lower():
        return _states(text)
    rest = _LEAD.sub("", most["rest"], count=1)
    title = f"{most['title'].strip(' ,.:')} (tối đa {most['points']} điểm)"
    return f"{title}: {_states(rest)}" if rest else title


def points_last(line: str) -> str:
    """`10 điểm: Công bố đúng hạn` as `- Công bố đúng hạn: 10 điểm`; any other line as it is."""
    match = _AHEAD.fullmatch(line) if len(line) <= _LONGEST else None
    return f"- {match['state'].rstrip(' .;')}: {match['points']} điểm" if match is not None else line


def _states(text: str) -> str:
    """Each part of the text that says a state and its points, said plainly; the whole as it is where no two do."""
    head, body = _headed(text)
    parts = [part.strip() for part in _BREAK.split(body.strip()) if part.strip()]
    said = [_state(part) for part in parts]
    if not any(each is not None for each in said):
        return text
    plain = "; ".join(each if each is not None else part for each, part in zip(said, parts, strict=True))
    return f"{head}{plain}"


def _headed(text: str) -> tuple[str, str]:
    """`… (10 điểm). Chấm 10 điểm nếu …` in its title and what follows; the title is "" where there is none."""
    match = re.match(
        r"(?P<title>[^;]{3,300}?\(\s*(?:tối đa\s+)?\d[^()]{0,20}điểm\s*\))\s*[.:]\s*(?=\S)", text
    )
    return (f"{match['title']}: ", text[match.end() :]) if match is not None else ("", text)


def _state(part: str) -> str | None:
    """One state and its points; None where the part says none, or is said plainly already."""
    bare = part.rstrip(" .;,")
    for pattern in (_FIRST, _NOTHING, _GIVEN):
        match = pattern.fullmatch(bare)
        if match is None or _PAYS.search(match["state"]) or _POINTS_INSIDE.search(match["state"]):
            continue
        state = _IF.sub("", match["state"].strip(" ,.:"))
        points = match["points"] if "points" in pattern.groupindex else "0"
        return f"{state[:1].upper()}{state[1:]}: {points} điểm"
    return None
