"""A form as a tree of controls for the page: names, ids, words, values; no HTML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from minhchung.criteria.interfaces.node_form.controls import Choice, Control, RowView, choices_of, id_of
from minhchung.criteria.interfaces.node_form.kinds import KIND_FORMS
from minhchung.criteria.interfaces.node_form.limits import Posted, indices
from minhchung.criteria.interfaces.node_form.node import Part
from minhchung.criteria.interfaces.node_form.showing_bindings import BindingShower
from minhchung.criteria.interfaces.node_form.spec import (
    Bindings,
    Entry,
    Form,
    Group,
    One,
    Rows,
    RuleBox,
    Words,
)
from minhchung.criteria.interfaces.node_form.values import MORE, YAML
from minhchung.rubric.model import Node

LONG = 60
Errors = Mapping[str, list[str]]


@dataclass(frozen=True)
class PartView:
    title: str
    controls: tuple[Control, ...]
    open: bool
    said: bool = field(default=False)


def parts_of(
    parts: tuple[Part, ...],
    form: Form,
    flat: Posted,
    errors: Errors,
    leave: frozenset[str],
    leaf: Node | None = None,
) -> tuple[PartView, ...]:
    """The parts of a page, each with its controls; parts left without any are dropped.

    leaf: the node as it reads, for what hangs on its rule; None where it does not read.
    """
    shown = Shower(flat, errors, leaf)
    by_key = {entry.key: entry for entry in form}
    found = []
    for part in parts:
        controls = tuple(shown.entry(by_key[key], key) for key in part.keys if key not in leave)
        said = any(control.said for control in controls)
        if controls:
            found.append(
                PartView(str(part.title), controls, part.open or said or _wrong(controls, errors), said)
            )
    if flat.get(MORE) or errors.get(MORE):
        words = _("Phần chỉ viết được bằng YAML")
        hint = _("Những gì biểu mẫu không có ô để ghi. Sửa được ở đây; không mất.")
        control = Control("yaml", MORE, words, hint, flat.get(MORE, ""), errors=tuple(errors.get(MORE, ())))
        found.append(PartView(words, (control,), open=True, said=True))
    return tuple(found)


def _wrong(controls: tuple[Control, ...], errors: Errors) -> bool:
    names = {control.name for control in controls}
    return any(name.split(".")[0] in names for name in errors)


@dataclass(frozen=True)
class Shower:
    """Controls of a form over its flat fields."""

    flat: Posted
    errors: Errors
    leaf: Node | None = None

    def form(self, form: Form, prefix: str) -> tuple[Control, ...]:
        return tuple(self.entry(entry, f"{prefix}{entry.key}") for entry in form)

    def entry(self, entry: Entry, name: str) -> Control:
        if isinstance(entry, RuleBox):
            return self._rule(entry, name)
        if isinstance(entry, Group):
            return self._group(entry, name)
        if isinstance(entry, Rows):
            return self._rows(entry, name)
        if isinstance(entry, Bindings):
            return BindingShower(self.flat, self.errors, self.leaf, self._one).control(entry, name)
        return self._one(entry, name)

    def _group(self, entry: Group, name: str) -> Control:
        common = tuple(each for each in entry.entries if each.key not in entry.rare)
        rare = tuple(each for each in entry.entries if each.key in entry.rare)
        return Control(
            "group",
            name,
            str(entry.label),
            str(entry.hint),
            parts=self.form(common, f"{name}."),
            folded=self.form(rare, f"{name}."),
            errors=self._errors(name),
        )

    def _errors(self, name: str) -> tuple[str, ...]:
        return tuple(self.errors.get(name, ()))

    def _one(self, one: One, name: str) -> Control:
        label, hint, errors = str(one.label), str(one.hint), self._errors(name)
        value = self.flat.get(name, "")
        width = _width(one.width)
        match one.kind:
            case "limits":
                return Control(
                    "limits",
                    name,
                    label,
                    hint,
                    parts=self._limits(name),
                    errors=errors,
                    value=self._said_limits(name),
                )
            case "when":
                return Control(
                    "when", name, label, hint, rows=self._when(name), add=_("Thêm điều kiện"), errors=errors
                )
            case "choice":
                return Control(
                    "select", name, label, hint, value, choices=choices_of(one.choices, value), errors=errors
                )
            case "flag":
                return Control("check", name, label, hint, "1" if value else "", errors=errors)
            case "lines":
                return Control("area", name, label, hint, value, width=width, errors=errors)
            case "text" if not one.width or "\n" in value:
                return Control("area", name, label, hint, value, width=width, errors=errors)
            case "expression":
                return Control("area", name, label, hint, value, errors=errors)
            case _:
                numeric = one.kind in ("number", "share", "whole")
                shape = "area" if "\n" in value else "input"
                return Control(shape, name, label, hint, value, numeric=numeric, width=width, errors=errors)

    def _said_limits(self, name: str) -> str:
        return self.flat.get(f"{name}.op", "") or self.flat.get(f"{name}.to_op", "")

    def _limits(self, name: str) -> tuple[Control, ...]:
        low, high = self.flat.get(f"{name}.op", ""), self.flat.get(f"{name}.to_op", "")
        lows: tuple[tuple[str, Words], ...] = (
            ("", "–"),
            (">=", _("từ")),
            (">", _("trên")),
            ("=", _("đúng bằng")),
            ("otherwise", _("còn lại")),
            ("raw", _("viết tay")),
        )
        highs: tuple[tuple[str, Words], ...] = (("", "–"), ("<", _("đến dưới")), ("<=", _("đến hết")))
        return (
            Control("select", f"{name}.op", _("Từ"), value=low, choices=choices_of(lows, low)),
            Control(
                "input", f"{name}.from", _("Giá trị đầu"), value=self.flat.get(f"{name}.from", ""), width="5"
            ),
            Control("select", f"{name}.to_op", _("Đến"), value=high, choices=choices_of(highs, high)),
            Control(
                "input", f"{name}.to", _("Giá trị cuối"), value=self.flat.get(f"{name}.to", ""), width="5"
            ),
        )

    def _when(self, name: str) -> tuple[RowView, ...]:
        numbers = [each for each in indices(self.flat, name) if f"{name}.{each}.here" in self.flat]
        found = []
        for index in numbers:
            place = f"{name}.{index}"
            controls = (
                Control(
                    "input",
                    f"{place}.trait",
                    _("Đặc điểm"),
                    value=self.flat.get(f"{place}.trait", ""),
                    width="10",
                ),
                Control("check", f"{place}.not", _("không phải"), value=self.flat.get(f"{place}.not", "")),
                Control(
                    "input",
                    f"{place}.values",
                    _("là một trong"),
                    value=self.flat.get(f"{place}.values", ""),
                    width="20",
                ),
            )
            found.append(
                RowView(place, id_of(place), index + 1, ((f"{place}.here", "1"),), controls, True, True)
            )
        return tuple(found)

    def _rows(self, entry: Rows, name: str) -> Control:
        numbers = [each for each in indices(self.flat, name) if f"{name}.{each}.here" in self.flat]
        rows = tuple(
            self._row(entry, f"{name}.{index}", at, len(numbers)) for at, index in enumerate(numbers)
        )
        following = ((f"{name}.next", self.flat[f"{name}.next"]),) if f"{name}.next" in self.flat else ()
        return Control(
            "table" if entry.table else "cards",
            name,
            str(entry.label),
            str(entry.hint),
            rows=rows,
            hidden=following,
            add=str(entry.add),
            parts=self.form(entry.columns, f"{name}.x.") if entry.table else (),
            errors=self._errors(name),
        )

    def _row(self, entry: Rows, place: str, at: int, count: int) -> RowView:
        hidden = [(f"{place}.here", "1")]
        if entry.ids:
            hidden.append((f"{place}.id", self.flat.get(f"{place}.id", "")))
        controls = self.form(entry.columns, f"{place}.")
        return RowView(place, id_of(place), at + 1, tuple(hidden), controls, at == 0, at == count - 1)

    def _rule(self, box: RuleBox, name: str) -> Control:
        kind = self.flat.get(f"{name}.kind", "")
        choices = (
            Choice("", _("Chưa chọn"), kind == ""),
            *(Choice(each.name, str(each.words), each.name == kind) for each in KIND_FORMS.values()),
            Choice(YAML, _("Viết bằng YAML"), kind == YAML),
        )
        form = KIND_FORMS.get(kind)
        parts = self.form(form.entries, f"{name}.") if form is not None else ()
        if kind == YAML:
            hint = _("Quy tắc này không vừa biểu mẫu nào; sửa bằng YAML, lỗi được báo ở đúng dòng và cột.")
            yaml = f"{name}.yaml"
            parts = (
                Control(
                    "yaml",
                    yaml,
                    _("Quy tắc (YAML)"),
                    hint,
                    self.flat.get(yaml, ""),
                    errors=self._errors(yaml),
                ),
            )
        return Control(
            "rule",
            name,
            str(box.label),
            value=kind,
            choices=choices,
            parts=parts,
            hidden=((f"{name}.kind", kind),),
            about=str(form.about) if form is not None else "",
            errors=(*self._errors(name), *self._errors(f"{name}.kind")),
        )


def _width(width: int) -> str:
    """The nearest of the widths that the style sheet has."""
    return next((str(each) for each in (2, 3, 4, 5, 10, 20) if 0 < width <= each), "" if not width else "30")


def labels_of(parts: tuple[PartView, ...]) -> dict[str, str]:
    """Every field's words, by its name; rows are numbered."""
    found: dict[str, str] = {}

    def take(control: Control, before: str) -> None:
        words = f"{before}{control.label}"
        found[control.name] = words
        for part in (*control.parts, *control.folded):
            take(part, f"{words} · ")
        for row in control.rows:
            for each in row.controls:
                take(each, f"{words} {row.number} · ")

    for part in parts:
        for control in part.controls:
            take(control, "")
    return found
