"""A preview that failed may be tried again after a minute; one that was made stays."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from minhchung.docread.preview import run_preview
from minhchung.docread.problem import problem
from minhchung.evidence.domain import previews, store
from minhchung.evidence.models import EvidenceFile
from tests.evidence.test_library import png, send

BUTTON = "Dựng lại bản xem trước"


@pytest.fixture
def failed(world: Any, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> EvidenceFile:
    settings.PREVIEW_DIR = tmp_path
    send(world, "thu_ky", world.kinh_te, png())
    file = EvidenceFile.objects.get()
    monkeypatch.setattr(previews, "run_preview", lambda *_args: problem("preview.memory"))
    previews.shown(file)
    monkeypatch.setattr(previews, "run_preview", run_preview)
    return file


def rest(file: EvidenceFile) -> None:
    os.utime(previews.folder_of(file.sha256) / "manifest.json", (0, 0))


def test_it_rests_then_is_made_by_the_button(failed: EvidenceFile, world: Any) -> None:
    client, address = world.client("thu_ky"), f"/minh-chung/{failed.pk}/xem/"
    assert BUTTON not in client.get(address).content.decode()
    client.post(address + "lai/")
    assert previews.shown(failed).problem

    rest(failed)
    assert BUTTON in client.get(address).content.decode()
    answer = client.post(address + "lai/", headers={"HX-Request": "true"})

    assert answer.status_code == 200
    assert f"/minh-chung/{failed.pk}/xem/1.png" in answer.content.decode()
    assert BUTTON not in answer.content.decode()


def test_a_preview_that_was_made_is_not_made_again(
    failed: EvidenceFile, world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    rest(failed)
    previews.retry(failed)
    rest(failed)

    def again(*_args: Any) -> None:
        raise AssertionError("made again")

    monkeypatch.setattr(previews, "run_preview", again)

    assert world.client("thu_ky").post(f"/minh-chung/{failed.pk}/xem/lai/").status_code == 302


def test_who_may_not_read_the_file_may_not_try(failed: EvidenceFile, world: Any) -> None:
    assert world.client("thu_ky_tp").post(f"/minh-chung/{failed.pk}/xem/lai/").status_code == 404


def test_bytes_that_are_gone_are_a_line_and_nothing_is_kept_of_it(failed: EvidenceFile, world: Any) -> None:
    rest(failed)
    store.path_of(failed.sha256).unlink()

    previews.retry(failed)

    page = world.client("thu_ky").get(f"/minh-chung/{failed.pk}/")
    assert page.status_code == 200
    assert "Không còn tệp này trong kho" in page.content.decode()
    assert not previews.folder_of(failed.sha256).exists()
