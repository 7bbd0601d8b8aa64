"""Each shipped rubric says what its published text says: words, numbers, places, nothing more and nothing less."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from minhchung.rubric.model import DeductionsRule
from minhchung.rubric.parse import parse
from minhchung.rubric.printing import print_rubric
from minhchung.rubric.shipped import CODES, UnknownShippedRubric, load_shipped, shipped
from tests.shipped.source import fraction, points_of, published_lines, source_lines

SEEDS = ("ca-mau-iso-2018", "quang-dien-cchc-2023", "dak-nong-iso-2022")
TITLES_OF_OURS = {"1#1", "1#2", "2#1", "2#2", "3#1", "3#2", "12#1", "12#2"}


@pytest.mark.parametrize("code", CODES)
def test_printing_and_reading_again_gives_the_same_rubric(code: str) -> None:
    rubric = load_shipped(code)

    assert parse(print_rubric(rubric), name="printed.yaml") == rubric


def test_the_list_names_every_rubric_with_its_title() -> None:
    listed = {item.code: item.title for item in shipped()}

    assert listed == {code: load_shipped(code).title for code in CODES}
    assert all(item.path.is_file() for item in shipped())


def test_an_unknown_code_is_refused_with_a_near_one() -> None:
    with pytest.raises(UnknownShippedRubric, match="ca-mau-iso-2018"):
        load_shipped("ca-mau-iso-2019")


@pytest.mark.parametrize("code", SEEDS)
def test_every_title_stands_at_its_line(code: str) -> None:
    source = source_lines(code)

    wrong = [
        node.code
        for node in load_shipped(code).walk()
        if node.code not in TITLES_OF_OURS and node.title not in source[node.line or 0]
    ]

    assert wrong == []


@pytest.mark.parametrize("code", SEEDS)
def test_every_option_stands_at_its_line(code: str) -> None:
    source = source_lines(code)

    wrong = [
        (node.code, line.line)
        for node, line in published_lines(load_shipped(code))
        if line.text not in source[line.line or 0]
    ]

    assert wrong == []


@pytest.mark.parametrize("code", ["ca-mau-iso-2018", "quang-dien-cchc-2023"])
def test_every_rule_line_names_its_place(code: str) -> None:
    """Bands, options, counts and checklists come from the text line by line; the names of three boards do not."""
    bare = [
        node.code
        for node in load_shipped(code).leaves()
        if not isinstance(node.rule, DeductionsRule)
        and node.code not in {line[0].code for line in published_lines(load_shipped(code))}
    ]

    assert bare == []


def test_every_number_of_ca_mau_is_taken_once() -> None:
    rubric = load_shipped("ca-mau-iso-2018")
    printed = {
        n: fraction(found[1])
        for n, text in source_lines("ca-mau-iso-2018").items()
        if 15 <= n <= 127 and (found := re.search(r"\s(\d+)$", text))
    }

    maxima = {node.line: node.max for node in rubric.walk() if node.max is not None}
    options = {line.line: points_of(line) for _, line in published_lines(rubric)}

    assert maxima | options == printed
    assert len(maxima) + len(options) == len(printed)


LABEL_AFTER_EVIDENCE = {171}
STRAY = {1667}
ZERO_OF_INITIATIVES = {375}
START_OF_DEDUCTIONS = {167, 613}


def test_every_number_of_quang_dien_is_taken_once() -> None:
    """A number in the points column stands two lines under its words; a label stands under a blank."""
    rubric = load_shipped("quang-dien-cchc-2023")
    source = source_lines("quang-dien-cchc-2023")
    printed = {
        n: fraction(text)
        for n, text in source.items()
        if 45 <= n <= 1895 and re.fullmatch(r"\d+(,\d+)?", text) and source[n - 2]
    }
    apart = LABEL_AFTER_EVIDENCE | STRAY | ZERO_OF_INITIATIVES | START_OF_DEDUCTIONS

    maxima = {node.line + 2: node.max for node in rubric.walk() if node.line is not None}
    options = {line.line + 2: points_of(line) for _, line in published_lines(rubric) if line.line is not None}

    assert maxima | options | {1895: rubric.total} == {n: v for n, v in printed.items() if n not in apart}
    assert {n: printed[n] for n in sorted(apart)} == {167: 3, 171: 3, 375: 0, 613: 2, 1667: Fraction(1, 2)}
    assert [_start(rubric.node(code).rule) for code in ("I.2", "II.2.1.2")] == [printed[167], printed[613]]


def _start(rule: object) -> Fraction | None:
    assert isinstance(rule, DeductionsRule)
    return rule.start


def test_every_maximum_of_dak_nong_is_the_printed_one() -> None:
    rubric = load_shipped("dak-nong-iso-2022")
    rows = {n: text.split("\t") for n, text in source_lines("dak-nong-iso-2022").items() if n >= 200 and text}
    printed = {n: (cells[0], cells[1], fraction(cells[2])) for n, cells in rows.items() if n != 316}

    assert {node.line: (node.label, node.title, node.max) for node in rubric.walk()} == printed
    assert rubric.total == fraction(rows[316][2])


def test_every_index_of_qd766_has_its_maximum() -> None:
    rubric = load_shipped("qd766-2022")
    rows = [text.split("|") for text in source_lines("qd766-2022").values() if text.startswith("|")][2:]

    assert [(leaf.code, leaf.max) for leaf in rubric.leaves()] == [
        (cells[1].strip(), fraction(cells[3].strip())) for cells in rows
    ]
    assert [(node.code, node.max) for node in rubric.sections()] == [
        ("CONG_KHAI_MINH_BACH", 18),
        ("TIEN_DO", 20),
        ("DICH_VU_CONG_TRUC_TUYEN", 12),
        ("THANH_TOAN_TRUC_TUYEN", 10),
        ("SO_HOA", 22),
        ("HAI_LONG", 18),
    ]


def _bare(text: str) -> str:
    return re.sub(r"^-\s*", "", text)


LABEL = re.compile(r"[IVX]+|\d+(\.\d+)*")


def test_no_words_of_quang_dien_are_left_out() -> None:
    """Every line of the annex is a label, a number, or words that stand at the node it belongs to."""
    rubric = load_shipped("quang-dien-cchc-2023")
    source = source_lines("quang-dien-cchc-2023")
    nodes = sorted(rubric.walk(), key=lambda node: node.line or 0)
    ends = [node.line or 0 for node in nodes[1:]] + [1890]
    unused: dict[int, str] = {}
    asked = 0
    for node, end in zip(nodes, ends, strict=True):
        options = {line.text for owner, line in published_lines(rubric) if owner.code == node.code}
        kept = {node.title, node.text, *options, *node.evidence}
        asked += len(node.evidence)
        for n in range(node.line or 0, end):
            if source[n] and not LABEL.fullmatch(source[n]) and _bare(source[n]) not in kept:
                unused[n] = source[n]
        assert {_bare(source[n]) for n in range(node.line or 0, end)} >= set(node.evidence), node.code

    assert {n: text for n, text in unused.items() if not re.fullmatch(r"\d+,\d+", text)} == {
        373: "Trong năm không có sáng kiến được công nhận"
    }
    assert "Trong năm không có sáng kiến được công nhận" in " ".join(rubric.node("I.6").notes)
    assert asked == 78


def test_no_words_of_ca_mau_are_left_out() -> None:
    rubric = load_shipped("ca-mau-iso-2018")
    taken = {node.line for node in rubric.walk()} | {line.line for _, line in published_lines(rubric)}

    left = [
        text
        for n, text in source_lines("ca-mau-iso-2018").items()
        if 15 <= n <= 127 and text and n not in taken
    ]

    assert " ".join(left) == f"{rubric.node('7').text} {rubric.node('7.2').text}"
