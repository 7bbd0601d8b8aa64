"""One-stop cases of the sample: made to match the figures that Krông Nô and Đồng Nai published, and made up for Quảng Điền."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

import pyarrow as pa

from minhchung.agencies.models import Agency
from minhchung.cases.domain.importing import import_table
from minhchung.cases.domain.systems import add_system
from minhchung.cases.models import CaseSystem
from minhchung.criteria.domain.library import rubric_of
from minhchung.criteria.models import RubricVersion
from minhchung.home.sample import accounts as names
from minhchung.home.sample.answers import CODE, COMPLETE, sample_answers
from minhchung.home.sample.office_cases import FIELDS, Matched, cases_of
from minhchung.home.sample.people import COMMUNES, OFFICES, People
from minhchung.rubric import Answer, Rate
from minhchung.stats.model import SCHEMA, Case, to_table
from minhchung.stats.periods import Period
from minhchung.stats.published import dong_nai, krong_no
from minhchung.stats.synthetic import random_cases

MATCHED: Final = "dữ liệu tạo ra để khớp số đã công bố"
MADE_UP: Final = "dữ liệu minh họa"


def load(people: People, now: datetime) -> None:
    """Three systems, one batch each, through the verb that imports a file."""
    krong_no_agency, dong_nai_agency = people.agencies[names.KRONG_NO], people.agencies[names.DONG_NAI]
    _bring_in(
        people,
        krong_no_agency,
        "Một cửa điện tử huyện Krông Nô",
        MATCHED,
        krong_no(agency=krong_no_agency.pk),
        now,
    )
    _bring_in(
        people,
        dong_nai_agency,
        "Egov Sở Công Thương Đồng Nai",
        MATCHED,
        dong_nai(agency=dong_nai_agency.pk),
        now,
    )
    _offices(people, now)


def _bring_in(
    people: People, agency: Agency, title: str, what: str, cases: list[Case], now: datetime
) -> None:
    actor, post = people.secretary_of(agency.name)
    system = add_system(agency=agency, name=f"{title} ({what})", actor=actor, post=post, now=now)
    table = to_table(replace(each, system=system.key, field=_field_of(each.code)) for each in cases)
    import_table(table=table, system=system, name=what, actor=actor, post=post, now=now)


def _field_of(code: str) -> str:
    """A field of work for a made-up case, the same each time."""
    return FIELDS[sum(code.encode()) % len(FIELDS)]


def _offices(people: People, now: datetime) -> None:
    """Cases of the twelve offices of Quảng Điền in the data windows of its two rounds, as their answers say."""
    rubric = rubric_of(RubricVersion.objects.get(code=CODE))
    answers = sample_answers(rubric)
    cases = [
        each
        for year, offices in ((2022, COMPLETE), (2023, OFFICES))
        for place, office in enumerate(offices, 1)
        for each in cases_of(
            people.agencies[office].pk, year, _matched(answers[office]), f"000.00.{place:02d}.H57"
        )
    ]
    _of_district(people, f"Một cửa huyện Quảng Điền ({MADE_UP})", cases, now)


def _of_district(people: People, title: str, cases: list[Case], now: datetime) -> None:
    actor, post = people.users["thuongtruc"], people.posts["thuongtruc"]
    standing = people.agencies[names.STANDING]
    system = add_system(agency=standing, name=title, actor=actor, post=post, now=now)
    table = to_table(replace(each, system=system.key) for each in cases)
    import_table(table=table, system=system, name=MADE_UP, actor=actor, post=post, now=now)


def _matched(answers: Mapping[str, Answer]) -> Matched:
    """What an office says of its cases: on time of resolved, apologies, digitised, online; 0 where it does not say."""

    def said(code: str) -> int:
        answer = answers.get(code)
        return int(answer.num) if isinstance(answer, Rate) else 0

    in_time = answers["II.2.4"]
    assert isinstance(in_time, Rate)
    resolved = int(in_time.den)
    return Matched(resolved, resolved - int(in_time.num), said("II.2.5"), said("II.2.6"), said("II.6.2"))


def load_communes(people: People, period: Period, rows: int, start: int, now: datetime) -> None:
    """Cases that the communes received in a period, drawn at random; start: the number of the first."""
    ids = [people.agencies[commune].pk for commune in COMMUNES]
    drawn = random_cases(rows, period, agencies=len(ids), procedures=47, start=start).read_all()
    actor, post = people.users["thuongtruc"], people.posts["thuongtruc"]
    system, _made = CaseSystem.objects.get_or_create(
        agency=people.agencies[names.STANDING],
        name=f"Một cửa cấp xã huyện Quảng Điền ({MADE_UP})",
        defaults={"created_by": actor, "created_at": now},
    )
    columns = {name: drawn[name] for name in SCHEMA.names}
    columns["agency"] = pa.array([ids[each - 1] for each in drawn["agency"].to_pylist()], pa.int64())
    columns["system"] = pa.array([system.key] * drawn.num_rows)
    columns["field"] = pa.array([_field_of(each) for each in drawn["procedure"].to_pylist()])
    columns["contested"] = pa.nulls(drawn.num_rows, pa.string())
    import_table(
        table=pa.table(columns, schema=SCHEMA), system=system, name=MADE_UP, actor=actor, post=post, now=now
    )
