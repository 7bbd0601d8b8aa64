"""Days off and days worked that this installation adds to the packaged calendar."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class DayKind(models.TextChoices):
    OFF = "off", _("nghỉ")
    WORKED = "worked", _("làm bù")
    ORDINARY = "ordinary", _("như thường lệ")


class CalendarDay(models.Model):
    """What a decision says of one day. Sealed: the newest word on a day stands; ORDINARY takes an earlier one back."""

    day = models.DateField()
    kind = models.CharField(max_length=8, choices=DayKind)
    reason = models.CharField(max_length=200)
    decision_number = models.CharField(max_length=80)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["day", "pk"]
