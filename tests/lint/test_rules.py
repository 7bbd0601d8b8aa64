"""Each rule on a rubric that is sound but for one fault; and no rule on the sound one."""

from __future__ import annotations

import pytest

from minhchung.rubric.lint import RULES
from tests.lint.sound import SOUND, broken, codes_of, findings_of

FAULTS: dict[str, tuple[tuple[tuple[str, str], ...], tuple[str, ...]]] = {
    "L101": (
        (("title: Chỉ đạo, điều hành\n    max: 8", "title: Chỉ đạo, điều hành\n    max: 9"),),
        ("L101", "L102"),
    ),
    "L102": ((("total: 20", "total: 21"),), ("L102",)),
    "L103": ((("{ points: 3, line: 21", '{ points: "2,5", line: 21'),), ("L103",)),
    "L104": ((("{ points: 3, line: 21", "{ points: 4, line: 21"),), ("L104",)),
    "L105": ((('{ when: "< 3", points: 0', '{ when: "< 3", points: 1'),), ("L105",)),
    "L106": (
        (
            ('{ when: ">= 3, <= 4", points: 2', '{ when: ">= 3, <= 4", points: 0'),
            ('{ when: "< 3", points: 0', '{ when: "< 3", points: "0,5"'),
        ),
        ("L106",),
    ),
    "L201": (
        (
            (
                '">= 80 %, < 100 %", points: 2, line: 32, text: "Từ 80 %',
                '"> 80 %, < 100 %", points: 2, line: 32, text: "Trên 80 %',
            ),
        ),
        ("L201",),
    ),
    "L202": (
        (
            (
                '">= 80 %, < 100 %", points: 2, line: 32, text: "Từ 80 % đến dưới 100 %"',
                '">= 80 %", points: 2, line: 32, text: "Từ 80 % trở lên"',
            ),
        ),
        ("L202",),
    ),
    "L203": ((('when: ">= 10, <= 15,5"', 'when: ">= 10, <= 15"'),), ("L203",)),
    "L204": ((('when: ">= 10, <= 15,5"', 'when: ">= 10, <= 16"'),), ("L204",)),
    "L301": ((("Có báo cáo, đầy đủ nhưng trễ hạn", "Có báo cáo, đầy đủ nhưng đúng hạn"),), ("L301",)),
    "L302": (
        (('            - { points: 0, line: 24, text: "Không có báo cáo", none: có }\n', ""),),
        ("L302",),
    ),
    "L303": ((("Có báo cáo nhưng không đầy đủ", "Có báo cáo nhưng không đầy đủ và trễ hạn"),), ("L303",)),
    "L304": (
        (
            ("Có báo cáo, đầy đủ, đúng hạn", "Có quy trình riêng cho từng loại việc"),
            ("Có báo cáo, đầy đủ nhưng trễ hạn", "Có quy trình cho từng nhóm"),
            ("Có báo cáo nhưng không đầy đủ", "Có một quy trình chung"),
            ('"Không có báo cáo", none: có', '"Không có quy trình riêng cho từng loại việc", none: có'),
        ),
        ("L304",),
    ),
    "L305": ((("Chính sách chất lượng", "Mục tiêu chất lượng."),), ("L305",)),
    "L306": ((("Chính sách chất lượng", "Chính sách chất lượng (không đạt trừ 0,5 điểm)"),), ("L306",)),
    "L307": (
        (
            ("              kind: counts\n", "              kind: counts\n              combine: unsaid\n"),
            (
                'text: "Mỗi quy trình 2 điểm" }',
                'text: "Mỗi quy trình 2 điểm" }\n                - { each: 1, line: 62, text: "Mỗi biểu mẫu 1 điểm" }',
            ),
        ),
        ("L307",),
    ),
    "L308": ((("when: { cap: xã }", "when: { cap: [ tỉnh, xã ] }"),), ("L308",)),
    "L309": ((("values: [ tỉnh, xã ]", "values: [ tỉnh, huyện, xã ]"),), ("L309",)),
    "L310": (
        (
            ("Trước và đúng hạn", "Đúng trình tự, trước và đúng hạn"),
            ("Chậm dưới 10 ngày", "Đúng trình tự, chậm dưới 10 ngày"),
            ("Không ban hành hoặc chậm từ 10 ngày trở lên", "Đúng trình tự, chậm từ 10 ngày trở lên"),
        ),
        ("L310",),
    ),
    "L401": ((("Báo cáo năm (gửi trước ngày 15/12/2026)", "Báo cáo năm"),), ("L401",)),
    "L402": ((("    evidence: [ Kế hoạch và báo cáo năm 2026 ]\n", ""),), ("L402", "L402", "L402")),
    "L403": ((("numerator: Nhiệm vụ hoàn thành, ", ""),), ("L403",)),
    "L404": ((("zero_denominator: not_applicable", "zero_denominator: undecided"),), ("L404", "L410")),
    "L405": (
        (
            ("not_applicable: rescale_total\n", ""),
            ("zero_denominator: not_applicable", "zero_denominator: full"),
        ),
        ("L405",),
    ),
    "L406": (
        (
            (
                'classes:\n  bands:\n    - { name: Tốt, when: ">= 16" }\n    - { name: Khá, when: ">= 10, <= 15,5" }\n    - { name: Đạt, when: "< 10" }\n',
                "",
            ),
        ),
        ("L406",),
    ),
    "L407": ((("tie_break: [ { node: II, order: high } ]\n", ""),), ("L407",)),
    "L408": (
        (
            (
                '        rule:\n          kind: checklist\n          items:\n            - { points: 2, line: 71, text: "Chính sách chất lượng" }\n            - { points: 2, line: 72, text: "Mục tiêu chất lượng" }',
                "        text: Mỗi lỗi trừ 1 điểm\n        rule: { kind: deductions, items: [ { each: 1, most: 9, text: Lỗi niêm yết } ] }",
            ),
        ),
        ("L408",),
    ),
    "L409": (
        (
            (
                "unit: quy trình, title: Số quy trình đã xây dựng",
                "unit: hồ sơ, title: Số lượng hồ sơ tiếp nhận",
            ),
        ),
        ("L409",),
    ),
    "L410": (
        (
            (
                "        title: Phản ánh, kiến nghị được xử lý\n",
                "        title: Phản ánh, kiến nghị được xử lý\n        zero_denominator: full\n",
            ),
            ("zero_denominator: not_applicable", "zero_denominator: undecided"),
        ),
        ("L410",),
    ),
    "L411": (
        (
            (
                "        title: Tỷ lệ nhiệm vụ hoàn thành\n",
                "        title: Tỷ lệ nhiệm vụ hoàn thành\n        bind: CASES_RECEIVED\n",
            ),
        ),
        ("L411",),
    ),
    "L501": ((("từ 01/01/2026 đến 31/12/2026", "từ 01/01/2025 đến 31/12/2025"),), ("L501",)),
    "L502": (
        (
            (
                "        title: Phản ánh, kiến nghị được xử lý\n",
                "        title: Phản ánh, kiến nghị được xử lý\n        window: 01/01/N – 15/10/N\n",
            ),
        ),
        ("L502",),
    ),
    "L503": (
        (
            (
                "evidence: [ Kế hoạch và báo cáo năm 2026 ]",
                "evidence: [ Báo cáo 6 tháng, báo cáo trước 07/6 của quý II, Báo cáo quý II ]",
            ),
        ),
        ("L503",),
    ),
    "L504": (
        (
            (
                "decision: Quyết định số 12/QĐ-UBND ngày 15/01/2026",
                "decision: Dự thảo kèm Công văn số 12/UBND",
            ),
        ),
        ("L504",),
    ),
    "L506": ((('label: "3"\n        title: Niêm yết', 'label: "4"\n        title: Niêm yết'),), ("L506",)),
    "L601": ((('text: "Dưới 03 quy trình"', 'text: "Dưới 03 quy trình trở lên"'),), ("L601",)),
    "L602": ((('text: "Từ 80 % đến dưới 100 %"', 'text: "Từ 80 % dưới 100 %"'),), ("L602",)),
    "L603": (
        (
            (
                'text: "Hoàn thành 100 % nhiệm vụ"',
                'text: "Hoàn thành đúng tiến độ 100 % nhưng có nhiệm vụ muộn"',
            ),
        ),
        ("L603",),
    ),
    "L604": ((('text: "Từ 03 đến 04 quy trình"', 'text: "Từ 03 đến 05 quy trình"'),), ("L604",)),
    "L606": ((('text: "Dưới 80 %"', 'text: "Dưới 80 % (79,5 % hay 79.5 %)"'),), ("L606",)),
    "L607": ((("Có báo cáo nhưng không đầy đủ", "Có báo cáo cáo nhưng không đầy đủ"),), ("L607",)),
    "L608": ((("Chính sách chất lượng", "Chinh sách chất lượng"),), ("L608",)),
    "L609": ((("Chính sách chất lượng", "Chính sách chất lượợng"),), ("L609",)),
    "L610": ((("Chính sách chất lượng", "Chính sách chất lượng Имовине"),), ("L610",)),
    "L701": ((("answer: 25/01/2026, points: 1", "answer: 25/01/2026, points: 2"),), ("L701",)),
}
ELSEWHERE = {"L505": "test_labels.py", "L605": "test_published.py"}


def test_a_sound_rubric_has_no_finding() -> None:
    assert findings_of(SOUND) == ()


@pytest.mark.parametrize("code", FAULTS)
def test_one_fault_gives_its_finding_and_what_follows_from_it(code: str) -> None:
    changes, expected = FAULTS[code]

    assert sorted(codes_of(broken(*changes))) == sorted(expected)


def test_every_rule_has_a_fault_here() -> None:
    assert {rule.code for rule in RULES} == {*FAULTS, *ELSEWHERE}


def test_codes_are_in_order_and_unlike() -> None:
    codes = [rule.code for rule in RULES]

    assert codes == sorted(set(codes))


def test_findings_speak_both_languages_and_say_what_to_do() -> None:
    for changes, _ in FAULTS.values():
        for finding in findings_of(broken(*changes)):
            assert finding.message.vi and finding.message.en and finding.hint.vi and finding.hint.en
            assert finding.severity in ("error", "warning", "note")
