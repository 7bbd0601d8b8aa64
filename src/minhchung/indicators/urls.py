from __future__ import annotations

from django.urls import URLPattern, path

from minhchung.indicators.views import catalogue, figure, holders, importing, register

app_name = "indicators"
urlpatterns: list[URLPattern] = [
    path("", catalogue.indicator_list, name="list"),
    # the register of figures
    path("so-lieu/", register.register, name="register"),
    path("so-lieu/nhap/", figure.new, name="new"),
    path("so-lieu/nguoi-giu/", holders.holders, name="holders"),
    path("so-lieu/nguoi-giu/<str:code>/", holders.holder, name="holder"),
    path("so-lieu/tai-len/", importing.import_figures, name="import"),
    path("so-lieu/tai-len/xac-nhan/", importing.import_confirm, name="import_confirm"),
    path("so-lieu/mau.xlsx", importing.template, name="template"),
    path("so-lieu/ky/<str:code>/", register.period, name="period"),
    path("so-lieu/<int:pk>/", figure.figure, name="figure"),
    path("so-lieu/<int:pk>/rut/", figure.withdraw_figure, name="withdraw"),
    path("<str:code>/", catalogue.indicator_show, name="show"),
]
