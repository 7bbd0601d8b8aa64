from __future__ import annotations

from django.urls import path

from minhchung.evidence.views import library as views

app_name = "evidence"
urlpatterns = [
    path("", views.library, name="library"),
    path("tai-len/", views.upload, name="upload"),
    path("<int:pk>/", views.file, name="file"),
    path("<int:pk>/ban-goc/", views.original, name="original"),
    path("<int:pk>/xem/", views.preview, name="preview"),
    path("<int:pk>/xem/lai/", views.preview_again, name="preview_again"),
    path("<int:pk>/xem/<int:number>.png", views.preview_page, name="preview_page"),
]
