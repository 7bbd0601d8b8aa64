"""Say what a file is: title, number, date, issuer. A person's word, versioned, in the ledger."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from minhchung.agencies.models import Post, User
from minhchung.evidence.models import EvidenceFile
from minhchung.ledger.domain.record import record
from minhchung.ledger.domain.versions import save_version
from minhchung.viet.folding import nfc, search_key


@dataclass(frozen=True)
class FileFacts:
    title: str
    number: str
    dated_on: date | None
    issuer: str


def describe(
    *, file: EvidenceFile, facts: FileFacts, expected: int, actor: User, post: Post | None, now: datetime
) -> EvidenceFile:
    """Keep what the person says of the file. Raises StaleRow when somebody described it in between."""
    fields = asdict(facts) | {"title": nfc(facts.title), "issuer": nfc(facts.issuer)}
    search = search_key(" ".join([fields["title"], file.name, facts.number, fields["issuer"]]))
    with transaction.atomic():
        save_version(file, expected=expected, **fields, search_text=search)
        record(
            verb="evidence.described",
            subject=f"evidence.file:{file.pk}",
            at=now,
            actor_id=actor.pk,
            agency_id=file.agency_id,
            post_id=post.pk if post else None,
            detail={
                "version": file.row_version,
                "number": facts.number,
                "dated_on": facts.dated_on.isoformat() if facts.dated_on else "",
            },
        )
    return file
