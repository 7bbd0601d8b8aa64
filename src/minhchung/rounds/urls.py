from __future__ import annotations

from django.urls import URLPattern, path

from minhchung.rounds.views import (
    check,
    criterion,
    criterion_evidence,
    entry_list,
    official_form,
    sheet,
    submit,
)

app_name = "rounds"
LEAF = "ho-so/<int:pk>/tieu-chi/<str:code>/"
SECTION = "ho-so/<int:pk>/bang/<str:section>/"

urlpatterns: list[URLPattern] = [
    # the agency's own entry: filled in, checked, approved, received
    path("dot/", entry_list.round_list, name="list"),
    path("ho-so/<int:pk>/", entry_list.entry, name="entry"),
    path(LEAF, criterion.criterion, name="criterion"),
    path(LEAF + "minh-chung/", criterion_evidence.attach_evidence, name="attach_evidence"),
    path(LEAF + "minh-chung/chon/", criterion_evidence.pick_evidence, name="pick_evidence"),
    path(LEAF + "minh-chung/<int:use_id>/go/", criterion_evidence.detach_evidence, name="detach_evidence"),
    path(SECTION, sheet.sheet, name="sheet"),
    path(SECTION + "excel/", sheet.sheet_workbook, name="sheet_workbook"),
    path(SECTION + "nhap-excel/", sheet.sheet_import, name="sheet_import"),
    path(SECTION + "nhap-excel/xac-nhan/", sheet.sheet_import_confirm, name="sheet_import_confirm"),
    path("ho-so/<int:pk>/kiem-tra/", check.check, name="check"),
    path("ho-so/<int:pk>/kiem-tra/khong-co/", check.declare_none_of, name="declare_none"),
    path("ho-so/<int:pk>/trinh/", check.send_to_head_of, name="send_to_head"),
    path("ho-so/<int:pk>/rut-lai/", check.withdraw_from_head_of, name="withdraw_from_head"),
    path("ho-so/<int:pk>/duyet/", submit.approve, name="approve"),
    path("ho-so/<int:pk>/tra-lai/", submit.return_to_secretary, name="return_entry"),
    path("ho-so/<int:pk>/bien-nhan/", submit.receipt, name="receipt"),
    path("ho-so/<int:pk>/phieu-tu-cham/", official_form.official_form, name="official_form"),
]
