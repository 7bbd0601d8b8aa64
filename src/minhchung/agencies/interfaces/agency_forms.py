"""Forms that change the agency tree, each with the decision behind the change."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from minhchung.agencies.domain.by import Decision
from minhchung.agencies.domain.identify import NATIONAL
from minhchung.agencies.domain.reorganise import NewAgency
from minhchung.agencies.domain.tree import on
from minhchung.agencies.interfaces.fields import DateField, TextField
from minhchung.agencies.models import Agency, AgencyIdentifier, AgencyKind
from minhchung.viet.folding import search_key

SCHEMES = (
    (NATIONAL, _("Mã định danh (H44.07 hoặc 000.00.07.H44)")),
    ("mot-cua", _("Mã trên hệ thống một cửa")),
)
LONGEST_NAME = 300


class VersionedForm(forms.Form):
    """A form about a row that stood at a version when the form was made."""

    row_version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class DecisionForm(VersionedForm):
    """The decision's number and the day it takes effect."""

    decision_number = TextField(
        label=_("Số quyết định"),
        max_length=80,
        help_text=_("Ví dụ: 2804/QĐ-UBND"),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )
    effective_on = DateField(label=_("Ngày có hiệu lực"), help_text=_("Ngày/tháng/năm, ví dụ 01/07/2025"))
    field_order: list[str] | None = None

    def decision(self) -> Decision:
        return Decision(
            number=self.cleaned_data["decision_number"], effective_on=self.cleaned_data["effective_on"]
        )


class CreateAgencyForm(DecisionForm):
    name = TextField(label=_("Tên cơ quan"), max_length=LONGEST_NAME)
    short_name = TextField(label=_("Tên viết tắt"), max_length=60, required=False)
    kind = forms.ModelChoiceField(
        label=_("Loại cơ quan"), queryset=AgencyKind.objects.all(), empty_label=_("Chọn")
    )
    order_no = forms.IntegerField(
        label=_("Số thứ tự trong danh sách chính thức"),
        min_value=0,
        initial=0,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "numeric"}),
    )
    parent = forms.ModelChoiceField(queryset=Agency.objects.all(), required=False, widget=forms.HiddenInput)
    field_order = ["name", "short_name", "kind", "order_no", "decision_number", "effective_on"]

    def new_agency(self) -> NewAgency:
        given = self.cleaned_data
        return NewAgency(
            given["name"], given["kind"], given["parent"], given["short_name"], given["order_no"]
        )


class RenameForm(DecisionForm):
    name = TextField(label=_("Tên mới"), max_length=LONGEST_NAME)
    short_name = TextField(label=_("Tên viết tắt mới"), max_length=60, required=False)
    field_order = ["name", "short_name", "decision_number", "effective_on"]


class CloseForm(DecisionForm):
    """Nothing but the decision."""


class MergeForm(DecisionForm):
    """Who merges with the agency the page is about, and into what."""

    siblings = forms.ModelMultipleChoiceField(
        label=_("Các cơ quan cùng sáp nhập"),
        queryset=Agency.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    others = forms.CharField(
        label=_("Cơ quan khác, ngoài danh sách trên"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Mỗi dòng một tên đầy đủ hoặc một mã định danh."),
    )
    into = forms.ChoiceField(
        label=_("Sáp nhập thành"),
        choices=(("this", _("Cơ quan này, vẫn hoạt động")), ("new", _("Một cơ quan mới"))),
        widget=forms.RadioSelect,
    )
    name = TextField(label=_("Tên cơ quan mới"), max_length=LONGEST_NAME, required=False)
    short_name = TextField(label=_("Tên viết tắt của cơ quan mới"), max_length=60, required=False)
    field_order = ["siblings", "others", "into", "name", "short_name", "decision_number", "effective_on"]

    def __init__(self, *args: Any, agency: Agency, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agency = agency
        self.today = today
        siblings = Agency.objects.filter(on(today), parent=agency.parent, valid_to__isnull=True).exclude(
            pk=agency.pk
        )
        self.fields["siblings"].queryset = siblings  # type: ignore[attr-defined]
        if not siblings.exists():
            del self.fields["siblings"]

    def clean_others(self) -> list[Agency]:
        lines = [line.strip() for line in self.cleaned_data["others"].splitlines() if line.strip()]
        return [self._agency_called(line) for line in lines]

    def _agency_called(self, words: str) -> Agency:
        there = Agency.objects.filter(on(self.today)).exclude(pk=self.agency.pk)
        by_code = AgencyIdentifier.objects.filter(value__iexact=words).values("agency")
        found = list(there.filter(pk__in=by_code) or there.filter(name_key=search_key(words))[:2])
        if len(found) == 1:
            return found[0]
        problem = now_("có nhiều cơ quan") if found else now_("không có cơ quan nào")
        raise forms.ValidationError(
            now_("“%(words)s”: %(problem)s mang tên hoặc mã này."),
            params={"words": words, "problem": problem},
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("into") == "new" and not given.get("name"):
            self.add_error("name", _("Hãy nhập tên cơ quan mới."))
        return given

    def predecessors(self) -> list[Agency]:
        chosen = {agency.pk: agency for agency in self.cleaned_data.get("siblings") or ()}
        chosen |= {agency.pk: agency for agency in self.cleaned_data["others"]}
        return [self.agency, *chosen.values()]

    def successor(self) -> Agency | NewAgency:
        given = self.cleaned_data
        if given["into"] == "this":
            return self.agency
        agency = self.agency
        return NewAgency(given["name"], agency.kind, agency.parent, given["short_name"], agency.order_no)


class SplitForm(DecisionForm):
    names = forms.CharField(
        label=_("Tên các cơ quan mới"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Mỗi dòng một tên đầy đủ."),
    )
    remains = forms.BooleanField(
        label=_("Cơ quan cũ vẫn hoạt động (tách)"),
        required=False,
        help_text=_("Không chọn: cơ quan cũ kết thúc vào ngày quyết định có hiệu lực (chia)."),
    )
    field_order = ["names", "remains", "decision_number", "effective_on"]

    def clean_names(self) -> list[str]:
        """One name a line; none too long to keep, none twice."""
        names = [" ".join(line.split()) for line in self.cleaned_data["names"].splitlines() if line.strip()]
        seen: set[str] = set()
        for name in names:
            if len(name) > LONGEST_NAME:
                raise forms.ValidationError(
                    now_("Tên “%(name)s…” dài hơn %(most)d ký tự.")
                    % {"name": name[:60], "most": LONGEST_NAME}
                )
            if name.casefold() in seen:
                raise forms.ValidationError(now_("Tên “%(name)s” ghi hai lần.") % {"name": name})
            seen.add(name.casefold())
        return names

    def parts(self, agency: Agency) -> list[NewAgency]:
        return [
            NewAgency(name, agency.kind, agency.parent, "", agency.order_no)
            for name in self.cleaned_data["names"]
        ]


class IdentifierForm(forms.Form):
    scheme = forms.ChoiceField(label=_("Loại mã"), choices=SCHEMES)
    value = TextField(
        label=_("Mã"), max_length=80, widget=forms.TextInput(attrs={"class": "govuk-input--width-20"})
    )
