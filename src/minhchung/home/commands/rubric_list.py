"""`minhchung rubric list`: the rubrics that come with the product."""

from __future__ import annotations

import argparse

from minhchung.home.commands import exact_json
from minhchung.home.commands.options import add_format
from minhchung.home.language import say
from minhchung.rubric.model import Rubric
from minhchung.rubric.shipped import load_shipped, shipped


def register(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare `rubric list`."""
    words = say("liệt kê các bộ tiêu chí có sẵn", "list the rubrics that come with the product")
    parser = verbs.add_parser("list", help=words, description=words)
    add_format(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print code, version, number of leaves and title of each; exit 0."""
    rubrics = [load_shipped(item.code) for item in shipped()]
    if args.format == "json":
        print(exact_json.dumps([_data(rubric) for rubric in rubrics]))
        return 0
    width = max(len(rubric.code) for rubric in rubrics)
    for rubric in rubrics:
        leaves = len(rubric.leaves())
        count = say(f"{leaves} tiêu chí", f"{leaves} leaves")
        print(f"{rubric.code:<{width}}  v{rubric.version}  {count:>12}  {_title(rubric)}")
    return 0


def _title(rubric: Rubric) -> str:
    return say(rubric.title, rubric.title_en or rubric.title)


def _data(rubric: Rubric) -> dict[str, object]:
    return {
        "code": rubric.code,
        "version": rubric.version,
        "title": rubric.title,
        "title_en": rubric.title_en or None,
        "total": rubric.total,
        "leaves": len(rubric.leaves()),
    }
