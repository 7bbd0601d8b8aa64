"""What ordinary documents say that is not a node, a kind or an option: targets, failures, evidence, the title, the bonus."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import pytest

from minhchung.rubric.lint import lint
from minhchung.rubric.model import DeductionsRule, LinearRule, Node, Rubric
from minhchung.rubric.read import read_rubric
from tests.rubric_read.unseen import mainstream
from tests.rubric_read.unseen.document import Unseen


@cache
def rubric_of(document: Unseen) -> Rubric:
    rubric = read_rubric(document.make(), document.name).rubric
    assert rubric is not None
    return rubric


def node_of(document: Unseen, code: str) -> Node:
    return next(node for node in rubric_of(document).walk() if node.code == code)


def test_a_target_under_the_letter_of_the_rate_is_the_target() -> None:
    rule = node_of(mainstream.DIGITAL, "6.1").rule

    assert isinstance(rule, LinearRule)
    assert rule.target == Fraction(80, 100)


@pytest.mark.parametrize(
    ("document", "code", "items"),
    [
        (mainstream.SERVICES, "I.2", ["Mỗi báo cáo gửi chậm hoặc thiếu nội dung"]),
        (mainstream.COMMUNES, "1.3", ["Mỗi báo cáo gửi chậm", "thiếu một báo cáo"]),
    ],
)
def test_a_failure_is_what_the_sentence_says_fails(document: Unseen, code: str, items: list[str]) -> None:
    rule = node_of(document, code).rule

    assert isinstance(rule, DeductionsRule)
    assert [item.text for item in rule.items] == items


@pytest.mark.parametrize("document", [mainstream.COMMUNES, mainstream.DISTRICTS])
def test_documents_in_a_column_of_notes_are_the_evidence(document: Unseen) -> None:
    rubric = rubric_of(document)

    assert node_of(document, "1.2").evidence
    assert not any(each.code == "L402" and each.node is None for each in lint(rubric))


def test_the_number_of_the_decision_is_not_the_title() -> None:
    assert rubric_of(mainstream.DISTRICTS).title == "CHỈ SỐ CẢI CÁCH HÀNH CHÍNH CỦA UBND CÁC HUYỆN, THÀNH PHỐ"


def test_a_total_that_counts_the_bonus_in_is_no_fault() -> None:
    rubric = rubric_of(mainstream.ISO)

    assert [node.block for node in rubric.nodes] == ["normal", "normal", "normal", "bonus"]
    assert rubric.total == 100
    assert not any(each.code == "L102" for each in lint(rubric))
