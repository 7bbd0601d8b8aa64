"""Options that several commands share."""

from __future__ import annotations

import argparse

from minhchung.home.language import say


def add_code(parser: argparse.ArgumentParser) -> None:
    """CODE: a shipped rubric or a file."""
    parser.add_argument(
        "code",
        metavar="CODE",
        help=say(
            "mã bộ tiêu chí (xem `rubric list`) hoặc tệp .rubric.yaml",
            "a rubric's code (see `rubric list`) or a .rubric.yaml file",
        ),
    )


def add_format(parser: argparse.ArgumentParser) -> None:
    """--format text|json."""
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help=say("dạng kết quả", "output form")
    )


def add_require_complete(parser: argparse.ArgumentParser) -> None:
    """--require-complete: an incomplete result is exit 1."""
    parser.add_argument(
        "--require-complete",
        action="store_true",
        help=say(
            "trả mã 1 nếu còn tiêu chí thiếu hoặc chưa quyết định",
            "exit 1 when a criterion is absent, undecided or pending",
        ),
    )
