"""What the JSON of this room looks like; the OpenAPI description is made from it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from ninja import Field, Schema


class CaseIn(Schema):
    """One case as a one-stop system sends it. Anything else in the record (names, numbers, addresses of citizens) is dropped."""

    code: str = Field(description="Mã hồ sơ (TT 01/2018/TT-VPCP)", examples=["000.00.07.H44-261121-0001"])
    received_on: str = Field(
        description="Ngày tiếp nhận, 2026-11-21 hoặc 2026-11-21T08:30:00+07:00", examples=["2026-11-21"]
    )
    agency: str | None = Field(
        None, description="Mã định danh hoặc tên cơ quan; mặc định là cơ quan của khóa", examples=["H44.07"]
    )
    procedure: str | None = Field(None, description="Mã thủ tục", examples=["1.000603"])
    field: str | None = Field(None, description="Lĩnh vực")
    channel: Literal["direct", "online", "postal"] | None = None
    online_level: Literal["full", "partial"] | None = None
    promised_on: date | None = Field(None, description="Ngày hẹn trả")
    extended_to: date | None = Field(None, description="Ngày hẹn lại")
    finished_on: date | None = Field(None, description="Ngày hoàn thành")
    returned_on: date | None = Field(None, description="Ngày trả lại, từ chối")
    withdrawn_on: date | None = Field(None, description="Ngày rút")
    fee_due: int | None = Field(None, ge=0, description="Phí, lệ phí phải nộp (đồng)")
    paid_online: bool | None = None
    written_result: bool | None = None
    electronic_result: bool | None = None
    digitised: bool | None = None
    apology_sent: bool | None = None
    satisfaction: Literal["satisfied", "neutral", "dissatisfied"] | None = None


class FigureIn(Schema):
    """What the body that holds an indicator says of one agency and period. A figure that stands is corrected with a reason."""

    indicator: str = Field(description="Mã chỉ số của sổ số liệu", examples=["TASKS_DONE"], max_length=60)
    agency: str = Field(description="Tên cơ quan hoặc mã định danh", max_length=300)
    start: date = Field(description="Ngày đầu kỳ")
    end: date = Field(description="Ngày cuối kỳ")
    numerator: int = Field(ge=0, le=10**15, strict=True, description="Tử số")
    denominator: int | None = Field(
        None, ge=0, le=10**15, strict=True, description="Mẫu số; bỏ trống với số đếm"
    )
    excluded: int | None = Field(None, ge=0, le=10**15, strict=True, description="Số đã loại khỏi tử và mẫu")
    exclusions: str = Field("", max_length=2000, description="Loại những gì")
    note: str = Field("", max_length=2000, description="Ghi chú")
    reason: str = Field("", max_length=2000, description="Lý do sửa; bắt buộc khi sửa số đã nhập")


class FigureBatchIn(Schema):
    """A batch of figures under the sender's id."""

    batch_id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$", description="Mã lô của bên gửi")
    figures: list[FigureIn] = Field(min_length=1, max_length=5000)


class FigureReceiptOut(Schema):
    """A batch of figures that was taken in. rows = given + corrected + unchanged."""

    batch_id: str
    at: datetime
    sha256: str
    rows: int
    given: int
    corrected: int
    unchanged: int
    ledger_seq: int


class ReceiptOut(Schema):
    """A batch that was taken in. The same id with the same bytes gives the same receipt."""

    number: str
    batch_id: str
    at: datetime
    sha256: str
    rows: int
    new: int
    replaced: int
    unchanged: int
    identical: int
    manifest: int = Field(description="Số bản kê kho sau khi nhận")
    ledger_seq: int


class WrongOut(Schema):
    """One thing that is wrong. path: a JSON pointer into the list that was sent."""

    path: str
    value: str
    rule: str
    vi: str
    en: str
    mend_vi: str = ""
    mend_en: str = ""


class ErrorOut(Schema):
    """Why nothing was taken in. count: all errors; errors: the first thousand."""

    count: int
    errors: list[WrongOut]


class ResultOut(Schema):
    """A published ranking; href: its frozen snapshot, from which anyone recomputes it."""

    round: int
    title: str
    year: int
    owner: str
    state: str
    published_at: datetime | None
    sha256: str
    href: str


class ResultsOut(Schema):
    results: list[ResultOut]
