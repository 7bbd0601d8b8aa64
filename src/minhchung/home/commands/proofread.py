"""`minhchung proofread FILE`: figures, dates and document numbers of a report that contradict each other."""

from __future__ import annotations

import argparse
from pathlib import Path

from minhchung.docread.read import read
from minhchung.home.commands.fault import BadInput, InputFault, plain_place
from minhchung.home.commands.findings import print_findings
from minhchung.home.commands.options import add_format
from minhchung.home.commands.reading_rubric import read_text
from minhchung.home.language import say
from minhchung.proofread import proofread
from minhchung.rubric.errors import Reason


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare `proofread`."""
    words = say(
        "soát một báo cáo: tỷ lệ, cộng dồn, ngày, số văn bản, lời và điểm",
        "proofread a report: percentages, sums, dates, document numbers, text against points",
    )
    parser = commands.add_parser("proofread", help=words, description=words)
    parser.add_argument(
        "file",
        metavar="FILE",
        help=say(
            "báo cáo: .txt (UTF-8), .docx, .pdf có chữ, .html",
            "a report: .txt (UTF-8), .docx, text .pdf, .html",
        ),
    )
    add_format(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit 0 when nothing but notes is found; 1 with an error or a warning; 2 on bad input."""
    return print_findings(proofread(_text(args.file)), as_json=args.format == "json")


def _text(path: str) -> str:
    """Plain text keeps its own lines; of other files each paragraph and each row of a table is a line."""
    if Path(path).suffix.lower() in ("", ".txt"):
        return read_text(path)
    reading = read(path)
    if not reading.ok:
        faults = [note for note in reading.notes if note.severity == "error"]
        raise BadInput(
            InputFault(path, plain_place(""), "", Reason(note.message, note.message_en), Reason("", ""))
            for note in faults
        )
    return reading.text
