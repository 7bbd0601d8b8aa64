"""The addresses the page shell asks for, each answering nothing: the shell's tests need no other room."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


accounts = (
    [path("dang-nhap/", nothing, name="sign_in"), path("dang-xuat/", nothing, name="sign_out")],
    "agencies",
)
home = ([path("tro-giup/", nothing, name="help")], "home")

urlpatterns = [
    path("", include(accounts)),
    path("", include(home)),
    path("ngon-ngu/", nothing, name="set_language"),
    path("phien/gia-han/", nothing, name="session_extend"),
    path("tep/", nothing, name="upload"),
]
