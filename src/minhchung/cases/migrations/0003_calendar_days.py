from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("cases", "0002_sealed")]
    operations: ClassVar = [
        migrations.AddField("procedureversion", "in_calendar_days", models.BooleanField(null=True)),
    ]
