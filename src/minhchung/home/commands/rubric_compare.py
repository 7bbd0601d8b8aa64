"""`minhchung rubric compare OLD NEW`: what a later version changes, and which answers stand."""

from __future__ import annotations

import argparse

from minhchung.home.commands import exact_json
from minhchung.home.commands.options import add_format
from minhchung.home.commands.reading_rubric import load_rubric
from minhchung.home.language import say, spoken
from minhchung.rubric.diff import Change, Survival, answers_survive, compare


def register(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare `rubric compare`."""
    words = say("so sánh hai phiên bản của một bộ tiêu chí", "compare two versions of a rubric")
    parser = verbs.add_parser("compare", help=words, description=words)
    parser.add_argument("old", metavar=say("CŨ", "OLD"), help=say("mã hoặc tệp", "a code or a file"))
    parser.add_argument("new", metavar=say("MỚI", "NEW"), help=say("mã hoặc tệp", "a code or a file"))
    add_format(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit 0 when nothing changed, 1 when something did, 2 on bad input."""
    old, new = load_rubric(args.old), load_rubric(args.new)
    changes, survival = compare(old, new), answers_survive(old, new)
    if args.format == "json":
        print(exact_json.dumps(_data(changes, survival)))
    else:
        print("\n".join([*(line for change in changes for line in _lines(change)), _summary(survival)]))
    return 1 if changes else 0


def _lines(change: Change) -> list[str]:
    name = spoken(change.name)
    place = f"{change.code}  " if change.code else ""
    again = f"  [{say('phải trả lời lại', 'to be answered again')}]" if change.to_answer else ""
    return [
        f"{place}{name}{again}",
        *(f"  − {spoken(line)}" for line in change.old),
        *(f"  + {spoken(line)}" for line in change.new),
    ]


def _summary(survival: Survival) -> str:
    same, asked, gone = len(survival.same), len(survival.to_answer), len(survival.removed)
    return say(
        f"Câu trả lời giữ nguyên: {same} tiêu chí; trả lời lại hoặc mới: {asked}; bỏ: {gone}.",
        f"Answers that stand: {same} criteria; again or new: {asked}; gone: {gone}.",
    )


def _data(changes: tuple[Change, ...], survival: Survival) -> dict[str, object]:
    """Described in docs/cli.md."""
    return {
        "changes": [
            {
                "kind": change.kind,
                "key": change.key,
                "node": change.code,
                "id": change.id,
                "title": change.title,
                "old": [spoken(line) for line in change.old],
                "new": [spoken(line) for line in change.new],
                "to_answer": change.to_answer,
                "message": spoken(change.message),
            }
            for change in changes
        ],
        "same": [leaf.code for leaf in survival.same],
        "changed": [leaf.code for _was, leaf in survival.changed],
        "added": [leaf.code for leaf in survival.added],
        "removed": [leaf.code for leaf in survival.removed],
    }
