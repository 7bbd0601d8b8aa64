"""Say what a file is: title, number, date, issuer. A person's word, versioned, in the ledger."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from minhchung.agencies.models import Post, User
from minhchung.evidence.models import EvidenceFile, FactsRevision
from minhchung.ledger.domain.record import record
from minhchung.ledger.domain.versions import save_version
from minhchung.merkle import canonical_json
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
    """Keep what the person says of the file, and what was said before. Raises StaleRow when somebody was faster."""
    fields = asdict(facts) | {"title": nfc(facts.title), "issuer": nfc(facts.issuer)}
    search = search_key(" ".join([fields["title"], file.name, facts.number, fields["issuer"]]))
    with transaction.atomic():
        save_version(file, expected=expected, **fields, search_text=search)
        keep_facts(file, actor=actor, now=now)
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
                "facts": facts_digest(file),
            },
        )
    return file


def keep_facts(file: EvidenceFile, *, actor: User, now: datetime) -> None:
    """Write down what is said of the file at this version, for good. Inside the transaction that wrote the row."""
    FactsRevision.objects.create(
        file=file,
        row_version=file.row_version,
        title=file.title,
        number=file.number,
        dated_on=file.dated_on,
        issuer=file.issuer,
        by=actor,
        at=now,
    )


def facts_digest(said: EvidenceFile | FactsRevision) -> str:
    """SHA-256 (hex) of the canonical JSON of title, number, date and issuer."""
    return hashlib.sha256(
        canonical_json(
            {
                "title": said.title,
                "number": said.number,
                "dated_on": said.dated_on.isoformat() if said.dated_on else "",
                "issuer": said.issuer,
            }
        )
    ).hexdigest()
