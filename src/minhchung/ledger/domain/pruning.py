"""Take away what is kept only for a while: answers to repeated requests. The log itself is never pruned."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db.models import QuerySet

from minhchung.ledger.models import IdempotentAnswer

ANSWERS_KEPT: Final = timedelta(days=7)
"""How long a browser may repeat a write and be given its first answer."""
AT_ONCE: Final = 2_000


def old_answers(before: datetime) -> QuerySet[IdempotentAnswer]:
    return IdempotentAnswer.objects.filter(at__lt=before)


def prune_answers(before: datetime) -> int:
    """Delete the answers given before a moment, a few at a time so that nobody waits; how many there were."""
    pruned = 0
    while pks := list(old_answers(before).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        pruned += IdempotentAnswer.objects.filter(pk__in=pks).delete()[0]
    return pruned
