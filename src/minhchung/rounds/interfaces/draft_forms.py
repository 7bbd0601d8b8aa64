"""Forms of the steps of a draft round: frame, agencies, bodies, substitutes, parameters, phases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from minhchung.agencies.interfaces.fields import DateField, MomentField, TextField
from minhchung.agencies.models import Agency, AgencyKind
from minhchung.criteria.models import RubricVersion
from minhchung.rounds.domain.running import PhaseTimes
from minhchung.rounds.enums import PhaseKind
from minhchung.rounds.interfaces.agency_field import AgencyField
from minhchung.rounds.interfaces.versioned_form import VersionedForm
from minhchung.rounds.models import Phase, Round
from minhchung.rubric import Rubric
from minhchung.rubric.model import Parameter, RelDate
from minhchung.ui.language import in_language
from minhchung.viet.dates import format_date
from minhchung.viet.numbers import Number, format_number, parse_number
from minhchung.viet.problem import Problem


class FrameForm(VersionedForm):
    owner = forms.ModelChoiceField(label=_("Cơ quan thường trực"), queryset=Agency.objects.none())
    title = TextField(label=_("Tên đợt chấm điểm"), max_length=300)
    rubric = forms.ModelChoiceField(
        label=_("Bộ tiêu chí đã ban hành"), queryset=RubricVersion.objects.none(), empty_label=_("Chọn")
    )
    year = forms.IntegerField(
        label=_("Năm chấm (N)"),
        min_value=2000,
        max_value=2100,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-4", "inputmode": "numeric"}),
        help_text=_("Các ngày “15/10/N” của bộ tiêu chí tính theo năm này."),
    )
    period_from = DateField(label=_("Kỳ chấm từ ngày"))
    period_to = DateField(label=_("Đến hết ngày"))
    reference_on = DateField(
        label=_("Ngày tham chiếu"),
        help_text=_("Cơ quan nào tồn tại vào ngày này thì được chọn tham gia."),
    )

    def __init__(self, *args: Any, owners: Iterable[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = list(owners)
        self.fields["owner"].queryset = Agency.objects.filter(pk__in=[each.pk for each in found])  # type: ignore[attr-defined]
        if len(found) == 1:
            self.fields["owner"].widget = forms.HiddenInput()
            self.fields["owner"].initial = found[0].pk
        self.fields["rubric"].queryset = RubricVersion.objects.order_by("title", "version")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("period_from"), given.get("period_to")
        if first and last and last < first:
            self.add_error("period_to", now_("Ngày cuối kỳ phải từ ngày đầu kỳ trở đi."))
        return given

    def frame(self) -> dict[str, Any]:
        """Arguments of begin and change_frame."""
        names = ("title", "rubric", "year", "period_from", "period_to", "reference_on")
        return {name: self.cleaned_data[name] for name in names}


class KindGroupForm(VersionedForm):
    """One group or trait for all entries of a kind at once; what is left empty stays as it is."""

    kind = forms.ModelChoiceField(
        label=_("Loại cơ quan"),
        queryset=AgencyKind.objects.none(),
        required=False,
        empty_label=_("Mọi loại"),
    )
    group = TextField(
        label=_("Nhóm xếp hạng"), max_length=120, required=False, help_text=_("Để trống: giữ nguyên.")
    )

    def __init__(self, *args: Any, rubric: Rubric, round: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = AgencyKind.objects.filter(agency__entries__round=round).distinct()
        self.fields["kind"].queryset = kinds  # type: ignore[attr-defined]
        self.trait_names = tuple(trait.name for trait in rubric.traits)
        for trait in rubric.traits:
            choices = [("", now_("Giữ nguyên")), *((value, value) for value in trait.values)]
            self.fields[f"trait_{trait.name}"] = forms.ChoiceField(
                label=trait.title, choices=choices, required=False
            )

    def traits(self) -> dict[str, str]:
        return {name: self.cleaned_data[f"trait_{name}"] for name in self.trait_names}


class BodiesForm(VersionedForm):
    """One agency for each body that the rubric names; field names are body_0, body_1, …"""

    def __init__(
        self, *args: Any, bodies: Iterable[str], round: Round, guessed: Mapping[str, Agency], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = tuple(bodies)
        assigned = {row.body: row.agency for row in round.bodies.select_related("agency__parent")}
        for place, body in enumerate(self.bodies):
            guess = body not in assigned and body in guessed
            self.fields[f"body_{place}"] = AgencyField(
                label=body,
                day=round.reference_on,
                list_id="co-quan-goi-y",
                required=False,
                initial=assigned.get(body) or guessed.get(body),
                help_text=now_("Gợi ý theo tên trùng; xem lại rồi lưu.")
                if guess
                else now_("Lưu dở dang được; phải có trước khi mở đợt."),
            )
            _needed_later(self.fields[f"body_{place}"])

    def chosen(self) -> dict[str, Agency | None]:
        return {body: self.cleaned_data[f"body_{place}"] for place, body in enumerate(self.bodies)}


class SubstitutesForm(VersionedForm):
    """Who appraises instead, for each (agency, body) that would appraise itself."""

    def __init__(self, *args: Any, needed: list[tuple[Agency, str]], round: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needed = needed
        named = {
            (row.agency_id, row.body): row.substitute
            for row in round.substitutes.select_related("substitute__parent")
        }
        for place, (agency, body) in enumerate(needed):
            self.fields[f"instead_{place}"] = AgencyField(
                label=now_("Phần “%(body)s” của %(agency)s do ai thẩm định?")
                % {"body": body, "agency": agency.name},
                day=round.reference_on,
                list_id="co-quan-goi-y",
                required=False,
                initial=named.get((agency.pk, body)),
                help_text=now_("Lưu dở dang được; phải có trước khi mở đợt."),
            )
            _needed_later(self.fields[f"instead_{place}"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for place, (agency, _body) in enumerate(self.needed):
            if given.get(f"instead_{place}") == agency:
                self.add_error(f"instead_{place}", now_("Cơ quan thay thế phải là cơ quan khác."))
        return given

    def chosen(self) -> dict[tuple[int, str], Agency | None]:
        return {
            (agency.pk, body): self.cleaned_data[f"instead_{place}"]
            for place, (agency, body) in enumerate(self.needed)
        }


class ParametersForm(VersionedForm):
    """What the rubric leaves to the round; an empty field takes the rubric's own value, where it has one."""

    def __init__(self, *args: Any, rubric: Rubric, round: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parameters = rubric.parameters
        for parameter in rubric.parameters:
            kept = round.parameters.get(parameter.name, {}).get("value")
            self.fields[f"p_{parameter.name}"] = _parameter_field(parameter, kept, round.year)
            if parameter.default is None:
                _needed_later(self.fields[f"p_{parameter.name}"])

    def chosen(self) -> dict[str, dict[str, Any]]:
        """In the form that rubric.period.read_parameters takes; empty ones are left out."""
        found = {}
        for parameter in self.parameters:
            value = self.cleaned_data[f"p_{parameter.name}"]
            if value not in (None, ""):
                found[parameter.name] = {"kind": parameter.kind, "value": _plain(value)}
        return found


def _needed_later(field: forms.Field) -> None:
    """A draft is kept without it, but the round does not open: its label must not call it optional."""
    field.needed_later = True  # type: ignore[attr-defined]  # read by ui/form_templates/django/forms/field.html


class NumberField(forms.CharField):
    """An exact number, typed 1.490.000 or 0,5; text that reads two ways asks."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        read = parse_number(text)
        if isinstance(read, Number):
            return read.value
        problem = read if isinstance(read, Problem) else read.problem
        raise forms.ValidationError(in_language(problem))


def _parameter_field(parameter: Parameter, kept: Any, year: int) -> forms.Field:
    """A date, a number or yes/no; the rubric's own value is said in the hint."""
    shared: dict[str, Any] = {
        "label": parameter.title,
        "required": False,
        "help_text": _default_words(parameter, year),
    }
    if parameter.kind == "date":
        return DateField(**shared, initial=date.fromisoformat(kept) if kept else None)
    if parameter.kind == "number":
        attrs = {"class": "govuk-input--width-10", "inputmode": "decimal"}
        return NumberField(
            **shared,
            initial=format_number(Fraction(kept)) if kept else "",
            widget=forms.TextInput(attrs=attrs),
        )
    first = "" if kept is None else ("yes" if kept else "no")
    return forms.ChoiceField(
        **shared,
        initial=first,
        choices=[("yes", now_("Có")), ("no", now_("Không"))],
        widget=forms.RadioSelect,
    )


def _default_words(parameter: Parameter, year: int) -> str:
    default = parameter.default
    if default is None:
        return now_("Bộ tiêu chí không nêu; bắt buộc trước khi mở đợt.")
    if isinstance(default, RelDate):
        words = format_date(default.on(year))
    elif isinstance(default, Fraction):
        words = format_number(default)
    else:
        words = escape(default)
    return now_("Để trống thì theo bộ tiêu chí: %(default)s.") % {"default": words}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Fraction):
        return str(value)
    return value == "yes"


class PhasesForm(VersionedForm):
    """When each of the four steps opens, is due and locks."""

    def __init__(self, *args: Any, round: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = {phase.kind: phase for phase in round.phases.all()}
        for kind in PhaseKind:
            phase: Phase | None = kept.get(kind)
            for name, label in (
                ("opens_at", now_("mở")),
                ("due_at", now_("đến hạn")),
                ("locks_at", now_("khóa")),
            ):
                self.fields[f"{kind}_{name}"] = MomentField(
                    label=f"{kind.label}: {label}", initial=getattr(phase, name, None)
                )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for kind in PhaseKind:
            opens, due, locks = (given.get(f"{kind}_{name}") for name in ("opens_at", "due_at", "locks_at"))
            if opens and due and due < opens:
                self.add_error(f"{kind}_due_at", now_("Đến hạn không trước lúc mở."))
            if due and locks and locks < due:
                self.add_error(f"{kind}_locks_at", now_("Khóa không trước lúc đến hạn."))
        return given

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Fields by step, for the page."""
        names = ("opens_at", "due_at", "locks_at")
        return [(str(kind.label), [self[f"{kind}_{name}"] for name in names]) for kind in PhaseKind]

    def chosen(self) -> dict[PhaseKind, PhaseTimes]:
        given = self.cleaned_data
        return {
            kind: PhaseTimes(given[f"{kind}_opens_at"], given[f"{kind}_due_at"], given[f"{kind}_locks_at"])
            for kind in PhaseKind
        }
