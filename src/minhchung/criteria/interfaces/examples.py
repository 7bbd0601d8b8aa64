"""Worked examples of a node as lines of a page, and between the fields of the trial form and the rubric's text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from minhchung.criteria.interfaces.trial import (
    GROUP,
    PARAMETER,
    PREFIX,
    TRAIT,
    YEAR,
    Sent,
    fault_in_words,
    group_values,
    trial_answer,
    trial_context,
)
from minhchung.rubric import (
    Answer,
    Context,
    Node,
    Rubric,
    answer_from_data,
    answer_to_data,
    form_from_answer,
    inputs_of,
)
from minhchung.rubric.answering import PlainAnswer
from minhchung.rubric.answers import Absent, NoneDone, NotApplicable
from minhchung.rubric.errors import Reason
from minhchung.rubric.evaluate import evaluate_node
from minhchung.rubric.examples import answer_shown, example_outcome
from minhchung.rubric.kinds.base import Input, Plain
from minhchung.rubric.model import Example
from minhchung.rubric.read_examples import plain_said
from minhchung.rubric.reader import exact_number
from minhchung.rubric.wording import plain, vi_date
from minhchung.ui.language import in_language, language
from minhchung.viet.dates import parse_date

DAY, POINTS, SOURCE, NOTE, NUMBER = "vd-ngay", "vd-diem", "vd-nguon", "vd-ghi-chu", "vd-so"
_NEEDS_YEAR = re.compile(r"/N\b|\bdue:")
_NO_DAY = Reason("Ngày của ví dụ ghi như 22/11/2026.", "Give the example's day as 22/11/2026.")
_NO_ANSWER = Reason("Nhập câu trả lời của ví dụ trước.", "Give the example's answer first.")


@dataclass(frozen=True)
class ExampleLine:
    """An example and what it gives now. runs: whether it could be run; open_to: whether the trial form can show it."""

    number: int
    on: str
    answer: str
    around: str
    stated: str
    found: str
    holds: bool
    runs: bool
    why: tuple[str, ...]
    source: str
    note: str
    open_to: bool


def example_lines(rubric: Rubric, node: Node) -> tuple[ExampleLine, ...]:
    """Every example of the node, run."""
    return tuple(_line(rubric, node, example, number) for number, example in enumerate(node.examples, 1))


def _line(rubric: Rubric, node: Node, example: Example, number: int) -> ExampleLine:
    found = example_outcome(rubric, node, example)
    return ExampleLine(
        number=number,
        on=vi_date(example.on),
        answer=_answer_words(rubric, node, example),
        around=_around(example),
        stated=in_language(found.stated),
        found=in_language(found.found) if found.found is not None else "",
        holds=found.holds,
        runs=found.found is not None,
        why=tuple(in_language(reason) for reason in found.why),
        source=example.source,
        note=example.note,
        open_to=node.is_leaf and not example.answers,
    )


def _around(example: Example) -> str:
    """What the score hangs on besides, in short."""
    said = [str(example.year)] if example.year is not None else []
    said += [f"{name}: {value}" for name, value in (*example.traits, *example.parameters)]
    return "; ".join(said)


def _answer_words(rubric: Rubric, node: Node, example: Example) -> str:
    if example.answer is None or example.answers or not node.is_leaf:
        return answer_shown(example)
    context = Context(year=example.year or 0, traits=dict(example.traits))
    answer = answer_from_data(rubric, node.code, plain_said(example.answer), context)
    if isinstance(answer, list):
        return answer_shown(example)
    return answer_in_words(answer, inputs_of(rubric, node.code, context)) or answer_shown(example)


def answer_in_words(answer: Answer, asked: list[Input]) -> str:
    """`Tử số: 19; Mẫu số: 20`; the words of the options chosen."""
    match answer:
        case NoneDone():
            return in_language(Reason("Không có (không thực hiện)", "None (not done)"))
        case NotApplicable(reason=reason):
            return in_language(Reason(f"Không áp dụng: {reason}", f"Not applicable: {reason}"))
        case _:
            form = form_from_answer(answer)
            return "; ".join(said for each in asked if (said := _field_words(each, form.get(each.name))))


def _field_words(asked: Input, value: str | list[str] | None) -> str:
    values = [value] if isinstance(value, str) else value or []
    if not values:
        return ""
    if asked.options:
        words = {offer.id: offer.text or offer.id for offer in asked.options}
        return "; ".join(words.get(each, each) for each in values)
    return f"{asked.label_en if language() == 'en' else asked.label_vi}: {values[0]}"


# ── the trial form → the text ──


def example_of(
    rubric: Rubric, node: Node, lines: str, sent: Sent, year: int, today: date
) -> dict[str, Plain] | tuple[str, ...]:
    """The trial as an example's lines, or what keeps it from being one.

    Points left empty: what the answer gives now. lines: the node's own, for whether the year matters.
    """
    context = trial_context(rubric, node, sent, year)
    answer = trial_answer(rubric, node, sent, context)
    if isinstance(answer, list):
        return tuple(fault_in_words(each) for each in answer)
    on = parse_date(_text(sent, DAY)) if _text(sent, DAY) else today
    points = exact_number(_text(sent, POINTS)) if _text(sent, POINTS) else None
    if answer is None or isinstance(answer, Absent):
        return (in_language(_NO_ANSWER),)
    if not isinstance(on, date):
        return (in_language(_NO_DAY),)
    if isinstance(points, Reason):
        return (in_language(points),)
    given = plain(points[0]) if points is not None else ""
    return {
        "on": vi_date(on),
        **{key: text for key, text in (("source", _text(sent, SOURCE)), ("note", _text(sent, NOTE))) if text},
        **({"year": str(context.year)} if _NEEDS_YEAR.search(lines) else {}),
        **_said_around(sent),
        "answer": plain_of(answer_to_data(answer)),
        **({"points": given} if given else _as_it_gives(rubric, node, answer, context)),
    }


def _as_it_gives(rubric: Rubric, node: Node, answer: Answer, context: Context) -> dict[str, Plain]:
    score = evaluate_node(rubric, node.code, {node.code: answer}, context)
    if score.state == "scored" and score.points is not None:
        return {"points": plain(score.points)}
    return {"state": score.state}


def _said_around(sent: Sent) -> dict[str, Plain]:
    found: dict[str, Plain] = {}
    for key, prefix in (("traits", TRAIT), ("parameters", PARAMETER)):
        said: dict[str, Plain] = {
            name.removeprefix(prefix): _text(sent, name)
            for name in sent
            if name.startswith(prefix) and _text(sent, name)
        }
        if said:
            found[key] = said
    if values := group_values(sent):
        found["group"] = [plain(value) for value in values]
    return found


def plain_of(data: PlainAnswer) -> Plain:
    """An answer's plain form with its numbers as text, as the rubric's text writes them."""
    if isinstance(data, dict):
        return {name: plain_of(value) for name, value in data.items() if value is not None}
    if isinstance(data, list):
        return [plain_of(value) for value in data]
    return "" if data is None else str(data)


def _text(sent: Sent, name: str) -> str:
    return (sent.get(name) or [""])[-1].strip()


# ── the text → the trial form ──


def sent_of(rubric: Rubric, node: Node, number: int) -> dict[str, list[str]]:
    """What the trial form would have sent for an example; empty when there is no such example."""
    if not 1 <= number <= len(node.examples):
        return {}
    example = node.examples[number - 1]
    sent = {NUMBER: [str(number)], DAY: [vi_date(example.on)], SOURCE: [example.source], NOTE: [example.note]}
    sent |= {POINTS: [plain(example.points)]} if example.points is not None else {}
    sent |= {YEAR: [str(example.year)]} if example.year is not None else {}
    sent |= {TRAIT + name: [value] for name, value in example.traits}
    sent |= {PARAMETER + name: [value] for name, value in example.parameters}
    sent |= {GROUP: ["; ".join(plain(value) for value in example.group)]} if example.group else {}
    if example.answer is None:
        return sent
    context = Context(year=example.year or 0, traits=dict(example.traits))
    answer = answer_from_data(rubric, node.code, plain_said(example.answer), context)
    if isinstance(answer, list):
        return sent
    form = form_from_answer(answer)
    return sent | {
        PREFIX + name: [value] if isinstance(value, str) else value for name, value in form.items()
    }
