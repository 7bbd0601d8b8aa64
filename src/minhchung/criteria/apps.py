from __future__ import annotations

from django.apps import AppConfig


class CriteriaConfig(AppConfig):
    name = "minhchung.criteria"
    label = "criteria"
    verbose_name = "Bộ tiêu chí"
    default_auto_field = "django.db.models.BigAutoField"
