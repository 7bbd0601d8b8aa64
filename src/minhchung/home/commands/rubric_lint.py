"""`minhchung rubric lint FILE|CODE`: what is wrong with a rubric before it is issued."""

from __future__ import annotations

import argparse

from minhchung.home.commands.findings import print_findings
from minhchung.home.commands.options import add_code, add_format
from minhchung.home.commands.reading_rubric import is_path, load_rubric, read_text
from minhchung.home.language import say
from minhchung.rubric.lint import lint, published_text


def register(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare `rubric lint`."""
    words = say(
        "soát lỗi một bộ tiêu chí trước khi ban hành", "find what is wrong with a rubric before it is issued"
    )
    parser = verbs.add_parser("lint", help=words, description=words)
    add_code(parser)
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
    rubric = load_rubric(args.code)
    return print_findings(lint(rubric, published=_published(args)), as_json=args.format == "json")


def _published(args: argparse.Namespace) -> str | None:
    """The text named; of a shipped rubric, the one kept with it."""
    if args.published:
        return read_text(args.published)
    return None if is_path(args.code) else published_text(args.code)
