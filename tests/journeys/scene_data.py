"""What comes from data: figures in the register, answers that filled themselves, one-stop cases, procedures, keys."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from minhchung.cases.domain import contests
from minhchung.cases.domain.calendar_days import set_day
from minhchung.cases.domain.drafts import add_draft
from minhchung.cases.domain.freezing import freeze
from minhchung.cases.domain.importing import import_draft
from minhchung.cases.domain.keys import make_key, revoke_key
from minhchung.cases.domain.procedures import import_list
from minhchung.cases.domain.systems import add_system
from minhchung.cases.interfaces.procedure_list import ListedProcedure
from minhchung.cases.models import CaseSystem
from minhchung.cases.models.workday import DayKind
from minhchung.evidence.models import EvidenceFile
from minhchung.indicators.domain.periods import last_ended
from minhchung.rounds.domain.autofill import refresh
from minhchung.rounds.models import Entry, Round
from minhchung.stats.periods import Period
from tests.cases.files import row, xlsx
from tests.indicators.scene import YEAR, give, held_by_van_phong
from tests.world import World

LATE, ALSO_LATE = "000.00.07.H57-260105-0900", "000.00.07.H57-260105-0901"
PROCEDURES = (
    (
        "1.000603",
        "Đăng ký, cấp giấy chứng nhận quyền sử dụng đất lần đầu",
        "Đất đai",
        "full",
        15_000,
        10,
        True,
    ),
    ("1.000604", "Cấp giấy phép xây dựng nhà ở riêng lẻ", "Xây dựng", "partial", None, 15, False),
    ("1.000555", "Chứng thực bản sao từ bản chính", "Tư pháp", "", None, None, None),
)


@dataclass(frozen=True)
class FromData:
    """draft: an import that waits. case: (system, code) of a late case that nobody contests yet. entry: with answers from data."""

    draft: uuid.UUID
    system: int
    code: str
    entry: int


def bring_data(world: World, round: Round, file: EvidenceFile, now: datetime) -> FromData:
    """round: an open one whose leaves are bound. file: kinh_te's own."""
    give_figures(world, now)
    entries = list(Entry.objects.filter(round=round).select_related("round__rubric").order_by("pk"))
    refresh(round=round, entries=entries, now=now)
    system = add_system(
        agency=world.kinh_te,
        name="Một cửa điện tử của Phòng Kinh tế và Hạ tầng huyện Quảng Điền",
        actor=world.people["thu_ky"],
        post=world.post_of("thu_ky"),
        now=now,
    )
    waiting = import_cases(world, system, now)
    contest_one(world, system, file, now)
    keep_registers(world, system, now)
    return FromData(waiting, system.pk, ALSO_LATE, entries[0].pk)


def give_figures(world: World, now: datetime) -> None:
    """The round's year, corrected once; last year's, of two agencies of three."""
    held_by_van_phong(world)
    give(world, world.kinh_te, 9, 10, now=now)
    give(world, world.kinh_te, 10, 10, now=now, reason="Bổ sung nhiệm vụ báo cáo muộn", expected=1)
    last = last_ended("year", now.date())
    days = (last.start, last.end)
    if days != YEAR:
        give(world, world.kinh_te, 38, 40, days=days, now=now, excluded=2, exclusions="Nhiệm vụ đã hủy")
        give(world, world.tu_phap, 12, 12, days=days, now=now)


def import_cases(world: World, system: CaseSystem, now: datetime) -> uuid.UUID:
    """One file taken in, one with faults that waits; its id."""
    person = {"actor": world.people["thu_ky"], "post": world.post_of("thu_ky"), "now": now}
    first = now.date() - timedelta(days=60)
    times = {"Ngày tiếp nhận": first, "Ngày hẹn trả": first + timedelta(days=10)}
    rows = [row(n, **times, **{"Ngày hoàn thành": first + timedelta(days=8)}) for n in range(1, 15)]
    late = {**times, "Ngày hoàn thành": first + timedelta(days=20)}
    rows += [row(15, **late, **{"Mã hồ sơ": LATE}), row(16, **late, **{"Mã hồ sơ": ALSO_LATE})]
    rows.append(
        row(17, **times, **{"Ngày hoàn thành": None, "Trạng thái": "Đang xử lý", "Lĩnh vực": "Xây dựng"})
    )
    sound = add_draft(system=system, chunks=[xlsx(rows)], name="ho-so-thang-9.xlsx", **person)
    import_draft(draft=sound, **person)
    system.refresh_from_db()
    faulty = [
        *rows[:3],
        row(18, **{**times, "Ngày hẹn trả": "32/13/2026"}),
        row(19, **{"Đơn vị giải quyết": "Phòng lạ"}),
    ]
    waiting = add_draft(system=system, chunks=[xlsx(faulty)], name="ho-so-thang-10.xlsx", **person)
    return waiting.pk


def contest_one(world: World, system: CaseSystem, file: EvidenceFile, now: datetime) -> None:
    contests.contest(
        system=system,
        code=LATE,
        agency=world.kinh_te,
        evidence=file,
        reason="Đã trả hồ sơ giấy đúng hẹn, phần mềm ghi muộn.",
        actor=world.people["thu_ky"],
        post=world.post_of("thu_ky"),
        now=now,
    )


def keep_registers(world: World, system: CaseSystem, now: datetime) -> None:
    """A figure frozen, procedures by a decision, a day off, a key in use and one revoked."""
    person: dict[str, Any] = {"actor": world.people["thu_ky"], "post": world.post_of("thu_ky"), "now": now}
    freeze(
        agency=world.kinh_te,
        period=Period(now.date() - timedelta(days=90), now.date()),
        note="Báo cáo quý",
        **person,
    )
    make_key(system=system, name="Máy đồng bộ ban đêm của trung tâm hành chính công", **person)
    revoke_key(key=make_key(system=system, name="Khóa cũ", **person)[0], **person)
    import_list(
        agency=world.kinh_te,
        listed=[
            ListedProcedure(number, f"{number}.H57", name, field, online, fee, days, False, in_qms, False)
            for number, name, field, online, fee, days, in_qms in PROCEDURES
        ],
        decision_number="2804/QĐ-UBND",
        valid_from=date(2023, 1, 1),
        **person,
    )
    set_day(
        day=date(now.year, 5, 4),
        kind=DayKind.OFF,
        reason="Nghỉ bù theo thông báo của Ủy ban nhân dân tỉnh",
        decision_number="12/TB-UBND",
        actor=world.people["quan_tri"],
        post=world.post_of("quan_tri"),
        now=now,
    )
