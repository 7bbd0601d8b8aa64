"""A trial answer to a node of a draft: the fields its rule asks for, and what the answer would give."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from minhchung.rubric import (
    Context,
    Fault,
    Input,
    Node,
    Reason,
    Rubric,
    answer_from_form,
    evaluate,
    inputs_of,
)
from minhchung.rubric.context import ParameterValue
from minhchung.rubric.model import Parameter, RelDate
from minhchung.rubric.reader import exact_number, relative_day, yes_no
from minhchung.ui.language import in_language

PREFIX = "thu."
YEAR = "thu-nam"
TRAIT = "thu-dd."
PARAMETER = "thu-ts."


@dataclass(frozen=True)
class TrialField:
    """One field. options: (value, words, chosen); ticks: several may be chosen."""

    name: str
    id: str
    label: str
    value: str
    hint: str = ""
    options: tuple[tuple[str, str, bool], ...] = ()
    ticks: bool = False


@dataclass(frozen=True)
class Trial:
    """fields: year, traits, parameters, then the answer's own. points: None until something is answered and scored."""

    fields: tuple[TrialField, ...]
    asked: bool
    points: Fraction | None = None
    max: Fraction | None = None
    state: str = ""
    reasons: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


def trial_of(rubric: Rubric, node: Node, lines: str, sent: Mapping[str, list[str]], year: int) -> Trial:
    """The trial as it was sent; nothing of it is kept. lines: of the node, for what it names."""
    said = int(_one(sent, YEAR)) if _one(sent, YEAR).isdecimal() and len(_one(sent, YEAR)) == 4 else year
    traits = {trait.name: _one(sent, TRAIT + trait.name) for trait in rubric.traits}
    context = Context(
        year=said,
        traits={name: value for name, value in traits.items() if value},
        parameters=_parameters(rubric, sent, said),
    )
    inputs = inputs_of(rubric, node.code, context)
    around = _around(_named_in(rubric, lines), sent, said)
    fields = (*around, *(_field(asked, sent) for asked in inputs))
    form: dict[str, str | list[str]] = {
        name.removeprefix(PREFIX): values for name, values in sent.items() if name.startswith(PREFIX)
    }
    if not form:
        return Trial(fields, asked=False)
    answer = answer_from_form(rubric, node.code, form, context)
    if isinstance(answer, list):
        return Trial(fields, asked=True, faults=tuple(_fault(each) for each in answer))
    score = evaluate(rubric, {node.code: answer}, context).find(node.code)
    return Trial(
        fields,
        True,
        score.points,
        score.max,
        score.state,
        tuple(in_language(reason) for reason in score.reasons),
    )


def _named_in(rubric: Rubric, lines: str) -> Rubric:
    """The rubric with only the traits and parameters that the node's own lines name."""
    words = set(re.findall(r"\w+", lines))
    return replace(
        rubric,
        traits=tuple(trait for trait in rubric.traits if trait.name in words),
        parameters=tuple(each for each in rubric.parameters if each.name in words),
    )


def _one(sent: Mapping[str, list[str]], name: str) -> str:
    values = sent.get(name) or [""]
    return values[-1].strip()


def _fault(each: Fault) -> str:
    return f"{in_language(each.rule)} {in_language(each.fix)}"


def _around(rubric: Rubric, sent: Mapping[str, list[str]], year: int) -> tuple[TrialField, ...]:
    found = [TrialField(YEAR, "thu-nam", _("Năm chấm (N)"), str(year))]
    for trait in rubric.traits:
        chosen = _one(sent, TRAIT + trait.name)
        options = tuple((value, value, value == chosen) for value in trait.values)
        found.append(
            TrialField(
                TRAIT + trait.name, f"thu-dd-{trait.name}", trait.title or trait.name, chosen, "", options
            )
        )
    for parameter in rubric.parameters:
        name = PARAMETER + parameter.name
        hint = _("Bỏ trống: lấy giá trị ghi trong bộ tiêu chí.")
        found.append(
            TrialField(
                name, f"thu-ts-{parameter.name}", parameter.title or parameter.name, _one(sent, name), hint
            )
        )
    return tuple(found)


def _parameters(rubric: Rubric, sent: Mapping[str, list[str]], year: int) -> dict[str, ParameterValue]:
    found: dict[str, ParameterValue] = {}
    for parameter in rubric.parameters:
        value = _parameter(parameter, _one(sent, PARAMETER + parameter.name), year)
        if value is not None:
            found[parameter.name] = value
    return found


def _parameter(parameter: Parameter, text: str, year: int) -> ParameterValue | None:
    if not text:
        default = parameter.default
        return default.on(year) if isinstance(default, RelDate) else default
    if parameter.kind == "date":
        day = relative_day(text)
        return day.on(year) if day is not None else None
    if parameter.kind == "yes_no":
        return yes_no(text)
    number = exact_number(text)
    return None if isinstance(number, Reason) else number[0]


def _field(asked: Input, sent: Mapping[str, list[str]]) -> TrialField:
    name = PREFIX + asked.name
    english = (get_language() or "vi").startswith("en")
    label = asked.label_en if english else asked.label_vi
    hint = asked.help_en if english else asked.help_vi
    chosen = sent.get(name, [])
    options = tuple((offer.id, offer.text or offer.id, offer.id in chosen) for offer in asked.options)
    identity = "thu-o-" + asked.name.replace(".", "-")
    return TrialField(name, identity, label, _one(sent, name), hint, options, asked.kind == "ticks")
