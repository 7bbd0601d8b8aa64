"""The council's conclusion on many leaves: the reason that is published, and the document it rests on."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from minhchung.agencies.interfaces.fields import DateField, TextField
from minhchung.rounds.domain.acts import Decision
from minhchung.rounds.interfaces.said_form import REASON_MOST


class ConcludeForm(forms.Form):
    """One reason and one document for all leaves together."""

    reason = forms.CharField(
        label=_("Lý do của hội đồng"),
        max_length=REASON_MOST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Công bố cùng kết quả, ở từng tiêu chí, kèm số và ngày văn bản. Không ghi tên người."),
    )
    decision_number = TextField(
        label=_("Số, ký hiệu biên bản hoặc nghị quyết"),
        max_length=80,
        help_text=_("Ví dụ: 05/BB-HĐ"),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )
    decided_on = DateField(label=_("Ngày ký"))

    def decision(self) -> Decision:
        return Decision(self.cleaned_data["decision_number"], self.cleaned_data["decided_on"])
