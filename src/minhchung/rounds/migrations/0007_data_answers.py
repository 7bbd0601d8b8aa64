from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

import minhchung.rounds.models.fields
from minhchung.ledger.append_only import seal

VERDICTS = [("entered", "Nhập"), ("accepted", "Đồng ý"), ("changed", "Thay đổi"), ("data", "Từ dữ liệu")]
STATES = [
    ("scored", "Đã có điểm"),
    ("not_applicable", "Không áp dụng"),
    ("absent", "Chưa trả lời"),
    ("pending", "Chờ số liệu"),
    ("undecided", "Chờ quyết nghị"),
]


class Migration(migrations.Migration):
    dependencies: ClassVar = [("rounds", "0006_kept_details")]

    operations: ClassVar = [
        migrations.AlterField(
            model_name="leafrevision",
            name="verdict",
            field=models.CharField(choices=VERDICTS, max_length=10),
        ),
        migrations.AlterField(
            model_name="leafvalue",
            name="verdict",
            field=models.CharField(choices=VERDICTS, default="entered", max_length=10),
        ),
        migrations.CreateModel(
            name="DataAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("node_id", models.CharField(max_length=80)),
                ("figures", models.JSONField()),
                ("answer", models.JSONField(null=True)),
                ("points", minhchung.rounds.models.fields.PointsField(max_length=60, null=True)),
                ("state", models.CharField(choices=STATES, max_length=15)),
                ("reasons", models.JSONField(default=list)),
                ("sha256", models.CharField(max_length=64)),
                ("computed_at", models.DateTimeField()),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="data_answers",
                        to="rounds.entry",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["entry", "node_id"], name="rounds_data_entry_i_1e8e7b_idx")],
            },
        ),
        seal("rounds_dataanswer"),
    ]
