"""Cà Mau's round of 2018 as it was published: seven agencies, the criterion points stated. No leaf answer is invented."""

from __future__ import annotations

from datetime import datetime
from importlib.resources import files

from minhchung.criteria.domain.library import keep_version, rubric_of
from minhchung.criteria.models import RubricVersion
from minhchung.home.sample import accounts as names
from minhchung.home.sample.people import People
from minhchung.rounds.domain.stated import keep_stated
from minhchung.rounds.domain.stated_public import confirm_public
from minhchung.rounds.domain.stated_round import keep_stated_round
from minhchung.rounds.interfaces.results_form import read_results
from minhchung.rubric.results import ResultsRow
from minhchung.rubric.shipped import shipped_text

DATA = files("minhchung.home") / "sample_data"
FIRST_LINE = 135
"""Where the first agency stands in the published text; one line each."""


def load(people: People, now: datetime) -> None:
    """Cà Mau's round of 2018, and the headings of Krông Nô's own report of 2022."""
    version, rows = _read("ca-mau-iso-2018", "ca-mau-2018.results.csv", now)
    round_table = keep_stated_round(
        rubric=version,
        title="Tổng kết hoạt động ISO 2018 – tỉnh Cà Mau",
        source=(
            "Trang “ISO điện tử tỉnh”, Sở Khoa học và Công nghệ tỉnh Cà Mau: bảng tổng kết năm 2018, chép nguyên văn"
        ),
        year=2018,
        rows=rows,
        places=[f"dòng {FIRST_LINE + number} của bản công bố" for number in range(len(rows))],
        owner=people.agencies[names.CA_MAU],
        actor=people.users["kiemtra"],
        post=None,
        now=now,
        is_public=True,
        is_sample=True,
    )
    version, rows = _read("dak-nong-iso-2022", "krong-no-2022.stated.csv", now)
    own_table = keep_stated(
        rubric=version,
        title="Bản tự chấm điểm HTQLCL năm 2022 – UBND huyện Krông Nô",
        source="Phụ lục Báo cáo năm 2022 của UBND huyện Krông Nô: điểm ghi ở từng mục, chép nguyên văn",
        rows=rows,
        owner=people.agencies[names.DAK_NONG],
        actor=people.users["kiemtra"],
        post=None,
        now=now,
        is_public=True,
        is_sample=True,
    )
    for table in (round_table, own_table):
        confirm_public(table=table, actor=people.users["thuongtruc-daknong"], post=None, now=now)


def _read(code: str, file: str, now: datetime) -> tuple[RubricVersion, list[ResultsRow]]:
    version = keep_version(text=shipped_text(code), name=code, owner=None, now=now)
    return version, read_results(rubric_of(version), (DATA / file).read_bytes(), file)
