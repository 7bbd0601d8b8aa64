"""`minhchung rubric lint` and `minhchung proofread`: output, exit codes, bad input."""

from __future__ import annotations

from pathlib import Path

import docx

from tests.cli.conftest import Run
from tests.lint.sound import SOUND
from tests.proofread import sound as report

KEYS = ["code", "severity", "node", "line", "message", "hint", "sample", "proposal"]


def test_a_shipped_rubric_is_linted_with_its_published_text(run: Run) -> None:
    ran = run("rubric", "lint", "quang-dien-cchc-2023", "--format", "json")

    total = next(each for each in ran.data if each["code"] == "L102")
    assert ran.code == 1
    assert [list(each) for each in ran.data] == [KEYS] * len(ran.data)
    assert (total["line"], total["node"]) == (1895, None)


def test_a_sound_rubric_is_fine(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "mau.rubric.yaml"
    path.write_text(SOUND, encoding="utf-8")

    ran = run("rubric", "lint", str(path))

    assert (ran.code, ran.out) == (0, "0 lỗi, 0 cảnh báo, 0 ghi chú.\n")


def test_notes_alone_are_fine(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "mau.rubric.yaml"
    path.write_text(SOUND.replace("tie_break: [ { node: II, order: high } ]\n", ""), encoding="utf-8")

    ran = run("rubric", "lint", str(path), "--format", "json")

    assert (ran.code, [each["code"] for each in ran.data]) == (0, ["L407"])


def test_english_on_demand(run: Run) -> None:
    ran = run("--lang", "en", "rubric", "lint", "ca-mau-iso-2018")

    assert "L201 error · line 96 [7.2]" in ran.out
    assert "no option for over 94 – 95 %." in ran.out


def test_a_broken_file_is_bad_input(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "mau.rubric.yaml"
    path.write_text("rubric: x\n", encoding="utf-8")

    assert run("rubric", "lint", str(path)).code == 2
    assert run("rubric", "lint", "khong-co").code == 2
    assert run("rubric", "lint", "ca-mau-iso-2018", "--published", str(tmp_path / "khong-co.txt")).code == 2


def test_a_report_is_proofread(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "bao-cao.txt"
    path.write_text("Đã áp dụng 264/314 TTHC, đạt 82,7%.\n", encoding="utf-8")

    ran = run("proofread", str(path), "--format", "json")

    assert ran.code == 1
    assert [(each["code"], each["line"]) for each in ran.data] == [("P101", 1)]


def test_a_sound_report_is_fine(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "bao-cao.txt"
    path.write_text(report.SOUND, encoding="utf-8")

    assert run("proofread", str(path)).code == 0


def test_a_word_file_is_proofread_by_its_paragraphs(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "bao-cao.docx"
    document = docx.Document()
    document.add_paragraph("BÁO CÁO")
    document.add_paragraph("Đã áp dụng 264/314 TTHC, đạt 82,7%.")
    document.save(str(path))

    ran = run("proofread", str(path), "--format", "json")

    assert [(each["code"], each["line"]) for each in ran.data] == [("P101", 2)]


def test_a_file_that_is_no_document_is_bad_input(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "anh.docx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n")

    ran = run("proofread", str(path), "--format", "json")

    assert ran.code == 2 and ran.data
    assert run("proofread", str(tmp_path / "khong-co.txt")).code == 2
