"""counts: so many points for each thing counted, with caps (F11)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal, cast

from minhchung.rubric.answers import Answer, Count, Counts
from minhchung.rubric.data import FIX_PARTS, Data, count_of, fault
from minhchung.rubric.errors import Fault, Reason
from minhchung.rubric.kinds.base import At, Bounds, Input, Kind, Plain, scored, undecided, wrong_answer
from minhchung.rubric.kinds.naming import unknown_names
from minhchung.rubric.model import CountLine, CountsRule
from minhchung.rubric.reader import Fields, ordinal_id
from minhchung.rubric.score import Outcome
from minhchung.rubric.wording import en_number, en_points, plain, vi_number, vi_points


class CountsKind(Kind[CountsRule]):
    """Count × points a line, each line capped, the lines added or the best taken, the whole capped."""

    name = "counts"
    rule_type = CountsRule
    forms = ("F11",)
    answer_types = (Count, Counts)

    def read(self, fields: Fields) -> CountsRule:
        lines = fields.needed_each("lines", _read_line)
        fields.unique_ids("lines", [line.id for line in lines])
        combine = fields.choice("combine", ("add", "best", "unsaid"), "add")
        return CountsRule(lines, cast(Literal["add", "best", "unsaid"], combine), fields.number("cap"))

    def dump(self, rule: CountsRule) -> dict[str, Plain]:
        fields: dict[str, Plain] = {} if rule.combine == "add" else {"combine": rule.combine}
        if rule.cap is not None:
            fields["cap"] = plain(rule.cap)
        return fields | {"lines": [_dump_line(line, index) for index, line in enumerate(rule.lines)]}

    def inputs(self, rule: CountsRule, at: At) -> tuple[Input, ...]:
        if len(rule.lines) == 1:
            label = rule.lines[0].text
            return (Input("count", "integer", label or "Số lượng", label or "Count", low=Fraction(0)),)
        return tuple(
            Input(f"counts.{line.id}", "integer", line.text or line.id, line.text or line.id, low=Fraction(0))
            for line in rule.lines
        )

    def from_data(self, rule: CountsRule, data: Data, at: At) -> Answer | list[Fault]:
        return counts_from_data([line.id for line in rule.lines], data, at)

    def score(self, rule: CountsRule, answer: Answer, at: At) -> Outcome:
        counted = counted_lines([line.id for line in rule.lines], answer, at)
        if isinstance(counted, Outcome):
            return counted
        earned = [(line, counted[line.id], _earned(line, counted[line.id])) for line in rule.lines]
        vi = " + ".join(f"{n} × {_each(line, vi_number)}" for line, n, _ in earned)
        en = " + ".join(f"{n} × {_each(line, en_number)}" for line, n, _ in earned)
        several = [points for _, n, points in earned if n]
        if rule.combine == "unsaid" and len(several) > 1:
            return undecided(
                f"{vi}: bộ tiêu chí không nói cộng hay chọn một",
                f"{en}: the rubric does not say whether to add or pick",
            )
        points = sum(several, Fraction(0)) if rule.combine == "add" else max(several, default=Fraction(0))
        if rule.cap is not None and points > rule.cap:
            points = rule.cap
            vi, en = f"{vi}, tối đa {vi_number(rule.cap)}", f"{en}, at most {en_number(rule.cap)}"
        return scored(points, vi, en)

    def bounds(self, rule: CountsRule, at: At) -> Bounds:
        tops = [line.cap for line in rule.lines]
        known = [top for top in tops if top is not None]
        high: Fraction | None = None
        if len(known) == len(tops):
            high = sum(known, Fraction(0)) if rule.combine == "add" else max(known)
        if rule.cap is not None:
            high = rule.cap if high is None else min(high, rule.cap)
        return min([Fraction(0), *(line.each for line in rule.lines if line.each < 0)]), high

    def lowest(self, rule: CountsRule, at: At) -> Fraction | None:
        return Fraction(0)

    def words(self, rule: CountsRule, at: At) -> tuple[Reason, ...]:
        lines = [
            Reason(
                f"{line.text or line.id}: mỗi đơn vị {vi_points(line.each)}"
                + (f", tối đa {vi_number(line.cap)}" if line.cap is not None else ""),
                f"{line.text or line.id}: {en_points(line.each)} each"
                + (f", at most {en_number(line.cap)}" if line.cap is not None else ""),
            )
            for line in rule.lines
        ]
        tail = {
            "add": Reason("Cộng các dòng", "The lines are added"),
            "best": Reason("Lấy dòng cao nhất", "The best line counts"),
            "unsaid": Reason(
                "Văn bản không nói cộng hay chọn một", "The text does not say whether to add or pick"
            ),
        }[rule.combine]
        if rule.cap is not None:
            tail = Reason(
                f"{tail.vi}, tối đa {vi_points(rule.cap)}", f"{tail.en}, at most {en_points(rule.cap)}"
            )
        return (*lines, tail) if len(lines) > 1 or rule.cap is not None else tuple(lines)


def counts_from_data(ids: list[str], data: Data, at: At) -> Answer | list[Fault]:
    """Counts by line id; a single line may be given as one number. A line left out stays absent."""
    if isinstance(data, Mapping) and set(data) in ({"counts"}, {"count"}) and not set(data) & set(ids):
        data = next(iter(data.values()))
    if not isinstance(data, Mapping):
        if len(ids) != 1:
            return fault(
                "A142", at.place, data, "Cần số lượng của từng dòng.", "A count for each line.", FIX_PARTS
            )
        n = count_of(data, at.place)
        return n if isinstance(n, list) else Count(n)
    faults = unknown_names(data, ids, at)
    lines: list[tuple[str, int]] = []
    for key in ids:
        if data.get(key) in (None, ""):
            continue
        n = count_of(data[key], at.inside(key).place)
        if isinstance(n, list):
            faults += n
        else:
            lines.append((key, n))
    return faults or Counts(tuple(lines))


def counted_lines(ids: list[str], answer: Answer, at: At) -> dict[str, int] | Outcome:
    """How many of each line; absent while a line is not counted."""
    match answer:
        case Count() if len(ids) == 1:
            return {ids[0]: answer.n}
        case Counts():
            given = dict(answer.lines)
            missing = [key for key in ids if key not in given]
            if missing:
                names = ", ".join(missing)
                return Outcome(
                    "absent", None, (Reason(f"Chưa có số lượng: {names}", f"Not counted: {names}"),)
                )
            return given
        case _:
            raise wrong_answer(answer, at)


def _read_line(fields: Fields, index: int) -> CountLine:
    return CountLine(
        id=fields.text("id") or ordinal_id(index),
        each=fields.needed_number("each"),
        text=fields.text("text"),
        cap=fields.number("cap"),
        line=fields.whole("line"),
    )


def _dump_line(line: CountLine, index: int) -> dict[str, Plain]:
    fields: dict[str, Plain] = {} if line.id == ordinal_id(index) else {"id": line.id}
    fields["each"] = plain(line.each)
    if line.cap is not None:
        fields["cap"] = plain(line.cap)
    if line.text:
        fields["text"] = line.text
    if line.line is not None:
        fields["line"] = str(line.line)
    return fields


def _earned(line: CountLine, n: int) -> Fraction:
    points = n * line.each
    return min(points, line.cap) if line.cap is not None else points


def _each(line: CountLine, write: object) -> str:
    number = vi_number(line.each) if write is vi_number else en_number(line.each)
    if line.cap is None:
        return number
    most = vi_number(line.cap) if write is vi_number else en_number(line.cap)
    return f"{number} (≤ {most})"
