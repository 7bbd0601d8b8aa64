"""`minhchung rubric …`: list, show, score, rank, check, lint, read, compare, export, import, recompute: no database."""

from __future__ import annotations

import argparse

from minhchung.home.commands import (
    rubric_check,
    rubric_compare,
    rubric_export,
    rubric_lint,
    rubric_list,
    rubric_rank,
    rubric_read,
    rubric_recompute,
    rubric_score,
    rubric_show,
)
from minhchung.home.language import say

COMMANDS = (
    rubric_list,
    rubric_show,
    rubric_score,
    rubric_rank,
    rubric_check,
    rubric_lint,
    rubric_read,
    rubric_compare,
    rubric_export,
    rubric_recompute,
)


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare `rubric` and its verbs."""
    parser = subparsers.add_parser(
        "rubric",
        help=say(
            "bộ tiêu chí: xem, chấm điểm, xếp hạng, soát kết quả, soát lỗi",
            "rubrics: read, score, rank, check, lint",
        ),
    )
    verbs = parser.add_subparsers(
        dest="verb", required=True, title=say("lệnh", "commands"), metavar=say("LỆNH", "COMMAND")
    )
    for command in COMMANDS:
        command.register(verbs)
