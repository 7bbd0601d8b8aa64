"""Slips of typing, and what only looks like one."""

from __future__ import annotations

import pytest

from minhchung.rubric.lint.spelling import doubled_words, impossible_syllables, pairs_of, wrong_marks


@pytest.mark.parametrize(
    "text",
    ["báo cáo cáo năm", "của của UBND huyện", "đáp ứng nhu cầu nhu cầu công việc", "cập nhật nhật trên"],
)
def test_a_doubled_word_is_found(text: str) -> None:
    assert len(list(doubled_words(text))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "thiếu phân công công chức",
        "hành vi vi phạm",
        "từ từ, dần dần",
        "luôn luôn đúng",
        "xanh, xanh",
        "Skip portlet Portlet",
        "A A",
        "cải cách hành chính chính quyền",
    ],
)
def test_words_that_rightly_follow_themselves(text: str) -> None:
    assert list(doubled_words(text)) == []


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("có quyết đinh", "quyết định"),
        ("Có xây dụng 01 quy trình", "xây dựng"),
        ("Quyết định cảu UBND", "của"),
        ("đúng phạm vị", "phạm vi"),
        ("Áp dựng", "áp dụng"),
    ],
)
def test_wrong_marks_are_found(text: str, right: str) -> None:
    assert [slip.right for slip in wrong_marks(text)] == [right]


@pytest.mark.parametrize(
    "text",
    [
        "do cá nhân thực hiện",
        "văn bản hành chính",
        "Hệ thống từ 01/01",
        "toàn trình từ 50%",
        "một phần công việc",
        "thoả mãn, quản lí, kỉ luật",
        "QUYẾT ĐỊNH",
    ],
)
def test_right_words_with_the_same_letters_are_left_alone(text: str) -> None:
    assert list(wrong_marks(text, pairs_of([text]))) == []


def test_how_the_document_writes_it_elsewhere_tells_a_lost_mark() -> None:
    usual = pairs_of(
        [
            "huyện Quảng Điền",
            "tại Quảng Điền",
            "ở Quảng Điền",
            "thị trấn sịa",
            "thị trấn sịa",
            "thị trấn sịa",
            "thị trân sịa",
        ]
    )

    assert list(wrong_marks("thị trân sịa", usual)) == []
    assert [slip.right for slip in wrong_marks("thi trấn sịa", usual)] == ["thị trấn"]


def test_a_syllable_that_cannot_be() -> None:
    assert [slip.said for slip in impossible_syllables("chất lượợng của Đắk Nông, iso, đ")] == ["lượợng"]


@pytest.mark.parametrize(
    ("text", "said", "right"),
    [
        ("cơ quan chư đủ điều kiện", "chư đủ", "chưa đủ"),
        ("Tham gia Hội nghị triển khi Quyết định", "triển khi", "triển khai"),
    ],
)
def test_a_letter_left_out_is_seen_beside_the_next_word(text: str, said: str, right: str) -> None:
    assert [(slip.said, slip.right) for slip in wrong_marks(text)] == [(said, right)]
    assert not list(wrong_marks("xã Chư Prông; trước khi triển khai"))
