"""The command itself: help in two languages, exit codes, what it imports, the documents that describe it."""

from __future__ import annotations

import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from minhchung.home.cli import COMMANDS
from minhchung.home.commands import exact_json
from minhchung.home.commands.progress import Parts, watched
from minhchung.rubric.shipped import CODES
from tests.cli.conftest import SAMPLES, Run

ROOT = Path(__file__).parents[2]


def minhchung(*words: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "minhchung.home.cli", *map(str, words)]
    settings = {key: value for key, value in os.environ.items() if key != "MINHCHUNG_LANG"}
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env={**settings, **environment}, timeout=60
    )


def test_check_runs_as_a_process_of_its_own() -> None:
    ran = minhchung("rubric", "check", "dak-nong-iso-2022", SAMPLES / "krong-no-2022.stated.csv")

    assert (ran.returncode, ran.stderr) == (1, "")
    assert "9.2" in ran.stdout


def test_vietnamese_is_written_whatever_the_locale() -> None:
    ran = minhchung("rubric", "list", LC_ALL="en_US.ISO-8859-1", PYTHONIOENCODING="latin-1", LANG="vi")

    assert ran.returncode == 0
    assert "NỘI DUNG CHẤM ĐIỂM" in ran.stdout


def test_a_bar_moves_on_a_terminal_only_and_passes_every_row(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = list(range(300))
    with watched("Đọc") as watch:
        assert watch is iter

    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with watched("Đọc") as watch:
        assert list(watch(rows)) == rows
    with watched("Chấm", total=3) as watch:
        assert watch is iter


def test_the_rubric_commands_load_no_web_framework() -> None:
    script = (
        "import sys; from minhchung.home.cli import main; main(['rubric', 'list']);"
        "sys.exit(1 if {'django', 'pdfplumber', 'numpy'} & set(sys.modules) else 0)"
    )

    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=60)

    assert ran.returncode == 0


@pytest.mark.parametrize(("lang", "word"), [("vi", "Cách dùng:"), ("en", "usage:")])
def test_help_speaks_the_language_asked_for(lang: str, word: str) -> None:
    for ran in (minhchung("--lang", lang, "--help"), minhchung("--help", MINHCHUNG_LANG=lang)):
        assert ran.returncode == 0
        assert word in ran.stdout
        assert all(name in ran.stdout for name in COMMANDS)


def test_the_language_follows_the_locale_and_is_vietnamese_otherwise(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "C.UTF-8")
    assert "Cách dùng:" in run("rubric", "--help").out

    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert "usage:" in run("rubric", "--help").out


@pytest.mark.parametrize(
    "words", [(), ("rubric",), ("rubric", "score"), ("bay",), ("rubric", "list", "--x"), ("--lang", "fr")]
)
def test_bad_usage_is_exit_2_with_the_way_to_help(run: Run, words: tuple[str, ...]) -> None:
    ran = run(*words)

    assert ran.code == 2
    assert "Sai cú pháp" in ran.err and "--help" in ran.err


def test_list_names_every_shipped_rubric(run: Run) -> None:
    ran = run("rubric", "list", "--format", "json")

    assert [item["code"] for item in ran.data] == list(CODES)
    assert all(code in run("rubric", "list").out for code in CODES)


@pytest.mark.parametrize("code", CODES)
def test_show_writes_every_shipped_rubric_in_each_form(run: Run, code: str) -> None:
    data = run("rubric", "show", code, "--format", "json").data
    text = run("rubric", "show", code)

    assert data["code"] == code
    assert all(node["rule"] for node in data["nodes"] if node["leaf"])
    assert text.code == 0 and all(node["code"] in text.out for node in data["nodes"])
    assert f"rubric: {code}" in run("rubric", "show", code, "--format", "yaml").out


def test_an_unknown_code_names_near_ones(run: Run) -> None:
    ran = run("rubric", "show", "ca-mau-iso")

    assert ran.code == 2
    assert "ca-mau-iso-2018" in ran.err


def test_every_mistake_of_a_rubric_file_is_listed_with_line_and_column(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "hong.rubric.yaml"
    path.write_text(
        "rubric: hong\nnodes:\n  - { label: A, title: A, rule: { kind: la } }\n", encoding="utf-8"
    )

    ran = run("rubric", "show", path, "--format", "json")

    assert ran.code == 2
    assert len(ran.data) >= 2
    assert all(fault["place"].startswith("dòng ") for fault in ran.data)


def test_a_rubric_file_that_is_not_there_is_a_fault(run: Run, tmp_path: Path) -> None:
    ran = run("rubric", "show", tmp_path / "khong.rubric.yaml")

    assert (ran.code, "Kiểm tra đường dẫn" in ran.err) == (2, True)


def test_numbers_are_written_exactly() -> None:
    values = [
        Fraction("96.5"),
        Fraction(-1, 8),
        Fraction(1, 3),
        Fraction(100),
        Fraction(1, 1000),
        3,
        True,
        None,
        "ó",
    ]

    assert exact_json.dumps(values, indent=0) == '[96.5, -0.125, "1/3", 100, 0.001, 3, true, null, "ó"]'
    with pytest.raises(TypeError):
        exact_json.dumps([0.1])


def test_every_command_and_every_check_is_documented() -> None:
    cli = (ROOT / "docs/cli.md").read_text(encoding="utf-8")
    checks = (ROOT / "docs/checks.md").read_text(encoding="utf-8")
    source = (ROOT / "src/minhchung/rubric/results.py").read_text(encoding="utf-8")
    codes = {word for word in source.replace('"', " ").split() if word[:1] == "C" and word[1:].isdigit()}

    assert all(f"`{name}" in cli for name in COMMANDS)
    assert len(codes) == 15 and all(f"| {code} |" in checks for code in codes)


def test_each_part_of_long_work_is_told_when_it_is_done(capsys: pytest.CaptureFixture[str]) -> None:
    done = []
    with Parts("Đang nạp", 3) as parts:
        for title, steps in (("Phần một [1]", 1), ("Phần hai", 2)):
            with parts.part(title) as step:
                for _each in range(steps):
                    step()
                done.append(title)
        with pytest.raises(ValueError, match="hỏng"), parts.part("Phần ba"):
            raise ValueError("hỏng")

    lines = capsys.readouterr().err.splitlines()
    assert [line.strip().rpartition(" (")[0] for line in lines] == done
    assert lines[0].endswith((" giây)", " s)"))
