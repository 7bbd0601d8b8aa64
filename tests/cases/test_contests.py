"""A late flag contested: both counts, who decides, who may open the file, taken back, and found in what there is to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.urls import reverse

from minhchung.agencies.domain.acting import acting
from minhchung.cases.domain.counts import counts_for
from minhchung.cases.domain.waiting import NEWS_FOR
from minhchung.cases.models import CaseSystem, Contest
from minhchung.evidence.models import EvidenceFile
from minhchung.home.domain.tasks import Task, tasks_for
from minhchung.ledger.models import LedgerEntry
from minhchung.stats.model import Case
from minhchung.stats.periods import year

Stock = Callable[[Iterable[Case]], None]
SEND = "/ho-so-mot-cua/phan-doi/gui/"


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
    asked = " ".join(standing.get(sent["Location"]).content.decode().split())
    decided = standing.post(
        sent["Location"], {"outcome": "rejected", "words": "Không đủ căn cứ", "row_version": "1"}
    )
    after = counts_for(world.kinh_te.pk, period)

    assert (contested.late, contested.late_contested) == (1, 1)
    assert "10/01/2026" in asked and "12/01/2026 – trễ 2 ngày" in asked, "who decides sees the dates"
    assert "đúng hạn 0,00 %" in asked and "đúng hạn 100,00 %" in asked, "and both counts"
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


def send(world: Any, system: CaseSystem, file: EvidenceFile, code: str = "C-1") -> str:
    """File a contest as the secretary; its address."""
    data = {"he_thong": system.key, "ma": code, "evidence": file.pk, "reason": "Trả giấy đúng hẹn"}
    answer = world.client("thu_ky").post(SEND, data)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def tasks_of(world: Any, name: str, now: datetime) -> list[Task]:
    found = tasks_for(acting(world.people[name], now.date()), now)
    return [task for task in found if task.kind in ("contest", "contested")]


def test_the_agency_takes_its_contest_back_and_the_late_flag_alone_counts(
    world: Any, system: CaseSystem, stock: Stock
) -> None:
    stock([late_case(world, system)])
    file = file_of(world)
    address = send(world, system, file)
    secretary, sent = world.client("thu_ky"), {"why": "Nhầm hồ sơ", "row_version": "1"}

    empty = secretary.post(address + "rut/", sent | {"why": ""})
    stale = secretary.post(address + "rut/", sent | {"row_version": "7"})
    refused = [
        world.client(name).post(address + "rut/", sent).status_code for name in ("thu_ky_tp", "thuong_truc")
    ]
    assert (empty.status_code, stale.status_code, refused) == (422, 409, [404, 404])
    assert counts_for(world.kinh_te.pk, year(2026)).late_contested == 1

    done = secretary.post(address + "rut/", sent)
    after, row = counts_for(world.kinh_te.pk, year(2026)), Contest.objects.get()

    assert (done.status_code, after.late, after.late_contested) == (302, 1, 0)
    assert (row.state, row.decision, row.decided_by) == ("withdrawn", "Nhầm hồ sơ", world.people["thu_ky"])
    assert LedgerEntry.objects.filter(verb="contest.withdrawn").count() == 1
    assert "Nhầm hồ sơ" in secretary.get(address).content.decode()
    decision = {"outcome": "upheld", "words": "x", "row_version": "2"}
    assert world.client("thuong_truc").post(address, decision).status_code == 422
    assert secretary.post(address + "rut/", sent | {"row_version": "2"}).status_code == 409
    assert send(world, system, file) != address


def test_the_deciding_body_opens_the_file_through_the_contest_until_it_is_withdrawn(
    world: Any, system: CaseSystem, stock: Stock
) -> None:
    stock([late_case(world, system)])
    file = file_of(world)
    page = reverse("evidence:file", args=[file.pk])
    before = world.client("thuong_truc").get(page).status_code

    address = send(world, system, file)
    reads = {
        name: world.client(name).get(page).status_code
        for name in ("thuong_truc", "thuong_truc_ngoai", "thu_ky_tp")
    }
    shown = world.client("thuong_truc").get(address).content.decode()
    world.client("thu_ky").post(address + "rut/", {"why": "Nhầm", "row_version": "1"})

    assert before == 404
    assert reads == {"thuong_truc": 200, "thuong_truc_ngoai": 404, "thu_ky_tp": 404}
    assert f'href="{page}"' in shown
    assert world.client("thuong_truc").get(page).status_code == 404
    assert page not in world.client("thuong_truc").get(address).content.decode()


def test_a_contest_is_the_bodys_to_do_and_its_decision_the_agencys_for_a_while(
    world: Any, system: CaseSystem, stock: Stock
) -> None:
    case = late_case(world, system)
    stock([case, replace(case, code="C-2")])
    file, now = file_of(world), datetime.now(UTC)
    first = send(world, system, file)

    (task,) = tasks_of(world, "thuong_truc", now)
    assert (task.href, task.count, "C-1" in task.detail) == (first, 1, True)
    assert tasks_of(world, "thu_ky", now) == tasks_of(world, "thuong_truc_ngoai", now) == []

    send(world, system, file, "C-2")
    (task,) = tasks_of(world, "thuong_truc", now)
    assert (task.href, task.count) == (reverse("cases:contests"), 2)

    world.client("thuong_truc").post(first, {"outcome": "upheld", "words": "Đủ", "row_version": "1"})
    later = datetime.now(UTC)
    assert [task.count for task in tasks_of(world, "thuong_truc", later)] == [1]
    for name in ("thu_ky", "lanh_dao"):
        (read,) = tasks_of(world, name, later)
        assert read.href == first and "chấp nhận" in read.detail
    assert tasks_of(world, "thu_ky_tp", later) == []
    assert tasks_of(world, "thu_ky", later + NEWS_FOR + timedelta(days=1)) == []
