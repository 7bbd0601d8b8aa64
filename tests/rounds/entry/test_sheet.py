"""A section as a sheet and as a workbook: the same verb behind every cell; a workbook is taken in whole or not at all."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from minhchung.ledger.models import LedgerEntry
from minhchung.rounds.models import Entry, LeafRevision, LeafValue
from minhchung.rounds.views.sheet import same_texts
from tests.rounds.entry.conftest import autosave, value_of
from tests.world import World


def sheet_url(entry: Entry, section: str = "I") -> str:
    return reverse("rounds:sheet", args=[entry.pk, section])


def rows_out(client: Client, entry: Entry, section: str = "II") -> list[list[Any]]:
    data = client.get(reverse("rounds:sheet_workbook", args=[entry.pk, section])).content
    return CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_name("Nhập").to_python()


def filled(
    entry: Entry, rows: list[list[Any]], section: str = "II", owner: int | None = None
) -> SimpleUploadedFile:
    """The workbook as it comes back: the same rows, with what a person changed."""
    data = BytesIO()
    book = Workbook(data, {"in_memory": True, "strings_to_formulas": False})
    main, mark = book.add_worksheet("Nhập"), book.add_worksheet("minhchung")
    for number, row in enumerate(rows):
        main.write_row(number, 0, row)
    mark.write_row(0, 0, ["ho_so", "muc", "bo_tieu_chi"])
    mark.write_row(1, 0, [str(owner or entry.pk), section, entry.round.rubric.sha256[:16]])
    book.close()
    return SimpleUploadedFile("muc.xlsx", data.getvalue())


def put(client: Client, entry: Entry, rows: list[list[Any]], **how: Any) -> Any:
    address = reverse("rounds:sheet_import", args=[entry.pk, "II"])
    return client.post(address, {"file": filled(entry, rows, **how)})


def confirm(client: Client, entry: Entry, preview: Any) -> Any:
    token = preview.content.decode().split('name="token" value="')[1].split('"')[0]
    return client.post(reverse("rounds:sheet_import_confirm", args=[entry.pk, "II"]), {"token": token})


def with_rate(rows: list[list[Any]], num: Any, den: Any) -> list[list[Any]]:
    head = rows[0]
    changed = [list(row) for row in rows]
    changed[1][head.index("Ô 1")], changed[1][head.index("Ô 2")] = num, den
    return changed


def test_a_cell_saves_through_the_criterion_with_its_own_names(secretary: Client, entry: Entry) -> None:
    page = secretary.get(sheet_url(entry, "II")).content.decode()

    answer = autosave(secretary, entry, "II.1", 0, **{"group": "II.1", "II.1:num": "96", "II.1:den": "100"})

    assert 'data-group="II.1"' in page
    assert 'name="II.1:num"' in page
    assert "II.2:" not in page
    assert answer.status_code == 200
    assert ">4<" in answer.json()["fragments"]["diem-II.1"]


def test_a_cell_alone_is_a_draft_with_its_error_at_the_empty_cell(secretary: Client, entry: Entry) -> None:
    answer = autosave(secretary, entry, "II.1", 0, **{"group": "II.1", "II.1:num": "96", "II.1:den": ""})

    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["II.1:den"])


def test_the_plain_sheet_saves_what_changed_and_keeps_what_is_wrong(secretary: Client, entry: Entry) -> None:
    body = {
        "I.1:on": "32/13/2023",
        "I.1:days": "",
        "I.1:row_version": "0",
        "I.2:option": "a",
        "I.2:row_version": "0",
    }

    answer = secretary.post(sheet_url(entry), body)

    assert answer.status_code == 422
    assert "I.1" in answer.content.decode()
    kept, saved = value_of(entry, "I.1"), value_of(entry, "I.2")
    assert kept is not None
    assert saved is not None
    assert (kept.state, kept.draft["fields"]["on"]) == ("absent", ["32/13/2023"])
    assert saved.points == 2


def test_a_plain_sheet_that_changes_nothing_writes_nothing(secretary: Client, entry: Entry) -> None:
    autosave(secretary, entry, "I.2", 0, option="a")

    secretary.post(sheet_url(entry), {"I.2:option": "a", "I.2:row_version": "0"})

    assert LeafRevision.objects.count() == 1


def test_a_stale_row_of_the_plain_sheet_is_told_and_not_overwritten(secretary: Client, entry: Entry) -> None:
    autosave(secretary, entry, "I.2", 0, option="a")

    answer = secretary.post(sheet_url(entry), {"I.2:option": "b", "I.2:row_version": "0"})

    assert answer.status_code == 422
    assert "Nguyễn Thị Thư vừa sửa" in answer.content.decode()
    value = value_of(entry, "I.2")
    assert value is not None
    assert value.points == 2


def test_the_workbook_goes_out_filled_in_and_comes_back(secretary: Client, entry: Entry) -> None:
    autosave(secretary, entry, "II.1", 0, num="80", den="100", ghi_chu="=1+1")
    rows = rows_out(secretary, entry)

    preview = put(secretary, entry, with_rate(rows, 96, 100))
    before = value_of(entry, "II.1")
    answer = confirm(secretary, entry, preview)

    assert rows[1][rows[0].index("Ghi chú")] == "=1+1"
    assert preview.status_code == 200
    assert "Hồ sơ đúng hạn: 96" in preview.content.decode()
    assert before is not None
    assert before.points == 0
    assert answer.status_code == 302
    value = value_of(entry, "II.1")
    assert value is not None
    assert (value.points, value.row_version, value.note) == (4, 2, "=1+1")
    assert LedgerEntry.objects.filter(verb="entry.workbook_taken_in").count() == 1


def test_ticks_of_a_page_and_of_a_workbook_say_the_same() -> None:
    assert same_texts({"ticks": ["a", "c"]}, {"ticks": ["a", "c"], "ticks_sent": ["1"], "khai": [""]})
    assert not same_texts({"ticks": ["a"]}, {"ticks": ["a", "c"], "ticks_sent": ["1"]})


def test_a_fault_names_sheet_row_and_column_and_nothing_is_taken(secretary: Client, entry: Entry) -> None:
    rows = with_rate(rows_out(secretary, entry), 120, 100)

    preview = put(secretary, entry, rows)

    page = preview.content.decode()
    assert preview.status_code == 422
    assert "Tử số lớn hơn mẫu số" in page
    assert ">Nhập</td>" in page
    assert 'name="token"' not in page
    assert LeafValue.objects.count() == 0


def test_a_stale_row_is_a_conflict_before_and_after_the_preview(secretary: Client, entry: Entry) -> None:
    rows = with_rate(rows_out(secretary, entry), 96, 100)
    preview = put(secretary, entry, rows)
    autosave(secretary, entry, "II.1", 0, num="50", den="100")

    late = confirm(secretary, entry, preview)
    again = put(secretary, entry, rows)

    assert (late.status_code, again.status_code) == (409, 409)
    value = value_of(entry, "II.1")
    assert value is not None
    assert (value.points, value.row_version) == (0, 1)
    assert LedgerEntry.objects.filter(verb="entry.workbook_taken_in").count() == 0


def test_a_workbook_of_another_entry_is_refused(secretary: Client, open_world: World, entry: Entry) -> None:
    rows = with_rate(rows_out(secretary, entry), 96, 100)

    answer = put(secretary, entry, rows, owner=open_world.entries["tu_phap"].pk)

    assert answer.status_code == 422
    assert "của hồ sơ, mục hoặc bộ tiêu chí khác" in answer.content.decode()


def test_a_file_that_is_no_workbook_is_refused(secretary: Client, entry: Entry) -> None:
    upload = SimpleUploadedFile("muc.xlsx", b"khong phai excel")

    answer = secretary.post(reverse("rounds:sheet_import", args=[entry.pk, "II"]), {"file": upload})

    assert answer.status_code == 422


def test_a_forged_confirmation_takes_nothing_in(secretary: Client, entry: Entry) -> None:
    secretary.post(reverse("rounds:sheet_import_confirm", args=[entry.pk, "II"]), {"token": "x:y:z"})

    assert LeafValue.objects.count() == 0


@pytest.mark.parametrize("who", ["thu_ky_tp", "lanh_dao", "nguoi_ngoai", "thuong_truc"])
def test_nobody_else_writes_a_sheet(open_world: World, entry: Entry, who: str) -> None:
    client = open_world.client(who)

    answers = [
        client.post(sheet_url(entry), {"I.2:option": "a"}),
        client.post(reverse("rounds:sheet_import", args=[entry.pk, "II"]), {}),
        client.post(reverse("rounds:sheet_import_confirm", args=[entry.pk, "II"]), {"token": "x"}),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert LeafValue.objects.count() == 0


def test_an_unknown_section_is_not_there(secretary: Client, entry: Entry) -> None:
    assert secretary.get(sheet_url(entry, "IX")).status_code == 404
    assert secretary.get(reverse("rounds:sheet_workbook", args=[entry.pk, "IX"])).status_code == 404


@pytest.mark.parametrize("cells", [("không có", ""), ("", "Không có"), ("không có", "không có")])
def test_nothing_done_may_be_typed_where_figures_go(
    secretary: Client, entry: Entry, cells: tuple[str, str]
) -> None:
    num, den = cells
    answer = autosave(secretary, entry, "II.1", 0, **{"group": "II.1", "II.1:num": num, "II.1:den": den})

    kept = value_of(entry, "II.1")
    assert answer.status_code == 200 and kept is not None
    assert (kept.answer, kept.points) == ("none", 0)


def test_nothing_done_comes_back_in_the_cells_of_a_workbook(secretary: Client, entry: Entry) -> None:
    preview = put(secretary, entry, with_rate(rows_out(secretary, entry), "không có", ""))

    assert preview.status_code == 200
    confirm(secretary, entry, preview)
    kept = value_of(entry, "II.1")
    assert kept is not None and kept.answer == "none"


def test_figures_beside_the_words_are_refused_not_guessed(secretary: Client, entry: Entry) -> None:
    answer = autosave(
        secretary, entry, "II.1", 0, **{"group": "II.1", "II.1:num": "không có", "II.1:den": "9"}
    )

    kept = value_of(entry, "II.1")
    assert answer.status_code == 422 and (kept is None or kept.answer is None)
