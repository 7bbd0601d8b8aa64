from __future__ import annotations

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "minhchung.agencies"
    label = "agencies"
    verbose_name = "Cơ quan"
    default_auto_field = "django.db.models.BigAutoField"
