"""One-stop systems that report cases."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop as _

from minhchung.agencies.domain.refusal import Refused
from minhchung.agencies.models import Agency, Post, User
from minhchung.cases.models import CaseSystem
from minhchung.ledger.domain.record import record
from minhchung.viet.folding import nfc


def add_system(*, agency: Agency, name: str, actor: User, post: Post | None, now: datetime) -> CaseSystem:
    """Add a system to an agency. Raises Refused when the agency has one of this name."""
    try:
        with transaction.atomic():
            system = CaseSystem.objects.create(
                agency=agency, name=nfc(name).strip(), created_by=actor, created_at=now
            )
            record(
                verb="case_system.added",
                subject=f"cases.system:{system.pk}",
                at=now,
                actor_id=actor.pk,
                agency_id=agency.pk,
                post_id=post.pk if post else None,
                detail={"name": system.name},
            )
    except IntegrityError:
        raise Refused("name", _("Cơ quan đã có hệ thống tên này.")) from None
    return system
