"""What a ranking says of every node stands in one record a group; rows kept before carry it themselves, and stay."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

from minhchung.ledger.append_only import seal


class Migration(migrations.Migration):
    dependencies: ClassVar = [("rounds", "0005_stated_rounds")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="RankedGroup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120)),
                ("data", models.BinaryField()),
                (
                    "ranking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="groups",
                        to="rounds.ranking",
                    ),
                ),
            ],
        ),
        seal("rounds_rankedgroup"),
        migrations.AddField(
            model_name="rankrow",
            name="kept_in",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rows",
                to="rounds.rankedgroup",
            ),
        ),
        migrations.AddField(
            model_name="rankrow",
            name="kept_row",
            field=models.PositiveIntegerField(null=True),
        ),
    ]
