from __future__ import annotations

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "minhchung.home"
    label = "home"
    verbose_name = "Việc cần làm"
    default_auto_field = "django.db.models.BigAutoField"
