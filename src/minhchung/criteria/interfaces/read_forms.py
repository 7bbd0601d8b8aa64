"""Forms of the reading page: the document, and the draft that comes of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from minhchung.rubric.read.told import FORMATS, LIMITS

MOST_TEXT = 2_000_000


class DocumentField(forms.FileField):
    """A file of at most LIMITS.most_bytes; what it is, its content says in the worker."""

    default_error_messages = {
        "required": _("Chọn một tệp."),
        "missing": _("Chọn một tệp."),
        "empty": _("Tệp trống."),
        "invalid": _("Chọn một tệp."),
    }

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if file is not None and file.size > LIMITS.most_bytes:
            raise forms.ValidationError(
                gettext("Tệp lớn quá %(limit)s MB.") % {"limit": LIMITS.most_bytes // 1_000_000}
            )
        return file


class DocumentForm(forms.Form):
    """The document to read."""

    file = DocumentField(
        label=_("Văn bản bộ tiêu chí"),
        help_text=_(
            "Word (.docx), Excel (.xlsx), PDF có chữ, trang web (.html), chữ (.txt); hoặc sổ tính bộ tiêu chí do hệ thống xuất."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(f".{each}" for each in FORMATS)}),
    )


class ReadDraftForm(forms.Form):
    """What the draft is called; its text is what was read."""

    text = forms.CharField(max_length=MOST_TEXT, widget=forms.HiddenInput(), strip=False)
    title = forms.CharField(label=_("Tên bộ tiêu chí"), max_length=500)
    code = forms.SlugField(
        label=_("Mã"),
        max_length=80,
        help_text=_(
            "Chữ thường không dấu, số, gạch nối: cchc-2024. Là bản mới của một bộ đã ban hành thì ghi đúng mã của bộ đó, để đợt đang chạy nhận được."
        ),
        widget=forms.TextInput(attrs={"list": "ma-da-co"}),
    )
    version = forms.CharField(
        label=_("Phiên bản sẽ ban hành"),
        max_length=40,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )
