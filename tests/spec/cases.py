"""Golden cases: files that hold a rubric, answers, and the score with its reasons that must come of them.

A file in `good/` or `bad/` is YAML: `about`, `rubric` (a block of text), and `cases`, each with a `name`, `answers`, perhaps
a `context`, and last `expect`. A case may have `agencies` (name → answers, traits as `trait:NAME`) in place of
answers: the ranking is what must come of it. A file without cases has `expect` itself: the diagnostics of its rubric.
`python -m tests.spec.rewrite` writes what is expected anew; the diff is then reviewed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

from minhchung.rubric import (
    Answer,
    Context,
    Fault,
    GroupValues,
    Rubric,
    RubricError,
    Ruling,
    Score,
    answer_from_data,
    answers_from_data,
    evaluate,
    parse,
)
from minhchung.rubric.answering import plain_data
from minhchung.rubric.classes import classify, standing_of
from minhchung.rubric.context import ParameterValue
from minhchung.rubric.ranking import Entrant, RankRow, rank, score_group
from minhchung.rubric.reader import exact_number
from minhchung.rubric.source import compose
from minhchung.rubric.wording import vi_number
from minhchung.viet.dates import parse_date

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Case:
    """One set of answers to one rubric; `name` is "" for a file that only holds a rubric."""

    file: Path
    name: str
    rubric: str
    answers: Mapping[str, Any]
    context: Mapping[str, Any]
    expect: str
    agencies: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def cases_in(path: Path) -> list[Case]:
    """The cases of one file, in order."""
    whole = cast(dict[str, Any], plain_data(compose(path.read_text(encoding="utf-8"), path.name)))
    listed = whole.get("cases") or [{"name": "", "expect": whole.get("expect")}]
    return [
        Case(
            path,
            case["name"],
            whole["rubric"],
            case.get("answers") or {},
            case.get("context") or {},
            case.get("expect") or "",
            case.get("agencies") or {},
        )
        for case in listed
    ]


def all_cases() -> list[Case]:
    """Every case of both folders."""
    files = sorted(FOLDER.glob("good/*.yaml")) + sorted(FOLDER.glob("bad/*.yaml"))
    return [case for path in files for case in cases_in(path)]


def rubric_of(case: Case) -> Rubric:
    """The case's rubric, with the head that every case shares where it gives none."""
    return parse(with_head(case.rubric), "rubric")


def with_head(text: str) -> str:
    """A rubric's text; one that begins at `nodes:` or `rule:` gets what is missing."""
    if text.startswith("rule:"):
        indented = "".join(f"    {line}\n" if line else "\n" for line in text.splitlines())
        text = f'max: 2\nnodes:\n  - label: "1"\n    title: Tiêu chí\n    max: 2\n{indented}'.removeprefix(
            "max: 2\n"
        )
    return text if text.startswith("rubric:") else f"rubric: vi-du\ntitle: Ví dụ\n{text}"


def outcome_of(case: Case) -> str:
    """What the library says of the case, as text."""
    try:
        rubric = rubric_of(case)
    except RubricError as error:
        return "".join(f"{_diagnosed(item)}\n" for item in error.diagnostics)
    if not case.name:
        return "không có lỗi\n"
    context = context_of(rubric, case.context)
    if case.agencies:
        return _ranked(rubric, case, context)
    answers, faults = answers_from_data(rubric, case.answers, context)
    score = evaluate(rubric, answers, context)
    return "".join([_summary(score), _classed(rubric, score, context), *(_faulted(one) for one in faults)])


def answers_of(case: Case) -> tuple[Rubric, Context, dict[str, Answer]]:
    """The case's rubric, context and the answers that could be read."""
    rubric = rubric_of(case)
    context = context_of(rubric, case.context)
    return rubric, context, answers_from_data(rubric, case.answers, context)[0]


def _diagnosed(item: Any) -> str:
    place = f"dòng {item.span.line}, cột {item.span.column}"
    return (
        f"{item.code} {place}: {item.message.vi}\n  → {item.hint.vi}\n  {item.message.en}\n  → {item.hint.en}"
    )


def _faulted(one: Fault) -> str:
    return f"lỗi {one.code} ở {one.place}: “{one.value}”\n  {one.rule.vi} {one.fix.vi}\n  {one.rule.en} {one.fix.en}\n"


def _summary(score: Score, depth: int = 0) -> str:
    name = score.code or "TỔNG"
    points = "—" if score.points is None else vi_number(score.points)
    most = "—" if score.max is None else vi_number(score.max)
    pad = "  " * depth
    lines = [f"{pad}{name}: {points} / {most} · {score.state}\n"]
    lines += [f"{pad}  {reason.vi}\n{pad}  {reason.en}\n" for reason in score.reasons]
    return "".join(lines) + "".join(_summary(child, depth + 1) for child in score.children)


def _ranked(rubric: Rubric, case: Case, context: Context) -> str:
    """The ranking: rank, agency, total, class, and what decided it. A key `trait:NAME` is the agency's own trait."""
    entrants: dict[str, Entrant] = {}
    for agency, told in case.agencies.items():
        traits = {
            key.removeprefix("trait:"): value for key, value in told.items() if key.startswith("trait:")
        }
        own = replace(context, traits={**context.traits, **traits})
        given = {key: value for key, value in told.items() if not key.startswith("trait:")}
        answers, faults = answers_from_data(rubric, given, own)
        assert not faults, faults
        entrants[agency] = Entrant(answers, traits)
    rows = rank(rubric, score_group(rubric, entrants, context))
    return "".join(_ranked_row(row) for row in rows)


def _ranked_row(row: RankRow) -> str:
    place = "—" if row.rank is None else f"{row.rank}{'=' if row.tied else ''}"
    total = "—" if row.total is None else vi_number(row.total)
    classed = f" · {row.class_name}" if row.class_name else ""
    said = "".join(f"  {reason.vi}\n  {reason.en}\n" for reason in row.reasons)
    return f"{place}. {row.agency}: {total}{classed}\n{said}"


def _classed(rubric: Rubric, score: Score, context: Context) -> str:
    """The class and why, where the rubric has classes."""
    if rubric.classes is None:
        return ""
    found = classify(rubric, standing_of(score, context))
    said = "".join(f"  {reason.vi}\n  {reason.en}\n" for reason in (*found.reasons, *found.unknown))
    return f"LOẠI: {found.name or '—'}\n{said}"


# ── context ──


class Weekdays:
    """Monday to Friday, no holidays: enough for examples."""

    def working_days(self, after: date, until: date) -> int:
        """Working days after the first day, up to and including the second."""
        if until < after:
            return -self.working_days(until, after)
        days = (after + timedelta(days=n) for n in range(1, (until - after).days + 1))
        return sum(1 for day in days if day.weekday() < 5)


def context_of(rubric: Rubric, data: Mapping[str, Any]) -> Context:
    """The context that a case describes."""
    year = int(data.get("year") or 2023)
    traits = data.get("traits") or {}
    return Context(
        year=year,
        traits=traits,
        parameters={name: _parameter(value) for name, value in (data.get("parameters") or {}).items()},
        earlier={
            int(past): {
                code: _answer(rubric, code, value, Context(year=int(past), traits=traits))
                for code, value in answers.items()
            }
            for past, answers in (data.get("earlier") or {}).items()
        },
        group={code: _group(value) for code, value in (data.get("group") or {}).items()},
        rulings=tuple(_ruling(item) for item in data.get("rulings") or ()),
        calendar=Weekdays(),
        exempt=frozenset(data.get("exempt") or ()),
    )


def number(text: str) -> Fraction:
    """A number as a rubric's text writes it."""
    found = exact_number(text)
    assert isinstance(found, tuple), found
    return found[0]


def _answer(rubric: Rubric, code: str, value: Any, context: Context) -> Answer:
    found = answer_from_data(rubric, code, value, context)
    assert not isinstance(found, list), found
    return found


def _parameter(text: str) -> ParameterValue:
    if re.fullmatch(r"\d{1,2}/\d{1,2}/\d{4}", text):
        day = parse_date(text)
        assert isinstance(day, date)
        return day
    return text if re.search(r"[^\d.,/% -]", text) else number(text)


def _group(data: Any) -> GroupValues:
    values = data["values"] if isinstance(data, dict) else data
    complete = not isinstance(data, dict) or data.get("complete") != "không"
    return GroupValues(tuple(number(text) for text in values), complete)


def _ruling(data: Mapping[str, str]) -> Ruling:
    return Ruling(
        data["code"],
        number(data["points"]),
        data["reason"],
        lower=number(data["from"]) if "from" in data else None,
        upper=number(data["to"]) if "to" in data else None,
        upper_closed=data.get("to_included") != "không",
        pattern=data.get("answer"),
    )
