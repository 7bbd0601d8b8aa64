"""Where the source promises no date, one is computed from the register and the calendar, marked, and gives way."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from minhchung.cases.domain.calendar_days import set_day
from minhchung.cases.domain.counts import pinned
from minhchung.cases.domain.procedures import import_list
from minhchung.cases.domain.promises import with_computed_dates
from minhchung.cases.interfaces.procedure_list import ListedProcedure, read_term
from minhchung.cases.models import CaseSystem, Procedure
from minhchung.cases.models.workday import DayKind
from minhchung.stats.counting import open_cases, total
from minhchung.stats.model import Case, from_table, to_table
from minhchung.stats.periods import year
from tests.cases.files import row, xlsx
from tests.cases.test_import import imported, upload

NOW = datetime(2026, 11, 1, tzinfo=UTC)
LISTED = ListedProcedure("1.000603", "1.000603", "Cấp giấy phép", "Đất đai", "", None, 5, False, None, False)


@pytest.mark.parametrize(
    ("words", "term"),
    [
        ("15", (15, False)),
        ("15 ngày làm việc", (15, False)),
        ("Không quá 05 ngày làm việc kể từ ngày nhận đủ hồ sơ", (5, False)),
        ("30 ngày", (30, True)),
        ("Trong ngày", (0, False)),
        ("04 giờ làm việc", (1, False)),
        ("01 tháng", (30, True)),
        ("Không quy định", (None, None)),
        ("", (None, None)),
        ("sớm nhất có thể", None),
        ("123456", None),
        ("10 ngày làm việc; phải xác minh thì 30 ngày", (None, None)),
        ("03 ngày làm việc (24 giờ làm việc)", (3, False)),
        ("15 ngày làm việc, trong đó 5 ngày làm việc tại xã", (15, False)),
    ],
)
def test_a_term_is_read_as_offices_write_it(words: str, term: object) -> None:
    assert read_term(words) == term


def register(world: Any, *, valid_from: date = date(2026, 1, 1), **changes: Any) -> None:
    import_list(
        agency=world.kinh_te, listed=[dataclasses.replace(LISTED, **changes)], decision_number="1/QĐ-UBND",
        valid_from=valid_from, actor=world.people["thu_ky"], post=None, now=NOW,
    )  # fmt: skip


def computed(world: Any, received: date, **facts: Any) -> date | None:
    case = Case(
        system="s", code="1", agency=world.kinh_te.pk, received_on=received,
        **{"procedure": "1.000603.H57", **facts},
    )  # fmt: skip
    (found,) = from_table(with_computed_dates(to_table([case]))[0])
    return found.computed_on


def test_working_days_leave_out_weekends_holidays_and_days_that_a_decision_swaps(world: Any) -> None:
    register(world)

    assert computed(world, date(2026, 3, 2)) == date(2026, 3, 9)
    assert computed(world, date(2026, 4, 24)) == date(2026, 5, 6)  # 27/4, 30/4 and 1/5 are off
    set_day(
        day=date(2026, 3, 4), kind=DayKind.OFF, reason="Bão", decision_number="2/CĐ",
        actor=world.people["thu_ky"], post=None, now=NOW,
    )  # fmt: skip
    set_day(
        day=date(2026, 3, 7), kind=DayKind.WORKED, reason="Làm bù", decision_number="2/CĐ",
        actor=world.people["thu_ky"], post=None, now=NOW,
    )  # fmt: skip
    assert computed(world, date(2026, 3, 2)) == date(2026, 3, 9)
    assert computed(world, date(2026, 3, 3)) == date(2026, 3, 10)


def test_the_version_of_the_day_of_receipt_decides_and_plain_days_end_on_a_working_day(world: Any) -> None:
    register(world)
    register(world, valid_from=date(2026, 6, 1), days_allowed=10, in_calendar_days=True)

    assert computed(world, date(2025, 12, 31)) is None
    assert computed(world, date(2026, 5, 29)) == date(2026, 6, 5)
    assert computed(world, date(2026, 6, 3)) == date(2026, 6, 15)  # the 13th is a Saturday


@pytest.mark.parametrize("in_calendar_days", [False, True])
@pytest.mark.parametrize("days", [9_999, 2_000_000_000])
def test_a_term_of_years_is_a_slip_and_gives_no_date(world: Any, days: int, in_calendar_days: bool) -> None:
    register(world, days_allowed=days, in_calendar_days=in_calendar_days)

    assert computed(world, date(2026, 3, 2)) is None


def test_a_list_of_before_does_not_say_which_days_it_counts_and_gives_no_date(world: Any) -> None:
    register(world, in_calendar_days=None)

    assert computed(world, date(2026, 3, 2)) is None
    register(world, valid_from=date(2026, 6, 1))
    assert computed(world, date(2026, 6, 1)) == date(2026, 6, 8)


def test_what_the_source_promises_is_never_computed(world: Any) -> None:
    register(world)

    assert computed(world, date(2026, 3, 2), promised_on=date(2026, 3, 20)) is None
    assert computed(world, date(2026, 3, 2), extended_to=date(2026, 3, 20)) is None
    assert computed(world, date(2026, 3, 2), procedure="") is None
    assert computed(world, date(2026, 3, 2), procedure="1.999999") is None


def test_a_register_above_is_asked_where_the_agency_has_none(world: Any) -> None:
    assert world.kinh_te.parent_id is not None
    import_list(
        agency=world.kinh_te.parent, listed=[LISTED], decision_number="1/QĐ-UBND", valid_from=date(2026, 1, 1),
        actor=world.people["thu_ky"], post=None, now=NOW,
    )  # fmt: skip

    assert computed(world, date(2026, 3, 2)) == date(2026, 3, 9)


def test_an_import_says_what_it_computes_and_the_source_takes_its_word_back_later(
    world: Any, system: CaseSystem, stock: Callable[..., None]
) -> None:
    register(world)
    client = world.client("thu_ky")
    late = {"Ngày hẹn trả": None, "Ngày hoàn thành": date(2026, 1, 20)}

    address = upload(client, system, xlsx([row(1, **late), row(2), row(3, **late, **{"Mã TTHC": None})]))[
        "Location"
    ]
    preview = client.get(address.replace("/cot/", "/xem-truoc/")).content.decode()
    client.post(address.replace("/cot/", "/xac-nhan/"))
    receipt = client.get(f"/ho-so-mot-cua/nhap/bien-nhan/{system.batches.get().pk}/").content.decode()
    listed = client.get(
        f"/ho-so-mot-cua/co-quan/{world.kinh_te.pk}/danh-sach/?so=late_computed&tu=01/01/2026&den=31/01/2026"
    ).content.decode()

    assert "2 hồ sơ không có ngày hẹn trả. 1 hồ sơ trong số đó được tính hạn" in preview
    assert "từ 05/01/2026 đến 05/01/2026" in preview
    assert "2, trong đó 1 được tính hạn từ danh mục thủ tục" in receipt
    assert "hạn do phần mềm tính" in listed and "10/01/2026" in listed  # a Saturday worked for the 2nd
    assert counts() == (3, 1, 1, 1)  # received, computed, late by it, without any date

    imported(client, system, xlsx([row(1, **late | {"Ngày hẹn trả": date(2026, 1, 30)})]))
    assert counts() == (3, 0, 0, 1)


def counts() -> tuple[int, int, int, int]:
    from minhchung.cases.domain.manifests import root

    with open_cases(root(), pinned(date(2026, 11, 1)).files) as cases:
        found = total(cases, year(2026))
    return found.received, found.due_computed, found.late_computed, found.resolved_undated


def test_no_register_computes_nothing(world: Any) -> None:
    assert not Procedure.objects.exists()
    assert computed(world, date(2026, 3, 2)) is None
