"""A reader of English meets English on every page; Vietnamese is left to names, the rubric's text and office forms."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest
from django.test import Client

from minhchung.agencies.models import Post
from minhchung.rounds.enums import RoundState
from minhchung.rubric.indicators import catalogue
from minhchung.viet.workdays import vietnam_calendar
from tests.i18n.english_pages import data_texts, follow_english, vietnamese_left
from tools.messages import found

ROLES = (
    "thu_ky",
    "lanh_dao",
    "tham_dinh_nv",
    "thuong_truc",
    "hoi_dong",
    "soan_thao",
    "quan_tri",
)
HEADINGS = ("Mã TTHC", "Tên thủ tục", "Lĩnh vực", "Mức độ", "Lệ phí", "Thời hạn", "Bãi bỏ")
"""Of a list of procedures, as its file has them."""
STARTS = ("/", "/dot/", "/cong-bo/", "/co-quan/", "/bo-tieu-chi/", "/minh-chung/", "/so-cai/")
LEFT_IN_VIETNAMESE = {"Tiếng Việt", "Example: 2804/QĐ-UBND"}
PROPOSED = re.compile(r"\(row (?:&quot;|\").+?(?:&quot;|\")\)")
"""The words that a proposal would write into the rubric, in the rubric's language."""


@cache
def _said() -> frozenset[str]:
    return frozenset(text for each in found() for text in (each.text, each.plural) if text)


def _data() -> list[str]:
    """What is stored, without texts the source says too: those must come out in English.

    A text that both say is data only where a line of the rubric goes on with its limits: "Đúng hạn (at most 0 days)".
    """
    texts = data_texts()
    shared = [f"{text} (" for text in texts if text in _said()]
    return [*(text for text in texts if text not in _said()), *shared, *_as_published()]


@cache
def _as_published() -> tuple[str, ...]:
    """What stays as the texts of law and office have it: citations, names of days off, headings of a list read in."""
    years = vietnam_calendar([*range(2023, 2028)])
    days = {*years.days_off.values(), *years.working_days.values()}
    cited = {one.source for one in catalogue().values()}
    return tuple(sorted({*days, *cited, *years.citations.values(), *HEADINGS}, key=len, reverse=True))


@pytest.fixture
def named_posts(open_world: Any) -> Any:
    """Posts with titles of their own, not the names of roles, which the source says as well."""
    for post in Post.objects.all():
        post.title = f"Chức danh số {post.pk}"
        post.save()
    return open_world


def _check(client: Client) -> int:
    data = _data()
    pages = list(follow_english(client, STARTS))
    left = {address: vietnamese_left(PROPOSED.sub("", html), data) for address, html in pages}
    assert {
        address: each
        for address, texts in left.items()
        if (each := [text for text in texts if text not in LEFT_IN_VIETNAMESE])
    } == {}
    return len(pages)


@pytest.mark.parametrize("role", ROLES)
def test_the_pages_of_a_role_are_english(named_posts: Any, role: str) -> None:
    assert _check(named_posts.client(role)) >= 10


@pytest.mark.parametrize("role", ["thuong_truc", "hoi_dong"])
def test_the_pages_of_a_round_before_the_council_are_english(named_posts: Any, role: str) -> None:
    named_posts.round.state = RoundState.COUNCIL
    named_posts.round.save()

    assert _check(named_posts.client(role)) >= 10


def test_the_public_pages_are_english(named_posts: Any) -> None:
    assert _check(Client()) >= 5


def test_a_reader_chooses_the_language_on_the_page(named_posts: Any) -> None:
    client = named_posts.client("thu_ky")

    client.post("/ngon-ngu/", {"language": "en", "next": "/dot/"})
    english = client.get("/dot/").content.decode()
    client.post("/ngon-ngu/", {"language": "vi", "next": "/dot/"})
    vietnamese = client.get("/dot/").content.decode()

    assert '<html lang="en">' in english and "Skip to content" in english
    assert '<html lang="vi">' in vietnamese and "Đến thẳng nội dung" in vietnamese


def test_a_browser_that_asks_for_english_gets_it(db: None) -> None:
    page = Client().get("/dang-nhap/", headers={"accept-language": "en-GB,en;q=0.9"}).content.decode()

    assert "Sign in" in page


def test_the_finder_of_vietnamese_finds_it() -> None:
    html = (
        '<html lang="en"><body><h1>Điểm của Phòng Nội vụ</h1><p title="Tìm">Scores of Phòng Nội vụ</p>'
        '<div lang="vi">Biên bản<p lang="en">Đã lưu</p></div><script>"Đúng"</script></body></html>'
    )

    assert vietnamese_left(html, ["Phòng Nội vụ"]) == ["Điểm của Phòng Nội vụ", "Tìm", "Đã lưu"]


def test_the_official_form_is_one_language_whoever_reads_it(named_posts: Any) -> None:
    client = named_posts.client("thu_ky")
    entry = named_posts.entries["kinh_te"]

    client.cookies["django_language"] = "en"
    page = client.get(f"/ho-so/{entry.pk}/phieu-tu-cham/").content.decode()

    assert "Chưa trả lời" in page and "Not answered" not in page
