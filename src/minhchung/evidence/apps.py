from __future__ import annotations

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "minhchung.evidence"
    label = "evidence"
    verbose_name = "Minh chứng"
    default_auto_field = "django.db.models.BigAutoField"
