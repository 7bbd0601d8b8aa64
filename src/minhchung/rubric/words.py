"""How points arise, in words, for the page a secretary reads before answering."""

from __future__ import annotations

from minhchung.rubric.context import EMPTY, Context
from minhchung.rubric.errors import Reason
from minhchung.rubric.evaluate import may_claim_not_applicable, not_applicable_policy, place_of
from minhchung.rubric.kinds.base import At, kind_of
from minhchung.rubric.model import NaPolicy, Node, Reading, Rubric, Rule, ZeroPolicy
from minhchung.rubric.traits import when_in_words
from minhchung.rubric.wording import en_number, en_points, limits_in_words, plain_window, vi_number, vi_points

_POLICIES: dict[NaPolicy, Reason] = {
    "rescale_total": Reason("bỏ ra và quy đổi tổng điểm", "dropped, the total is rescaled"),
    "rescale_block": Reason("bỏ ra và quy đổi trong mục cha", "dropped, the parent is rescaled"),
    "full": Reason("tính điểm tối đa", "full marks"),
    "spread": Reason("điểm được chia cho các mục cùng cấp", "its points are spread over its siblings"),
    "not_scored": Reason("không chấm điểm", "not scored"),
    "drop": Reason("bỏ ra, ngưỡng xếp loại giữ nguyên", "taken out, thresholds unchanged"),
}
_ZEROS = {
    "full": Reason("điểm tối đa", "full marks"),
    "zero": Reason("0 điểm", "0 points"),
    "not_applicable": Reason("không áp dụng", "not applicable"),
    "undecided": Reason("chờ hội đồng quyết định", "waits for a ruling"),
}


def rules_in_words(rule: Rule, at: At | None = None) -> tuple[Reason, ...]:
    """One rule, a line for each way points arise."""
    return kind_of(rule).words(rule, at or At(""))


def leaf_in_words(rubric: Rubric, code: str, context: Context = EMPTY) -> tuple[Reason, ...]:
    """A leaf's rule and everything around it: precondition, coefficient, bounds, window, 0/0, not applicable."""
    node = rubric.leaf(code)
    assert node.rule is not None
    lines = [*_gate(node), *rules_in_words(node.rule, place_of(rubric, node, context)), *_around(node)]
    lines += [_reading(reading) for reading in node.readings]
    window = rubric.window_for(node.code)
    if window is not None:
        span = plain_window(window, context.year or None)
        lines.append(Reason(f"Số liệu từ {span.replace(' – ', ' đến ')}", f"Figures of {span}"))
    if node.zero_denominator is not None:
        said = _zero(node.zero_denominator)
        lines.append(Reason(f"Mẫu số bằng 0: {said.vi}", f"Denominator 0: {said.en}"))
    if may_claim_not_applicable(rubric, node.code):
        policy = _POLICIES[not_applicable_policy(rubric, node)]
        lines.append(Reason(f"Không phát sinh: {policy.vi}", f"Nothing arose: {policy.en}"))
    return tuple(lines)


def _reading(reading: Reading) -> Reason:
    took = limits_in_words(reading.limits, share=reading.share)
    vi, en = (took.vi, took.en) if reading.limits else ("điều chưa nói rõ", "what is not said")
    return Reason(
        f"Cách hiểu khi chấm: {vi} → {vi_points(reading.points)} ({reading.text})",
        f"Read as: {en} → {en_points(reading.points)} ({reading.text})",
    )


def _gate(node: Node) -> list[Reason]:
    gate = node.gate
    if gate is None:
        return []
    tail_vi, tail_en = vi_points(gate.otherwise), en_points(gate.otherwise)
    if gate.test is None:
        return [Reason(f"{gate.question} Nếu không: {tail_vi}", f"{gate.question} If not: {tail_en}")]
    test = gate.test
    if test.options:
        what = Reason(f"chọn {' hoặc '.join(test.options)}", f"option {' or '.join(test.options)}")
    else:
        what = limits_in_words(test.limits, share=test.share, unit="" if test.share else "điểm")
    return [
        Reason(
            f"Điều kiện tiên quyết: mục {test.node} {what.vi}; nếu không: {tail_vi}",
            f"Precondition: {test.node} {what.en}; if not: {tail_en}",
        )
    ]


def _around(node: Node) -> list[Reason]:
    lines = []
    for one in node.multipliers:
        who = when_in_words(one.when)
        lines.append(
            Reason(
                f"Hệ số {vi_number(one.by)} khi {who.vi}", f"Coefficient {en_number(one.by)} when {who.en}"
            )
        )
    if node.floor is not None:
        lines.append(Reason(f"Không dưới {vi_points(node.floor)}", f"Not under {en_points(node.floor)}"))
    if node.cap is not None:
        lines.append(Reason(f"Tối đa {vi_points(node.cap)}", f"At most {en_points(node.cap)}"))
    return lines


def _zero(policy: ZeroPolicy) -> Reason:
    if isinstance(policy, str):
        return _ZEROS[policy]
    return Reason(vi_points(policy), en_points(policy))
