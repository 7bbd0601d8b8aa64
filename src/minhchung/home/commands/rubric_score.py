"""`minhchung rubric score CODE ANSWERS`: one agency's points, each with its reason."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from fractions import Fraction

from minhchung.home.commands import exact_json
from minhchung.home.commands.circumstances import (
    Given,
    add_options,
    calendar_of,
    pairs,
    read_parameters,
    read_traits,
)
from minhchung.home.commands.fault import BadInput
from minhchung.home.commands.implied_traits import with_implied_traits
from minhchung.home.commands.options import add_code, add_format, add_require_complete
from minhchung.home.commands.reading_answers import AnswerFile, open_answers
from minhchung.home.commands.reading_rubric import load_rubric
from minhchung.home.language import say, spoken
from minhchung.rubric.classes import ClassResult, classify, standing_of
from minhchung.rubric.context import Context
from minhchung.rubric.evaluate import evaluate
from minhchung.rubric.model import Rubric
from minhchung.rubric.open_traits import set_apart, trait_in_words
from minhchung.rubric.score import Score, State
from minhchung.rubric.wording import en_number, said_once, vi_number

STATES: dict[State, tuple[str, str]] = {
    "scored": ("", ""),
    "not_applicable": ("không áp dụng", "not applicable"),
    "absent": ("chưa trả lời", "absent"),
    "pending": ("đang chờ", "pending"),
    "undecided": ("chờ hội đồng", "undecided"),
    "excluded": ("không dành cho cơ quan này", "not for this agency"),
}


def register(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare `rubric score`."""
    words = say("chấm điểm một cơ quan từ tệp trả lời", "score one agency from a file of answers")
    parser = verbs.add_parser("score", help=words, description=words)
    add_code(parser)
    parser.add_argument(
        "answers",
        metavar="ANSWERS",
        help=say("tệp YAML hoặc JSON: mã → trả lời", "YAML or JSON: code → answer"),
    )
    add_options(parser)
    add_format(parser)
    add_require_complete(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit 0; 1 with --require-complete when something is absent, undecided or pending; 2 on bad input."""
    rubric = load_rubric(args.code)
    file = open_answers(rubric, args.answers)
    context = _context(rubric, args, file)
    answers = file.answers(rubric, context)
    if file.faults:
        raise BadInput(file.faults)
    context = with_implied_traits(rubric, answers, context)
    score = evaluate(rubric, answers, context)
    classed = classify(rubric, standing_of(score, context))
    if args.format == "json":
        print(exact_json.dumps(_data(rubric, score, classed, context)))
    else:
        _print_text(rubric, score, classed, context)
    return 1 if args.require_complete and not score.is_complete else 0


def _context(rubric: Rubric, args: argparse.Namespace, file: AnswerFile) -> Context:
    """The file's traits, parameters and year, with what the command line says put over them."""
    traits: list[Given] = [*file.traits, *pairs(args.trait, "--trait", file.faults)]
    parameters: list[Given] = [*file.parameters, *pairs(args.parameter, "--parameter", file.faults)]
    year = args.year or file.year
    return Context(
        year=year,
        traits=read_traits(rubric, traits, file.faults),
        parameters=read_parameters(rubric, parameters, file.faults),
        calendar=calendar_of(year),
    )


# ── JSON ──


def _data(rubric: Rubric, score: Score, classed: ClassResult, context: Context) -> dict[str, object]:
    waiting = set_apart(rubric, context.traits, score.missing, score.undecided)
    return {
        "rubric": rubric.code,
        "version": rubric.version,
        "traits": context.traits,
        "state": score.state,
        "total": score.total if score.is_complete else None,
        "total_so_far": score.total,
        "max": score.max,
        "class": classed.name,
        "class_reasons": [spoken(reason) for reason in (*classed.reasons, *classed.unknown)],
        "missing": waiting.missing,
        "undecided": waiting.undecided,
        "pending": score.pending,
        **({"unknown_traits": waiting.by_trait} if waiting.by_trait else {}),
        "nodes": nodes_of(score),
        "details": {each.code: _detail(each) for each in score.walk() if each.code},
    }


def nodes_of(score: Score) -> dict[str, Fraction | None]:
    """Points by code. A leaf that is not settled, and every heading above it, has none; a node not in force is out."""
    return {each.code: points_of(each) for each in score.walk() if each.code and each.state != "excluded"}


def points_of(score: Score) -> Fraction | None:
    """A node's points once they are final."""
    return score.points if score.is_complete else None


def _detail(score: Score) -> dict[str, object]:
    return {
        "title": score.title,
        "state": score.state,
        "points": points_of(score),
        "max": score.max,
        "declared_max": score.declared_max,
        "ruled": score.ruled,
        "reasons": [spoken(reason) for reason in score.reasons],
    }


# ── text ──


def _print_text(rubric: Rubric, score: Score, classed: ClassResult, context: Context) -> None:
    print(f"{rubric.code} v{rubric.version}: {say(rubric.title, rubric.title_en or rubric.title)}")
    for line in _tree(score, 0):
        print(line)
    print()
    waiting = set_apart(rubric, context.traits, score.missing, score.undecided)
    complete = score.is_complete
    head = (
        say("Tổng điểm", "Total") if complete else say("Tổng điểm tạm tính (chưa đủ)", "So far (incomplete)")
    )
    print(f"{head}: {number_or_dash(score.total)} / {number_or_dash(score.max)}")
    for codes, vi, en in (
        (waiting.missing, "Chưa trả lời", "Absent"),
        (waiting.undecided, "Chờ hội đồng quyết định", "Undecided"),
        (score.pending, "Đang chờ", "Pending"),
    ):
        if codes:
            print(f"{say(vi, en)} ({len(codes)}): {', '.join(codes)}")
    for name, codes in waiting.by_trait.items():
        named = trait_in_words(rubric, name)
        head = say(f"Chưa biết đặc điểm {named}; tùy đó mà chấm", f"Trait not known: {named}; on it hang")
        print(f"{head}: {', '.join(codes)}")
    if classed.name is not None:
        print(f"{say('Xếp loại', 'Class')}: {classed.name}")
    for reason in (*classed.reasons, *classed.unknown) if rubric.classes is not None else ():
        print(f"  · {spoken(reason)}")


def _tree(score: Score, depth: int) -> Iterator[str]:
    for child in score.children:
        indent = "  " * depth
        if child.state == "excluded":
            yield f"{indent}{child.code}  – ({_state(child)})"
            continue
        state = f"  ({_state(child)})" if _state(child) else ""
        shown = f"{number_or_dash(child.points)}/{number_or_dash(child.max)}"
        yield f"{indent}{child.code}  {shown}  {child.title}{state}"
        for reason in child.reasons:
            yield f"{indent}    {said_once(spoken(reason))}"
        yield from _tree(child, depth + 1)


def _state(score: Score) -> str:
    vi, en = STATES[score.state]
    return say(vi, en)


def number_or_dash(value: Fraction | None) -> str:
    """A number in the chosen language."""
    return "–" if value is None else say(vi_number(value), en_number(value))
