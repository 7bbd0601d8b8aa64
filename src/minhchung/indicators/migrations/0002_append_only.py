from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from minhchung.ledger.append_only import seal


class Migration(migrations.Migration):
    dependencies: ClassVar = [("indicators", "0001_initial")]
    operations: ClassVar = [seal("indicators_figurerevision")]
