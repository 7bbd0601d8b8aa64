"""Every address of the product. Names are English, paths are what a Vietnamese user reads."""

from __future__ import annotations

from django.urls import include, path
from django.views.i18n import set_language

from minhchung.config.views import session_extend

urlpatterns = [
    path("", include("minhchung.home.urls")),
    path("", include("minhchung.agencies.urls")),
    path("minh-chung/", include("minhchung.evidence.urls")),
    path("bo-tieu-chi/", include("minhchung.criteria.urls")),
    path("", include("minhchung.rounds.urls")),
    path("chi-so/", include("minhchung.indicators.urls")),
    path("ho-so-mot-cua/", include("minhchung.cases.urls")),
    path("api/", include("minhchung.api.urls")),
    path("ngon-ngu/", set_language, name="set_language"),
    path("phien/gia-han/", session_extend, name="session_extend"),
]

handler404 = "minhchung.config.views.page_missing"
handler500 = "minhchung.config.views.page_failed"
