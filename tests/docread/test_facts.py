from __future__ import annotations

from datetime import date

import pytest

from minhchung.docread.facts import Facts, Mention, document_facts, document_mentions


@pytest.mark.parametrize(
    ("head", "facts"),
    [
        (
            "UBND TỈNH CÀ MAU\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 2804/QĐ-UBND\tCà Mau, ngày 05 tháng 01 năm 2023\n"
            "QUYẾT ĐỊNH\nVề việc công bố\nCăn cứ Luật số 91/2025/QH15 ngày 01 tháng 02 năm 2025",
            Facts("2804/QĐ-UBND", date(2023, 1, 5), "Cà Mau", "QUYẾT ĐỊNH"),
        ),
        (
            "Số: 12 /BC- UBND Krông Nô, ngày 15 tháng 11 năm 2022\nBÁO CÁO",
            Facts("12/BC-UBND", date(2022, 11, 15), "Krông Nô", "BÁO CÁO"),
        ),
        (
            "Số: 7/KH-SKHCN\nBà Rịa - Vũng Tàu, ngày 1 tháng 3 năm 2021\nKẾ HOẠCH",
            Facts("7/KH-SKHCN", date(2021, 3, 1), "Bà Rịa - Vũng Tàu", "KẾ HOẠCH"),
        ),
        (
            "Số: 19/2014/QĐ-TTg\nHà Nội, ngày 5 tháng 3 năm 2014",
            Facts("19/2014/QĐ-TTg", date(2014, 3, 5), "Hà Nội"),
        ),
        ("Số:      /QĐ-UBND\nCà Mau, ngày    tháng    năm 2023", Facts()),
        (
            "Số: 5/TB-VP\nHà Nội, ngày 31 tháng 02 năm 2023\nTHÔNG BÁO",
            Facts("5/TB-VP", None, None, "THÔNG BÁO"),
        ),
        ("Thực hiện Kế hoạch số 841/KH-UBND ngày 24/8/2022 của UBND tỉnh", Facts()),
        ("", Facts()),
    ],
)
def test_a_document_states_its_own_number_and_date_and_never_a_cited_one(head: str, facts: Facts) -> None:
    assert document_facts(head) == facts


def test_documents_named_in_text_come_with_the_date_beside_them() -> None:
    text = "Theo Quyết định số 1959/QĐ-UBND ngày 22/7/2022 và Công văn 631/UBND-KTHT, tỷ lệ 3/4."

    assert document_mentions(text) == (
        Mention("1959/QĐ-UBND", date(2022, 7, 22), 19),
        Mention("631/UBND-KTHT", None, 59),
    )
