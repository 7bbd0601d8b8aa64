"""Indicators counted from cases: each against ten cases counted by hand, and no data told apart from nothing."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from minhchung.agencies.models import Agency
from minhchung.cases.domain.manifests import current
from minhchung.cases.domain.telling import tell_of_batch
from minhchung.cases.indicators import computed
from minhchung.cases.models import Procedure, ProcedureVersion
from minhchung.indicators.domain.contract import NoData, Value
from minhchung.indicators.domain.registry import every, values_of
from minhchung.rounds.models import DataAnswer
from minhchung.rubric.indicators import catalogue
from minhchung.stats.counts import DEFINITION
from minhchung.stats.model import OnlineLevel
from tests.indicators.case_scene import OCTOBER, bring_in, october_cases
from tests.indicators.scene import NOW


@pytest.fixture(autouse=True)
def own_store(settings: Any, tmp_path: Path) -> None:
    settings.CASES_DIR = tmp_path / "cases"
    cache.clear()


def value_of(code: str, agency: Agency, days: tuple[date, date] = OCTOBER, **parameters: str) -> Any:
    return values_of(code, [agency.pk], *days, parameters)[1][agency.pk]


BY_HAND: tuple[tuple[str, dict[str, str], int, int | None, int | None], ...] = (
    ("CASES_RECEIVED", {}, 10, None, None),
    ("CASES_ON_TIME", {}, 4, 6, 1),
    ("CASES_ON_TIME", {"denominator": "received"}, 4, 10, None),
    ("CASES_PROGRESS", {}, 5, 10, None),
    ("CASES_APOLOGY", {}, 1, 2, None),
    ("CASES_ONLINE_FULL", {}, 8, 9, None),
    ("CASES_ONLINE_FULL", {"denominator": "resolved"}, 6, 7, None),
    ("CASES_PAID_ONLINE", {}, 2, 3, 1),
    ("PROCEDURES_PAID_ONLINE", {}, 2, 3, 1),
    ("CASES_ELECTRONIC_RESULT", {}, 4, 5, 1),
    ("CASES_DIGITISED", {}, 8, 9, 1),
    ("CASES_DIGITISED_WITH_RESULT", {}, 3, 5, 2),
    ("CASES_WITHOUT_COMPLAINT", {}, 4, 7, None),
)


@pytest.mark.parametrize(("code", "parameters", "num", "den", "excluded"), BY_HAND)
def test_each_indicator_counts_as_by_hand(
    world: Any, code: str, parameters: dict[str, str], num: int, den: int | None, excluded: int | None
) -> None:
    bring_in(world, october_cases(world.kinh_te.pk))

    for agency in (world.kinh_te, world.standing):
        value = value_of(code, agency, **parameters)

        assert isinstance(value, Value), "the agency above counts what lies beneath it"
        assert (value.numerator, value.denominator, value.excluded) == (
            Fraction(num),
            None if den is None else Fraction(den),
            excluded,
        )


def test_what_pins_a_figure_is_the_store_the_tree_and_the_definition(world: Any) -> None:
    bring_in(world, october_cases(world.kinh_te.pk))

    value = value_of("CASES_ON_TIME", world.kinh_te)
    kept = current()

    assert kept is not None
    assert value.reference["cases"] == {
        "manifest": 1,
        "digest": kept.digest,
        "tree_on": "2023-10-31",
        "definition": DEFINITION,
    }
    assert (
        value.href
        == f"/ho-so-mot-cua/co-quan/{world.kinh_te.pk}/danh-sach/?so=resolved&tu=01/10/2023&den=31/10/2023"
        "&ban_ke=1&cay=31/10/2023"
    )


def test_no_import_is_no_data_and_an_import_without_cases_is_zero(world: Any) -> None:
    assert isinstance(value_of("CASES_RECEIVED", world.kinh_te), NoData)

    bring_in(world, october_cases(world.kinh_te.pk))

    assert value_of("CASES_RECEIVED", world.tu_phap).numerator == 0, "imported for the whole district"
    assert isinstance(value_of("CASES_RECEIVED", world.other_province), NoData)
    later = (date(2023, 12, 1), date(2023, 12, 31))
    assert isinstance(value_of("CASES_RECEIVED", world.kinh_te, later), NoData), "December is not in yet"


def test_what_no_case_says_is_no_data(world: Any) -> None:
    from dataclasses import replace

    silent = [replace(case, digitised=None, fee_due=None) for case in october_cases(world.kinh_te.pk)]
    bring_in(world, silent)

    assert isinstance(value_of("CASES_DIGITISED", world.kinh_te), NoData)
    assert isinstance(value_of("CASES_PAID_ONLINE", world.kinh_te), NoData)
    assert value_of("CASES_RECEIVED", world.kinh_te).numerator == 10


SILENT: tuple[tuple[str, dict[str, Any]], ...] = (
    ("CASES_PAID_ONLINE", {"paid_online": None}),
    ("PROCEDURES_PAID_ONLINE", {"paid_online": None}),
    ("CASES_ELECTRONIC_RESULT", {"electronic_result": None}),
    ("CASES_ONLINE_FULL", {"online_level": None}),
)


@pytest.mark.parametrize(("code", "unsaid"), SILENT)
def test_cases_of_which_some_are_silent_and_the_others_do_not_belong_are_no_data_and_not_nothing_of_nothing(
    world: Any, code: str, unsaid: dict[str, Any]
) -> None:
    """0/0 scores 0 in QĐ 766: it may only be said where every case says that it owes nothing, has no written result…"""
    from dataclasses import replace

    elsewhere = {"fee_due": 0, "written_result": False, "online_level": OnlineLevel.PARTIAL}
    cases = [
        replace(case, **(unsaid if case.code in "abc" else elsewhere))
        for case in october_cases(world.kinh_te.pk)
    ]
    bring_in(world, cases)

    assert isinstance(value_of(code, world.kinh_te), NoData)


def test_where_every_case_owes_nothing_the_figure_is_0_of_0(world: Any) -> None:
    from dataclasses import replace

    bring_in(world, [replace(case, fee_due=0) for case in october_cases(world.kinh_te.pk)])

    value = value_of("CASES_PAID_ONLINE", world.kinh_te)

    assert (value.numerator, value.denominator, value.excluded) == (0, 0, None)


def test_a_procedure_of_which_no_case_says_how_it_was_paid_is_left_out_of_both_parts(world: Any) -> None:
    from dataclasses import replace

    cases = [
        replace(case, paid_online=None) if case.code == "c" else case
        for case in october_cases(world.kinh_te.pk)
    ]
    bring_in(world, cases)

    value = value_of("PROCEDURES_PAID_ONLINE", world.kinh_te)

    assert (value.numerator, value.denominator, value.excluded) == (2, 2, 2)


def test_procedures_in_the_quality_system_are_counted_from_the_register(world: Any) -> None:
    for number, in_qms, abolished in ((1, True, False), (2, False, False), (3, None, False), (4, True, True)):
        procedure = Procedure.objects.create(agency=world.kinh_te, number=f"1.00000{number}")
        ProcedureVersion.objects.create(
            procedure=procedure,
            valid_from=date(2023, 1, 1),
            code=procedure.number,
            name=f"Thủ tục {number}",
            in_qms=in_qms,
            is_abolished=abolished,
            decision_number="12/QĐ-UBND",
            by=world.people["thuong_truc"],
            at=NOW,
        )

    value = value_of("PROCEDURES_IN_QMS", world.kinh_te)

    assert (value.numerator, value.denominator, value.excluded) == (Fraction(1), Fraction(2), 1)
    assert isinstance(value_of("PROCEDURES_IN_QMS", world.tu_phap), NoData)


def test_the_list_behind_a_share_of_procedures_is_that_of_its_day(world: Any) -> None:
    procedure = Procedure.objects.create(agency=world.kinh_te, number="1.000001")
    for day, name in ((date(2023, 1, 1), "Tên cũ"), (date(2023, 11, 1), "Tên mới")):
        ProcedureVersion.objects.create(
            procedure=procedure,
            valid_from=day,
            code=procedure.number,
            name=name,
            in_qms=True,
            decision_number="12/QĐ-UBND",
            by=world.people["thuong_truc"],
            at=NOW,
        )
    href = value_of("PROCEDURES_IN_QMS", world.kinh_te).href

    of_the_day = world.client("thu_ky").get(href).content.decode()
    of_today = world.client("thu_ky").get(href.split("?")[0]).content.decode()

    assert href.endswith(f"/co-quan/{world.kinh_te.pk}/thu-tuc/?ngay=31/10/2023")
    assert ("Tên cũ" in of_the_day, "Tên mới" in of_the_day) == (True, False)
    assert ("Tên cũ" in of_today, "Tên mới" in of_today) == (False, True)
    assert world.client("nguoi_ngoai").get(href).status_code == 404


def test_every_indicator_of_the_catalogue_is_computed() -> None:
    assert set(computed()) == {code for code, one in catalogue().items() if one.room == "cases"}
    assert [one.code for one in every()] == list(catalogue())


def test_a_batch_fills_open_rounds_once_it_is_committed(
    open_world: Any, django_capture_on_commit_callbacks: Any
) -> None:
    from minhchung.rounds.models import LeafValue
    from minhchung.rubric.shipped import shipped_text
    from tests.world import load_rubric

    path = _written(shipped_text("qd766-2022"))
    open_world.round.rubric = load_rubric(open_world.standing, path)
    open_world.round.parameters = {}
    open_world.round.period_from, open_world.round.period_to = OCTOBER
    open_world.round.save()

    with django_capture_on_commit_callbacks(execute=True):
        tell_of_batch(bring_in(open_world, october_cases(open_world.kinh_te.pk)), NOW, None)

    value = LeafValue.objects.get(entry=open_world.entries["kinh_te"], node_id="PROGRESS")
    assert (value.answer, value.points, value.verdict) == (
        {"num": "5", "den": "10"},
        Fraction(10),
        "data",
    )
    assert DataAnswer.objects.filter(entry=value.entry, node_id="PETITION_PROCESSING_ON_TIME").count() == 0


def _written(text: str) -> Path:
    from tempfile import mkdtemp

    path = Path(mkdtemp()) / "qd766.rubric.yaml"
    path.write_text(text)
    return path


# ── the list behind a figure ──


def test_the_list_behind_a_figure_is_of_the_store_it_was_counted_in(world: Any) -> None:
    from dataclasses import replace

    bring_in(world, october_cases(world.kinh_te.pk))
    value = value_of("CASES_RECEIVED", world.kinh_te)
    later = [replace(case, code=f"l-{case.code}") for case in october_cases(world.kinh_te.pk)]
    bring_in(world, later, number="NH-2023-0002")
    client = world.client("thu_ky")

    as_counted = client.get(value.href).content.decode()
    as_now = client.get(value.href.split("&ban_ke")[0]).content.decode()
    unknown = client.get(value.href.replace("ban_ke=1", "ban_ke=77"))

    assert "<h1" in as_counted
    assert "Hồ sơ tiếp nhận trong kỳ: 10" in " ".join(as_counted.split()) or ": 10</h1>" in as_counted
    assert ": 20</h1>" in as_now
    assert "bản kê 1" in as_counted
    assert unknown.status_code == 404


def test_the_list_of_a_store_that_was_swept_is_not_there(world: Any) -> None:
    from minhchung.cases.domain.manifests import current, root

    bring_in(world, october_cases(world.kinh_te.pk))
    value, manifest = value_of("CASES_RECEIVED", world.kinh_te), current()
    assert manifest is not None
    for file in manifest.manifest.files:
        (root() / file.name).unlink()

    assert world.client("thu_ky").get(value.href).status_code == 404


def test_who_appraises_an_entry_reads_the_list_behind_its_figures(open_world: Any) -> None:
    from minhchung.rounds.models import Entry

    bring_in(open_world, october_cases(open_world.kinh_te.pk))
    href = value_of("CASES_RECEIVED", open_world.kinh_te).href
    client = open_world.client("tham_dinh_nv")

    before = client.get(href).status_code
    Entry.objects.filter(pk=open_world.entries["kinh_te"].pk).update(
        state="submitted", received_at=NOW, late_seconds=0
    )

    assert (before, client.get(href).status_code) == (404, 200)
    assert (
        client.get(href.replace(f"/{open_world.kinh_te.pk}/", f"/{open_world.tu_phap.pk}/")).status_code
        == 404
    )
