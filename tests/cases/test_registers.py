"""Procedures in versions by decision with named coverage; days off as data; contests with both counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from minhchung.cases.domain.counts import counts_for
from minhchung.cases.domain.procedures import unregistered
from minhchung.cases.domain.workdays import calendar_of
from minhchung.cases.models import CaseSystem, Contest, ProcedureVersion
from minhchung.evidence.models import EvidenceFile
from minhchung.stats.model import Case
from minhchung.stats.periods import year
from minhchung.viet.workdays import working_days_between
from tests.cases.files import xlsx

Stock = Callable[[Iterable[Case]], None]
LIST = ("Mã TTHC", "Tên thủ tục", "Lĩnh vực", "Mức độ", "Lệ phí", "Thời hạn giải quyết", "HTQLCL")


def send(client: Any, agency: Any, rows: list[list[Any]], decision: str, on: str) -> Any:
    return client.post(
        "/ho-so-mot-cua/thu-tuc/nhap/",
        {
            "agency": agency.pk, "decision_number": decision, "valid_from": on,
            "file": SimpleUploadedFile("danh-muc.xlsx", xlsx(rows, LIST)),
        },
    )  # fmt: skip


def test_a_decision_adds_versions_only_where_it_says_something_new(world: Any) -> None:
    client, agency = world.client("thuong_truc"), world.standing
    first = [
        ["1.000603", "Đăng ký đất đai", "Đất đai", "toàn trình", 15000, "10 ngày", "có"],
        ["1.000604.H57", "Cấp giấy phép xây dựng", "Xây dựng", "một phần", "", "15", "chưa"],
        ["1.000555.000.00.00.H48", "Chứng thực", "Tư pháp", "", "", "", ""],
    ]
    send(client, agency, first, "01/QĐ-UBND", "01/01/2025")

    first[1][6] = "có"
    answer = send(client, agency, first, "02/QĐ-UBND", "01/07/2025")
    page = client.get(answer["Location"]).content.decode()

    assert ProcedureVersion.objects.count() == 4
    assert "66,67 %" in page and "100,00 %" in page and "02/QĐ-UBND" in page


def test_procedures_that_the_register_does_not_know_are_counted(world: Any) -> None:
    assert unregistered(["1.000999"], world.kinh_te) == 0

    send(
        world.client("thuong_truc"),
        world.standing,
        [["1.000603", "Đăng ký", "", "", "", "", ""]],
        "01/QĐ-UBND",
        "01/01/2025",
    )

    assert unregistered(["1.000603", "1.000603.H57", "1.000999"], world.kinh_te) == 1


def test_a_list_with_a_fault_is_taken_in_not_at_all(world: Any) -> None:
    rows = [
        ["1.000603", "Đăng ký", "", "", "", "", ""],
        ["603", "Sai mã", "", "", "", "", ""],
        ["1.000603", "Lặp", "", "", "", "", ""],
    ]

    answer = send(world.client("thuong_truc"), world.standing, rows, "01/QĐ-UBND", "01/01/2025")

    text = answer.content.decode()
    assert answer.status_code == 422 and "Dòng 3" in text and "Dòng 4" in text
    assert not ProcedureVersion.objects.exists()


def test_a_day_that_a_decision_swaps_counts_from_then_on(world: Any) -> None:
    client = world.client("quan_tri")
    friday, saturday = date(2026, 3, 6), date(2026, 3, 7)
    before = working_days_between(date(2026, 3, 5), date(2026, 3, 9), calendar_of(2026))

    for day, kind in ((friday, "off"), (saturday, "worked")):
        client.post(
            "/ho-so-mot-cua/ngay-lam-viec/",
            {"day": f"{day:%d/%m/%Y}", "kind": kind, "reason": "hoán đổi", "decision_number": "1/TB-BNV"},
        )
    after = calendar_of(2026)

    assert not after.is_working_day(friday) and after.is_working_day(saturday)
    assert working_days_between(date(2026, 3, 5), date(2026, 3, 9), after) == before
    assert "1/TB-BNV" in client.get("/ho-so-mot-cua/ngay-lam-viec/?nam=2026").content.decode()
    client.post(
        "/ho-so-mot-cua/ngay-lam-viec/",
        {"day": "06/03/2026", "kind": "ordinary", "reason": "bãi bỏ", "decision_number": "2/TB-BNV"},
    )
    assert calendar_of(2026).is_working_day(friday)


def test_others_read_the_calendar_and_cannot_write_it(world: Any) -> None:
    client = world.client("thu_ky")

    client.post(
        "/ho-so-mot-cua/ngay-lam-viec/",
        {"day": "06/03/2026", "kind": "off", "reason": "x", "decision_number": "x"},
    )

    assert client.get("/ho-so-mot-cua/ngay-lam-viec/").status_code == 200
    assert calendar_of(2026).is_working_day(date(2026, 3, 6))


def late_case(world: Any, system: CaseSystem) -> Case:
    return Case(
        system=system.key, code="C-1", agency=world.kinh_te.pk, received_on=date(2026, 1, 5),
        promised_on=date(2026, 1, 10), finished_on=date(2026, 1, 12),
    )  # fmt: skip


def file_of(world: Any) -> EvidenceFile:
    return EvidenceFile.objects.create(
        agency=world.kinh_te, sha256="ab" * 32, size=3, kind="png", name="phieu-hen.png",
        uploaded_by=world.people["thu_ky"], uploaded_at=datetime(2026, 2, 1, tzinfo=UTC),
    )  # fmt: skip


def test_a_contest_stands_beside_the_record_until_it_is_rejected(
    world: Any, system: CaseSystem, stock: Stock
) -> None:
    stock([late_case(world, system)])
    secretary, standing, period = world.client("thu_ky"), world.client("thuong_truc"), year(2026)

    sent = secretary.post(
        "/ho-so-mot-cua/phan-doi/gui/",
        {"he_thong": system.key, "ma": "C-1", "evidence": file_of(world).pk, "reason": "Trả giấy đúng hẹn"},
    )
    contested = counts_for(world.kinh_te.pk, period)
    decided = standing.post(
        sent["Location"], {"outcome": "rejected", "words": "Không đủ căn cứ", "row_version": "1"}
    )
    after = counts_for(world.kinh_te.pk, period)

    assert (contested.late, contested.late_contested) == (1, 1)
    assert decided.status_code == 302 and (after.late, after.late_contested) == (1, 0)
    assert "Không đủ căn cứ" in secretary.get(sent["Location"]).content.decode()


def test_a_contest_is_the_own_secretarys_to_send_and_anothers_to_decide(
    world: Any, system: CaseSystem, stock: Stock
) -> None:
    stock([late_case(world, system)])
    data = {"he_thong": system.key, "ma": "C-1", "evidence": file_of(world).pk, "reason": "x"}

    refused = [
        world.client(name).post("/ho-so-mot-cua/phan-doi/gui/", data).status_code
        for name in ("thu_ky_tp", "lanh_dao", "nguoi_ngoai")
    ]
    assert refused == [404, 404, 404] and not Contest.objects.exists()

    address = world.client("thu_ky").post("/ho-so-mot-cua/phan-doi/gui/", data)["Location"]
    decision = {"outcome": "upheld", "words": "x", "row_version": "1"}
    statuses = [
        world.client(name).post(address, decision).status_code
        for name in ("thu_ky", "thuong_truc_ngoai", "thu_ky_tp")
    ]
    assert statuses == [404, 404, 404] and Contest.objects.get().state == "open"
    assert world.client("thuong_truc").post(address, decision).status_code == 302
    assert Contest.objects.get().state == "upheld"
