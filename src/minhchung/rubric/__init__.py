"""Rubrics as data: read, print, score and explain. No Django, no clock, no settings.

    rubric = parse(text, "cchc-2023.rubric.yaml")
    score = evaluate(rubric, {"I.1.1": Rate(264, 319)}, Context(year=2023, traits={"cap": "xã"}))
    score.total, score.missing, score.undecided

The format is described in docs/rubric-format.md; the closed sets of rules and answers in `model.py` and `answers.py`.
"""

from minhchung.rubric.answering import (
    answer_from_data,
    answer_from_form,
    answer_to_data,
    answers_from_data,
    answers_from_text,
    form_from_answer,
    inputs_of,
)
from minhchung.rubric.answers import (
    ABSENT,
    NONE_DONE,
    Absent,
    Answer,
    Count,
    Counts,
    Date,
    Days,
    Mark,
    Marks,
    NoneDone,
    NotApplicable,
    Number,
    Option,
    Parts,
    Percent,
    Rate,
    Survey,
    Ticks,
)
from minhchung.rubric.context import Calendar, Context, GroupValues, Ruling
from minhchung.rubric.errors import (
    BrokenAnswer,
    Diagnostic,
    Fault,
    Reason,
    RubricError,
    RubricFailure,
    Span,
    UnknownNode,
)
from minhchung.rubric.evaluate import evaluate, evaluate_leaf, may_claim_not_applicable
from minhchung.rubric.examples import ExampleFinding, check_examples
from minhchung.rubric.kinds import KINDS, Input, Offer
from minhchung.rubric.model import Example, Node, Rubric, Rule
from minhchung.rubric.parse import parse
from minhchung.rubric.printing import print_rubric, rubric_hash
from minhchung.rubric.score import LeafScore, Score, State
from minhchung.rubric.words import leaf_in_words, rules_in_words

__all__ = [
    "ABSENT",
    "KINDS",
    "NONE_DONE",
    "Absent",
    "Answer",
    "BrokenAnswer",
    "Calendar",
    "Context",
    "Count",
    "Counts",
    "Date",
    "Days",
    "Diagnostic",
    "Example",
    "ExampleFinding",
    "Fault",
    "GroupValues",
    "Input",
    "LeafScore",
    "Mark",
    "Marks",
    "Node",
    "NoneDone",
    "NotApplicable",
    "Number",
    "Offer",
    "Option",
    "Parts",
    "Percent",
    "Rate",
    "Reason",
    "Rubric",
    "RubricError",
    "RubricFailure",
    "Rule",
    "Ruling",
    "Score",
    "Span",
    "State",
    "Survey",
    "Ticks",
    "UnknownNode",
    "answer_from_data",
    "answer_from_form",
    "answer_to_data",
    "answers_from_data",
    "answers_from_text",
    "check_examples",
    "evaluate",
    "evaluate_leaf",
    "form_from_answer",
    "inputs_of",
    "leaf_in_words",
    "may_claim_not_applicable",
    "parse",
    "print_rubric",
    "rubric_hash",
    "rules_in_words",
]
