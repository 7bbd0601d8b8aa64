"""The ledger, to read and to take away: entries, proofs, checkpoints."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render

from minhchung.agencies.interfaces.fields import DateField
from minhchung.agencies.models import Agency, User
from minhchung.agencies.requests import acting_of
from minhchung.home.domain.ledger_sight import ledger_lines, readable
from minhchung.home.domain.ledger_words import WORDS, words_of
from minhchung.ledger.domain.proofs import proof_of
from minhchung.ledger.domain.record import origin, public_key_text
from minhchung.ledger.models import Checkpoint, LedgerEntry, LedgerHead
from minhchung.ui.present import VIETNAM

PER_PAGE = 50


@dataclass(frozen=True)
class EntryRow:
    """One entry; only seq and leaf_hash are shown unless it may be read."""

    entry: LedgerEntry
    visible: bool
    agency: str
    actor: str
    words: str


@dataclass(frozen=True)
class LedgerPage:
    rows: tuple[EntryRow, ...]
    page: Page[LedgerEntry]
    query: str
    verb: str
    subject: str
    from_text: str
    to_text: str
    date_error: str
    size: int
    verbs: tuple[tuple[str, str], ...]


def ledger(request: HttpRequest) -> HttpResponse:
    """Entries, newest first. A filter finds only entries one may read: else it would tell what the others hold."""
    asked = {name: request.GET.get(name, "").strip()[:128] for name in ("viec", "doi-tuong", "tu", "den")}
    seen = readable(acting_of(request))
    try:
        from_on, to_on, date_error = (
            *(DateField(required=False).clean(asked[name]) for name in ("tu", "den")),
            "",
        )
    except ValidationError as problem:
        from_on, to_on, date_error = None, None, " ".join(problem.messages)
    entries = _filtered(seen, asked, from_on, to_on) if any(asked.values()) else LedgerEntry.objects.all()
    page = Paginator(entries.order_by("-seq"), PER_PAGE).get_page(request.GET.get("trang"))
    shown = LedgerPage(
        rows=_rows(list(page.object_list), seen),
        page=page,
        query=urlencode({name: value for name, value in asked.items() if value}),
        verb=asked["viec"],
        subject=asked["doi-tuong"],
        from_text=asked["tu"],
        to_text=asked["den"],
        date_error=date_error,
        size=LedgerHead.objects.filter(pk=1).values_list("size", flat=True).first() or 0,
        verbs=tuple(sorted(((code, str(words)) for code, words in WORDS.items()), key=lambda row: row[0])),
    )
    return render(request, "home/ledger.html", {"page": shown}, status=422 if date_error else 200)


def _filtered(
    seen: QuerySet[LedgerEntry], asked: dict[str, str], from_on: date | None, to_on: date | None
) -> QuerySet[LedgerEntry]:
    found = seen
    if asked["viec"]:
        found = found.filter(verb__startswith=asked["viec"])
    if asked["doi-tuong"]:
        found = found.filter(subject=asked["doi-tuong"])
    if from_on:
        found = found.filter(at__gte=_midnight(from_on))
    if to_on:
        found = found.filter(at__lt=_midnight(to_on + timedelta(days=1)))
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=VIETNAM)


def _rows(entries: list[LedgerEntry], seen: QuerySet[LedgerEntry]) -> tuple[EntryRow, ...]:
    visible = set(seen.filter(seq__in=[entry.seq for entry in entries]).values_list("seq", flat=True))
    shown = [entry for entry in entries if entry.seq in visible]
    agencies = dict(
        Agency.objects.filter(pk__in={entry.agency_id for entry in shown}).values_list("pk", "name")
    )
    people = dict(
        User.objects.filter(pk__in={entry.actor_id for entry in shown}).values_list("pk", "full_name")
    )
    return tuple(
        EntryRow(
            entry,
            entry.seq in visible,
            agencies.get(entry.agency_id or 0, "") if entry.seq in visible else "",
            people.get(entry.actor_id or 0, "") if entry.seq in visible else "",
            words_of(entry.verb) if entry.seq in visible else "",
        )
        for entry in entries
    )


@dataclass(frozen=True)
class LedgerEntryPage:
    """One entry with the proof that it stands in the tree of the newest checkpoint."""

    row: EntryRow
    body: str
    checkpoint: Checkpoint
    proof: tuple[str, ...]


def ledger_entry(request: HttpRequest, seq: int) -> HttpResponse:
    """What was recorded (if one may read it), its hash, and its proof of inclusion."""
    entry = get_object_or_404(LedgerEntry, pk=seq)
    row = _rows([entry], readable(acting_of(request)))[0]
    checkpoint = Checkpoint.objects.order_by("-size").first()
    if checkpoint is None or checkpoint.size <= seq:
        raise Http404
    page = LedgerEntryPage(
        row=row,
        body=json.dumps(json.loads(entry.body), ensure_ascii=False, indent=2) if row.visible else "",
        checkpoint=checkpoint,
        proof=tuple(part.hex() for part in proof_of(seq, checkpoint.size)),
    )
    return render(request, "home/ledger_entry.html", {"page": page})


@dataclass(frozen=True)
class CheckpointPage:
    """The newest signed note (None while nothing is recorded), and the key that checks it."""

    checkpoint: Checkpoint | None
    public_key: str
    origin: str


def checkpoint(request: HttpRequest) -> HttpResponse:
    """Open to all: the more people keep a checkpoint, the less can be rewritten unseen."""
    newest = Checkpoint.objects.order_by("-size").first()
    page = CheckpointPage(newest, public_key_text(), origin())
    return render(request, "home/checkpoint.html", {"page": page})


def ledger_download(request: HttpRequest) -> StreamingHttpResponse:
    """nhatky.jsonl: every entry's hash, and its text where one may read it."""
    size = LedgerHead.objects.filter(pk=1).values_list("size", flat=True).first() or 0
    answer = StreamingHttpResponse(
        ledger_lines(acting_of(request), size), content_type="application/jsonl; charset=utf-8"
    )
    answer["Content-Disposition"] = 'attachment; filename="nhatky.jsonl"'
    return answer


def checkpoints_download(request: HttpRequest) -> StreamingHttpResponse:
    """checkpoints.txt: every signed note, oldest first, an empty line after each."""
    notes = Checkpoint.objects.order_by("size").values_list("note", flat=True).iterator(chunk_size=2000)
    answer = StreamingHttpResponse((f"{note}\n" for note in notes), content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="checkpoints.txt"'
    return answer
