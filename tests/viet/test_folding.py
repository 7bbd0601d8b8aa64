"""Folding: one spelling in store, one key for search."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minhchung.viet import nfc, search_key

VIETNAMESE = "ABCDEGHIKLMNOPQRSTUVXYĂÂĐÊÔƠƯ aáàảãạăắằẳẵặâấầẩẫậđeéèẻẽẹêếềểễệ"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Đắk  Lắk", "dak lak"),
        ("ĐẶNG THỊ HƯỜNG", "dang thi huong"),
        ("hòa", "hoa"),
        ("hoà", "hoa"),
        ("Quy\u1ebf\u0302t", "quyet"),
        ("Ðồng Nai", "dong nai"),
        ("Số 2804/QĐ-UBND", "so 2804/qd-ubnd"),
        ("Một\u00a0cửa\tđiện\u00adtử\n", "mot cua dientu"),
        ("", ""),
    ],
)
def test_search_key_drops_case_marks_and_extra_space(text: str, key: str) -> None:
    assert search_key(text) == key


@pytest.mark.parametrize("text", ["â\u0301", "ê\u0323", "ơ\u0300", "a\u0301\u0302", "a\u0302\u0323"])
def test_every_way_of_writing_a_letter_has_one_key(text: str) -> None:
    assert len(search_key(text)) == 1
    assert search_key(text).isascii()


def test_nfc_composes_decomposed_text() -> None:
    assert nfc(unicodedata.normalize("NFD", "Nguyễn Thị Ặ")) == "Nguyễn Thị Ặ"


@settings(max_examples=60)
@given(st.text(max_size=20))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert search_key(search_key(text)) == search_key(text)


@settings(max_examples=40)
@given(st.text(alphabet=VIETNAMESE, max_size=20))
def test_decomposed_and_composed_text_fold_alike_to_ascii(text: str) -> None:
    assert search_key(unicodedata.normalize("NFD", text)) == search_key(text)
    assert search_key(text).isascii()
