from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from minhchung.ledger.append_only import freeze


class Migration(migrations.Migration):
    dependencies: ClassVar = [("rounds", "0008_keep_decision")]
    operations: ClassVar = [freeze("rounds_publication")]
