from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from minhchung.ledger.append_only import seal


class Migration(migrations.Migration):
    dependencies: ClassVar = [("ledger", "0003_nodes")]
    operations: ClassVar = [seal("ledger_ledgernode")]
