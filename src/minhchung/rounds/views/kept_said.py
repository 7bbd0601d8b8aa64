"""A value that an appraiser or the council says, read and kept; whatever stops it goes back to the page it was typed on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from minhchung.ledger.domain.versions import StaleRow
from minhchung.rounds.domain.access import EntryAccess
from minhchung.rounds.domain.engine import rubric_of
from minhchung.rounds.domain.entries import NotNow
from minhchung.rounds.domain.said import Said, Unsaid
from minhchung.rounds.interfaces.said_form import SaidReading, read_said
from minhchung.rounds.models import LeafValue
from minhchung.rounds.views.appraisal_words import LOCKED, SaidConflict, said_conflict
from minhchung.rubric import Node
from minhchung.ui.requests import whole

Keep = Callable[[Said, int], LeafValue]
"""Keeps what is said on top of a row version (0: none yet). Raises Unsaid, NotNow or StaleRow."""


class ShowAgain(Protocol):
    """The page once more, with what was typed."""

    def __call__(
        self,
        *,
        reading: SaidReading,
        conflict: SaidConflict | None = None,
        refusal: str = "",
        status: int = 200,
    ) -> HttpResponse: ...


def keep_said(
    request: HttpRequest,
    access: EntryAccess,
    leaf: Node,
    *,
    href: str,
    show: ShowAgain,
    keep: Keep,
    prefix: str = "",
    fields: Mapping[str, str] | None = None,
) -> LeafValue | HttpResponse:
    """Read what the form says and keep it. Returns what `keep` does, or the answer to send: 422, 423 or 409.

    href: where whoever takes the other's value goes. prefix: of the fields, when the page holds several forms.
    fields: names of the verb's fields → those of the form, where they differ.
    """
    entry = access.entry
    reading = read_said(rubric_of(entry.round.rubric), entry, leaf, request.POST, prefix)
    if request.POST.get("resolve") == "theirs":
        return HttpResponseRedirect(href)
    if request.POST.get("resolve") == "manual":
        return show(reading=reading)
    if reading.said is None:
        return show(reading=reading, status=422)
    expected = number_in(request, "row_version") or 0
    try:
        return keep(reading.said, expected)
    except Unsaid as fault:
        name = (fields or {}).get(fault.field, fault.field)
        return show(reading=reading.with_error(name, fault.words), status=422)
    except NotNow as fault:
        return show(reading=reading, refusal=fault.words, status=LOCKED)
    except StaleRow as stale:
        seen = number_in(request, f"{prefix}seen") or 0
        conflict = said_conflict(entry, leaf, reading, stale.current, row_version=expected, seen=seen)
        return show(reading=reading, conflict=conflict, status=409)


def number_in(request: HttpRequest, name: str) -> int | None:
    """A whole number that a form sends."""
    return whole(request.POST.get(name, ""))
