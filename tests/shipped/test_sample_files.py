"""The sample's files say what the published documents say, as typed; what is made up says so."""

from __future__ import annotations

import csv
import re
from importlib.resources import files

import yaml

from tests.shipped.source import source_lines

SAMPLE = files("minhchung.home").joinpath("sample_data")


def _text(name: str) -> str:
    return SAMPLE.joinpath(name).read_text(encoding="utf-8")


def _table(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(_text(name).splitlines()))


def test_the_results_of_ca_mau_are_as_typed() -> None:
    source = source_lines("ca-mau-iso-2018")

    typed = [
        f"{n} {row['agency']} {row['total']} - {row['class']} " + " ".join(row[str(c)] for c in range(1, 13))
        for n, row in enumerate(_table("ca-mau-2018.results.csv"), 1)
    ]

    assert typed == [source[n] for n in range(135, 142)]


def _krong_no() -> list[tuple[str, str]]:
    """(code, mark) of every row as typed; letters belong to the sub-criterion above, sections stand alone."""
    above, rows = "", []
    for n, text in source_lines("dak-nong-iso-2022").items():
        if n < 200 or not text or n == 316:
            continue
        label, _, _, own = text.split("\t")
        if re.fullmatch(r"[a-zđ]", label):
            label = f"{above}.{label}"
        else:
            above = label
        rows.append((label, own))
    return rows


def test_the_stated_points_of_krong_no_are_as_typed() -> None:
    (row,) = _table("krong-no-2022.stated.csv")

    assert list(row.items()) == [("agency", "UBND huyện Krông Nô"), *_krong_no(), ("total", "96.5")]


def test_the_answers_of_krong_no_are_its_marks_on_leaves() -> None:
    typed = _krong_no()
    codes = {code for code, _ in typed}
    answers = yaml.load(_text("krong-no-2022.answers.yaml"), Loader=yaml.BaseLoader)

    leaves = {
        code: own.replace(".", ",")
        for code, own in typed
        if code not in ("I", "II") and not any(other.startswith(f"{code}.") for other in codes)
    }

    assert len(leaves) == 87
    assert answers == leaves


def test_made_up_files_say_so_on_their_first_line() -> None:
    for name in ("quang-dien-2023.answers.yaml", "quang-dien-2023.parameters.yaml"):
        assert _text(name).startswith("# Dữ liệu minh họa")
    assert "dữ liệu minh họa" in _text("README.md")
