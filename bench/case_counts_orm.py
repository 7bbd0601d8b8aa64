"""The counts as a Django project would write them first: a table of cases, and conditional counts by month."""

from __future__ import annotations

from typing import Any

from django.db.models import (
    BigIntegerField,
    BooleanField,
    CharField,
    Count,
    DateField,
    F,
    IntegerField,
    Model,
    Q,
    Sum,
)
from django.db.models.functions import Coalesce, TruncMonth

ALIAS = "bench_cases"


class Case(Model):
    """The columns of `stats.model.SCHEMA`, with an index on agency and dates as a project would have."""

    system = CharField(max_length=40)
    code = CharField(max_length=60)
    agency = BigIntegerField(db_index=True)
    received_on = DateField(db_index=True)
    procedure = CharField(max_length=40)
    field = CharField(max_length=40)
    channel = CharField(max_length=10, null=True)
    online_level = CharField(max_length=10, null=True)
    received_minute = IntegerField(null=True)
    promised_on = DateField(null=True)
    extended_to = DateField(null=True)
    computed_on = DateField(null=True)
    finished_on = DateField(null=True)
    returned_on = DateField(null=True)
    withdrawn_on = DateField(null=True)
    fee_due = BigIntegerField(null=True)
    paid_online = BooleanField(null=True)
    written_result = BooleanField(null=True)
    electronic_result = BooleanField(null=True)
    digitised = BooleanField(null=True)
    apology_sent = BooleanField(null=True)
    satisfaction = CharField(max_length=20, null=True)
    contested = CharField(max_length=60, null=True)
    batch = CharField(max_length=40)

    class Meta:
        app_label = "bench"
        managed = True

    def __str__(self) -> str:
        return self.code


def _of(condition: Q) -> Count:
    return Count("pk", filter=condition)


def received(cases: Any) -> Any:
    """What came in, by agency and month."""
    owes, full, partial, online = (
        Q(fee_due__gt=0),
        Q(online_level="full"),
        Q(online_level="partial"),
        Q(channel="online"),
    )
    return (
        cases.annotate(month=TruncMonth("received_on"))
        .values("agency", "month")
        .annotate(
            received=Count("pk"), received_direct=_of(Q(channel="direct")), received_online=_of(online),
            received_postal=_of(Q(channel="postal")), channel_unsaid=_of(Q(channel=None)), full_eligible=_of(full),
            full_online=_of(full & online), partial_eligible=_of(partial), partial_online=_of(partial & online),
            level_unsaid=_of(Q(online_level=None)), fee_cases=_of(owes), fee_paid_online=_of(owes & Q(paid_online=True)),
            fee_payment_unsaid=_of(owes & Q(paid_online=None)), fee_unsaid=_of(Q(fee_due=None)), fee_total=Sum("fee_due"),
            fee_total_paid_online=Sum("fee_due", filter=Q(paid_online=True)), digitised_cases=_of(Q(digitised=True)),
            digitised_unsaid=_of(Q(digitised=None)),
            due_computed=_of(Q(computed_on__isnull=False, promised_on=None, extended_to=None)),
        )
    )  # fmt: skip


def closed(cases: Any) -> Any:
    """What was closed, by agency and month."""
    late, done = Q(finished_on__gt=F("due_on")), Q(finished_on__isnull=False)
    written = done & Q(written_result=True)
    return (
        cases.annotate(
            due_on=Coalesce("extended_to", "promised_on", "computed_on"), closed_on=Coalesce("finished_on", "returned_on", "withdrawn_on")
        )
        .filter(closed_on__isnull=False)
        .annotate(month=TruncMonth("closed_on"))
        .values("agency", "month")
        .annotate(
            resolved=_of(done), early=_of(Q(finished_on__lt=F("due_on"))), on_time=_of(Q(finished_on=F("due_on"))),
            late=_of(late), late_contested=_of(late & Q(contested__isnull=False)), late_computed=_of(late & Q(promised_on=None, extended_to=None)),
            resolved_undated=_of(done & Q(due_on=None)),
            in_time_by_extension=_of(Q(finished_on__lte=F("due_on"), finished_on__gt=F("promised_on"))),
            late_apologised=_of(late & Q(apology_sent=True)), apology_unsaid=_of(late & Q(apology_sent=None)),
            returned=_of(Q(returned_on__isnull=False)), withdrawn=_of(Q(withdrawn_on__isnull=False)),
            written_results=_of(written), electronic_results=_of(written & Q(electronic_result=True)),
            electronic_unsaid=_of(written & Q(electronic_result=None)), written_unsaid=_of(done & Q(written_result=None)),
            satisfied=_of(done & Q(satisfaction="satisfied")), neutral=_of(done & Q(satisfaction="neutral")),
            dissatisfied=_of(done & Q(satisfaction="dissatisfied")),
            untroubled=_of(done & (Q(due_on=None) | ~late) & ~Q(satisfaction="dissatisfied")),
        )
    )  # fmt: skip
