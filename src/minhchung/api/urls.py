from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from minhchung.api.views import api, docs, openapi

app_name = "api"
_operations = [each for each in api.urls[0] if each.name not in ("api-root", "openapi-json")]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", docs, name="docs"),
    path("v1/openapi.json", openapi, name="openapi"),
    *(path(f"v1/{each.pattern}", each.callback, name=each.name) for each in _operations),
]
