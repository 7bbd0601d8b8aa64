"""A draft out as a workbook and back: nothing lost, what would change is shown, nobody's edit goes unseen."""

from __future__ import annotations

import io
import uuid
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from minhchung.criteria.domain.drafts import edit_draft, undo
from minhchung.criteria.domain.workbooks import since, workbook_of
from minhchung.criteria.models import RubricDraft
from minhchung.rubric import parse, print_rubric
from minhchung.rubric.shipped import shipped_text
from minhchung.rubric.xlsx import from_workbook, origin_of, to_workbook
from minhchung.rubric.xlsx.words import KIND_WORDS
from tests.criteria.drafts import NOW, start
from tests.criteria.test_editor_pages import address

TITLE = "Cán bộ Lãnh đạo đại diện cơ quan tham dự"


@pytest.fixture
def draft(world: Any) -> RubricDraft:
    return start(world, print_rubric(parse(shipped_text("ca-mau-iso-2018"))))


def downloaded(author: Client, draft: RubricDraft) -> bytes:
    return author.get(address(draft, "so-tinh.xlsx")).content


def edited(data: bytes, old: str, new: str, part: str = "xl/sharedStrings.xml") -> bytes:
    """The workbook after somebody typed something else into the cells that say `old`."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            held = before.read(name)
            if name == part:
                assert old.encode() in held
                held = held.replace(old.encode(), new.encode())
            after.writestr(name, held)
    return out.getvalue()


def sent(author: Client, draft: RubricDraft, data: bytes) -> Any:
    file = SimpleUploadedFile("sua.xlsx", data)
    return author.post(address(draft, "so-tinh/"), {"file": file})


def confirmed(author: Client, draft: RubricDraft, preview: Any, version: int, **more: str) -> Any:
    form = {"text": preview.text, "origin": preview.origin, "row_version": version}
    key = {"idempotency_key": str(uuid.uuid4())}
    return author.post(address(draft, "so-tinh/nap/"), {**form, **key, **more})


def edit(world: Any, draft: RubricDraft, text: str) -> None:
    edit_draft(
        draft=draft,
        actor=world.people["soan_thao"],
        post=None,
        now=NOW,
        text=text,
        summary="Sửa tên",
        expected=draft.row_version,
    )


def test_the_workbook_holds_the_draft_and_says_what_it_is_of(author: Client, draft: RubricDraft) -> None:
    data = downloaded(author, draft)

    assert print_rubric(from_workbook(data)) == draft.text
    assert origin_of(data).startswith(f"bản thảo {draft.pk}, bước 1, ")
    assert origin_of(to_workbook(parse(draft.text))) == ""
    assert "không có gì để nạp" in sent(author, draft, data).content.decode()


def test_an_edit_in_excel_is_shown_then_one_step_that_is_undone(
    world: Any, author: Client, draft: RubricDraft
) -> None:
    before = draft.text
    answer = sent(author, draft, edited(downloaded(author, draft), TITLE, "Tên mới trong Excel"))

    assert answer.status_code == 200
    assert "Tên mới trong Excel" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.text == before, "a preview writes nothing"

    done = confirmed(author, draft, answer.context["page"].preview, draft.row_version)
    draft.refresh_from_db()
    assert done.status_code == 302
    assert "Tên mới trong Excel" in draft.text
    assert [each.summary for each in draft.edits.order_by("number")][1:] == ["Nạp sổ tính"]

    undo(draft=draft, actor=world.people["soan_thao"], post=None, now=NOW, expected=draft.row_version)
    draft.refresh_from_db()
    assert draft.text == before


def test_a_draft_that_moved_is_not_overwritten_unseen(world: Any, author: Client, draft: RubricDraft) -> None:
    data = edited(downloaded(author, draft), TITLE, "Từ Excel")
    edit(world, draft, draft.text.replace("title: ", "title: Đã sửa trên trang ", 1))
    draft.refresh_from_db()

    answer = sent(author, draft, data)
    shown, preview = answer.content.decode(), answer.context["page"].preview
    assert answer.status_code == 409
    assert "1 bước sửa sau khi sổ tính được tải về" in shown
    assert "Sửa tên" in shown
    assert "Đã sửa trên trang" in shown

    assert confirmed(author, draft, preview, draft.row_version).status_code == 422
    draft.refresh_from_db()
    assert "Từ Excel" not in draft.text

    assert confirmed(author, draft, preview, draft.row_version, known="1").status_code == 302
    draft.refresh_from_db()
    assert "Từ Excel" in draft.text


def test_a_save_between_preview_and_confirming_is_a_409(
    world: Any, author: Client, draft: RubricDraft
) -> None:
    answer = sent(author, draft, edited(downloaded(author, draft), TITLE, "Từ Excel"))
    version = draft.row_version
    edit(world, draft, draft.text.replace("title: ", "title: Đã sửa trên trang ", 1))
    draft.refresh_from_db()

    again = confirmed(author, draft, answer.context["page"].preview, version, known="1")

    assert again.status_code == 409
    assert "Đã sửa trên trang" in again.content.decode()
    draft.refresh_from_db()
    assert "Từ Excel" not in draft.text


def test_a_fault_says_its_cell(author: Client, draft: RubricDraft) -> None:
    answer = sent(author, draft, edited(downloaded(author, draft), KIND_WORDS["options"], "chấm đại"))

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "trang “Tiêu chí”, hàng " in shown
    assert "chấm đại" in shown


def test_another_file_is_refused(author: Client, draft: RubricDraft) -> None:
    data = edited(downloaded(author, draft), 'name="Phương án"', 'name="Khác"', "xl/workbook.xml")

    assert sent(author, draft, data).status_code == 422
    assert sent(author, draft, b"khong phai xlsx").status_code == 422
    assert author.post(address(draft, "so-tinh/"), {}).status_code == 422


def test_a_draft_that_cannot_be_read_whole_is_not_exported(
    world: Any, author: Client, draft: RubricDraft
) -> None:
    edit(world, draft, draft.text.replace("kind: ", "kind: lạ", 1))

    assert author.get(address(draft, "so-tinh.xlsx")).status_code == 302
    assert "chưa xuất được sổ tính" in author.get(address(draft, "so-tinh/")).content.decode()


def test_a_workbook_of_another_draft_is_not_known(world: Any, draft: RubricDraft) -> None:
    other = start(world, draft.text)

    found = since(other, origin_of(workbook_of(draft, parse(draft.text))))

    assert (found.known, found.moved) == (False, True)
