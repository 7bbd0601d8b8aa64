"""One-stop cases of the sample: made to match the figures that Krông Nô and Đồng Nai published, and made up for Quảng Điền."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Final

import pyarrow as pa

from minhchung.agencies.models import Agency
from minhchung.cases.domain.importing import import_table
from minhchung.cases.domain.systems import add_system
from minhchung.home.sample import accounts as names
from minhchung.home.sample.people import OFFICES, People
from minhchung.stats.model import SCHEMA, Case, to_table
from minhchung.stats.periods import Period
from minhchung.stats.published import dong_nai, krong_no
from minhchung.stats.synthetic import random_cases

MATCHED: Final = "dữ liệu tạo ra để khớp số đã công bố"
MADE_UP: Final = "dữ liệu minh họa"
CASES_OF_OFFICES: Final = 6_000
_FIELDS: Final = (
    "Đất đai",
    "Xây dựng",
    "Hộ tịch",
    "Chứng thực",
    "Kinh doanh",
    "Giáo dục",
    "Bảo trợ xã hội",
    "Văn hóa",
)


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
    return _FIELDS[sum(code.encode()) % len(_FIELDS)]


def _offices(people: People, now: datetime) -> None:
    """Cases of the twelve offices of Quảng Điền in the data window of its round."""
    standing = people.agencies[names.STANDING]
    actor, post = people.users["thuongtruc"], people.posts["thuongtruc"]
    system = add_system(
        agency=standing, name=f"Một cửa huyện Quảng Điền ({MADE_UP})", actor=actor, post=post, now=now
    )
    ids = [people.agencies[office].pk for office in OFFICES]
    drawn = random_cases(
        CASES_OF_OFFICES, Period(date(2023, 1, 1), date(2023, 10, 15)), agencies=len(ids), procedures=60
    ).read_all()
    numbers = drawn["procedure"].to_pylist()
    columns = {name: drawn[name] for name in SCHEMA.names}
    columns["agency"] = pa.array([ids[each - 1] for each in drawn["agency"].to_pylist()], pa.int64())
    columns["system"] = pa.array([system.key] * drawn.num_rows)
    columns["field"] = pa.array([_field_of(each) for each in numbers])
    columns["contested"] = pa.nulls(drawn.num_rows, pa.string())
    import_table(
        table=pa.table(columns, schema=SCHEMA), system=system, name=MADE_UP, actor=actor, post=post, now=now
    )
