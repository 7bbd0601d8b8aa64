"""Published figures come out exactly, every number opens its list, and a frozen figure is computed again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from html import unescape
from typing import Any

import pytest

from minhchung.agencies.enums import SuccessionKind
from minhchung.agencies.models import Agency, Succession
from minhchung.cases.domain.counts import COUNTED_NAMES, counts_for, counts_of
from minhchung.cases.interfaces.count_words import COUNT_WORDS
from minhchung.cases.models import FrozenFigure
from minhchung.stats.model import Case
from minhchung.stats.periods import Period, year
from minhchung.stats.published import KRONG_NO, dong_nai, krong_no
from tests.world import make_agency

Stock = Callable[[Iterable[Case]], None]
KRONG_NO_WINDOW = "tu=01/01/2022&den=26/10/2022"


def case(number: int, agency: int, **facts: Any) -> Case:
    given: dict[str, Any] = {
        "system": "s1", "code": f"C-{number:04d}", "agency": agency, "received_on": date(2026, 1, 5), "field": "Đất đai",
        "promised_on": date(2026, 1, 15), "finished_on": date(2026, 1, 12),
    }  # fmt: skip
    return Case(**(given | facts))


def text_of(answer: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def test_every_count_has_its_words() -> None:
    assert set(COUNT_WORDS) == COUNTED_NAMES


def test_krong_nos_figures_come_out_and_the_pending_ones_are_said(world: Any, stock: Stock) -> None:
    stock(krong_no(agency=world.kinh_te.pk, contested=40))

    page = text_of(
        world.client("lanh_dao").get(f"/ho-so-mot-cua/co-quan/{world.kinh_te.pk}/?{KRONG_NO_WINDOW}")
    )

    assert (
        "19.014 tiếp nhận + 1.276 tồn kỳ trước = 20.290 phải giải quyết = 17.350 đã giải quyết + 788 trả lại + 0 rút"
        " + 2.152 đang xử lý" in page
    )
    assert "đã giải quyết, có hạn để đối chiếu 99,50 % 17.264 17.350" in page
    assert "tiếp nhận trong kỳ và tồn kỳ trước 85,09 % 17.264 20.290" in page
    assert "Nếu bỏ cờ trễ hạn bị phản đối" in page and "99,73 % 17.304 17.350" in page
    assert "các tỷ lệ khác nhau vì mẫu số khác nhau" in page.lower()


def test_dong_nais_figures_come_out(world: Any, stock: Stock) -> None:
    stock(dong_nai(agency=world.kinh_te.pk))

    page = text_of(
        world.client("lanh_dao").get(
            f"/ho-so-mot-cua/co-quan/{world.kinh_te.pk}/?tu=01/01/2021&den=14/12/2021"
        )
    )

    assert "99,97 % 13.637 13.641" in page and "Nộp trực tuyến 13.468" in page


def test_every_number_opens_as_many_cases_as_it_says(world: Any, stock: Stock) -> None:
    agency = world.kinh_te.pk
    stock(
        [
            *(case(n, agency) for n in range(3)),
            case(10, agency, finished_on=date(2026, 1, 20)),
            case(11, agency, finished_on=None, field="Xây dựng"),
            case(12, agency, finished_on=None, returned_on=date(2026, 1, 8)),
        ]
    )
    client = world.client("thu_ky")
    page = client.get(f"/ho-so-mot-cua/co-quan/{agency}/?tu=01/01/2026&den=31/01/2026").content.decode()

    links = re.findall(r'href="([^"]*danh-sach/[^"]*)">([\d.]+)<', page)

    assert len(links) > 20
    for href, shown in dict(links).items():
        listed = text_of(client.get(unescape(href)))
        assert f": {shown} " in listed, (href, shown)


def test_the_list_goes_out_as_csv_without_a_formula(world: Any, stock: Stock) -> None:
    agency = world.kinh_te.pk
    stock([case(1, agency, field="=SUM(A1)"), case(2, agency)])

    answer = world.client("thu_ky").get(
        f"/ho-so-mot-cua/co-quan/{agency}/danh-sach.csv?so=received&tu=01/01/2026&den=31/01/2026"
    )
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()

    assert len(lines) == 3 and lines[0].startswith("code,agency") and "'=SUM(A1)" in "".join(lines)


def test_a_body_counts_what_lies_beneath_it_and_what_was_merged_into_it(world: Any, stock: Stock) -> None:
    stock([case(1, world.kinh_te.pk), case(2, world.tu_phap.pk), case(3, world.other_province.pk)])
    period = year(2026)

    found = counts_of([world.standing.pk, world.kinh_te.pk], period)
    assert (found[world.standing.pk].received, found[world.kinh_te.pk].received) == (2, 1)

    Succession.objects.create(
        kind=SuccessionKind.MERGE, predecessor=world.tu_phap, successor=world.kinh_te,
        effective_on=date(2026, 7, 1), decision_number="1/QĐ",
    )  # fmt: skip
    assert counts_for(world.kinh_te.pk, period, tree_on=date(2026, 6, 30)).received == 1
    assert counts_for(world.kinh_te.pk, period, tree_on=date(2026, 7, 1)).received == 2


def test_too_few_cases_give_no_rate(world: Any, stock: Stock) -> None:
    stock([case(1, world.kinh_te.pk)])

    page = text_of(
        world.client("thu_ky").get(f"/ho-so-mot-cua/co-quan/{world.kinh_te.pk}/?tu=01/01/2026&den=31/01/2026")
    )

    assert "không đủ dữ liệu" in page and "100,00 %" not in page


@pytest.mark.parametrize(
    ("person", "status"),
    [("thu_ky", 200), ("lanh_dao", 200), ("thuong_truc", 200), ("thu_ky_tp", 404), ("nguoi_ngoai", 404),
     ("thuong_truc_ngoai", 404), ("quan_tri", 404)],
)  # fmt: skip
def test_only_those_above_or_inside_read_an_agencys_cases(
    world: Any, stock: Stock, person: str, status: int
) -> None:
    stock([case(1, world.kinh_te.pk)])
    client = world.client(person)

    for part in ("", "danh-sach/", "danh-sach.csv"):
        assert client.get(f"/ho-so-mot-cua/co-quan/{world.kinh_te.pk}/{part}").status_code == status


def test_a_frozen_figure_stays_and_is_computed_again_after_new_imports(world: Any, stock: Stock) -> None:
    agency = world.kinh_te
    stock(krong_no(agency=agency.pk))
    client = world.client("thu_ky")

    answer = client.post(
        f"/ho-so-mot-cua/co-quan/{agency.pk}/chot/",
        {"tu": "01/01/2022", "den": "26/10/2022", "ghi_chu": "Báo cáo năm"},
    )
    stock(
        [
            replace(
                case(1, agency.pk),
                received_on=date(2022, 3, 1),
                promised_on=None,
                finished_on=date(2022, 3, 2),
            )
        ]
    )
    page = text_of(client.get(answer["Location"]))

    figure = FrozenFigure.objects.get()
    assert figure.counts["received"] == 19_014 and figure.definition
    assert counts_for(agency.pk, KRONG_NO).received == 19_015
    assert "cho đúng những con số đã chốt" in page


def test_dates_that_are_no_dates_are_said(world: Any, stock: Stock) -> None:
    answer = world.client("thu_ky").get(f"/ho-so-mot-cua/co-quan/{world.kinh_te.pk}/?tu=31/02/2026")

    assert answer.status_code == 422 and "Từ ngày" in answer.content.decode()


def test_a_dashboard_asks_a_fixed_number_of_queries(
    world: Any, stock: Stock, django_assert_num_queries: Any
) -> None:
    stock([case(number, world.kinh_te.pk) for number in range(12)])
    client = world.client("thuong_truc")

    with django_assert_num_queries(22):
        client.get(f"/ho-so-mot-cua/co-quan/{world.standing.pk}/")


def test_a_period_may_begin_inside_a_month(world: Any, stock: Stock) -> None:
    stock(
        [
            case(1, world.kinh_te.pk),
            case(2, world.kinh_te.pk, received_on=date(2026, 1, 20), finished_on=date(2026, 1, 25)),
        ]
    )

    assert counts_for(world.kinh_te.pk, Period(date(2026, 1, 15), date(2026, 2, 5))).received == 1
    page = text_of(
        world.client("thu_ky").get(f"/ho-so-mot-cua/co-quan/{world.kinh_te.pk}/?tu=15/01/2026&den=05/02/2026")
    )
    assert "01/2026 từ 15/01 1 0 0 0 1 0 0" in page


def test_a_half_imported_month_is_said_beside_its_figures(world: Any, stock: Stock) -> None:
    agency, url = world.kinh_te.pk, f"/ho-so-mot-cua/co-quan/{world.kinh_te.pk}/"
    days = [date(2026, 1, day) for day in (5, 6, 7, 8, 9, 12, 13, 14, 15)]
    stock(case(n, agency, received_on=days[n % 9], promised_on=None, finished_on=None) for n in range(90))

    whole = text_of(world.client("lanh_dao").get(f"{url}?tu=05/01/2026&den=15/01/2026"))
    half = text_of(world.client("lanh_dao").get(f"{url}?tu=01/01/2026&den=31/01/2026"))

    assert "Số liệu đến ngày 15/01/2026." in whole and "chưa trọn" not in whole
    assert "Số liệu đến ngày 15/01/2026. Kỳ này còn thiếu dữ liệu, các con số chưa trọn:" in half
    assert (
        "tiếp nhận 16/01/2026 – 30/01/2026 (11 ngày làm việc); ngày làm việc bình thường có khoảng 9 hồ sơ"
        in half
    )
    assert "01/2026 thiếu ngày" in half


def test_an_agency_that_lags_behind_the_others_is_named(world: Any, stock: Stock) -> None:
    parent = world.kinh_te.parent
    days = [date(2026, 1, day) for day in (5, 6, 7, 8, 9, 12, 13, 14, 15, 16)]
    mine = [case(n, world.kinh_te.pk, received_on=days[n % 10]) for n in range(100)]
    theirs = [case(1000 + n, world.tu_phap.pk, received_on=days[n % 5]) for n in range(50)]
    stock(replace(each, finished_on=None) for each in mine + theirs)

    page = text_of(
        world.client("thuong_truc").get(f"/ho-so-mot-cua/co-quan/{parent.pk}/?tu=05/01/2026&den=16/01/2026")
    )

    assert f"{world.tu_phap.name}: không có hồ sơ nào 10/01/2026 – 16/01/2026 (6 ngày làm việc)." in page
    assert f"{world.kinh_te.name}: không" not in page


def test_of_many_agencies_those_in_trouble_come_first_and_all_when_asked(world: Any, stock: Stock) -> None:
    many = [make_agency(f"UBND xã {n:02d}", world.kinh_te.kind, world.standing, n) for n in range(40)]
    stock(
        [
            case(1, many[35].pk, finished_on=None),
            *(case(10 + n, many[38].pk, finished_on=date(2026, 1, 20)) for n in range(2)),
            case(20, many[3].pk),
        ]
    )
    address = f"/ho-so-mot-cua/co-quan/{world.standing.pk}/?tu=01/01/2026&den=31/01/2026"
    client = world.client("thuong_truc")

    first = client.get(address).content.decode()
    every = client.get(f"{address}&co_quan=tat-ca").content.decode()

    count = Agency.objects.filter(parent=world.standing).count()
    assert _named_beneath(first)[:2] == ["UBND xã 38", "UBND xã 35"]
    assert (len(_named_beneath(first)), len(_named_beneath(every))) == (30, count)
    assert f"30 trong {count} cơ quan" in text_of(client.get(address))
    assert f"Xem cả {count} cơ quan" in first and "Xem cả" not in every
    assert f"{count - 3} cơ quan không có hồ sơ nào trong kỳ" in first


def _named_beneath(page: str) -> list[str]:
    table = page.split('id="theo-co-quan"')[1].split("</table>")[0]
    return re.findall(r'/co-quan/\d+/\?[^"]*">([^<]+)</a>', table)


def test_agencies_beyond_chance_are_named_beneath_the_funnel_with_what_chance_does(
    world: Any, stock: Stock
) -> None:
    def of(agency: int, start: int, late: int) -> list[Case]:
        return [
            case(start + n, agency, finished_on=date(2026, 1, 20 if n < late else 12)) for n in range(100)
        ]

    stock([*of(world.kinh_te.pk, 0, 1), *of(world.tu_phap.pk, 1000, 30)])

    page = text_of(
        world.client("thuong_truc").get(
            f"/ho-so-mot-cua/co-quan/{world.standing.pk}/?tu=01/01/2026&den=31/01/2026"
        )
    )

    assert "2 cơ quan đủ hồ sơ để xét. Chỉ do ngẫu nhiên cũng có khoảng 0 cơ quan ra ngoài" in page
    named = page.split("Ngoài giới hạn 99,8 % STT")[1].split("Số liệu của hình")[0]
    assert f"1 {world.tu_phap.name} 70/100 70,00 % Ngoài giới hạn 99,8 % (thấp)" in named
