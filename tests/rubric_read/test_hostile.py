"""Bombs, deep and huge documents, and damaged ones: an answer in words, in time, under 512 MB."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rubric_read.hostile import HOSTILE, MOST_MEMORY, MOST_SECONDS, mutations, read_all


def answered(found: list[tuple[str, str, float]], memory: int) -> None:
    assert [name for name, outcome, _ in found if not outcome] == []
    assert [(name, seconds) for name, _, seconds in found if seconds > MOST_SECONDS] == []
    assert memory < MOST_MEMORY


@pytest.mark.parametrize("kind", ["docx", "xlsx", "html", "pdf", "txt"])
def test_a_hostile_file_is_answered_in_words(kind: str, tmp_path: Path) -> None:
    chosen = [(name, make()) for name, make in HOSTILE.items() if name.endswith(kind)]

    found, memory = read_all(tmp_path, chosen)

    answered(found, memory)
    assert len(found) == len(chosen)


def test_damaged_files_are_answered(tmp_path: Path) -> None:
    answered(*read_all(tmp_path, mutations(4)))


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1, 6))
def test_many_damaged_files_are_answered(seed: int, tmp_path: Path) -> None:
    answered(*read_all(tmp_path, mutations(150, seed)))
