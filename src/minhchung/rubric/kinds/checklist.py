"""checklist: the points of what is present (F12), or points by how many of the n are present (F8)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from minhchung.rubric.answers import Answer, Ticks
from minhchung.rubric.data import Data, ids_of
from minhchung.rubric.errors import Fault, Reason
from minhchung.rubric.kinds.base import At, Bounds, Input, Kind, Offer, Plain, scored, wrong_answer
from minhchung.rubric.kinds.measuring import Figure, dump_rows, said_rows, score_rows
from minhchung.rubric.model import ChecklistItem, ChecklistRule
from minhchung.rubric.reader import Fields, ordinal_id
from minhchung.rubric.score import Outcome
from minhchung.rubric.wording import en_number, plain, said, vi_number, vi_points


class ChecklistKind(Kind[ChecklistRule]):
    """Ticked items; an item ticked as flawed loses its deduction."""

    name = "checklist"
    rule_type = ChecklistRule
    forms = ("F8", "F12")
    answer_types = (Ticks,)

    def read(self, fields: Fields) -> ChecklistRule:
        rows = fields.rows("rows", share=False)
        items = fields.needed_each("items", lambda item, index: _read_item(item, index, by_number=bool(rows)))
        fields.unique_ids("items", [item.id for item in items])
        return ChecklistRule(items, rows)

    def dump(self, rule: ChecklistRule) -> dict[str, Plain]:
        items: list[Plain] = [_dump_item(item, index) for index, item in enumerate(rule.items)]
        fields: dict[str, Plain] = {"items": items}
        return fields | ({"rows": dump_rows(rule.rows, share=False)} if rule.rows else {})

    def inputs(self, rule: ChecklistRule, at: At) -> tuple[Input, ...]:
        points = [None if rule.rows else item.points for item in rule.items]
        offers = tuple(Offer(item.id, item.text, one) for item, one in zip(rule.items, points, strict=True))
        found = (
            Input("ticks", "ticks", "Đánh dấu những gì có", "Tick what is present", offers, required=False),
        )
        flawed = tuple(Offer(item.id, item.text, -item.deduct) for item in rule.items if item.deduct)
        if not flawed:
            return found
        return (
            *found,
            Input("flawed", "ticks", "Có nhưng chưa đảm bảo", "Present but flawed", flawed, required=False),
        )

    def from_data(self, rule: ChecklistRule, data: Data, at: At) -> Answer | list[Fault]:
        known = [(item.id, item.text) for item in rule.items]
        flaws: Data = []
        if isinstance(data, Mapping) and data and set(data) <= {"ticks", "flawed"}:
            given = dict(data)
            data, flaws = given.get("ticks") or [], given.get("flawed") or []
        ticked = ids_of(data, at.place, known)
        flawed = ids_of(flaws, at.place, [(item.id, item.text) for item in rule.items if item.deduct])
        if isinstance(ticked, list):
            return ticked
        if isinstance(flawed, list):
            return flawed
        loose = [key for key in flawed if key not in ticked]
        if loose:
            rule_text = Reason("Chưa đánh dấu là có.", "It is not ticked as present.")
            fix = Reason("Đánh dấu mục ấy, hoặc bỏ dấu chưa đảm bảo.", "Tick the item, or untick its flaw.")
            return [Fault("A132", at.place, ", ".join(loose), rule_text, fix)]
        return Ticks(ticked, flawed)

    def score(self, rule: ChecklistRule, answer: Answer, at: At) -> Outcome:
        if not isinstance(answer, Ticks):
            raise wrong_answer(answer, at)
        ticked = [item for item in rule.items if item.id in answer.ids]
        n, of = len(ticked), len(rule.items)
        vi, en = f"có {n}/{of} nội dung", f"{n} of {of} present"
        if rule.rows:
            return score_rows(rule.rows, Figure(Fraction(n), vi, en), share=False)
        flawed = [item for item in ticked if item.id in answer.flawed]
        points = sum((item.points for item in ticked), Fraction(0))
        taken = sum((item.deduct for item in flawed), Fraction(0))
        if ticked:
            vi += ": " + " + ".join(vi_number(item.points) for item in ticked)
            en += ": " + " + ".join(en_number(item.points) for item in ticked)
        vi += "".join(f" − {vi_number(item.deduct)}" for item in flawed)
        en += "".join(f" − {en_number(item.deduct)}" for item in flawed)
        return scored(points - taken, vi, en)

    def bounds(self, rule: ChecklistRule, at: At) -> Bounds:
        if rule.rows:
            points = [row.points for row in rule.rows]
            return min(points), max(points)
        gains = [item.points for item in rule.items if item.points > 0]
        losses = [min(item.points, item.points - item.deduct) for item in rule.items]
        low = sum((points for points in losses if points < 0), Fraction(0))
        return low, sum(gains, Fraction(0))

    def lowest(self, rule: ChecklistRule, at: At) -> Fraction | None:
        nothing = self.score(rule, Ticks(()), at)
        return nothing.points if nothing.points is not None else self.bounds(rule, at)[0]

    def words(self, rule: ChecklistRule, at: At) -> tuple[Reason, ...]:
        if rule.rows:
            names = "; ".join(item.text or item.id for item in rule.items)
            head = Reason(f"Đếm số nội dung có: {names}", f"Count what is present: {names}")
            return (head, *said_rows(rule.rows, share=False))
        return tuple(_item_line(item) for item in rule.items)


def _item_line(item: ChecklistItem) -> Reason:
    line = said(item.text or item.id, item.text or item.id, item.points)
    if not item.deduct:
        return line
    return Reason(
        f"{line.vi}, chưa đảm bảo trừ {vi_points(item.deduct)}",
        f"{line.en}, {en_number(item.deduct)} taken when flawed",
    )


def _read_item(fields: Fields, index: int, *, by_number: bool) -> ChecklistItem:
    points = fields.number("points") if by_number else fields.needed_number("points")
    return ChecklistItem(
        id=fields.text("id") or ordinal_id(index),
        points=points or Fraction(0),
        text=fields.text("text"),
        deduct=fields.number("deduct") or Fraction(0),
        line=fields.whole("line"),
    )


def _dump_item(item: ChecklistItem, index: int) -> dict[str, Plain]:
    fields: dict[str, Plain] = {} if item.id == ordinal_id(index) else {"id": item.id}
    fields["points"] = plain(item.points)
    if item.deduct:
        fields["deduct"] = plain(item.deduct)
    if item.text:
        fields["text"] = item.text
    if item.line is not None:
        fields["line"] = str(item.line)
    return fields
