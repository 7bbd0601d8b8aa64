from __future__ import annotations

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "minhchung.indicators"
    label = "indicators"
    verbose_name = "Chỉ số"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from minhchung.evidence.domain.access import register_reader
        from minhchung.indicators.domain.access import readable_through_figures
        from minhchung.indicators.domain.lookup import computed
        from minhchung.indicators.domain.registry import register

        register(computed())
        register_reader(readable_through_figures)
