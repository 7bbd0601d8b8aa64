from __future__ import annotations

from django.urls import path

from minhchung.criteria.views import linting
from minhchung.criteria.views import reading as views

app_name = "criteria"
urlpatterns = [
    path("", views.list, name="list"),
    path("<slug:code>/<str:version>/", views.show, name="show"),
    path("<slug:code>/<str:version>/tai-ve/", views.download, name="download"),
    path("<slug:code>/<str:version>/soat/", linting.lint, name="lint"),
    path("<slug:code>/<str:version>/soat.json", linting.lint_json, name="lint_json"),
]
