"""Forms of the standing body: the steps of a draft round, decisions, results published elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Final

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from minhchung.agencies.interfaces.fields import DateField, MomentField, TextField
from minhchung.agencies.models import Agency, AgencyKind
from minhchung.criteria.models import RubricVersion
from minhchung.rounds.domain.acts import Decision
from minhchung.rounds.domain.preparing import agency_called
from minhchung.rounds.domain.running import PhaseTimes
from minhchung.rounds.enums import PhaseKind
from minhchung.rounds.models import Entry, Phase, Round
from minhchung.rubric import Rubric
from minhchung.rubric.model import Parameter, RelDate
from minhchung.ui.language import in_language
from minhchung.ui.present import in_vietnam
from minhchung.viet.dates import format_date
from minhchung.viet.folding import nfc
from minhchung.viet.numbers import Number, format_number, parse_number
from minhchung.viet.problem import Problem

MOST_BYTES: Final = 5_000_000
MOST_TYPED: Final = 700


class AgencyField(forms.Field):
    """An agency typed by name, "name · parent", or identifier, as it stood on a day; the value is the Agency."""

    def __init__(self, *, day: date, list_id: str = "", **kwargs: Any) -> None:
        attrs = {"autocomplete": "off"} | ({"list": list_id} if list_id else {})
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(**kwargs)
        self.day = day

    def prepare_value(self, value: Any) -> Any:
        return called(value) if isinstance(value, Agency) else value

    def to_python(self, value: Any) -> Any:
        if value is None or isinstance(value, Agency):
            return value
        words = " ".join(nfc(str(value)[:MOST_TYPED]).split())
        if not words:
            return None
        found = agency_called(words, self.day)
        if isinstance(found, Agency):
            return found
        if not found:
            raise forms.ValidationError(
                now_("Không có cơ quan nào mang tên hoặc mã “%(words)s”.") % {"words": words}
            )
        named = "; ".join(called(agency) for agency in found)
        raise forms.ValidationError(now_("Có nhiều cơ quan: %(named)s. Nhập rõ hơn.") % {"named": named})


def called(agency: Agency) -> str:
    """How an agency is told from others of its name: "Phòng Nội vụ · UBND huyện Quảng Điền"."""
    return f"{agency.name} · {agency.parent.name}" if agency.parent else agency.name


class VersionedForm(forms.Form):
    """A form about a round that stood at a version when the form was made."""

    row_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @property
    def expected(self) -> int:
        """The version the person saw; 0, which matches none, when the field is not there."""
        return self.cleaned_data.get("row_version") or 0


# ── the steps of a draft ──────────────────────────────────────────────────────────────────────────────────────────


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


# ── decisions ─────────────────────────────────────────────────────────────────────────────────────────────────────


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


class WithdrawStatedForm(DecisionForm):
    """A withdrawal of a stated table states its reason."""

    decision_text = forms.CharField(
        label=_("Lý do rút"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Lý do được công khai ở chỗ của bảng đã rút."),
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


# ── results published elsewhere ───────────────────────────────────────────────────────────────────────────────────


class StatedForm(forms.Form):
    owner = forms.ModelChoiceField(label=_("Cơ quan đưa lên"), queryset=Agency.objects.none())
    rubric = forms.ModelChoiceField(
        label=_("Bộ tiêu chí"), queryset=RubricVersion.objects.none(), empty_label=_("Chọn")
    )
    title = TextField(label=_("Tên bảng kết quả"), max_length=300)
    source = TextField(
        label=_("Nguồn"), max_length=1000, help_text=_("Văn bản, trang, ngày đã công bố bảng này.")
    )
    file = forms.FileField(
        label=_("Tệp CSV hoặc Excel"),
        help_text=_(
            "Cột agency (cơ quan), mã tiêu chí với điểm đã ghi, total (tổng), class (xếp loại), rank (hạng)."
        ),
    )
    year = forms.IntegerField(
        label=_("Năm của đợt chấm điểm"),
        required=False,
        min_value=1990,
        max_value=2100,
        help_text=_(
            "Ghi năm thì bảng thành một đợt chấm điểm của năm đó, mỗi dòng là một cơ quan đã có trong hệ thống; "
            "tên trong tệp phải đúng tên cơ quan."
        ),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-4", "inputmode": "numeric"}),
    )
    is_public = forms.BooleanField(
        label=_("Cho mọi người xem, không cần đăng nhập"),
        required=False,
        help_text=_(
            "Bảng chỉ công khai khi người thứ hai của cơ quan xác nhận. Bảng đã lưu không sửa được; "
            "bảng đã công khai rút được bằng quyết định."
        ),
    )

    def __init__(self, *args: Any, owners: Iterable[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = list(owners)
        self.fields["owner"].queryset = Agency.objects.filter(pk__in=[each.pk for each in found])  # type: ignore[attr-defined]
        if len(found) == 1:
            self.fields["owner"].widget = forms.HiddenInput()
            self.fields["owner"].initial = found[0].pk
        self.fields["rubric"].queryset = RubricVersion.objects.order_by("title", "version")  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(now_("Tệp lớn quá 5 MB."))
        return file
