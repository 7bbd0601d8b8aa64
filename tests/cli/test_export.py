"""`minhchung rubric export` and `rubric import`: there and back, and what is refused."""

from __future__ import annotations

from pathlib import Path

from minhchung.rubric.parse import parse
from minhchung.rubric.shipped import load_shipped
from tests.cli.conftest import Run


def test_a_rubric_goes_out_as_a_workbook_and_comes_back(run: Run, tmp_path: Path) -> None:
    book, text = str(tmp_path / "s1.xlsx"), tmp_path / "s1.rubric.yaml"

    assert run("rubric", "export", "quang-dien-cchc-2023", "-o", book).code == 0
    assert run("rubric", "import", book, "-o", str(text)).code == 0
    assert parse(text.read_text(encoding="utf-8")) == load_shipped("quang-dien-cchc-2023")


def test_a_workbook_stands_wherever_a_rubric_does(run: Run, tmp_path: Path) -> None:
    book = str(tmp_path / "qd766.xlsx")
    run("rubric", "export", "qd766-2022", "-o", book)

    assert run("rubric", "compare", book, "qd766-2022").code == 0
    assert run("rubric", "show", book).out == run("rubric", "show", "qd766-2022").out
    assert parse(run("rubric", "import", book).out) == load_shipped("qd766-2022")


def test_what_is_no_workbook_is_bad_input(run: Run, tmp_path: Path) -> None:
    broken = tmp_path / "x.xlsx"
    broken.write_bytes(b"PK not")
    yaml = tmp_path / "x.yaml"
    yaml.write_text("rubric: x\n")

    assert run("rubric", "import", str(broken)).code == 2
    assert run("rubric", "import", str(yaml)).code == 2
    assert run("rubric", "export", "qd766-2022", "-o", str(tmp_path / "khong" / "x.xlsx")).code == 2
