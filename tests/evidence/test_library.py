"""The library: what is taken in, what is refused, who may read."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from minhchung.evidence.domain import previews, store
from minhchung.evidence.models import EvidenceFile, ScanState
from minhchung.ledger.models import LedgerEntry


def png(colour: str = "white") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, "PNG")
    return out.getvalue()


def send(world: Any, person: str, agency: Any, data: bytes, name: str = "Kế hoạch.png") -> Any:
    return world.client(person).post(
        "/minh-chung/tai-len/",
        {"agency": agency.pk, "file": SimpleUploadedFile(name, data)},
        headers={"X-Requested-With": "minhchung"},
    )


def test_an_upload_is_kept_under_its_hash_with_a_ledger_entry(world: Any) -> None:
    answer = send(world, "thu_ky", world.kinh_te, png())

    assert answer.status_code == 200
    file = EvidenceFile.objects.get()
    assert (file.agency, file.kind, file.scan) == (world.kinh_te, "png", ScanState.NOT_SCANNED)
    assert store.is_intact(file.sha256)
    assert list(LedgerEntry.objects.values_list("verb", flat=True)) == ["evidence.added"]


def test_the_same_bytes_twice_are_one_row(world: Any) -> None:
    first = send(world, "thu_ky", world.kinh_te, png())
    second = send(world, "thu_ky", world.kinh_te, png(), "Tên khác.png")

    assert (first.json()["known"], second.json()["known"]) == (False, True)
    assert EvidenceFile.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("virus.exe", b"MZ\x90"),
        ("gia.pdf", b"<html><script>alert(1)</script></html>"),
        ("rong.pdf", b""),
        ("anh.pdf", png()),
        ("trang.html", b"<p>xin</p>"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_with_a_reason(world: Any, name: str, data: bytes) -> None:
    answer = send(world, "thu_ky", world.kinh_te, data, name)

    assert answer.status_code == 422
    assert name in answer.json()["message"]
    assert not EvidenceFile.objects.exists()
    assert not list((store.folder() / "incoming").glob("*"))


def test_a_file_over_the_cap_is_refused(world: Any, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 50

    answer = send(world, "thu_ky", world.kinh_te, png())

    assert answer.status_code == 422
    assert not EvidenceFile.objects.exists()


def test_nobody_adds_to_another_agency(world: Any) -> None:
    assert send(world, "thu_ky", world.tu_phap, png()).status_code == 404
    assert not EvidenceFile.objects.exists()


def test_another_agency_reads_nothing(world: Any) -> None:
    send(world, "thu_ky", world.kinh_te, png())
    pk = EvidenceFile.objects.get().pk

    for path in ("", "ban-goc/", "xem/", "xem/1.png"):
        assert world.client("thu_ky").get(f"/minh-chung/{pk}/{path}").status_code == 200, path
        assert world.client("thu_ky_tp").get(f"/minh-chung/{pk}/{path}").status_code == 404, path
        assert world.client("nguoi_ngoai").get(f"/minh-chung/{pk}/{path}").status_code == 404, path


def test_the_original_is_an_attachment_that_runs_nothing(world: Any) -> None:
    send(world, "thu_ky", world.kinh_te, png())

    answer = world.client("thu_ky").get(f"/minh-chung/{EvidenceFile.objects.get().pk}/ban-goc/")

    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert b"".join(answer.streaming_content) == png()


def test_a_scanner_that_is_down_quarantines(world: Any, settings: Any) -> None:
    settings.CLAMAV_ADDRESS = "127.0.0.1:1"

    send(world, "thu_ky", world.kinh_te, png())

    file = EvidenceFile.objects.get()
    assert file.scan == ScanState.QUARANTINED
    assert store.is_intact(file.sha256)
    assert world.client("thu_ky").get(f"/minh-chung/{file.pk}/ban-goc/").status_code == 404


def test_describing_on_an_old_version_shows_both_values(world: Any) -> None:
    send(world, "thu_ky", world.kinh_te, png())
    file = EvidenceFile.objects.get()
    address = f"/minh-chung/{file.pk}/"
    first = {"row_version": 1, "title": "Kế hoạch 12", "number": "12/KH-UBND", "dated_on": "05/01/2023"}

    assert world.client("thu_ky").post(address, first).status_code == 302
    answer = world.client("thu_ky").post(address, first | {"title": "Kế hoạch khác"})

    assert answer.status_code == 409
    assert "Kế hoạch 12" in answer.content.decode()
    assert "Kế hoạch khác" in answer.content.decode()
    file.refresh_from_db()
    assert (file.title, file.row_version) == ("Kế hoạch 12", 2)


def test_a_wrong_date_says_how_to_write_it(world: Any) -> None:
    send(world, "thu_ky", world.kinh_te, png())

    answer = world.client("thu_ky").post(
        f"/minh-chung/{EvidenceFile.objects.get().pk}/", {"row_version": 1, "dated_on": "31/02/2023"}
    )

    assert answer.status_code == 422
    assert "05/01/2026" in answer.content.decode()


def test_the_library_is_found_by_folded_text_in_a_fixed_number_of_queries(
    world: Any, django_assert_num_queries: Any
) -> None:
    send(world, "thu_ky", world.kinh_te, png(), "Đề án vị trí việc làm.png")
    client = world.client("thu_ky")
    client.get("/minh-chung/")

    with django_assert_num_queries(5):
        found = client.get("/minh-chung/?tim=de an vi tri")
    send(world, "thu_ky", world.kinh_te, png("red"), "Đề án hai.png")
    with django_assert_num_queries(5):
        both = client.get("/minh-chung/?tim=đề ÁN")

    assert len(re.findall("Đề án", found.content.decode())) == 1
    assert "Đề án hai" in both.content.decode()


def test_bytes_are_synced_before_the_row(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[str] = []
    real = store.os.fsync

    def fsync(handle: int) -> None:
        synced.append(str(Path(f"/proc/self/fd/{handle}").resolve()))
        assert not EvidenceFile.objects.exists()
        real(handle)

    monkeypatch.setattr(store.os, "fsync", fsync)
    send(world, "thu_ky", world.kinh_te, png("blue"))

    file = EvidenceFile.objects.get()
    assert any("incoming" in path for path in synced)
    assert str(store.path_of(file.sha256).parent.resolve()) in synced


def test_what_the_file_says_of_itself_is_put_into_the_boxes_at_one_press(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(world, "thu_ky", world.kinh_te, png())
    kept = EvidenceFile.objects.get()
    read = previews.Shown(number="27/BC-KTHT", dated_on="2023-10-05")
    monkeypatch.setattr(previews, "shown", lambda file: read)
    client = world.client("thu_ky")

    page = client.get(f"/minh-chung/{kept.pk}/").content.decode()
    assert "<strong>27/BC-KTHT, 05/10/2023</strong>" in page
    assert 'value="27/BC-KTHT"' not in page

    filled = client.get(f"/minh-chung/{kept.pk}/", {"dien": "1"}).content.decode()
    assert 'value="27/BC-KTHT"' in filled and 'value="05/10/2023"' in filled

    EvidenceFile.objects.update(number="27/BC-KTHT", dated_on="2023-10-05")
    assert "Đọc được trong tệp" not in client.get(f"/minh-chung/{kept.pk}/").content.decode()
