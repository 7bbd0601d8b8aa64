"""Forms of the handover."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minhchung.agencies.interfaces.fields import DateField, TextField
from minhchung.agencies.interfaces.people_forms import USERNAME, HolderField, UsernameField
from minhchung.agencies.models import User


class HandoverForm(forms.Form):
    """Who receives the post, and from which day. with_account: a receiver without an account may be given one."""

    receiver = HolderField(label=_("Tên đăng nhập, nếu người nhận đã có tài khoản"), required=False)
    full_name = TextField(
        label=_("Hoặc họ tên, nếu người nhận chưa có tài khoản"),
        max_length=120,
        required=False,
        help_text=_("Hệ thống tạo tài khoản và hiện mật khẩu dùng một lần."),
    )
    username = UsernameField(
        label=_("Tên đăng nhập đặt cho tài khoản mới"),
        required=False,
        validators=[USERNAME],
        help_text=_("Ví dụ: nguyen.van.an"),
    )
    on = DateField(label=_("Ngày bàn giao"), help_text=_("Từ ngày này người nhận làm việc ở vị trí."))
    note = forms.CharField(
        label=_("Ghi chú"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, with_account: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_account:
            del self.fields["full_name"], self.fields["username"]
            self.fields["receiver"].label = _("Tên đăng nhập của người nhận")
            self.fields["receiver"].required = True
        for name in {"receiver", "full_name", "username"} & self.fields.keys():
            self.fields[name].needed_later = True  # type: ignore[attr-defined]  # one of two is needed: not optional

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "username" not in self.fields or self.errors:
            return given
        new = bool(given["full_name"] or given["username"])
        if not given["receiver"] and not new:
            self.add_error(
                "receiver", _("Hãy nhập người nhận: một tài khoản đã có, hoặc họ tên và tên đăng nhập mới.")
            )
        elif given["receiver"] and new:
            self.add_error("receiver", _("Chỉ chọn một: tài khoản đã có, hoặc tài khoản mới."))
        elif new:
            self._check_new(given)
        return given

    def _check_new(self, given: dict[str, Any]) -> None:
        for name in ("full_name", "username"):
            if not given[name]:
                self.add_error(name, _("Tài khoản mới cần cả họ tên và tên đăng nhập."))
        if User.objects.filter(username=given["username"]).exists():
            self.add_error("username", _("Tên đăng nhập này đã có người dùng."))

    @property
    def opens_account(self) -> bool:
        return bool(self.cleaned_data.get("username"))

    @property
    def receiver_name(self) -> str:
        given = self.cleaned_data
        return given["full_name"] if self.opens_account else given["receiver"].full_name
