"""Each rule on a report that is sound but for one fault; and no rule on the sound one."""

from __future__ import annotations

import pytest

from minhchung.proofread import RULES, proofread
from tests.proofread.sound import SOUND, broken, codes_of

FAULTS: dict[str, tuple[tuple[tuple[str, str], ...], tuple[str, ...]]] = {
    "P101": ((("264/319 TTHC, đạt 82,8%", "264/314 TTHC, đạt 82,8%"),), ("P101",)),
    "P102": ((("(đạt tỷ lệ 99,5% ", "(đạt tỷ lệ 95,9% "),), ("P102",)),
    "P103": ((("74 đơn vị kiểm tra qua báo cáo", "73 đơn vị kiểm tra qua báo cáo"),), ("P103",)),
    "P104": ((("; đang giải quyết: 200 hồ sơ", ""),), ("P104",)),
    "P105": ((("(đạt tỷ lệ 99,5% trên số đã giải quyết)", "(đạt tỷ lệ 99,5%)"),), ("P105",)),
    "P201": (
        (
            (
                "- Kế hoạch số 88/KH-UBND ngày 25/3/2026",
                "- Báo cáo số 88/KH-UBND ngày 25/3/2026 và Kế hoạch số 88/KH-UBND ngày 25/3/2026",
            ),
        ),
        ("P201",),
    ),
    "P202": ((("841/KH-SKHCN", "841/KH-UBND"),), ("P202",)),
    "P203": ((("245/QĐ-UBND", "45/QĐ-UBND"),), ("P203",)),
    "P204": ((("101/QĐ-UBND ngày 31/3/2026", "301/QĐ-UBND ngày 30/10/2026"),), ("P204",)),
    "P205": (
        (
            (
                "Krông Nô, ngày 20 tháng 11 năm 2026",
                "Krông Nô, ngày 20 tháng 11 năm 2026\n(Kèm theo Báo cáo số /BC-UBND ngày...../...../2026)",
            ),
        ),
        ("P205",),
    ),
    "P206": ((("ngày 30/9/2026", "ngày 27/9/2026"),), ("P206",)),
    "P207": ((("ngày 20 tháng 11 năm 2026", "ngày 20 tháng 8 năm 2026"),), ("P207",)),
    "P301": (
        (
            (
                "Số hồ sơ trễ hạn trên phần mềm: 100 hồ sơ.",
                "Số hồ sơ trễ hạn trên phần mềm: Do chuyển nhầm tài khoản.",
            ),
        ),
        ("P301",),
    ),
    "P302": ((("120 phiếu, 98,3% (118/120 phiếu) hài lòng", "98,3% hài lòng"),), ("P302",)),
    "P303": (
        (
            (
                "74 đơn vị kiểm tra qua báo cáo",
                "trong đó 01 đơn vị không tiến hành kiểm tra; 74 đơn vị kiểm tra qua báo cáo",
            ),
        ),
        ("P303",),
    ),
    "P304": (
        (
            (
                "74 đơn vị kiểm tra qua báo cáo",
                "trong đó 09 đơn vị kiểm tra lồng ghép; 74 đơn vị kiểm tra qua báo cáo",
            ),
        ),
        ("P304",),
    ),
    "P401": (
        (("đã thực hiện đủ bốn đợt theo kế hoạch", "các đợt đánh giá nội bộ định kỳ chưa tiến hành được"),),
        ("P401",),
    ),
    "P402": (
        (
            (
                "Số hồ sơ trễ hạn trên phần mềm: 100 hồ sơ.",
                "Số hồ sơ trễ hạn trên phần mềm: 100 hồ sơ, thực tế trên hồ sơ giấy đã trả đúng hẹn.",
            ),
        ),
        ("P402",),
    ),
    "P501": (
        (
            ("duy trì TCVN ISO 9001:2015", "duy trì TCVN ISO 900: 2015"),
            ("Chính sách chất lượng;", "Chính sách chất lượng theo TCVN ISO 9001:2015;"),
        ),
        ("P501",),
    ),
    "P502": ((("duy trì TCVN ISO 9001:2015", "duy trì TCVN ISO 9001:2008"),), ("P502",)),
    "P503": ((("chiếm tỷ lệ 0,5%", "chiếm tỷ lệ 0.5%"),), ("P503",)),
    "P504": (
        (("của UBND xã về việc ban hành hệ thống", "của của UBND xã về việc ban hành hệ thống"),),
        ("P504",),
    ),
    "P505": ((("ban hành Chính sách", "ban hành Chinh sách"),), ("P505",)),
    "P506": ((("đủ bốn đợt", "đủ bốnn đợt"),), ("P506",)),
    "P507": ((("13.1\t", "Paris\n13.1\t"),), ("P507",)),
    "P508": ((("13.1\t", "1 Sở Nội vụ BRVT 95\n2 Sở Công Thương BRVT 85\n13.1\t"),), ("P508",)),
}


def test_a_sound_report_has_no_finding() -> None:
    assert proofread(SOUND) == ()


@pytest.mark.parametrize("code", FAULTS)
def test_one_fault_gives_its_finding(code: str) -> None:
    changes, expected = FAULTS[code]

    assert codes_of(broken(*changes)) == list(expected)


def test_every_rule_has_a_fault_here() -> None:
    assert {rule.code for rule in RULES} == set(FAULTS)


def test_codes_are_in_order_and_unlike() -> None:
    codes = [rule.code for rule in RULES]

    assert codes == sorted(set(codes))


def test_findings_speak_both_languages_and_have_a_line() -> None:
    for changes, _ in FAULTS.values():
        for finding in proofread(broken(*changes)):
            assert finding.message.vi and finding.message.en and finding.hint.vi and finding.line


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "/",
        "số",
        "100%",
        "264/0 TTHC đạt 5%",
        "ngày 99/99/9999",
        "\t\t\t",
        "(" * 2000,
        "1/" * 2000,
    ],
)
def test_odd_texts_are_read_in_peace(text: str) -> None:
    assert isinstance(proofread(text), tuple)


def test_a_percentage_may_be_rounded_as_it_is_written() -> None:
    assert codes_of("Có 42/46 thủ tục phát sinh hồ sơ, chiếm tỷ lệ 91,3%.") == []
    assert codes_of("Có 42/46 thủ tục phát sinh hồ sơ, chiếm tỷ lệ 91%.") == []
    assert codes_of("Có 42/46 thủ tục phát sinh hồ sơ, chiếm tỷ lệ 91,4%.") == ["P101"]


def test_a_paragraph_broken_over_lines_is_one() -> None:
    (finding,) = proofread(
        "Một số hồ sơ trễ hạn trên môi\n\ntrường mạng, thực tế trên hồ sơ giấy đã trả đúng hẹn."
    )

    assert (finding.code, finding.line) == ("P402", 3)


def test_the_same_number_in_two_years_is_two_documents() -> None:
    assert (
        codes_of("Quyết định số 12/QĐ-UBND ngày 05/01/2026 thay Quyết định số 12/QĐ-UBND ngày 06/01/2025.")
        == []
    )
