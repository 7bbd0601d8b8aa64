"""Results published elsewhere: kept as stated, checked, shown beside their sums, readable by whom they were kept for."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from minhchung.agencies.models import Agency
from minhchung.criteria.models import RubricVersion
from minhchung.home.cli import main
from minhchung.ledger.models import LedgerEntry
from minhchung.rounds.domain.stated import held
from minhchung.rounds.enums import EntryState, RoundState
from minhchung.rounds.models import LeafValue, Round, StatedTable
from minhchung.rubric import parse, rubric_hash, shipped
from tests.rounds.running.build import post
from tests.world import World

CA_MAU = Path("src/minhchung/home/sample_data/ca-mau-2018.results.csv")


@pytest.fixture
def ca_mau(world: World) -> RubricVersion:
    path = Path(shipped.__file__).parent / "ca-mau-iso-2018.rubric.yaml"
    rubric = parse(path.read_text(), path.name)
    return RubricVersion.objects.create(
        code=rubric.code, version=rubric.version, title=rubric.title, text=path.read_text(),
        sha256=rubric_hash(rubric), loaded_at=datetime(2023, 1, 1, tzinfo=UTC),
    )  # fmt: skip


def upload(world: World, rubric: RubricVersion, name: str, data: bytes | None = None, **more: Any) -> Any:
    file = SimpleUploadedFile("ket-qua.csv", CA_MAU.read_bytes() if data is None else data)
    fields = {
        "rubric": rubric.pk,
        "title": "Kết quả năm 2018",
        "source": "Trang thông tin của Sở",
        "owner": world.standing.pk,
        "file": file,
        **more,
    }
    return post(world.client(name), reverse("rounds:stated_upload"), fields)


def confirm(world: World, table: StatedTable, name: str = "thuong_truc_2") -> Any:
    return post(world.client(name), reverse("rounds:stated_confirm", args=[table.pk]), {})


WITHDRAWAL = {"decision_number": "7/QĐ-UBND", "decided_on": "20/11/2026", "decision_text": "Nhầm bảng"}


def withdraw(world: World, table: StatedTable, name: str = "thuong_truc", **more: Any) -> Any:
    return post(world.client(name), reverse("rounds:stated_withdraw", args=[table.pk]), WITHDRAWAL | more)


def test_a_table_goes_public_on_the_word_of_two_people(world: World, ca_mau: RubricVersion) -> None:
    upload(world, ca_mau, "thuong_truc", is_public="on")
    table, anyone = StatedTable.objects.get(), Client()
    address = reverse("rounds:public_stated", args=[table.pk])
    page = reverse("rounds:stated_table", args=[table.pk])
    assert anyone.get(address).status_code == 404
    assert "không được tự xác nhận" in world.client("thuong_truc").get(page).content.decode()

    confirm(world, table, "thuong_truc")
    assert anyone.get(address).status_code == 404
    assert confirm(world, table, "thuong_truc_ngoai").status_code == 404
    confirm(world, table)
    confirm(world, table)

    assert anyone.get(address).status_code == 200
    assert [(act.kind, act.by) for act in table.acts.all()] == [("confirmed", world.people["thuong_truc_2"])]
    assert LedgerEntry.objects.filter(verb="stated.confirmed").count() == 1


def test_page_list_and_command_line_count_the_same_findings(
    world: World, ca_mau: RubricVersion, capsys: pytest.CaptureFixture[str]
) -> None:
    upload(world, ca_mau, "thuong_truc", is_public="on")
    table, client = StatedTable.objects.get(), world.client("thuong_truc")
    counted = "13 phát hiện: 11 chỗ sai, 2 chỗ cần xem"

    page = client.get(reverse("rounds:stated_table", args=[table.pk])).content.decode()
    listed = client.get(reverse("rounds:stated")).content.decode()
    main(["rubric", "check", "ca-mau-iso-2018", str(CA_MAU)])

    assert counted in page and page.count('<li id="phat-hien-') == 13
    assert re.search(r'<td[^>]* class="mc-number">11</td><td[^>]* class="mc-number">13</td>', listed)
    assert f"7 cơ quan, {counted}." in capsys.readouterr().out


def test_a_table_that_was_not_meant_for_the_public_is_not_made_public(
    world: World, ca_mau: RubricVersion
) -> None:
    upload(world, ca_mau, "thuong_truc")

    confirm(world, StatedTable.objects.get())

    assert not LedgerEntry.objects.filter(verb="stated.confirmed").exists()


def test_a_public_table_is_withdrawn_by_decision_and_its_page_says_so(
    world: World, ca_mau: RubricVersion
) -> None:
    upload(world, ca_mau, "thuong_truc", is_public="on")
    table, anyone = StatedTable.objects.get(), Client()
    confirm(world, table)

    assert withdraw(world, table, decision_text="").status_code == 422
    assert withdraw(world, table, "thuong_truc_ngoai").status_code == 404
    assert withdraw(world, table).status_code == 302
    assert withdraw(world, table).status_code == 422

    said = anyone.get(reverse("rounds:public_stated", args=[table.pk])).content.decode()
    assert "Đã rút" in said and "7/QĐ-UBND" in said and "Nhầm bảng" in said
    assert table.rows[0]["agency"] not in said
    assert anyone.get(reverse("rounds:public_stated_file", args=[table.pk, "json"])).status_code == 404
    assert anyone.get(reverse("rounds:public_stated_agency", args=[table.pk, 1])).status_code == 404
    assert table.title not in anyone.get(reverse("rounds:public_list")).content.decode()
    kept = world.client("thuong_truc_2").get(reverse("rounds:stated_table", args=[table.pk]))
    assert table.rows[0]["agency"] in kept.content.decode() and "Nhầm bảng" in kept.content.decode()
    assert LedgerEntry.objects.get(verb="stated.withdrawn").subject == f"rounds.stated:{table.pk}"


def test_a_table_withdrawn_before_it_was_public_says_nothing_to_the_public(
    world: World, ca_mau: RubricVersion
) -> None:
    upload(world, ca_mau, "thuong_truc", is_public="on")
    table = StatedTable.objects.get()

    withdraw(world, table)
    confirm(world, table)

    assert Client().get(reverse("rounds:public_stated", args=[table.pk])).status_code == 404


def test_the_published_table_of_2018_stands_beside_its_sums(world: World, ca_mau: RubricVersion) -> None:
    answer = upload(world, ca_mau, "soan_thao")

    table = StatedTable.objects.get()
    assert answer["Location"] == reverse("rounds:stated_table", args=[table.pk])
    assert len(table.rows) == 7
    totals = [each for each in table.findings if each["node"] == "total"]
    assert len(totals) == 7
    assert {(each["agency"], each["node"]) for each in table.findings if each["code"] == "C201"} >= {
        ("Sở Nội vụ BRVT", "1")
    }
    page = world.client("thu_ky").get(answer["Location"])
    text = page.content.decode()
    assert page.status_code == 200 and "Sở Nội vụ BRVT" in text
    assert 'href="#phat-hien-1"' in text and 'id="phat-hien-1"' in text
    assert LedgerEntry.objects.get(verb="stated.kept").subject == f"rounds.stated:{table.pk}"


def test_the_table_is_written_once(world: World, ca_mau: RubricVersion) -> None:
    upload(world, ca_mau, "thuong_truc")

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        StatedTable.objects.update(title="khác")


@pytest.mark.parametrize("name", ["thu_ky", "lanh_dao", "tham_dinh_nv", "hoi_dong", "quan_tri"])
def test_others_read_and_do_not_upload(world: World, ca_mau: RubricVersion, name: str) -> None:
    assert upload(world, ca_mau, name).status_code == 404
    assert not StatedTable.objects.exists()
    assert world.client(name).get(reverse("rounds:stated")).status_code == 200


def test_nobody_uploads_in_the_name_of_another_agency(world: World, ca_mau: RubricVersion) -> None:
    assert upload(world, ca_mau, "thuong_truc_ngoai").status_code == 422
    assert not StatedTable.objects.exists()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("agency,1,9.9\nSở A,1,2\n", "9.9"),
        ("agency,1\nSở A,mười\n", "mười"),
        ("agency,1\nSở A,1\nsở  A,2\n", "Cơ quan này đã có ở dòng 2."),
        ("ten,1\nSở A,1\n", "agency"),
        ("agency,1,rank\nSở A,1,1.5\n", "Hạng phải là số nguyên từ 1."),
    ],
)
def test_a_fault_in_the_file_keeps_nothing_and_names_its_cell(
    world: World, ca_mau: RubricVersion, data: str, said: str
) -> None:
    page = upload(world, ca_mau, "thuong_truc", data.encode())

    text = page.content.decode()
    assert page.status_code == 422 and said in text
    assert "Trang thông tin của Sở" in text and not StatedTable.objects.exists()


def test_the_public_reads_only_what_was_kept_for_it(world: World, ca_mau: RubricVersion) -> None:
    upload(world, ca_mau, "thuong_truc")
    upload(world, ca_mau, "thuong_truc", is_public="on")
    hidden, shown = StatedTable.objects.order_by("pk")
    confirm(world, shown)
    anyone = Client()

    assert anyone.get(reverse("rounds:public_stated", args=[hidden.pk])).status_code == 404
    assert anyone.get(reverse("rounds:public_stated_file", args=[hidden.pk, "json"])).status_code == 404
    assert anyone.get(reverse("rounds:public_stated", args=[shown.pk])).status_code == 200
    told = json.loads(anyone.get(reverse("rounds:public_stated_file", args=[shown.pk, "json"])).content)
    assert len(told["rows"]) == 7 and told["rows"][1]["stated"]["1"] == "4"
    csv = anyone.get(reverse("rounds:public_stated_file", args=[shown.pk, "csv"])).content.decode("utf-8-sig")
    assert csv.splitlines()[0].endswith("total,class,rank,computed_total,difference,findings")
    assert len(csv.splitlines()) == 8


# ── the table as a round of its own ───────────────────────────────────────────────────────────────────────────────

NAMES = ("Sở Thông tin và Truyền thông", "Sở Nội vụ BRVT", "Sở Giao thông Vận tải BRVT",
         "Sở Lao Động Thương binh Xã hội BRVT", "Sở Tư pháp BRVT", "Sở Công Thương BRVT",
         "Sở Tài nguyên Môi trường BRVT")  # fmt: skip


@pytest.fixture
def departments(world: World) -> list[Agency]:
    return [
        Agency.objects.create(
            name=name, kind=world.noi_vu.kind, parent=world.standing, order_no=number, valid_from="2016-01-01"
        )
        for number, name in enumerate(NAMES)
    ]


def test_with_a_year_the_table_is_a_round_whose_agencies_take_part(
    world: World, ca_mau: RubricVersion, departments: list[Agency]
) -> None:
    upload(world, ca_mau, "thuong_truc", year="2018", is_public="on")

    table = StatedTable.objects.get()
    assert table.round is not None and table.round.state == RoundState.STATED
    assert (table.round.year, table.round.period_to, table.round.rubric) == (2018, date(2018, 12, 31), ca_mau)
    entries = list(table.round.entries.order_by("pk"))
    assert [entry.agency for entry in entries] == departments
    assert {entry.state for entry in entries} == {EntryState.STATED}
    assert [row["entry"] for row in table.rows] == [entry.pk for entry in entries]
    assert not LeafValue.objects.filter(entry__round=table.round).exists()
    assert not table.round.rankings.exists()


def test_an_agency_that_is_not_there_keeps_nothing_and_is_named(
    world: World, ca_mau: RubricVersion, departments: list[Agency]
) -> None:
    departments[1].delete()

    page = upload(world, ca_mau, "thuong_truc", year="2018")

    assert page.status_code == 422 and "Không có cơ quan nào tên “Sở Nội vụ BRVT”" in page.content.decode()
    assert not StatedTable.objects.exists() and not Round.objects.filter(year=2018).exists()


def test_the_round_stands_in_the_lists_and_leads_to_each_agency(
    world: World, ca_mau: RubricVersion, departments: list[Agency]
) -> None:
    upload(world, ca_mau, "thuong_truc", year="2018", is_public="on")
    table = StatedTable.objects.get()
    confirm(world, table)

    listed = world.client("thu_ky").get(reverse("rounds:list")).content.decode()
    assert reverse("rounds:stated_table", args=[table.pk]) in listed
    anyone = Client()
    for name in ("rounds:public_list", "home:tasks"):
        shown = anyone.get(reverse(name)).content.decode()
        assert reverse("rounds:public_stated", args=[table.pk]) in shown and "Ghi theo công bố" in shown
    address = reverse("rounds:public_stated_agency", args=[table.pk, 2])
    assert address in anyone.get(reverse("rounds:public_stated", args=[table.pk])).content.decode()
    page = anyone.get(address).content.decode()
    assert "Sở Nội vụ BRVT" in page and "95" in page and "91" in page and "Xuất sắc" in page
    assert "không công bố mức điểm của từng loại" in page
    assert anyone.get(reverse("rounds:public_stated_agency", args=[table.pk, 8])).status_code == 404
    assert anyone.get(reverse("rounds:public_stated_agency", args=[table.pk, 0])).status_code == 404


def test_nothing_is_done_in_a_round_published_elsewhere(
    world: World, ca_mau: RubricVersion, departments: list[Agency]
) -> None:
    for account in ("thu_ky", "lanh_dao", "tham_dinh_nv"):
        post_of = world.post_of(account)
        post_of.agency = departments[0]
        post_of.save()
    upload(world, ca_mau, "thuong_truc", year="2018")
    round = Round.objects.get(year=2018)
    entry = round.entries.get(agency=departments[0])

    for account, name, pk in (
        ("thuong_truc", "rounds:manage", round.pk),
        ("thuong_truc", "rounds:rank", round.pk),
        ("thuong_truc", "rounds:extend", round.pk),
        ("hoi_dong", "rounds:council", round.pk),
        ("thu_ky", "rounds:entry", entry.pk),
        ("thu_ky", "rounds:check", entry.pk),
        ("lanh_dao", "rounds:approve", entry.pk),
        ("lanh_dao", "rounds:differences", entry.pk),
        ("tham_dinh_nv", "rounds:appraisal", round.pk),
    ):
        assert world.client(account).get(reverse(name, args=[pk])).status_code == 404, name
    listed = world.client("thu_ky").get(reverse("rounds:list")).content.decode()
    assert reverse("rounds:stated_agency", args=[StatedTable.objects.get().pk, 1]) in listed


def test_the_class_that_the_rule_gives_stands_beside_the_stated_one(world: World) -> None:
    text = """rubric: co-loai
title: "Có xếp loại"
total: 10
nodes:
  - { label: "1", title: "Một", max: 10, rule: { kind: graded, step: 1 } }
classes:
  bands:
    - { when: ">= 8", name: "Tốt" }
    - { when: "< 8", name: "Đạt" }
"""
    rubric = parse(text, "co-loai")
    version = RubricVersion.objects.create(
        code=rubric.code, version=rubric.version, title=rubric.title, text=text,
        sha256=rubric_hash(rubric), loaded_at=datetime(2023, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    upload(world, version, "thuong_truc", "agency,1,total,class\nSở A,7,7,Tốt\n".encode())

    (line,) = held(StatedTable.objects.get()).lines
    assert (line.class_name.stated, line.class_name.computed, line.class_name.is_wrong) == (
        "Tốt",
        "Đạt",
        True,
    )


def test_a_fault_names_its_value_once_and_many_are_counted(world: World, ca_mau: RubricVersion) -> None:
    rows = "\n".join(f"Sở {number},abc,8,không" for number in range(40))
    answer = upload(world, ca_mau, "thuong_truc", f"agency,1,2,total\n{rows}\n".encode())

    lines = answer.context["form"].errors["file"]
    assert answer.status_code == 422
    assert len(lines) == 31
    assert lines[0].startswith("ket-qua.csv, ô B2 (1): “abc” không phải là số.")
    assert lines[-1].startswith("Và 50 chỗ khác")
    assert "<br>" in answer.content.decode().split("govuk-error-message", 1)[1][:600]
    assert not StatedTable.objects.exists()
