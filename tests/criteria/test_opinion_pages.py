"""Pages of opinions and issuing: each side sees its own, nobody another's; what is wrong is said and nothing is lost."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from minhchung.criteria.domain import consulting
from minhchung.criteria.models import (
    Comment,
    CommentAnswer,
    Consultation,
    ConsultationAct,
    DraftState,
    Invitation,
    IssueProposal,
    Reply,
    RubricDraft,
    RubricVersion,
    Waiver,
)
from minhchung.ui.present import in_vietnam
from tests.criteria.asked import by, comment, draft_of, reply

BASE = "/bo-tieu-chi/lay-y-kien/"
SAID = "CHIMBAO thiếu mức 94–95 %"


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def sent(world: Any) -> Consultation:
    """A draft out for opinion today: Phòng Kinh tế and Phòng Tư pháp are asked, for a week."""
    return consulting.send_for_opinion(
        draft=draft_of(world),
        agencies=(world.kinh_te, world.tu_phap),
        number="1632/UBND",
        letter="Đề nghị góp ý.",
        due_at=now() + timedelta(days=7),
        by=by(world, "soan_thao", now()),
    )


@pytest.fixture
def heard(world: Any, sent: Consultation) -> Consultation:
    """Phòng Kinh tế has said something, Phòng Tư pháp agreed; the consultation is ended."""
    first, second = sent.invitations.order_by("pk")
    comment(world, first, "II.1", SAID, now=now())
    reply(world, first, "commented", now=now())
    reply(world, second, "agreed", "lanh_dao_tp", now())
    consulting.end(consultation=sent, by=by(world, "soan_thao", now()))
    return Consultation.objects.select_related("draft__owner").get()


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def invitation(world: Any, name: str = "kinh_te") -> Invitation:
    return Invitation.objects.get(agency=getattr(world, name))


def test_the_author_sends_a_draft_by_kind_and_by_name(world: Any) -> None:
    draft = draft_of(world)
    due = in_vietnam(now() + timedelta(days=7))
    form = {"number": "1632/UBND", "due_at": f"{due:%d/%m/%Y} 17:00", "letter": "Đề nghị góp ý."}

    answer = world.client("soan_thao").post(f"{BASE}moi/{draft.pk}/", {**form, "kinds": [world.kind.pk]})

    consultation = Consultation.objects.get()
    assert answer["Location"] == f"{BASE}{consultation.pk}/"
    assert consultation.invitations.count() == 4, "every office of the district; not the other province's"
    assert in_vietnam(consultation.due_at).hour == 17


def test_a_letter_without_a_deadline_comes_back_with_everything_typed(world: Any) -> None:
    draft = draft_of(world)
    form = {
        "number": "1632/UBND",
        "due_at": "01/01/2020 17:00",
        "letter": "Thư đã gõ",
        "agencies": [world.kinh_te.pk],
    }

    answer = world.client("soan_thao").post(f"{BASE}moi/{draft.pk}/", form)

    assert answer.status_code == 422
    assert "Thư đã gõ" in words(answer) and "Hạn trả lời phải sau thời điểm gửi." in words(answer)
    assert RubricDraft.objects.get().state == DraftState.DRAFTING


def test_another_provinces_agency_cannot_be_slipped_into_the_letter(world: Any) -> None:
    draft = draft_of(world)
    form = {"number": "1", "due_at": "01/01/2099 17:00", "letter": "A", "agencies": [world.other_province.pk]}

    assert world.client("soan_thao").post(f"{BASE}moi/{draft.pk}/", form).status_code == 422
    assert Consultation.objects.count() == 0


def test_the_secretary_reads_a_section_comments_and_the_head_confirms(world: Any, sent: Consultation) -> None:
    mine = invitation(world)
    secretary, head = world.client("thu_ky"), world.client("lanh_dao")
    page = words(secretary.get(f"{BASE}duoc-hoi/{mine.pk}/?muc=II"))
    assert "Từ 81- 94%" in page and "coi là đã thống nhất" in page
    assert "Xác nhận trả lời của cơ quan" not in page

    secretary.post(f"{BASE}duoc-hoi/{mine.pk}/muc/II.1/", {"opinion": SAID, "points": "1,5"})
    assert SAID in words(head.get(f"{BASE}duoc-hoi/{mine.pk}/"))
    assert SAID not in words(world.client("soan_thao").get(f"{BASE}{sent.pk}/")), "not yet the agency's word"
    refused = head.post(f"{BASE}duoc-hoi/{mine.pk}/tra-loi/", {"verdict": "agreed"})
    assert refused.status_code == 422 and "Đang có 1 ý kiến" in words(refused)
    head.post(f"{BASE}duoc-hoi/{mine.pk}/tra-loi/", {"verdict": "commented"})

    assert Reply.objects.get().by == world.people["lanh_dao"]
    assert SAID in words(world.client("soan_thao").get(f"{BASE}{sent.pk}/"))


def test_a_secretary_does_not_answer_for_the_agency(world: Any, sent: Consultation) -> None:
    answer = world.client("thu_ky").post(
        f"{BASE}duoc-hoi/{invitation(world).pk}/tra-loi/", {"verdict": "agreed"}
    )

    assert (answer.status_code in (403, 404), Reply.objects.count()) == (True, 0)


def test_an_empty_comment_is_refused_and_a_withdrawn_one_is_gone_from_the_page(
    world: Any, sent: Consultation
) -> None:
    mine, secretary = invitation(world), world.client("thu_ky")
    place = f"{BASE}duoc-hoi/{mine.pk}/muc/toan-bo/"
    assert secretary.post(place, {"opinion": " "}).status_code == 422
    secretary.post(place, {"opinion": SAID})
    said = Comment.objects.get()

    secretary.post(f"{BASE}duoc-hoi/{mine.pk}/rut/{said.pk}/")

    assert SAID not in words(secretary.get(f"{BASE}duoc-hoi/{mine.pk}/"))
    assert Comment.objects.count() == 2


PRIVATE = ("", "muc/II.1/", "muc/toan-bo/")


@pytest.mark.parametrize("person", ["thu_ky_tp", "lanh_dao_tp", "nguoi_ngoai", "soan_thao", "quan_tri", None])
def test_another_agency_never_sees_an_agencys_comments(
    world: Any, sent: Consultation, person: str | None
) -> None:
    mine = invitation(world)
    comment(world, mine, "II.1", SAID, now=now())
    reply(world, mine, "commented", now=now())
    client = world.client(person) if person else Client()

    for place in PRIVATE:
        answer = client.get(f"{BASE}duoc-hoi/{mine.pk}/{place}")
        assert answer.status_code in (302, 404), place
        assert SAID not in words(answer)
    if person != "soan_thao":
        for place in ("", "bang/", "bang/?dang=docx", "gia-han/", "ket-thuc/", "gui-bang/"):
            answer = client.get(f"{BASE}{sent.pk}/{place}")
            assert answer.status_code in (302, 403, 404), place
    assert SAID not in words(client.get(BASE))


def test_an_agency_that_was_asked_reads_the_table_once_it_is_sent(world: Any, heard: Consultation) -> None:
    other = world.client("thu_ky_tp")
    assert other.get(f"{BASE}{heard.pk}/bang/").status_code == 404
    said = Comment.objects.select_related("invitation__consultation__draft").get()
    author = by(world, "soan_thao", now())
    consulting.answer_comment(comment=said, verdict=_accepted(), reason="", step=None, by=author)
    consulting.publish_table(consultation=heard, by=author)

    assert SAID in words(other.get(f"{BASE}{heard.pk}/bang/"))
    assert world.client("nguoi_ngoai").get(f"{BASE}{heard.pk}/bang/").status_code == 404


def _accepted() -> Any:
    from minhchung.criteria.models import AnswerVerdict

    return AnswerVerdict.ACCEPTED


def test_each_opinion_is_answered_with_its_edit(world: Any, heard: Consultation) -> None:
    said, step = Comment.objects.get(), heard.draft.edits.get()
    author = world.client("soan_thao")
    place = f"{BASE}tra-loi/{said.pk}/"
    page = words(author.get(place))
    assert SAID in page and "Từ 81- 94%" in page

    refused = author.post(place, {"verdict": "rejected", "reason": ""})
    assert refused.status_code == 422 and "reason_error" in words(refused)
    assert step.at < heard.sent_at, "an edit made before the letter cannot carry out what it brought"
    assert author.post(place, {"verdict": "accepted", "step": step.pk}).status_code == 422
    author.post(place, {"verdict": "partly", "reason": "Sửa ở bản sau"})

    assert CommentAnswer.objects.get().reason == "Sửa ở bản sau"
    assert "Tiếp thu một phần" in words(author.get(f"{BASE}{heard.pk}/"))
    for person in ("thu_ky", "thuong_truc"):
        assert world.client(person).post(place, {"verdict": "accepted"}).status_code in (403, 404)


@pytest.mark.parametrize("form", ["docx", "xlsx", "pdf"])
def test_the_table_goes_out_in_each_form_with_who_agreed_and_what_was_said(
    world: Any, heard: Consultation, form: str
) -> None:
    answer = world.client("soan_thao").get(f"{BASE}{heard.pk}/bang/?dang={form}")

    text = _text_of(answer.content, form)
    for said in (SAID, "Cơ quan thống nhất (1)", "Phòng Tư pháp", "Chưa trả lời"):
        assert said in text, said


def _text_of(data: bytes, form: str) -> str:
    if form == "pdf":
        import pdfplumber

        with pdfplumber.open(io.BytesIO(data)) as document:
            text = " ".join(page.extract_text() or "" for page in document.pages)
            tables = [
                cell or ""
                for page in document.pages
                for table in page.extract_tables()
                for row in table
                for cell in row
            ]
        return re.sub(r"\s+", " ", " ".join([text, *tables]))
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        xml = " ".join(packed.read(name).decode() for name in packed.namelist() if name.endswith(".xml"))
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", xml))


def test_the_extension_is_an_act_that_shows(world: Any, sent: Consultation) -> None:
    author = world.client("soan_thao")
    due = in_vietnam(now() + timedelta(days=20))

    author.post(
        f"{BASE}{sent.pk}/gia-han/",
        {"due_at": f"{due:%d/%m/%Y} 17:00", "number": "1701/UBND", "reason": "Nghỉ lễ"},
    )

    assert ConsultationAct.objects.get().number == "1701/UBND"
    assert f"{due:%d/%m/%Y} 17:00:00" in words(
        world.client("thu_ky").get(f"{BASE}duoc-hoi/{invitation(world).pk}/")
    )


def test_the_body_that_asks_is_told_of_comments_about_to_be_lost(world: Any) -> None:
    sent = consulting.send_for_opinion(
        draft=draft_of(world),
        agencies=(world.kinh_te, world.tu_phap),
        number="1632/UBND",
        letter="Đề nghị góp ý.",
        due_at=now() + timedelta(days=2),
        by=by(world, "soan_thao", now()),
    )
    comment(world, invitation(world), "II.1", SAID, now=now())

    page = words(world.client("soan_thao").get(f"{BASE}{sent.pk}/"))

    assert (
        "lãnh đạo chưa xác nhận: Phòng Kinh tế và Hạ tầng" in page
        and "1 ý kiến lãnh đạo chưa xác nhận" in page
    )
    assert SAID not in page
    own = words(world.client("thu_ky").get(f"{BASE}duoc-hoi/{invitation(world).pk}/"))
    assert "Ý kiến đã ghi chưa được gửi đi" in own


# ── issuing ──


def issue_form(**given: str) -> dict[str, str]:
    today = in_vietnam(now())
    return {
        "number": "2804/QĐ-UBND",
        "issued_on": f"{today:%d/%m/%Y}",
        "body": "UBND huyện Quảng Điền",
        "signer": "Trần Văn Ký",
        "version": "2",
    } | given


def test_from_an_error_to_an_issued_version(world: Any) -> None:
    draft = draft_of(world)
    author, second = world.client("soan_thao"), world.client("thuong_truc")
    place = f"/bo-tieu-chi/ban-hanh/{draft.pk}/"
    page = author.get(place).content.decode()
    assert "Còn 1 lỗi chưa sửa" in page and "Đề nghị ban hành" not in page
    assert f'href="/bo-tieu-chi/ban-thao/{draft.pk}/muc/II.1/"' in page, (
        "from the error to where it is mended"
    )
    assert "/ban-thao/" not in second.get(place).content.decode(), "who confirms does not write"
    (waive,) = re.findall(r'href="(/bo-tieu-chi/ban-hanh/\d+/de-lai/[0-9a-f]+/)"', page)
    refused = author.post(waive, {"reading": "Lấy mức liền dưới", "reason": "Giữ", "points": "9"})
    assert refused.status_code == 422 and "Điểm phải từ 0" in words(refused)
    author.post(waive, {"reading": "Lấy mức liền dưới", "reason": "Giữ như dự thảo", "points": "2"})
    assert Waiver.objects.count() == 1

    assert author.post(place, issue_form(issued_on="32/01/2023")).status_code == 422
    author.post(place, issue_form())
    assert author.post(f"{place}xac-nhan/").status_code in (403, 404), "an author does not confirm"
    assert "Trần Văn Ký" in words(second.get(f"{place}xac-nhan/"))
    second.post(f"{place}xac-nhan/")

    version = RubricVersion.objects.get()
    story = words(Client().get(f"/bo-tieu-chi/{version.code}/2/cach-hieu/"))
    assert "trên 94 – 95 %" in story and "Giữ như dự thảo" in story and version.sha256 in story
    assert "Cách hiểu khi chấm: trên 94 – 95 % → 2 điểm" in words(
        Client().get(f"/bo-tieu-chi/{version.code}/2/")
    )
    assert "Đã ban hành" in words(author.get(place)) or "đã ban hành" in words(author.get(place))


def test_a_waiver_is_taken_back_on_the_page(world: Any) -> None:
    draft = draft_of(world)
    author = world.client("soan_thao")
    place = f"/bo-tieu-chi/ban-hanh/{draft.pk}/"
    (waive,) = re.findall(r'href="([^"]+/de-lai/[0-9a-f]+/)"', author.get(place).content.decode())
    author.post(waive, {"reading": "Lấy mức liền dưới", "reason": "Giữ", "points": "2"})

    author.post(waive.replace("/de-lai/", "/bo-de-lai/"))

    assert "Còn 1 lỗi chưa sửa" in words(author.get(place))


def test_the_proposal_is_withdrawn_and_the_draft_goes_on(world: Any) -> None:
    draft = draft_of(world)
    author = world.client("soan_thao")
    place = f"/bo-tieu-chi/ban-hanh/{draft.pk}/"
    (waive,) = re.findall(r'href="([^"]+/de-lai/[0-9a-f]+/)"', author.get(place).content.decode())
    author.post(waive, {"reading": "Lấy mức liền dưới", "reason": "Giữ", "points": "2"})
    author.post(place, issue_form())

    author.post(f"{place}rut/")

    assert IssueProposal.objects.get().decision.version is None
    assert "Đề nghị ban hành" in words(author.get(place))


@pytest.mark.parametrize("person", ["thuong_truc_ngoai", "nguoi_ngoai", "thu_ky", "quan_tri"])
def test_an_outsider_finds_no_draft_to_issue(world: Any, person: str) -> None:
    draft = draft_of(world)
    client = world.client(person)

    for place in ("", "xac-nhan/", "rut/", "de-lai/abc/"):
        assert client.get(f"/bo-tieu-chi/ban-hanh/{draft.pk}/{place}").status_code in (403, 404)
    assert client.post(f"/bo-tieu-chi/ban-hanh/{draft.pk}/", issue_form()).status_code in (403, 404)


# ── việc cần làm ──


def tasks(world: Any, person: str) -> list[tuple[str, int]]:
    from minhchung.agencies.domain.acting import acting
    from minhchung.home.domain.tasks import tasks_for

    found = tasks_for(acting(world.people[person], in_vietnam(now()).date()), now())
    return [(task.kind, task.count) for task in found]


def test_what_waits_stands_in_everybodys_tasks(world: Any, sent: Consultation) -> None:
    assert tasks(world, "thu_ky") == tasks(world, "lanh_dao_tp") == [("opinion", 1)]
    assert tasks(world, "soan_thao") == tasks(world, "thuong_truc") == tasks(world, "nguoi_ngoai") == []

    for name, person in (("kinh_te", "lanh_dao"), ("tu_phap", "lanh_dao_tp")):
        comment(world, invitation(world, name), "II.1", SAID, now=now())
        reply(world, invitation(world, name), "commented", person, now())
    assert tasks(world, "thu_ky") == [] and tasks(world, "soan_thao") == [("answer", 1)]
    consulting.end(consultation=sent, by=by(world, "soan_thao", now()))
    assert tasks(world, "soan_thao") == [("answer", 2)]


def test_the_second_person_is_asked_to_confirm(world: Any) -> None:
    draft = draft_of(world)
    author = world.client("soan_thao")
    place = f"/bo-tieu-chi/ban-hanh/{draft.pk}/"
    (waive,) = re.findall(r'href="([^"]+/de-lai/[0-9a-f]+/)"', author.get(place).content.decode())
    author.post(waive, {"reading": "Lấy mức liền dưới", "reason": "Giữ", "points": "2"})
    author.post(place, issue_form())

    assert tasks(world, "thuong_truc") == tasks(world, "hoi_dong") == [("issue", 1)]
    assert tasks(world, "thuong_truc_ngoai") == []


def test_consultations_are_found_from_the_list_of_rubrics(world: Any) -> None:
    assert BASE in words(world.client("thu_ky").get("/bo-tieu-chi/"))
    for other in (Client(), world.client("tham_dinh_nv")):
        assert BASE not in words(other.get("/bo-tieu-chi/"))
