"""Limits read from words, and words that are left alone."""

from __future__ import annotations

import pytest

from minhchung.rubric.lint.figures import figures
from minhchung.rubric.lint.subject import Subject
from minhchung.rubric.lint.text_limits import share_limits
from minhchung.rubric.shipped import load_shipped
from minhchung.rubric.wording import plain_limits
from tests.lint.sound import SOUND, broken, codes_of


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("Từ 95% - dưới 100% hồ sơ", ">= 95 %, < 100 %"),
        ("Từ 90 - dưới 95%", ">= 90 %, < 95 %"),
        ("từ 81- 94%", ">= 81 %, <= 94 %"),
        ("Trên 80% đến dưới 90%", "> 80 %, < 90 %"),
        ("trên 60% nhưng dưới 80%", "> 60 %, < 80 %"),
        ("chưa đạt 100% nhưng trên 80%", "> 80 %, < 100 %"),
        ("Đạt từ 50% trở lên", ">= 50 %"),
        ("Từ 98% số hồ sơ trở lên", ">= 98 %"),
        ("Thực hiện trên 80% kế hoạch", "> 80 %"),
        ("Dưới 82,5 %", "< 82,5 %"),
        ("Từ dưới 90%", "< 90 %"),
        ("Không quá 5%", "<= 5 %"),
        ("100% văn bản (trừ văn bản mật)", "= 100 %"),
    ],
)
def test_a_stretch_of_shares_is_read(text: str, limits: str) -> None:
    assert plain_limits(share_limits(text) or (), share=True) == limits


@pytest.mark.parametrize(
    "text",
    [
        "Từ 80 dưới 100%",
        "Dưới 5% trở lên",
        "Có ban hành",
        "Trên 80% và có 3 báo cáo",
        "Từ 50% hồ sơ và 30% văn bản",
        "Từ 5 quy trình trở lên",
        "98% số hồ sơ trở lên",
    ],
)
def test_what_is_not_one_stretch_is_left_alone(text: str) -> None:
    assert share_limits(text) is None


@pytest.mark.parametrize("code", ["ca-mau-iso-2018", "quang-dien-cchc-2023"])
def test_words_and_limits_of_the_shipped_rubrics_agree(code: str) -> None:
    rows = [row for each in figures(Subject(load_shipped(code))) if each.share for row in each.banded]

    assert all(set(read) == set(row.limits) for row in rows if (read := share_limits(row.text)) is not None)


OPTIONS = """          kind: options
          options:
            - { points: 3, line: 31, text: "Hoàn thành trên 95% nhiệm vụ" }
            - { points: 2, line: 32, text: "Hoàn thành từ 80% đến 94% nhiệm vụ" }
            - { points: 0, line: 33, text: "Hoàn thành dưới 80% nhiệm vụ" }
"""


def test_bands_written_as_options_are_swept_too() -> None:
    start, end = (
        SOUND.index("          kind: bands\n          measure: { kind: rate"),
        SOUND.index("  - label: II"),
    )

    assert codes_of(SOUND[:start] + OPTIONS + SOUND[end:]) == ["L201"]
    assert codes_of(SOUND[:start] + OPTIONS.replace("đến 94%", "đến 95%") + SOUND[end:]) == []


def test_an_end_that_the_words_leave_out_is_not_the_limit() -> None:
    assert codes_of(broken(('text: "Dưới 80 %"', 'text: "Không quá 80 %"'))) == ["L604"]
