"""`minhchung rubric check CODE RESULTS`: a typed results table held against its rubric."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from fractions import Fraction

from minhchung.home.commands import exact_json
from minhchung.home.commands.circumstances import pairs, read_parameters, read_traits
from minhchung.home.commands.fault import BadInput, InputFault, from_table
from minhchung.home.commands.options import add_code, add_format
from minhchung.home.commands.reading_rubric import load_rubric
from minhchung.home.language import say, spoken
from minhchung.rubric.errors import Reason
from minhchung.rubric.results import Finding, ResultsRow, check_results
from minhchung.rubric.results_table import read_results
from minhchung.rubric.tally import tally
from minhchung.rubric.wording import en_number, vi_number

_SEVERITIES = {
    "error": Reason("", ""),
    "warning": Reason("cần xem", "to be looked at"),
    "note": Reason("lưu ý", "to be noted"),
}


def register(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare `rubric check`."""
    words = say("soát một bảng kết quả đã ghi tay", "check a results table typed by hand")
    parser = verbs.add_parser("check", help=words, description=words)
    add_code(parser)
    parser.add_argument(
        "results",
        metavar="RESULTS",
        help=say(
            "CSV hoặc XLSX: cột agency, mã tiêu chí với điểm đã ghi, total, class, rank",
            "CSV or XLSX: agency, node codes with their stated points, total, class, rank",
        ),
    )
    for name, vi, en in (
        ("--trait", "đặc điểm chung của các cơ quan", "a trait of every agency"),
        ("--parameter", "giá trị do đợt chấm nêu", "a value the round supplies"),
    ):
        parser.add_argument(
            name, action="append", default=[], metavar=say("TÊN=GIÁ_TRỊ", "NAME=VALUE"), help=say(vi, en)
        )
    add_format(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit 0 when the table holds; 1 when an error or a warning is found; 2 on bad input."""
    rubric = load_rubric(args.code)
    rows, found = read_results(rubric, args.results, args.results)
    faults: list[InputFault] = [from_table(fault, args.results) for fault in found]
    traits = read_traits(rubric, pairs(args.trait, "--trait", faults), faults)
    parameters = read_parameters(rubric, pairs(args.parameter, "--parameter", faults), faults)
    if faults:
        raise BadInput(faults)
    known = [_with_traits(row, traits) for row in rows]
    findings = check_results(rubric, known, parameters)
    if args.format == "json":
        print(exact_json.dumps([_data(finding) for finding in findings]))
    else:
        _print_text(findings, len(rows))
    return 1 if any(finding.severity != "note" for finding in findings) else 0


def _with_traits(row: ResultsRow, traits: dict[str, str]) -> ResultsRow:
    return ResultsRow(row.agency, row.stated, row.total, row.class_name, row.rank, {**traits, **row.traits})


def _data(finding: Finding) -> dict[str, object]:
    return {
        "code": finding.code,
        "agency": finding.agency,
        "node": finding.node,
        "stated": finding.stated,
        "computed": finding.computed,
        "message": spoken(finding.message),
    }


def _print_text(findings: Sequence[Finding], agencies: int) -> None:
    agency = None
    for finding in findings:
        if finding.agency != agency:
            agency = finding.agency
            print(agency)
        severity = _SEVERITIES[finding.severity]
        told = f" ({spoken(severity)})" if severity.vi else ""
        print(f"  {finding.code}  {finding.node}: {_values(finding)}{told}")
        print(f"        {spoken(finding.message)}")
    found = tally((finding.severity, finding.agency) for finding in findings).words
    print(say(f"{agencies} cơ quan, {found.vi}.", f"{agencies} agencies, {found.en}."))


def _values(finding: Finding) -> str:
    stated, computed = _shown(finding.stated), _shown(finding.computed)
    if finding.computed is None:
        return say(f"ghi {stated}", f"stated {stated}")
    return say(f"ghi {stated}, tính được {computed}", f"stated {stated}, computed {computed}")


def _shown(value: Fraction | str | None) -> str:
    if isinstance(value, Fraction):
        return say(vi_number(value), en_number(value))
    return value or "–"
