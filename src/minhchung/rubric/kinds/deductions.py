"""deductions: points taken for each failure, with a floor (F9), or by a table of how many there were (F10)."""

from __future__ import annotations

from fractions import Fraction

from minhchung.rubric.answers import Answer, Count, Counts, Ticks
from minhchung.rubric.data import Data, ids_of
from minhchung.rubric.errors import Fault, Reason
from minhchung.rubric.kinds.base import (
    At,
    Bounds,
    Input,
    Kind,
    Plain,
    scored,
    top_of,
    undecided,
)
from minhchung.rubric.kinds.counts import counted_lines, counts_from_data
from minhchung.rubric.kinds.measuring import dump_rows, matching_row, row_words, said_rows
from minhchung.rubric.model import DeductionItem, DeductionsRule, Row
from minhchung.rubric.reader import Fields, ordinal_id
from minhchung.rubric.score import Outcome
from minhchung.rubric.wording import counted_en, en_number, en_points, plain, vi_number, vi_points


class DeductionsKind(Kind[DeductionsRule]):
    """A start, less what each failure takes, not under the floor."""

    name = "deductions"
    rule_type = DeductionsRule
    forms = ("F9", "F10")
    answer_types = (Count, Counts, Ticks)

    def read(self, fields: Fields) -> DeductionsRule:
        table = fields.rows("table", share=False)
        items = fields.needed_each("items", lambda item, index: _read_item(item, index, by_table=bool(table)))
        fields.unique_ids("items", [item.id for item in items])
        no_floor = fields.text("floor") == "none"
        floor = None if no_floor else fields.number("floor")
        return DeductionsRule(
            items=items,
            start=fields.number("start"),
            floor=floor if floor is not None or no_floor else Fraction(0),
            table=table,
        )

    def dump(self, rule: DeductionsRule) -> dict[str, Plain]:
        fields: dict[str, Plain] = {}
        if rule.start is not None:
            fields["start"] = plain(rule.start)
        if rule.floor is None:
            fields["floor"] = "none"
        elif rule.floor:
            fields["floor"] = plain(rule.floor)
        fields["items"] = [_dump_item(item, index) for index, item in enumerate(rule.items)]
        if rule.table:
            fields["table"] = dump_rows(rule.table, share=False)
        return fields

    def inputs(self, rule: DeductionsRule, at: At) -> tuple[Input, ...]:
        if len(rule.items) == 1:
            item = rule.items[0]
            return (_count_input("count", item, "Số lần không đạt", "Failures"),)
        return tuple(_count_input(f"counts.{item.id}", item, item.id, item.id) for item in rule.items)

    def from_data(self, rule: DeductionsRule, data: Data, at: At) -> Answer | list[Fault]:
        if isinstance(data, dict) and set(data) == {"ticks"}:
            data = data["ticks"]
        if isinstance(data, (list, tuple)):
            ticked = ids_of(data, at.place, [(item.id, item.text) for item in rule.items])
            return ticked if isinstance(ticked, list) else Ticks(ticked)
        found = counts_from_data([item.id for item in rule.items], data, at)
        return found if isinstance(found, list) else _bounded(rule, found, at)

    def score(self, rule: DeductionsRule, answer: Answer, at: At) -> Outcome:
        ids = [item.id for item in rule.items]
        if isinstance(answer, Ticks):
            answer = Counts(tuple((key, int(key in answer.ids)) for key in ids))
        counted = counted_lines(ids, answer, at)
        if isinstance(counted, Outcome):
            return counted
        start = top_of(rule.start, at)
        return _by_table(rule, start, counted) if rule.table else _each(rule, start, counted)

    def bounds(self, rule: DeductionsRule, at: At) -> Bounds:
        start = top_of(rule.start, at)
        if rule.table:
            points = [start + row.points for row in rule.table]
            low, high = min(points), max(points)
            return (low, high) if rule.floor is None else (max(low, rule.floor), max(high, rule.floor))
        if rule.floor is not None:
            return rule.floor, max(start, rule.floor)
        if any(item.most is None for item in rule.items):
            return None, start
        return start - sum((item.each * (item.most or 0) for item in rule.items), Fraction(0)), start

    def words(self, rule: DeductionsRule, at: At) -> tuple[Reason, ...]:
        start = top_of(rule.start, at)
        lines = [Reason(f"Bắt đầu từ {vi_points(start)}", f"From {en_points(start)}")]
        if rule.table:
            lines += [_table_line(row) for row in rule.table]
        else:
            lines += [
                Reason(
                    f"{item.text or item.id}: mỗi lần trừ {vi_points(item.each)}",
                    f"{item.text or item.id}: {en_points(item.each)} taken each time",
                )
                for item in rule.items
            ]
        if rule.floor is not None:
            lines.append(Reason(f"Không dưới {vi_points(rule.floor)}", f"Not under {en_points(rule.floor)}"))
        return tuple(lines)


def _table_line(row: Row) -> Reason:
    words = said_rows((row,), share=False, unit="lần")[0]
    return Reason(words.vi.replace(" → ", ": "), words.en.replace(" → ", ": "))


def _each(rule: DeductionsRule, start: Fraction, counted: dict[str, int]) -> Outcome:
    taken = sum((item.each * counted[item.id] for item in rule.items), Fraction(0))
    terms = [(counted[item.id], item.each) for item in rule.items if counted[item.id]]
    vi = vi_number(start) + "".join(f" − {n} × {vi_number(each)}" for n, each in terms)
    en = en_number(start) + "".join(f" − {n} × {en_number(each)}" for n, each in terms)
    return _floored(rule, start - taken, vi, en)


def _by_table(rule: DeductionsRule, start: Fraction, counted: dict[str, int]) -> Outcome:
    failures = sum(counted.values())
    row = matching_row(rule.table, Fraction(failures))
    if not isinstance(row, Row):
        return undecided(
            f"{failures} lần → bảng không nêu rõ",
            f"{counted_en(failures, 'failure')} → the table does not say",
            Fraction(failures),
        )
    words = row_words(row, share=False, unit="lần")
    sign_vi, sign_en = (vi_number(abs(row.points)), en_number(abs(row.points)))
    op = "−" if row.points <= 0 else "+"
    vi = f"{failures} lần → {words.vi} → {vi_number(start)} {op} {sign_vi}"
    en = f"{counted_en(failures, 'failure')} → {words.en} → {en_number(start)} {op} {sign_en}"
    return _floored(rule, start + row.points, vi, en)


def _floored(rule: DeductionsRule, points: Fraction, vi: str, en: str) -> Outcome:
    if rule.floor is not None and points < rule.floor:
        return scored(
            rule.floor,
            f"{vi}, không dưới {vi_number(rule.floor)}",
            f"{en}, not under {en_number(rule.floor)}",
        )
    return scored(points, vi, en)


def _bounded(rule: DeductionsRule, answer: Answer, at: At) -> Answer | list[Fault]:
    given = {rule.items[0].id: answer.n} if isinstance(answer, Count) else {}
    if isinstance(answer, Counts):
        given = dict(answer.lines)
    faults = [
        Fault(
            "A105",
            at.inside(item.id).place,
            str(given[item.id]),
            Reason(f"Nhiều nhất {item.most} lần.", f"At most {item.most} times."),
            Reason("Kiểm tra lại số lần.", "Check the count."),
        )
        for item in rule.items
        if item.most is not None and given.get(item.id, 0) > item.most
    ]
    return faults or answer


def _count_input(name: str, item: DeductionItem, vi: str, en: str) -> Input:
    high = Fraction(item.most) if item.most is not None else None
    return Input(
        name, "integer", item.text or vi, item.text or en, unit="lần", low=Fraction(0), high=high,
        help_vi="Ghi 0 nếu không có lần nào.", help_en="0 when there was none.",
    )  # fmt: skip


def _read_item(fields: Fields, index: int, *, by_table: bool) -> DeductionItem:
    each = fields.number("each") if by_table else fields.needed_number("each")
    if each is not None and each < 0:
        fields.fail(
            "R203",
            fields.get("each") or fields.source,
            Reason("Số điểm trừ ghi không dấu.", "A deduction is written without a sign."),
            Reason("Bỏ dấu trừ.", "Drop the minus."),
        )
    return DeductionItem(
        id=fields.text("id") or ordinal_id(index),
        each=each or Fraction(0),
        text=fields.text("text"),
        most=fields.whole("most"),
    )


def _dump_item(item: DeductionItem, index: int) -> dict[str, Plain]:
    fields: dict[str, Plain] = {} if item.id == ordinal_id(index) else {"id": item.id}
    fields["each"] = plain(item.each)
    if item.most is not None:
        fields["most"] = str(item.most)
    if item.text:
        fields["text"] = item.text
    return fields
