"""Forms of what is done to a round by a decision, and of the person who confirms it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from minhchung.agencies.interfaces.fields import DateField, MomentField, TextField
from minhchung.criteria.models import RubricVersion
from minhchung.rounds.domain.acts import Decision
from minhchung.rounds.enums import PhaseKind
from minhchung.rounds.interfaces.agency_field import AgencyField
from minhchung.rounds.interfaces.versioned_form import VersionedForm
from minhchung.rounds.models import Entry, Phase, Round
from minhchung.rubric import Rubric
from minhchung.ui.present import in_vietnam


class DecisionForm(VersionedForm):
    """The document that a step rests on, and what it says where that is asked."""

    decision_number = TextField(
        label=_("Số, ký hiệu văn bản"),
        max_length=80,
        help_text=_("Ví dụ: 2804/QĐ-UBND"),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )
    decided_on = DateField(label=_("Ngày ký"))
    decision_text = forms.CharField(
        label=_("Nội dung, căn cứ"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def decision(self) -> Decision:
        given = self.cleaned_data
        return Decision(given["decision_number"], given["decided_on"], given.get("decision_text", "").strip())


class RevokeForm(DecisionForm):
    """A revocation states its reason."""

    decision_text = forms.CharField(
        label=_("Lý do thu hồi"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Lý do được công bố cùng kết quả đã thu hồi."),
    )


class ExtendForm(DecisionForm):
    phase = forms.ModelChoiceField(
        label=_("Bước được gia hạn"),
        queryset=Phase.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    due_at = MomentField(label=_("Hạn mới"), help_text=_("Ngày và giờ Việt Nam, ví dụ 31/12/2023 17:00"))
    locks_at = MomentField(
        label=_("Khóa lúc"), help_text=_("Từ hạn mới đến lúc khóa vẫn nhận, và tính là nộp muộn.")
    )
    field_order = ["phase", "due_at", "locks_at", "decision_number", "decided_on", "decision_text"]

    def __init__(self, *args: Any, round: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["phase"]
        field.queryset = round.phases.all()  # type: ignore[attr-defined]
        field.label_from_instance = _phase_words  # type: ignore[attr-defined]


def _phase_words(phase: Phase) -> str:
    return now_("%(phase)s (hạn %(due)s, khóa %(locks)s)") % {
        "phase": PhaseKind(phase.kind).label,
        "due": f"{in_vietnam(phase.due_at):%d/%m/%Y %H:%M}",
        "locks": f"{in_vietnam(phase.locks_at):%d/%m/%Y %H:%M}",
    }


class AdmitForm(DecisionForm):
    group = TextField(
        label=_("Nhóm xếp hạng"),
        max_length=120,
        required=False,
        help_text=_("Để trống: theo loại cơ quan."),
    )

    def __init__(self, *args: Any, round: Round, rubric: Rubric, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"] = AgencyField(
            label=now_("Cơ quan bổ sung"), day=date.max, help_text=now_("Tên hoặc mã định danh của cơ quan.")
        )
        self.trait_names = tuple(trait.name for trait in rubric.traits)
        for trait in rubric.traits:
            self.fields[f"trait_{trait.name}"] = forms.ChoiceField(
                label=trait.title,
                choices=[(value, value) for value in trait.values],
                widget=forms.RadioSelect,
            )
        first = ["agency", "group", *(f"trait_{name}" for name in self.trait_names)]
        self.order_fields([*first, "decision_number", "decided_on", "decision_text"])

    def traits(self) -> dict[str, str] | None:
        """What the rubric asks of the agency; None when it asks nothing (the agency's own traits then hold)."""
        return {name: self.cleaned_data[f"trait_{name}"] for name in self.trait_names} or None


class MergeForm(DecisionForm):
    gone = forms.ModelChoiceField(
        label=_("Hồ sơ được nhập (cơ quan bị sáp nhập)"), queryset=Entry.objects.none(), empty_label=_("Chọn")
    )
    into = forms.ModelChoiceField(
        label=_("Nhập vào hồ sơ của (cơ quan kế tục)"), queryset=Entry.objects.none(), empty_label=_("Chọn")
    )
    field_order = ["gone", "into", "decision_number", "decided_on", "decision_text"]

    def __init__(self, *args: Any, entries: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("gone", "into"):
            self.fields[name].queryset = entries  # type: ignore[attr-defined]
            self.fields[name].label_from_instance = lambda entry: entry.agency.name  # type: ignore[attr-defined]


class AmendForm(DecisionForm):
    version = forms.ModelChoiceField(
        label=_("Phiên bản mới"),
        queryset=RubricVersion.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    field_order = ["version", "decision_number", "decided_on", "decision_text"]

    def __init__(self, *args: Any, versions: Iterable[RubricVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ids = [version.pk for version in versions]
        self.fields["version"].queryset = RubricVersion.objects.filter(pk__in=ids)  # type: ignore[attr-defined]


class ProposeForm(DecisionForm):
    """The decision under which the ranking is published; its text is the decision itself."""

    decision_text = None  # type: ignore[assignment]


class ConfirmForm(VersionedForm):
    """Nothing to type: what is confirmed stands on the page, and the version says that it is still that."""


class ConfirmPublicationForm(ConfirmForm):
    """Confirmed by whoever has read what may name a person; nothing to tick where nothing does."""

    words_read = forms.BooleanField(
        label=_("Tôi đã đọc các lời có thể có tên người, số điện thoại, địa chỉ thư ở trên; vẫn công bố"),
        error_messages={"required": _("Đọc các lời có thể có tên người ở trên rồi đánh dấu vào đây.")},
    )

    def __init__(self, *args: Any, hinted: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not hinted:
            del self.fields["words_read"]
