from __future__ import annotations

from typing import Any, ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def write_down(apps: Any, _editor: Any) -> None:
    """What is said of each file now, as from its upload: earlier words were not kept."""
    revision = apps.get_model("evidence", "FactsRevision")
    files = apps.get_model("evidence", "EvidenceFile").objects.order_by("pk")
    revision.objects.bulk_create(
        (
            revision(
                file_id=file.pk,
                row_version=file.row_version,
                title=file.title,
                number=file.number,
                dated_on=file.dated_on,
                issuer=file.issuer,
                by_id=file.uploaded_by_id,
                at=file.uploaded_at,
            )
            for file in files.iterator(chunk_size=2000)
        ),
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("evidence", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="FactsRevision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("row_version", models.PositiveIntegerField()),
                ("title", models.CharField(blank=True, max_length=500)),
                ("number", models.CharField(blank=True, max_length=80)),
                ("dated_on", models.DateField(blank=True, null=True)),
                ("issuer", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="facts_revisions",
                        to="evidence.evidencefile",
                    ),
                ),
            ],
            options={
                "ordering": ["file", "row_version"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("file", "row_version"), name="one_facts_revision_per_version"
                    )
                ],
            },
        ),
        migrations.RunPython(write_down, migrations.RunPython.noop),
    ]
