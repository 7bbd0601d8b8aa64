"""The command line run in this process: its exit code, output and errors, in Vietnamese unless asked."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from minhchung.home.cli import main

SAMPLES = Path(__file__).parents[2] / "src/minhchung/home/sample_data"


@dataclass(frozen=True)
class Ran:
    """What one run left behind."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """The output as JSON."""
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `minhchung` with these words."""
    monkeypatch.delenv("MINHCHUNG_LANG", raising=False)
    monkeypatch.setenv("LANG", "vi_VN.UTF-8")

    def run_words(*words: str | Path) -> Ran:
        try:
            code = main([str(word) for word in words])
        except SystemExit as left:
            code = int(left.code or 0)
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return run_words


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A small rubric with one leaf of each kind that tables treat differently."""
    path = tmp_path / "thu.rubric.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return path


SMALL = """rubric: thu
title: Bộ tiêu chí thử
title_en: A rubric for tests
total: 10
traits: [ { name: cap, title: Cấp, values: [tỉnh, xã] } ]
parameters: [ { name: han, title: Hạn, kind: date } ]
nodes:
  - label: A
    title: Nhóm A
    max: 6
    children:
      - label: "1"
        title: Ban hành kế hoạch
        max: 2
        rule:
          kind: options
          options: [ { points: 2, text: Đúng hạn }, { points: 1, text: Trễ hạn }, { points: 0, text: Không, none: có } ]
      - label: "2"
        title: Tỷ lệ đúng hạn
        max: 4
        rule:
          kind: bands
          measure: rate
          rows: [ { when: ">= 90 %", points: 4 }, { when: ">= 50 %, < 80 %", points: 2 }, { when: "< 50 %", points: 0 } ]
  - label: B
    title: Mức độ
    max: 4
    rule: { kind: graded, step: "0,5" }
tie_break: [ { node: B }, vote ]
classes:
  bands: [ { name: Tốt, when: ">= 8" }, { name: Khá, when: "< 8" } ]
"""
