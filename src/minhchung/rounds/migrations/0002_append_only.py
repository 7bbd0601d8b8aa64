from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from minhchung.ledger.append_only import seal


class Migration(migrations.Migration):
    dependencies: ClassVar = [("rounds", "0001_initial")]
    operations: ClassVar = [
        seal("rounds_leafrevision"),
        seal("rounds_explanation"),
        seal("rounds_ruling"),
        seal("rounds_receipt"),
        seal("rounds_rounddecision"),
        seal("rounds_rankrow"),
        seal("rounds_ranking"),
    ]
