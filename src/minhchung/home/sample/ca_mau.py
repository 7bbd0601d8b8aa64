"""Cà Mau's published results of 2018, held against the rubric they were scored by. No leaf answer is invented."""

from __future__ import annotations

from datetime import datetime
from importlib.resources import files

from minhchung.criteria.domain.library import keep_version, rubric_of
from minhchung.home.sample import accounts as names
from minhchung.home.sample.people import People
from minhchung.rounds.domain.stated import keep_stated
from minhchung.rounds.interfaces.results_form import read_results
from minhchung.rubric.shipped import shipped_text

DATA = files("minhchung.home") / "sample_data"


def load(people: People, now: datetime) -> None:
    """Both stated tables of the seeds: Cà Mau 2018, and the headings of Krông Nô's own report of 2022."""
    _keep(
        people,
        now,
        code="ca-mau-iso-2018",
        file="ca-mau-2018.results.csv",
        owner=names.CA_MAU,
        title="Tổng kết hoạt động ISO 2018 – tỉnh Cà Mau",
        source="Trang “ISO điện tử tỉnh”, Sở Khoa học và Công nghệ tỉnh Cà Mau: bảng tổng kết năm 2018, chép nguyên văn",
    )
    _keep(
        people,
        now,
        code="dak-nong-iso-2022",
        file="krong-no-2022.stated.csv",
        owner=names.DAK_NONG,
        title="Bản tự chấm điểm HTQLCL năm 2022 – UBND huyện Krông Nô",
        source="Phụ lục Báo cáo năm 2022 của UBND huyện Krông Nô: điểm ghi ở từng mục, chép nguyên văn",
    )


def _keep(
    people: People, now: datetime, *, code: str, file: str, owner: str, title: str, source: str
) -> None:
    version = keep_version(text=shipped_text(code), name=code, owner=None, now=now)
    rows = read_results(rubric_of(version), (DATA / file).read_bytes(), file)
    keep_stated(
        rubric=version,
        title=title,
        source=source,
        rows=rows,
        owner=people.agencies[owner],
        actor=people.users["kiemtra"],
        post=None,
        now=now,
        is_public=True,
        is_sample=True,
    )
