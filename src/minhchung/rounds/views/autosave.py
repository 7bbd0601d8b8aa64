"""The address of one criterion: an autosave that is in order is scored first and written in a moment.

Everything else (the page, the plain form, what cannot be read, a conflict) goes the whole way in `criterion`.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from minhchung.agencies.requests import acting_of, received_at_of
from minhchung.ledger.domain.idempotency import Write, idempotent_after
from minhchung.rounds.domain.engine import rubric_of
from minhchung.rounds.domain.ready_save import read_entry, reckon_save, write_save
from minhchung.rounds.domain.self_scoring import leaf_for
from minhchung.rounds.views import criterion as page
from minhchung.ui.requests import wants_json


def ready_to_save(request: HttpRequest, pk: int, code: str) -> Write | None:
    """The save scored, with its answer made; None for whatever is not a plain autosave."""
    if not wants_json(request) or "resolve" in request.POST:
        return None
    reading = read_entry(acting_of(request), pk)
    if reading is None:
        return None
    entry = reading.access.entry
    leaf = leaf_for(entry, code)
    group = page.group_of(rubric_of(entry.round.rubric), entry, leaf, request)
    if group.reading.errors:
        return None
    ready = reckon_save(
        reading,
        leaf,
        answer=group.reading.answer,
        note=group.reading.note,
        expected=group.expected,
        actor_id=request.user.pk,
        now=received_at_of(request),
    )
    if ready is None:
        return None
    answer = page.saved(request, reading.access, leaf, ready.value)

    def write() -> HttpResponse:
        write_save(ready)
        return answer

    return write


@require_http_methods(["GET", "POST"])
@idempotent_after(ready_to_save)
def criterion(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """/ho-so/34/tieu-chi/I.1.1/: GET shows, POST saves (autosave or the plain form)."""
    return page.criterion(request, pk, code)
