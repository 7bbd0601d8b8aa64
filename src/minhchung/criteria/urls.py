from __future__ import annotations

from django.urls import path

from minhchung.criteria.views import draft_history, draft_list, draft_node, draft_text, draft_tree, linting
from minhchung.criteria.views import reading as views

app_name = "criteria"
DRAFT = "ban-thao/<int:pk>"
urlpatterns = [
    path("", views.list, name="list"),
    path("ban-thao/", draft_list.drafts, name="drafts"),
    path("ban-thao/moi/", draft_list.start, name="start_draft"),
    path(f"{DRAFT}/", draft_tree.tree, name="draft"),
    path(f"{DRAFT}/cay/", draft_tree.act, name="draft_act"),
    path(f"{DRAFT}/de-xuat/", draft_tree.apply_proposal, name="draft_proposal"),
    path(f"{DRAFT}/phan-chung/", draft_node.node, name="draft_head"),
    path(f"{DRAFT}/muc/<path:key>/", draft_node.node, name="draft_node"),
    path(f"{DRAFT}/van-ban/", draft_text.text, name="draft_text"),
    path(f"{DRAFT}/tai-ve/", draft_text.download, name="draft_download"),
    path(f"{DRAFT}/lich-su/", draft_history.history, name="draft_history"),
    path(f"{DRAFT}/bo/", draft_list.drop, name="drop_draft"),
    path("<slug:code>/<str:version>/", views.show, name="show"),
    path("<slug:code>/<str:version>/tai-ve/", views.download, name="download"),
    path("<slug:code>/<str:version>/soat/", linting.lint, name="lint"),
    path("<slug:code>/<str:version>/soat.json", linting.lint_json, name="lint_json"),
]
