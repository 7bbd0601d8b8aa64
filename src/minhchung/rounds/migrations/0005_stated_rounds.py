from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models

ROUND = [
    ("draft", "Đang chuẩn bị"),
    ("open", "Đang chấm"),
    ("council", "Hội đồng xem xét"),
    ("published", "Đã công bố"),
    ("revoked", "Đã thu hồi"),
    ("stated", "Ghi theo công bố"),
]
ENTRY = [
    ("draft", "Đang tự chấm"),
    ("with_head", "Chờ lãnh đạo duyệt"),
    ("returned", "Lãnh đạo trả lại"),
    ("submitted", "Đã nộp"),
    ("stated", "Ghi theo công bố"),
]


class Migration(migrations.Migration):
    dependencies: ClassVar = [("rounds", "0004_stated_tables")]
    operations: ClassVar = [
        migrations.AlterField(
            "round", "state", models.CharField(max_length=10, choices=ROUND, default="draft")
        ),
        migrations.AlterField(
            "entry", "state", models.CharField(max_length=10, choices=ENTRY, default="draft")
        ),
    ]
