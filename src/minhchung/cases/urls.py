from __future__ import annotations

from django.urls import path

from minhchung.cases.views import imports, keys

app_name = "cases"
urlpatterns = [
    path("nhap/", imports.imports, name="imports"),
    path("nhap/he-thong/", imports.system_add, name="system_add"),
    path("nhap/tep/", imports.upload, name="upload"),
    path("nhap/<uuid:pk>/cot/", imports.columns, name="columns"),
    path("nhap/<uuid:pk>/xem-truoc/", imports.preview, name="preview"),
    path("nhap/<uuid:pk>/loi.csv", imports.faults, name="faults"),
    path("nhap/<uuid:pk>/xac-nhan/", imports.confirm, name="confirm"),
    path("nhap/<uuid:pk>/bo/", imports.give_up, name="give_up"),
    path("nhap/bien-nhan/<int:pk>/", imports.receipt, name="receipt"),
    path("khoa-api/", keys.keys, name="keys"),
    path("khoa-api/tao/", keys.key_add, name="key_add"),
    path("khoa-api/<int:pk>/thu-hoi/", keys.key_revoke, name="key_revoke"),
]
