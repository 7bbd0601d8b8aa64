"""Forms of a consultation: the letter, its deadline, an agency's comment and answer, the author's answer to each."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minhchung.agencies.domain.jurisdiction import within_reach
from minhchung.agencies.interfaces.fields import MomentField, TextField
from minhchung.agencies.models import Agency, AgencyKind
from minhchung.criteria.models import AnswerVerdict, Consultation, DraftEdit, ReplyVerdict
from minhchung.viet.folding import nfc

MOST_TEXT = 5000


class LongTextField(forms.CharField):
    """Several lines of text, composed (NFC), without blanks around."""

    def __init__(self, rows: int = 4, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", MOST_TEXT)
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        return nfc(super().to_python(value) or "").strip()


class ConsultForm(forms.Form):
    """Whom to ask, until when, with what letter. Agencies are named one by one or by their kind."""

    number = TextField(label=_("Số, ký hiệu công văn"), max_length=80, help_text=_("Ví dụ 1632/UBND"))
    due_at = MomentField(label=_("Hạn trả lời"), help_text=_("Ngày và giờ Việt Nam, ví dụ 18/08/2023 17:00"))
    letter = LongTextField(
        label=_("Nội dung đề nghị góp ý"),
        rows=6,
        help_text=_("Cơ quan được hỏi đọc nội dung này trước dự thảo."),
    )
    kinds = forms.ModelMultipleChoiceField(
        label=_("Mọi cơ quan thuộc loại"),
        queryset=AgencyKind.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    agencies = forms.ModelMultipleChoiceField(
        label=_("Từng cơ quan"),
        queryset=Agency.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, owner: Agency, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = (
            Agency.objects.filter(within_reach(owner), valid_from__lte=today)
            .filter(Q(valid_to__isnull=True) | Q(valid_to__gt=today))
            .exclude(pk=owner.pk)
        )
        self.fields["agencies"].queryset = there  # type: ignore[attr-defined]
        self.fields["kinds"].queryset = AgencyKind.objects.filter(  # type: ignore[attr-defined]
            pk__in=there.order_by().values("kind")
        )

    def chosen(self) -> list[Agency]:
        """The agencies named, and all of the kinds named, each once."""
        given = self.cleaned_data
        offered = self.fields["agencies"].queryset  # type: ignore[attr-defined]
        of_kinds = offered.filter(kind__in=given["kinds"]) if given["kinds"] else []
        return list(dict.fromkeys([*given["agencies"], *of_kinds]))


class ExtendForm(forms.Form):
    due_at = MomentField(label=_("Hạn mới"), help_text=_("Ngày và giờ Việt Nam, ví dụ 25/08/2023 17:00"))
    number = TextField(label=_("Số, ký hiệu công văn gia hạn"), max_length=80, required=False)
    reason = LongTextField(label=_("Lý do"), rows=3)


class CommentForm(forms.Form):
    """An opinion, and what the agency would write instead; at least one of the three."""

    opinion = LongTextField(label=_("Ý kiến"), required=False)
    wording = LongTextField(label=_("Đề nghị sửa thành"), required=False, rows=3)
    points = TextField(
        label=_("Điểm đề nghị"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "decimal"}),
    )


class ReplyForm(forms.Form):
    verdict = forms.ChoiceField(
        label=_("Trả lời của cơ quan"), choices=ReplyVerdict.choices, widget=forms.RadioSelect
    )


class AnswerForm(forms.Form):
    """What becomes of a comment. step: the edit of the draft that carries it out, of those made since it was sent."""

    verdict = forms.ChoiceField(
        label=_("Kết quả"),
        choices=AnswerVerdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn một kết quả.")},
    )
    reason = LongTextField(
        label=_("Giải trình"),
        help_text=_("Để trống được khi tiếp thu toàn bộ."),
        error_messages={"required": _("Không tiếp thu, hoặc chỉ tiếp thu một phần, thì phải giải trình.")},
    )
    step = forms.ModelChoiceField(
        label=_("Bước sửa thực hiện ý kiến này"),
        queryset=DraftEdit.objects.none(),
        required=False,
        empty_label=_("Không gắn với bước sửa nào"),
    )

    def __init__(self, *args: Any, consultation: Consultation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Asked for only of a verdict that it has to explain; which one it is must be said first.
        explained = (AnswerVerdict.PARTLY, AnswerVerdict.REJECTED)
        self.fields["reason"].required = self.data.get("verdict") in explained
        field = self.fields["step"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = (
            DraftEdit.objects.filter(draft_id=consultation.draft_id, at__gte=consultation.sent_at)
            .defer("packed")
            .order_by("-number")[:200]
        )
        field.queryset = DraftEdit.objects.filter(
            pk__in=list(field.queryset.values_list("pk", flat=True))
        ).order_by("-number")
        field.label_from_instance = lambda step: f"{step.number}. {step.summary}"  # type: ignore[method-assign]
