"""From upload to receipt: all or nothing, once, and only for one's own agencies."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from minhchung.agencies.enums import Role
from minhchung.cases.domain import drafts, importing, manifests
from minhchung.cases.models import CaseHead, CaseManifest, CaseSystem, ImportBatch, ImportDraft
from minhchung.ledger.domain.verify import verify_ledger
from minhchung.ledger.models import LedgerEntry
from minhchung.stats.counting import open_cases, total
from minhchung.stats.periods import year
from minhchung.stats.store import verify
from tests.cases.files import CITIZEN, HEADINGS, PHONE, row, xlsx


def upload(client: Any, system: CaseSystem, data: bytes, name: str = "thang-1.xlsx") -> Any:
    return client.post(
        "/ho-so-mot-cua/nhap/tep/", {"system": system.pk, "file": SimpleUploadedFile(name, data)}
    )


def imported(client: Any, system: CaseSystem, data: bytes) -> ImportBatch:
    """Upload, take the guessed columns, confirm."""
    address = upload(client, system, data)["Location"]
    draft = re.search(r"nhap/([0-9a-f-]{36})/", address)
    assert draft, address
    answer = client.post(f"/ho-so-mot-cua/nhap/{draft[1]}/xac-nhan/")
    assert "/bien-nhan/" in answer["Location"], answer
    return ImportBatch.objects.get(pk=int(re.search(r"bien-nhan/(\d+)/", answer["Location"])[1]))  # type: ignore[index]


def counted() -> int:
    with open_cases(manifests.root(), manifests.current_manifest()) as cases:
        return total(cases, year(2026)).received


def test_a_first_file_shows_its_columns_and_the_next_goes_to_the_preview(
    world: Any, system: CaseSystem
) -> None:
    client = world.client("thu_ky")

    first = upload(client, system, xlsx([row(1), row(2)]))
    assert first["Location"].endswith("/cot/")
    page = client.get(first["Location"]).content.decode()
    assert "Ngày tiếp nhận" in page and CITIZEN not in page and PHONE not in page
    preview = client.get(first["Location"].replace("/cot/", "/xem-truoc/")).content.decode()
    assert "Nhập 2 hồ sơ" in preview and CITIZEN not in preview
    client.post(first["Location"].replace("/cot/", "/xac-nhan/"))

    second = upload(client, system, xlsx([row(3)]))
    assert second["Location"].endswith("/xem-truoc/")


def test_the_receipt_counts_and_the_upload_is_gone(world: Any, system: CaseSystem, cases_dir: Path) -> None:
    batch = imported(world.client("thu_ky"), system, xlsx([row(1), row(2), row(2)]))

    assert (batch.number, batch.rows, batch.new, batch.replaced, batch.unchanged, batch.identical) == (
        "NHS-2026-000001", 3, 2, 0, 0, 1,
    )  # fmt: skip
    assert counted() == 2 and verify(manifests.root(), manifests.current_manifest()) == []
    assert batch.facts["dropped"] == ["Họ tên người nộp", "Số điện thoại"]
    assert list((cases_dir / "drafts").iterdir()) == [] and not ImportDraft.objects.exists()
    kept = b"".join(path.read_bytes() for path in cases_dir.rglob("*") if path.is_file())
    assert CITIZEN.encode() not in kept and PHONE.encode() not in kept
    page = world.client("thu_ky").get(f"/ho-so-mot-cua/nhap/bien-nhan/{batch.pk}/").content.decode()
    assert "NHS-2026-000001" in page


def test_originals_stay_only_when_the_installation_says_so(
    world: Any, system: CaseSystem, cases_dir: Path, settings: Any
) -> None:
    settings.CASE_KEEP_ORIGINALS = True
    data = xlsx([row(1)])

    batch = imported(world.client("thu_ky"), system, data)

    assert (cases_dir / "originals" / batch.sha256[:2] / batch.sha256).read_bytes() == data


def test_the_same_file_again_changes_nothing_and_says_so(world: Any, system: CaseSystem) -> None:
    client, data = world.client("thu_ky"), xlsx([row(1), row(2)])
    batch = imported(client, system, data)

    again = upload(client, system, data)

    assert again["Location"] == f"/ho-so-mot-cua/nhap/bien-nhan/{batch.pk}/"
    assert batch.number in client.get(again["Location"]).content.decode()
    assert (ImportBatch.objects.count(), CaseManifest.objects.count()) == (1, 1)


def test_the_same_case_again_replaces_its_older_state_and_is_counted_once(
    world: Any, system: CaseSystem
) -> None:
    client = world.client("thu_ky")
    imported(client, system, xlsx([row(1, **{"Trạng thái": "Đang xử lý", "Ngày hoàn thành": None}), row(2)]))

    batch = imported(client, system, xlsx([row(1), row(2), row(3)]))

    assert (batch.new, batch.replaced, batch.unchanged) == (1, 1, 1)
    assert (batch.manifest_before_id, batch.manifest_after_id) == (1, 2)
    with open_cases(manifests.root(), manifests.current_manifest()) as cases:
        now = total(cases, year(2026))
    assert (now.received, now.resolved, now.pending) == (3, 3, 0)


def test_one_bad_row_stops_the_whole_file(world: Any, system: CaseSystem) -> None:
    client = world.client("thu_ky")
    address = upload(client, system, xlsx([row(1), row(2, **{"Ngày tiếp nhận": "30/02/2026"})]))["Location"]
    preview = address.replace("/cot/", "/xem-truoc/")

    page = client.get(preview).content.decode()
    refused = client.post(address.replace("/cot/", "/xac-nhan/"))
    table = client.get(address.replace("/cot/", "/loi.csv")).content.decode()

    assert "Hồ sơ, I3" in page and "date.day" in page and "30/02/2026" in page
    assert refused.status_code == 422
    assert "Hồ sơ,3,I,Ngày tiếp nhận,30/02/2026,date.day" in table
    assert not ImportBatch.objects.exists() and counted() == 0


def test_two_columns_for_one_field_are_refused_in_words(world: Any, system: CaseSystem) -> None:
    client = world.client("thu_ky")
    address = upload(client, system, xlsx([row(1)]))["Location"]

    answer = client.post(address, {"cot_1": "code", "cot_2": "code", "cot_8": "received_on"})

    assert answer.status_code == 422 and "hơn một cột" in answer.content.decode()


def test_columns_chosen_by_hand_are_remembered_for_the_system(world: Any, system: CaseSystem) -> None:
    client = world.client("thu_ky")
    headings = ["a", "b", "c", "d"]
    address = upload(
        client, system, xlsx([["X-1", row(1)[8], "Phòng Kinh tế và Hạ tầng", CITIZEN]], headings)
    )["Location"]
    chosen = {
        "cot_0": "code",
        "cot_1": "received_on",
        "cot_2": "agency",
        "cot_3": "-citizen",
        "ma_rieng": "1",
    }

    answer = client.post(address, chosen)
    client.post(address.replace("/cot/", "/xac-nhan/"))
    system.refresh_from_db()

    assert answer["Location"].endswith("/xem-truoc/")
    assert (
        system.profile == {"a": "code", "b": "received_on", "c": "agency", "d": "-citizen"}
        and system.free_codes
    )
    assert counted() == 1


def test_a_foreign_agencys_cases_are_refused(world: Any, system: CaseSystem) -> None:
    client = world.client("thu_ky")
    address = upload(client, system, xlsx([row(1, **{"Đơn vị giải quyết": "Phòng Tư pháp"})]))["Location"]

    assert "agency.unknown" in client.get(address.replace("/cot/", "/xem-truoc/")).content.decode()


@pytest.mark.parametrize("person", ["thu_ky_tp", "nguoi_ngoai", "lanh_dao", "quan_tri", "tham_dinh_nv"])
def test_others_find_neither_system_nor_draft_nor_receipt(
    world: Any, system: CaseSystem, person: str
) -> None:
    address = upload(world.client("thu_ky"), system, xlsx([row(1)]))["Location"]
    client = world.client(person)

    assert upload(client, system, xlsx([row(2)])).status_code == 404
    for part in ("cot", "xem-truoc", "loi.csv"):
        assert client.get(address.replace("/cot/", f"/{part}/").replace(".csv/", ".csv")).status_code == 404
    for part in ("xac-nhan", "bo"):
        assert client.post(address.replace("/cot/", f"/{part}/")).status_code == 404
    assert ImportDraft.objects.count() == 1


def test_a_head_reads_the_receipt_and_a_stranger_does_not(world: Any, system: CaseSystem) -> None:
    batch = imported(world.client("thu_ky"), system, xlsx([row(1)]))
    address = f"/ho-so-mot-cua/nhap/bien-nhan/{batch.pk}/"

    assert [world.client(name).get(address).status_code for name in ("lanh_dao", "thuong_truc", "thu_ky_tp", "nguoi_ngoai")] == [
        200, 200, 404, 404,
    ]  # fmt: skip


def state() -> tuple[Any, ...]:
    """What the installation says it holds: head, receipts, ledger; and that its files are there."""
    head = CaseHead.objects.filter(pk=1).values_list("manifest_id", flat=True).first()
    assert verify(manifests.root(), manifests.current_manifest()) == []
    assert verify_ledger().faults == ()
    told = LedgerEntry.objects.filter(verb="cases.imported").count()
    return head, ImportBatch.objects.count(), told, manifests.current_manifest().rows


@pytest.mark.django_db(transaction=True)
def test_an_import_that_fails_at_any_step_leaves_what_was_before(
    world: Any, system: CaseSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The Nth statement and the Nth file operation fail, for every N, until the import gets through."""
    import os

    from django.db import connection
    from django.utils import timezone

    client = world.client("thu_ky")
    imported(client, system, xlsx([row(1), row(2)]))
    before = state()
    post = world.post_of("thu_ky")
    assert post.role == Role.SECRETARY
    upload(client, system, xlsx([row(2, **{"Lệ phí": 1}), row(3)]))
    draft = ImportDraft.objects.get()

    class Cut(Exception):
        pass

    def run(countdown: int, kind: str) -> bool:
        left = [countdown]

        def spend() -> None:
            left[0] -= 1
            if left[0] < 0:
                raise Cut

        def statement(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            spend()
            return execute(sql, params, many, context)

        def guarded(original: Any) -> Any:
            def operation(*args: Any, **kwargs: Any) -> Any:
                spend()
                return original(*args, **kwargs)

            return operation

        with monkeypatch.context() as patched:
            if kind == "file":
                for name in ("fsync",):
                    patched.setattr(os, name, guarded(getattr(os, name)))
                patched.setattr(Path, "replace", guarded(Path.replace))
            try:
                if kind == "sql":
                    with connection.execute_wrapper(statement):
                        importing.import_draft(
                            draft=draft, actor=world.people["thu_ky"], post=post, now=timezone.now()
                        )
                else:
                    importing.import_draft(
                        draft=draft, actor=world.people["thu_ky"], post=post, now=timezone.now()
                    )
            except Cut:
                return False
        return True

    for kind in ("file", "sql"):
        for countdown in range(60):
            if run(countdown, kind):
                break
            assert state() == before, (kind, countdown)
        else:
            raise AssertionError("the import never got through")
        if kind == "file":
            assert state() == (2, 2, 2, 3)
            upload(client, system, xlsx([row(4)]))
            draft, before = ImportDraft.objects.get(), state()
    assert state() == (3, 3, 3, 4)
    assert counted() == 4


@pytest.mark.django_db(transaction=True)
def test_somebody_elses_import_in_between_is_not_lost(
    world: Any, system: CaseSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another import moves the head while the files of this one are being written: it is written again on top."""
    client = world.client("thu_ky")
    upload(client, system, xlsx([row(1)]))
    upload(client, system, xlsx([row(2)]))
    first, second = ImportDraft.objects.order_by("at")
    from django.utils import timezone

    write = importing.add_batch
    pushed: list[int] = []

    def overtaken(*args: Any) -> Any:
        added = write(*args)
        if not pushed:
            pushed.append(1)
            importing.import_draft(draft=second, actor=world.people["thu_ky"], post=None, now=timezone.now())
        return added

    monkeypatch.setattr(importing, "add_batch", overtaken)
    importing.import_draft(draft=first, actor=world.people["thu_ky"], post=None, now=timezone.now())

    assert counted() == 2 and ImportBatch.objects.count() == 2
    assert drafts.folder_of(first.id).exists() is False


def test_a_column_of_citizens_cannot_be_told_to_be_words_that_are_kept(
    world: Any, system: CaseSystem, cases_dir: Path
) -> None:
    client = world.client("thu_ky")
    address = upload(client, system, xlsx([row(1)]))["Location"]
    names = {
        "Mã hồ sơ": "code",
        "Đơn vị giải quyết": "agency",
        "Ngày tiếp nhận": "received_on",
        "Họ tên người nộp": "field",
    }

    refused = client.post(
        address, {f"cot_{HEADINGS.index(heading)}": name for heading, name in names.items()}
    )

    assert refused.status_code == 422
    assert "Cột “Họ tên người nộp” trông như thông tin của người dân" in refused.content.decode()


@pytest.mark.parametrize("confirmed", [True, False])
def test_nothing_of_citizens_is_left_anywhere(
    world: Any, system: CaseSystem, cases_dir: Path, caplog: pytest.LogCaptureFixture, confirmed: bool
) -> None:
    """Not in the store, the receipt, the ledger, the profile, the log, nor what lies aside while a file waits."""
    caplog.set_level("DEBUG")
    number = "079123456789"
    bad = {} if confirmed else {"Mã hồ sơ": number}
    rows = [row(1, **{"Lĩnh vực": f"Đất đai {PHONE}"}), row(2, **bad)]

    address = upload(world.client("thu_ky"), system, xlsx(rows))["Location"]
    pages = [
        world.client("thu_ky").get(address.replace("/cot/", f"/{page}")).content
        for page in ("cot/", "xem-truoc/", "loi.csv")
    ]
    answer = world.client("thu_ky").post(address.replace("/cot/", "/xac-nhan/"))

    kept = [path for path in cases_dir.rglob("*") if path.is_file() and path.name != "source"]
    told = [
        str(each)
        for each in (
            *ImportBatch.objects.values(),
            *LedgerEntry.objects.values(),
            *CaseSystem.objects.values(),
        )
    ]
    everywhere = (
        b"".join([*pages, *(path.read_bytes() for path in kept)]) + "".join([caplog.text, *told]).encode()
    )
    assert (answer.status_code == 302) is confirmed
    assert [word for word in (CITIZEN, PHONE, number) if word.encode() in everywhere] == []
    assert list((cases_dir / "drafts").rglob("source")) == [] or not confirmed
    if confirmed:
        with open_cases(manifests.root(), manifests.current_manifest()) as cases:
            assert set(cases.field.to_pyarrow().to_pylist()) == {"", "Đất đai"}
