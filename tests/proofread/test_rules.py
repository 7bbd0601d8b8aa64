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
    "P208": (
        (
            (
                "- Kế hoạch số 88/KH-UBND ngày 25/3/2026 của UBND xã về việc duy trì TCVN ISO 9001:2015.",
                "- Kế hoạch số 88/KH-UBND ngày 25/3/2026 căn cứ Kế hoạch số 91/KH-SKHCN ngày 01/4/2026.",
            ),
        ),
        ("P208",),
    ),
    "P209": ((("báo cáo như sau", "báo cáo như sau (họp ngày 31/02/2026)"),), ("P209",)),
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
    "P403": ((("định kỳ\t1\t1", "định kỳ\t1\t2"),), ("P403",)),
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


SUMS = [
    ("Tổng số công chức 58 người, trong đó nam 33 người, nữ 24 người.", ["P103"]),
    ("Tổng số công chức 58 người, trong đó nam 33 người, nữ 25 người.", []),
    ("Tổng số: 8.640 hồ sơ, trong đó trực tuyến 5.200 hồ sơ, trực tiếp 3.340 hồ sơ.", ["P103"]),
    (
        "Tổng số: 8.640 hồ sơ, trong đó trực tuyến 5.200 hồ sơ, trực tiếp 3.340 hồ sơ, qua bưu chính 100 hồ sơ.",
        [],
    ),
    ("Có 8.000 hồ sơ (trước hạn 6.000 hồ sơ, đúng hạn 1.900 hồ sơ, quá hạn 200 hồ sơ).", ["P103"]),
    ("Có 8.000 hồ sơ (trước hạn 6.000 hồ sơ, đúng hạn 1.900 hồ sơ, quá hạn 100 hồ sơ).", []),
    ("Có 640 hồ sơ: đúng hạn 600 hồ sơ, trễ hạn 30 hồ sơ.", ["P103"]),
    ("Có 120 đơn vị: 46 tại trụ sở, 74 qua báo cáo.", []),
    ("Có 120 đơn vị: 46 tại trụ sở, 73 qua báo cáo.", ["P103"]),
    (
        "Kinh phí 450 triệu đồng, gồm: mua sắm 200 triệu đồng; đào tạo 150 triệu đồng; khác 80 triệu đồng.",
        ["P103"],
    ),
    (
        "Kinh phí 450 triệu đồng, gồm: mua sắm 200 triệu đồng; đào tạo 150 triệu đồng; khác 100 triệu đồng.",
        [],
    ),
    ("Có 9.500 hồ sơ: trước hạn 7.000 hồ sơ (73,7%), đúng hạn 2.400 hồ sơ, trễ hạn 100 hồ sơ.", []),
    (
        "Có 9.500 hồ sơ: trước hạn 7.000 hồ sơ (73,7%), đúng hạn 2.400 hồ sơ, trễ hạn 100 hồ sơ (2%).",
        ["P102"],
    ),
    ("Có 120 hộ, trong đó 75 hộ nghèo, 60 hộ dân tộc thiểu số.", []),
]


@pytest.mark.parametrize(("text", "codes"), SUMS)
def test_parts_that_leave_nothing_between_them_make_the_whole(text: str, codes: list[str]) -> None:
    assert codes_of(text) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Số văn bản đi 2.400, trong đó 2.100 văn bản ký số, đạt 90%.", ["P102"]),
        ("Số văn bản đi 2.400, trong đó 2.100 văn bản ký số, đạt 87,5%.", []),
        ("Số phản ánh: 25; đã xử lý 20 (đạt 85%).", ["P102"]),
        ("Số phản ánh: 25; đã xử lý 20 (đạt 80%).", []),
        ("Có 6.650 giao dịch trên tổng số 7.000 giao dịch, đạt 92%.", ["P101"]),
        ("Có 6.650 giao dịch trên tổng số 7.000 giao dịch, đạt 95%.", []),
        ("Có 100 hồ sơ: 80 hồ sơ trực tuyến, trong đó 40 hồ sơ (50%) toàn trình.", []),
    ],
)
def test_a_part_is_held_against_the_number_named_before_it(text: str, codes: list[str]) -> None:
    assert codes_of(text) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Ngày 12/8/2022 họp xem xét của lãnh đạo; biên bản số 14/BB-SXD ngày 10/8/2022.", ["P208"]),
        ("Ngày 12/8/2022 họp xem xét của lãnh đạo; biên bản số 14/BB-SXD ngày 12/8/2022.", []),
        (
            "Thực hiện Kế hoạch số 20/KH-UBND ngày 10/4/2023, Sở đã ban hành Quyết định số 45/QĐ-SXD ngày 03/3/2023.",
            ["P208"],
        ),
        (
            "Thực hiện Kế hoạch số 20/KH-UBND ngày 10/4/2023, Sở đã ban hành Quyết định số 45/QĐ-SXD ngày 03/5/2023.",
            [],
        ),
    ],
)
def test_nothing_is_dated_before_what_it_follows(text: str, codes: list[str]) -> None:
    assert codes_of(text) == codes


def test_what_is_handled_is_read_whole_and_not_from_its_parts() -> None:
    text = (
        "Đã tiếp nhận 1.850 hồ sơ, giải quyết 1.700 hồ sơ, trong đó đúng hạn 1.632 hồ sơ, trễ hạn 68 hồ sơ."
    )
    (finding,) = [each for each in proofread(text) if each.code == "P104"]

    assert finding.sample == "1.850 − 1.700 = 150"


@pytest.mark.parametrize(
    ("denial", "codes"),
    [
        ("Đơn vị chưa tổ chức đánh giá nội bộ định kỳ trong năm.", ["P401"]),
        ("Đơn vị không để xảy ra chậm đánh giá nội bộ định kỳ.", []),
    ],
)
def test_a_denial_names_the_deed_after_its_verb_too(denial: str, codes: list[str]) -> None:
    assert codes_of(f"{denial}\n\n1\tĐánh giá nội bộ định kỳ\t5\t5\n") == codes


def test_a_label_whose_next_item_follows_has_lost_its_figure() -> None:
    assert codes_of("- Số điểm không phù hợp phát hiện:\n- Số phiếu thu về: 20\n") == ["P301"]
    assert codes_of("- Số hồ sơ theo lĩnh vực:\n+ Đất đai: 20 hồ sơ;\n") == []


def test_a_standard_that_is_there_is_no_slip_of_another() -> None:
    said = "Áp dụng TCVN ISO 9001:2015. Theo TCVN ISO 9001:2015. Từ vựng theo TCVN ISO {}:2015.\n"

    assert codes_of(said.format("9000")) == []
    assert codes_of(said.format("9010")) == ["P501"]
