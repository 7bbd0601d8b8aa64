"""Slips of typing in Vietnamese texts: doubled words, wrong marks, syllables that cannot be."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from minhchung.rubric.lint.compounds import ALSO_RIGHT, BY_LETTERS, COMPOUNDS, JOINED, SLIPS
from minhchung.rubric.lint.listing import words_in
from minhchung.viet.folding import nfc, search_key
from minhchung.viet.syllables import is_syllable as _is_syllable

_WORD = re.compile(r"[^\W\d_]+")
_MARKED = re.compile(r"[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]")
FOREIGN = r"[\u0370-\u03ff\u0400-\u04ff\u4e00-\u9fff\u0e00-\u0e7f]+(?:\s[\u0370-\u03ff\u0400-\u04ff\u4e00-\u9fff\u0e00-\u0e7f]+)*"
_FEWEST_TO_TRUST = 2

# A text repeats its words: each is looked at once.
is_syllable = lru_cache(maxsize=16_384)(_is_syllable)
_letters = lru_cache(maxsize=32_768)(search_key)


# Words doubled on purpose.
_DOUBLED_WORDS = words_in(
    """
    từ vừa dần luôn thường nhất song ngày đời người nhà ai đâu xa xanh nho nhỏ mãi càng tầng lớp hằng
    đều nơi chung riêng hay ngang ba vân lâu từng tối ào rất cao sau
    """
)
# A letter left out makes another word; beside the next word it is none.
_LOST_LETTERS = {
    "triển khi": "triển khai",
    "chư đủ": "chưa đủ",
    "chư đạt": "chưa đạt",
    "chư có": "chưa có",
    "chư được": "chưa được",
    "chư thực": "chưa thực",
    "chư đúng": "chưa đúng",
    "chư đầy": "chưa đầy",
    "chư kịp": "chưa kịp",
}
_VOWELS_AT_THE_END = str.maketrans({"y": "i"})


@dataclass(frozen=True, slots=True)
class Slip:
    """said: the words as typed. right: what was meant, where it is known."""

    said: str
    right: str | None = None


def doubled_words(text: str) -> tuple[Slip, ...]:
    """`báo cáo cáo`, `của của`, `tiêu chí tiêu chí`: a word, or two, typed twice with nothing between."""
    return _doubled(text)


@lru_cache(maxsize=16_384)
def _doubled(text: str) -> tuple[Slip, ...]:
    return tuple(_find_doubled(text))


def _find_doubled(text: str) -> Iterator[Slip]:
    text = nfc(text)
    found = list(_WORD.finditer(text))
    position = 0
    while position + 1 < len(found):
        for size in (2, 1):
            words = found[position : position + 2 * size]
            if (
                len(words) == 2 * size
                and _are_doubled(text, words, size)
                and not _two_compounds(found, position)
            ):
                yield Slip(
                    text[words[0].start() : words[-1].end()],
                    text[words[size].start() : words[-1].end()],
                )
                position += size
                break
        position += 1


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two words side by side as written, folded, and their usual marks where those are known."""

    written: str
    said: str
    right: str | None
    is_name: bool
    is_upper: bool


def wrong_marks(text: str, usual: Counter[str] | None = None) -> Iterator[Slip]:
    """`quyết đinh`, `xây dụng`, `cảu`: known words with other marks; and pairs that this document writes otherwise.

    usual: pairs of the whole document with their counts, from `pairs_of`.
    """
    slips, pairs = _looked_at(text)
    yield from slips
    for pair in pairs:
        right = pair.right
        if right is None and usual is not None and not pair.is_name:
            right = _usual_marks(pair.said, usual)
        if right is not None and not pair.is_upper:
            yield Slip(pair.written, right)


@lru_cache(maxsize=8192)
def _looked_at(text: str) -> tuple[tuple[Slip, ...], tuple[_Pair, ...]]:
    """The known slips of a text, and its pairs of words that may be written with other marks."""
    text = nfc(text)
    words = list(_WORD.finditer(text))
    slips = tuple(Slip(word[0], right) for word in words if (right := SLIPS.get(word[0].casefold())))
    pairs: list[_Pair] = []
    before = ""
    for first, second in pairwise(words):
        said, before_was = f"{first[0]} {second[0]}".casefold(), before
        before = said
        between = text[first.end() : second.start()]
        # "ban hành chinh sách": "hành" belongs to the word before, so "hành chinh" is no pair.
        if (
            not between.isspace()
            or before_was in COMPOUNDS
            or before_was in JOINED
            or first[0].casefold() in SLIPS
        ):
            continue
        named = first[0].istitle() and second[0].istitle()
        upper = f"{first[0]}{second[0]}".isupper()
        right = _LOST_LETTERS.get(said) or _right_marks(said)
        pairs.append(_Pair(text[first.start() : second.end()], said, right, named, upper))
    return slips, tuple(pairs)


def impossible_syllables(text: str) -> tuple[Slip, ...]:
    """Words with Vietnamese marks that no Vietnamese syllable is spelled like."""
    return _impossible(text)


@lru_cache(maxsize=16_384)
def _impossible(text: str) -> tuple[Slip, ...]:
    return tuple(_find_impossible(text))


def _find_impossible(text: str) -> Iterator[Slip]:
    for word in _WORD.findall(nfc(text)):
        low = word.casefold()
        if (
            _MARKED.search(low)
            and not is_syllable(low)
            and low not in SLIPS
            and word.islower()
            and len(word) > 1
        ):
            yield Slip(word)


def pairs_of(texts: Iterable[str]) -> Counter[str]:
    """Every two words in a row, with how often they stand in the document."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(_pairs_in(text))
    return counts


@lru_cache(maxsize=16_384)
def _pairs_in(given: str) -> tuple[str, ...]:
    """An editor asks again after every save: of thousands of texts only one has changed."""
    text = nfc(given)
    return tuple(
        f"{first[0]} {second[0]}".casefold()
        for first, second in pairwise(_WORD.finditer(text))
        if text[first.end() : second.start()].isspace()
    )


def _two_compounds(found: list[re.Match[str]], position: int) -> bool:
    """`phân công công chức`: the end of one word and the beginning of another."""
    after = [word[0].casefold() for word in found[position + 1 : position + 3]]
    return len(after) == 2 and (" ".join(after) in COMPOUNDS or " ".join(after) in JOINED)


def _are_doubled(text: str, words: list[re.Match[str]], size: int) -> bool:
    low = [word[0].casefold() for word in words]
    if low[:size] != low[size:] or (size == 1 and low[0] in _DOUBLED_WORDS):
        return False
    if any(word[0].isupper() and len(word[0]) > 1 for word in words) or len(low[0]) < 2:
        return False
    if not all(is_syllable(each) for each in low):
        return False
    return all(text[before.end() : after.start()].isspace() for before, after in pairwise(words))


def _right_marks(said: str) -> str | None:
    known = BY_LETTERS.get(_letters(said))
    if known is None or said in known or said in ALSO_RIGHT:
        return None
    if any(_only_style(said, each) for each in known) or not _MARKED.search(said):
        return None
    return min(known)


def _usual_marks(said: str, usual: Counter[str]) -> str | None:
    """The way this document writes these letters elsewhere, where one word differs by one mark and this way is rare."""
    mine = usual[said]
    best = _by_letters(usual).get(_letters(said))
    if (
        best is None
        or best == said
        or mine > 1
        or usual[best] < max(_FEWEST_TO_TRUST, 3 * mine)
        or _only_style(said, best)
    ):
        return None
    one, two = said.split(), best.split()
    differ = [(a, b) for a, b in zip(one, two, strict=True) if a != b]
    kept = [a for a, b in zip(one, two, strict=True) if a == b]
    return best if len(differ) == 1 and _is_bare(differ[0][0]) and not all(map(_is_bare, kept)) else None


_LETTERS_CACHE: dict[int, tuple[Counter[str], dict[str, str]]] = {}


def _by_letters(usual: Counter[str]) -> dict[str, str]:
    kept = _LETTERS_CACHE.get(id(usual))
    if kept is not None and kept[0] is usual:
        return kept[1]
    best: dict[str, str] = {}
    for pair, _ in usual.most_common():
        best.setdefault(_letters(pair), pair)
    _LETTERS_CACHE.clear()
    _LETTERS_CACHE[id(usual)] = (usual, best)
    return best


def _is_bare(word: str) -> bool:
    """Whether the odd word lacks every mark: a mark left out is a slip, another mark may be another word."""
    return not _MARKED.search(word)


def _only_style(one: str, two: str) -> bool:
    """`thoả`/`thỏa`, `lí`/`lý`: a matter of style, not of spelling."""
    return _styled(one) == _styled(two)


def _styled(text: str) -> str:
    parts = []
    for word in unicodedata.normalize("NFD", text).split():
        tones = [char for char in word if char in "\u0300\u0301\u0303\u0309\u0323"]
        plain = "".join(char for char in word if char not in "\u0300\u0301\u0303\u0309\u0323")
        parts.append(plain.translate(_VOWELS_AT_THE_END) + "".join(tones))
    return " ".join(parts)
