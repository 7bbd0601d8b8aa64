"""What a score depends on besides the answers: the agency's traits, the round's parameters, the year scored."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction

from minhchung.home.commands.fault import InputFault, plain_place
from minhchung.home.language import say
from minhchung.rubric.context import ParameterValue
from minhchung.rubric.data import number_of
from minhchung.rubric.errors import Reason
from minhchung.rubric.model import ClassCondition, Rubric
from minhchung.rubric.period import WorkingDays, period_calendar
from minhchung.rubric.reader import yes_no
from minhchung.rubric.traits import listed_value
from minhchung.viet.dates import parse_date

Given = tuple[str, str, Reason, str]
"""(name, value, place, file)."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """--trait, --parameter and --year."""
    parser.add_argument(
        "--trait",
        action="append",
        default=[],
        metavar=say("TÊN=GIÁ_TRỊ", "NAME=VALUE"),
        help=say("đặc điểm của cơ quan (dùng được nhiều lần)", "a trait of the agency (repeatable)"),
    )
    parser.add_argument(
        "--parameter",
        action="append",
        default=[],
        metavar=say("TÊN=GIÁ_TRỊ", "NAME=VALUE"),
        help=say("giá trị do đợt chấm nêu (dùng được nhiều lần)", "a value the round supplies (repeatable)"),
    )
    parser.add_argument(
        "--year", type=int, default=0, metavar="N", help=say("năm của kỳ chấm điểm", "the year scored")
    )


def pairs(words: Iterable[str], option: str, faults: list[InputFault]) -> list[Given]:
    """`name=value` words of one option; a word without `=` is a fault."""
    given: list[Given] = []
    for word in words:
        name, mark, value = word.partition("=")
        if not mark or not name.strip() or not value.strip():
            fix = Reason("Viết TÊN=GIÁ_TRỊ.", "Write NAME=VALUE.")
            faults.append(
                InputFault("", plain_place(option), word, Reason("Thiếu giá trị.", "No value."), fix)
            )
        else:
            given.append((name.strip(), value.strip(), plain_place(option), ""))
    return given


def read_traits(rubric: Rubric, given: Iterable[Given], faults: list[InputFault]) -> dict[str, str]:
    """Traits by name, each one of the values that the rubric lists."""
    known = {trait.name: trait.values for trait in rubric.traits}
    traits: dict[str, str] = {}
    for name, value, place, file in given:
        if name not in known:
            faults.append(_unknown(file, place, name, "đặc điểm", "trait", known))
            continue
        chosen = listed_value(value, known[name])
        if chosen is None:
            fix_vi, fix_en = f"Chọn: {', '.join(known[name])}.", f"Choose: {', '.join(known[name])}."
            rule = Reason(f"Đặc điểm “{name}” không có giá trị này.", f'Trait "{name}" has no such value.')
            faults.append(InputFault(file, place, value, rule, Reason(fix_vi, fix_en)))
        else:
            traits[name] = chosen
    return traits


def read_parameters(
    rubric: Rubric, given: Iterable[Given], faults: list[InputFault]
) -> dict[str, ParameterValue]:
    """Parameters by name, read as the rubric declares them: a day, a number, or có/không."""
    kinds: dict[str, str] = dict.fromkeys(_declarations(rubric), "yes_no")
    kinds |= {parameter.name: parameter.kind for parameter in rubric.parameters}
    read: dict[str, ParameterValue] = {}
    for name, value, place, file in given:
        if name not in kinds:
            faults.append(_unknown(file, place, name, "tham số", "parameter", kinds))
            continue
        found = _parameter(kinds[name], value, place, file)
        if isinstance(found, InputFault):
            faults.append(found)
        else:
            read[name] = found
    return read


def calendar_of(year: int) -> WorkingDays | None:
    """Working days around the year scored; None when it was not said, so that nothing is counted on a guess."""
    return period_calendar(year) if year else None


def _parameter(kind: str, value: str, place: Reason, file: str) -> ParameterValue | InputFault:
    if kind == "date":
        day = parse_date(value)
        if isinstance(day, date):
            return day
        rule = Reason("Không phải là ngày.", "Not a day.")
        return InputFault(file, place, value, rule, Reason("Ghi như 20/01/2023.", "Write as 20/01/2023."))
    if kind == "yes_no":
        said = yes_no(value)
        if said is not None:
            return said
        rule = Reason("Cần có hoặc không.", "It must be yes or no.")
        return InputFault(file, place, value, rule, Reason("Ghi có hoặc không.", "Write yes or no."))
    number = number_of(value, "")
    if isinstance(number, Fraction):
        return number
    return InputFault(file, place, value, number[0].rule, number[0].fix)


def _declarations(rubric: Rubric) -> Iterator[str]:
    """Names that class rules ask the council to declare."""
    classes = rubric.classes
    if classes is None:
        return
    conditions: list[ClassCondition] = [each for band in classes.bands for each in band.conditions]
    conditions += [veto.condition for veto in classes.vetoes]
    conditions += [veto.condition for veto in classes.section_vetoes]
    conditions += [cap.condition for cap in classes.caps]
    yield from (condition.declared for condition in conditions if condition.declared)


def _unknown(file: str, place: Reason, name: str, vi: str, en: str, known: Iterable[str]) -> InputFault:
    names = ", ".join(known) or "–"
    rule = Reason(f"Bộ tiêu chí không có {vi} này.", f"The rubric has no such {en}.")
    return InputFault(file, place, name, rule, Reason(f"Có: {names}.", f"There are: {names}."))
