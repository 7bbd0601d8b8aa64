"""Names an agency carried before it was renamed."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agencies", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="PastName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=300)),
                ("short_name", models.CharField(blank=True, max_length=60)),
                ("until_on", models.DateField()),
                ("decision_number", models.CharField(max_length=80)),
                ("name_key", models.CharField(db_index=True, editable=False, max_length=300)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="past_names",
                        to="agencies.agency",
                    ),
                ),
            ],
            options={"ordering": ["until_on", "pk"]},
        ),
        migrations.AddConstraint(
            model_name="pastname",
            constraint=models.UniqueConstraint(
                fields=("agency", "until_on"), name="one_past_name_until_a_day"
            ),
        ),
    ]
