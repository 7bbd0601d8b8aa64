"""Forms about accounts and posts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from minhchung.agencies.enums import Role
from minhchung.agencies.interfaces.agency_forms import VersionedForm
from minhchung.agencies.interfaces.fields import DateField, TextField
from minhchung.agencies.models import User

USERNAME = RegexValidator(
    r"\A[a-z0-9][a-z0-9._-]{2,79}\Z", _("Dùng chữ thường không dấu, chữ số, dấu chấm, gạch; ít nhất 3 ký tự.")
)
NAME_INPUT = {
    "autocomplete": "off",
    "autocapitalize": "none",
    "spellcheck": "false",
    "class": "govuk-input--width-20",
}


class UsernameField(forms.CharField):
    """A user name as it is kept: lower case, no spaces around it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=80, widget=forms.TextInput(attrs=NAME_INPUT), **kwargs)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value) or "").lower()


class AccountForm(forms.Form):
    full_name = TextField(label=_("Họ tên"), max_length=120)
    username = UsernameField(
        label=_("Tên đăng nhập"), validators=[USERNAME], help_text=_("Ví dụ: nguyen.van.an")
    )
    email = forms.EmailField(label=_("Thư điện tử"), required=False)


class HolderField(UsernameField):
    """An open account, by its user name; the value is the account."""

    def clean(self, value: Any) -> User | None:  # type: ignore[override]
        name = super().clean(value)
        if not name:
            return None
        user = User.objects.filter(username=name, is_active=True).first()
        if user is None:
            raise forms.ValidationError(_("Không có tài khoản đang hoạt động với tên đăng nhập này."))
        return user


class PostForm(forms.Form):
    role = forms.ChoiceField(label=_("Vai trò"), choices=Role)
    title = TextField(label=_("Tên vị trí"), max_length=200, help_text=_("Ví dụ: Chuyên viên Văn phòng"))
    from_on = DateField(label=_("Từ ngày"))
    holder = HolderField(
        label=_("Tên đăng nhập của người giữ"), required=False, help_text=_("Để trống nếu chưa có người.")
    )


class GivePostForm(forms.Form):
    holder = HolderField(label=_("Tên đăng nhập của người giữ"))
    from_on = DateField(label=_("Từ ngày"))


class EndHoldingForm(forms.Form):
    to_on = DateField(
        label=_("Thôi giữ từ ngày"), help_text=_("Từ ngày này người đó không còn làm việc ở vị trí.")
    )


class ConfirmForm(VersionedForm):
    """A step that only asks to be confirmed."""
