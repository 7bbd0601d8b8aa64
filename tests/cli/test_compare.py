"""`minhchung rubric compare`: text, JSON, exit codes."""

from __future__ import annotations

from pathlib import Path

from minhchung.rubric.shipped import shipped_text
from tests.cli.conftest import Run


def later(folder: Path) -> str:
    """S1 with one band moved and a section's points mended."""
    text = shipped_text("quang-dien-cchc-2023")
    path = folder / "moi.rubric.yaml"
    path.write_text(
        text.replace("max: 73", "max: 78").replace(
            '"= 100 %", points: 4, line: 773', '">= 99 %", points: 4, line: 773'
        ),
        encoding="utf-8",
    )
    return str(path)


def test_what_changed_is_listed_with_what_stands(run: Run, tmp_path: Path) -> None:
    ran = run("rubric", "compare", "quang-dien-cchc-2023", later(tmp_path))

    assert ran.code == 1
    assert "II  điểm tối đa\n  − 73\n  + 78\n" in ran.out
    assert "II.2.4  cách tính điểm  [phải trả lời lại]\n" in ran.out
    assert ran.out.endswith("Câu trả lời giữ nguyên: 51 tiêu chí; trả lời lại hoặc mới: 1; bỏ: 0.\n")


def test_the_same_as_data(run: Run, tmp_path: Path) -> None:
    ran = run(
        "--lang", "en", "rubric", "compare", "quang-dien-cchc-2023", later(tmp_path), "--format", "json"
    )

    assert [(each["node"], each["key"], each["to_answer"]) for each in ran.data["changes"]] == [
        ("II", "max", False),
        ("II.2.4", "rule", True),
    ]
    assert ran.data["changed"] == ["II.2.4"]
    assert len(ran.data["same"]) == 51


def test_nothing_changed(run: Run) -> None:
    ran = run("rubric", "compare", "qd766-2022", "qd766-2022")

    assert (ran.code, ran.out) == (
        0,
        "Câu trả lời giữ nguyên: 19 tiêu chí; trả lời lại hoặc mới: 0; bỏ: 0.\n",
    )


def test_a_version_that_does_not_read_is_bad_input(run: Run) -> None:
    assert run("rubric", "compare", "qd766-2022", "khong-co").code == 2
