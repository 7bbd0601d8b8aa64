from __future__ import annotations

from django.apps import AppConfig


class RoundsConfig(AppConfig):
    name = "minhchung.rounds"
    label = "rounds"
    verbose_name = "Đợt chấm điểm"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from minhchung.evidence.domain.access import register_reader
        from minhchung.rounds.domain.evidence_use import readable_through_entries

        register_reader(readable_through_entries)
