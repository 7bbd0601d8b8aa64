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


def test_a_proposal_is_said_in_words_with_its_row_below(run: Run) -> None:
    ran = run("rubric", "lint", "ca-mau-iso-2018")

    assert (
        "    đề xuất: 61 – dưới 81 %: 2 điểm (mức “Tỷ lệ hồ sơ giải quyết trả đúng thời hạn từ 61% đến dưới 81%”)\n"
        in ran.out
    )
    assert '    dòng sửa: { when: ">= 61 %, < 81 %", points: 2, text: "Tỷ lệ' in ran.out
    assert "    đề xuất: “cảu” sửa thành “của”\n" in ran.out


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


ROWS = [
    ("Mã", "Việc", "Mức cao nhất"),
    ("I", "Cải cách thể chế", "10"),
    ("1", "Kế hoạch năm", "5"),
    ("", "- Có kế hoạch", "5"),
    ("", "- Không có kế hoạch", "0"),
    ("2", "Tỷ lệ hồ sơ đúng hạn trên tổng số hồ sơ", "4"),
    ("", "- Từ 90% trở lên", "4"),
    ("", "- Dưới 80%", "0"),
    ("", "Tổng cộng", "12"),
]


def test_a_document_is_read_and_linted_at_its_own_rows(run: Run, tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(len(ROWS), 3)
    for row, texts in zip(table.rows, ROWS, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    path = tmp_path / "tieu-chi.docx"
    document.save(str(path))

    ran = run("rubric", "lint", str(path), "--format", "json")

    found = {
        each["code"]: (each["node"], each["message"].rpartition(" (")[2].rstrip(")")) for each in ran.data
    }
    assert ran.code == 1
    assert [list(each) for each in ran.data] == [KEYS] * len(ran.data)
    assert found["L101"] == ("I", "bảng 1, dòng 2")
    assert found["L201"] == ("I.2", "bảng 1, dòng 8")
    assert found["L102"] == (None, "bảng 1, ô C9")
    assert "4 mục" not in ran.err and "3 mục, 2 tiêu chí chấm điểm" in ran.err


def test_a_text_is_linted_at_its_own_lines(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "tieu-chi.txt"
    path.write_text(
        "\t".join(ROWS[0]).replace("Mức cao nhất", "Điểm chuẩn").replace("Việc", "Nội dung") + "\n", "utf-8"
    )
    with path.open("a", encoding="utf-8") as file:
        file.writelines("\t".join(row) + "\n" for row in ROWS[1:])

    ran = run("rubric", "lint", str(path), "--format", "json")

    found = {each["code"]: (each["node"], each["line"]) for each in ran.data}
    assert found["L101"] == ("I", 2)
    assert found["L102"][1] == 9
    assert "place" not in ran.data[0]


def test_a_document_without_a_rubric_is_bad_input(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "thu.txt"
    path.write_text("Kính gửi các cơ quan.\n", encoding="utf-8")

    assert run("rubric", "lint", str(path)).code == 2
    assert run("rubric", "lint", str(tmp_path / "khong-co.docx")).code == 2


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


def test_a_sum_of_a_report_is_proposed_as_it_is(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "bao-cao.txt"
    path.write_text("Có 58 người, trong đó nam 33 người, nữ 24 người.\n", encoding="utf-8")

    ran = run("proofread", str(path))

    assert "    đề xuất: 57\n" in ran.out and "sửa thành" not in ran.out
