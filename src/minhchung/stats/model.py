"""One case, as the store keeps it: facts of handling, never who asked.

No name, identity number, address or telephone of a citizen has a place here (Luật 91/2025/QH15: no more than the job needs).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

import pyarrow as pa


class Channel(StrEnum):
    """How the case came in: trực tiếp, trực tuyến, bưu chính công ích."""

    DIRECT = "direct"
    ONLINE = "online"
    POSTAL = "postal"


class OnlineLevel(StrEnum):
    """The level its procedure was offered at on that day: toàn trình, một phần (words of NĐ 42/2022/NĐ-CP)."""

    FULL = "full"
    PARTIAL = "partial"


class Satisfaction(StrEnum):
    """What the citizen answered when asked. Not asked is None, which is no answer."""

    SATISFIED = "satisfied"
    NEUTRAL = "neutral"
    DISSATISFIED = "dissatisfied"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The latest known state of one case. None means the source does not say, which is not no and not zero.

    system, code: together the identity; neither is empty. agency: the caller's number for the body that handles it.
    procedure, field: codes as the source writes them, "" where it gives none.
    received_minute: minute of the day, 0 to 1439. promised_on: the first date promised; extended_to: the one later date
    promised after an extension. computed_on: where the source promises no date, the one that follows from the days allowed
    by the register of procedures and the calendar of working days; never more than a stand-in. At most one of finished_on (result ready), returned_on (sent back) and withdrawn_on
    (taken back by the citizen) is set; none of them means pending. fee_due: đồng, 0 where nothing is owed.
    written_result: the procedure ends in a written result. contested: a reference to the evidence by which the agency
    contests that it was late. batch: the import that brought this state.
    """

    system: str
    code: str
    agency: int
    received_on: date
    procedure: str = ""
    field: str = ""
    channel: Channel | None = None
    online_level: OnlineLevel | None = None
    received_minute: int | None = None
    promised_on: date | None = None
    extended_to: date | None = None
    computed_on: date | None = None
    finished_on: date | None = None
    returned_on: date | None = None
    withdrawn_on: date | None = None
    fee_due: int | None = None
    paid_online: bool | None = None
    written_result: bool | None = None
    electronic_result: bool | None = None
    digitised: bool | None = None
    apology_sent: bool | None = None
    satisfaction: Satisfaction | None = None
    contested: str | None = None
    batch: str = ""

    @property
    def due_on(self) -> date | None:
        """The date it must be done by: the extended one where there is one, else the promised one, else the computed one."""
        return self.extended_to or self.promised_on or self.computed_on

    @property
    def closed_on(self) -> date | None:
        """The day it stopped being pending, whichever way."""
        return self.finished_on or self.returned_on or self.withdrawn_on


SCHEMA = pa.schema(
    [
        pa.field("system", pa.string(), nullable=False),
        pa.field("code", pa.string(), nullable=False),
        pa.field("agency", pa.int64(), nullable=False),
        pa.field("received_on", pa.date32(), nullable=False),
        pa.field("procedure", pa.string(), nullable=False),
        pa.field("field", pa.string(), nullable=False),
        pa.field("channel", pa.string()),
        pa.field("online_level", pa.string()),
        pa.field("received_minute", pa.int32()),
        pa.field("promised_on", pa.date32()),
        pa.field("extended_to", pa.date32()),
        pa.field("computed_on", pa.date32()),
        pa.field("finished_on", pa.date32()),
        pa.field("returned_on", pa.date32()),
        pa.field("withdrawn_on", pa.date32()),
        pa.field("fee_due", pa.int64()),
        pa.field("paid_online", pa.bool_()),
        pa.field("written_result", pa.bool_()),
        pa.field("electronic_result", pa.bool_()),
        pa.field("digitised", pa.bool_()),
        pa.field("apology_sent", pa.bool_()),
        pa.field("satisfaction", pa.string()),
        pa.field("contested", pa.string()),
        pa.field("batch", pa.string(), nullable=False),
    ]
)
"""The columns of a case file, one row per case, in the order of `Case`."""

RULES: dict[str, str] = {
    "unnamed": "system = '' OR code = ''",
    "closed_twice": "(finished_on IS NOT NULL)::INT + (returned_on IS NOT NULL)::INT + (withdrawn_on IS NOT NULL)::INT > 1",
    "closed_before_received": "coalesce(finished_on, returned_on, withdrawn_on) < received_on",
    "negative_fee": "fee_due < 0",
    "no_such_minute": "received_minute NOT BETWEEN 0 AND 1439",
    "contest_without_evidence": "contested = ''",
    "unknown_channel": "channel NOT IN ('direct', 'online', 'postal')",
    "unknown_level": "online_level NOT IN ('full', 'partial')",
    "unknown_satisfaction": "satisfaction NOT IN ('satisfied', 'neutral', 'dissatisfied')",
}
"""What no stored case may be, as conditions over the columns. `contradictions` says the same of one `Case`."""


def contradictions(case: Case) -> tuple[str, ...]:
    """Name the rules of `RULES` that a case breaks; an empty tuple lets it into the store."""
    closed = [day for day in (case.finished_on, case.returned_on, case.withdrawn_on) if day is not None]
    broken = {
        "unnamed": not case.system or not case.code,
        "closed_twice": len(closed) > 1,
        "closed_before_received": case.closed_on is not None and case.closed_on < case.received_on,
        "negative_fee": case.fee_due is not None and case.fee_due < 0,
        "no_such_minute": case.received_minute is not None and not 0 <= case.received_minute < 1440,
        "contest_without_evidence": case.contested == "",
    }
    return tuple(rule for rule, is_broken in broken.items() if is_broken)


def to_table(cases: Iterable[Case]) -> pa.Table:
    """Lay cases out as columns of `SCHEMA`, in the order given."""
    rows = list(cases)
    return pa.table(
        {name: pa.array([getattr(row, name) for row in rows], SCHEMA.field(name).type) for name in _NAMES},
        schema=SCHEMA,
    )


def from_table(table: pa.Table) -> Iterator[Case]:
    """Read cases back from columns of `SCHEMA`."""
    for row in table.to_pylist():
        yield Case(**_typed(row))


def _typed(row: dict[str, Any]) -> dict[str, Any]:
    for name, kind in _ENUMS.items():
        if row[name] is not None:
            row[name] = kind(row[name])
    return row


_NAMES = tuple(each.name for each in fields(Case))
_ENUMS: dict[str, type[StrEnum]] = {
    "channel": Channel,
    "online_level": OnlineLevel,
    "satisfaction": Satisfaction,
}
