from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from minhchung.ledger.append_only import seal


class Migration(migrations.Migration):
    dependencies: ClassVar = [("criteria", "0006_consultation")]
    operations: ClassVar = [
        seal("criteria_consultation"),
        seal("criteria_consultationact"),
        seal("criteria_invitation"),
        seal("criteria_comment"),
        seal("criteria_reply"),
        seal("criteria_commentanswer"),
        seal("criteria_waiver"),
        seal("criteria_issueproposal"),
        seal("criteria_issuedecision"),
    ]
