"""`minhchung rubric lint FILE|CODE`: what is wrong with a rubric, or a document that holds one, before it is issued."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from typing import TYPE_CHECKING

from minhchung.home.commands.findings import print_findings
from minhchung.home.commands.options import add_format
from minhchung.home.commands.reading_document import is_document, own_lines, place_of, read_document
from minhchung.home.commands.reading_rubric import is_path, load_rubric, read_text
from minhchung.home.language import say
from minhchung.rubric.lint import lint, published_text

if TYPE_CHECKING:
    from minhchung.rubric.read import Report


def register(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare `rubric lint`."""
    words = say(
        "soát lỗi một bộ tiêu chí trước khi ban hành", "find what is wrong with a rubric before it is issued"
    )
    parser = verbs.add_parser("lint", help=words, description=words)
    parser.add_argument(
        "code",
        metavar="CODE",
        help=say(
            "mã bộ tiêu chí (xem `rubric list`), tệp .rubric.yaml, hoặc văn bản .docx, .xlsx, .pdf, .html, .txt",
            "a rubric's code (see `rubric list`), a .rubric.yaml file, or a document: .docx, .xlsx, .pdf, .html, .txt",
        ),
    )
    parser.add_argument(
        "--published",
        metavar=say("TỆP", "FILE"),
        help=say(
            "văn bản công bố (UTF-8) mà các số dòng của bộ tiêu chí chỉ vào: vị trí được chính xác hơn",
            "the published text (UTF-8) that the rubric's line numbers count: makes places exact",
        ),
    )
    add_format(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit 0 when nothing but notes is found; 1 with an error or a warning; 2 on bad input."""
    if is_document(args.code):
        return _lint_document(args)
    rubric = load_rubric(args.code)
    return print_findings(lint(rubric, published=_published(args)), as_json=args.format == "json")


def _lint_document(args: argparse.Namespace) -> int:
    """Read the document and lint what was read; how sure the reading is goes to the error stream."""
    found = read_document(args.code)
    assert found.rubric is not None
    published = read_text(args.published) if args.published else own_lines(args.code)
    findings = lint(found.rubric, published=published)
    print(_how_read(found.report), file=sys.stderr)
    where = None if published is not None else partial(place_of, report=found.report)
    return print_findings(findings, as_json=args.format == "json", where=where)


def _how_read(report: Report) -> str:
    sure, left = report.sureness, len(report.left)
    return say(
        f"Đọc được {len(report.nodes)} mục, {len(report.leaves)} tiêu chí chấm điểm: chắc {sure['certain']}, có lẽ {sure['likely']}, "
        f"cần quyết định {sure['unsure']}; {left} số chưa dùng. Xem cách đọc: minhchung rubric read --report.",
        f"{len(report.nodes)} nodes read, {len(report.leaves)} scored: certain {sure['certain']}, likely {sure['likely']}, "
        f"to decide {sure['unsure']}; {left} numbers left over. How it was read: minhchung rubric read --report.",
    )


def _published(args: argparse.Namespace) -> str | None:
    """The text named; of a shipped rubric, the one kept with it."""
    if args.published:
        return read_text(args.published)
    return None if is_path(args.code) else published_text(args.code)
