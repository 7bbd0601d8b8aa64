"""`minhchung manage load_rubrics`: the rubrics shipped with the product, kept as versions to open rounds on."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from minhchung.criteria.domain.library import keep_shipped


class Command(BaseCommand):
    help = (
        "Keep the rubrics shipped with the product; those already kept stay as they are. / "
        "Nạp các bộ tiêu chí kèm theo phần mềm; bộ đã có giữ nguyên."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        try:
            kept = keep_shipped(timezone.now())
        except ValueError as clash:
            raise CommandError(str(clash)) from clash
        for version in kept:
            self.stdout.write(f"{version.code} {version.version}: {version.title}")
