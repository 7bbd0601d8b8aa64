from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from minhchung.ledger.append_only import seal


class Migration(migrations.Migration):
    dependencies: ClassVar = [("cases", "0001_initial")]
    operations: ClassVar = [
        seal("cases_casemanifest"),
        seal("cases_importbatch"),
        seal("cases_frozenfigure"),
        seal("cases_procedureversion"),
        seal("cases_calendarday"),
    ]
