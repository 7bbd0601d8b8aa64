"""A published document becomes a draft: read in a worker, shown with how sure and where, kept only when asked."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from minhchung.criteria.models import RubricDraft
from minhchung.rubric import parse
from minhchung.rubric.read import read_rubric
from minhchung.rubric.shipped import load_shipped
from minhchung.rubric.xlsx import from_workbook, to_workbook
from tests.docread.samples import docx_bytes, with_parts
from tests.rubric_read.documents import DOCUMENTS
from tests.world import World, make_world

READ = "/bo-tieu-chi/doc-van-ban/"
NAME = "par-index.docx"


@pytest.fixture
def author(db: None) -> Any:
    return make_world().client("soan_thao")


def sent(client: Any, name: str, data: bytes) -> Any:
    return client.post(READ, {"file": SimpleUploadedFile(name, data)})


def test_the_page_asks_for_a_file(author: Any) -> None:
    page = author.get(READ)

    assert page.status_code == 200
    assert 'accept=".docx,.xlsx,.pdf,.html,.htm,.txt"' in page.content.decode()


def test_a_document_is_shown_as_it_was_read_and_nothing_is_kept(author: Any) -> None:
    data = DOCUMENTS[NAME]()
    read = read_rubric(data, NAME)

    answer = sent(author, NAME, data)
    page = answer.content.decode()

    assert answer.status_code == 200
    for node in read.report.nodes:
        assert f'id="muc-{node.code}"' in page
    assert f"Cột điểm có {len(read.report.points)} số" in page
    assert "bảng 1, ô B3" in page
    assert RubricDraft.objects.count() == 0


def start(client: Any, text: str, /, **named: str) -> Any:
    fields = {"text": text, "title": "Chỉ số CCHC", "code": "cchc", "version": "1"} | named
    return client.post(f"{READ}tao/", fields | {"idempotency_key": str(uuid.uuid4())})


def test_what_was_read_becomes_a_draft(author: Any) -> None:
    answer = sent(author, NAME, DOCUMENTS[NAME]())
    text = answer.context["page"].draft_form.initial["text"]
    assert 'list="ma-da-co"' in answer.content.decode()

    told = start(author, text, title="Chỉ số CCHC năm 2025", code="cchc-2025")
    draft = RubricDraft.objects.get()

    assert told.headers["Location"] == f"/bo-tieu-chi/ban-thao/{draft.pk}/"
    assert (draft.code, draft.title, draft.version) == ("cchc-2025", "Chỉ số CCHC năm 2025", "1")
    assert parse(draft.text).nodes == parse(text).nodes


def test_an_exported_workbook_comes_back_as_a_draft(author: Any) -> None:
    rubric = load_shipped("qd766-2022")

    answer = sent(author, "qd766.xlsx", to_workbook(rubric))

    assert parse(answer.context["page"].draft_form.initial["text"]) == rubric
    assert "sổ tính do hệ thống xuất" in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.docx", with_parts(docx_bytes("x"), {"word/vbaProject.bin": b"x"}), "macro"),
        ("a.doc", b"\xd0\xcf\x11\xe0x", "Không nhận loại tệp này."),
        ("a.txt", b"Xin chao", "Không thấy bảng tiêu chí"),
        ("a.txt", b"", "Tệp trống."),
    ],
)
def test_what_cannot_be_read_says_why(author: Any, name: str, data: bytes, said: str) -> None:
    answer = sent(author, name, data)

    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_no_file_is_asked_for_again(author: Any) -> None:
    answer = author.post(READ)

    assert answer.status_code == 422
    assert "Chọn một tệp." in answer.content.decode()


@pytest.mark.parametrize("named", [{"code": "có dấu"}, {"title": ""}, {"text": "nodes: ["}])
def test_a_draft_that_cannot_be_started_keeps_what_was_typed(author: Any, named: dict[str, str]) -> None:
    answer = start(author, "rubric: a\ntitle: A\nnodes: []\n", **named)

    assert answer.status_code == 422
    assert RubricDraft.objects.count() == 0
    assert answer.context["page"].draft_form.data["version"] == "1"


def test_an_issued_rubric_is_downloaded_as_a_workbook(db: None, client: Any) -> None:
    from datetime import UTC, datetime

    from minhchung.criteria.domain.library import keep_version
    from minhchung.rubric.shipped import shipped_text

    keep_version(
        text=shipped_text("qd766-2022"), name="qd766-2022", owner=None, now=datetime(2023, 1, 1, tzinfo=UTC)
    )

    answer = client.get("/bo-tieu-chi/qd766-2022/1/tai-ve.xlsx")

    assert from_workbook(answer.content) == load_shipped("qd766-2022")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="qd766-2022-1.rubric.xlsx"'
    assert "tai-ve.xlsx" in client.get("/bo-tieu-chi/qd766-2022/1/").content.decode()


def test_only_authors_read_documents(db: None) -> None:
    world: World = make_world()

    assert world.client("thuong_truc").get(READ).status_code == 404
