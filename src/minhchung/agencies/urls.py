from __future__ import annotations

from django.urls import path

from minhchung.agencies.views import people, reorganise, sign_in, tree

app_name = "agencies"
urlpatterns = [
    path("dang-nhap/", sign_in.sign_in, name="sign_in"),
    path("dang-xuat/", sign_in.sign_out, name="sign_out"),
    path("doi-mat-khau/", sign_in.change_password, name="change_password"),
    path("cai-dat/", sign_in.user_settings, name="settings"),
    path("co-quan/", tree.tree, name="tree"),
    path("co-quan/moi/", reorganise.agency_new, name="agency_new"),
    path("co-quan/<int:pk>/", tree.agency, name="agency"),
    path("co-quan/<int:pk>/doi-ten/", reorganise.agency_rename, name="agency_rename"),
    path("co-quan/<int:pk>/sap-nhap/", reorganise.agency_merge, name="agency_merge"),
    path("co-quan/<int:pk>/chia-tach/", reorganise.agency_split, name="agency_split"),
    path("co-quan/<int:pk>/ket-thuc/", reorganise.agency_close, name="agency_close"),
    path("co-quan/<int:pk>/them-ma/", reorganise.identifier_add, name="identifier_add"),
    path("co-quan/<int:pk>/them-vi-tri/", people.post_new, name="post_new"),
    path("ma-co-quan/<int:pk>/bo/", reorganise.identifier_remove, name="identifier_remove"),
    path("vi-tri/<int:pk>/giao/", people.post_give, name="post_give"),
    path("giu-vi-tri/<int:pk>/thoi/", people.holding_end, name="holding_end"),
    path("tai-khoan/", people.accounts_list, name="accounts"),
    path("tai-khoan/moi/", people.account_new, name="account_new"),
    path("tai-khoan/<int:pk>/", people.account, name="account"),
    path("tai-khoan/<int:pk>/mat-khau/", people.account_password, name="account_password"),
    path("tai-khoan/<int:pk>/ngung/", people.account_deactivate, name="account_deactivate"),
]
