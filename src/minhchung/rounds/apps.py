from __future__ import annotations

from django.apps import AppConfig


class RoundsConfig(AppConfig):
    name = "minhchung.rounds"
    label = "rounds"
    verbose_name = "Đợt chấm điểm"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from minhchung.criteria.domain import settled
        from minhchung.evidence.domain.access import register_reader
        from minhchung.evidence.domain.facts_history import register_settled
        from minhchung.indicators.domain.changes import listen
        from minhchung.rounds.domain import rubric_uses
        from minhchung.rounds.domain.autofill import figures_came_in
        from minhchung.rounds.domain.evidence_use import judged_since, readable_through_entries

        register_reader(readable_through_entries)
        register_settled(judged_since)
        settled.tell(rubric_uses)
        listen(figures_came_in)
