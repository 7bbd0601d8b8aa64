"""Results that somebody published elsewhere, kept as stated beside what the rubric says of them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from minhchung.agencies.models import Agency
from minhchung.criteria.models import RubricVersion
from minhchung.rounds.models.round import Round


class StatedTable(models.Model):
    """A typed results table and its findings; written once, never changed.

    rows: [{"agency", "stated": {code: points}, "total", "class", "rank", "traits", "place", "entry"}], points as text
    ("16", "5/2"), null where the table is silent; place: where the row stands in the source, "" when unsaid; entry: the
    id of the agency's entry in `round`, null without one. Tables kept before these two lack them. findings: [{"code", "severity", "agency", "node", "stated", "computed", "vi", "en"}].
    is_public: whoever kept it asked for it to be public; it is once a second person has confirmed (StatedAct).
    source: where it was published. round: the round that these results are, in the state `stated`.
    """

    rubric = models.ForeignKey(RubricVersion, on_delete=models.PROTECT, related_name="stated_tables")
    round = models.ForeignKey(
        Round, null=True, blank=True, on_delete=models.PROTECT, related_name="stated_tables"
    )
    title = models.CharField(max_length=300)
    source = models.TextField()
    rows = models.JSONField()
    findings = models.JSONField()
    is_public = models.BooleanField(default=False)
    is_sample = models.BooleanField(default=False)
    owner = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="stated_tables")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.title


class StatedAct(models.Model):
    """What was done to a kept table after it was kept: a second person made it public, or it was withdrawn by decision.

    Written once, never changed; the table itself stays as it is.
    """

    class Kind(models.TextChoices):
        CONFIRMED = "confirmed", _("đã xác nhận công khai")
        WITHDRAWN = "withdrawn", _("đã rút")

    table = models.ForeignKey(StatedTable, on_delete=models.PROTECT, related_name="acts")
    kind = models.CharField(max_length=10, choices=Kind)
    decision_number = models.CharField(max_length=80, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["table", "kind"], name="one_act_of_a_kind_per_stated_table"),
            models.CheckConstraint(
                condition=~models.Q(kind="withdrawn") | ~models.Q(reason="") & ~models.Q(decision_number=""),
                name="a_withdrawal_has_its_decision",
            ),
        ]
