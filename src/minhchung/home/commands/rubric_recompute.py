"""`minhchung rubric recompute FILE`: a published snapshot computed again from nothing but itself."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from minhchung.home.commands import exact_json
from minhchung.home.commands.fault import BadInput, InputFault, plain_place
from minhchung.home.commands.options import add_format
from minhchung.home.language import say
from minhchung.rubric.errors import Reason, RubricError, RubricFailure
from minhchung.rubric.recompute import altered_figures, ranking_bytes, recompute, stated_ranking
from minhchung.rubric.snapshot_reading import FORMATS


def register(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare `rubric recompute`."""
    words = say("tính lại bảng xếp hạng đã công bố", "compute a published ranking again")
    parser = verbs.add_parser("recompute", help=words, description=words)
    parser.add_argument(
        "snapshot",
        metavar="FILE",
        help=say(
            "tệp JSON tải ở trang kết quả đã công bố", "the JSON file from the page of a published ranking"
        ),
    )
    add_format(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit 0 when the ranking comes out byte for byte; 1 when it does not or figures were altered; 2 on bad input."""
    snapshot = _read(args.snapshot)
    try:
        rows = recompute(snapshot)
        altered = altered_figures(snapshot)
        stated = stated_ranking(snapshot)
        same = ranking_bytes(rows) == ranking_bytes(stated)
    except (RubricError, RubricFailure, LookupError, TypeError, ValueError) as error:
        raise BadInput([_fault(args.snapshot, f"{type(error).__name__}: {error}")]) from error
    differing = [] if same else _differing(rows, stated)
    if args.format == "json":
        figures = [{"entry": entry, "leaf": code} for entry, code in altered]
        told = {"equal": same, "agencies": len(rows), "differing": differing, "altered_figures": figures}
        print(exact_json.dumps(told))
    elif same:
        print(
            say(
                f"Khớp từng byte: {len(rows)} cơ quan, {snapshot['method']}.",
                f"Equal byte for byte: {len(rows)} agencies, {snapshot['method']}.",
            )
        )
    else:
        print(say("KHÔNG KHỚP với bảng xếp hạng trong tệp.", "DIFFERS from the ranking in the file."))
        for each in differing:
            print(say(f"  hồ sơ {each['entry']}: {each['keys']}", f"  entry {each['entry']}: {each['keys']}"))
    for entry, code in altered if args.format != "json" else ():
        print(
            say(
                f"  hồ sơ {entry}, tiêu chí {code}: số liệu không còn đúng mã băm lúc đóng băng",
                f"  entry {entry}, leaf {code}: its figures no longer have the SHA-256 they were frozen under",
            )
        )
    return 0 if same and not altered else 1


def _differing(rows: list[dict[str, Any]], stated: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Entries whose row is not the same, with the names of what differs; order alone is named `order`."""
    kept = {row["entry"]: row for row in stated}
    found = [
        {
            "entry": row["entry"],
            "keys": [key for key in row if row[key] != kept.get(row["entry"], {}).get(key)],
        }
        for row in rows
        if row != kept.get(row["entry"])
    ]
    computed = {row["entry"] for row in rows}
    found += [{"entry": entry, "keys": ["entry"]} for entry in kept if entry not in computed]
    return found or [{"entry": None, "keys": ["order"]}]


def _read(path: str) -> dict[str, Any]:
    try:
        found = json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise BadInput([_fault(path, error.strerror or str(error))]) from error
    except ValueError as error:
        raise BadInput([_fault(path, str(error))]) from error
    if not isinstance(found, dict) or found.get("format") not in FORMATS:
        raise BadInput([_fault(path, "")])
    return found


def _fault(path: str, value: str) -> InputFault:
    formats = ", ".join(FORMATS)
    rule = Reason(
        f"Không phải là bản lưu kết quả công bố dạng {formats}.",
        f"Not a snapshot of a publication in one of the formats {formats}.",
    )
    fix = Reason("Tải lại tệp JSON ở trang kết quả.", "Download the JSON file of the results page again.")
    return InputFault(path, plain_place(""), value, rule, fix)
