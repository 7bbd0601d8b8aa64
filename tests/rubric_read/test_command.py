"""`minhchung rubric read` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from minhchung.home.cli import main
from minhchung.rubric.parse import parse
from tests.rubric_read.test_seeds import DATA, SEEDS

DRAFT = str(DATA / SEEDS["quang-dien-cchc-2023"])


@pytest.fixture(autouse=True)
def vietnamese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINHCHUNG_LANG", "vi")


def test_it_writes_a_rubric_and_names_what_must_be_decided(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "a.rubric.yaml"

    code = main(["rubric", "read", DRAFT, "-o", str(out)])

    assert code == 1
    assert len(parse(out.read_text(encoding="utf-8")).leaves()) == 52
    said = capsys.readouterr().out
    assert "cần quyết định  I.7" in said
    assert "số chưa dùng  0,5 (S1-quang-dien-cchc-criteria-2023.txt, dòng 1667)" in said
    assert "I.1.1" not in said


def test_the_report_lists_every_reading(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["rubric", "read", DRAFT, "--report", "-o", str(tmp_path / "a.rubric.yaml")])

    assert "chắc  I.1.1  bands" in capsys.readouterr().out


def test_the_json_report_holds_every_number(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["rubric", "read", DRAFT, "--format", "json"])

    data = json.loads(capsys.readouterr().out)
    assert code == 1
    assert data["sureness"] == {"certain": 40, "likely": 9, "unsure": 3}
    assert len(data["points"]) == 226
    assert parse(data["rubric"]).total == 100


def test_without_a_file_name_the_rubric_is_the_output(capsys: pytest.CaptureFixture[str]) -> None:
    main(["rubric", "read", DRAFT])

    said = capsys.readouterr()
    assert parse(said.out).total == 100
    assert "cần quyết định" in said.err


def test_a_file_without_criteria_is_bad_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "a.html"
    page.write_text("<html><body><p>x</p></body></html>", encoding="utf-8")

    code = main(["rubric", "read", str(page)])

    assert code == 2
    assert "Không thấy bảng tiêu chí" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_bad_input(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rubric", "read", "khong-co.docx"]) == 2
    assert "Không mở được tệp" in capsys.readouterr().err
