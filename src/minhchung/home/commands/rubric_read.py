"""`minhchung rubric read FILE`: a published document read into a rubric, with a report on the reading."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from minhchung.home.commands import exact_json
from minhchung.home.commands.fault import BadInput, InputFault, plain_place
from minhchung.home.commands.options import add_format
from minhchung.home.commands.reading_document import read_document
from minhchung.home.language import say, spoken
from minhchung.rubric.errors import Reason
from minhchung.rubric.printing import print_rubric

if TYPE_CHECKING:
    from minhchung.rubric.read import HeadReading, NodeReading, PointUse, ReadRubric, Report


def register(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare `rubric read`."""
    words = say(
        "đọc văn bản bộ tiêu chí thành tệp .rubric.yaml", "read a published rubric into a .rubric.yaml file"
    )
    parser = verbs.add_parser("read", help=words, description=words)
    parser.add_argument("file", metavar="FILE", help="DOCX, XLSX, PDF, HTML, TXT")
    parser.add_argument(
        "-o", "--output", metavar="OUT", help=say("tệp .rubric.yaml để ghi", "the .rubric.yaml file to write")
    )
    parser.add_argument(
        "--report",
        action="store_true",
        help=say(
            "báo cáo: từng mục đọc chắc đến đâu, từng số điểm dùng ở đâu",
            "how sure each reading is, where each number went",
        ),
    )
    add_format(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit 0 when all was read; 1 when something is left to decide or left over; 2 when nothing could be read."""
    found = read_document(args.file)
    assert found.rubric is not None
    text = print_rubric(found.rubric)
    if args.output:
        _write(args.output, text)
    _say(found, text, args)
    return 1 if found.report.to_decide or found.report.left else 0


def _say(found: ReadRubric, text: str, args: argparse.Namespace) -> None:
    """JSON always holds the report; as text the rubric goes to the output unless a file was named."""
    if args.format == "json":
        print(exact_json.dumps(report_data(found.report) | ({} if args.output else {"rubric": text})))
        return
    if not args.output:
        print(text, end="")
    stream = sys.stdout if args.output else sys.stderr
    print("\n".join(_lines(found.report, whole=args.report)), file=stream)


def _write(path: str, text: str) -> None:
    try:
        Path(path).write_text(text, encoding="utf-8")
    except OSError as error:
        rule = Reason(
            f"Không ghi được tệp ({error.strerror}).", f"The file cannot be written ({error.strerror})."
        )
        fix = Reason("Chọn đường dẫn khác.", "Choose another path.")
        raise BadInput([InputFault(path, plain_place("-o"), "", rule, fix)]) from error


# ── the report as text ──


def _lines(report: Report, *, whole: bool) -> list[str]:
    from minhchung.rubric.read.report import USES

    sure = report.sureness
    lines = [
        say(
            f"{len(report.nodes)} mục, {len(report.leaves)} tiêu chí chấm điểm: "
            f"chắc {sure['certain']}, có lẽ {sure['likely']}, cần quyết định {sure['unsure']}.",
            f"{len(report.nodes)} nodes, {len(report.leaves)} scored: "
            f"certain {sure['certain']}, likely {sure['likely']}, to decide {sure['unsure']}.",
        ),
        say("Số trong cột điểm: ", "Numbers in the points columns: ")
        + "; ".join(f"{spoken(USES[use])} {count}" for use, count in report.uses.items())
        + ".",
    ]
    shown: tuple[NodeReading | HeadReading, ...] = report.to_decide
    if whole:
        shown = report.head + report.nodes
    lines += [_reading_line(item) for item in shown]
    lines += [_left_line(point) for point in report.left]
    lines += [f"{say('không thuộc mục nào', 'belongs to no node')}: {text}" for text in report.loose]
    return lines + [say(problem.message, problem.message_en) for problem in report.problems]


def _reading_line(item: NodeReading | HeadReading) -> str:
    name, what = item.name_and_kind
    where = _place(item)
    reasons = " ".join(spoken(reason) for reason in item.reasons)
    return f"  {_sure(item.sure)}  {name}  {what}{f' ({where})' if where else ''}{f': {reasons}' if reasons else ''}"


def _left_line(point: PointUse) -> str:
    return f"  {say('số chưa dùng', 'left over')}  {point.text} ({say(point.place.in_vietnamese(), point.place.in_english())})"


def _place(item: NodeReading | HeadReading) -> str:
    return say(item.place.in_vietnamese(), item.place.in_english()) if item.place is not None else ""


def _sure(sure: str) -> str:
    return {
        "certain": say("chắc", "certain"),
        "likely": say("có lẽ", "likely"),
        "unsure": say("cần quyết định", "to decide"),
    }[sure]


# ── the report as JSON ──


def report_data(report: Report) -> dict[str, object]:
    """The whole report; described in docs/reading.md."""
    from minhchung.rubric.read.report import LAYOUTS

    return {
        "source": report.source,
        "layout": spoken(LAYOUTS[report.layout]) if report.layout else "",
        "sureness": dict(report.sureness),
        "head": [
            {
                "what": item.what,
                "value": item.value,
                "sure": item.sure,
                "reasons": [spoken(r) for r in item.reasons],
            }
            | {"place": _place(item)}
            for item in report.head
        ],
        "nodes": [
            {"code": item.code, "title": item.title, "kind": item.kind, "sure": item.sure}
            | {"reasons": [spoken(r) for r in item.reasons], "place": _place(item)}
            for item in report.nodes
        ],
        "points": [
            {"text": point.text, "value": point.value, "use": point.use, "node": point.node}
            | {"column": point.column, "place": say(point.place.in_vietnamese(), point.place.in_english())}
            for point in report.points
        ],
        "loose": list(report.loose),
        "problems": [say(problem.message, problem.message_en) for problem in report.problems],
    }
