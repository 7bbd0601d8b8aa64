from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from minhchung.ledger.append_only import seal


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("agencies", "0002_past_names"),
        ("indicators", "0002_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="FigureBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("external_id", models.CharField(max_length=100)),
                ("sha256", models.CharField(max_length=64)),
                ("given", models.PositiveIntegerField()),
                ("corrected", models.PositiveIntegerField()),
                ("unchanged", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("ledger_seq", models.BigIntegerField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="figure_batches",
                        to="agencies.agency",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("holder", "external_id"), name="one_figure_batch_per_holder_and_sender_id"
                    )
                ],
            },
        ),
        seal("indicators_figurebatch"),
    ]
