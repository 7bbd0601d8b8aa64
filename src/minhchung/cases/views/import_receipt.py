"""The receipt of one batch of cases."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from minhchung.agencies.models import Agency
from minhchung.agencies.requests import acting_of
from minhchung.cases.domain.access import batch_for
from minhchung.cases.interfaces.fault_words import ENCODING_WORDS
from minhchung.cases.models import ImportBatch
from minhchung.ledger.models import Checkpoint
from minhchung.ui.present import vn_date
from minhchung.viet.numbers import format_number


@dataclass(frozen=True)
class ReceiptPage:
    batch: ImportBatch
    rows: list[dict[str, str]]
    checkpoint: str
    encodings: tuple[tuple[str, int], ...]
    agencies: tuple[tuple[str, int], ...]


@require_GET
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """The receipt of one batch."""
    batch = batch_for(acting_of(request), pk)
    return render(request, "cases/receipt.html", {"page": _receipt_page(batch)})


def _receipt_page(batch: ImportBatch) -> ReceiptPage:
    names = dict(
        Agency.objects.filter(pk__in=list(map(int, batch.facts.get("agencies", {})))).values_list(
            "pk", "name"
        )
    )
    checkpoint = Checkpoint.objects.filter(size=batch.ledger_seq + 1).first()
    rows = [
        {"key": _("Hệ thống"), "value": f"{batch.system} – {batch.system.agency}"},
        {"key": _("Tệp"), "value": batch.name},
        {"key": _("Mã băm SHA-256"), "value": batch.sha256},
        {"key": _("Người nhập"), "value": str(batch.by or (batch.api_key and batch.api_key.name) or "")},
        {"key": _("Số dòng"), "value": format_number(batch.rows)},
        {"key": _("Hồ sơ mới"), "value": format_number(batch.new)},
        {"key": _("Hồ sơ thay trạng thái cũ"), "value": format_number(batch.replaced)},
        {"key": _("Hồ sơ không đổi"), "value": format_number(batch.unchanged)},
        {"key": _("Dòng lặp y hệt, chỉ tính một lần"), "value": format_number(batch.identical)},
        {
            "key": _("Tiếp nhận từ – đến"),
            "value": f"{vn_date(batch.first_received)} – {vn_date(batch.last_received)}",
        },
        *_undated_row(batch),
        {"key": _("Cột bỏ tại cửa"), "value": "; ".join(batch.facts.get("dropped", [])) or "–"},
        {"key": _("Bản kê kho"), "value": _manifest_words(batch)},
    ]
    return ReceiptPage(
        batch=batch,
        rows=rows,
        checkpoint=checkpoint.root_hash if checkpoint else "",
        encodings=tuple(
            (ENCODING_WORDS.get(name, name), count)
            for name, count in batch.facts.get("encodings", {}).items()
        ),
        agencies=tuple(
            (names.get(int(pk), pk), count) for pk, count in batch.facts.get("agencies", {}).items()
        ),
    )


def _undated_row(batch: ImportBatch) -> list[dict[str, str]]:
    undated, computed = (int(batch.facts.get(name, 0)) for name in ("undated", "computed"))
    if not undated:
        return []
    words = _("%(all)s, trong đó %(computed)s được tính hạn từ danh mục thủ tục, theo ngày làm việc")
    value = words % {"all": format_number(undated), "computed": format_number(computed)}
    return [{"key": _("Hồ sơ nguồn không ghi ngày hẹn"), "value": value}]


def _manifest_words(batch: ImportBatch) -> str:
    before, after = batch.manifest_before_id or 0, batch.manifest_after_id or 0
    if before == after:
        return _("số %(number)d (không đổi)") % {"number": after}
    return _("từ số %(before)d sang số %(after)d") % {"before": before, "after": after}
