"""The pages of appraisal and council: what they take, what they refuse, how many queries they ask."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from minhchung.docgen.xlsx import Sheet, SheetColumn, to_xlsx
from minhchung.docread.read_table import read_table
from minhchung.rounds.domain.engine import rubric_of
from minhchung.rounds.enums import EntryState, Stage
from minhchung.rounds.models import Entry, LeafValue, Ruling
from minhchung.rubric import inputs_of
from tests.rounds.appraisal.conftest import Field
from tests.world import make_agency

JSON = {"HTTP_ACCEPT": "application/json", "HTTP_X_REQUESTED_WITH": "minhchung"}


def pk(field: Field, name: str) -> int:
    return field.world.entries[name].pk


def leaf_href(field: Field, name: str = "kinh_te", code: str = "I.1") -> str:
    return f"/ho-so/{pk(field, name)}/tham-dinh/{code}/"


def grid_href(field: Field, code: str) -> str:
    return f"/dot/{field.round.pk}/ban-tham-dinh/{code}/"


def asked(field: Field, code: str) -> list[str]:
    return [each.name for each in inputs_of(rubric_of(field.round.rubric), code)]


# ── one leaf ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_saving_goes_to_the_next_leaf_only_after_it_is_kept(field: Field) -> None:
    client = field.world.client("tham_dinh_nv")
    sent = {"y_kien": "dong_y", "row_version": "0", "seen": "1", "go": "next"}

    answer = client.post(leaf_href(field), sent)

    assert (answer.status_code, answer["Location"]) == (302, leaf_href(field, code="I.2"))
    assert field.value("kinh_te", "I.1", Stage.APPRAISED) is not None


def test_a_change_without_reason_is_a_422_with_the_form_as_typed(field: Field) -> None:
    client = field.world.client("tham_dinh_nv")
    name = asked(field, "I.2")[0]

    answer = client.post(
        leaf_href(field, code="I.2"), {"y_kien": "thay_doi", name: "b", "row_version": "0", "seen": "1"}
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#ly-do"' in page and 'value="b" checked' in page
    assert field.value("kinh_te", "I.2", Stage.APPRAISED) is None


def test_a_canned_reason_is_taken_by_its_number(field: Field) -> None:
    name = asked(field, "I.2")[0]
    sent = {"y_kien": "thay_doi", name: "b", "row_version": "0", "ly_do_mau": "1", "ly_do": "Đã hỏi lại."}

    field.world.client("tham_dinh_nv").post(leaf_href(field, code="I.2"), sent)

    assert field.value("kinh_te", "I.2", Stage.APPRAISED).reason == "Không có minh chứng. Đã hỏi lại."  # type: ignore[union-attr]


def test_a_stale_form_is_a_409_with_both_values(field: Field) -> None:
    client = field.world.client("tham_dinh_nv")
    client.post(leaf_href(field), {"y_kien": "dong_y", "row_version": "0", "seen": "1"})

    answer = client.post(leaf_href(field), {"khai": "khong_co", "ly_do": "Không có", "row_version": "0"})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Hoàng Văn Vụ" in page and 'value="mine"' in page and "Không có (không thực hiện)" in page
    mine = {"khai": "khong_co", "ly_do": "Không có", "row_version": "1", "resolve": "mine"}
    assert client.post(leaf_href(field), mine).status_code == 302
    assert field.value("kinh_te", "I.1", Stage.APPRAISED).row_version == 2  # type: ignore[union-attr]


def test_a_locked_phase_is_a_423_that_loses_nothing(field: Field) -> None:
    field.lock("appraisal")

    answer = field.world.client("tham_dinh_nv").post(
        leaf_href(field), {"khai": "khong_co", "ly_do": "Lời đã gõ", "row_version": "0"}
    )

    assert answer.status_code == 423
    assert "Lời đã gõ" in answer.content.decode()


def test_the_same_key_is_done_once(field: Field) -> None:
    client = field.world.client("tham_dinh_nv")
    sent = {
        "y_kien": "dong_y",
        "row_version": "0",
        "idempotency_key": "6f1f0f2e-8a51-4d0c-9c55-2f7a3b9f0a11",
    }

    first, second = client.post(leaf_href(field), sent), client.post(leaf_href(field), sent)

    assert (first.status_code, second.status_code) == (302, 302)
    assert field.value("kinh_te", "I.1", Stage.APPRAISED).row_version == 1  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("person", "name", "code"),
    [
        ("tham_dinh_vp", "kinh_te", "I.1"),
        ("tham_dinh_nv", "noi_vu", "I.1"),
        ("thu_ky", "kinh_te", "I.1"),
        ("hoi_dong", "kinh_te", "I.1"),
        ("nguoi_ngoai", "kinh_te", "I.1"),
        ("thuong_truc_ngoai", "kinh_te", "I.1"),
    ],
)
def test_who_does_not_appraise_the_leaf_finds_nothing(
    field: Field, person: str, name: str, code: str
) -> None:
    field.submit("noi_vu")
    client = field.world.client(person)

    assert client.get(leaf_href(field, name, code)).status_code == 404
    assert client.post(leaf_href(field, name, code), {"y_kien": "dong_y"}).status_code == 404
    assert not LeafValue.objects.exclude(stage=Stage.SELF).exists()


def test_an_entry_that_is_not_submitted_is_not_appraised(field: Field) -> None:
    Entry.objects.filter(pk=pk(field, "kinh_te")).update(state=EntryState.DRAFT)

    assert field.world.client("tham_dinh_nv").get(leaf_href(field)).status_code == 404


def test_going_to_a_number(field: Field) -> None:
    client = field.world.client("tham_dinh_nv")
    base = f"/ho-so/{pk(field, 'kinh_te')}/tham-dinh/"

    assert client.get(base, {"so": "i.2"})["Location"] == leaf_href(field, code="I.2")
    assert client.get(base)["Location"] == leaf_href(field)


# ── the grid ──────────────────────────────────────────────────────────────────────────────────────────────────────


def row(field: Field, name: str, **fields: str) -> dict[str, str]:
    entry = pk(field, name)
    return {"group": str(entry), **{f"{entry}:{key}": value for key, value in fields.items()}}


def test_a_row_of_the_grid_saves_itself(field: Field) -> None:
    mark = asked(field, "II.2")[0]
    sent = row(field, "kinh_te", **{mark: "1,5"}) | {"row_version": "0"}

    answer = field.world.client("tham_dinh_vp").post(leaf_href(field, code="II.2"), sent, **JSON)

    assert answer.status_code == 200
    assert answer.json()["row_version"] == 1
    assert "1,5" in answer.json()["fragments"][f"diem-{pk(field, 'kinh_te')}"]


def test_the_grid_says_which_agencies_are_not_in_it_and_why(field: Field) -> None:
    Entry.objects.filter(pk=pk(field, "kinh_te")).update(state=EntryState.WITH_HEAD)
    Entry.objects.filter(pk=pk(field, "noi_vu")).update(
        state=EntryState.SUBMITTED, received_at=field.now, late_seconds=0
    )

    page = field.world.client("tham_dinh_nv").get(grid_href(field, "I.1")).content.decode()

    assert "Bảng có 1 trong 3 cơ quan của đợt." in page
    assert "1 cơ quan chưa nộp hồ sơ" in page
    assert "1 cơ quan nơi bạn đang giữ vị trí" in page


def test_a_stale_row_is_a_409_with_what_stands(field: Field) -> None:
    client = field.world.client("tham_dinh_vp")
    mark = asked(field, "II.2")[0]
    client.post(
        leaf_href(field, code="II.2"), row(field, "kinh_te", **{mark: "1"}) | {"row_version": "0"}, **JSON
    )

    answer = client.post(
        leaf_href(field, code="II.2"), row(field, "kinh_te", **{mark: "2"}) | {"row_version": "0"}, **JSON
    )

    entry = pk(field, "kinh_te")
    assert answer.status_code == 409
    assert answer.json()["theirs"][f"{entry}:{mark}"] == ["1"]
    assert "data-conflict-panel" in answer.json()["html"]


def test_a_row_without_its_reason_is_a_422_at_the_reason(field: Field) -> None:
    name = asked(field, "I.2")[0]
    sent = row(field, "kinh_te", **{name: "b"}) | {"row_version": "0"}

    answer = field.world.client("tham_dinh_nv").post(leaf_href(field, code="I.2"), sent, **JSON)

    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [f"{pk(field, 'kinh_te')}:ly_do"]


def whole_table(field: Field, marks: dict[str, str]) -> dict[str, str]:
    mark = asked(field, "II.2")[0]
    sent = {}
    for name, value in marks.items():
        sent |= {f"{pk(field, name)}:{mark}": value, f"{pk(field, name)}:row_version": "0"}
    return sent


def test_the_whole_table_is_saved_without_javascript(field: Field) -> None:
    client = field.world.client("tham_dinh_vp")

    answer = client.post(grid_href(field, "II.2"), whole_table(field, {"kinh_te": "1", "tu_phap": "2"}))

    assert answer.status_code == 302
    assert LeafValue.objects.filter(stage=Stage.APPRAISED).count() == 2


def test_one_bad_row_keeps_the_whole_table_from_being_saved(field: Field) -> None:
    client = field.world.client("tham_dinh_vp")

    answer = client.post(grid_href(field, "II.2"), whole_table(field, {"kinh_te": "1", "tu_phap": "chín"}))

    assert answer.status_code == 422
    assert "chín" in answer.content.decode()
    assert not LeafValue.objects.filter(stage=Stage.APPRAISED).exists()


def test_several_are_accepted_from_the_list(field: Field) -> None:
    client = field.world.client("tham_dinh_nv")
    node = field.leaf("I.1").id
    items = [f"{pk(field, name)}|{node}|1|0" for name in ("kinh_te", "tu_phap")]

    answer = client.post(f"/dot/{field.round.pk}/ban-tham-dinh/dong-y/", {"item": items})

    assert answer.status_code == 302
    assert LeafValue.objects.filter(stage=Stage.APPRAISED).count() == 2
    again = client.post(f"/dot/{field.round.pk}/ban-tham-dinh/dong-y/", {"item": items})
    assert LeafValue.objects.filter(stage=Stage.APPRAISED, row_version=1).count() == 2
    assert again.status_code == 409


@pytest.mark.parametrize("item", ["999|x|1|0", "rác", "{own}|{node}|1|0"])
def test_an_item_that_is_not_on_the_desk_is_a_404(field: Field, item: str) -> None:
    field.say("noi_vu", "I.1", "15/01/2023")
    field.submit("noi_vu")
    sent = item.format(own=pk(field, "noi_vu"), node=field.leaf("I.1").id)

    answer = field.world.client("tham_dinh_nv").post(
        f"/dot/{field.round.pk}/ban-tham-dinh/dong-y/", {"item": [sent]}
    )

    assert answer.status_code == 404
    assert not LeafValue.objects.filter(stage=Stage.APPRAISED).exists()


# ── the workbook ──────────────────────────────────────────────────────────────────────────────────────────────────


def fetched(client: Client, field: Field, code: str) -> bytes:
    return client.get(grid_href(field, code) + "excel/").content


def refilled(data: bytes, cells: dict[int, dict[str, str]]) -> SimpleUploadedFile:
    """The workbook with some cells typed over: row (from 0) → column → text."""
    sheets = []
    for name in ("Nhập", "minhchung"):
        table = read_table(data, "x.xlsx", sheet=name)
        rows = []
        for place, line in enumerate(table.rows):
            record = dict(zip(table.columns, line.cells, strict=True))
            if name == "Nhập":
                record |= cells.get(place, {})
            rows.append(tuple(record.values()))
        sheets.append(Sheet(name, tuple(SheetColumn(title) for title in table.columns), tuple(rows)))
    return SimpleUploadedFile("bang.xlsx", io.BytesIO(to_xlsx(tuple(sheets))).read())


def test_the_workbook_goes_out_is_filled_in_and_comes_back(field: Field) -> None:
    client = field.world.client("tham_dinh_vp")
    book = refilled(fetched(client, field, "II.2"), {0: {"Ô 1": "1,5"}, 1: {"Ghi nhận": "không có"}})

    answer = client.post(grid_href(field, "II.2") + "nhap-excel/", {"file": book})

    assert answer.status_code == 302
    assert field.value("kinh_te", "II.2", Stage.APPRAISED).answer is not None  # type: ignore[union-attr]
    assert field.value("tu_phap", "II.2", Stage.APPRAISED) is not None


def test_a_workbook_with_a_fault_is_not_taken_and_the_fault_has_its_place(field: Field) -> None:
    client = field.world.client("tham_dinh_vp")
    book = refilled(fetched(client, field, "II.2"), {0: {"Ô 1": "1"}, 1: {"Ô 1": "9"}})

    answer = client.post(grid_href(field, "II.2") + "nhap-excel/", {"file": book})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Dòng 3" in page and "cột Ô 1" in page
    assert not LeafValue.objects.filter(stage=Stage.APPRAISED).exists()


def test_a_workbook_given_out_before_another_save_is_refused(field: Field) -> None:
    client = field.world.client("tham_dinh_vp")
    old = fetched(client, field, "II.2")
    client.post(grid_href(field, "II.2"), whole_table(field, {"kinh_te": "1"}))

    answer = client.post(
        grid_href(field, "II.2") + "nhap-excel/", {"file": refilled(old, {0: {"Ô 1": "2"}, 1: {"Ô 1": "2"}})}
    )

    assert answer.status_code == 409
    assert field.value("tu_phap", "II.2", Stage.APPRAISED) is None


def test_a_workbook_of_another_criterion_is_refused(field: Field) -> None:
    client = field.world.client("tham_dinh_vp")
    other = SimpleUploadedFile("x.xlsx", fetched(client, field, "II.1"))

    assert client.post(grid_href(field, "II.2") + "nhap-excel/", {"file": other}).status_code == 422


# ── how many queries ──────────────────────────────────────────────────────────────────────────────────────────────


def grow(field: Field) -> None:
    """Three more submitted agencies."""
    for number in range(3):
        agency = make_agency(f"Phòng thêm {number}", field.world.kind, field.world.standing, 20 + number)
        entry = Entry.objects.create(round=field.round, agency=agency, group="Phòng chuyên môn")
        field.world.entries[f"them_{number}"] = entry
        field.say(f"them_{number}", "I.1", "15/01/2023")
        field.submit(f"them_{number}")


@pytest.mark.parametrize("grown", [False, True])
@pytest.mark.parametrize(
    ("person", "address", "count"),
    [
        ("tham_dinh_nv", "/dot/{round}/ban-tham-dinh/", 11),
        ("tham_dinh_nv", "/dot/{round}/ban-tham-dinh/?theo=co-quan&loc=chua-tham-dinh", 11),
        ("tham_dinh_nv", "/dot/{round}/ban-tham-dinh/I.1/", 12),
        ("tham_dinh_nv", "/ho-so/{entry}/tham-dinh/I.1/", 13),
        ("hoi_dong", "/dot/{round}/hoi-dong/", 8),
        ("hoi_dong", "/dot/{round}/hoi-dong/con-thieu/", 8),
        ("hoi_dong", "/dot/{round}/hoi-dong/chot/", 8),
        ("hoi_dong", "/dot/{round}/quyet-nghi/", 8),
    ],
)
def test_pages_ask_a_fixed_number_of_queries(
    field: Field, grown: bool, person: str, address: str, count: int, django_assert_num_queries: Any
) -> None:
    if grown:
        grow(field)
    client = field.world.client(person)
    href = address.format(round=field.round.pk, entry=pk(field, "kinh_te"))
    client.get(href)

    with django_assert_num_queries(count):
        assert client.get(href).status_code == 200


@pytest.mark.parametrize("grown", [False, True])
def test_saving_one_score_asks_fifteen_queries_the_first_time_and_later(field: Field, grown: bool) -> None:
    """Savepoints are not counted: in a request the outer one is the transaction itself."""
    if grown:
        grow(field)
    client = field.world.client("tham_dinh_nv")
    client.post(leaf_href(field, code="I.2"), {"y_kien": "dong_y", "row_version": "0"}, **JSON)

    for version in ("0", "1"):
        with CaptureQueriesContext(connection) as asked_for:
            sent = {"y_kien": "dong_y", "row_version": version, "seen": "1"}
            assert client.post(leaf_href(field), sent, **JSON).status_code == 200

        asked_queries = [query for query in asked_for if "SAVEPOINT" not in query["sql"]]
        assert len(asked_queries) == 15


# ── the council's pages ───────────────────────────────────────────────────────────────────────────────────────────


def ruling_form(**more: str) -> dict[str, str]:
    return {
        "pham_vi": "khoang",
        "tu": "94",
        "tu_mo": "1",
        "den": "95",
        "diem": "2",
        "ly_do": "Tính như 94%",
        "so_quyet_dinh": "12/NQ",
        "ngay": "20/12/2023",
    } | more


def test_a_ruling_is_previewed_then_confirmed(field: Field) -> None:
    client = field.world.client("hoi_dong")
    href = f"/dot/{field.round.pk}/quyet-nghi/moi/II.1/"

    preview = client.post(href, ruling_form(buoc="xem"))
    assert preview.status_code == 200
    assert "Phòng Tư pháp" in preview.content.decode()
    assert not Ruling.objects.exists()
    seen = preview.context["page"].seen
    assert client.post(href, ruling_form(buoc="ghi", da_xem="khác")).status_code == 409
    assert client.post(href, ruling_form(buoc="ghi", da_xem=seen)).status_code == 302

    assert Ruling.objects.get().decision_number == "12/NQ"
    listed = field.world.client("thu_ky").get(f"/dot/{field.round.pk}/quyet-nghi/").content.decode()
    assert "trên 94 % đến 95 %" in listed


@pytest.mark.parametrize("person", ["tham_dinh_nv", "thu_ky", "thuong_truc_ngoai", "nguoi_ngoai", "quan_tri"])
def test_who_does_not_decide_finds_no_council(field: Field, person: str) -> None:
    field.to_council()
    client = field.world.client(person)
    entry, round = pk(field, "kinh_te"), field.round.pk

    for href in (
        f"/dot/{round}/hoi-dong/",
        f"/dot/{round}/hoi-dong/con-thieu/",
        f"/dot/{round}/hoi-dong/chot/",
        f"/ho-so/{entry}/hoi-dong/I.1/",
        f"/dot/{round}/quyet-nghi/moi/II.1/",
    ):
        assert client.get(href).status_code == 404, href
        refused = client.post(href, ruling_form(buoc="ghi") | {"y_kien": "dong_y"})
        assert refused.status_code in (404, 405), href
    assert not LeafValue.objects.filter(stage=Stage.FINAL).exists()
    assert not Ruling.objects.exists()


def test_the_council_decides_on_the_page(field: Field) -> None:
    field.to_council()
    client = field.world.client("hoi_dong")
    href = f"/ho-so/{pk(field, 'kinh_te')}/hoi-dong/I.1/"

    assert client.post(href, {"y_kien": "dong_y", "row_version": "0"}).status_code == 422
    agreed = {"y_kien": "dong_y", "ly_do": "Hồ sơ rõ", "row_version": "0"}
    assert client.post(href, agreed).status_code == 302
    assert client.post(href, agreed).status_code == 409


def test_absent_leaves_are_declared_on_the_page(field: Field) -> None:
    field.to_council()
    client = field.world.client("hoi_dong")
    href = f"/dot/{field.round.pk}/hoi-dong/con-thieu/"
    sent = {"ho_so": pk(field, "tu_phap"), "tieu_chi": [field.leaf("I.2").id], "ly_do": ""}

    assert client.post(href, sent).status_code == 422
    assert client.post(href, sent | {"ly_do": "Không có văn bản"}).status_code == 302
    assert field.value("tu_phap", "I.2", Stage.FINAL) is not None


def test_finalising_on_the_page(field: Field) -> None:
    client = field.world.client("thuong_truc")
    href = f"/dot/{field.round.pk}/hoi-dong/chot/"
    nv = field.world.client("tham_dinh_nv")
    nv.post(leaf_href(field), {"y_kien": "dong_y", "row_version": "0"})

    assert client.post(href).status_code == 423
    field.to_council()
    assert client.post(href).status_code == 302
    assert field.value("kinh_te", "I.1", Stage.FINAL) is not None
