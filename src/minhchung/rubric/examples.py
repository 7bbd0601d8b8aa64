"""Worked examples run: what each gives now, held against what it states."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from minhchung.rubric.answering import answer_from_data, answers_from_data
from minhchung.rubric.answers import ABSENT, Answer
from minhchung.rubric.context import Context, GroupValues, ParameterValue
from minhchung.rubric.data import number_of, shown
from minhchung.rubric.errors import Fault, Reason
from minhchung.rubric.evaluate import evaluate_node
from minhchung.rubric.model import Example, Node, Rubric
from minhchung.rubric.period import period_calendar
from minhchung.rubric.read_examples import plain_said
from minhchung.rubric.reader import yes_no
from minhchung.rubric.score import Score, State
from minhchung.rubric.wording import en_number, vi_date, vi_number
from minhchung.viet.dates import parse_date

STATE_WORDS: Mapping[State, Reason] = {
    "scored": Reason("có điểm", "scored"),
    "not_applicable": Reason("không áp dụng", "not applicable"),
    "absent": Reason("chưa có câu trả lời", "absent"),
    "undecided": Reason("chờ quyết định cách chấm", "undecided"),
    "pending": Reason("chờ dữ liệu khác", "pending"),
    "excluded": Reason("ngoài phạm vi áp dụng", "not in force"),
}
_FINAL: tuple[State, ...] = ("scored", "not_applicable")


@dataclass(frozen=True, slots=True)
class ExampleFinding:
    """An example that no longer gives what it states.

    stated, found: in words (`3 điểm`); found is empty where the example cannot be run. why: the reasons of what it
    gives now, or what keeps it from running. sample: its answer as written.
    """

    node: Node
    example: Example
    stated: Reason
    found: Reason | None
    why: tuple[Reason, ...]
    sample: str


@dataclass(frozen=True, slots=True)
class ExampleOutcome:
    """What an example states and what it gives now. found: None where it cannot be run; why: the reasons of either."""

    example: Example
    stated: Reason
    found: Reason | None
    holds: bool
    why: tuple[Reason, ...]


def check_examples(rubric: Rubric) -> tuple[ExampleFinding, ...]:
    """Every worked example that fails, in the order of the text."""
    found = (_check(rubric, node, example) for node in rubric.walk() for example in node.examples)
    return tuple(finding for finding in found if finding is not None)


def run_example(rubric: Rubric, node: Node, example: Example) -> Score | tuple[Fault, ...]:
    """The node's score as the example has it, or what keeps its answers from being read."""
    context, faults = _context(rubric, node, example)
    answers, more = _answers(rubric, node, example, context)
    faults += more
    return tuple(faults) if faults else evaluate_node(rubric, node.code, answers, context)


def example_outcome(rubric: Rubric, node: Node, example: Example) -> ExampleOutcome:
    """An example run, whether it holds or not."""
    outcome = run_example(rubric, node, example)
    stated = _words(example.state, example.points)
    if not isinstance(outcome, Score):
        return ExampleOutcome(example, stated, None, False, tuple(_fault_words(fault) for fault in outcome))
    points = outcome.points if outcome.state in _FINAL else None
    state = None if outcome.state == "scored" and points is not None else outcome.state
    return ExampleOutcome(
        example, stated, _words(state, points), _as_stated(example, outcome), _reasons(outcome)
    )


def _check(rubric: Rubric, node: Node, example: Example) -> ExampleFinding | None:
    found = example_outcome(rubric, node, example)
    if found.holds:
        return None
    return ExampleFinding(node, example, found.stated, found.found, found.why, answer_shown(example))


def _as_stated(example: Example, score: Score) -> bool:
    if example.state is not None and score.state != example.state:
        return False
    if example.points is None:
        return True
    return score.state in _FINAL and score.points == example.points


def _reasons(score: Score) -> tuple[Reason, ...]:
    """Why a node has its points: its own reasons, else those of the nodes below that it has them from."""
    if score.reasons or not score.children:
        return score.reasons
    return tuple(
        Reason(f"{below.code}: {reason.vi}", f"{below.code}: {reason.en}")
        for below in score.leaves()
        if score.state in _FINAL or below.state == score.state
        for reason in below.reasons[:1]
    )


def _words(state: State | None, points: Fraction | None) -> Reason:
    vi, en = [], []
    if points is not None:
        vi.append(f"{vi_number(points)} điểm")
        en.append(f"{en_number(points)} points")
    if state is not None:
        vi.append(STATE_WORDS[state].vi)
        en.append(STATE_WORDS[state].en)
    return Reason(", ".join(vi), ", ".join(en))


def _fault_words(fault: Fault) -> Reason:
    where = f"{fault.place}: " if fault.place else ""
    value = f"“{fault.value}”: " if fault.value else ""
    return Reason(f"{where}{value}{fault.rule.vi}", f"{where}{value}{fault.rule.en}")


def answer_shown(example: Example) -> str:
    """The example's answers as written, short enough for a line."""
    if example.answer is not None:
        return shown(plain_said(example.answer))
    return shown({code: plain_said(said) for code, said in example.answers})


# ── answers and what they stand on ──


def _answers(
    rubric: Rubric, node: Node, example: Example, context: Context
) -> tuple[dict[str, Answer], list[Fault]]:
    others = {code: plain_said(said) for code, said in example.answers}
    answers, faults = answers_from_data(rubric, others, context)
    if example.answer is None:
        return answers, faults
    if not node.is_leaf:
        return answers, [*faults, _no_leaf(node)]
    own = answer_from_data(rubric, node.code, plain_said(example.answer), context)
    if isinstance(own, list):
        faults += own
    elif own != ABSENT:
        answers[node.code] = own
    return answers, faults


def _no_leaf(node: Node) -> Fault:
    return Fault(
        "A004",
        node.code,
        "",
        Reason(
            "Mục này có mục con nên không trả lời trực tiếp.", "This node has children and takes no answer."
        ),
        Reason(
            "Ghi câu trả lời của các mục con ở “answers”.", "Give the children's answers under `answers`."
        ),
    )


def _context(rubric: Rubric, node: Node, example: Example) -> tuple[Context, list[Fault]]:
    faults: list[Fault] = []
    parameters = dict(_parameters(rubric, example, faults))
    year = example.year or 0
    context = Context(
        year=year,
        traits=dict(example.traits),
        parameters=parameters,
        calendar=period_calendar(year) if year else None,
    )
    faults += _unknown_traits(rubric, example)
    if example.group:
        context = replace(context, group={node.code: GroupValues(example.group)})
    return context, faults


def _unknown_traits(rubric: Rubric, example: Example) -> Iterator[Fault]:
    known = {trait.name for trait in rubric.traits}
    for name, value in example.traits:
        if name not in known:
            yield _unknown(name, value, "đặc điểm", "trait", sorted(known))


def _parameters(
    rubric: Rubric, example: Example, faults: list[Fault]
) -> Iterator[tuple[str, ParameterValue]]:
    for name, text in example.parameters:
        declared = rubric.parameter(name)
        if declared is None:
            faults.append(
                _unknown(name, text, "tham số", "parameter", [each.name for each in rubric.parameters])
            )
            continue
        value = _parameter(declared.kind, text, name)
        if isinstance(value, list):
            faults += value
        else:
            yield name, value


def _parameter(kind: str, text: str, name: str) -> ParameterValue | list[Fault]:
    if kind == "number":
        return number_of(text, name)
    value = parse_date(text) if kind == "date" else yes_no(text)
    if isinstance(value, date | bool):
        return value
    what = Reason("Không phải là ngày.", "Not a day.") if kind == "date" else _NOT_YES_NO
    return [
        Fault("A120", name, text, what, Reason("Sửa giá trị của tham số.", "Mend the parameter's value."))
    ]


_NOT_YES_NO = Reason("Cần có hoặc không.", "It must be có or không.")


def _unknown(name: str, value: str, vi: str, en: str, known: list[str]) -> Fault:
    names = ", ".join(known) or "–"
    return Fault(
        "A005",
        name,
        value,
        Reason(f"Bộ tiêu chí không có {vi} “{name}”.", f'The rubric has no {en} "{name}".'),
        Reason(f"Có: {names}.", f"There are: {names}."),
    )


def example_in_words(example: Example) -> Reason:
    """`ví dụ ngày 15/11/2022 (S2:247)`."""
    source = f" ({example.source})" if example.source else ""
    day = vi_date(example.on)
    return Reason(f"ví dụ ngày {day}{source}", f"the example of {day}{source}")
