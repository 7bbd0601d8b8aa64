"""The tree on a day, what a search finds, and what an agency's page shows to whom."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from minhchung.agencies.domain.by import By, Decision
from minhchung.agencies.domain.reorganise import rename_agency
from minhchung.agencies.models import Agency, AgencyIdentifier
from tests.world import make_agency


def by(world: Any) -> By:
    return By(world.people["quan_tri"], world.post_of("quan_tri"), timezone.now())


def text(world: Any, person: str, address: str) -> str:
    answer = world.client(person).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_top_shows_each_agency_with_those_below_it(world: Any) -> None:
    page = text(world, "thu_ky", "/co-quan/")

    assert "UBND huyện Quảng Điền" in page
    assert "Phòng Tư pháp" in page
    assert "Sở Khoa học và Công nghệ tỉnh khác" in page


def test_an_agency_is_found_without_marks_and_by_its_code(world: Any) -> None:
    AgencyIdentifier.objects.create(agency=world.tu_phap, scheme="mdd", value="H57.07")

    for words in ("tu phap", "h57.07"):
        page = text(world, "thu_ky", f"/co-quan/?tim={words}")
        assert "Phòng Tư pháp" in page
        assert "Phòng Nội vụ" not in page


def test_the_tree_on_an_earlier_day_holds_who_was_there_under_the_name_of_then(world: Any) -> None:
    rename_agency(
        agency=world.tu_phap,
        expected=1,
        name="Phòng Tư pháp và Dân sự",
        short_name="",
        decision=Decision("12/QĐ-UBND", date(2024, 1, 1)),
        by=by(world),
        today=timezone.localdate(),
    )
    Agency.objects.filter(pk=world.noi_vu.pk).update(valid_from=date(2023, 6, 1))

    before, after = (text(world, "thu_ky", f"/co-quan/?ngay={day}") for day in ("01/02/2023", "01/02/2024"))

    assert ("Tư pháp và Dân sự" in before, "Phòng Nội vụ" in before) == (False, False)
    assert ("Tư pháp và Dân sự" in after, "Phòng Nội vụ" in after) == (True, True)


def test_a_day_that_is_none_is_said_beside_the_field(world: Any) -> None:
    answer = world.client("thu_ky").get("/co-quan/?ngay=31/02/2024")

    assert answer.status_code == 422
    assert "ngay-loi" in answer.content.decode()


@pytest.mark.parametrize("address", ["/co-quan/999999/", "/co-quan/?trong=999999", "/co-quan/?trong=x"])
def test_an_agency_that_is_not_there_is_not_found(world: Any, address: str) -> None:
    assert world.client("thu_ky").get(address).status_code == 404


@pytest.mark.parametrize("size", [1, 300])
def test_the_tree_takes_eight_queries_at_any_size(
    world: Any, django_assert_num_queries: Any, size: int
) -> None:
    for number in range(size):
        make_agency(f"Xã {number}", world.kind, world.standing if number % 2 else None, number)
    client = world.client("thu_ky")
    client.get("/co-quan/")

    with django_assert_num_queries(8):  # session, person, posts; count, level, children, names, identifiers
        client.get("/co-quan/")


def test_only_the_own_people_and_the_administrator_see_who_holds_a_post(world: Any) -> None:
    address = f"/co-quan/{world.kinh_te.pk}/"

    assert "Nguyễn Thị Thư" in text(world, "lanh_dao", address)
    assert "Nguyễn Thị Thư" in text(world, "quan_tri", address)
    for person in ("thu_ky_tp", "nguoi_ngoai", "thuong_truc"):
        assert "Nguyễn Thị Thư" not in text(world, person, address)


def test_a_visitor_is_asked_to_sign_in(world: Any, client: Any) -> None:
    assert client.get("/co-quan/")["Location"] == "/dang-nhap/?next=%2Fco-quan%2F"
