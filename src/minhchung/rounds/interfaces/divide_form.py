"""The form on the entry of a split agency: each heir, and what the decision says of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minhchung.rounds.domain.dividing import Heir, Part
from minhchung.rounds.interfaces.decision_forms import DecisionForm

PARTS = {
    Part.CARRIES_ON: _("Tiếp tục hồ sơ này: nhận câu trả lời và minh chứng đã có"),
    Part.JOINS: _("Tham gia mới: hồ sơ trống, tự chấm từ đầu"),
    Part.STAYS_OUT: _("Không tham gia đợt này"),
}


class DivideForm(DecisionForm):
    """For each heir of a split agency, what the decision says of it; nothing is chosen beforehand."""

    def __init__(self, *args: Any, heirs: Sequence[Heir], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.heirs = heirs
        for heir in heirs:
            self.fields[f"part_{heir.agency.pk}"] = forms.ChoiceField(
                label=heir.agency.name, choices=_parts_of(heir), widget=forms.RadioSelect
            )
        named = [f"part_{heir.agency.pk}" for heir in heirs]
        self.order_fields([*named, "decision_number", "decided_on", "decision_text"])

    def parts(self) -> dict[int, Part]:
        """Agency id of each heir → its part."""
        return {heir.agency.pk: Part(self.cleaned_data[f"part_{heir.agency.pk}"]) for heir in self.heirs}


def _parts_of(heir: Heir) -> list[tuple[str, Any]]:
    """What can be said of an heir; one that takes part already keeps its own entry, one that was withdrawn stays out."""
    if heir.entry is None:
        return [(part.value, words) for part, words in PARTS.items()]
    if not heir.takes_part:
        return [(Part.STAYS_OUT.value, PARTS[Part.STAYS_OUT])]
    return [
        (Part.CARRIES_ON.value, PARTS[Part.CARRIES_ON]),
        (Part.JOINS.value, _("Giữ hồ sơ riêng đang có trong đợt")),
    ]
