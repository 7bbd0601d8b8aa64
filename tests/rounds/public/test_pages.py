"""The public pages of a published ranking: open to all, from the snapshot, nothing private."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from fractions import Fraction
from typing import Any

import html5lib
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from minhchung.rounds.domain import public
from minhchung.rounds.domain.public import SnapshotAltered
from minhchung.rounds.domain.snapshot_values import RankedEntry
from minhchung.rounds.models import LeafValue, Publication, StatedAct, StatedTable
from minhchung.rounds.views.public_figures import Losses, node_name, nodes_at, section_means
from minhchung.rubric.recompute import ranking_bytes, recompute, stated_ranking
from tests.rounds.public.published import (
    CHANGED,
    NOW,
    SECRET_NOTE,
    PublishedWorld,
    correct_published,
    many_published,
    revoke_published,
)
from tests.thawed import thawed

PAGES = (
    "public_ranking", "public_heat", "public_compare", "public_rulings", "public_verify",
    "public_csv", "public_xlsx", "public_json",
)  # fmt: skip


def get(name: str, *args: object, query: str = "") -> Any:
    answer = Client().get(reverse(f"rounds:{name}", args=args) + query)
    assert answer.status_code == 200
    return answer


def page_of(name: str, *args: object, query: str = "") -> str:
    """The page's text; it parses as HTML5 without an error, has one h1 and no id twice."""
    answer = get(name, *args, query=query)
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(answer.content)
    assert parser.errors == []
    assert len(tree.findall(".//h1")) == 1
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert not [e for e in tree.iter() if e.get("style") or (e.tag == "script" and e.text)]
    return " ".join(answer.content.decode().split())


def rows_of(page: str, table: str) -> list[list[str]]:
    tree = html5lib.HTMLParser(namespaceHTMLElements=False).parse(page)
    found = tree.find(f".//table[@id='{table}']/tbody")
    return [["".join(cell.itertext()).strip() for cell in row] for row in found]


def entry_named(made: PublishedWorld, name: str) -> Any:
    return next(entry for entry in made.entries if entry.agency.name == name)


# ── the list ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_with_nothing_published_the_list_says_so(open_world: Any) -> None:
    assert "Chưa có kết quả nào được công bố" in page_of("public_list")


def test_the_list_shows_the_revoked_and_its_correction(made: PublishedWorld) -> None:
    revoke_published(made)
    fresh = correct_published(made)

    page = page_of("public_list")

    assert [row[2] for row in rows_of(page, "cong-bo-2023")] == ["62/QĐ-UBND", "45/QĐ-UBND"]
    assert (page.count("Đã thu hồi"), page.count("Bản đính chính, lần công bố thứ 2")) == (1, 1)
    assert reverse("rounds:public_ranking", args=(fresh.round.pk,)) in page


def test_public_tables_of_elsewhere_are_listed_and_others_are_not(made: PublishedWorld) -> None:
    for public_table, title in ((True, "Bảng được công khai"), (False, "Bảng nội bộ")):
        table = StatedTable.objects.create(
            rubric=made.round.rubric, title=title, source="Báo cáo 12/BC-UBND", rows=[], findings=[],
            is_public=public_table, owner=made.world.standing, uploaded_by=made.world.people["thuong_truc"],
            uploaded_at=NOW,
        )  # fmt: skip
        if public_table:
            StatedAct.objects.create(
                table=table, kind="confirmed", by=made.world.people["thuong_truc_2"], at=NOW
            )

    page = page_of("public_list")

    assert [row[0] for row in rows_of(page, "ket-qua-noi-khac")] == ["Bảng được công khai"]


def test_a_sample_is_named_as_one(made: PublishedWorld) -> None:
    assert "Dữ liệu mẫu" not in page_of("public_list") + page_of("public_ranking", made.round.pk)

    made.round.is_sample = True
    made.round.save()

    assert "Dữ liệu mẫu" in page_of("public_list")
    assert "Dữ liệu mẫu" in page_of("public_ranking", made.round.pk)


def test_a_round_not_published_has_no_public_page(open_world: Any) -> None:
    for name in PAGES:
        assert Client().get(reverse(f"rounds:{name}", args=(open_world.round.pk,))).status_code == 404


def test_a_proposal_is_not_public(made: PublishedWorld) -> None:
    Publication.objects.filter(pk=made.publication.pk).update(state="proposed")

    assert Client().get(reverse("rounds:public_ranking", args=(made.round.pk,))).status_code == 404


# ── the ranking ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_ranking_shows_ranks_shared_ranks_points_and_classes(made: PublishedWorld) -> None:
    rows = rows_of(page_of("public_ranking", made.round.pk), "bang-xep-hang")

    assert rows == [
        ["1", "Phòng Nội vụ", "10", "Xuất sắc", "4", "6"],
        ["2", "Phòng Kinh tế và Hạ tầngđồng hạng, 2 cơ quan", "7", "Tốt", "3", "4"],
        ["2", "Phòng Tư phápđồng hạng, 2 cơ quan", "7", "Tốt", "3", "4"],
    ]


def test_key_figures_are_exact(made: PublishedWorld) -> None:
    page = page_of("public_ranking", made.round.pk)

    for label, value in (
        ("Cơ quan tham gia", "3"),
        ("Điểm trung bình", "8"),
        ("Cao nhất", "10"),
        ("Thấp nhất", "7"),
    ):
        assert f'{label}</p><p class="mc-figure__value">{value}' in page


def test_a_section_orders_the_rows_and_says_that_it_is_no_rank(made: PublishedWorld) -> None:
    page = page_of("public_ranking", made.round.pk, query="?muc=II")

    assert "Thứ tự này chỉ để tham khảo" in page
    assert [row[0] for row in rows_of(page, "bang-xep-hang")] == ["1", "2", "2"]


def test_search_folds_marks(made: PublishedWorld) -> None:
    page = page_of("public_ranking", made.round.pk, query="?tim=tu+phap")

    assert [row[1][:11] for row in rows_of(page, "bang-xep-hang")] == ["Phòng Tư ph"]
    assert "Không có cơ quan nào khớp" in page_of("public_ranking", made.round.pk, query="?tim=khong-co-ai")


def test_groups_filter_and_sixty_agencies_take_two_pages(world: Any) -> None:
    made = many_published(world, 60, ("Xã", "Phòng ban"))

    first = rows_of(page_of("public_ranking", made.round.pk), "bang-xep-hang")
    second = rows_of(page_of("public_ranking", made.round.pk, query="?trang=2"), "bang-xep-hang")
    group = page_of("public_ranking", made.round.pk, query="?nhom=Xã")

    assert (len(first), len(second)) == (50, 13)
    assert {row[4] for row in rows_of(group, "bang-xep-hang")} == {"Xã"}
    assert len(rows_of(group, "bang-xep-hang")) == 30


def test_who_is_not_ranked_is_listed_with_the_reason(made: PublishedWorld) -> None:
    told = json.loads(made.publication.snapshot)
    told["ranking"][2] |= {"rank": None, "total": None, "tied": False}
    reasons = told["tables"]["reasons"]
    told["details"][2]["rank_reasons"] = len(reasons)
    reasons.append([["chưa xếp hạng, thiếu: II.1", "not ranked, absent: II.1"]])
    text = json.dumps(told, ensure_ascii=False)
    digest = hashlib.sha256(text.encode()).hexdigest()
    with thawed("rounds_publication"):
        Publication.objects.filter(pk=made.publication.pk).update(snapshot=text, sha256=digest)

    page = page_of("public_ranking", made.round.pk)

    assert "Phòng Tư pháp</a>: chưa xếp hạng, thiếu: II.1" in page
    assert "1 chưa xếp hạng" in page


@pytest.mark.parametrize("agencies", [5, 50])
def test_the_ranking_takes_two_queries_and_then_one(world: Any, agencies: int) -> None:
    made = many_published(world, agencies - 3)
    address = reverse("rounds:public_ranking", args=(made.round.pk,))
    client = Client()

    with CaptureQueriesContext(connection) as first:
        client.get(address)
    with CaptureQueriesContext(connection) as second:
        client.get(address)

    assert (len(first), len(second)) == (2, 1)


def test_a_revoked_ranking_takes_three_queries(made: PublishedWorld) -> None:
    revoke_published(made)
    client, address = Client(), reverse("rounds:public_ranking", args=(made.round.pk,))
    client.get(address)

    with CaptureQueriesContext(connection) as queries:
        client.get(address)

    assert len(queries) == 3


# ── frozen, revoked, corrected ────────────────────────────────────────────────────────────────────────────────────


def test_live_tables_do_not_reach_the_public_pages(made: PublishedWorld) -> None:
    entry = entry_named(made, "Phòng Nội vụ")
    addresses = [reverse(f"rounds:{name}", args=(made.round.pk,)) for name in PAGES[:4]]
    addresses.append(reverse("rounds:public_entry", args=(made.round.pk, entry.pk)))
    before = [_main(Client().get(address)) for address in addresses]

    LeafValue.objects.update(points=Fraction(0), reasons=[["đổi", "changed"]])
    entry.agency.name = "Tên mới"
    entry.agency.save()
    public._KEPT.clear()

    assert [_main(Client().get(address)) for address in addresses] == before


def _main(answer: Any) -> str:
    return str(answer.content.decode().split("<main")[1].split("</main>")[0])


def test_an_altered_snapshot_is_never_shown(made: PublishedWorld) -> None:
    with thawed("rounds_publication"):
        Publication.objects.filter(pk=made.publication.pk).update(
            snapshot=made.publication.snapshot.replace("Phòng Nội vụ", "Phòng khác")
        )

    with pytest.raises(SnapshotAltered):
        Client().get(reverse("rounds:public_ranking", args=(made.round.pk,)))


def test_a_revoked_publication_says_so_and_leads_to_its_correction(made: PublishedWorld) -> None:
    revoke_published(made)
    before = page_of("public_ranking", made.round.pk)
    fresh = correct_published(made)
    after = page_of("public_heat", made.round.pk)
    new = page_of("public_ranking", fresh.round.pk)

    assert (
        "ĐÃ THU HỒI" in before and "60/QĐ-UBND ngày 01/03/2024" in before and "Tính sai mục II.1." in before
    )
    assert "Chưa có bản đính chính." in before
    assert reverse("rounds:public_ranking", args=(fresh.round.pk,)) in after
    assert "ĐÃ THU HỒI" not in new and "Đây là bản đính chính." in new
    assert reverse("rounds:public_ranking", args=(made.round.pk,)) in new


def test_the_snapshot_recomputes_byte_for_byte(made: PublishedWorld) -> None:
    told = json.loads(made.publication.snapshot)

    assert ranking_bytes(recompute(told)) == ranking_bytes(stated_ranking(told))


# ── heat map and comparison ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("level", "columns"), [("linh-vuc", 2), ("tieu-chi", 4), ("thanh-phan", 4)])
def test_the_heat_map_has_a_cell_for_each_agency_and_node(
    made: PublishedWorld, level: str, columns: int
) -> None:
    rows = rows_of(page_of("public_heat", made.round.pk, query=f"?cap={level}"), "ban-do")

    assert [len(row) for row in rows] == [columns + 2] * 3
    assert rows[0][0] == "Phòng Nội vụ"


def test_the_heat_map_sorts_by_loss(made: PublishedWorld) -> None:
    page = page_of("public_heat", made.round.pk, query="?cap=thanh-phan&xep=mat-diem")

    rows = rows_of(page, "ban-do")
    assert [row[0] for row in rows] == ["Phòng Kinh tế và Hạ tầng", "Phòng Tư pháp", "Phòng Nội vụ"]
    assert rows[0][1:] == ["1", "2", "2", "2", "75,0 %"]
    assert "heat--3" in page and "heat--5" in page


def test_means_leave_out_what_is_missing(made: PublishedWorld) -> None:
    said = public.published(made.publication)
    first, *rest = said.entries
    holed = RankedEntry(**{**vars(first), "nodes": {**first.nodes, "II.1": None}})
    losses = Losses.of(nodes_at(said.rubric, "thanh-phan"), (holed, *rest))

    assert losses.node_means["II.1"] == Fraction(2)
    assert losses.entry_means[first.id] == Fraction(1)
    assert losses.node_means["I.2"] == Fraction(4, 3)


def test_comparison_adds_up_only_leaves_with_both_values(made: PublishedWorld) -> None:
    page = page_of("public_compare", made.round.pk)

    assert rows_of(page, "bang-co-quan") == [
        ["Phòng Kinh tế và Hạ tầng", "8", "5", "+3", "3", "2", "0"],
        ["Phòng Nội vụ", "8", "8", "0", "3", "0", "0"],
        ["Phòng Tư pháp", "5", "5", "0", "3", "0", "0"],
    ]


def test_sections_are_compared_in_the_order_of_the_text(made: PublishedWorld) -> None:
    """The snapshot's codes stand in the order of their letters: 1, 10, 11, 2."""
    said = public.published(made.publication)
    turned = [
        RankedEntry(**{**vars(entry), "both": dict(reversed(entry.both.items()))}) for entry in said.entries
    ]

    names = [each.name for each in section_means(said, turned)]

    assert names == [node_name(section) for section in said.rubric.sections()]


# ── one agency, one leaf ──────────────────────────────────────────────────────────────────────────────────────────


def test_an_agency_has_every_node_with_points_and_reasons(made: PublishedWorld) -> None:
    entry = entry_named(made, "Phòng Kinh tế và Hạ tầng")
    page = page_of("public_entry", made.round.pk, entry.pk)

    rows = rows_of(page, "diem")
    assert [(row[0], row[2], row[3]) for row in rows] == [
        ("I", "3", "4"), ("1", "2", "2"), ("2", "1", "2"), ("II", "4", "6"), ("1", "2", "4"), ("2", "2", "2"),
    ]  # fmt: skip
    assert "đồng hạng, 2 cơ quan" in page
    assert "Hội đồng quyết định: Trên 94 đến 95 % thuộc mức 81–94 %" in page


def test_a_leaf_tells_the_rule_the_values_who_and_the_reason_of_a_change(made: PublishedWorld) -> None:
    entry = entry_named(made, "Phòng Kinh tế và Hạ tầng")
    page = page_of("public_leaf", made.round.pk, entry.pk, "I.2")

    for words in (
        "Có phân công chưa đầy đủ", CHANGED, "Lý do thay đổi", "Người thẩm định – Phòng Nội vụ",
        "Hội đồng – UBND huyện Quảng Điền", "01/02/2024 09:00:00", "được tính",
    ):  # fmt: skip
        assert words in page


def test_a_leaf_with_a_ruling_shows_it(made: PublishedWorld) -> None:
    entry = entry_named(made, "Phòng Kinh tế và Hạ tầng")

    assert "12/NQ-HĐ" in page_of("public_leaf", made.round.pk, entry.pk, "II.1")
    assert "Trên 94 đến 95 %" in page_of("public_rulings", made.round.pk)


def test_an_entry_or_leaf_that_is_not_in_the_snapshot_is_not_there(made: PublishedWorld) -> None:
    pk, entry = made.round.pk, made.entries[0].pk
    client = Client()

    for name, args in (
        ("public_entry", (pk, 999_999)), ("public_leaf", (pk, entry, "I")), ("public_leaf", (pk, entry, "IX.9")),
        ("public_leaf", (pk, 999_999, "I.1")),
    ):  # fmt: skip
        assert client.get(reverse(f"rounds:{name}", args=args)).status_code == 404


def test_no_page_names_a_person_or_shows_a_note_or_a_sign_in_wall(made: PublishedWorld) -> None:
    people = [person.full_name for person in made.world.people.values()]
    pages = [get(name, made.round.pk).content for name in (*PAGES[:5], "public_csv", "public_json")]
    for entry in made.entries:
        pages.append(get("public_entry", made.round.pk, entry.pk).content)
        pages += [
            get("public_leaf", made.round.pk, entry.pk, code).content for code in ("I.1", "I.2", "II.1")
        ]

    for page in pages:
        text = page.decode()
        assert SECRET_NOTE not in text
        assert not [name for name in people if name in text]


# ── files ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_json_is_the_snapshot_byte_for_byte(made: PublishedWorld) -> None:
    answer = get("public_json", made.round.pk)

    assert hashlib.sha256(answer.content).hexdigest() == made.publication.sha256
    assert answer.content == made.publication.snapshot.encode()
    assert made.publication.sha256 in page_of("public_verify", made.round.pk)


def test_csv_and_xlsx_hold_the_same_ranking(made: PublishedWorld) -> None:
    listed = list(csv.reader(io.StringIO(get("public_csv", made.round.pk).content.decode("utf-8-sig"))))
    book = CalamineWorkbook.from_filelike(io.BytesIO(get("public_xlsx", made.round.pk).content))
    sheet = book.get_sheet_by_name("Xếp hạng").to_python()

    assert [(row[0], row[2], row[5], row[6]) for row in listed[1:]] == [
        ("1", "Phòng Nội vụ", "10", "Xuất sắc"),
        ("2", "Phòng Kinh tế và Hạ tầng", "7", "Tốt"),
        ("2", "Phòng Tư pháp", "7", "Tốt"),
    ]
    assert [row[2] for row in sheet[-3:]] == [row[2] for row in listed[1:]]
    assert list(book.sheet_names) == ["Xếp hạng", "Điểm từng mục", "Bộ tiêu chí", "Lý do"]


def test_an_agency_named_like_a_formula_stays_text(made: PublishedWorld) -> None:
    agency = made.entries[0].agency
    agency.name = "=HYPERLINK(1)"
    agency.save()
    revoke_published(made)
    fresh = correct_published(made)

    assert "'=HYPERLINK(1)" in get("public_csv", fresh.round.pk).content.decode()
    with zipfile.ZipFile(io.BytesIO(get("public_xlsx", fresh.round.pk).content)) as book:
        assert b"<f>" not in b"".join(book.read(name) for name in book.namelist() if "sheet" in name)


def test_the_verify_page_has_the_note_the_key_and_the_command(made: PublishedWorld) -> None:
    page = page_of("public_verify", made.round.pk)

    assert made.publication.sha256 in page and "verify.py --snapshot" in page
    assert "publication.confirmed" in page
    assert "minhchung rubric recompute" in page


def test_a_second_publication_of_the_corrected_round_keeps_its_own_pages(made: PublishedWorld) -> None:
    revoke_published(made)
    fresh = correct_published(made)

    assert (fresh.round.pk != made.round.pk, fresh.publication.sha256 != made.publication.sha256) == (
        True,
        True,
    )
    assert get("public_json", made.round.pk).content == made.publication.snapshot.encode()
