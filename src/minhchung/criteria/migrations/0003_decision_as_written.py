from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models

from minhchung.ledger.append_only import seal, unseal


class Migration(migrations.Migration):
    dependencies: ClassVar = [("criteria", "0002_append_only")]
    operations: ClassVar = [
        unseal("criteria_rubricversion"),
        migrations.AlterField(
            model_name="rubricversion",
            name="decision_number",
            field=models.CharField(blank=True, max_length=500),
        ),
        seal("criteria_rubricversion"),
    ]
