"""QĐ 766 whole, from cases and the register: one agency's month counted by hand, to the cent; a round that needs nobody.

Each leaf is rounded half up to 2 decimals and then summed: the sum of unrounded leaves would be 71,15.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from minhchung.agencies.models import Agency
from minhchung.criteria.domain.library import keep_version
from minhchung.rounds.domain.acts import Decision
from minhchung.rounds.domain.council import deciding_posts, finalise
from minhchung.rounds.domain.data_score import is_wholly_data, score_from_data
from minhchung.rounds.domain.ranking import ranked_rows
from minhchung.rounds.domain.running import RoundPlan, open_round, prepare_round, to_council
from minhchung.rounds.enums import RoundState
from minhchung.rounds.models import LeafValue, Round
from minhchung.rubric.shipped import CODES, load_shipped, shipped_text
from tests.cli.conftest import Run, run
from tests.indicators.case_scene import OCTOBER, bring_in, october_cases
from tests.indicators.scene import give

__all__ = ["run"]
NOW = datetime(2023, 11, 5, 2, tzinfo=UTC)
FROM_REGISTER: dict[str, tuple[int, int]] = {
    "PROCEDURES_PUBLISHED_ON_TIME": (7, 9),
    "PROCEDURES_UPDATED_ON_TIME": (1, 6),
    "PROCEDURES_CONTENT_FULL": (11, 12),
    "CASES_SYNCED_ON_TIME": (9, 10),
    "PROCEDURES_PAYABLE_ONLINE": (1, 3),
    "COMMUNES_CERTIFIED_COPY": (1, 1),
    "DATA_REUSED": (3, 10),
    "PERSONAL_STORAGE_SYNCED": (5, 8),
    "PETITIONS_ON_TIME": (0, 0),
    "PETITIONS_SATISFIED": (2, 3),
}
BY_HAND: dict[str, str] = {
    "PUBLISH_ON_TIME": "4.67",  # 6 × 7/9 = 4,666…
    "PUBLIC_UPDATE_ON_TIME": "0.67",  # 4 × 1/6
    "PUBLIC_CONTENT_FULL": "1.83",  # 2 × 11/12
    "DOSSIER_SYNC": "5.4",  # 6 × 9/10
    "PROGRESS": "10",  # 20 × (4 on time + 1 within time)/10
    "ONLINE_FULL": "10.67",  # 12 × 8/9
    "PAYMENT_DOSSIER": "4",  # 6 × 2/3
    "PAYMENT_FORMALITY": "1.67",  # 2 × (2/3) / 80 %
    "PAYMENT_AVAILABLE": "0.83",  # 2 × (1/3) / 80 %
    "ORIGINAL_RESULT_AVAILABLE": "4.8",  # 6 × 4/5
    "SO_HOA_GIAY_TO_GIAI_QUYET": "3.56",  # 4 × 8/9
    "ELECTRONIC_CERTIFIED_COPY": "2",
    "REUSED_DIGITIZED_DATA": "0.75",  # 2 × 30 % / 80 %
    "SYNCED_WITH_DVCQG_PERSONAL_STORAGE": "2.5",  # 4 × 5/8
    "CITIZEN_DATA_CONNECTED_DOSSIER": "2",  # a commune: full
    "CITIZEN_DATA_CONNECTED_FORMALITY": "2",
    "PETITION_PROCESSING_ON_TIME": "6",  # no petition: full
    "PETITION_HANDLING_SATISFACTION": "4",  # 6 × 2/3
    "DOSSIER_RECEIVING_SATISFACTION": "3.81",  # 6 × (4/7) / 90 %
}
TOTAL = Fraction("71.16")


@pytest.fixture
def october(world: Any, settings: Any, tmp_path: Path) -> Any:
    """kinh_te, scored as a commune, with every figure of October 2023; tu_phap with the cases of nobody."""
    settings.CASES_DIR = tmp_path / "cases"
    cache.clear()
    Agency.objects.filter(pk__in=[world.kinh_te.pk, world.tu_phap.pk]).update(traits={"cap": "xã"})
    world.kinh_te.refresh_from_db()
    world.tu_phap.refresh_from_db()
    bring_in(world, october_cases(world.kinh_te.pk))
    for code, (numerator, denominator) in FROM_REGISTER.items():
        give(world, world.kinh_te, numerator, denominator, code=code, days=OCTOBER, now=NOW)
    return world


def data_round(world: Any) -> Round:
    version = keep_version(text=shipped_text("qd766-2022"), name="qd766-2022", owner=None, now=NOW)
    plan = RoundPlan(
        title="Chỉ số phục vụ tháng 10/2023",
        rubric=version,
        year=2023,
        period_from=OCTOBER[0],
        period_to=OCTOBER[1],
        reference_on=OCTOBER[1],
        parameters={},
        phases={},
        agencies=(world.kinh_te, world.tu_phap),
    )
    by: dict[str, Any] = {
        "actor": world.people["thuong_truc"],
        "post": world.post_of("thuong_truc"),
        "now": NOW,
    }
    round = prepare_round(plan=plan, owner=world.standing, **by)
    open_round(round=round, decision=Decision("1/QĐ", date(2023, 11, 1), ""), **by)
    return round


def test_only_qd766_is_computed_wholly_from_data() -> None:
    assert [code for code in CODES if is_wholly_data(load_shipped(code))] == ["qd766-2022"]


def test_a_month_is_scored_to_the_cent(october: Any) -> None:
    (scored,) = score_from_data(load_shipped("qd766-2022"), [october.kinh_te], *OCTOBER)

    points = {leaf.code: leaf.points for leaf in scored.score.leaves()}
    assert points == {code: Fraction(text) for code, text in BY_HAND.items()}
    assert scored.score.total == TOTAL == sum(points.values())
    assert scored.score.is_complete


def test_another_month_has_no_data_and_is_not_zero(october: Any) -> None:
    september = (date(2023, 9, 1), date(2023, 9, 30))

    (scored,) = score_from_data(load_shipped("qd766-2022"), [october.kinh_te], *september)

    assert "PETITION_PROCESSING_ON_TIME" in scored.score.missing
    assert scored.score.find("PROGRESS").points == 0, "cases were imported, none was received: 0 by the rule"


def test_a_round_of_data_skips_to_the_council_and_is_ranked(october: Any) -> None:
    round = data_round(october)
    assert LeafValue.objects.filter(entry__agency=october.kinh_te, verdict="data").count() == 19

    by: dict[str, Any] = {"actor": october.people["thuong_truc"], "now": NOW}
    to_council(
        round=round,
        decision=Decision("2/QĐ", date(2023, 11, 5), ""),
        post=october.post_of("thuong_truc"),
        **by,
    )
    from minhchung.agencies.domain.acting import acting

    posts = deciding_posts(acting(october.people["thuong_truc"], NOW.date()), round)
    done = finalise(round=round, posts=posts, **by)

    rows = {int(row.agency): row for row in ranked_rows(round)}
    entries = {entry.agency_id: entry.pk for entry in round.entries.all()}
    first, second = rows[entries[october.kinh_te.pk]], rows[entries[october.tu_phap.pk]]
    assert round.state == RoundState.COUNCIL
    assert done > 19
    assert (first.total, first.rank) == (TOTAL, 1)
    assert second.rank is None, "nobody with an absent leaf is ranked"
    assert "PUBLISH_ON_TIME" in second.missing


def test_figures_after_the_council_began_change_nothing(october: Any) -> None:
    round = data_round(october)
    by: dict[str, Any] = {"actor": october.people["thuong_truc"], "post": october.post_of("thuong_truc")}
    to_council(round=round, decision=Decision("2/QĐ", date(2023, 11, 5), ""), now=NOW, **by)

    give(
        october,
        october.kinh_te,
        9,
        9,
        code="PROCEDURES_PUBLISHED_ON_TIME",
        days=OCTOBER,
        expected=1,
        reason="Sửa",
        now=NOW,
    )

    value = LeafValue.objects.get(entry__agency=october.kinh_te, node_id="PUBLISH_ON_TIME")
    assert value.points == Fraction("4.67")


def test_the_standing_body_computes_the_round_again(october: Any) -> None:
    round = data_round(october)
    client = october.client("thuong_truc")
    address = f"/dot/{round.pk}/tinh-du-lieu/"

    page = client.get(address).content.decode()
    posted = client.post(address)

    assert "1/2" in page
    assert "Phòng Tư pháp" in page
    assert posted.status_code == 302
    assert "38 câu trả lời: 0 có số liệu mới" in client.get(address).content.decode()
    assert october.client("thu_ky").get(address).status_code == 404


# ── the command line ──


def test_the_command_line_lists_and_shows(run: Run) -> None:
    listed = run("indicator", "list", "--format", "json")
    shown = run("--lang", "en", "indicator", "show", "CASES_ON_TIME")
    unknown = run("indicator", "show", "CASES_ON_TIM")

    assert "CASES_ON_TIME" in [one["code"] for one in listed.data]
    assert "received = Cases received in the period" in shown.out
    assert unknown.code == 2


def test_the_command_line_gives_a_value_and_a_month(october: Any, run: Run) -> None:
    agency = str(october.kinh_te.pk)

    value = run("indicator", "value", "CASES_ON_TIME", "--agency", agency, "--window", "10/2023")
    received = run(
        *("indicator", "value", "CASES_ON_TIME", "--agency", agency, "--window", "01/10/2023–31/10/2023"),
        *("--with", "denominator=received", "--format", "json"),
    )
    month = run("indicator", "score", "qd766-2022", "--window", "10/2023", "--format", "json")
    bad = run("indicator", "value", "CASES_ON_TIME", "--window", "hôm qua")

    assert "Phòng Kinh tế và Hạ tầng: 4/6 = 66,67 %" in value.out
    for wrong, said in (
        (("--window", "10/2023", "--agency", "9" * 30), "Bỏ --agency và thêm --format json"),
        (("--window", "10/2023", "--agency", "H99.99"), "Không có cơ quan mang số hoặc mã định danh này."),
        (("--window", "13/2023"), "Không đọc được khoảng ngày."),
        (("--window", "10/2023", "--with", "denominator=all"), "Chỉ số không có tham số hoặc giá trị này."),
        (
            ("--window", "10/2023", "--with", "denominator=received", "--with", "denominator=resolved"),
            "Tham số này đã được cho một giá trị khác.",
        ),
    ):
        refused = run("indicator", "value", "CASES_ON_TIME", *wrong)
        assert (refused.code, said in refused.err) == (2, True), (wrong, refused.err)
    assert "Có phải CASES_ON_TIME?" in run("indicator", "show", "cases_on_tim").err
    whole_year = run("indicator", "value", "CASES_ON_TIME", "--agency", agency, "--window", "2023")
    assert "01/01/2023 – 31/12/2023" in whole_year.out
    assert received.data["values"][0]["denominator"] == 10
    scored = {row["agency"]: row for row in month.data["agencies"]}
    assert scored[october.kinh_te.pk]["total"] == 71.16
    assert scored[october.tu_phap.pk]["missing"]
    assert bad.code == 2


# ── published ──


def published_month(world: Any) -> Any:
    """The October round with every figure of both agencies, put to the council, ranked and published by two people."""
    from minhchung.agencies.domain.acting import acting
    from minhchung.rounds.domain.publication import confirm, propose
    from minhchung.rounds.domain.ranking import compute_ranking

    for code, (numerator, denominator) in FROM_REGISTER.items():
        give(world, world.tu_phap, numerator, denominator, code=code, days=OCTOBER, now=NOW)
    others = [replace(case, code=f"t-{case.code}") for case in october_cases(world.tu_phap.pk)]
    bring_in(world, others, number="NH-2023-0002")
    round = data_round(world)
    post, by = world.post_of("thuong_truc"), {"actor": world.people["thuong_truc"], "now": NOW}
    to_council(round=round, decision=Decision("2/QĐ", date(2023, 11, 5), ""), post=post, **by)
    finalise(round=round, posts=deciding_posts(acting(world.people["thuong_truc"], NOW.date()), round), **by)
    compute_ranking(round=round, post=post, **by)
    proposed = propose(round=round, decision=Decision("3/QĐ", date(2023, 11, 5), ""), post=post, **by)
    return confirm(
        publication=proposed,
        actor=world.people["thuong_truc_2"],
        post=world.post_of("thuong_truc_2"),
        now=NOW,
    )


def test_a_published_point_is_traced_and_recomputed_from_its_figures(october: Any, client: Any) -> None:
    import json

    from minhchung.rubric.recompute import altered_figures, recompute, stated_ranking
    from minhchung.rubric.snapshot_reading import opened

    publication = published_month(october)
    snapshot = json.loads(publication.snapshot)
    entry = next(each for each in snapshot["entries"] if each["agency"] == october.kinh_te.pk)
    told = next(each for each in opened(snapshot).entries() if each["id"] == entry["id"])

    (figure,) = told["figures"]["PROGRESS"]["figures"]
    page = client.get(
        f"/cong-bo/{publication.round_id}/co-quan/{entry['id']}/tieu-chi/PROGRESS/"
    ).content.decode()

    assert (figure["numerator"], figure["denominator"], figure["tree_on"]) == ("5", "10", "2023-10-31")
    assert snapshot["definitions"][figure["definition_sha256"]]["source"] in page
    for words in (
        "Số liệu đứng sau",
        "5/10 = 50,00 %",
        figure["reference"]["cases"]["digest"],
        "Giữ nguyên từ",
    ):
        assert words in page
    assert len(entry["figures"]) == 17, "all but the two that do not apply to a commune"
    assert recompute(snapshot) == stated_ranking(snapshot)
    assert altered_figures(snapshot) == []
    entry["figures"]["PROGRESS"]["figures"][0]["numerator"] = "6"
    (changed,) = [row for row in recompute(snapshot) if row["entry"] == entry["id"]]
    assert altered_figures(snapshot) == [(entry["id"], "PROGRESS")]
    assert changed["nodes"]["PROGRESS"] == "12", "the point is computed from the figure, not read"


def test_a_corrected_revision_keeps_the_figures(october: Any) -> None:
    from minhchung.rounds.domain.publication import correct, revoke
    from minhchung.rounds.models import DataAnswer

    publication = published_month(october)
    by: dict[str, Any] = {
        "actor": october.people["thuong_truc"],
        "post": october.post_of("thuong_truc"),
        "now": NOW,
    }
    revoke(publication=publication, decision=Decision("4/QĐ", date(2023, 11, 6), "Sai"), **by)
    publication.round.refresh_from_db()
    fresh = correct(round=publication.round, decision=Decision("5/QĐ", date(2023, 11, 6), "Sửa"), **by)

    kept = DataAnswer.objects.filter(
        entry__round=fresh, entry__agency=october.kinh_te, node_id="PROGRESS"
    ).get()
    was = DataAnswer.objects.filter(
        entry__round=publication.round, entry__agency=october.kinh_te, node_id="PROGRESS"
    )
    assert kept.sha256 == was.latest("pk").sha256
