from __future__ import annotations

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "minhchung.cases"
    label = "cases"
    verbose_name = "Hồ sơ một cửa"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from minhchung.cases.domain.access import readable_through_contests
        from minhchung.cases.indicators import computed
        from minhchung.evidence.domain.access import register_reader
        from minhchung.indicators.domain.registry import register

        register(computed())
        register_reader(readable_through_contests)
