"""Faults of a draft's text in the words of the form, for people who do not write YAML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from minhchung.criteria.interfaces.node_form.controls import Control
from minhchung.criteria.interfaces.node_form.showing import PartView, labels_of
from minhchung.rubric.errors import Diagnostic, Reason
from minhchung.ui.language import in_language

_KEY = re.compile(r"“([a-z_]+)”|\"([a-z_]+)\"")
_EXAMPLE_KEY = re.compile(r"\b[a-z_]+: (?=\d)")
_RULE = "rule"


@dataclass(frozen=True)
class FormWords:
    """What a form calls its fields, and the buttons that add a row to its lists; both by the name of the field."""

    labels: dict[str, str]
    adds: dict[str, str]

    def label(self, name: str) -> str:
        """A field's words without the heading that every field of a rule stands under; "" for no field of the form."""
        return self.labels.get(name, "").removeprefix(f"{self.labels.get(_RULE, '')} · ")


@dataclass(frozen=True)
class FormFault:
    """field: the control that mends it. message, hint: in the reader's language."""

    field: str
    message: str
    hint: str


def words_of_form(parts: tuple[PartView, ...]) -> FormWords:
    """The words of a form's controls."""
    controls = [control for part in parts for control in part.controls]
    return FormWords(labels_of(parts), {each.name: each.add for each in _below(controls) if each.add})


def _below(controls: list[Control]) -> Iterator[Control]:
    for control in controls:
        yield control
        yield from _below([*control.parts, *control.folded])
        for row in control.rows:
            yield from _below([*row.controls])


def fault_in_form(fault: Diagnostic, field: str, form: FormWords) -> FormFault:
    """A fault as the form says it. field: the path of the field it stands at, "" for the node or the head itself."""
    key = _key_of(fault.message)
    inner = f"{field}.{key}" if field else key
    if fault.code == "R120":
        hint = _("Chọn kiểu ở “Cách tính điểm”, hoặc thêm mục con ở cây tiêu chí.")
        return FormFault(_RULE, _("Mục này chưa có cách tính điểm và chưa có mục con."), hint)
    if fault.code == "R101" and form.label(inner):
        return FormFault(inner, _("Chưa ghi “%(label)s”.") % {"label": form.label(inner)}, "")
    if fault.code == "R109" and form.adds.get(inner):
        message = _("“%(label)s” chưa có dòng nào.") % {"label": form.label(inner)}
        return FormFault(inner, message, _("Bấm “%(add)s”.") % {"add": form.adds[inner]})
    return _at_field(fault, field, key, form)


def _at_field(fault: Diagnostic, field: str, key: str, form: FormWords) -> FormFault:
    """What is wrong with a value, led by the words of its field; names of keys give way to words."""
    inner = f"{field}.{key}" if field else key
    own = field if field.rpartition(".")[2] == key else inner
    message, hint = in_language(fault.message), _EXAMPLE_KEY.sub("", in_language(fault.hint))
    if key and form.label(own):
        message = _KEY.sub(f"“{form.label(own)}”", message, count=1)
        return FormFault(own, message, hint)
    if form.label(field):
        return FormFault(field, f"{form.label(field)}: {message}", hint)
    return FormFault(field, message, hint)


def _key_of(message: Reason) -> str:
    """The key of the text that a message names; "" where it names none."""
    found = _KEY.search(message.vi)
    return (found[1] or found[2]) if found else ""
