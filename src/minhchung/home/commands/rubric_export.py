"""`minhchung rubric export CODE -o OUT.xlsx` and `rubric import IN.xlsx -o OUT.rubric.yaml`: a rubric as a workbook and back."""

from __future__ import annotations

import argparse
from pathlib import Path

from minhchung.home.commands.fault import BadInput, InputFault, plain_place
from minhchung.home.commands.options import add_code
from minhchung.home.commands.reading_rubric import load_rubric
from minhchung.home.language import say
from minhchung.rubric.errors import Reason
from minhchung.rubric.printing import print_rubric
from minhchung.rubric.xlsx import to_workbook


def register(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare `rubric export` and `rubric import`."""
    words = say("xuất bộ tiêu chí ra tệp Excel để sửa", "write a rubric as a workbook to edit")
    export = verbs.add_parser("export", help=words, description=words)
    add_code(export)
    export.add_argument(
        "-o",
        "--output",
        required=True,
        metavar="OUT.xlsx",
        help=say("tệp .xlsx để ghi", "the .xlsx file to write"),
    )
    export.set_defaults(run=run_export)
    words = say(
        "đọc tệp Excel đã sửa thành tệp .rubric.yaml", "read an edited workbook into a .rubric.yaml file"
    )
    back = verbs.add_parser("import", help=words, description=words)
    back.add_argument(
        "file",
        metavar="FILE.xlsx",
        help=say("tệp do `rubric export` ghi", "a file that `rubric export` wrote"),
    )
    back.add_argument(
        "-o", "--output", metavar="OUT", help=say("tệp .rubric.yaml để ghi", "the .rubric.yaml file to write")
    )
    back.set_defaults(run=run_import)


def run_export(args: argparse.Namespace) -> int:
    """Exit 0; 2 on bad input."""
    _write(args.output, to_workbook(load_rubric(args.code)))
    return 0


def run_import(args: argparse.Namespace) -> int:
    """Exit 0; 2 with every fault of the workbook."""
    if not args.file.lower().endswith(".xlsx"):
        rule = Reason("Cần một tệp .xlsx.", "An .xlsx file is needed.")
        fix = Reason(
            "Nêu tệp do `minhchung rubric export` ghi.", "Name a file that `minhchung rubric export` wrote."
        )
        raise BadInput([InputFault(args.file, plain_place(""), "", rule, fix)])
    text = print_rubric(load_rubric(args.file))
    if args.output:
        _write(args.output, text.encode())
    else:
        print(text, end="")
    return 0


def _write(path: str, data: bytes) -> None:
    try:
        Path(path).write_bytes(data)
    except OSError as error:
        rule = Reason(
            f"Không ghi được tệp ({error.strerror}).", f"The file cannot be written ({error.strerror})."
        )
        fix = Reason("Chọn đường dẫn khác.", "Choose another path.")
        raise BadInput([InputFault(path, plain_place("-o"), "", rule, fix)]) from error
