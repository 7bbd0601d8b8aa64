from __future__ import annotations

from django.urls import URLPattern, path

from minhchung.rounds.views import (
    check,
    criterion,
    criterion_evidence,
    entry_list,
    official_form,
    public,
    public_entry,
    public_figures,
    public_files,
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
    # published rankings: no sign-in, read from the frozen snapshot; pk is the round's
    path("cong-bo/", public.public_list, name="public_list"),
    path("cong-bo/nhatky.jsonl", public_files.public_ledger, name="public_ledger"),
    path("cong-bo/<int:pk>/", public.public_ranking, name="public_ranking"),
    path("cong-bo/<int:pk>/ban-do-diem/", public_figures.public_heat, name="public_heat"),
    path("cong-bo/<int:pk>/so-sanh/", public_figures.public_compare, name="public_compare"),
    path("cong-bo/<int:pk>/quyet-nghi/", public_files.public_rulings, name="public_rulings"),
    path("cong-bo/<int:pk>/tu-kiem-tra/", public_files.public_verify, name="public_verify"),
    path("cong-bo/<int:pk>/ket-qua.csv", public_files.public_csv, name="public_csv"),
    path("cong-bo/<int:pk>/ket-qua.xlsx", public_files.public_xlsx, name="public_xlsx"),
    path("cong-bo/<int:pk>/ban-chup.json", public_files.public_json, name="public_json"),
    path("cong-bo/<int:pk>/co-quan/<int:entry_id>/", public_entry.public_entry, name="public_entry"),
    path(
        "cong-bo/<int:pk>/co-quan/<int:entry_id>/tieu-chi/<str:code>/",
        public_entry.public_leaf,
        name="public_leaf",
    ),
]
