from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rounds", "0002_append_only")]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="return_remarks",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="entry",
            name="returned_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="leafvalue",
            name="draft",
            field=models.JSONField(blank=True, null=True),
        ),
    ]
