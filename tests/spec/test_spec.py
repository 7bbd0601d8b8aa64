"""The golden cases hold, and what they hold survives printing, plain data and forms."""

from __future__ import annotations

import pytest

from minhchung.rubric import (
    KINDS,
    Absent,
    NotApplicable,
    answer_from_data,
    answer_from_form,
    answer_to_data,
    form_from_answer,
    inputs_of,
    leaf_in_words,
    parse,
    print_rubric,
)
from minhchung.rubric.parse import rules_in
from tests.spec.cases import Case, all_cases, answers_of, outcome_of, rubric_of

CASES = all_cases()
GOOD = [case for case in CASES if case.file.parent.name == "good"]


def named(case: Case) -> str:
    return f"{case.file.stem}: {case.name}"


@pytest.mark.parametrize("case", CASES, ids=named)
def test_case_gives_what_is_expected(case: Case) -> None:
    assert outcome_of(case) == case.expect


@pytest.mark.parametrize("case", GOOD, ids=named)
def test_printing_and_parsing_gives_the_same_rubric(case: Case) -> None:
    rubric = rubric_of(case)

    printed = print_rubric(rubric)

    assert parse(printed) == rubric
    assert print_rubric(parse(printed)) == printed


@pytest.mark.parametrize("case", GOOD, ids=named)
def test_plain_form_and_browser_form_give_the_same_answer(case: Case) -> None:
    rubric, context, answers = answers_of(case)

    for code, answer in answers.items():
        assert answer_from_data(rubric, code, answer_to_data(answer), context) == answer
        if isinstance(answer, NotApplicable) and answer.accepted:
            continue  # acceptance is the appraiser's, no form of the agency sends it
        assert answer_from_form(rubric, code, form_from_answer(answer), context) == answer


@pytest.mark.parametrize("case", GOOD, ids=named)
def test_every_leaf_asks_for_something_and_says_its_rule_in_both_languages(case: Case) -> None:
    rubric, context, _ = answers_of(case)

    for leaf in rubric.leaves():
        inputs = inputs_of(rubric, leaf.code, context)
        words = leaf_in_words(rubric, leaf.code, context)

        assert len({one.name for one in inputs}) == len(inputs)
        assert all(one.label_vi and one.label_en for one in inputs)
        assert words
        assert all(line.vi and line.en for line in words)
        empty = answer_from_form(rubric, leaf.code, {one.name: "" for one in inputs}, context)
        assert empty == Absent()


def test_the_folder_covers_every_kind_of_rule() -> None:
    seen = {type(rule) for case in GOOD for leaf in rubric_of(case).leaves() for rule in rules_in(leaf.rule)}

    assert seen == {kind.rule_type for kind in KINDS}


def test_the_folder_covers_every_form_and_every_policy() -> None:
    abouts = " ".join(case.file.read_text(encoding="utf-8").split("rubric:")[0] for case in GOOD)

    missing = [form for form in (f"F{n}" for n in range(1, 34)) if f"{form} " not in abouts]

    assert missing == []
    for policy in ("rescale_total", "rescale_block", "full", "spread", "not_scored", "drop"):
        assert policy in abouts
