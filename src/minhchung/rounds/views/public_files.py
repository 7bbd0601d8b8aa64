"""What anyone may take away from a publication: CSV, XLSX, the snapshot itself, the rulings, the means to check it."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from minhchung.docgen.csv import to_csv
from minhchung.docgen.xlsx import Sheet, SheetColumn, Value, to_xlsx
from minhchung.ledger.domain.record import origin, public_key_text
from minhchung.ledger.models import Checkpoint, LedgerEntry, LedgerHead
from minhchung.rounds.domain.public import FROZEN, snapshot_text
from minhchung.rounds.domain.snapshot_values import Published, RankedEntry
from minhchung.rounds.models import Publication
from minhchung.rounds.views.public_entry import reasons_of, state_words
from minhchung.rounds.views.public_frame import Frame, frame_of, node_name, reasons_in_language, show

CONFIRMED = "publication.confirmed"
MOST_REASONS = 20_000
"""Rows of reasons that a workbook holds; beyond, the snapshot has them."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


# ── tables ────────────────────────────────────────────────────────────────────────────────────────────────────────


@require_GET
def public_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """The ranking with every node's points, one row an agency; UTF-8 with BOM, decimal points."""
    frame = frame_of(pk)
    heads = [title for title, _width in _heads(frame.said)]
    codes = [node.code for node in frame.said.rubric.walk()]
    rows = [[*heads, *codes], *(_row(entry, codes) for entry in frame.said.entries)]
    return _file(to_csv(rows), "text/csv; charset=utf-8", f"{_stem(frame)}.csv")


@require_GET
def public_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """A workbook: the ranking, every node's points, the criteria, the reasons."""
    frame = frame_of(pk)
    said = frame.said
    sheets = (_ranking_sheet(frame), _points_sheet(said), _criteria_sheet(said), _reasons_sheet(frame))
    return _file(to_xlsx(sheets, said.published_at), XLSX, f"{_stem(frame)}.xlsx")


def _stem(frame: Frame) -> str:
    return f"cong-bo-{frame.pk}"


def _file(body: bytes, content_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(body, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _heads(said: Published) -> list[tuple[str, int]]:
    return [
        (_("Hạng"), 8),
        (_("Đồng hạng"), 10),
        (_("Cơ quan"), 44),
        (_("Mã định danh"), 16),
        (_("Nhóm"), 24),
        (_("Tổng điểm"), 12),
        (_("Xếp loại"), 14),
    ]


def _front(entry: RankedEntry) -> list[Value]:
    return [
        entry.rank,
        _("có") if entry.tied else "",
        entry.name,
        "; ".join(entry.identifiers),
        entry.group,
        entry.total,
        entry.class_name,
    ]


def _row(entry: RankedEntry, codes: list[str]) -> list[Value]:
    return [*_front(entry), *(entry.nodes.get(code) for code in codes)]


def _columns(heads: list[tuple[str, int]], numbers: set[int]) -> tuple[SheetColumn, ...]:
    return tuple(
        SheetColumn(title, width, "number" if index in numbers else "text")
        for index, (title, width) in enumerate(heads)
    )


def _ranking_sheet(frame: Frame) -> Sheet:
    said = frame.said
    lines = [said.title, f"{said.owner} · {said.number} · {said.decided_on:%d/%m/%Y}"]
    lines += [line for line in (frame.revoked_words,) if line]
    lines.append(f"SHA-256: {said.sha256}")
    rows = tuple(tuple(_front(entry)) for entry in said.entries)
    return Sheet(_("Xếp hạng"), _columns(_heads(said), {0, 5}), rows, tuple(lines), freeze=3)


def _points_sheet(said: Published) -> Sheet:
    codes = [node.code for node in said.rubric.walk()]
    heads = [(_("Cơ quan"), 44), *((code, 9) for code in codes)]
    rows = tuple((entry.name, *(entry.nodes.get(code) for code in codes)) for entry in said.entries)
    return Sheet(_("Điểm từng mục"), _columns(heads, set(range(1, len(heads)))), rows, freeze=1)


def _criteria_sheet(said: Published) -> Sheet:
    heads = [(_("Mã"), 12), (_("Nội dung"), 70), (_("Điểm tối đa"), 12)]
    rows = tuple((node.code, node_name(node), node.max) for node in said.rubric.walk())
    return Sheet(_("Bộ tiêu chí"), _columns(heads, {2}), rows)


def _reasons_sheet(frame: Frame) -> Sheet:
    said = frame.said
    heads = [(_("Cơ quan"), 36), (_("Mã"), 12), (_("Điểm"), 10), (_("Trạng thái"), 16), (_("Lý do"), 80)]
    columns = _columns(heads, {2})
    leaves = [leaf.code for leaf in said.rubric.leaves()]
    if len(leaves) * len(said.entries) > MOST_REASONS:
        line = _("Lý do của từng điểm có trong bản chụp JSON và trên trang của từng cơ quan.")
        return Sheet(_("Lý do"), columns, (), (line,))
    rows: list[tuple[Value, ...]] = []
    for entry in said.entries:
        stages = said.stages(entry)
        for code in leaves:
            reasons = reasons_in_language(reasons_of(entry, code, stages.get(code, {})))
            state = entry.state(code)
            words = "" if state == "scored" else state_words(state)
            rows.append((entry.name, code, entry.nodes.get(code), words, " ".join(reasons)))
    return Sheet(_("Lý do"), columns, tuple(rows), freeze=2)


@require_GET
def public_json(request: HttpRequest, pk: int) -> HttpResponse:
    """The snapshot byte for byte; its digest in the headers too."""
    frame = frame_of(pk)
    answer = _file(snapshot_text(frame.publication).encode(), "application/json", f"{_stem(frame)}.json")
    digest = base64.b64encode(bytes.fromhex(frame.said.sha256)).decode()
    answer["Repr-Digest"] = f"sha-256=:{digest}:"
    answer["ETag"] = f'"{frame.said.sha256}"'
    return answer


# ── rulings ───────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class RulingsPage:
    frame: Frame


@require_GET
def public_rulings(request: HttpRequest, pk: int) -> HttpResponse:
    """/cong-bo/12/quyet-nghi/: each ruling on what the rubric left open, one for all agencies."""
    frame = frame_of(pk)
    return show(
        request,
        "rulings.html",
        RulingsPage(frame),
        frame,
        "public_rulings",
        leads=[{"label": _("Quyết nghị")}],
    )


# ── checking it oneself ───────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class VerifyPage:
    """checkpoint: the first that holds the publication's own ledger entry. body: that entry, as hashed."""

    note: str
    size: int
    signed_at: datetime | None
    public_key: str
    origin: str
    body: str
    seq: int | None


@require_GET
def public_verify(request: HttpRequest, pk: int) -> HttpResponse:
    """/cong-bo/12/tu-kiem-tra/: what was frozen, under which hash and checkpoint, and how to recompute it."""
    frame = frame_of(pk)
    checkpoint = Checkpoint.objects.filter(size=frame.publication.checkpoint_size).first()
    entry = LedgerEntry.objects.filter(subject=_subject(frame.publication.pk), verb=CONFIRMED).first()
    page = VerifyPage(
        note=checkpoint.note if checkpoint else "",
        size=checkpoint.size if checkpoint else 0,
        signed_at=checkpoint.at if checkpoint else None,
        public_key=public_key_text(),
        origin=origin(),
        body=entry.body if entry else "",
        seq=entry.seq if entry else None,
    )
    return show(request, "verify.html", page, frame, "public_verify", leads=[{"label": _("Tự kiểm tra")}])


def _subject(publication_id: int) -> str:
    return f"rounds.publication:{publication_id}"


@require_GET
def public_ledger(request: HttpRequest) -> StreamingHttpResponse:
    """nhatky.jsonl for everybody: each entry's place and leaf hash; the text only of entries that publish a snapshot.

    Enough to recompute every checkpoint's root, and so to see that nothing was altered, while saying nothing else.
    """
    size = LedgerHead.objects.filter(pk=1).values_list("size", flat=True).first() or 0
    answer = StreamingHttpResponse(_hashes(size), content_type="application/jsonl; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="nhatky.jsonl"'
    return answer


def _hashes(size: int) -> Iterator[str]:
    subjects = [
        _subject(pk) for pk in Publication.objects.filter(state__in=FROZEN).values_list("pk", flat=True)
    ]
    open_ones = LedgerEntry.objects.filter(verb=CONFIRMED, subject__in=subjects, seq__lt=size)
    bodies = dict(open_ones.values_list("seq", "body"))
    rows = LedgerEntry.objects.filter(seq__lt=size).order_by("seq").values_list("seq", "leaf_hash")
    for seq, leaf in rows.iterator(chunk_size=2000):
        line = {"seq": seq, "leaf": leaf} | ({"body": bodies[seq]} if seq in bodies else {})
        yield json.dumps(line, ensure_ascii=False) + "\n"
