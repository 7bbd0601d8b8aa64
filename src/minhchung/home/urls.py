from __future__ import annotations

from django.urls import path

from minhchung.home.views import handover, ledger, tasks

app_name = "home"
urlpatterns = [
    path("", tasks.tasks, name="tasks"),
    path("tro-giup/", tasks.help, name="help"),
    path("ban-giao/", handover.handover, name="handover"),
    path("ban-giao/<int:pk>/", handover.handover_record, name="handover_record"),
    path("ban-giao/<int:pk>/bien-ban.pdf", handover.handover_pdf, name="handover_pdf"),
    path("so-cai/", ledger.ledger, name="ledger"),
    path("so-cai/<int:seq>/", ledger.ledger_entry, name="ledger_entry"),
    path("so-cai/nhatky.jsonl", ledger.ledger_download, name="ledger_download"),
    path("diem-kiem-tra/", ledger.checkpoint, name="checkpoint"),
    path("diem-kiem-tra/checkpoints.txt", ledger.checkpoints_download, name="checkpoints_download"),
]
