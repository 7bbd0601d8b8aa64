"""An upload is parsed in a bound process; one that does not come to an end is refused with its reason."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest

from minhchung.docread import checking
from minhchung.docread.safety import check_upload
from minhchung.evidence.domain import intake, store
from minhchung.evidence.models import EvidenceFile
from tests.evidence.test_library import png, send


def written(folder: Path, data: bytes) -> Path:
    path = folder / "in"
    path.write_bytes(data)
    return path


def macro_workbook(folder: Path) -> bytes:
    path = folder / "m.xlsx"
    with zipfile.ZipFile(path, "w") as container:
        container.writestr("[Content_Types].xml", "<Types/>")
        container.writestr("xl/workbook.xml", "<workbook/>")
        container.writestr("xl/vbaProject.bin", b"x")
    return path.read_bytes()


@pytest.mark.parametrize(("name", "data"), [("Kế hoạch.png", png()), ("giả.pdf", png())])
def test_the_verdict_is_that_of_the_check_itself(tmp_path: Path, name: str, data: bytes) -> None:
    assert checking.check_apart(written(tmp_path, data), name) == check_upload(data, name)


def test_a_place_inside_the_file_comes_back_too(tmp_path: Path) -> None:
    data = macro_workbook(tmp_path)

    verdict = checking.check_apart(written(tmp_path, data), "bảng.xlsx")

    assert verdict == check_upload(data, "bảng.xlsx")
    assert [each.code for each in verdict.errors] == ["ooxml.macro"]


@pytest.mark.parametrize(
    ("code", "expected"),
    [(None, "check.timeout"), (-24, "check.timeout"), (-9, "check.memory"), (-11, "check.failed")],
)
def test_a_worker_that_was_stopped_is_a_refusal_with_its_reason(
    world: Any, monkeypatch: pytest.MonkeyPatch, code: int | None, expected: str
) -> None:
    monkeypatch.setattr(checking, "run_worker", lambda *_args: code)

    answer = send(world, "thu_ky", world.kinh_te, png())

    assert answer.status_code == 422
    assert "chưa được nhận" in answer.json()["message"]
    assert "Kế hoạch.png" in answer.json()["message"]
    assert not EvidenceFile.objects.exists()
    assert not list((store.folder() / "incoming").glob("*"))
    verdict = checking.check_apart(written(store.folder(), png()), "x.png")
    assert [each.code for each in verdict.problems] == [expected]


def test_a_worker_that_writes_nothing_sensible_is_a_refusal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lies(_module: str, arguments: list[str], *_rest: Any) -> int:
        Path(arguments[2]).write_text('{"kind": "png", "problems": [{"code": 1}]}')
        return 0

    monkeypatch.setattr(checking, "run_worker", lies)

    assert not checking.check_apart(written(tmp_path, png()), "x.png").ok


def test_the_web_process_parses_no_upload(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the process, nothing is taken in: there is no second way."""

    def forbidden(*_args: Any) -> None:
        raise AssertionError("parsed in the web process")

    monkeypatch.setattr("minhchung.docread.safety.sniff", forbidden)

    assert send(world, "thu_ky", world.kinh_te, png()).status_code == 200
    assert intake.add_file.__kwdefaults__["check"] is checking.check_apart
