"""The register of administrative procedures, in versions by decision."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from minhchung.agencies.models import Agency
from minhchung.viet.folding import search_key


class OnlineService(models.TextChoices):
    FULL = "full", _("toàn trình")
    PARTIAL = "partial", _("một phần")
    NONE = "none", _("cung cấp thông tin")


class Procedure(models.Model):
    """A procedure by its national number (1.000603), in the list of one agency."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="procedures")
    number = models.CharField(max_length=20)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["agency", "number"], name="one_procedure_per_list")]


class ProcedureVersion(models.Model):
    """What a decision says of a procedure from a day on. Sealed; the next decision adds the next version.

    code: as that decision writes it, in any of the three shapes. fee: đồng; null where the decision does not say.
    days_allowed: working days, or plain ones where in_calendar_days (null: a list taken in before that was kept; nothing is
    reckoned by it). is_abolished: from this day the procedure is no more.
    """

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="versions")
    valid_from = models.DateField()
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=1000)
    field = models.CharField(max_length=200, blank=True)
    online = models.CharField(max_length=8, choices=OnlineService, blank=True)
    fee = models.PositiveBigIntegerField(null=True)
    days_allowed = models.PositiveIntegerField(null=True)
    in_calendar_days = models.BooleanField(null=True)
    in_qms = models.BooleanField(null=True)
    is_abolished = models.BooleanField(default=False)
    decision_number = models.CharField(max_length=80)
    search_text = models.TextField(editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-valid_from", "-pk"]

    def save(self, *args: object, **kwargs: object) -> None:
        self.search_text = search_key(" ".join([self.code, self.name, self.field]))
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature, passed through
