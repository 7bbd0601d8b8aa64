"""A sound rubric, and ways to break it one at a time."""

from __future__ import annotations

from minhchung.rubric.lint import Finding, lint
from minhchung.rubric.parse import parse

SOUND = """
rubric: mau
title: Bộ tiêu chí mẫu năm 2026
decision: Quyết định số 12/QĐ-UBND ngày 15/01/2026
issued_on: 15/01/2026
total: 20
window: 01/01/N – 31/12/N
not_applicable: rescale_total
zero_denominator: not_applicable
step: 0,5
traits:
  - { name: cap, title: Cấp, values: [ tỉnh, xã ] }
parameters:
  - { name: han_ke_hoach, title: Hạn ban hành kế hoạch, kind: date, default: 20/01/N }
nodes:
  - label: I
    title: Chỉ đạo, điều hành
    max: 8
    line: 10
    evidence: [ Kế hoạch và báo cáo năm 2026 ]
    children:
      - label: "1"
        title: Ban hành kế hoạch
        max: 2
        line: 12
        examples:
          - { on: 15/01/2026, source: Phòng Nội vụ, year: 2026, answer: 25/01/2026, points: 1 }
        rule:
          kind: bands
          measure: { kind: days, due: han_ke_hoach }
          rows:
            - { when: "<= 0", points: 2, line: 13, text: "Trước và đúng hạn" }
            - { when: "> 0, < 10", points: 1, line: 14, text: "Chậm dưới 10 ngày" }
            - { when: ">= 10", points: 0, line: 15, text: "Không ban hành hoặc chậm từ 10 ngày trở lên", none: có }
      - label: "2"
        title: Báo cáo năm (gửi trước ngày 15/12/2026)
        max: 3
        line: 20
        rule:
          kind: options
          options:
            - { points: 3, line: 21, text: "Có báo cáo, đầy đủ, đúng hạn" }
            - { points: 2, line: 22, text: "Có báo cáo, đầy đủ nhưng trễ hạn" }
            - { points: 1, line: 23, text: "Có báo cáo nhưng không đầy đủ" }
            - { points: 0, line: 24, text: "Không có báo cáo", none: có }
      - label: "3"
        title: Tỷ lệ nhiệm vụ hoàn thành
        max: 3
        line: 30
        rule:
          kind: bands
          measure: { kind: rate, numerator: Nhiệm vụ hoàn thành, denominator: Nhiệm vụ được giao }
          rows:
            - { when: "= 100 %", points: 3, line: 31, text: "Hoàn thành 100 % nhiệm vụ" }
            - { when: ">= 80 %, < 100 %", points: 2, line: 32, text: "Từ 80 % đến dưới 100 %" }
            - { when: "< 80 %", points: 0, line: 33, text: "Dưới 80 %" }
  - label: II
    title: Kết quả
    max: 12
    line: 40
    evidence: [ Số liệu trên hệ thống từ 01/01/2026 đến 31/12/2026 ]
    children:
      - label: "1"
        title: Phản ánh, kiến nghị được xử lý
        max: 4
        line: 41
        rule: { kind: linear, measure: { kind: rate, numerator: PAKN được xử lý, denominator: PAKN tiếp nhận } }
      - label: "2"
        title: Xây dựng quy trình
        max: 4
        line: 50
        combine: one_of
        children:
          - label: a
            title: Đối với cấp tỉnh
            max: 4
            line: 51
            when: { cap: tỉnh }
            rule:
              kind: bands
              measure: { kind: count, unit: quy trình, title: Số quy trình đã xây dựng }
              rows:
                - { when: ">= 5", points: 4, line: 52, text: "Từ 05 quy trình trở lên" }
                - { when: ">= 3, <= 4", points: 2, line: 53, text: "Từ 03 đến 04 quy trình" }
                - { when: "< 3", points: 0, line: 54, text: "Dưới 03 quy trình" }
          - label: b
            title: Đối với cấp xã
            max: 4
            line: 60
            when: { cap: xã }
            rule:
              kind: counts
              cap: 4
              lines:
                - { each: 2, cap: 4, line: 61, text: "Mỗi quy trình 2 điểm" }
      - label: "3"
        title: Niêm yết công khai
        max: 4
        line: 70
        rule:
          kind: checklist
          items:
            - { points: 2, line: 71, text: "Chính sách chất lượng" }
            - { points: 2, line: 72, text: "Mục tiêu chất lượng" }
classes:
  bands:
    - { name: Tốt, when: ">= 16" }
    - { name: Khá, when: ">= 10, <= 15,5" }
    - { name: Đạt, when: "< 10" }
tie_break: [ { node: II, order: high } ]
"""


def findings_of(text: str) -> tuple[Finding, ...]:
    """Lint of a rubric's YAML."""
    return lint(parse(text, "mau.rubric.yaml"))


def codes_of(text: str) -> list[str]:
    """The codes alone, in order."""
    return [finding.code for finding in findings_of(text)]


def broken(*changes: tuple[str, str]) -> str:
    """The sound rubric with texts replaced; each must be there exactly once."""
    text = SOUND
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        text = text.replace(old, new)
    return text
