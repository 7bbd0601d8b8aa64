"""The list of an entry: status, filters, honest sums; in a fixed number of queries."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from minhchung.rounds.models import Entry, LeafValue
from tests.rounds.entry.conftest import autosave, leaf_url, resize
from tests.world import World


def page_of(client: Client, entry: Entry, chosen: str = "") -> str:
    address = reverse("rounds:entry", args=[entry.pk])
    return str(client.get(f"{address}?loc={chosen}" if chosen else address).content.decode())


def test_the_rounds_page_leads_to_the_own_entry_only(
    secretary: Client, open_world: World, entry: Entry
) -> None:
    page = secretary.get("/dot/").content.decode()

    assert reverse("rounds:entry", args=[entry.pk]) in page
    assert reverse("rounds:entry", args=[open_world.entries["tu_phap"].pk]) not in page


def test_an_outsider_sees_no_round(open_world: World) -> None:
    page = open_world.client("nguoi_ngoai").get("/dot/").content.decode()

    assert "Chấm điểm thử nghiệm 2023" not in page
    assert "Chưa có đợt chấm điểm nào" in page


def test_the_sum_says_of_how_many(secretary: Client, entry: Entry) -> None:
    autosave(secretary, entry, "II.1", 0, num="96", den="100")
    autosave(secretary, entry, "I.2", 0, option="b")

    page = page_of(secretary, entry)

    assert "<strong>5</strong> điểm của 2 / 3 tiêu chí đã có điểm" in page
    assert "Văn phòng chấm" in page
    assert "Nguyễn Thị Thư" in page


@pytest.mark.parametrize(
    ("chosen", "shown", "hidden"),
    [
        ("chua-xong", ["I.1"], ["I.2", "II.1", "II.2"]),
        ("thieu-minh-chung", ["II.1"], ["I.1", "I.2", "II.2"]),
        ("co-gop-y", ["I.2"], ["I.1", "II.1"]),
    ],
)
def test_filters(secretary: Client, entry: Entry, chosen: str, shown: list[str], hidden: list[str]) -> None:
    autosave(secretary, entry, "II.1", 0, num="96", den="100")
    autosave(secretary, entry, "I.2", 0, option="b")
    Entry.objects.filter(pk=entry.pk).update(return_remarks={"I.2": "Xem lại"})

    page = page_of(secretary, entry, chosen)

    for code in shown:
        assert f'<a class="govuk-link" href="{leaf_url(entry, code)}">{code}</a>' in page
    for code in hidden:
        assert f'<a class="govuk-link" href="{leaf_url(entry, code)}">{code}</a>' not in page


def test_a_draft_with_a_fault_is_not_done(secretary: Client, entry: Entry) -> None:
    autosave(secretary, entry, "II.1", 0, num="96", den="")

    assert "Bản nháp có lỗi" in page_of(secretary, entry, "chua-xong")


@pytest.mark.parametrize(
    "who", ["thu_ky_tp", "nguoi_ngoai", "tham_dinh_nv", "thuong_truc_ngoai", "soan_thao"]
)
def test_a_foreign_entry_is_not_there(open_world: World, entry: Entry, who: str) -> None:
    client = open_world.client(who)

    for name in ("entry", "check", "official_form", "receipt"):
        assert client.get(reverse(f"rounds:{name}", args=[entry.pk])).status_code == 404


@pytest.mark.parametrize("count", [100, 1200])
def test_the_list_takes_eight_queries_at_any_size(
    open_world: World, secretary: Client, tmp_path: Path, django_assert_num_queries: Any, count: int
) -> None:
    entry = resize(open_world, count, tmp_path)
    now = datetime.now(UTC)
    LeafValue.objects.bulk_create(
        LeafValue(
            entry=entry,
            node_id=f"{section}.{place}",
            stage="self",
            answer={"num": "1", "den": "2"},
            points="1/2",
            state="scored",
            by=open_world.people["thu_ky"],
            at=now,
        )
        for section in range(1, 5)
        for place in range(1, count // 4)
    )
    address = reverse("rounds:entry", args=[entry.pk])
    secretary.get(address)

    with django_assert_num_queries(8):
        page = secretary.get(address)

    assert page.content.decode().count('role="rowheader"') == count


def test_each_role_is_led_to_its_own_work(open_world: World) -> None:
    assert open_world.round is not None
    pk = open_world.round.pk

    assert f"/dot/{pk}/dieu-hanh/" in open_world.client("thuong_truc").get("/dot/").content.decode()
    assert f"/dot/{pk}/dieu-hanh/" not in open_world.client("thu_ky").get("/dot/").content.decode()
    assert "Chuẩn bị đợt mới" not in open_world.client("thu_ky").get("/dot/").content.decode()


@pytest.mark.parametrize(("num", "lacking"), [("96", 1), ("10", 0), ("94,5", 1)])
def test_the_list_and_the_check_page_count_missing_evidence_alike(
    secretary: Client, entry: Entry, num: str, lacking: int
) -> None:
    """Points claimed, none claimed, and a value that waits for a ruling: evidence is missing where something is claimed."""
    autosave(secretary, entry, "II.1", 0, num=num.replace(",", ""), den="1000" if "," in num else "100")

    listed = secretary.get(reverse("rounds:entry", args=[entry.pk]) + "?loc=thieu-minh-chung").context["page"]
    checked = secretary.get(reverse("rounds:check", args=[entry.pk])).context["page"]

    assert [tab["count"] for tab in listed.tabs if tab["current"]] == [lacking]
    found = {group.name: group.count for group in checked.groups}
    assert found.get("points_without_evidence", 0) == lacking
