"""`doctor` on answers from data: figures under their SHA-256, and everything they were counted in."""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from minhchung.cases.domain import manifests
from minhchung.cases.domain.sweeping import sweep_store
from minhchung.home.commands.doctor import CHECKS, case_store, examine
from minhchung.home.commands.doctor_answers import data_answers
from minhchung.indicators.domain.contract import digest
from minhchung.rounds.models import DataAnswer, LeafValue
from tests.indicators.scene import give
from tests.rounds.autofill.test_qd766 import data_round, october  # noqa: F401 - a fixture
from tests.thawed import unsealed


def said() -> list[str]:
    return [str(each) for each in data_answers()]


def files_named() -> list[str]:
    """Case files only: the imports of these tests are stocked without a receipt in the ledger."""
    return [str(each) for each in case_store() if ".parquet" in str(each)]


def counted_in_cases() -> DataAnswer:
    rows = DataAnswer.objects.order_by("pk")
    return next(row for row in rows if any("cases" in each.get("reference", {}) for each in row.figures))


def pointing_elsewhere(row: DataAnswer, **reference: Any) -> None:
    """The row as somebody with the database would leave it: another reference, under a fitting SHA-256."""
    figures = deepcopy(row.figures)
    figures[0]["reference"] = reference
    DataAnswer.objects.filter(pk=row.pk).update(figures=figures, sha256=digest({"figures": figures}))


@pytest.fixture(autouse=True)
def _unsealed(db: None) -> Any:
    """Somebody with the database in hand took the seal off."""
    with unsealed("rounds_dataanswer"):
        yield


@pytest.fixture
def counted(october: Any) -> Any:  # noqa: F811
    """A round of October whose leaves are answered from cases and from the register."""
    data_round(october)
    return october


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC)


def test_answers_that_rest_on_what_they_say_are_no_complaint(counted: Any) -> None:
    assert DataAnswer.objects.exists() and data_answers in CHECKS
    assert said() == [] and files_named() == []


def test_a_reference_of_no_known_form_is_a_complaint_and_the_other_checks_go_on(counted: Any) -> None:
    pointing_elsewhere(counted_in_cases(), cases={"manifest": 1})

    told = list(examine())

    assert {each.check for each in told} >= {"data_answers"}
    assert any("KeyError" in each.subject for each in told)


def test_altered_figures_are_named_with_entry_leaf_and_row(bound_world: Any, now: datetime) -> None:
    give(bound_world, bound_world.kinh_te, 9, 10, now=now)
    row = DataAnswer.objects.get(node_id="I.1", entry=bound_world.entries["kinh_te"])
    figures = deepcopy(row.figures)
    figures[0]["numerator"] = "10"
    DataAnswer.objects.filter(pk=row.pk).update(figures=figures)

    (line,) = said()

    assert line.startswith(f"answers: hồ sơ {row.entry_id}, tiêu chí I.1 (dòng {row.pk}): số liệu đã bị đổi")


def test_a_manifest_that_is_gone_or_another_is_named(counted: Any) -> None:
    row = counted_in_cases()
    pinned = row.figures[0]["reference"]["cases"]
    code = row.figures[0]["indicator"]

    pointing_elsewhere(row, cases={**pinned, "manifest": 99})
    gone = said()
    pointing_elsewhere(row, cases={**pinned, "digest": "0" * 64})
    another = said()

    assert len(gone) == len(another) == 1
    assert f"{code}: bản kê hồ sơ số 99 không còn" in gone[0]
    assert f"bản kê hồ sơ số {pinned['manifest']} không phải bản đã đếm" in another[0]


def test_a_file_that_an_answer_was_counted_in_is_named_with_its_manifest(counted: Any) -> None:
    number = counted_in_cases().figures[0]["reference"]["cases"]["manifest"]
    assert number == manifests.current().number  # type: ignore[union-attr]
    file = manifests.current_manifest().files[0]
    path = manifests.root() / file.name
    path.write_bytes(path.read_bytes()[:-1] + b"?")

    (line,) = files_named()
    assert line.startswith(f"cases: {file.name}: tệp hồ sơ đã bị đổi (bản kê {number})")


def test_a_figure_of_the_register_that_differs_is_named(bound_world: Any, now: datetime) -> None:
    figure = give(bound_world, bound_world.kinh_te, 9, 10, now=now)
    row = DataAnswer.objects.get(node_id="I.1", entry=bound_world.entries["kinh_te"])
    (told,) = row.figures[0]["reference"]["register"]

    pointing_elsewhere(row, register=[{**told, "version": 7}])
    gone = said()
    pointing_elsewhere(row, register=[{**told, "numerator": "8"}])
    differs = said()

    assert f"số liệu đăng ký (dòng, lần) {figure.pk}, 7 không còn" in gone[0]
    assert f"(dòng, lần) {figure.pk}, 1 đã khác lúc lấy" in differs[0]


def test_versions_of_procedures_that_are_gone_are_named(bound_world: Any, now: datetime) -> None:
    give(bound_world, bound_world.kinh_te, 9, 10, now=now)
    pointing_elsewhere(DataAnswer.objects.get(node_id="I.1"), procedures={"versions": [4, 9]})

    assert "phiên bản thủ tục 4, 9 không còn" in said()[0]


def test_files_behind_a_value_taken_from_older_figures_are_never_swept(counted: Any) -> None:
    """What a person took from data stands on the cases of that day, whatever data say since."""
    row = counted_in_cases()
    value = LeafValue.objects.filter(entry=row.entry, node_id=row.node_id, verdict="data").first()
    assert value is not None and value.answer == row.answer
    older = row.figures[0]["reference"]["cases"]["manifest"]
    newer = deepcopy(row.figures)
    newer[0]["reference"] = {}
    newer[0]["numerator"] = "0"
    DataAnswer.objects.create(
        entry=row.entry, node_id=row.node_id, figures=newer, answer={"num": "0", "den": "7"}, points=0,
        state=row.state, sha256=digest({"figures": newer}), computed_at=row.computed_at,
    )  # fmt: skip
    DataAnswer.objects.exclude(pk=row.pk).exclude(figures=newer).delete()
    head = manifests.current()
    assert head is not None and head.number == older
    from minhchung.cases.domain.sweeping import named_numbers
    from minhchung.cases.models import CaseHead

    CaseHead.objects.update(manifest=None)

    assert older in named_numbers(), "the value still rests on the older row"
    assert sweep_store(datetime.now(UTC) + timedelta(days=30)) == 0
    LeafValue.objects.filter(pk=value.pk).update(verdict="entered")
    assert older not in named_numbers()
