from __future__ import annotations

from django.urls import path

from minhchung.criteria.views import (
    asked,
    consulting,
    draft_compare,
    draft_history,
    draft_list,
    draft_node,
    draft_text,
    draft_tree,
    issued,
    issuing,
    linting,
    opinion_tables,
    reading_document,
)
from minhchung.criteria.views import reading as views

app_name = "criteria"
DRAFT = "ban-thao/<int:pk>"
urlpatterns = [
    path("", views.list, name="list"),
    path("doc-van-ban/", reading_document.read, name="read"),
    path("doc-van-ban/tao/", reading_document.start, name="read_start"),
    path("lay-y-kien/", consulting.consultations, name="consultations"),
    path("lay-y-kien/moi/<int:pk>/", consulting.consult, name="consult"),
    path("lay-y-kien/tra-loi/<int:pk>/", consulting.answer_comment, name="answer_comment"),
    path("lay-y-kien/duoc-hoi/<int:pk>/", asked.asked, name="asked"),
    path("lay-y-kien/duoc-hoi/<int:pk>/muc/<str:node>/", asked.comment, name="comment"),
    path("lay-y-kien/duoc-hoi/<int:pk>/rut/<int:number>/", asked.withdraw_comment, name="withdraw_comment"),
    path("lay-y-kien/duoc-hoi/<int:pk>/tra-loi/", asked.reply, name="reply"),
    path("lay-y-kien/<int:pk>/", consulting.consultation, name="consultation"),
    path("lay-y-kien/<int:pk>/gia-han/", consulting.extend_consultation, name="extend_consultation"),
    path("lay-y-kien/<int:pk>/ket-thuc/", consulting.end_consultation, name="end_consultation"),
    path("lay-y-kien/<int:pk>/gui-bang/", consulting.publish_consultation, name="publish_consultation"),
    path("lay-y-kien/<int:pk>/bang/", opinion_tables.opinion_table_page, name="opinion_table"),
    path("ban-hanh/<int:pk>/", issuing.issue, name="issue"),
    path("ban-hanh/<int:pk>/de-lai/<slug:finding>/", issuing.waive_error, name="waive"),
    path("ban-hanh/<int:pk>/bo-de-lai/<slug:finding>/", issuing.take_back_waiver, name="take_back_waiver"),
    path("ban-hanh/<int:pk>/xac-nhan/", issuing.confirm_issue, name="confirm_issue"),
    path("ban-hanh/<int:pk>/rut/", issuing.withdraw_issue, name="withdraw_issue"),
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
    path(f"{DRAFT}/so-sanh/", draft_compare.compare_draft, name="draft_compare"),
    path(f"{DRAFT}/bo/", draft_list.drop, name="drop_draft"),
    path("<slug:code>/<str:version>/", views.show, name="show"),
    path("<slug:code>/<str:version>/tai-ve/", views.download, name="download"),
    path("<slug:code>/<str:version>/tai-ve.xlsx", views.download_workbook, name="download_workbook"),
    path("<slug:code>/<str:version>/cach-hieu/", issued.settled, name="settled"),
    path("<slug:code>/<str:version>/thay-doi/", issued.changes, name="changes"),
    path("<slug:code>/<str:version>/soat/", linting.lint, name="lint"),
    path("<slug:code>/<str:version>/soat.json", linting.lint_json, name="lint_json"),
]
