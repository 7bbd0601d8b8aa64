from __future__ import annotations

from django.apps import AppConfig


class RoundsConfig(AppConfig):
    name = "minhchung.rounds"
    label = "rounds"
    verbose_name = "Đợt chấm điểm"
    default_auto_field = "django.db.models.BigAutoField"
