"""The editor's pages: access, the tree and its buttons, a node's form, two people at once, proposals, undo, the text."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.test import Client

from minhchung.agencies.enums import Role
from minhchung.criteria.domain.draft_reading import draft_outline, draft_reading
from minhchung.criteria.domain.drafts import last_number, start_draft
from minhchung.criteria.domain.editing import HEAD, seen_of
from minhchung.criteria.interfaces.node_form.node import HEAD as HEAD_FORM
from minhchung.criteria.interfaces.node_form.node import NODE
from minhchung.criteria.interfaces.node_form.values import node_fields
from minhchung.criteria.models import DraftState, RubricDraft
from minhchung.rubric import parse, print_rubric
from minhchung.rubric.shipped import shipped_text
from minhchung.rubric.wording import plain_limits
from tests.criteria.drafts import NOW, start
from tests.world import load_rubric, make_person

AUTOSAVE = {"HTTP_X_REQUESTED_WITH": "minhchung", "HTTP_ACCEPT": "application/json"}


@pytest.fixture
def draft(world: Any) -> RubricDraft:
    """S0 as a draft: 35 nodes, with its faults."""
    return start(world, print_rubric(parse(shipped_text("ca-mau-iso-2018"))))


def address(draft: RubricDraft, rest: str = "") -> str:
    return f"/bo-tieu-chi/ban-thao/{draft.pk}/{rest}"


def fields_of(draft: RubricDraft, key: str, **changes: str) -> dict[str, str]:
    """What the node's form sends as it stands, with changes; names with __ for dots."""
    outline = draft_outline(draft.text)
    flat = node_fields(NODE, outline.find(key).fields)
    return {
        **flat,
        **{name.replace("__", "."): value for name, value in changes.items()},
        "row_version": seen_of(outline, key),
    }


def act(author: Client, draft: RubricDraft, what: str, key: str = "", **more: Any) -> Any:
    draft.refresh_from_db()
    sent = {"act": what, "key": key, "step": last_number(draft), "idempotency_key": str(uuid.uuid4())}
    answer = author.post(address(draft, "cay/"), {**sent, **more})
    draft.refresh_from_db()
    return answer


# ── access ──


@pytest.mark.parametrize(
    "rest", ["", "phan-chung/", "muc/7.2/", "van-ban/", "lich-su/", "so-sanh/", "tai-ve/"]
)
def test_only_authors_of_the_agency_reach_a_page(world: Any, draft: RubricDraft, rest: str) -> None:
    make_person("soan_ngoai", "Người Soạn Ngoài", world.other_province, Role.AUTHOR)
    world.people["soan_ngoai"] = world.other_province.posts.get(role=Role.AUTHOR).holdings.get().user

    assert world.client("soan_thao").get(address(draft, rest)).status_code == 200
    for name in ("soan_ngoai", "thuong_truc", "thu_ky"):
        assert world.client(name).get(address(draft, rest)).status_code == 404


def test_a_stranger_changes_nothing(world: Any, draft: RubricDraft) -> None:
    user = make_person("soan_ngoai", "Người Soạn Ngoài", world.other_province, Role.AUTHOR)
    stranger = Client()
    stranger.force_login(user)
    before = draft.text

    for rest in ("cay/", "de-xuat/", "muc/7.2/", "phan-chung/", "van-ban/", "lich-su/", "bo/"):
        answer = stranger.post(
            address(draft, rest), {"act": "remove", "key": "7.2", "text": "a", "confirm": "1"}
        )
        assert answer.status_code == 404
    draft.refresh_from_db()
    assert (draft.text, draft.state) == (before, DraftState.DRAFTING)


# ── starting ──


def test_a_draft_starts_on_the_page(world: Any, author: Client) -> None:
    empty = author.post("/bo-tieu-chi/ban-thao/moi/", {"title": "", "code": "", "version": "1"})
    assert empty.status_code == 422

    answer = author.post(
        "/bo-tieu-chi/ban-thao/moi/", {"title": "Chỉ số CCHC 2024", "code": "cchc-2024", "version": "1"}
    )

    made = RubricDraft.objects.get()
    assert answer.headers["Location"] == address(made)
    assert "Bản thảo chưa có mục nào" in author.get(address(made)).content.decode()
    assert "Chỉ số CCHC 2024" in author.get("/bo-tieu-chi/ban-thao/").content.decode()


# ── the tree ──


def test_the_tree_shows_points_kinds_sums_and_findings(author: Client, draft: RubricDraft) -> None:
    page = author.get(address(draft) + "?soat=1").content.decode()

    assert "Tỷ lệ hồ sơ giải quyết trả đúng thời hạn" in page
    assert "Theo dải giá trị" in page
    assert "94,5 % không có điểm" in page
    assert page.count('name="key"') >= 35


def test_the_tree_takes_the_same_queries_however_large(
    author: Client, draft: RubricDraft, world: Any, django_assert_num_queries: Any
) -> None:
    large = start(world, print_rubric(parse(shipped_text("dak-nong-iso-2022"))))
    author.get(address(draft))
    for each in (draft, large):
        with django_assert_num_queries(6):
            author.get(address(each))


def test_buttons_add_move_renumber_and_remove(author: Client, draft: RubricDraft) -> None:
    ids = {node.id for node in parse(draft.text).walk()}

    answer = act(author, draft, "down", "7.1")
    assert answer.headers["Location"] == address(draft) + "?chon=7.1"
    assert [item.key for item in draft_outline(draft.text).find("7").children] == ["7.2", "7.1"]
    act(author, draft, "renumber", "7")
    rubric = parse(draft.text)
    assert (rubric.node("7.1").code, rubric.node("7.1").id) == ("7.1", "7.2")
    act(author, draft, "add", "7.2")
    act(author, draft, "add_child", "8")
    act(author, draft, "add_section")
    assert {node.id for node in draft_reading(draft.text).read.outline.walk()} > ids
    act(author, draft, "remove", "7.1")
    assert "7.1" not in {item.key for item in draft_outline(draft.text).walk()}
    act(author, draft, "place", "12", after="1")
    assert [item.key for item in draft_outline(draft.text).nodes][:2] == ["1", "12"]


def test_a_removed_node_that_somebody_just_changed_stays(author: Client, draft: RubricDraft) -> None:
    drawn = last_number(draft)
    author.post(address(draft, "muc/7.2/"), fields_of(draft, "7.2", title="Khác"))

    answer = author.post(address(draft, "cay/"), {"act": "remove", "key": "7", "step": drawn})

    assert answer.status_code == 409
    assert "Dương Thị Soạn đã sửa hoặc chuyển mục này" in answer.content.decode()
    draft.refresh_from_db()
    assert draft_outline(draft.text).find("7.2").said("title") == "Khác"


# ── a node ──


def test_every_node_of_s1_has_a_page(author: Client, world: Any) -> None:
    s1 = start(world, print_rubric(parse(shipped_text("quang-dien-cchc-2023"))))

    for node in [*parse(s1.text).walk()][::6]:
        page = author.get(address(s1, f"muc/{node.id}/"))
        assert page.status_code == 200
        assert 'value="yaml" selected' not in page.content.decode()
    assert author.get(address(s1, "phan-chung/")).status_code == 200
    assert author.get(address(s1, "muc/khong-co/")).status_code == 404


def test_an_autosave_answers_with_the_new_hash_and_what_is_wrong(author: Client, draft: RubricDraft) -> None:
    sent = fields_of(draft, "7.2", rule__rows__1__when__from="50")

    answer = author.post(address(draft, "muc/7.2/"), sent, **AUTOSAVE)

    told = json.loads(answer.content)
    draft.refresh_from_db()
    assert told["row_version"] == seen_of(draft_outline(draft.text), "7.2")
    assert "L202" in told["fragments"]["phat-hien"] or "L201" in told["fragments"]["phat-hien"]
    assert '">= 50 %' in draft.text
    assert draft.edits.count() == 2


def test_an_autosave_repeated_with_its_key_is_one_step(author: Client, draft: RubricDraft) -> None:
    sent = fields_of(draft, "7.2", title="Một")
    key = {"HTTP_IDEMPOTENCY_KEY": str(uuid.uuid4())}

    first = author.post(address(draft, "muc/7.2/"), sent, **AUTOSAVE, **key)
    again = author.post(address(draft, "muc/7.2/"), sent, **AUTOSAVE, **key)

    assert (first.status_code, first.content) == (200, again.content)
    assert draft.edits.count() == 2


def test_two_people_at_different_nodes_both_keep_their_work(author: Client, draft: RubricDraft) -> None:
    one, two = fields_of(draft, "7.1", title="Của một"), fields_of(draft, "7.2", title="Của hai")

    for key, sent in (("7.1", one), ("7.2", two)):
        assert author.post(address(draft, f"muc/{key}/"), sent, **AUTOSAVE).status_code == 200

    draft.refresh_from_db()
    rubric = parse(draft.text)
    assert (rubric.node("7.1").title, rubric.node("7.2").title) == ("Của một", "Của hai")


def test_two_people_at_one_node_see_both_values(world: Any, author: Client, draft: RubricDraft) -> None:
    second = make_person("soan_hai", "Vũ Thị Hai", world.standing, Role.AUTHOR)
    other = Client()
    other.force_login(second)
    mine, theirs = fields_of(draft, "7.2", title="Của tôi"), fields_of(draft, "7.2", title="Của chị Hai")
    other.post(address(draft, "muc/7.2/"), theirs)

    answer = author.post(address(draft, "muc/7.2/"), mine, **AUTOSAVE)
    plain = author.post(address(draft, "muc/7.2/"), mine)

    told = json.loads(answer.content)
    assert answer.status_code == 409
    for text in ("Vũ Thị Hai", "Của tôi", "Của chị Hai", "Giữ của tôi", "Lấy của họ", "Sửa tay"):
        assert text in told["html"]
        assert text in plain.content.decode()
    assert "Của chị Hai" in told["fragments"]["cac-o"]
    draft.refresh_from_db()
    assert parse(draft.text).node("7.2").title == "Của chị Hai"
    kept = author.post(
        address(draft, "muc/7.2/"), {**mine, "row_version": told["row_version"], "resolve": "mine"}
    )
    assert kept.status_code == 302
    draft.refresh_from_db()
    assert parse(draft.text).node("7.2").title == "Của tôi"
    by_hand = author.post(address(draft, "muc/7.2/"), {**theirs, "resolve": "manual"})
    assert "Của chị Hai" in by_hand.content.decode()


def test_a_node_that_was_removed_meanwhile_is_not_brought_back(author: Client, draft: RubricDraft) -> None:
    sent = fields_of(draft, "7.2", title="Muộn")
    act(author, draft, "remove", "7.2")

    answer = author.post(address(draft, "muc/7.2/"), sent, **AUTOSAVE)

    assert answer.status_code == 410
    assert "đã bỏ mục này" in json.loads(answer.content)["message"]


def test_buttons_of_the_form_add_and_take_out_rows_and_change_the_kind(
    author: Client, draft: RubricDraft
) -> None:
    sent = fields_of(draft, "7.2")
    answer = author.post(address(draft, "muc/7.2/"), {**sent, "op": "add|rule.rows"})
    assert answer.headers["Location"].endswith("#o-rule-rows")
    draft.refresh_from_db()
    rows = draft_outline(draft.text).find("7.2").fields["rule"]["rows"]  # type: ignore[index, call-overload]
    assert rows[-1] == {}
    page = author.get(address(draft, "muc/7.2/")).content.decode()
    assert "R101" in page

    last = len(rows) - 1
    author.post(address(draft, "muc/7.2/"), {**fields_of(draft, "7.2"), "op": f"del|rule.rows.{last}"})
    draft.refresh_from_db()
    assert parse(draft.text)
    author.post(
        address(draft, "muc/7.2/"), {**fields_of(draft, "7.2"), "rule.new_kind": "options", "op": "kind|rule"}
    )
    draft.refresh_from_db()
    rule = draft_outline(draft.text).find("7.2").fields["rule"]
    assert rule["kind"] == "options"  # type: ignore[index, call-overload]
    assert len(rule["options"]) == last  # type: ignore[index, call-overload]


def test_yaml_that_cannot_be_taken_apart_stays_on_the_page(author: Client, draft: RubricDraft) -> None:
    sent = {**fields_of(draft, "7.2"), "rule.kind": "yaml", "rule.yaml": "kind: bands\nrows: [\n"}

    plain = author.post(address(draft, "muc/7.2/"), sent)
    auto = author.post(address(draft, "muc/7.2/"), sent, **AUTOSAVE)

    assert plain.status_code == 422
    assert "rows: [" in plain.content.decode()
    assert "Dòng 3, cột 1" in plain.content.decode()
    assert auto.status_code == 422
    assert "rule.yaml" in json.loads(auto.content)["errors"]
    draft.refresh_from_db()
    assert draft.edits.count() == 1


def test_a_trial_answer_says_points_and_reasons(author: Client, draft: RubricDraft) -> None:
    page = author.get(address(draft, "muc/7.2/"), {"thu.num": "96", "thu.den": "100"}).content.decode()
    gap = author.get(address(draft, "muc/7.2/"), {"thu.num": "945", "thu.den": "1000"}).content.decode()

    assert "96/100 = 96 %" in page
    assert "chờ hội đồng quyết định" in gap
    assert draft.edits.count() == 1


# ── proposals, undo ──


def test_a_proposal_is_applied_and_undone(author: Client, draft: RubricDraft) -> None:
    before = draft.text
    finding = next(
        each
        for each in draft_reading(draft.text).by_key["7.2"]
        if each.code == "L201" and "94,5" in (each.sample or "")
    )
    sent = {"key": "7.2", "code": "L201", "proposal": finding.proposal, "back": "node"}

    author.post(address(draft, "de-xuat/"), sent)
    draft.refresh_from_db()
    assert not any("94,5" in (each.sample or "") for each in draft_reading(draft.text).by_key.get("7.2", ()))
    again = author.post(address(draft, "de-xuat/"), sent, follow=True)
    assert "Chưa có gì thay đổi" in again.content.decode()

    author.post(address(draft, "lich-su/"), {"act": "undo", "row_version": draft.row_version})
    draft.refresh_from_db()
    assert draft.text == before
    author.post(address(draft, "lich-su/"), {"act": "redo", "row_version": draft.row_version})
    author.post(address(draft, "lich-su/"), {"act": "restore|1", "row_version": draft.row_version + 1})
    draft.refresh_from_db()
    assert draft.text == before


def test_undo_of_what_somebody_else_just_did_is_refused(author: Client, draft: RubricDraft) -> None:
    drawn = draft.row_version
    act(author, draft, "down", "7.1")

    answer = author.post(address(draft, "lich-su/"), {"act": "undo", "row_version": drawn}, follow=True)

    assert "vừa sửa bản thảo" in answer.content.decode()
    draft.refresh_from_db()
    assert [item.key for item in draft_outline(draft.text).find("7").children] == ["7.2", "7.1"]


# ── head and text ──


def test_the_head_is_a_form_with_its_classes_and_keeps_ties(author: Client, world: Any) -> None:
    classes = "classes: { bands: [ { name: Tốt, when: '>= 50' } ] }\ntie_break: [vote]\n"
    draft = start(world, shipped_text("ca-mau-iso-2018") + classes)
    outline = draft_outline(draft.text)

    head = {name: value for name, value in outline.head.items() if name != "tie_break"}
    sent = node_fields(HEAD_FORM, head) | {
        "classes.bands.1.here": "1",
        "classes.bands.1.name": "Đạt",
        "classes.bands.1.when.to_op": "<",
        "classes.bands.1.when.to": "50",
        "rubric": "moi",
        "version": "2",
        "title": "Tên mới",
        "total": "100",
    }
    author.post(address(draft, "phan-chung/"), {**sent, "row_version": seen_of(outline, HEAD)})

    draft.refresh_from_db()
    rubric = parse(draft.text)
    assert (draft.code, draft.version, draft.title, rubric.total) == ("moi", "2", "Tên mới", 100)
    assert rubric.classes is not None and len(rubric.tie_break) == 1
    assert [(band.name, plain_limits(band.limits, share=False)) for band in rubric.classes.bands] == [
        ("Tốt", ">= 50"),
        ("Đạt", "< 50"),
    ]


def test_classes_with_further_conditions_stand_as_yaml_and_stay(author: Client, world: Any) -> None:
    classes = (
        "classes: { bands: [ { name: Tốt, when: '>= 50', no_zero: all }, { name: Đạt, when: '< 50' } ] }\n"
    )
    draft = start(world, shipped_text("ca-mau-iso-2018") + classes)
    outline = draft_outline(draft.text)

    sent = {**node_fields(HEAD_FORM, outline.head), "title": "Tên mới"}
    author.post(address(draft, "phan-chung/"), {**sent, "row_version": seen_of(outline, HEAD)})

    draft.refresh_from_db()
    assert draft.title == "Tên mới"
    assert draft_outline(draft.text).head["classes"] == outline.head["classes"]


def test_the_text_is_saved_whole_or_refused_with_places(author: Client, draft: RubricDraft) -> None:
    url = address(draft, "van-ban/")
    broken = author.post(url, {"text": "rubric: [\n", "row_version": 1})
    assert broken.status_code == 422
    assert "rubric: [" in broken.content.decode()
    unread = author.post(url, {"text": draft.text.replace("kind: bands", "kind: dải", 1), "row_version": 1})
    assert unread.status_code == 302
    page = author.get(url).content.decode()
    assert "R220" in page
    assert "cột" in page
    stale = author.post(url, {"text": draft.text, "row_version": 1})
    assert stale.status_code == 409
    assert "đã lưu bản thảo lúc" in stale.content.decode()


def test_a_draft_out_for_consultation_is_read_not_written(author: Client, draft: RubricDraft) -> None:
    sent = fields_of(draft, "7.2", title="Khác")
    RubricDraft.objects.filter(pk=draft.pk).update(state=DraftState.CONSULTING)

    assert author.post(address(draft, "muc/7.2/"), sent, **AUTOSAVE).status_code == 403
    assert author.post(address(draft, "muc/7.2/"), sent, follow=True).status_code == 200
    act(author, draft, "remove", "7.2")
    author.post(address(draft, "bo/"), {"confirm": "1"})

    draft.refresh_from_db()
    assert (draft.state, draft.edits.count()) == (DraftState.CONSULTING, 1)
    assert "Đang lấy ý kiến" in author.get(address(draft)).content.decode()


def test_a_draft_is_held_against_any_version(author: Client, world: Any) -> None:
    base = load_rubric(world.standing)
    draft = start_draft(
        owner=world.standing, actor=world.people["soan_thao"], post=None, now=NOW, base=base, version="2024"
    )
    leaf = parse(draft.text).leaves()[0]
    author.post(address(draft, f"muc/{leaf.id}/"), fields_of(draft, leaf.id, title="Tên khác hẳn"))
    url = address(draft, "so-sanh/")

    issued = author.get(url).content.decode()
    first = author.get(url, {"voi": "buoc-1"}).content.decode()

    for page in (issued, first):
        assert "Tên khác hẳn" in page
        assert leaf.title in page
    assert "phiên bản" in issued
    assert author.get(url, {"voi": "buoc-2"}).content.decode().count("Hai văn bản không khác nhau") == 1
    for wrong in ("buoc-99", "phien-ban-999", "lạ", "buoc-"):
        assert author.get(url, {"voi": wrong}).status_code == 404


def test_authors_find_their_drafts_from_the_rubrics(author: Client, world: Any) -> None:
    base = load_rubric(world.standing)
    show = f"/bo-tieu-chi/{base.code}/{base.version}/"

    assert 'href="/bo-tieu-chi/ban-thao/"' in author.get("/bo-tieu-chi/").content.decode()
    assert f'href="/bo-tieu-chi/ban-thao/?tu={base.pk}#moi"' in author.get(show).content.decode()
    chosen = author.get("/bo-tieu-chi/ban-thao/", {"tu": str(base.pk)}).content.decode()
    assert f'<option value="{base.pk}" selected>' in chosen
    for client in (Client(), world.client("thu_ky")):
        assert "/bo-tieu-chi/ban-thao/" not in client.get("/bo-tieu-chi/").content.decode()
