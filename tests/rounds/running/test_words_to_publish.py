"""Whoever publishes sees first which words become public, once each, and which of them may name a person."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from minhchung.rounds.domain import publication as publishing
from minhchung.rounds.domain import ranking
from minhchung.rounds.domain.words_to_publish import (
    PublishedWords,
    WordKind,
    claims_in,
    hints_in,
    name_key,
    words_to_publish,
)
from minhchung.rounds.enums import PublicationState, Stage
from minhchung.rounds.models import LeafValue, Publication, Round, Ruling
from tests.rounds.running.build import DECISION, FAIR, many_entries, post, proposed, say, who, with_council
from tests.world import World

NAMES = frozenset({name_key("Nguyễn Thị Lan")})


@pytest.mark.parametrize(
    ("text", "hints"),
    [
        ("Đủ hồ sơ theo quy định", ()),
        ("Theo xác nhận của ông Trần Văn Bình ngày 12/10/2023", ("ông Trần Văn Bình",)),
        ("Bà Lê Thị Hoa chưa ký", ("Bà Lê Thị Hoa",)),
        ("ông bà cha mẹ đều biết", ()),
        ("do nguyễn thị lan nhập sai", ("nguyễn thị lan",)),
        ("do chị Nguyễn Thị Lan nhập sai", ("chị Nguyễn Thị Lan",)),
        ("gọi 0905 123 456 để hỏi", ("0905 123 456",)),
        ("gửi về cchc@quangdien.gov.vn", ("cchc@quangdien.gov.vn",)),
        ("CCCD 046099001234", ("046099001234",)),
        ("Văn bản 0123456789/UBND không có trên hệ thống", ()),
        ("264/319 hồ sơ, công văn 2804/QĐ-UBND ngày 20/12/2023", ()),
    ],
)
def test_what_may_name_or_reach_a_person_is_pointed_at(text: str, hints: tuple[str, ...]) -> None:
    assert hints_in(text, NAMES) == hints


def test_a_long_text_without_a_blank_takes_no_time() -> None:
    assert hints_in("a" * 200_000, NAMES) == ()  # looked at from each letter anew, it took minutes


def test_claims_are_found_in_the_parts_of_an_answer_too() -> None:
    answer = {"gate": "có", "value": {"not_applicable": "Không phát sinh", "accepted": "có"}}

    assert list(claims_in(answer)) == ["Không phát sinh"]
    assert list(claims_in({"num": 1, "den": 2})) == []


def found(round: Round) -> dict[tuple[WordKind, str], PublishedWords]:
    return {(each.kind, each.text): each for each in words_to_publish(round)}


def test_each_text_stands_once_with_its_places(open_world: World) -> None:
    round = with_council(open_world)
    LeafValue.objects.filter(stage=Stage.APPRAISED, entry=open_world.entries["kinh_te"]).update(
        reason="Theo hồ sơ của ông Trần Văn Bình"
    )
    LeafValue.objects.filter(stage=Stage.APPRAISED, entry=open_world.entries["tu_phap"]).update(reason="Đủ")
    say(open_world, open_world.entries["tu_phap"], {"I.2": {"khong_ap_dung": "Không phát sinh"}}, Stage.FINAL)
    Ruling.objects.create(
        round=round,
        node_id="x",
        data={},
        words="Tính như 94%",
        by=open_world.people["hoi_dong"],
        at=round.created_at,
    )

    words = words_to_publish(round)

    assert words[0].text == "Theo hồ sơ của ông Trần Văn Bình"
    assert (words[0].hints, words[0].times) == (("ông Trần Văn Bình",), 4)
    told = found(round)
    assert told[WordKind.APPRAISED, "Đủ"].times == 4
    assert told[WordKind.CLAIM, "Không phát sinh"].times == 1
    assert told[WordKind.RULING, "Tính như 94%"].places == ()
    assert [each.kind for each in words if not each.hints][-1] == WordKind.POST


def test_what_an_agency_wrote_for_itself_is_not_among_them(open_world: World) -> None:
    round = with_council(open_world)
    say(open_world, open_world.entries["kinh_te"], {"I.1": "19/01/2023"}, Stage.SELF)
    LeafValue.objects.filter(stage=Stage.SELF).update(reason="Chỉ để giải thích", note="Ghi chú nội bộ")

    assert {each.kind for each in words_to_publish(round)} == {WordKind.POST}


def test_who_confirms_reads_what_may_name_a_person_first(open_world: World) -> None:
    made = named(open_world)
    client = open_world.client("thuong_truc_2")
    href = reverse("rounds:confirm_publication", args=[made.round_id, made.pk])

    page = client.get(href).content.decode()
    assert "1 lời có thể có tên người" in page and "ông Trần Văn Bình" in page
    refused = post(client, href, {"row_version": made.row_version})
    assert refused.status_code == 422
    made.refresh_from_db()
    assert made.state == PublicationState.PROPOSED

    assert post(client, href, {"row_version": made.row_version, "words_read": "on"}).status_code == 302
    made.refresh_from_db()
    assert made.state == PublicationState.PUBLISHED
    assert "ông Trần Văn Bình" in made.snapshot


def named(world: World) -> Publication:
    """A proposal in which one reason names a person."""
    round = with_council(world)
    LeafValue.objects.filter(stage=Stage.APPRAISED, entry=world.entries["kinh_te"]).update(
        reason="Theo hồ sơ của ông Trần Văn Bình"
    )
    ranking.compute_ranking(round=round, **who(world))
    return publishing.propose(round=round, decision=DECISION, **who(world))


def test_where_no_word_names_anybody_nothing_is_asked(open_world: World) -> None:
    made = proposed(open_world)
    client = open_world.client("thuong_truc_2")
    href = reverse("rounds:confirm_publication", args=[made.round_id, made.pk])

    assert 'name="words_read"' not in client.get(href).content.decode()
    assert post(client, href, {"row_version": made.row_version}).status_code == 302


def test_all_words_are_read_by_kind_with_where_to_mend_them(open_world: World) -> None:
    made = named(open_world)
    client = open_world.client("thuong_truc_2")
    here = reverse("rounds:published_words", args=[made.round_id])

    everything = client.get(here)
    assert everything.context["page"].rows[0].text == "Theo hồ sơ của ông Trần Văn Bình"
    entry = open_world.entries["kinh_te"].pk
    assert f"/ho-so/{entry}/hoi-dong/I.1/" in everything.content.decode()
    hinted = client.get(here, {"loai": "can-doc"}).context["page"]
    assert len(hinted.rows) == 1
    assert client.get(here, {"loai": "khong-ap-dung"}).context["page"].rows == ()


@pytest.mark.parametrize("name", ["thu_ky", "tham_dinh_nv", "thuong_truc_ngoai", "soan_thao"])
def test_only_who_publishes_reads_them_together(open_world: World, name: str) -> None:
    made = proposed(open_world)

    assert (
        open_world.client(name).get(reverse("rounds:published_words", args=[made.round_id])).status_code
        == 404
    )


@pytest.mark.parametrize("more", [0, 3])
def test_the_page_asks_a_fixed_number_of_queries(
    open_world: World, more: int, django_assert_num_queries: Any
) -> None:
    many_entries(open_world, more, FAIR)
    made = named(open_world)
    client = open_world.client("thuong_truc_2")
    here = reverse("rounds:published_words", args=[made.round_id])
    client.get(here)

    with django_assert_num_queries(13):
        assert client.get(here).status_code == 200
