"""The indicators of a node on its form: each in words, what it is asked with, where its figure goes, why it does not fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from minhchung.criteria.interfaces.node_form.bindings import names_with
from minhchung.criteria.interfaces.node_form.controls import Control, RowView, choices_of, id_of
from minhchung.criteria.interfaces.node_form.limits import Posted, indices
from minhchung.criteria.interfaces.node_form.spec import Bindings, One
from minhchung.rubric.binding import misfits, options_to_pick, places_of
from minhchung.rubric.indicators import Described, catalogue
from minhchung.rubric.model import Node
from minhchung.ui.language import in_language


@dataclass(frozen=True)
class BindingShower:
    """leaf: the node as it reads, None while it does not. one: shows a single value, as elsewhere on the form."""

    flat: Posted
    errors: Mapping[str, list[str]]
    leaf: Node | None
    one: Callable[[One, str], Control]

    def control(self, entry: Bindings, name: str) -> Control:
        """The rows under a name, and the button that goes to the catalogue."""
        numbers = [each for each in indices(self.flat, name) if f"{name}.{each}.here" in self.flat]
        rows = tuple(self._row(f"{name}.{index}", at, len(numbers)) for at, index in enumerate(numbers))
        add = _("Chọn chỉ số") if not rows else _("Thêm chỉ số")
        return Control(
            "bindings",
            name,
            str(entry.label),
            str(entry.hint),
            rows=rows,
            add=add,
            errors=tuple(self.errors.get(name, ())),
        )

    def _row(self, place: str, at: int, count: int) -> RowView:
        """One indicator: its words, what it is asked with, where its figure goes, why it does not fit."""
        code = self.flat.get(f"{place}.indicator", "")
        described = catalogue().get(code)
        window = One("window", _("Lấy số liệu trong thời gian khác"), "window", width=24)
        return RowView(
            place,
            id_of(place),
            at + 1,
            ((f"{place}.here", "1"), (f"{place}.indicator", code)),
            (*self._into(place), *self._asked_with(place, described), *self._picks(f"{place}.picks")),
            at == 0,
            at == count - 1,
            in_language(described.title) if described is not None else code,
            about_indicator(described) if described is not None else (),
            (self.one(window, f"{place}.window"),),
            self._misfits(place),
        )

    def _misfits(self, place: str) -> tuple[str, ...]:
        """Why this indicator cannot fill the leaf as it stands; nothing while the leaf does not read."""
        at = int(place.rpartition(".")[2])
        if self.leaf is None or at >= len(self.leaf.bind):
            return ()
        alone = replace(self.leaf, bind=(self.leaf.bind[at],))
        return tuple(in_language(reason) for reason in misfits(alone, catalogue()))

    def _into(self, place: str) -> tuple[Control, ...]:
        value = self.flat.get(f"{place}.into", "")
        places = places_of(self.leaf.rule) if self.leaf is not None else ()
        if not value and len(places) <= 1:
            return ()
        choices = (("", _("Chưa chọn")), *(each for each in places if each[0]))
        return (
            Control(
                "select", f"{place}.into", _("Điền vào"), value=value, choices=choices_of(choices, value)
            ),
        )

    def _asked_with(self, place: str, described: Described | None) -> tuple[Control, ...]:
        """A choice for each parameter of the indicator; what it does not have can only be emptied."""
        found = []
        for asked in described.parameters if described is not None else ():
            name = f"{place}.with.{asked.name}"
            value = self.flat.get(name, "")
            unsaid = _("Không nói riêng: %(value)s") % {"value": in_language(asked.words(asked.default))}
            choices = (("", unsaid), *((each, in_language(words)) for each, words in asked.values))
            found.append(
                Control(
                    "select", name, in_language(asked.title), value=value, choices=choices_of(choices, value)
                )
            )
        known = {one.name for one in found}
        for each in names_with(self.flat, place):
            name = f"{place}.with.{each}"
            if name not in known:
                found.append(Control("input", name, each, value=self.flat[name], width="20"))
        return tuple(found)

    def _picks(self, name: str) -> tuple[Control, ...]:
        """Which figure is which option: a line for each option that the rule has, with its limits."""
        said = {self.flat.get(f"{name}.{index}.option", ""): index for index in indices(self.flat, name)}
        options = dict(options_to_pick(self.leaf.rule) if self.leaf is not None else ())
        options |= {option: option for option in said if option and option not in options}
        free = max(indices(self.flat, name), default=-1) + 1
        found = []
        for number, (option, words) in enumerate(options.items()):
            place = f"{name}.{said.get(option, free + number)}"
            limits = self.one(One("when", f"{option}. {words}".strip(". "), "limits"), f"{place}.when")
            found.append(replace(limits, hidden=((f"{place}.option", option),)))
        if not found:
            return ()
        hint = _("Số liệu (ghi kèm % là tỷ lệ) thế nào thì là phương án này; để trống: không tự điền.")
        return (Control("picks", name, _("Số liệu nào là phương án nào"), hint, parts=tuple(found)),)


def about_indicator(described: Described) -> tuple[str, ...]:
    """What an indicator gives, in words: shape and unit, then what is counted of what."""
    unit = in_language(described.unit)
    if described.shape == "count":
        return (_("Số đếm · %(unit)s") % {"unit": unit}, in_language(described.numerator))
    return (
        _("Tỷ lệ (tử số / mẫu số) · %(unit)s") % {"unit": unit},
        f"{in_language(described.numerator)} / {in_language(described.denominator)}",
    )
