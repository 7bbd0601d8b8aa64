from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from minhchung.ledger.append_only import seal


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("rounds", "0009_freeze_publications"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="StatedAct",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("confirmed", "đã xác nhận công khai"), ("withdrawn", "đã rút")],
                        max_length=10,
                    ),
                ),
                ("decision_number", models.CharField(blank=True, max_length=80)),
                ("decided_on", models.DateField(blank=True, null=True)),
                ("reason", models.TextField(blank=True)),
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
                    "table",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acts",
                        to="rounds.statedtable",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("table", "kind"), name="one_act_of_a_kind_per_stated_table"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "withdrawn"), _negated=True),
                            models.Q(
                                models.Q(("reason", ""), _negated=True),
                                models.Q(("decision_number", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_withdrawal_has_its_decision",
                    ),
                ],
            },
        ),
        seal("rounds_statedact"),
    ]
