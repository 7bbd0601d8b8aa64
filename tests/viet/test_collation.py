"""Collation: the byte order of stored keys is Vietnamese order.

The expected orders were written down from ICU 78 (`vi`); `SYLLABLES` is in the order it gave.
"""

from __future__ import annotations

import itertools
import random
import sqlite3
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minhchung.viet import name_sort_key, sort_key

ALPHABET = [
    "a",
    "ă",
    "â",
    "b",
    "c",
    "d",
    "đ",
    "e",
    "ê",
    "f",
    "g",
    "h",
    "i",
    "j",
    "k",
    "l",
    "m",
    "n",
    "o",
    "ô",
    "ơ",
    "p",
    "q",
    "r",
    "s",
    "t",
    "u",
    "ư",
    "v",
    "w",
    "x",
    "y",
    "z",
]
TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]

LETTERS_IN_ORDER = [
    unicodedata.normalize("NFC", cased + tone)
    for letter in ALPHABET
    for tone in (TONES if letter in "aăâeêioôơuưy" else [""])
    for cased in (letter, letter.upper())
]


def shuffled(words: list[str]) -> list[str]:
    return random.Random(7).sample(words, len(words))


def test_letters_sort_by_alphabet_then_tone_then_case() -> None:
    assert sorted(shuffled(LETTERS_IN_ORDER), key=sort_key) == LETTERS_IN_ORDER


@pytest.mark.parametrize(
    "in_order",
    [
        ["ma", "Ma", "MA", "mà", "Mà", "mả", "mã", "má", "mạ"],
        ["an", "az", "ăn", "ăz", "ân", "b"],
        ["da", "dz", "đa", "Đa", "e"],
        ["10", "2", "a"],
        ["", " a", "ab"],
        ["ma em", "mà em", "mã em", "maa"],
        ["Hà Giang", "Hà Nam", "Hà Nội", "Hải Phòng", "Hồ Chí Minh", "Huế", "Hưng Yên"],
        ["An", "Ân", "Bắc", "Cà Mau", "Cần Thơ", "Đà Nẵng", "Đồng Nai", "Gia Lai"],
        ["mục 1", "mục 1.1", "mục 1.10", "mục 2", "mục a"],
        list("_-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0129az"),
        ["z", "Ω", "日"],
        ["a", "a–", "a1", "aa"],
        ["ò", "ó", "ö", "ô"],
    ],
)
def test_words_sort_as_icu_sorts_them(in_order: list[str]) -> None:
    assert sorted(shuffled(in_order), key=sort_key) == in_order


def test_tones_are_compared_after_all_letters() -> None:
    assert sort_key("má anh") < sort_key("ma em")
    assert sort_key("ma mà") < sort_key("mà ma")


def test_a_decomposed_text_has_the_key_of_the_composed_one() -> None:
    for letter in LETTERS_IN_ORDER:
        assert sort_key(unicodedata.normalize("NFD", letter)) == sort_key(letter)


def test_names_sort_by_given_name_and_its_tone_before_family_name() -> None:
    in_order = [
        "Lê An",
        "Trần Thị An",
        "Nguyễn Văn Ân",
        "Bình",
        "Đỗ Bình",
        "Trần Hà",
        "Lê Há",
        "Nguyễn  Văn Há",
        "Đặng Y",
    ]

    assert sorted(shuffled(in_order), key=name_sort_key) == in_order


@settings(max_examples=60)
@given(st.lists(st.text(alphabet="aAăÂbdĐeêo ơ1.-áàảãạệậíý", max_size=6), max_size=6))
def test_sqlite_orders_keys_as_python_does(texts: list[str]) -> None:
    keys = [sort_key(text) for text in texts]
    with sqlite3.connect(":memory:") as db:
        db.execute("CREATE TABLE t (k TEXT)")
        db.executemany("INSERT INTO t VALUES (?)", [(key,) for key in keys])
        stored = [row[0] for row in db.execute("SELECT k FROM t ORDER BY k")]

    assert stored == sorted(keys, key=str.encode)
    assert all(key.isascii() and key.isprintable() for key in keys)


@settings(max_examples=60)
@given(*[st.text(alphabet="aăâbcdđAĂ1 -", max_size=4)] * 2)
def test_what_differs_in_letters_is_decided_letter_by_letter(left: str, right: str) -> None:
    order = " -1aăâbcdđ"
    plain = [[order.index(char) for char in " ".join(text.lower().split())] for text in (left, right)]
    if plain[0] != plain[1]:
        assert (sort_key(left) < sort_key(right)) == (plain[0] < plain[1])


def test_no_two_letters_share_a_key() -> None:
    for left, right in itertools.combinations(LETTERS_IN_ORDER, 2):
        assert sort_key(left) != sort_key(right)
