"""A trial answer to a node of a draft: the fields its rule asks for, and what the answer would give."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from django.utils.translation import gettext as _

from minhchung.rubric import (
    Answer,
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
from minhchung.rubric.asking import may_claim_not_applicable
from minhchung.rubric.context import GroupValues, ParameterValue
from minhchung.rubric.model import Parameter, RankRule, RelativeRule, RelDate
from minhchung.rubric.reader import exact_number, relative_day, yes_no
from minhchung.ui.language import in_language, language

Sent = Mapping[str, list[str]]
PREFIX = "thu."
YEAR = "thu-nam"
TRAIT = "thu-dd."
PARAMETER = "thu-ts."
GROUP = "thu-nhom"
_OWN = ("thu.", "thu-")


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
    """fields: year, traits, parameters, then the answer's own. points: None until something is answered and scored.

    sent: the trial's own fields as they came, to be kept as an example.
    """

    fields: tuple[TrialField, ...]
    asked: bool
    points: Fraction | None = None
    max: Fraction | None = None
    state: str = ""
    reasons: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    sent: tuple[tuple[str, str], ...] = ()


def trial_of(rubric: Rubric, node: Node, lines: str, sent: Sent, year: int) -> Trial:
    """The trial as it was sent; nothing of it is kept. lines: of the node, for what it names."""
    context = trial_context(rubric, node, sent, year)
    around = _around(_named_in(rubric, lines), sent, context.year)
    group = _group_field(node, sent)
    inputs = inputs_of(rubric, node.code, context)
    declared = _declared(rubric, node, sent)
    fields = (*around, *group, *(_field(asked, sent) for asked in inputs), *declared)
    answer = trial_answer(rubric, node, sent, context)
    if answer is None:
        return Trial(fields, asked=False)
    if isinstance(answer, list):
        return Trial(fields, asked=True, faults=tuple(fault_in_words(each) for each in answer))
    score = evaluate(rubric, {node.code: answer}, context).find(node.code)
    return Trial(
        fields,
        True,
        score.points,
        score.max,
        score.state,
        tuple(in_language(reason) for reason in score.reasons),
        sent=tuple((name, value) for name in sent if name.startswith(_OWN) for value in sent[name]),
    )


def trial_context(rubric: Rubric, node: Node, sent: Sent, year: int) -> Context:
    """What the answer stands on: the year, traits, parameters, the values of the group, as sent."""
    said = int(_one(sent, YEAR)) if _one(sent, YEAR).isdecimal() and len(_one(sent, YEAR)) == 4 else year
    traits = {trait.name: _one(sent, TRAIT + trait.name) for trait in rubric.traits}
    values = group_values(sent)
    return Context(
        year=said,
        traits={name: value for name, value in traits.items() if value},
        parameters=_parameters(rubric, sent, said),
        group={node.code: GroupValues(values)} if values else {},
    )


def trial_answer(rubric: Rubric, node: Node, sent: Sent, context: Context) -> Answer | list[Fault] | None:
    """The answer sent, or its faults; None when nothing was sent."""
    form: dict[str, str | list[str]] = {
        name.removeprefix(PREFIX): values for name, values in sent.items() if name.startswith(PREFIX)
    }
    return answer_from_form(rubric, node.code, form, context) if form else None


def group_values(sent: Sent) -> tuple[Fraction, ...]:
    """The values of the group that can be read, in the order typed; between semicolons."""
    read = [exact_number(text.strip()) for text in _one(sent, GROUP).split(";") if text.strip()]
    return tuple(number[0] for number in read if not isinstance(number, Reason))


def _group_field(node: Node, sent: Sent) -> tuple[TrialField, ...]:
    """Asked where the rule compares with the group."""
    if not isinstance(node.rule, RankRule | RelativeRule):
        return ()
    hint = _("Ví dụ 80 %; 85,5 %; 92 %: cách nhau bằng dấu chấm phẩy, có cả giá trị của cơ quan này.")
    return (TrialField(GROUP, GROUP, _("Giá trị của cả nhóm"), _one(sent, GROUP), hint),)


def _declared(rubric: Rubric, node: Node, sent: Sent) -> tuple[TrialField, ...]:
    """What may be declared instead of an answer."""
    none = sent.get(f"{PREFIX}none", []) == ["1"]
    label = _("Khai báo thay câu trả lời")
    found = [
        TrialField(
            f"{PREFIX}none",
            "thu-khong-co",
            label,
            "",
            "",
            (("1", _("Không có (không thực hiện)"), none),),
            True,
        )
    ]
    if may_claim_not_applicable(rubric, node.code):
        claimed = sent.get(f"{PREFIX}na", []) == ["1"]
        options = (("1", _("Không áp dụng"), claimed),)
        found += [
            TrialField(f"{PREFIX}na", "thu-khong-ap-dung", "", "", "", options, True),
            TrialField(
                f"{PREFIX}na_reason", "thu-ly-do", _("Lý do không áp dụng"), _one(sent, f"{PREFIX}na_reason")
            ),
        ]
    return tuple(found)


def _named_in(rubric: Rubric, lines: str) -> Rubric:
    """The rubric with only the traits and parameters that the node's own lines name."""
    words = set(re.findall(r"\w+", lines))
    return replace(
        rubric,
        traits=tuple(trait for trait in rubric.traits if trait.name in words),
        parameters=tuple(each for each in rubric.parameters if each.name in words),
    )


def _one(sent: Sent, name: str) -> str:
    values = sent.get(name) or [""]
    return values[-1].strip()


def fault_in_words(each: Fault) -> str:
    """What is wrong with an answer, and what to do."""
    return f"{in_language(each.rule)} {in_language(each.fix)}"


def _around(rubric: Rubric, sent: Sent, year: int) -> tuple[TrialField, ...]:
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


def _parameters(rubric: Rubric, sent: Sent, year: int) -> dict[str, ParameterValue]:
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


def _field(asked: Input, sent: Sent) -> TrialField:
    name = PREFIX + asked.name
    english = language() == "en"
    label = asked.label_en if english else asked.label_vi
    hint = asked.help_en if english else asked.help_vi
    chosen = sent.get(name, [])
    options = tuple((offer.id, offer.text or offer.id, offer.id in chosen) for offer in asked.options)
    identity = "thu-o-" + asked.name.replace(".", "-")
    return TrialField(name, identity, label, _one(sent, name), hint, options, asked.kind == "ticks")
