from __future__ import annotations

from django.urls import path

from minhchung.cases.views import (
    case_list,
    contests,
    dashboard,
    frozen,
    import_receipt,
    imports,
    keys,
    registers,
)

app_name = "cases"
urlpatterns = [
    path("", dashboard.home, name="home"),
    path("co-quan/<int:pk>/", dashboard.dashboard, name="dashboard"),
    path("co-quan/<int:pk>/danh-sach/", case_list.cases, name="cases"),
    path("co-quan/<int:pk>/danh-sach.csv", case_list.cases_csv, name="cases_csv"),
    path("co-quan/<int:pk>/chot/", frozen.freeze_figure, name="freeze"),
    path("so-da-chot/", frozen.figures, name="figures"),
    path("so-da-chot/<int:pk>/", frozen.figure, name="figure"),
    path("phan-doi/", contests.contests, name="contests"),
    path("phan-doi/gui/", contests.contest_add, name="contest_add"),
    path("phan-doi/<int:pk>/", contests.contest, name="contest"),
    path("phan-doi/<int:pk>/rut/", contests.contest_withdraw, name="contest_withdraw"),
    path("co-quan/<int:pk>/thu-tuc/", registers.procedures, name="procedures"),
    path("thu-tuc/nhap/", registers.procedures_import, name="procedures_import"),
    path("ngay-lam-viec/", registers.calendar, name="calendar"),
    path("nhap/", imports.imports, name="imports"),
    path("nhap/he-thong/", imports.system_add, name="system_add"),
    path("nhap/tep/", imports.upload, name="upload"),
    path("nhap/<uuid:pk>/cot/", imports.columns, name="columns"),
    path("nhap/<uuid:pk>/xem-truoc/", imports.preview, name="preview"),
    path("nhap/<uuid:pk>/loi.csv", imports.faults, name="faults"),
    path("nhap/<uuid:pk>/xac-nhan/", imports.confirm, name="confirm"),
    path("nhap/<uuid:pk>/bo/", imports.give_up, name="give_up"),
    path("nhap/bien-nhan/<int:pk>/", import_receipt.receipt, name="receipt"),
    path("khoa-api/", keys.keys, name="keys"),
    path("khoa-api/tao/", keys.key_add, name="key_add"),
    path("khoa-api/<int:pk>/thu-hoi/", keys.key_revoke, name="key_revoke"),
]
