"""`minhchung rubric rank CODE TABLE`: many agencies scored and put in order."""

from __future__ import annotations

import argparse
from dataclasses import replace

from minhchung.home.commands import exact_json
from minhchung.home.commands.circumstances import (
    add_options,
    calendar_of,
    pairs,
    read_parameters,
    read_traits,
)
from minhchung.home.commands.fault import BadInput, InputFault
from minhchung.home.commands.implied_traits import with_implied_traits
from minhchung.home.commands.options import add_code, add_format, add_require_complete
from minhchung.home.commands.progress import watched
from minhchung.home.commands.reading_rubric import load_rubric
from minhchung.home.commands.reading_tables import AgencyAnswers, read_answer_table
from minhchung.home.commands.rubric_score import nodes_of, number_or_dash
from minhchung.home.language import say, spoken
from minhchung.rubric.context import Context
from minhchung.rubric.model import Rubric
from minhchung.rubric.open_traits import Waiting, set_apart
from minhchung.rubric.ranking import Entrant, RankRow, rank, score_group


def register(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare `rubric rank`."""
    words = say("chấm và xếp hạng nhiều cơ quan từ một bảng", "score and rank many agencies from a table")
    parser = verbs.add_parser("rank", help=words, description=words)
    add_code(parser)
    parser.add_argument(
        "table",
        metavar="TABLE",
        help=say(
            "CSV hoặc XLSX: cột agency, rồi mỗi tiêu chí một cột (tỷ lệ: MÃ.num và MÃ.den)",
            "CSV or XLSX: a column agency, then one per leaf code (a rate: CODE.num and CODE.den)",
        ),
    )
    add_options(parser)
    add_format(parser)
    add_require_complete(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit 0; 1 with --require-complete when an agency has no rank; 2 on bad input."""
    rubric = load_rubric(args.code)
    faults: list[InputFault] = []
    context = _context(rubric, args, faults)
    table = _table(rubric, args.table, context, faults)
    if faults:
        raise BadInput(faults)
    ranked = _ranked(rubric, table, context)
    if args.format == "json":
        print(exact_json.dumps([_data(row, waiting) for row, waiting in ranked]))
    else:
        _print_text(rubric, [row for row, _waiting in ranked])
    return 1 if args.require_complete and any(row.rank is None for row, _waiting in ranked) else 0


def _table(rubric: Rubric, path: str, context: Context, faults: list[InputFault]) -> list[AgencyAnswers]:
    """The rows of the table; its faults come after those of the options."""
    try:
        with watched(say("Đọc bảng", "Reading")) as watch:
            return read_answer_table(rubric, path, context, watch)
    except BadInput as error:
        faults += error.faults
        return []


def _context(rubric: Rubric, args: argparse.Namespace, faults: list[InputFault]) -> Context:
    traits = read_traits(rubric, pairs(args.trait, "--trait", faults), faults)
    given = pairs(args.parameter, "--parameter", faults)
    parameters = read_parameters(rubric, given, faults)
    return Context(year=args.year, traits=traits, parameters=parameters, calendar=calendar_of(args.year))


def _ranked(rubric: Rubric, table: list[AgencyAnswers], context: Context) -> list[tuple[RankRow, Waiting]]:
    """Each group scored and ranked by itself, groups in the order in which they first stand; what each row waits for."""
    groups: dict[str, list[AgencyAnswers]] = {}
    for row in table:
        groups.setdefault(row.group, []).append(row)
    ranked: list[tuple[RankRow, Waiting]] = []
    with watched(say("Chấm điểm", "Scoring"), total=len(table)) as watch:
        for group, members in groups.items():
            entrants = {row.agency: _entrant(rubric, row, context) for row in members}
            scored = score_group(rubric, entrants, context, watch)
            for each in rank(rubric, scored, group=group):
                traits = scored[each.agency].context.traits
                ranked.append((each, set_apart(rubric, traits, each.missing, each.undecided)))
    return ranked


def _entrant(rubric: Rubric, row: AgencyAnswers, context: Context) -> Entrant:
    own = replace(context, traits={**context.traits, **row.traits})
    return Entrant(row.answers, with_implied_traits(rubric, row.answers, own).traits)


def _data(row: RankRow, waiting: Waiting) -> dict[str, object]:
    data: dict[str, object] = {
        "agency": row.agency,
        "total": row.total,
        "rank": row.rank,
        "class": row.class_name,
        "missing": waiting.missing,
        "nodes": nodes_of(row.score),
    }
    for key, codes in (("undecided", waiting.undecided), ("pending", row.pending)):
        if codes:
            data[key] = codes
    if waiting.by_trait:
        data["unknown_traits"] = waiting.by_trait
    if row.group:
        data["group"] = row.group
    return data


def _print_text(rubric: Rubric, rows: list[RankRow]) -> None:
    print(f"{rubric.code} v{rubric.version}: {say(rubric.title, rubric.title_en or rubric.title)}")
    width = max((len(row.agency) for row in rows), default=0)
    group = ""
    for row in rows:
        if row.group != group:
            group = row.group
            print(f"\n{say('Nhóm', 'Group')} {group}")
        place = "–" if row.rank is None else f"{row.rank}{'=' if row.tied else ''}"
        total = number_or_dash(row.total)
        print(f"{place:>5}  {row.agency:<{width}}  {total:>8}  {row.class_name or ''}".rstrip())
        for reason in row.reasons:
            print(f"{'':>5}    {spoken(reason)}")
