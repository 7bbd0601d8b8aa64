"""Codes, declared maxima, owners, windows and deadlines of the shipped rubrics, written out."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from minhchung.rubric.model import BandsRule, Rubric
from minhchung.rubric.shipped import load_shipped

LEAVES = {
    "ca-mau-iso-2018": """
        1#1 1#2 2#1 2#2 3#1 3#2 4 5 6.1 6.2 6.3 6.4.1 6.4.2 6.5 6.6 6.7 6.8 6.9 7.1 7.2 8 9 10 11.1 11.2 12#1 12#2
    """,
    "quang-dien-cchc-2023": """
        I.1.1 I.1.2 I.1.3 I.2 I.3.1 I.3.2 I.4.1 I.4.2 I.5 I.6 I.7
        II.1.1.1 II.1.1.2 II.1.2
        II.2.1.1 II.2.1.2 II.2.2.1 II.2.2.2 II.2.3.1 II.2.3.2 II.2.4 II.2.5 II.2.6 II.2.7 II.2.8
        II.3.1 II.3.2 II.3.3
        II.4.1 II.4.2 II.4.3 II.4.4 II.4.5
        II.5.1.1 II.5.1.2 II.5.2 II.5.3 II.5.4.1 II.5.4.2
        II.6.1.1 II.6.1.2 II.6.2 II.6.3 II.6.4 II.6.5.1 II.6.5.2 II.6.6.1 II.6.6.2 II.6.6.3 II.6.7.1 II.6.7.2
        III#1
    """,
    "dak-nong-iso-2022": """
        1.1 1.2 2.1 2.2 3.1 3.2 3.3 3.4 3.5 4.1 4.2 5.1 5.2 5.3 5.4 5.5 5.6
        6.1 6.2 6.3 6.4 6.5 6.6 6.7 6.8 6.9 7.1.a 7.1.b 7.1.c 7.2.a 7.2.b 7.2.c 7.2.d
        8.1 8.2 8.3 8.4 8.5 8.6 8.7 8.8 8.9
        9.1.a 9.1.b 9.1.c 9.1.d 9.2.a 9.2.b 9.2.c 9.2.d 9.3.a 9.3.b 9.3.c 9.3.d 9.3.đ 9.3.e
        10.1 10.2.a 10.2.b 11.1 11.2 11.3 12.1 12.2 12.3 12.4 13.1 13.2 13.3 13.4 13.5 13.6 13.7
        14.1 14.2 14.3 14.4 15.1 15.2 15.3 15.4 16.1 16.2 16.3 16.4 17.1 17.2
    """,
    "qd766-2022": """
        PUBLISH_ON_TIME PUBLIC_UPDATE_ON_TIME PUBLIC_CONTENT_FULL DOSSIER_SYNC PROGRESS ONLINE_FULL
        PAYMENT_DOSSIER PAYMENT_FORMALITY PAYMENT_AVAILABLE ORIGINAL_RESULT_AVAILABLE SO_HOA_GIAY_TO_GIAI_QUYET
        ELECTRONIC_CERTIFIED_COPY REUSED_DIGITIZED_DATA SYNCED_WITH_DVCQG_PERSONAL_STORAGE
        CITIZEN_DATA_CONNECTED_DOSSIER CITIZEN_DATA_CONNECTED_FORMALITY PETITION_PROCESSING_ON_TIME
        PETITION_HANDLING_SATISFACTION DOSSIER_RECEIVING_SATISFACTION
    """,
}
KINDS = {
    "ca-mau-iso-2018": {"Options": 20, "Bands": 6, "Checklist": 1},
    "quang-dien-cchc-2023": {
        "Bands": 27,
        "Options": 20,
        "Deductions": 2,
        "SumOf": 1,
        "Counts": 1,
        "Checklist": 1,
    },
    "dak-nong-iso-2022": {"Graded": 87},
    "qd766-2022": {"Linear": 19},
}
PARENTS = {
    "ca-mau-iso-2018": "1 6, 2 5, 3 8, 6 30, 6.4 5, 7 14, 11 8, 12 10",
    "quang-dien-cchc-2023": (
        "I 22, I.1 5, I.3 2, I.4 3, II 73, II.1 6, II.1.1 4, II.2 21, II.2.1 3, II.2.2 2, II.2.3 4, II.3 4, II.4 12, "
        "II.5 10, II.5.1 3, II.5.4 3, II.6 25, II.6.1 3, II.6.5 3, II.6.6 8, II.6.7 2, III 2"
    ),
    "dak-nong-iso-2022": (
        "I 72, 1 2, 2 2, 3 5, 4 2, 5 6, 6 9, 7 7, 7.1 3, 7.2 4, 8 9, 9 14, 9.1 4, 9.2 4, 9.3 6, 10 16, 10.2 15, II 28, "
        "11 3, 12 4, 13 7, 14 4, 15 4, 16 4, 17 2"
    ),
}


@pytest.mark.parametrize("code", LEAVES)
def test_leaf_codes(code: str) -> None:
    assert [leaf.code for leaf in load_shipped(code).leaves()] == LEAVES[code].split()


@pytest.mark.parametrize("code", KINDS)
def test_kinds_of_rule(code: str) -> None:
    found: dict[str, int] = {}
    for leaf in load_shipped(code).leaves():
        kind = type(leaf.rule).__name__.removesuffix("Rule")
        found[kind] = found.get(kind, 0) + 1

    assert found == KINDS[code]


@pytest.mark.parametrize("code", PARENTS)
def test_declared_maxima_of_headings_are_the_published_ones(code: str) -> None:
    headings = [node for node in load_shipped(code).walk() if not node.is_leaf]

    assert ", ".join(f"{node.code} {node.max}" for node in headings) == PARENTS[code]


@pytest.mark.parametrize("code", LEAVES)
def test_the_declared_total_is_100(code: str) -> None:
    assert load_shipped(code).total == 100


def test_the_leaves_of_quang_dien_sum_to_100_though_its_headings_do_not() -> None:
    rubric = load_shipped("quang-dien-cchc-2023")

    assert sum(leaf.max or 0 for leaf in rubric.leaves()) == 100
    assert sum(section.max or 0 for section in rubric.sections()) == 97


def test_branches_by_kind_of_agency_are_told_apart_by_one_trait() -> None:
    rubric = load_shipped("ca-mau-iso-2018")

    tests = {
        code: [(test.trait, test.values) for test in rubric.node(code).when]
        for code in ("6.4.1", "6.4.2", "11.1", "11.2")
    }

    assert [rubric.node(code).combine for code in ("6.4", "11")] == ["one_of", "one_of"]
    assert tests == {
        "6.4.1": [("tthc_bat_buoc", ("có",))],
        "6.4.2": [("tthc_bat_buoc", ("không",))],
        "11.1": [("truc_tuyen_muc_3", ("có",))],
        "11.2": [("truc_tuyen_muc_3", ("không",))],
    }


APPRAISERS = {
    "Phòng Nội vụ": "I.1.1 I.1.2 I.1.3 I.2 I.4.1 I.4.2 I.5 I.6 II.3.1 II.3.2 II.3.3 II.4.1 II.4.2 II.4.3 II.4.4 II.4.5 III#1",
    "Phòng Văn hóa và Thông tin": "I.3.1 I.3.2 II.6.1.1 II.6.1.2",
    "Văn phòng HĐND và UBND huyện": (
        "I.7 II.2.1.1 II.2.1.2 II.2.2.1 II.2.2.2 II.2.3.1 II.2.3.2 II.2.4 II.2.5 II.2.6 II.2.7 II.2.8 "
        "II.6.2 II.6.3 II.6.4 II.6.5.1 II.6.5.2 II.6.7.1 II.6.7.2"
    ),
    "Phòng Tư pháp": "II.1.1.1 II.1.1.2 II.1.2",
    "Phòng Tài chính - Kế hoạch": "II.5.1.1 II.5.1.2 II.5.2 II.5.3 II.5.4.1 II.5.4.2",
    "Phòng Kinh tế và Hạ tầng": "II.6.6.1 II.6.6.2 II.6.6.3",
}


def test_each_leaf_of_quang_dien_has_its_appraising_body() -> None:
    found: dict[str, list[str]] = {}
    for leaf in load_shipped("quang-dien-cchc-2023").leaves():
        found.setdefault(leaf.appraised_by or "", []).append(leaf.code)

    assert {body: " ".join(codes) for body, codes in found.items()} == APPRAISERS


NAMED_AS = {
    "Phòng VH và TT": "Phòng Văn hóa và Thông tin",
    "Văn phòng HĐND và UBND huyện": "Văn phòng HĐND và UBND huyện",
    "VP HĐND và UBND huyện": "Văn phòng HĐND và UBND huyện",
    "Phòng Nội vụ": "Phòng Nội vụ",
    "Phòng Tài chính - Kế hoạch": "Phòng Tài chính - Kế hoạch",
}


def test_a_body_whose_monitoring_is_cited_appraises() -> None:
    cited = [
        (leaf.code, slug, leaf.appraised_by)
        for leaf in load_shipped("quang-dien-cchc-2023").leaves()
        for text in leaf.evidence
        for name, slug in NAMED_AS.items()
        if name in text
    ]

    assert len(cited) == 20
    assert [code for code, slug, appraiser in cited if slug != appraiser] == []


@pytest.mark.parametrize(
    ("code", "who", "leaves"),
    [
        ("quang-dien-cchc-2023", "owner", "II.4.4 II.6.3 II.6.4"),
        ("qd766-2022", "data", " ".join(LEAVES["qd766-2022"].split())),
        ("ca-mau-iso-2018", "owner", ""),
        ("dak-nong-iso-2022", "owner", ""),
    ],
)
def test_who_answers(code: str, who: str, leaves: str) -> None:
    assert " ".join(leaf.code for leaf in load_shipped(code).leaves() if leaf.answered_by == who) == leaves


def test_evidence_asked_at_a_heading_serves_the_leaf_that_asks_none() -> None:
    rubric = load_shipped("quang-dien-cchc-2023")

    plan = "Kế hoạch rà soát, đánh giá TTHC của cơ quan ban hành trước ngày 20/01/2023"

    assert rubric.node("II.2.2").evidence == (plan,)
    assert rubric.node("II.2.2.1").evidence == ()
    assert rubric.evidence_for("II.2.2.1") == (plan,)


def test_windows_as_published() -> None:
    rubric = load_shipped("quang-dien-cchc-2023")

    windows = {
        leaf.code: (window.start.on(2024), window.end.on(2024))
        for leaf in rubric.leaves()
        if (window := leaf.window) is not None
    }

    relative = (date(2024, 1, 1), date(2024, 10, 15))
    assert windows == {
        **dict.fromkeys(("I.7", "II.2.4", "II.2.5", "II.2.7", "II.6.2", "II.6.5.1", "II.6.5.2"), relative),
        "II.6.7.1": (date(2022, 1, 1), date(2022, 10, 15)),
    }


def test_deadlines_are_days_or_parameters_of_the_round() -> None:
    rubric = load_shipped("quang-dien-cchc-2023")
    due = {leaf.code: leaf.rule.measure.due for leaf in rubric.leaves() if isinstance(leaf.rule, BandsRule)}
    dated = {code: day.on(2023) for code, day in due.items() if day is not None and not isinstance(day, str)}
    named = {code: day for code, day in due.items() if isinstance(day, str)}

    assert dated == {
        "II.2.1.1": date(2023, 1, 20),
        "II.2.2.1": date(2023, 1, 20),
        "II.6.1.1": date(2023, 1, 30),
    }
    assert named == {
        "I.1.1": "han_ke_hoach_cchc",
        "II.3.1": "han_quyet_dinh_chuc_nang",
        "II.4.3": "han_danh_gia_phan_loai",
        "II.5.3": "han_bao_cao_quyet_toan",
        "II.5.4.2": "han_bao_cao_tai_san",
        "III#1": "han_tu_cham_diem",
    }
    assert {parameter.name for parameter in rubric.parameters} == {*named.values(), "luong_co_so"}


def test_not_applicable_is_not_scored_and_claimed_only_where_nothing_may_arise() -> None:
    rubric = load_shipped("quang-dien-cchc-2023")

    closed = [
        leaf.code for leaf in rubric.leaves() if leaf.not_applicable and not leaf.not_applicable.claimable
    ]

    assert rubric.not_applicable == "not_scored"
    assert " ".join(closed) == (
        "I.1.1 I.1.2 I.1.3 I.2 I.3.1 I.3.2 I.4.1 I.4.2 I.5 I.6 II.2.1.1 II.2.1.2 II.2.2.1 II.2.2.2 II.2.8 II.3.2 II.3.3 "
        "II.4.3 II.4.4 II.4.5 II.5.2 II.5.3 II.5.4.1 II.5.4.2 II.6.1.1 II.6.5.1 II.6.5.2 II.6.7.1 II.6.7.2 III#1"
    )


def _zero(rubric: Rubric) -> dict[str, object]:
    return {leaf.code: leaf.zero_denominator for leaf in rubric.leaves() if leaf.zero_denominator is not None}


def test_zero_over_zero_is_said_leaf_by_leaf() -> None:
    assert _zero(load_shipped("qd766-2022")) == {
        "PROGRESS": "zero",
        "PAYMENT_DOSSIER": "zero",
        "PETITION_PROCESSING_ON_TIME": "full",
        "PETITION_HANDLING_SATISFACTION": "full",
        "DOSSIER_RECEIVING_SATISFACTION": "zero",
    }
    assert _zero(load_shipped("quang-dien-cchc-2023")) == dict.fromkeys(
        ("II.1.2", "II.2.5", "II.2.7"), "not_applicable"
    )


def test_targets_of_qd766() -> None:
    targets = {
        leaf.code: getattr(leaf.rule, "target", None)
        for leaf in load_shipped("qd766-2022").leaves()
        if getattr(leaf.rule, "target", None) is not None
    }

    assert targets == {
        "PAYMENT_FORMALITY": Fraction(4, 5),
        "PAYMENT_AVAILABLE": Fraction(4, 5),
        "REUSED_DIGITIZED_DATA": Fraction(4, 5),
        "DOSSIER_RECEIVING_SATISFACTION": Fraction(9, 10),
    }


NUMBERED_DEFECTS = {
    "ca-mau-iso-2018": ("S0", {*range(1, 2), *range(9, 32)}),
    "quang-dien-cchc-2023": ("S1", set(range(1, 40))),
}


@pytest.mark.parametrize("code", NUMBERED_DEFECTS)
def test_notes_name_every_known_defect_of_the_text(code: str) -> None:
    """S0 #2–#8 are wrong totals in a results table, not in the rubric."""
    import re

    seed, wanted = NUMBERED_DEFECTS[code]
    rubric = load_shipped(code)
    notes = " ".join([*rubric.notes, *(note for node in rubric.walk() for note in node.notes)])
    named = {
        int(n)
        for group in re.findall(rf"{seed} ((?:#\d+(?:, )?)+)", notes)
        for n in re.findall(r"\d+", group)
    }

    assert named == wanted
