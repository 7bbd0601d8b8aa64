"""A round is prepared step by step; nothing is lost, nothing of another province is reached, it opens once complete."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from minhchung.agencies.models import Agency
from minhchung.rounds.enums import PhaseKind, RoundState
from minhchung.rounds.models import BodyAssignment, Entry, Round, RoundDecision, Substitute
from tests.rounds.running.build import FIELDS, moment, post
from tests.world import World, load_rubric, make_agency

FRAME = {
    "title": "Chấm điểm CCHC năm 2023",
    "year": "2023",
    "period_from": "01/01/2023",
    "period_to": "31/12/2023",
    "reference_on": "31/12/2023",
}


@pytest.fixture
def drafted(world: World) -> Round:
    """A draft made on the page, by the standing body."""
    rubric = load_rubric(world.standing)
    fields = {**FRAME, "rubric": rubric.pk, "owner": world.standing.pk}
    answer = post(world.client("thuong_truc"), reverse("rounds:new"), fields)
    made = Round.objects.get()
    assert answer["Location"] == reverse("rounds:edit_agencies", args=[made.pk])
    return made


def fresh(round: Round) -> Round:
    return Round.objects.get(pk=round.pk)


def step(world: World, round: Round, name: str, fields: dict[str, object], who: str = "thuong_truc"):
    given = {"row_version": fresh(round).row_version, **fields}
    return post(world.client(who), reverse(f"rounds:{name}", args=[round.pk]), given)


def phases() -> dict[str, str]:
    names = [f"{kind}_{name}" for kind in PhaseKind for name in ("opens_at", "due_at", "locks_at")]
    return {name: moment(day) for day, name in enumerate(names)}


def test_an_impossible_frame_loses_nothing_that_was_typed(world: World) -> None:
    fields = {**FRAME, "title": "Đợt <b>thử</b>", "period_to": "31/12/2022", "owner": world.standing.pk}

    page = post(world.client("thuong_truc"), reverse("rounds:new"), fields)

    text = page.content.decode()
    assert page.status_code == 422 and not Round.objects.exists()
    assert "Ngày cuối kỳ phải từ ngày đầu kỳ trở đi." in text
    assert "Đợt &lt;b&gt;thử&lt;/b&gt;" in text and "31/12/2022" in text


@pytest.mark.parametrize("name", ["thu_ky", "lanh_dao", "hoi_dong", "soan_thao", "quan_tri"])
def test_only_the_standing_body_prepares_rounds(world: World, name: str) -> None:
    client = world.client(name)

    assert client.get(reverse("rounds:new")).status_code == 404
    assert post(client, reverse("rounds:new"), FRAME).status_code == 404
    assert not Round.objects.exists()


def test_a_round_is_never_made_for_another_standing_body(world: World) -> None:
    rubric = load_rubric(world.standing)
    fields = {**FRAME, "rubric": rubric.pk, "owner": world.standing.pk}

    page = post(world.client("thuong_truc_ngoai"), reverse("rounds:new"), fields)

    assert page.status_code == 422 and not Round.objects.exists()


def test_another_province_reaches_no_step_and_changes_nothing(world: World, drafted: Round) -> None:
    names = ("manage", "edit_frame", "edit_agencies", "edit_groups", "edit_bodies", "edit_substitutes")
    for name in (*names, "edit_parameters", "edit_phases", "open"):
        href = reverse(f"rounds:{name}", args=[drafted.pk])
        for who_ in ("thuong_truc_ngoai", "thu_ky"):
            client = world.client(who_)
            assert client.get(href).status_code == 404, (name, who_)
            given = {**FIELDS, "row_version": drafted.row_version}
            assert post(client, href, given).status_code in {404, 405}, (name, who_)
    assert fresh(drafted).row_version == drafted.row_version
    assert not Entry.objects.exists() and not RoundDecision.objects.exists()


def test_agencies_are_chosen_by_kind_and_by_page(world: World, drafted: Round) -> None:
    old = make_agency("Phòng đã giải thể", world.kind, world.standing, 9)
    Agency.objects.filter(pk=old.pk).update(valid_to=date(2023, 6, 1))
    chosen = Entry.objects.filter(round=drafted)

    step(world, drafted, "edit_agencies", {"take_kind": world.kind.pk})
    assert set(chosen.values_list("agency__name", flat=True)) == {
        "Phòng Nội vụ",
        "Văn phòng HĐND và UBND",
        "Phòng Kinh tế và Hạ tầng",
        "Phòng Tư pháp",
    }, "another province's agency of the same kind is not offered"

    shown = f"{world.other_province.pk},{world.noi_vu.pk},{world.kinh_te.pk},{old.pk}"
    picked = [world.kinh_te.pk, old.pk, world.other_province.pk]
    step(world, drafted, "edit_agencies", {"shown": shown, "chosen": picked})
    assert set(chosen.values_list("agency_id", flat=True)) == {
        each.pk for each in (world.van_phong, world.kinh_te, world.tu_phap)
    }

    step(world, drafted, "edit_agencies", {"drop_kind": world.kind.pk})
    assert not chosen.exists()


def test_an_old_page_of_agencies_changes_nothing_and_keeps_the_ticks(world: World, drafted: Round) -> None:
    fields = {"shown": str(world.kinh_te.pk), "chosen": [world.kinh_te.pk], "row_version": 99}

    page = post(world.client("thuong_truc"), reverse("rounds:edit_agencies", args=[drafted.pk]), fields)

    assert page.status_code == 409 and not Entry.objects.exists()
    assert f'value="{world.kinh_te.pk}" checked' in page.content.decode()


def test_a_stale_frame_shows_what_stands_there_and_keeps_what_was_typed(world: World, drafted: Round) -> None:
    fields = {**FRAME, "rubric": drafted.rubric_id, "owner": world.standing.pk}
    old = drafted.row_version
    step(world, drafted, "edit_frame", {**fields, "title": "Tên của người thứ hai"}, "thuong_truc_2")

    page = post(
        world.client("thuong_truc"),
        reverse("rounds:edit_frame", args=[drafted.pk]),
        {**fields, "title": "Tên của tôi", "row_version": old},
    )

    text = page.content.decode()
    assert page.status_code == 409
    assert "Đặng Thị Hai đã sửa lúc" in text and "Hiện đang là “Tên của người thứ hai”." in text
    assert 'value="Tên của tôi"' in text
    assert fresh(drafted).title == "Tên của người thứ hai"


def test_every_step_leads_to_an_open_round(world: World, drafted: Round) -> None:
    step(world, drafted, "edit_agencies", {"take_kind": world.kind.pk})
    step(world, drafted, "edit_agencies", {"shown": str(world.other_province.pk), "chosen": []})
    entry = Entry.objects.get(round=drafted, agency=world.kinh_te)
    step(world, drafted, "edit_groups", {"shown": str(entry.pk), f"group-{entry.pk}": "Nhóm riêng"})
    entry.refresh_from_db()
    assert entry.group == "Nhóm riêng"

    bodies = world.client("thuong_truc").get(reverse("rounds:edit_bodies", args=[drafted.pk]))
    assert "Phòng Nội vụ · UBND huyện Quảng Điền" in bodies.content.decode(), "guessed by equal folded name"
    unclear = step(world, drafted, "edit_bodies", {"body_0": "phong noi vu", "body_1": "Phòng"})
    assert unclear.status_code == 422 and "Có nhiều cơ quan" in unclear.content.decode()
    step(world, drafted, "edit_bodies", {"body_0": "phong noi vu", "body_1": "Văn phòng HĐND và UBND"})
    assert set(BodyAssignment.objects.values_list("body", "agency_id")) == {
        ("Phòng Nội vụ", world.noi_vu.pk),
        ("Văn phòng", world.van_phong.pk),
    }

    refused = step(world, drafted, "open", FIELDS)
    assert "Phòng Nội vụ không được tự thẩm định" in refused.content.decode()
    assert fresh(drafted).state == RoundState.DRAFT
    own = {"instead_0": "Phòng Nội vụ", "instead_1": "Phòng Nội vụ"}
    assert step(world, drafted, "edit_substitutes", own).status_code == 422
    other = {"instead_0": "Phòng Tư pháp", "instead_1": "Phòng Nội vụ"}
    assert step(world, drafted, "edit_substitutes", other).status_code == 302
    assert set(Substitute.objects.values_list("agency_id", "substitute_id")) == {
        (world.noi_vu.pk, world.tu_phap.pk),
        (world.van_phong.pk, world.noi_vu.pk),
    }

    step(world, drafted, "edit_parameters", {"p_han_ke_hoach": "25/01/2023"})
    assert fresh(drafted).parameters == {"han_ke_hoach": {"kind": "date", "value": "2023-01-25"}}
    backwards = {**phases(), "self_due_at": moment(-5)}
    assert step(world, drafted, "edit_phases", backwards).status_code == 422
    assert step(world, drafted, "edit_phases", phases()).status_code == 302

    home = world.client("thuong_truc").get(reverse("rounds:manage", args=[drafted.pk])).content.decode()
    assert "Còn thiếu trước khi mở đợt" not in home
    opened = step(world, drafted, "open", FIELDS)
    assert opened.status_code == 302 and fresh(drafted).state == RoundState.OPEN
    made = RoundDecision.objects.get()
    assert (made.kind, made.number, made.by.username) == ("open", "12/QĐ-UBND", "thuong_truc")

    again = step(world, drafted, "open", FIELDS)
    assert again.status_code == 422 and RoundDecision.objects.count() == 1
    late = step(world, drafted, "edit_agencies", {"drop_kind": world.kind.pk})
    assert late.status_code == 422 and Entry.objects.filter(round=drafted).count() == 4


def test_the_same_request_twice_makes_one_round(world: World) -> None:
    rubric = load_rubric(world.standing)
    fields = {**FRAME, "rubric": rubric.pk, "owner": world.standing.pk}
    fields["idempotency_key"] = "6a3d9a2e-52a4-4d4d-9a39-0a9a4b0d1c11"
    client = world.client("thuong_truc")

    first, second = (client.post(reverse("rounds:new"), fields) for _time in range(2))

    assert first["Location"] == second["Location"] and Round.objects.count() == 1


def test_many_agencies_stay_on_pages_of_a_hundred(world: World, drafted: Round) -> None:
    Agency.objects.bulk_create(
        Agency(
            name=f"Xã {number}",
            kind=world.kind,
            parent=world.standing,
            order_no=number,
            valid_from=date(2020, 1, 1),
            name_key=f"xa {number}",
            sort_key=f"{number:05d}",
        )
        for number in range(1200)
    )
    step(world, drafted, "edit_agencies", {"take_kind": world.kind.pk})
    assert Entry.objects.filter(round=drafted).count() == 1204

    client = world.client("thuong_truc")
    page = client.get(reverse("rounds:edit_agencies", args=[drafted.pk]), {"tim": "Xã 119", "chon": "roi"})

    assert page.content.decode().count('name="chosen"') == 11
    whole = client.get(reverse("rounds:edit_agencies", args=[drafted.pk])).content.decode()
    assert whole.count('name="chosen"') == 100


def test_a_rubric_that_asks_for_traits_waits_for_them(world: World, drafted: Round) -> None:
    text = drafted.rubric.text.replace(
        "nodes:\n", "traits:\n  - { name: mien_nui, title: Miền núi }\nnodes:\n", 1
    )
    drafted.rubric.__class__.objects.create(
        code="co-dac-diem", version="1", title="Có đặc điểm", text=text.replace("thu-nghiem", "co-dac-diem"),
        sha256="0" * 64, loaded_at=drafted.created_at,
    )  # fmt: skip
    fields = {**FRAME, "owner": world.standing.pk}
    version = drafted.rubric.__class__.objects.get(code="co-dac-diem")
    step(world, drafted, "edit_frame", {**fields, "rubric": version.pk})
    step(world, drafted, "edit_agencies", {"take_kind": world.kind.pk})
    home = reverse("rounds:manage", args=[drafted.pk])
    assert "4 cơ quan chưa ghi đặc điểm “Miền núi”" in world.client("thuong_truc").get(home).content.decode()

    step(world, drafted, "edit_groups", {"do": "kind", "trait_mien_nui": "có"})

    assert set(Entry.objects.values_list("traits__mien_nui", flat=True)) == {"có"}
    assert "chưa ghi đặc điểm" not in world.client("thuong_truc").get(home).content.decode()


def test_only_agencies_within_reach_are_offered(world: World, drafted: Round) -> None:
    page = world.client("thuong_truc").get(f"/dot/{drafted.pk}/co-quan/").content.decode()

    assert "Phòng Kinh tế" in page
    assert world.other_province.name not in page


def test_who_opens_is_told_where_nobody_holds_a_post(world: World, drafted: Round) -> None:
    kind = {"take_kind": world.kind.pk}
    step(world, drafted, "edit_agencies", kind)

    page = world.client("thuong_truc").get(reverse("rounds:open", args=[drafted.pk])).content.decode()

    assert "Chưa ai giữ vị trí Thư ký ở: Văn phòng HĐND và UBND. Nhờ quản trị giao vị trí." in page
    assert "Chưa ai giữ vị trí Lãnh đạo cơ quan ở: Phòng Nội vụ, Văn phòng HĐND và UBND." in page


def test_what_a_round_needs_before_it_opens_is_not_called_optional(world: World, drafted: Round) -> None:
    page = world.client("thuong_truc").get(reverse("rounds:edit_bodies", args=[drafted.pk])).content.decode()

    assert "không bắt buộc" not in page
