"""A batch of figures pushed by the body that holds them: every row checked, all of it taken in or nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils.translation import override
from pydantic import ValidationError

from minhchung.agencies.models import Agency, AgencyIdentifier
from minhchung.api.domain.pushing import MOST_ERRORS, Refused, Wrong, refused
from minhchung.api.schemas import FigureBatchIn, FigureIn
from minhchung.cases.models import ApiKey
from minhchung.indicators.domain.access import concerned
from minhchung.indicators.domain.batches import Row, take_batch
from minhchung.indicators.domain.figures import BadFigure, Said, check, described_of
from minhchung.indicators.models import Figure, FigureBatch, FigureHolder
from minhchung.ledger.domain.versions import StaleRow
from minhchung.viet.folding import search_key

MOST_BYTES: Final = 5_000_000
MENDS: Final[Mapping[str, tuple[str, str]]] = {
    "end": ("Sửa ngày đầu hoặc ngày cuối kỳ.", "Correct the first or the last day."),
    "numerator": ("Kiểm tra lại hai số.", "Check both numbers."),
    "denominator": ("Xem chỉ số ở trang Chỉ số: tỷ lệ hay số đếm.", "See on the page of indicators whether it is a rate or a count."),
    "reason": ("Điền trường reason.", "Fill in the field reason."),
}  # fmt: skip
"""Field that does not fit its indicator → what to do, Vietnamese and English."""


@dataclass(frozen=True)
class FiguresTaken:
    """The receipt; known: these very bytes were taken in before under this id."""

    batch: FigureBatch
    known: bool


def push_figures(*, key: ApiKey, chunks: Iterable[bytes], now: datetime) -> FiguresTaken | Refused:
    """Take in what the holder says. The same id with the same bytes gives the first receipt, with others 409."""
    data = bytearray()
    for chunk in chunks:
        data += chunk
        if len(data) > MOST_BYTES:
            return refused(
                413,
                "batch.too_large",
                "Lô lớn hơn 5 MB. Hãy chia nhỏ.",
                "The batch is larger than 5 MB. Split it.",
            )
    digest, holder = hashlib.sha256(data).hexdigest(), key.system.agency
    sent = _parsed(bytes(data))
    if isinstance(sent, Refused):
        return sent
    known = FigureBatch.objects.filter(holder=holder, external_id=sent.batch_id).first()
    if known is not None:
        return _receipt(known, digest, known=True)
    reader = _Reader(holder)
    rows = [row for number, said in enumerate(sent.figures) if (row := reader.row(number, said)) is not None]
    if reader.wrongs:
        return Refused(422, tuple(reader.wrongs[:MOST_ERRORS]), len(reader.wrongs))
    try:
        batch = take_batch(
            holder=holder, external_id=sent.batch_id, sha256=digest, key=key.prefix, rows=rows,
            unchanged=reader.unchanged, actor=key.created_by, now=now,
        )  # fmt: skip
    except StaleRow:
        return refused(
            409,
            "figure.changed",
            "Một số liệu vừa được sửa. Hãy gửi lại.",
            "A figure has just been changed. Send again.",
        )
    return _receipt(batch, digest, known=batch.at != now)


def _receipt(batch: FigureBatch, digest: str, *, known: bool) -> FiguresTaken | Refused:
    if batch.sha256 == digest:
        return FiguresTaken(batch, known)
    return refused(
        409, "batch.other_content", "Mã lô này đã nhận một nội dung khác. Hãy dùng mã lô mới.",
        "This batch id was taken in with other content. Use a new batch id.",
    )  # fmt: skip


def _parsed(data: bytes) -> FigureBatchIn | Refused:
    try:
        return FigureBatchIn.model_validate(json.loads(data))
    except ValidationError as fault:
        wrongs = tuple(
            Wrong(
                "".join(f"/{part}" for part in each["loc"]),
                str(each["input"])[:200] if isinstance(each["input"], str | int | float) else "",
                "required" if each["type"] == "missing" else "shape",
                "Thiếu trường này." if each["type"] == "missing" else "Giá trị không đúng kiểu đã mô tả.",
                "This field is missing."
                if each["type"] == "missing"
                else f"Not as described: {each['msg']}.",
                "Xem mô tả ở /api/v1/openapi.json.",
                "See the description at /api/v1/openapi.json.",
            )
            for each in fault.errors(include_url=False)
        )
        return Refused(422, wrongs[:MOST_ERRORS], len(wrongs))
    except (ValueError, RecursionError):
        return refused(422, "batch.unreadable", "Không đọc được JSON.", "This is not JSON.")


class _Reader:
    """Turns rows into what the register takes, and gathers everything that is wrong."""

    def __init__(self, holder: Agency) -> None:
        held = FigureHolder.objects.filter(holder=holder).select_related("owner").prefetch_related("kinds")
        self.holdings: dict[str, list[FigureHolder]] = {}
        for each in held:
            self.holdings.setdefault(each.indicator, []).append(each)
        self.words: dict[str, Mapping[str, Agency | None]] = {}
        self.standing: dict[tuple[str, int, date, date], Figure] = {
            (each.indicator, each.agency_id, each.start, each.end): each
            for each in Figure.objects.filter(indicator__in=self.holdings).select_related("source")
        }
        self.seen: set[tuple[str, int, date, date]] = set()
        self.wrongs: list[Wrong] = []
        self.unchanged = 0

    def row(self, number: int, sent: FigureIn) -> Row | None:
        described = described_of(sent.indicator)
        if described is None or sent.indicator not in self.holdings:
            return self._wrong(
                number, "indicator", sent.indicator, "indicator.not_held",
                "Cơ quan của khóa không nắm số liệu của chỉ số này.", "The agency of this key does not hold this indicator.",
                "Kiểm tra mã chỉ số, hoặc nhờ thường trực đặt cơ quan nắm số liệu.",
                "Check the code, or have the standing body name this agency as holder.",
            )  # fmt: skip
        agency = self._agencies(sent.indicator).get(search_key(sent.agency))
        if agency is None:
            return self._wrong(
                number, "agency", sent.agency, "agency.unknown",
                "Không có đúng một cơ quan mang tên hoặc mã này trong phạm vi.", "Not exactly one agency in reach has this name or code.",
                "Dùng mã định danh của cơ quan, ví dụ H57.31.5.", "Use the agency's code, such as H57.31.5.",
            )  # fmt: skip
        place = (sent.indicator, agency.pk, sent.start, sent.end)
        if place in self.seen:
            return self._wrong(
                number, "agency", sent.agency, "figure.repeated",
                "Lô có hai số liệu cho cùng chỉ số, cơ quan và kỳ.", "The batch has two figures for one indicator, agency and period.",
                "Giữ một dòng.", "Keep one of them.",
            )  # fmt: skip
        self.seen.add(place)
        figure = self.standing.get(place)
        if figure is not None and _same(sent, figure):
            self.unchanged += 1
            return None
        said = Said(
            agency, sent.start, sent.end, sent.numerator, sent.denominator, sent.excluded, sent.exclusions,
            figure.source if figure else None, sent.note, sent.reason, figure.row_version if figure else 0,
        )  # fmt: skip
        words = {}
        for language in ("vi", "en"):
            with override(language):
                try:
                    check(described, said)
                except BadFigure as bad:
                    words[language], where = bad.words, bad.place
        if words:
            return self._wrong(
                number,
                where,
                str(getattr(sent, where)),
                f"{where}.unfit",
                words["vi"],
                words["en"],
                *MENDS[where],
            )
        return described, said

    def _agencies(self, code: str) -> Mapping[str, Agency | None]:
        """Folded names and codes of the agencies whose figures of this indicator the body gives; None where two share one."""
        if code not in self.words:
            self.words[code] = dict(
                _words(agency for each in self.holdings[code] for agency in concerned(each))
            )
        return self.words[code]

    def _wrong(
        self, number: int, field: str, value: str, rule: str, vi: str, en: str, mend_vi: str, mend_en: str
    ) -> None:
        place = f"/figures/{number}/{field}"
        self.wrongs.append(Wrong(place, value[:200], rule, vi, en, mend_vi, mend_en))


def _words(agencies: Iterable[Agency]) -> Iterator[tuple[str, Agency | None]]:
    by_id = {agency.pk: agency for agency in agencies}
    owners: dict[str, set[int]] = {}
    for agency in by_id.values():
        owners.setdefault(search_key(agency.name), set()).add(agency.pk)
    for pk, value in AgencyIdentifier.objects.filter(agency__in=by_id).values_list("agency_id", "value"):
        owners.setdefault(search_key(value), set()).add(pk)
    for word, pks in owners.items():
        yield word, by_id[next(iter(pks))] if len(pks) == 1 else None


def _same(sent: FigureIn, figure: Figure) -> bool:
    return not figure.is_withdrawn and (
        sent.numerator, sent.denominator, sent.excluded, sent.exclusions.strip(), sent.note.strip(),
    ) == (figure.numerator, figure.denominator, figure.excluded, figure.exclusions, figure.note)  # fmt: skip
