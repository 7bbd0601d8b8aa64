"""Between an indicator's figures and the answer of the leaf that is bound to it.

answer = answer_from_figures(leaf, [Given(Fraction(264), Fraction(319))])    # Rate(264, 319)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from minhchung.rubric.answers import ABSENT, Answer, Count, Counts, Number, Option, Parts, Rate
from minhchung.rubric.errors import Reason
from minhchung.rubric.indicators import Described, Shape
from minhchung.rubric.model import (
    BandsRule,
    BestOfRule,
    Binding,
    ConditionsRule,
    CountsRule,
    DeductionsRule,
    FallbackRule,
    FormulaRule,
    LinearRule,
    Measure,
    Node,
    OptionsRule,
    Pick,
    ProductRule,
    RankRule,
    RelativeRule,
    Rule,
    StepsRule,
    SumOfRule,
)


@dataclass(frozen=True, slots=True)
class Given:
    """A figure as an indicator gives it; denominator None for a count."""

    numerator: Fraction
    denominator: Fraction | None = None


# ── does it fit ───────────────────────────────────────────────────────────────────────────────────────────────────


def misfits(leaf: Node, known: Mapping[str, Described]) -> tuple[Reason, ...]:
    """Everything that keeps a leaf's indicators from answering it, in the order of the bindings."""
    found = [reason for one in leaf.bind for reason in _misfits_of(leaf, one, known)]
    places = [one.into for one in leaf.bind]
    if len(set(places)) != len(places):
        found.append(
            Reason(
                "Hai chỉ số cùng điền vào một chỗ; ghi “into” khác nhau.",
                "Two indicators fill the same place; give each its own `into`.",
            )
        )
    return tuple(found)


def _misfits_of(leaf: Node, one: Binding, known: Mapping[str, Described]) -> list[Reason]:
    described = known.get(one.indicator)
    if described is None:
        return [
            Reason(
                f"Không có chỉ số “{one.indicator}”.",
                f'There is no indicator "{one.indicator}".',
            )
        ]
    found = [
        reason for name, value in one.parameters if (reason := _parameter_misfit(described, name, value))
    ]
    shape = _shape_misfit(leaf, one, described.shape)
    return [*found, shape] if shape is not None else found


def _parameter_misfit(described: Described, name: str, value: str) -> Reason | None:
    parameter = described.parameter(name)
    if parameter is None:
        names = ", ".join(each.name for each in described.parameters) or "–"
        return Reason(
            f"Chỉ số “{described.code}” không có tham số “{name}” (có: {names}).",
            f'Indicator "{described.code}" has no parameter "{name}" (it has: {names}).',
        )
    values = [each for each, _words in parameter.values]
    if value not in values:
        return Reason(
            f"“{value}” không phải là giá trị của “{name}” (chọn: {', '.join(values)}).",
            f'"{value}" is no value of "{name}" (choose: {", ".join(values)}).',
        )
    return None


def _shape_misfit(leaf: Node, one: Binding, shape: Shape) -> Reason | None:
    """Why a figure of this shape cannot fill that place of the leaf; None when it can."""
    if leaf.gate is not None and leaf.gate.question:
        return Reason(
            "Tiêu chí có câu hỏi điều kiện có/không; số liệu không trả lời thay được.",
            "The leaf has a yes/no gate question, which figures do not answer.",
        )
    wanted = _wanted(leaf.rule, one)
    if isinstance(wanted, Reason) or shape in wanted:
        return wanted if isinstance(wanted, Reason) else None
    given = {"rate": ("tử số và mẫu số", "a rate"), "count": ("số đếm", "a count")}[shape]
    asked = ("tử số và mẫu số", "a rate") if "rate" in wanted else ("số đếm", "a count")
    return Reason(
        f"Chỉ số “{one.indicator}” cho {given[0]}, tiêu chí hỏi {asked[0]}.",
        f'Indicator "{one.indicator}" gives {given[1]}, the leaf asks for {asked[1]}.',
    )


_NOT_A_FIGURE = Reason(
    "Cách chấm này không hỏi số liệu nên không điền tự động được.",
    "This rule asks for no figure, so nothing can be filled in.",
)


def _wanted(rule: Rule | None, one: Binding) -> frozenset[Shape] | Reason:
    """The shapes that may fill the place, or why nothing can."""
    if one.picks:
        return _picks_misfit(rule, one.picks) or frozenset(("rate", "count"))
    measure = _single_measure(rule)
    if measure is not None:
        return _no_place(one, "") or _shapes_of(measure)
    match rule:
        case ProductRule(factors=inputs) | FormulaRule(inputs=inputs) | ConditionsRule(inputs=inputs):
            named = {item.name: item.measure for item in inputs}
            return _no_place(one, *named) or _shapes_of(named[one.into])
        case CountsRule(lines=lines):
            return _line_place(one, tuple(line.id for line in lines))
        case DeductionsRule(items=items):
            return _line_place(one, tuple(item.id for item in items))
        case SumOfRule(parts=parts) | BestOfRule(parts=parts):
            rules = {part.name: part.rule for part in parts}
            return _no_place(one, *rules) or _wanted(rules[one.into], Binding(one.indicator))
        case FallbackRule(datum=datum):
            return _wanted(datum, one)
        case OptionsRule():
            return Reason(
                "Cách chấm này hỏi một trạng thái; ghi “picks” để nói số nào là phương án nào.",
                "This rule asks for a state; say with `picks` which figure is which option.",
            )
        case _:
            return _NOT_A_FIGURE


def _line_place(one: Binding, ids: tuple[str, ...]) -> frozenset[Shape] | Reason:
    if len(ids) == 1 and not one.into:
        return frozenset(("count",))
    return _no_place(one, *ids) or frozenset(("count",))


def _no_place(one: Binding, *places: str) -> Reason | None:
    if one.into in places:
        return None
    names = ", ".join(f"“{place}”" for place in places if place)
    if not names:
        return Reason(
            f"Cách chấm này chỉ có một số liệu; bỏ “into: {one.into}”.",
            f"This rule has one figure; drop `into: {one.into}`.",
        )
    return Reason(
        f"Ghi “into”: một trong {names}.",
        f"Give `into`: one of {names.replace('“', chr(34)).replace('”', chr(34))}.",
    )


def _shapes_of(measure: Measure) -> frozenset[Shape] | Reason:
    match measure.kind:
        case "rate":
            return frozenset(("rate",))
        case "count" | "number":
            return frozenset(("count",))
        case _:
            return _NOT_A_FIGURE


def _picks_misfit(rule: Rule | None, picks: tuple[Pick, ...]) -> Reason | None:
    match rule:
        case OptionsRule(choices=choices, pick="one"):
            ids = [choice.id for choice in choices]
        case BandsRule(rows=rows):
            ids = [row.id for row in rows]
        case _:
            return Reason(
                "“picks” chỉ dùng cho cách chấm chọn một phương án.",
                "`picks` belongs to a rule that picks one option.",
            )
    unknown = [one.option for one in picks if one.option not in ids]
    if unknown:
        return Reason(
            f"Không có phương án “{unknown[0]}” (có: {', '.join(ids)}).",
            f'There is no option "{unknown[0]}" (there are: {", ".join(ids)}).',
        )
    return None


def _single_measure(rule: Rule | None) -> Measure | None:
    match rule:
        case (
            BandsRule(measure=measure)
            | LinearRule(measure=measure)
            | StepsRule(measure=measure)
            | RelativeRule(measure=measure)
        ):
            return measure
        case RankRule(measure=Measure() as measure):
            return measure
        case _:
            return None


# ── what may be chosen ──


def places_of(rule: Rule | None) -> tuple[tuple[str, str], ...]:
    """Where a figure may go in a rule, as (into, its words); one place without a name where the rule has one figure."""
    match rule:
        case ProductRule(factors=inputs) | FormulaRule(inputs=inputs) | ConditionsRule(inputs=inputs):
            return tuple((item.name, item.measure.title or item.name) for item in inputs)
        case CountsRule(lines=lines) if len(lines) > 1:
            return tuple((line.id, line.text) for line in lines)
        case DeductionsRule(items=items) if len(items) > 1:
            return tuple((item.id, item.text) for item in items)
        case SumOfRule(parts=parts) | BestOfRule(parts=parts):
            return tuple((part.name, part.title or part.name) for part in parts)
        case FallbackRule(datum=datum):
            return places_of(datum)
        case _:
            return (("", ""),)


def options_to_pick(rule: Rule | None) -> tuple[tuple[str, str], ...]:
    """The options of a rule that asks for a state, as (id, words): a figure says which of them holds by its picks."""
    match rule:
        case OptionsRule(choices=choices, pick="one"):
            return tuple((choice.id, choice.text) for choice in choices)
        case _:
            return ()


def untold_states(leaf: Node) -> tuple[str, ...]:
    """The words of states that a bound rule lets one choose beside its bands: no figure says whether they hold."""
    if not isinstance(leaf.rule, BandsRule) or not leaf.bind or any(one.picks for one in leaf.bind):
        return ()
    rows = (row for row in leaf.rule.rows if not row.limits and not row.otherwise and not row.none)
    return tuple(row.text for row in rows)


def fitted(leaf: Node, described: Described) -> Binding | Reason:
    """A binding of the leaf to an indicator, into the first place it fits; or why there is none.

    Places that nothing fills yet come first; where all are filled, it is meant to stand in place of one.

    A rule that asks for a state takes any figure; which figure is which option is still to be said (`options_to_pick`).
    """
    known = {described.code: described}
    if options_to_pick(leaf.rule) and not (leaf.gate is not None and leaf.gate.question):
        return Binding(described.code)
    filled = {one.into for one in leaf.bind}
    every = [into for into, _words in places_of(leaf.rule)]
    places = [into for into in every if into not in filled] or every
    tried = [Binding(described.code, into=into) for into in places]
    found = [_misfits_of(leaf, one, known) for one in tried]
    at = next((one for one, wrong in zip(tried, found, strict=True) if not wrong), None)
    if at is not None:
        return at
    return found[0][0]


# ── the answer ────────────────────────────────────────────────────────────────────────────────────────────────────


def answer_from_figures(leaf: Node, given: Sequence[Given | None]) -> Answer:
    """The answer that the figures make, one figure for each of the leaf's bindings in their order.

    Absent while any figure is missing, and where no pick takes the figure: missing is not zero. The bindings fit
    (`misfits` is empty).
    """
    assert leaf.rule is not None
    if len(given) != len(leaf.bind) or not leaf.bind:
        return ABSENT
    known = [(one, figure) for one, figure in zip(leaf.bind, given, strict=True) if figure is not None]
    if len(known) != len(leaf.bind):
        return ABSENT
    return _answer(leaf.rule, known)


def _answer(rule: Rule, known: list[tuple[Binding, Given]]) -> Answer:
    first, figure = known[0]
    if first.picks:
        return _picked(first.picks, figure)
    measure = _single_measure(rule)
    if measure is not None:
        return _measured(measure, figure)
    match rule:
        case ProductRule(factors=inputs) | FormulaRule(inputs=inputs) | ConditionsRule(inputs=inputs):
            measures = {item.name: item.measure for item in inputs}
            return Parts(tuple((one.into, _measured(measures[one.into], each)) for one, each in known))
        case CountsRule() | DeductionsRule():
            if not first.into:
                return _counted(figure)
            return _lines(known)
        case SumOfRule(parts=parts) | BestOfRule(parts=parts):
            rules = {part.name: part.rule for part in parts}
            return Parts(
                tuple(
                    (one.into, _answer(rules[one.into], [(Binding(one.indicator), each)]))
                    for one, each in known
                )
            )
        case FallbackRule(datum=datum):
            return Parts((("datum", _answer(datum, known)),))
        case _:
            return ABSENT


def _measured(measure: Measure, figure: Given) -> Answer:
    if measure.kind == "rate":
        return ABSENT if figure.denominator is None else Rate(figure.numerator, figure.denominator)
    return Number(figure.numerator) if measure.kind == "number" else _counted(figure)


def _counted(figure: Given) -> Answer:
    return (
        Count(figure.numerator.numerator) if figure.numerator.denominator == 1 else Number(figure.numerator)
    )


def _lines(known: list[tuple[Binding, Given]]) -> Answer:
    return Counts(tuple((one.into, int(each.numerator)) for one, each in known))


def _picked(picks: tuple[Pick, ...], figure: Given) -> Answer:
    for one in picks:
        value = _compared(one, figure)
        if value is not None and all(limit.holds(value) for limit in one.limits):
            return Option(one.option)
    return ABSENT


def _compared(one: Pick, figure: Given) -> Fraction | None:
    if not one.share:
        return figure.numerator
    return figure.numerator / figure.denominator if figure.denominator else None
