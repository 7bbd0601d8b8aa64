"""The register of figures: what is computed from it, who gives and who reads, what is kept of every state."""

from __future__ import annotations

import itertools
import uuid
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from minhchung.docread.read_table import read_table
from minhchung.evidence.models import EvidenceFile
from minhchung.indicators.domain.contract import NoData, Value
from minhchung.indicators.domain.figures import BadFigure, withdraw
from minhchung.indicators.domain.lookup import _tiles
from minhchung.indicators.domain.registry import every, indicator, values_of
from minhchung.indicators.interfaces.whole_numbers import read_whole
from minhchung.indicators.models import Figure, FigureHolder, FigureRevision
from minhchung.ledger.models import LedgerEntry
from minhchung.rubric.indicators import catalogue
from tests.evidence.test_library import png
from tests.indicators.scene import NOW, YEAR, give, held_by_van_phong

HALF = (date(2023, 1, 1), date(2023, 6, 30))
REST = (date(2023, 7, 1), date(2023, 12, 31))
PERIOD = "tu=01/01/2023&den=31/12/2023"


def value_of(world: Any, agency: Any, days: tuple[date, date] = YEAR, code: str = "TASKS_DONE") -> Any:
    return values_of(code, [agency.pk], *days)[1][agency.pk]


# ── computing ──


def test_a_figure_of_just_these_days_is_the_value(world: Any) -> None:
    figure = give(world, world.kinh_te, 9, 10, excluded=2, exclusions="lùi hạn")

    value = value_of(world, world.kinh_te)

    assert isinstance(value, Value)
    assert (value.numerator, value.denominator, value.excluded) == (Fraction(9), Fraction(10), 2)
    assert value.href == f"/chi-so/so-lieu/{figure.pk}/"
    assert value.reference["register"][0]["version"] == 1


def test_figures_that_fill_the_days_are_added(world: Any) -> None:
    give(world, world.kinh_te, 4, 5, days=HALF)
    give(world, world.kinh_te, 5, 5, days=REST)

    value = value_of(world, world.kinh_te)

    assert (value.numerator, value.denominator) == (Fraction(9), Fraction(10))
    assert len(value.reference["register"]) == 2


def test_no_figure_is_not_zero(world: Any) -> None:
    give(world, world.kinh_te, 4, 5, days=HALF)
    give(world, world.tu_phap, 0, 0)

    assert isinstance(value_of(world, world.kinh_te), NoData), "half a year is not a year"
    assert isinstance(value_of(world, world.noi_vu), NoData)
    assert value_of(world, world.tu_phap).denominator == Fraction(0)


def test_figures_of_a_moment_are_not_added(world: Any) -> None:
    for days in (HALF, REST):
        give(world, world.kinh_te, 5, 5, days=days, code="STAFF_DATA_COMPLETE")

    assert isinstance(value_of(world, world.kinh_te, code="STAFF_DATA_COMPLETE"), NoData)


def test_a_withdrawn_figure_answers_nothing(world: Any) -> None:
    figure = give(world, world.kinh_te, 9, 10)

    withdraw(
        figure=figure,
        expected=1,
        reason="Nhầm cơ quan",
        actor=world.people["tham_dinh_vp"],
        post=world.post_of("tham_dinh_vp"),
        now=NOW,
    )

    assert value_of(world, world.kinh_te).why == "Chưa có dữ liệu: cơ quan nắm số liệu đã rút số của kỳ này."
    assert value_of(world, world.tu_phap).why.endswith("chưa nhập cho kỳ này.")
    assert list(figure.revisions.values_list("verb", "reason")) == [
        ("given", ""),
        ("withdrawn", "Nhầm cơ quan"),
    ]


@given(cuts=st.sets(st.integers(1, 364), max_size=8), dropped=st.integers(0, 9))
def test_days_are_filled_when_no_piece_is_missing(cuts: set[int], dropped: int) -> None:
    from minhchung.indicators.domain.contract import Asked

    edges = [0, *sorted(cuts), 365]
    pieces = [
        Figure(start=date.fromordinal(738521 + a), end=date.fromordinal(738521 + b - 1))
        for a, b in itertools.pairwise(edges)
    ]
    asked = Asked((1,), date.fromordinal(738521), date.fromordinal(738521 + 364))
    longer = Figure(start=pieces[0].start, end=date.fromordinal(pieces[0].end.toordinal() + 1))

    assert _tiles(asked, [*pieces, longer]) == pieces or len(pieces) == 1
    if len(pieces) > 1:
        del pieces[dropped % len(pieces)]
        assert _tiles(asked, pieces) == []


def test_the_registry_follows_the_catalogue() -> None:
    assert [one.code for one in every()] == [code for code in catalogue() if indicator(code) is not None]
    assert {code for code in catalogue() if catalogue()[code].room == "register"} <= {
        one.code for one in every()
    }


# ── giving ──


def test_what_contradicts_the_indicator_is_refused(world: Any) -> None:
    with pytest.raises(BadFigure, match="lớn hơn"):
        give(world, world.kinh_te, 11, 10)
    with pytest.raises(BadFigure, match="cần mẫu số"):
        give(world, world.kinh_te, 11, None)
    with pytest.raises(BadFigure, match="số đếm"):
        give(world, world.kinh_te, 1, 2, code="INITIATIVES_PROVINCE")

    assert not Figure.objects.exists()


def test_every_state_is_kept_and_cannot_be_changed(world: Any) -> None:
    give(world, world.kinh_te, 9, 10)
    give(world, world.kinh_te, 10, 10, expected=1, reason="Đếm thiếu một nhiệm vụ")

    rows = FigureRevision.objects.values_list("row_version", "numerator", "reason")
    assert list(rows) == [(1, 9, ""), (2, 10, "Đếm thiếu một nhiệm vụ")]
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        FigureRevision.objects.update(numerator=1)
    assert list(LedgerEntry.objects.values_list("verb", flat=True)) == ["figure.given", "figure.corrected"]


def test_the_holder_gives_a_figure_with_its_file(world: Any) -> None:
    held_by_van_phong(world)
    address = f"/chi-so/so-lieu/nhap/?chi-so=TASKS_DONE&co-quan={world.kinh_te.pk}&{PERIOD}"
    client = world.client("tham_dinh_vp")
    form = {
        "start": "01/01/2023",
        "end": "31/12/2023",
        "numerator": "9",
        "denominator": "10",
        "file": SimpleUploadedFile("thong-ke.png", png()),
    }

    assert client.get(address).status_code == 200
    answer = client.post(address, form)

    assert answer.status_code == 302
    figure = Figure.objects.get()
    assert (figure.numerator, figure.denominator, figure.holder) == (9, 10, world.van_phong)
    assert figure.source == EvidenceFile.objects.get(agency=world.van_phong)
    page = client.get(f"/chi-so/so-lieu/{figure.pk}/").content.decode()
    assert "9/10 = 90,00 %" in page
    assert "thong-ke.png" in page


def test_a_bad_figure_comes_back_with_what_was_typed(world: Any) -> None:
    held_by_van_phong(world)
    address = f"/chi-so/so-lieu/nhap/?chi-so=TASKS_DONE&co-quan={world.kinh_te.pk}&{PERIOD}"

    answer = world.client("tham_dinh_vp").post(
        address, {"start": "01/01/2023", "end": "31/12/2023", "numerator": "12", "denominator": "10"}
    )

    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Tử số 12 lớn hơn mẫu số 10." in text
    assert 'value="12"' in text


def test_a_second_figure_for_the_same_days_stands_beside_the_first_and_what_was_typed_is_kept(
    world: Any,
) -> None:
    held_by_van_phong(world)
    address = f"/chi-so/so-lieu/nhap/?chi-so=TASKS_DONE&co-quan={world.kinh_te.pk}&{PERIOD}"
    client = world.client("tham_dinh_vp")
    figure = give(world, world.kinh_te, 9, 10)

    opened = client.get(address)
    posted = client.post(
        address, {"start": "01/01/2023", "end": "31/12/2023", "numerator": "7", "denominator": "10"}
    )

    assert (opened.status_code, opened["Location"]) == (302, f"/chi-so/so-lieu/{figure.pk}/")
    assert posted.status_code == 409
    assert "7/10" in posted.content.decode()
    assert "9/10" in posted.content.decode()
    assert Figure.objects.get().numerator == 9


def test_a_withdrawn_figure_is_given_again_on_its_own_page_with_a_reason(world: Any) -> None:
    held_by_van_phong(world)
    figure = give(world, world.kinh_te, 9, 10)
    client = world.client("tham_dinh_vp")
    client.post(f"/chi-so/so-lieu/{figure.pk}/rut/", {"row_version": "1", "reason": "Nhầm"})

    address = f"/chi-so/so-lieu/nhap/?chi-so=TASKS_DONE&co-quan={world.kinh_te.pk}&{PERIOD}"
    page = client.get(address, follow=True).content.decode()
    again = client.post(
        f"/chi-so/so-lieu/{figure.pk}/",
        {"numerator": "8", "denominator": "10", "row_version": "2", "reason": "Đã đối chiếu"},
    )

    assert "Số liệu của kỳ này đã rút; muốn dùng lại thì sửa ở đây và ghi lý do." in page
    assert again.status_code == 302
    assert value_of(world, world.kinh_te).numerator == 8


def test_a_correction_needs_a_reason_and_the_version_seen(world: Any) -> None:
    held_by_van_phong(world)
    figure = give(world, world.kinh_te, 9, 10)
    address = f"/chi-so/so-lieu/{figure.pk}/"
    client = world.client("tham_dinh_vp")
    told = {"numerator": "8", "denominator": "10", "row_version": "1"}

    assert client.post(address, told).status_code == 422
    assert client.post(address, {**told, "reason": "Đếm lại"}).status_code == 302
    stale = client.post(address, {**told, "numerator": "7", "reason": "Đếm lại nữa"})

    assert stale.status_code == 409
    text = stale.content.decode()
    assert "7/10" in text
    assert "8/10" in text
    figure.refresh_from_db()
    assert (figure.numerator, figure.row_version) == (8, 2)


# ── who ──


@pytest.mark.parametrize(
    ("person", "read", "write"),
    [
        ("tham_dinh_vp", 200, 422),
        ("thu_ky", 200, 404),
        ("lanh_dao", 200, 404),
        ("thuong_truc", 200, 404),
        ("hoi_dong", 200, 404),
        ("thu_ky_tp", 404, 404),
        ("nguoi_ngoai", 404, 404),
        ("thuong_truc_ngoai", 404, 404),
    ],
)
def test_who_reads_and_who_corrects_a_figure(world: Any, person: str, read: int, write: int) -> None:
    held_by_van_phong(world)
    figure = give(world, world.kinh_te, 9, 10)
    client = world.client(person)

    assert client.get(f"/chi-so/so-lieu/{figure.pk}/").status_code == read
    posted = client.post(f"/chi-so/so-lieu/{figure.pk}/rut/", {"row_version": "1"})
    assert posted.status_code == (302 if write == 422 else write)
    assert FigureRevision.objects.count() == 1, "nothing was withdrawn without a reason"


def test_who_has_not_given_theirs_is_listed(world: Any) -> None:
    held_by_van_phong(world)
    give(world, world.kinh_te, 9, 10)

    text = world.client("thuong_truc").get(f"/chi-so/so-lieu/ky/TASKS_DONE/?{PERIOD}").content.decode()

    assert "9/10 = 90,00 %" in text
    assert text.count("chưa có") == 3
    assert "Nhập" not in text.split("<tbody")[1], "the standing body reads, the holder gives"


def test_the_standing_body_names_the_holder_and_a_stale_form_is_told(world: Any) -> None:
    client = world.client("thuong_truc")
    told = {"holder": world.van_phong.pk, "rhythm": "month", "due_days": "5", "row_version": "0"}

    assert client.post("/chi-so/so-lieu/nguoi-giu/TASKS_DONE/", told).status_code == 302
    again = client.post("/chi-so/so-lieu/nguoi-giu/TASKS_DONE/", {**told, "holder": world.noi_vu.pk})

    assert again.status_code == 409
    assert FigureHolder.objects.get().holder == world.van_phong
    assert world.client("thu_ky").get("/chi-so/so-lieu/nguoi-giu/").status_code == 404


# ── many at once ──


def sheet(world: Any, rows: list[list[object]], version: bool = True) -> SimpleUploadedFile:
    from minhchung.docgen.xlsx import Sheet, SheetColumn, to_xlsx

    titles = ["Mã số", "Cơ quan", "Tử số", "Mẫu số", "Lý do sửa"]
    columns = tuple(SheetColumn(title) for title in titles)
    data = to_xlsx((Sheet("Số liệu", columns, tuple(tuple(row) for row in rows)),))
    return SimpleUploadedFile("so-lieu.xlsx", data)


IMPORT = f"/chi-so/so-lieu/tai-len/?chi-so=TASKS_DONE&{PERIOD}"


def test_a_table_is_shown_then_taken_in_whole(world: Any) -> None:
    held_by_van_phong(world)
    client = world.client("tham_dinh_vp")
    rows: list[list[object]] = [
        [world.kinh_te.pk, "Phòng Kinh tế và Hạ tầng", 9, 10, ""],
        ["", "Phòng Tư pháp", 5, 5, ""],
        [world.noi_vu.pk, "Phòng Nội vụ", "", "", ""],
    ]

    shown = client.post(IMPORT, {"file": sheet(world, rows)})
    token = shown.content.decode().split('name="token" value="')[1].split('"')[0]
    assert not Figure.objects.exists()
    taken = client.post(f"/chi-so/so-lieu/tai-len/xac-nhan/?chi-so=TASKS_DONE&{PERIOD}", {"token": token})

    assert (shown.status_code, taken.status_code) == (200, 302)
    assert set(Figure.objects.values_list("agency_id", "numerator", "denominator")) == {
        (world.kinh_te.pk, 9, 10),
        (world.tu_phap.pk, 5, 5),
    }
    assert set(Figure.objects.values_list("source__name", flat=True)) == {"so-lieu.xlsx"}
    assert LedgerEntry.objects.filter(verb="figures.imported").count() == 1


def test_one_bad_row_keeps_everything_out_and_every_fault_is_named(world: Any) -> None:
    held_by_van_phong(world)
    give(world, world.noi_vu, 1, 2)
    rows: list[list[object]] = [
        [world.kinh_te.pk, "", 11, 10, ""],
        ["", "Phòng Không Có", 1, 2, ""],
        [world.tu_phap.pk, "", "nhiều", 5, ""],
        [world.noi_vu.pk, "", 2, 2, ""],
    ]

    answer = world.client("tham_dinh_vp").post(IMPORT, {"file": sheet(world, rows)})

    text = answer.content.decode()
    assert answer.status_code == 422
    for words in (
        "Tử số lớn hơn mẫu số 10.",
        "Không có cơ quan này trong phạm vi.",
        "Phải là số nguyên không âm.",
        "Sửa số đã nhập phải có lý do.",
    ):
        assert words in text
    assert Figure.objects.count() == 1


def test_the_template_comes_back_without_change(world: Any) -> None:
    held_by_van_phong(world)
    give(world, world.kinh_te, 9, 10)
    client = world.client("tham_dinh_vp")

    template = client.get(f"/chi-so/so-lieu/mau.xlsx?chi-so=TASKS_DONE&{PERIOD}")
    table = read_table(template.content, "mau.xlsx", header_holds="Tử số")
    back = client.post(IMPORT, {"file": SimpleUploadedFile("mau.xlsx", template.content)})

    assert [record["Cơ quan"] for _row, record in table.records()] == [
        "Phòng Nội vụ",
        "Văn phòng HĐND và UBND",
        "Phòng Kinh tế và Hạ tầng",
        "Phòng Tư pháp",
    ]
    assert "Tệp không đổi gì" in back.content.decode()


# ── pages ──


@pytest.mark.parametrize(
    "address",
    [
        "/chi-so/",
        "/chi-so/TASKS_DONE/?tu=01/01/2023&den=31/12/2023",
        "/chi-so/CASES_ON_TIME/?denominator=received",
        "/chi-so/so-lieu/",
        f"/chi-so/so-lieu/ky/TASKS_DONE/?{PERIOD}",
        "/chi-so/so-lieu/ky/INITIATIVES_PROVINCE/",
        "/chi-so/so-lieu/nguoi-giu/",
        "/chi-so/so-lieu/nguoi-giu/TASKS_DONE/",
    ],
)
def test_the_pages_open_for_the_standing_body(world: Any, address: str) -> None:
    held_by_van_phong(world)
    give(world, world.kinh_te, 9, 10)

    answer = world.client("thuong_truc").get(address)

    assert answer.status_code == 200
    assert answer.content.decode().count("<h1") == 1


@pytest.mark.parametrize("given_for", [1, 3])
def test_the_page_of_a_period_asks_as_much_for_three_as_for_one(
    world: Any, given_for: int, django_assert_num_queries: Any
) -> None:
    held_by_van_phong(world)
    for agency in (world.kinh_te, world.tu_phap, world.noi_vu)[:given_for]:
        give(world, agency, 9, 10)
    client = world.client("thuong_truc")

    with django_assert_num_queries(11):
        client.get(f"/chi-so/so-lieu/ky/TASKS_DONE/?{PERIOD}")


def test_an_agency_reads_its_own_value_only(world: Any) -> None:
    give(world, world.kinh_te, 9, 10)
    give(world, world.tu_phap, 7, 8)

    text = world.client("thu_ky").get(f"/chi-so/TASKS_DONE/?{PERIOD}").content.decode()

    assert "9/10" in text
    assert "7/8" not in text


def test_every_verb_of_the_room_has_its_words() -> None:
    from minhchung.home.domain.ledger_words import words_of
    from minhchung.indicators.domain.verb_words import VERB_WORDS

    assert all(words_of(verb) != verb for verb in VERB_WORDS)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("264", 264),
        ("1.264", 1264),
        ("1.000", 1000),
        ("10,000", None),  # ten with three decimals, or ten thousand
        ("1.000 %", None),
        ("264" + " " * 40 + "9", None),
        ("1 264", 1264),
        ("12.345.678", 12_345_678),
        ("1,264", 1264),
        ("1,5", None),
        ("1.2640", None),
        ("-3", None),
        ("5 %", None),
        ("1e3", None),
        ("9" * 40, None),
        ("hai", None),
    ],
)
def test_a_whole_number_is_read_as_people_write_it(typed: str, read: int | None) -> None:
    assert read_whole(typed) == read


def test_numbers_typed_with_dots_are_kept_whole(world: Any) -> None:
    held_by_van_phong(world)
    address = f"/chi-so/so-lieu/nhap/?chi-so=TASKS_DONE&co-quan={world.kinh_te.pk}"
    told = {"start": "01/01/2023", "end": "31/12/2023", "numerator": "1.204", "denominator": "1.319"}
    client = world.client("tham_dinh_vp")

    refused = client.post(address, told | {"numerator": "1,5", "idempotency_key": str(uuid.uuid4())})
    kept = client.post(address, told | {"idempotency_key": str(uuid.uuid4())})

    assert (refused.status_code, kept.status_code) == (422, 302)
    assert "Phải là số nguyên không âm, ví dụ 264 hoặc 1.264." in refused.content.decode()
    figure = Figure.objects.get()
    assert (figure.numerator, figure.denominator) == (1204, 1319)
