"""Forms of the person who signs in: name and password, a new password, preferences."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from minhchung.agencies.models import User


def _password(autocomplete: str) -> forms.PasswordInput:
    return forms.PasswordInput(attrs={"autocomplete": autocomplete, "class": "govuk-input--width-20"})


class SignInForm(forms.Form):
    username = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=80,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "username",
                "autocapitalize": "none",
                "spellcheck": "false",
                "class": "govuk-input--width-20",
            }
        ),
        error_messages={"required": _("Hãy nhập tên đăng nhập.")},
    )
    password = forms.CharField(
        label=_("Mật khẩu"),
        strip=False,
        max_length=1000,
        widget=_password("current-password"),
        error_messages={"required": _("Hãy nhập mật khẩu.")},
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class ChangePasswordForm(forms.Form):
    current = forms.CharField(
        label=_("Mật khẩu hiện tại"), strip=False, max_length=1000, widget=_password("current-password")
    )
    new = forms.CharField(
        label=_("Mật khẩu mới"),
        strip=False,
        max_length=1000,
        widget=_password("new-password"),
        help_text=_(
            "Ít nhất 12 ký tự; một câu ngắn dễ nhớ là tốt nhất. Được dán và dùng trình quản lý mật khẩu."
        ),
    )
    again = forms.CharField(
        label=_("Nhập lại mật khẩu mới"), strip=False, max_length=1000, widget=_password("new-password")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        new, again = given.get("new"), given.get("again")
        if new and again and new != again:
            self.add_error("again", _("Hai lần nhập mật khẩu mới không giống nhau."))
        if new and new == given.get("current"):
            self.add_error("new", _("Mật khẩu mới phải khác mật khẩu hiện tại."))
        if new:
            try:
                validate_password(new, self.user)
            except forms.ValidationError as problems:
                self.add_error("new", problems)
        return given


class SettingsForm(forms.Form):
    email = forms.EmailField(
        label=_("Thư điện tử"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    language = forms.ChoiceField(label=_("Ngôn ngữ"), choices=settings.LANGUAGES, widget=forms.RadioSelect)
    shortcuts_on = forms.BooleanField(
        label=_("Dùng phím tắt"),
        required=False,
        help_text=_("Tắt nếu phím tắt gây vướng, ví dụ khi bạn điều khiển máy bằng giọng nói."),
    )
    row_version = forms.IntegerField(widget=forms.HiddenInput)
