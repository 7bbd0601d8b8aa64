"""What described states say, and which combinations they leave out."""

from __future__ import annotations

import pytest

from minhchung.rubric.lint.words import denies_the_deed, missing_combinations, state_of

MET, FAILED = True, False


@pytest.mark.parametrize(
    ("text", "expected", "any_failure"),
    [
        ("Có gửi báo cáo, đúng hạn và ghi đầy đủ thông tin", {"time": MET, "complete": MET}, False),
        ("Có gửi báo cáo, trễ  hạn nhưng ghi không đầy đủ", {"time": FAILED, "complete": FAILED}, False),
        ("Cập nhật đầy đủ, không đúng hạn", {"complete": MET, "time": FAILED}, False),
        ("Thực hiện không đầy đủ hoặc không kịp thời", {"complete": FAILED, "time": FAILED}, True),
        ("Chưa thực hiện đầy đủ, không đúng tiến độ", {"complete": FAILED, "time": FAILED}, False),
        (
            "Báo cáo không đúng nội dung,biểu mẫu và thời gian quy định",
            {"content": FAILED, "form": FAILED, "time": FAILED},
            False,
        ),
        (
            "Báo cáo đúng nội dung, đầy đủ biểu mẫu nhưng không đảm bảo thời gian",
            {"content": MET, "form": MET, "time": FAILED},
            False,
        ),
        ("Có đủ điều kiện", {}, False),
        ("Có ban hành", {}, False),
    ],
)
def test_a_state_is_read(text: str, expected: dict[str, bool], any_failure: bool) -> None:
    state = state_of(text)

    assert (dict(state.met), state.any_failure) == (expected, any_failure)


def _missing(*texts: str) -> list[dict[str, bool]]:
    return [dict(each) for each in missing_combinations([state_of(text) for text in texts])]


def test_and_leaves_out_the_failure_of_one() -> None:
    assert _missing("Đầy đủ, đúng hạn", "Chưa đầy đủ và chưa đúng hạn") == [
        {"complete": True, "time": False},
        {"complete": False, "time": True},
    ]


def test_or_leaves_out_nothing() -> None:
    assert _missing("Đầy đủ, đúng hạn", "Chưa đầy đủ hoặc chưa đúng hạn") == []


def test_one_requirement_alone_combines_with_nothing() -> None:
    assert _missing("Đúng hạn", "Trễ hạn") == []


def test_a_state_that_names_no_requirement_takes_every_case() -> None:
    assert _missing("Đầy đủ, đúng hạn", "Có thực hiện") == []


def test_a_denied_deed_is_told_from_a_failed_requirement() -> None:
    assert denies_the_deed("Không ban hành kế hoạch") and denies_the_deed("Vắng, không tham dự")
    assert not denies_the_deed("Có ban hành nhưng chậm")
