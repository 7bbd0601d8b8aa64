"""The shipped rubrics score what their text says, and leave to a ruling what it does not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from importlib.resources import files
from typing import Any

import pytest
import yaml

from minhchung.rubric.answering import answer_from_data, answers_from_data
from minhchung.rubric.context import EMPTY, Context, Ruling
from minhchung.rubric.evaluate import evaluate, evaluate_leaf
from minhchung.rubric.score import LeafScore, Score
from minhchung.rubric.shipped import load_shipped

SAMPLE = files("minhchung.home").joinpath("sample_data")
CA_MAU, QUANG_DIEN, DAK_NONG, QD766 = (
    "ca-mau-iso-2018",
    "quang-dien-cchc-2023",
    "dak-nong-iso-2022",
    "qd766-2022",
)


def _sample(name: str) -> Any:
    return yaml.load(SAMPLE.joinpath(name).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def _score(code: str, data: Mapping[str, Any], context: Context = EMPTY) -> Score:
    rubric = load_shipped(code)
    answers, faults = answers_from_data(rubric, data, context)
    assert faults == []
    return evaluate(rubric, answers, context)


def _leaf(code: str, leaf: str, data: Any, context: Context = EMPTY) -> LeafScore:
    rubric = load_shipped(code)
    answer = answer_from_data(rubric, leaf, data, context)
    assert not isinstance(answer, list), answer
    return evaluate_leaf(rubric, leaf, answer, context)


# ── Krông Nô ──


def test_krong_no_computes_to_what_its_leaves_say() -> None:
    score = _score(DAK_NONG, _sample("krong-no-2022.answers.yaml"))

    assert score.is_complete
    assert score.total == Fraction("96.5")
    assert {
        code: score.find(code).points for code in ("I", "II", "7", "7.2", "8", "9", "9.2", "10", "10.2", "16")
    } == {
        "I": Fraction("68.5"),
        "II": 28,
        "7": 6,
        "7.2": 3,
        "8": Fraction("8.5"),
        "9": 14,
        "9.2": 4,
        "10": 14,
        "10.2": 13,
        "16": 4,
    }


def test_a_mark_off_the_half_point_grid_is_a_fault() -> None:
    rubric = load_shipped(DAK_NONG)

    answer = answer_from_data(rubric, "8.3", "0,3")

    assert isinstance(answer, list)


# ── Cà Mau: points, gaps and overlaps as published ──

PROVINCIAL = Context(year=2018, traits={"tthc_bat_buoc": "có", "truc_tuyen_muc_3": "có"})
COMMUNE = Context(year=2018, traits={"tthc_bat_buoc": "không", "truc_tuyen_muc_3": "không"})
UNDECIDED = None

CA_MAU_CASES: list[tuple[str, Any, Context, int | None]] = [
    ("7.2", "955/1000", EMPTY, 7),
    ("7.2", "945/1000", EMPTY, UNDECIDED),
    ("7.2", "95/100", EMPTY, UNDECIDED),
    ("7.2", "94/100", EMPTY, 4),
    ("7.2", "81/100", EMPTY, 4),
    ("7.2", "805/1000", EMPTY, UNDECIDED),
    ("7.2", "80/100", EMPTY, 2),
    ("7.2", "55/100", EMPTY, UNDECIDED),
    ("7.2", "49/100", EMPTY, 0),
    ("7.1", "10/10", EMPTY, 7),
    ("7.1", "8/10", EMPTY, UNDECIDED),
    ("7.1", "5/10", EMPTY, UNDECIDED),
    ("7.1", "7/10", EMPTY, 2),
    ("3#2", "80 %", EMPTY, 3),
    ("3#2", "79 %", EMPTY, UNDECIDED),
    ("6.4.2", "5", COMMUNE, 5),
    ("6.4.2", "4", COMMUNE, UNDECIDED),
    ("6.4.2", "3", COMMUNE, UNDECIDED),
    ("6.4.2", "2", COMMUNE, 3),
    ("6.4.2", "0", COMMUNE, 0),
    ("6.9", ["a", "b", "c"], EMPTY, 4),
    ("6.9", ["b"], EMPTY, 2),
    ("6.9", [], EMPTY, 0),
    ("11.1", "6", PROVINCIAL, 8),
    ("11.1", "4", PROVINCIAL, 6),
    ("11.1", "2", PROVINCIAL, UNDECIDED),
    ("11.1", "0", PROVINCIAL, 4),
    ("11.2", "8001", COMMUNE, 8),
    ("11.2", "8000", COMMUNE, UNDECIDED),
    ("11.2", "7000", COMMUNE, 6),
    ("11.2", "6000", COMMUNE, UNDECIDED),
    ("11.2", "12", COMMUNE, 4),
]


@pytest.mark.parametrize(("leaf", "data", "context", "points"), CA_MAU_CASES)
def test_ca_mau_as_published(leaf: str, data: Any, context: Context, points: int | None) -> None:
    score = _leaf(CA_MAU, leaf, data, context)

    assert (score.points, score.state) == (points, "undecided" if points is UNDECIDED else "scored")


def test_a_ruling_decides_94_5_percent_for_everyone() -> None:
    ruling = Ruling(
        "7.2", Fraction(4), "Làm tròn xuống dải dưới", lower=Fraction(94, 100), upper=Fraction(95, 100)
    )

    score = _leaf(CA_MAU, "7.2", "945/1000", Context(rulings=(ruling,)))

    assert (score.points, score.state, score.ruled) == (4, "scored", True)


BEST = {
    "1#1": "a", "1#2": "a", "2#1": "a", "2#2": "a", "3#1": "a", "3#2": "100 %", "4": "a", "5": "a",
    "6.1": "a", "6.2": "a", "6.3": "a", "6.5": "a", "6.6": "a", "6.7": "a", "6.8": "a", "6.9": ["a", "b", "c"],
    "7.1": "9/9", "7.2": "99/100", "8": "a", "9": "a", "10": "a", "12#1": "a", "12#2": "a",
}  # fmt: skip


def test_the_attainable_total_of_ca_mau_is_104_by_either_branch() -> None:
    by_count = {"6.4.2": "6", "11.2": "9000"}

    commune = _score(CA_MAU, BEST | by_count, COMMUNE)
    provincial = _score(CA_MAU, BEST | {"6.4.1": "a", "11.1": "3"}, PROVINCIAL)

    assert (commune.total, commune.is_complete) == (104, True)
    assert (provincial.total, provincial.is_complete) == (102, True)
    assert (commune.find("6").points, commune.find("6").declared_max) == (34, 30)
    assert commune.find("6.4.1").state == "excluded"


# ── Quảng Điền ──

ROUND = Context(
    year=2023,
    parameters={
        "han_ke_hoach_cchc": date(2023, 1, 31),
        "han_quyet_dinh_chuc_nang": date(2023, 6, 30),
        "han_danh_gia_phan_loai": date(2022, 12, 20),
        "luong_co_so": 1_490_000,
        "han_bao_cao_quyet_toan": date(2023, 2, 15),
        "han_bao_cao_tai_san": date(2023, 2, 28),
        "han_tu_cham_diem": date(2023, 10, 25),
    },
)

QUANG_DIEN_CASES: list[tuple[str, Any, str | None]] = [
    ("I.1.1", "31/01/2023", "2"),
    ("I.1.1", "09/02/2023", "1"),
    ("I.1.1", "10/02/2023", "0"),
    ("I.1.3", "81/100", "2"),
    ("I.1.3", "80/100", "1"),
    ("I.1.3", "49/100", UNDECIDED),
    ("I.2", {"a": 0, "b": 0}, "3"),
    ("I.2", {"a": 1, "b": 1}, "1.5"),
    ("I.2", {"a": 4, "b": 4}, "0"),
    ("I.4.1", {"ty_le": "4/10", "khong_dat": {"a": 0, "b": 0}}, "2"),
    ("I.4.1", {"ty_le": "3/10", "khong_dat": {"a": 1, "b": 0}}, "1"),
    ("I.4.1", {"ty_le": "1/10", "khong_dat": {"a": 0, "b": 0}}, UNDECIDED),
    ("I.4.1", "không có", "0"),
    ("I.6", {"a": 1, "b": 0}, "2"),
    ("I.6", {"a": 2, "b": 0}, "3"),
    ("I.6", {"a": 0, "b": 3}, "2"),
    ("I.6", {"a": 1, "b": 1}, UNDECIDED),
    ("I.6", {"a": 0, "b": 0}, "0"),
    ("I.7", "60/60", "5"),
    ("I.7", "b", "4"),
    ("I.7", "54/60", "3"),
    ("I.7", "41/60", UNDECIDED),
    ("II.2.2.2", "19/20", "1"),
    ("II.2.2.2", "20/20", UNDECIDED),
    ("II.2.4", "1000/1000", "4"),
    ("II.2.4", "999/1000", "3"),
    ("II.2.4", "95/100", "3"),
    ("II.2.4", "94/100", "2"),
    ("II.2.7", "89/100", UNDECIDED),
    ("II.3.1", "15/07/2023", UNDECIDED),
    ("II.3.1", "14/07/2023", "1"),
    ("II.4.3", "25/12/2022", UNDECIDED),
    ("II.4.4", ["b", "c"], "0"),
    ("II.4.4", "b", "1"),
    ("II.5.1.2", "298000", "1"),
    ("II.5.1.2", "297999", "0.5"),
    ("II.5.1.2", "0", "0"),
    ("II.5.4.2", "05/03/2023", "1"),
    ("II.5.4.2", "03/03/2023", UNDECIDED),
    ("II.5.4.2", "không có", "0"),
    ("II.6.1.1", "30/01/2023", "2"),
    ("II.6.1.1", "09/02/2023", UNDECIDED),
    ("II.6.2", "55/100", "3"),
    ("II.6.2", "45/100", "2"),
    ("II.6.2", "35/100", "1.5"),
    ("II.6.2", "15/100", UNDECIDED),
    ("II.6.2", "9/100", "0"),
    ("II.6.5.1", "100/100", "1.5"),
    ("II.6.5.1", "99/100", "1"),
    ("II.6.6.3", ["a", "b", "c", "d"], "4"),
    ("II.6.6.3", {"ticks": ["a", "b", "c"], "flawed": ["a"]}, "2.5"),
    ("III#1", "25/10/2023", "2"),
    ("III#1", "28/10/2023", "1"),
    ("III#1", "29/10/2023", "0"),
]


@pytest.mark.parametrize(("leaf", "data", "points"), QUANG_DIEN_CASES)
def test_quang_dien_as_published(leaf: str, data: Any, points: str | None) -> None:
    score = _leaf(QUANG_DIEN, leaf, data, ROUND)

    expected = (None, "undecided") if points is None else (Fraction(points), "scored")
    assert (score.points, score.state) == expected


def test_no_late_case_is_not_scored_rather_than_zero() -> None:
    assert _leaf(QUANG_DIEN, "II.2.5", "0/0", ROUND).state == "not_applicable"


def test_a_deadline_that_the_round_has_not_given_is_waited_for() -> None:
    assert _leaf(QUANG_DIEN, "I.1.1", "31/01/2023", Context(year=2023)).state == "pending"


# ── QĐ 766 ──

QD766_CASES: list[tuple[str, str, str]] = [
    ("PUBLISH_ON_TIME", "2/3", "4"),
    ("PROGRESS", "17264/20290", "17.02"),
    ("PROGRESS", "0/0", "0"),
    ("PAYMENT_DOSSIER", "0/0", "0"),
    ("PAYMENT_FORMALITY", "40/100", "1"),
    ("PAYMENT_FORMALITY", "80/100", "2"),
    ("PAYMENT_AVAILABLE", "95/100", "2"),
    ("REUSED_DIGITIZED_DATA", "1/3", "0.83"),
    ("PUBLIC_CONTENT_FULL", "1/400", "0.01"),
    ("PETITION_PROCESSING_ON_TIME", "0/0", "6"),
    ("PETITION_HANDLING_SATISFACTION", "0/0", "6"),
    ("DOSSIER_RECEIVING_SATISFACTION", "45/100", "3"),
    ("DOSSIER_RECEIVING_SATISFACTION", "0/0", "0"),
]


@pytest.mark.parametrize(("leaf", "data", "points"), QD766_CASES)
def test_qd766_rounds_each_leaf_half_up(leaf: str, data: str, points: str) -> None:
    assert _leaf(QD766, leaf, data).points == Fraction(points)


def test_a_commune_gets_the_full_mark_where_only_provinces_are_measured() -> None:
    commune = Context(traits={"cap": "xã"})
    province = Context(traits={"cap": "tỉnh"})

    score = _score(QD766, {}, commune)

    assert score.find("CITIZEN_DATA_CONNECTED_DOSSIER").points == 2
    assert score.find("CITIZEN_DATA_CONNECTED_FORMALITY").points == 2
    assert (
        score.find("CITIZEN_DATA_CONNECTED_FORMALITY").reasons[0].vi
        == "Không áp dụng khi cấp không phải tỉnh"
    )
    assert _leaf(QD766, "CITIZEN_DATA_CONNECTED_DOSSIER", "1/4", province).points == Fraction(1, 2)


def test_everything_done_makes_100() -> None:
    province = Context(traits={"cap": "tỉnh"})

    score = _score(
        QD766, dict.fromkeys((leaf.code for leaf in load_shipped(QD766).leaves()), "7/7"), province
    )

    assert (score.total, score.is_complete) == (100, True)


# ── the sample round ──


def test_the_sample_round_has_agencies_in_every_state() -> None:
    entries = _sample("quang-dien-2023.answers.yaml")
    scores = {agency: _score(QUANG_DIEN, data, ROUND) for agency, data in entries.items()}

    assert len(scores) == 12
    assert {agency: score.missing for agency, score in scores.items() if score.missing} == {
        "Phòng Nông nghiệp và Phát triển nông thôn": ("II.4.2", "II.6.5.2"),
        "Thanh tra huyện": (
            "II.6.1.1", "II.6.1.2", "II.6.2", "II.6.3", "II.6.4", "II.6.5.1", "II.6.5.2", "II.6.6.1", "II.6.6.2",
            "II.6.6.3", "II.6.7.1", "II.6.7.2", "III#1",
        ),
        "Phòng Y tế": ("I.1.3", "II.2.2.2", "II.2.8", "II.6.6.1", "II.6.6.2", "III#1"),
    }  # fmt: skip
    assert {agency: score.undecided for agency, score in scores.items() if score.undecided} == {
        "Phòng Tài nguyên và Môi trường": ("II.6.2",)
    }
    assert {agency: score.pending for agency, score in scores.items() if score.pending} == {
        "Phòng Y tế": ("II.2.5",)
    }
    assert sum(score.is_complete for score in scores.values()) == 8


def test_the_sample_round_parameters_are_those_of_these_tests() -> None:
    given = _sample("quang-dien-2023.parameters.yaml")

    assert int(given["year"]) == ROUND.year
    assert given["parameters"] == {
        name: value.strftime("%d/%m/%Y") if isinstance(value, date) else str(value)
        for name, value in ROUND.parameters.items()
    }
