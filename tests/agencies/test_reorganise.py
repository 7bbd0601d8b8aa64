"""Agencies change by decision: what ends, what carries on, what is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from minhchung.agencies.models import Agency, AgencyIdentifier, Holding, PastName, Post, Succession
from minhchung.ledger.models import LedgerEntry

DECISION = {"decision_number": "15/QĐ-UBND", "effective_on": "01/07/2025"}
DAY = date(2025, 7, 1)
ADMIN_PAGES = ("doi-ten", "sap-nhap", "chia-tach", "ket-thuc", "them-ma", "them-vi-tri")


def post(world: Any, address: str, **fields: object) -> Any:
    return world.client("quan_tri").post(address, {**DECISION, **fields})


def verbs() -> list[str]:
    return list(LedgerEntry.objects.order_by("seq").values_list("verb", flat=True))


@pytest.mark.parametrize("page", ADMIN_PAGES)
@pytest.mark.parametrize("person", ["thu_ky", "lanh_dao", "thuong_truc", "nguoi_ngoai"])
def test_nobody_but_the_administrator_changes_the_tree(world: Any, page: str, person: str) -> None:
    before = list(Agency.objects.order_by("pk").values())
    address = f"/co-quan/{world.kinh_te.pk}/{page}/"
    client = world.client(person)

    assert client.get(address).status_code == 404
    assert client.post(address, {**DECISION, "name": "X", "row_version": 1}).status_code == 404
    assert list(Agency.objects.order_by("pk").values()) == before
    assert verbs() == []


@pytest.mark.parametrize("page", ADMIN_PAGES)
def test_the_administrator_finds_each_form(world: Any, page: str) -> None:
    assert world.client("quan_tri").get(f"/co-quan/{world.kinh_te.pk}/{page}/").status_code == 200


def test_an_agency_is_founded_below_another(world: Any) -> None:
    answer = post(
        world,
        "/co-quan/moi/",
        name="Phòng  Y tế",
        kind=world.kind.pk,
        order_no=9,
        parent=world.standing.pk,
    )

    made = Agency.objects.get(name="Phòng Y tế")
    assert answer.status_code == 302
    assert (made.parent, made.valid_from, made.valid_to) == (world.standing, DAY, None)
    assert verbs() == ["agency.created"]


def test_a_parent_that_is_not_there_yet_is_refused(world: Any) -> None:
    answer = post(
        world,
        "/co-quan/moi/",
        name="Phòng Y tế",
        kind=world.kind.pk,
        order_no=9,
        parent=world.standing.pk,
        effective_on="01/01/2019",
    )

    assert answer.status_code == 422
    assert verbs() == []


def test_a_renamed_agency_keeps_its_posts_and_its_old_name(world: Any) -> None:
    posts = Post.objects.filter(agency=world.kinh_te).count()

    answer = post(
        world, f"/co-quan/{world.kinh_te.pk}/doi-ten/", name="Phòng Kinh tế", short_name="", row_version=1
    )

    world.kinh_te.refresh_from_db()
    assert answer.status_code == 302
    assert (world.kinh_te.name, world.kinh_te.name_key, world.kinh_te.row_version) == (
        "Phòng Kinh tế",
        "phong kinh te",
        2,
    )
    assert list(PastName.objects.values_list("name", "until_on")) == [("Phòng Kinh tế và Hạ tầng", DAY)]
    assert Post.objects.filter(agency=world.kinh_te, valid_to=None).count() == posts
    assert verbs() == ["agency.renamed"]


def test_a_stale_renaming_says_who_was_faster_and_what_stands_there(world: Any) -> None:
    address = f"/co-quan/{world.kinh_te.pk}/doi-ten/"
    post(world, address, name="Phòng Kinh tế", row_version=1)

    answer = post(world, address, name="Phòng Hạ tầng", row_version=1, effective_on="02/07/2025")

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Lý Văn Quản" in page
    assert "Phòng Kinh tế" in page
    assert 'value="Phòng Hạ tầng"' in page
    assert 'name="row_version" value="2"' in page
    assert verbs() == ["agency.renamed"]


@pytest.mark.parametrize("day", ["01/01/2030", "01/01/2019", "hôm nay", ""])
def test_a_renaming_is_refused_before_its_day_or_before_the_agency(world: Any, day: str) -> None:
    answer = post(
        world, f"/co-quan/{world.kinh_te.pk}/doi-ten/", name="Phòng Kinh tế", row_version=1, effective_on=day
    )

    assert answer.status_code == 422
    assert PastName.objects.count() == 0


def test_two_agencies_merge_into_a_new_one(world: Any) -> None:
    answer = post(
        world,
        f"/co-quan/{world.kinh_te.pk}/sap-nhap/",
        siblings=[world.tu_phap.pk],
        into="new",
        name="Phòng Kinh tế và Tư pháp",
    )

    heir = Agency.objects.get(name="Phòng Kinh tế và Tư pháp")
    assert answer["Location"] == f"/co-quan/{heir.pk}/"
    assert set(Agency.objects.filter(valid_to=DAY)) == {world.kinh_te, world.tu_phap}
    assert set(Succession.objects.values_list("predecessor", "successor", "effective_on")) == {
        (world.kinh_te.pk, heir.pk, DAY),
        (world.tu_phap.pk, heir.pk, DAY),
    }
    assert not Holding.objects.filter(post__agency__in=[world.kinh_te, world.tu_phap], to_on=None).exists()
    assert verbs() == ["agency.merged"] * 3


def test_one_of_the_merging_agencies_may_carry_on(world: Any) -> None:
    AgencyIdentifier.objects.create(agency=world.noi_vu, scheme="mdd", value="H57.09")

    post(world, f"/co-quan/{world.kinh_te.pk}/sap-nhap/", others="h57.09\nphong tu phap", into="this")

    world.kinh_te.refresh_from_db()
    assert world.kinh_te.valid_to is None
    assert set(Agency.objects.filter(valid_to=DAY)) == {world.noi_vu, world.tu_phap}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"into": "new", "name": "X"}, "ít nhất hai"),
        ({"into": "new", "others": "Phòng Tư pháp"}, "tên cơ quan mới"),
        ({"into": "this", "others": "Phòng Không Có"}, "không có cơ quan nào"),
        ({"into": "this", "others": "Phòng Tư pháp", "effective_on": "01/01/2020"}, "mới thành lập"),
        ({"into": "this", "others": "UBND huyện Quảng Điền"}, "cuối cùng"),
    ],
)
def test_a_merger_that_cannot_be_changes_nothing(world: Any, fields: dict[str, str], words: str) -> None:
    Agency.objects.filter(parent=world.standing).exclude(pk=world.kinh_te.pk).update(parent=None)

    answer = post(world, f"/co-quan/{world.kinh_te.pk}/sap-nhap/", **fields)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Agency.objects.filter(valid_to__isnull=False).count() == 0
    assert verbs() == []


def test_an_agency_splits_and_ends(world: Any) -> None:
    answer = post(
        world, f"/co-quan/{world.kinh_te.pk}/chia-tach/", names="Phòng Kinh tế\nPhòng Hạ tầng", row_version=1
    )

    world.kinh_te.refresh_from_db()
    assert answer.status_code == 302
    assert world.kinh_te.valid_to == DAY
    assert sorted(row.successor.name for row in world.kinh_te.successions.all()) == [
        "Phòng Hạ tầng",
        "Phòng Kinh tế",
    ]


def test_an_agency_gives_off_a_part_and_remains(world: Any) -> None:
    post(world, f"/co-quan/{world.kinh_te.pk}/chia-tach/", names="Phòng Hạ tầng", remains="on", row_version=1)

    world.kinh_te.refresh_from_db()
    assert world.kinh_te.valid_to is None
    assert world.kinh_te.successions.count() == 1


def test_splitting_into_one_without_remaining_is_refused(world: Any) -> None:
    answer = post(world, f"/co-quan/{world.kinh_te.pk}/chia-tach/", names="Phòng Hạ tầng", row_version=1)

    assert answer.status_code == 422
    assert Agency.objects.filter(name="Phòng Hạ tầng").count() == 0


@pytest.mark.parametrize("names", ["Phòng Kinh tế\nphòng  kinh tế", f"Phòng Kinh tế\n{'Phòng ' * 60}"])
def test_a_split_cuts_no_name_and_makes_none_twice(world: Any, names: str) -> None:
    answer = post(world, f"/co-quan/{world.kinh_te.pk}/chia-tach/", names=names, row_version=1)

    assert answer.status_code == 422
    assert not Agency.objects.filter(name="Phòng Kinh tế").exists()
    assert verbs() == []


def test_closing_ends_posts_and_their_holders(world: Any) -> None:
    post(world, f"/co-quan/{world.kinh_te.pk}/ket-thuc/", row_version=1)

    world.kinh_te.refresh_from_db()
    assert world.kinh_te.valid_to == DAY
    assert set(Post.objects.filter(agency=world.kinh_te).values_list("valid_to", flat=True)) == {DAY}
    assert world.client("thu_ky").get("/minh-chung/").status_code == 404


def test_an_agency_with_agencies_below_it_does_not_close(world: Any) -> None:
    answer = post(world, f"/co-quan/{world.standing.pk}/ket-thuc/", row_version=1)

    assert answer.status_code == 422
    assert "trực thuộc" in answer.content.decode()


def test_the_agency_of_the_last_administrator_does_not_close(world: Any) -> None:
    Agency.objects.filter(parent=world.standing).update(parent=None)

    answer = post(world, f"/co-quan/{world.standing.pk}/ket-thuc/", row_version=1)

    assert answer.status_code == 422
    assert "quản trị cuối cùng" in answer.content.decode()
    assert Holding.objects.filter(to_on__isnull=False).count() == 0


def test_both_spellings_of_a_code_are_kept_as_given_and_are_one_agency(world: Any) -> None:
    own, other = (f"/co-quan/{agency.pk}/them-ma/" for agency in (world.kinh_te, world.tu_phap))
    post(world, own, scheme="mdd", value="H57.07")
    post(world, own, scheme="mdd", value="000.00.07.H57")

    refused = post(world, other, scheme="mdd", value="H57.07")
    misshapen = post(world, other, scheme="mdd", value="57-07")

    assert list(world.kinh_te.identifiers.order_by("pk").values_list("value", flat=True)) == [
        "H57.07",
        "000.00.07.H57",
    ]
    assert (refused.status_code, misshapen.status_code) == (422, 422)
    assert world.tu_phap.identifiers.count() == 0


def test_a_code_taken_off_stays_in_the_ledger(world: Any) -> None:
    code = AgencyIdentifier.objects.create(agency=world.kinh_te, scheme="mdd", value="H57.07")

    assert world.client("thuong_truc").post(f"/ma-co-quan/{code.pk}/bo/").status_code == 404
    assert post(world, f"/ma-co-quan/{code.pk}/bo/").status_code == 302

    assert AgencyIdentifier.objects.count() == 0
    assert "H57.07" in LedgerEntry.objects.get(verb="agency.identifier_removed").body


def test_a_repeated_form_is_done_once(world: Any) -> None:
    key = "0b7f4a7e-7a2b-4c9e-9d5e-0a8a1c2d3e4f"
    fields = {"name": "Phòng Y tế", "kind": world.kind.pk, "order_no": 9, "idempotency_key": key}

    answers = [post(world, "/co-quan/moi/", **fields) for _ in range(2)]

    assert answers[0]["Location"] == answers[1]["Location"]
    assert Agency.objects.filter(name="Phòng Y tế").count() == 1
