"""Legacy encodings: all 134 letters there and back, and told apart by font and spelling."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minhchung.viet import (
    Encoding,
    LegacyEncoding,
    Problem,
    detect_encoding,
    from_unicode,
    is_syllable,
    legacy_font,
    read_legacy,
    to_unicode,
)

LOWER = (
    "àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵđ"
)  # fmt: skip
UPPER = LOWER.upper()
SENTENCE = "Ủy ban nhân dân tỉnh ban hành quyết định về chỉ số cải cách hành chính, nghỉ lễ và kỹ thuật"


def test_there_are_134_letters() -> None:
    assert len(set(LOWER + UPPER)) == 134


def test_vni_carries_every_letter_there_and_back() -> None:
    for letter in LOWER + UPPER:
        assert to_unicode(from_unicode(letter, "vni"), "vni") == letter
    assert len({from_unicode(letter, "vni") for letter in LOWER + UPPER}) == 134


def test_tcvn3_carries_every_small_letter_and_the_capitals_font_every_capital() -> None:
    for letter in LOWER:
        assert to_unicode(from_unicode(letter, "tcvn3"), "tcvn3") == letter
    for letter in UPPER:
        assert to_unicode(from_unicode(letter, "tcvn3-capitals"), "tcvn3-capitals") == letter
    for letter in "ĂÂÊÔƠƯĐ":
        assert to_unicode(from_unicode(letter, "tcvn3"), "tcvn3") == letter
    assert len({from_unicode(letter, "tcvn3") for letter in LOWER}) == 67


def test_the_tables_are_the_known_ones() -> None:
    """Sample words as they stand in old documents."""
    assert to_unicode("Céng hoµ x· héi chñ nghÜa ViÖt Nam", "tcvn3") == "Cộng hoà xã hội chủ nghĩa Việt Nam"
    assert to_unicode("§éc lËp - Tù do - H¹nh phóc", "tcvn3") == "Độc lập - Tự do - Hạnh phúc"
    assert (
        to_unicode("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "vni") == "Cộng hòa xã hội chủ nghĩa Việt Nam"
    )
    assert to_unicode("Ñoäc laäp - Töï do - Haïnh phuùc", "vni") == "Độc lập - Tự do - Hạnh phúc"
    assert to_unicode("UÛY BAN NHAÂN DAÂN", "vni") == "ỦY BAN NHÂN DÂN"
    assert to_unicode("Oâng Nguyeãn Vaên ÖÙng", "vni") == "Ông Nguyễn Văn Ứng"


def test_the_soft_hyphen_is_a_letter_and_the_hyphen_is_not() -> None:
    assert to_unicode("T\u00ad vÊn - th\u00adêng kú", "tcvn3") == "Tư vấn - thường kỳ"


def test_a_capitals_font_draws_ascii_as_capitals_too() -> None:
    assert read_legacy("uû ban nh©n d©n", ".VnTimeH") == "UỶ BAN NHÂN DÂN"
    assert read_legacy("b¸o c¸o nam 2022", ".VnArialH") == "BÁO CÁO NAM 2022"
    assert read_legacy("so 12", ".VnTimeH") == "SO 12"


@pytest.mark.parametrize(
    ("font", "encoding"),
    [
        (".VnTime", "tcvn3"),
        (".VnArial Narrow", "tcvn3"),
        (".VnTimeH", "tcvn3-capitals"),
        ("VNI-Times", "vni"),
        ("vni-helve", "vni"),
        ("Times New Roman", None),
        ("", None),
        (None, None),
    ],
)
def test_the_font_tells_the_encoding(font: str | None, encoding: LegacyEncoding | None) -> None:
    assert legacy_font(font) == encoding


@pytest.mark.parametrize(
    ("text", "font", "encoding"),
    [
        ("", None, "ascii"),
        ("UBND 2022", None, "ascii"),
        ("UBND 2022", ".VnTime", "ascii"),
        ("Sở Nội vụ", None, "nfc"),
        (unicodedata.normalize("NFD", "Sở Nội vụ"), None, "nfd"),
        ("Së Néi vô", None, "tcvn3"),
        ("Sôû Noäi vuï", None, "vni"),
        ("Sở Nội vụ", ".VnTime", "nfc"),
        ("Sở Nội vụ", "VNI-Times", "nfc"),
        ("toán", None, "nfc"),
        ("toán", "VNI-Times", "vni"),
        ("há", None, "nfc"),
        ("há", ".VnTime", "tcvn3"),
        ("Hà", ".VnTime", "nfc"),
        ("Sở Néi vô", None, "mixed"),
        ("Së Noäi vuï", None, "mixed"),
        ("§éc lËp", None, "tcvn3"),
        ("Straße", None, "unknown"),
        ("§ 5", None, "nfc"),
        ("½ ngày, 25 °C", None, "nfc"),
        ("Công ty Nestlé", None, "nfc"),
        ("95 % – “đạt”", None, "nfc"),
        ("a – b", None, "nfc"),
        ("Công ty Café Nestlé Đồng Nai", None, "nfc"),
    ],
)
def test_the_encoding_is_told_by_font_and_spelling(text: str, font: str | None, encoding: Encoding) -> None:
    assert detect_encoding(text, font) == encoding


@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
def test_a_sentence_is_recognised_and_restored_without_its_font(encoding: LegacyEncoding) -> None:
    text = SENTENCE if encoding == "vni" else SENTENCE.replace("Ủ", "ủ")

    legacy = from_unicode(text, encoding)

    assert detect_encoding(legacy) == encoding
    assert read_legacy(legacy) == text


@settings(max_examples=60)
@given(st.text(alphabet=LOWER + " abcdghiklmnopqrstuvxy-,.0123", max_size=20))
def test_conversion_there_and_back_changes_nothing(text: str) -> None:
    for encoding in ("tcvn3", "vni"):
        assert to_unicode(from_unicode(text, encoding), encoding) == text


@pytest.mark.parametrize(
    ("text", "code"),
    [("Sở Néi vô", "legacy.mixed"), ("Straße", "legacy.unknown")],
)
def test_mixed_and_unknown_texts_are_refused(text: str, code: str) -> None:
    problem = read_legacy(text)

    assert isinstance(problem, Problem)
    assert problem.code == code
    with pytest.raises(ValueError, match="cannot be converted"):
        to_unicode(text, detect_encoding(text))


def test_unicode_letters_in_a_legacy_text_are_refused() -> None:
    with pytest.raises(ValueError, match="Unicode letters"):
        to_unicode("Së Nội vô", "tcvn3")


def test_a_toned_capital_has_no_place_in_plain_tcvn3() -> None:
    with pytest.raises(ValueError, match="tcvn3 has no Ủ"):
        from_unicode("Ủy ban", "tcvn3")


def test_syllables_are_told_from_other_words() -> None:
    assert all(is_syllable(word) for word in SENTENCE.replace(",", "").split())
    assert all(
        map(
            is_syllable,
            "nghiêng giếng gì quyết Huỳnh khuya oằn ướt yếu uống Đắk".replace("Đắk", "đắc").split(),
        )
    )
    assert not any(map(is_syllable, ["Noäi", "Hµ", "Néi", "blog", "ng", "càt", "áá", ""]))
