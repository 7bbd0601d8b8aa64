"""`minhchung indicator`: the catalogue, one indicator in words, its value, and a rubric scored from data alone.

`list` and `show` touch no database; `value` and `score` read the installation's own.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from minhchung.home.commands import exact_json
from minhchung.home.commands.fault import BadInput, InputFault, plain_place
from minhchung.home.commands.options import add_format
from minhchung.home.commands.reading_rubric import load_rubric
from minhchung.home.language import say, spoken
from minhchung.rubric.errors import Reason
from minhchung.rubric.indicators import Described, catalogue
from minhchung.rubric.indicators.table import catalogue_as_markdown
from minhchung.viet.dates import format_date, parse_date
from minhchung.viet.folding import search_key
from minhchung.viet.numbers import format_percent, format_points

if TYPE_CHECKING:
    from minhchung.agencies.models import Agency


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare `indicator` and its verbs."""
    words = say("chỉ số: danh sách, định nghĩa, giá trị", "indicators: list, definition, value")
    verbs = subparsers.add_parser("indicator", help=words).add_subparsers(dest="verb", required=True)
    listed = verbs.add_parser("list", help=say("liệt kê các chỉ số", "list the indicators"))
    listed.add_argument(
        "--format",
        choices=("text", "json", "markdown"),
        default="text",
        help=say("dạng kết quả", "output form"),
    )
    listed.set_defaults(run=run_list)
    shown = verbs.add_parser("show", help=say("một chỉ số bằng lời", "one indicator in words"))
    _add_code(shown)
    add_format(shown)
    shown.set_defaults(run=run_show)
    value = verbs.add_parser("value", help=say("giá trị của một chỉ số", "the value of an indicator"))
    _add_code(value)
    _add_scope(value)
    value.add_argument(
        "--with",
        dest="given",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help=say("tham số của chỉ số", "a parameter of the indicator"),
    )
    value.set_defaults(run=run_value)
    score = verbs.add_parser(
        "score",
        help=say("chấm bộ tiêu chí chỉ từ dữ liệu", "score a rubric from data alone"),
    )
    score.add_argument(
        "code", metavar="RUBRIC", help=say("mã bộ tiêu chí hoặc tệp", "a rubric's code or file")
    )
    _add_scope(score)
    score.set_defaults(run=run_score)


def _add_code(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", metavar="CODE", help=say("mã chỉ số", "an indicator's code"))


def _add_scope(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--agency",
        action="append",
        default=[],
        metavar="ID",
        help=say(
            "cơ quan, theo số hoặc mã định danh (nhắc lại được; mặc định: tất cả)",
            "an agency, by its number or its code (repeatable; all by default)",
        ),
    )
    parser.add_argument(
        "--window",
        required=True,
        metavar="01/01/2023–31/12/2023",
        help=say(
            "khoảng ngày, một tháng 10/2023, hoặc một năm 2023", "days, a month 10/2023, or a year 2023"
        ),
    )
    add_format(parser)


# ── words ──


def run_list(args: argparse.Namespace) -> int:
    """Print every indicator; exit 0."""
    if args.format == "markdown":
        print(catalogue_as_markdown(), end="")
        return 0
    if args.format == "json":
        print(exact_json.dumps([_data(one) for one in catalogue().values()]))
        return 0
    width = max(len(code) for code in catalogue())
    for one in catalogue().values():
        print(f"{one.code:<{width}}  {one.shape:<5}  {spoken(one.title)}")
    return 0


def run_show(args: argparse.Namespace) -> int:
    """Print one indicator; exit 2 for an unknown code."""
    one = _described(args.code)
    if args.format == "json":
        print(exact_json.dumps(_data(one)))
        return 0
    print(f"{one.code}  {spoken(one.title)}")
    for vi, en, text in (
        ("Định nghĩa", "Definition", one.definition),
        ("Tử số", "Numerator", one.numerator),
        ("Mẫu số", "Denominator", one.denominator),
        ("Không tính", "Left out", one.excluded),
        ("Đơn vị", "Unit", one.unit),
        ("Căn cứ", "Source", Reason(one.source, one.source)),
        ("Cơ quan nắm số liệu", "Held by", one.holder),
    ):
        if text.vi:
            print(f"  {say(vi, en)}: {spoken(text)}")
    for asked in one.parameters:
        values = "; ".join(f"{value} = {spoken(words)}" for value, words in asked.values)
        print(f"  {asked.name}: {values} ({say('mặc định', 'default')} {asked.default})")
    return 0


def _data(one: Described) -> dict[str, object]:
    return {
        "code": one.code,
        "list": one.room,
        "shape": one.shape,
        **{
            name: {"vi": text.vi, "en": text.en}
            for name, text in (
                ("title", one.title),
                ("unit", one.unit),
                ("numerator", one.numerator),
                ("denominator", one.denominator),
                ("definition", one.definition),
                ("excluded", one.excluded),
                ("holder", one.holder),
            )
        },
        "source": one.source,
        "sums": one.sums,
        "parameters": [
            {
                "name": asked.name,
                "values": [value for value, _words in asked.values],
                "default": asked.default,
            }
            for asked in one.parameters
        ],
    }


def _described(code: str) -> Described:
    found = catalogue().get(code)
    if found is None:
        near = get_close_matches(code.upper(), catalogue(), n=1)
        raise _bad(
            "CODE",
            code,
            "Không có chỉ số này." + (f" Có phải {near[0]}?" if near else ""),
            "There is no such indicator." + (f" Did you mean {near[0]}?" if near else ""),
            "indicator list",
        )
    return found


def _bad(place: str, value: str, vi: str, en: str, see: str) -> BadInput:
    fix = Reason(f"Xem `minhchung {see}`.", f"See `minhchung {see}`.")
    return BadInput([InputFault("", plain_place(place), value, Reason(vi, en), fix)])


# ── values ──


def days_of(text: str) -> tuple[date, date]:
    """The days of `01/01/2023–31/12/2023`, of the month `10/2023`, or of the year `2023`. Raises BadInput."""
    from calendar import monthrange

    if text.strip().isascii() and text.strip().isdigit() and len(text.strip()) == 4 and int(text) > 0:
        return date(int(text), 1, 1), date(int(text), 12, 31)
    parts = [part.strip() for part in text.replace("—", "–").replace("-", "–").split("–")]
    if len(parts) == 1 and parts[0].count("/") == 1:
        first = parse_date(f"01/{parts[0]}")
        if isinstance(first, date):
            return first, first.replace(day=monthrange(first.year, first.month)[1])
    days = [parse_date(part) for part in parts]
    if len(days) == 2 and isinstance(days[0], date) and isinstance(days[1], date) and days[0] <= days[1]:
        return days[0], days[1]
    raise _bad(
        "--window",
        text,
        "Không đọc được khoảng ngày.",
        "The window cannot be read.",
        "indicator value --help",
    )


def _agencies(words: Sequence[str]) -> list[Agency]:
    """The agencies asked for, each once, all when none is asked for.

    Raises BadInput for a number or code that is not there, and where no database was made yet.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minhchung.config.settings")
    import django

    django.setup()
    from django.db import DatabaseError

    from minhchung.agencies.models import Agency

    try:
        every = {agency.pk: agency for agency in Agency.objects.all()}
        codes = _codes() if words else {}
    except DatabaseError as error:
        raise _bad(
            "MINHCHUNG_DATA_DIR",
            "",
            "Chưa có cơ sở dữ liệu ở đây.",
            "There is no database here yet.",
            "manage migrate",
        ) from error
    found: dict[int, Agency] = {}
    for word in words:
        agency = every.get(codes.get(search_key(word), int(word) if _is_number(word) else 0))
        if agency is None:
            raise _no_agency(word)
        found[agency.pk] = agency
    return list(found.values() if words else every.values())


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdigit()


def _codes() -> dict[str, int]:
    """Folded code of an agency → its number."""
    from minhchung.agencies.models import AgencyIdentifier

    return {search_key(value): pk for pk, value in AgencyIdentifier.objects.values_list("agency_id", "value")}


def _no_agency(word: str) -> BadInput:
    rule = Reason(
        "Không có cơ quan mang số hoặc mã định danh này.", "There is no agency with this number or code."
    )
    fix = Reason(
        "Bỏ --agency và thêm --format json để xem số của mọi cơ quan.",
        "Leave --agency out and add --format json to see the number of every agency.",
    )
    return BadInput([InputFault("", plain_place("--agency"), word, rule, fix)])


def run_value(args: argparse.Namespace) -> int:
    """Print the value for each agency; exit 0, also where there is no data: that is an answer."""
    one, (start, end) = _described(args.code), days_of(args.window)
    given = _given(one, args.given)
    agencies = _agencies(args.agency)
    from minhchung.indicators.domain.contract import NoData
    from minhchung.indicators.domain.registry import values_of

    asked, found = values_of(one.code, [agency.pk for agency in agencies], start, end, given)
    rows: list[dict[str, Any]] = []
    for agency in agencies:
        value = found[agency.pk]
        row: dict[str, Any] = {"agency": agency.pk, "name": agency.name}
        if isinstance(value, NoData):
            row |= {"state": "no_data", "why": say(value.why, value.why_en)}
        else:
            row |= {
                "state": "known",
                "numerator": value.numerator,
                "denominator": value.denominator,
                "excluded": value.excluded,
                "reference": dict(value.reference),
            }
        rows.append(row)
    if args.format == "json":
        told = {
            "indicator": one.code,
            "start": start.isoformat(),
            "end": end.isoformat(),
            "parameters": dict(asked.parameters),
        }
        print(exact_json.dumps(told | {"values": rows}))
        return 0
    print(f"{one.code}  {format_date(start)} – {format_date(end)}  {_parameters(asked.parameters)}".rstrip())
    for row in rows:
        print(f"  {row['name']}: {_row_words(row)}")
    return 0


def _parameters(parameters: Any) -> str:
    return " ".join(f"{name}={value}" for name, value in parameters.items())


def _row_words(row: dict[str, Any]) -> str:
    if row["state"] == "no_data":
        return str(row["why"])
    if row["denominator"] is None:
        return format_points(row["numerator"])
    parts = f"{format_points(row['numerator'])}/{format_points(row['denominator'])}"
    return f"{parts} = {format_percent(row['numerator'], row['denominator'])}"


def _given(one: Described, words: Sequence[str]) -> dict[str, str]:
    """The parameters of the command line. Raises BadInput for a name or value the indicator does not have."""
    given: dict[str, str] = {}
    for word in words:
        name, _sign, value = word.partition("=")
        asked = one.parameter(name)
        if asked is None or value not in dict(asked.values):
            raise _bad(
                "--with",
                word,
                "Chỉ số không có tham số hoặc giá trị này.",
                "The indicator has no such parameter or value.",
                f"indicator show {one.code}",
            )
        if given.get(name, value) != value:
            raise _bad(
                "--with",
                word,
                "Tham số này đã được cho một giá trị khác.",
                "This parameter was given another value already.",
                f"indicator show {one.code}",
            )
        given[name] = value
    return given


def run_score(args: argparse.Namespace) -> int:
    """Print each agency's points from data, leaf by leaf; exit 0, also while leaves are absent: that is said."""
    rubric, (start, end) = load_rubric(args.code), days_of(args.window)
    agencies = _agencies(args.agency)
    from minhchung.rounds.domain.data_score import score_from_data

    scored = score_from_data(rubric, agencies, start, end)
    if args.format == "json":
        print(
            exact_json.dumps(
                {
                    "rubric": rubric.code,
                    "start": start.isoformat(),
                    "end": end.isoformat(),
                    "agencies": [
                        {
                            "agency": one.agency.pk,
                            "name": one.agency.name,
                            "total": one.score.total,
                            "missing": list(one.score.missing),
                            "points": {
                                leaf.code: one.score.find(leaf.code).points for leaf in rubric.leaves()
                            },
                        }
                        for one in scored
                    ],
                }
            )
        )
        return 0
    print(f"{rubric.code}  {format_date(start)} – {format_date(end)}")
    for one in scored:
        total = "–" if one.score.total is None else format_points(one.score.total)
        lacking = (
            f"  ({say('chưa có dữ liệu', 'no data')}: {len(one.score.missing)})" if one.score.missing else ""
        )
        print(f"  {one.agency.name}: {total}{lacking}")
    return 0
