from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from minhchung.ledger.append_only import seal


class Migration(migrations.Migration):
    dependencies: ClassVar = [("evidence", "0002_facts_revisions")]
    operations: ClassVar = [seal("evidence_factsrevision")]
