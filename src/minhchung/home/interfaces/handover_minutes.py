"""The minutes of a handover, one content for the page and the PDF. In Vietnamese only: it is an office document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from minhchung.agencies.models import Handover
from minhchung.docgen.model import (
    Cell,
    Column,
    Document,
    Heading,
    KeyValues,
    Paragraph,
    Signature,
    StateHeader,
    Table,
    Title,
)
from minhchung.ui.present import vn_date, vn_datetime
from minhchung.viet.dates import format_date_long


@dataclass(frozen=True)
class OpenItem:
    """One thing that was open in the post when it was handed over."""

    title: str
    detail: str
    due_at: datetime | None


@dataclass(frozen=True)
class Minutes:
    """Who gave what to whom, from which day, and what was open."""

    handover: Handover
    on: date
    place_date: str
    items: tuple[OpenItem, ...]
    signers: tuple[dict[str, str], ...]


def minutes_of(handover: Handover) -> Minutes:
    """The minutes, from the row and the summary kept with it."""
    on = date.fromisoformat(handover.summary["on"])
    return Minutes(
        handover=handover,
        on=on,
        place_date=format_date_long(on).capitalize(),
        items=tuple(_item(row) for row in handover.summary.get("items", ())),
        signers=(
            {"role": "NGƯỜI GIAO", "name": handover.from_user.full_name},
            {"role": "NGƯỜI NHẬN", "name": handover.to_user.full_name},
            {"role": "LÃNH ĐẠO CƠ QUAN", "name": ""},
        ),
    )


def _item(row: dict[str, Any]) -> OpenItem:
    due = row.get("due_at")
    return OpenItem(row["title"], row["detail"], datetime.fromisoformat(due) if due else None)


def minutes_document(minutes: Minutes) -> Document:
    """The minutes as an office document (NĐ 30/2020)."""
    handover = minutes.handover
    agency = handover.post.agency
    facts = (
        ("Người giao", handover.from_user.full_name),
        ("Người nhận", handover.to_user.full_name),
        ("Vị trí", str(handover.post)),
        ("Từ ngày", vn_date(minutes.on)),
        ("Ghi trên hệ thống", f"{vn_datetime(handover.at)} (giờ VN), {handover.by.full_name}"),
    )
    note = (Heading("Ghi chú"), Paragraph(handover.note)) if handover.note else ()
    return Document(
        title="Biên bản bàn giao công việc",
        blocks=(
            StateHeader(agency.name, minutes.place_date, parent=agency.parent.name if agency.parent else ""),
            Title("BIÊN BẢN BÀN GIAO CÔNG VIỆC", handover.post.title),
            KeyValues(facts),
            Heading("Việc đang mở được chuyển"),
            _open_items(minutes.items),
            *note,
            *(Signature((signer["role"],), signer["name"]) for signer in minutes.signers),
        ),
        created_at=handover.at,
    )


def _open_items(items: tuple[OpenItem, ...]) -> Table | Paragraph:
    if not items:
        return Paragraph("Không có việc đang mở ở vị trí này.")
    return Table(
        columns=(Column(3), Column(6), Column(3)),
        head=((Cell("Việc", bold=True), Cell("Ở đâu", bold=True), Cell("Hạn", bold=True)),),
        body=tuple((Cell(item.title), Cell(item.detail), Cell(vn_datetime(item.due_at))) for item in items),
        caption=f"{len(items)} việc",
    )
