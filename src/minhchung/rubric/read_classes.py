"""Classes and tie-breaks, read and printed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, cast

from minhchung.rubric.errors import Reason
from minhchung.rubric.kinds.base import Plain
from minhchung.rubric.kinds.when import dump_when, read_when
from minhchung.rubric.model import (
    ClassBand,
    ClassCap,
    ClassCondition,
    Classes,
    GradeBand,
    GradeCombination,
    NodeTest,
    SectionVeto,
    TieKey,
    Veto,
    When,
)
from minhchung.rubric.reader import Fields
from minhchung.rubric.source import Mapping, Scalar
from minhchung.rubric.source import Sequence as SourceList
from minhchung.rubric.wording import plain_limits

EVERY_LEAF = ("*",)
_WORD_KEYS = ("fewer_deductions", "more_full_marks", "fewer_zeros", "vote")


def read_node_test(fields: Fields) -> NodeTest:
    """`{ node: "2.1", points: ">= 1" }`, with `share` or `option` instead of `points`."""
    share = fields.get("share") is not None
    points = fields.limits("points")
    shares = fields.limits("share", share=True)
    options = fields.texts("option")
    if bool(points) + bool(shares) + bool(options) != 1:
        fields.fail(
            "R240",
            fields.source,
            Reason(
                "Cần đúng một: points, share hoặc option.", "Exactly one of points, share, option is needed."
            ),
            Reason('Ví dụ points: ">= 1".', 'Such as points: ">= 1".'),
        )
    return NodeTest(fields.needed_text("node"), shares or points, share, options)


def dump_node_test(test: NodeTest) -> dict[str, Plain]:
    """The test as its fields."""
    fields: dict[str, Plain] = {"node": test.node}
    if test.options:
        fields["option"] = test.options[0] if len(test.options) == 1 else list(test.options)
    elif test.share:
        fields["share"] = plain_limits(test.limits, share=True)
    else:
        fields["points"] = plain_limits(test.limits, share=False)
    return fields


def _read_condition(fields: Fields) -> ClassCondition:
    test = read_node_test(fields) if fields.get("node") is not None else None
    return ClassCondition(fields.text("text"), test, read_when(fields, "when"), fields.text("declared"))


def _dump_condition(condition: ClassCondition) -> dict[str, Plain]:
    fields: dict[str, Plain] = dump_node_test(condition.test) if condition.test is not None else {}
    if condition.when:
        fields["when"] = dump_when(condition.when)
    if condition.declared:
        fields["declared"] = condition.declared
    if condition.text:
        fields["text"] = condition.text
    return fields


def read_classes(head: Fields) -> Classes | None:
    """`classes:` of the head."""
    fields = head.fields("classes")
    if fields is None:
        return None
    classes = Classes(
        bands=fields.each("bands", _read_band),
        vetoes=fields.each("vetoes", lambda item, index: Veto(_read_condition(item), item.text("to"))),
        section_vetoes=fields.each(
            "section_vetoes",
            lambda item, index: SectionVeto(_read_condition(item), item.needed_text("section")),
        ),
        caps=fields.each(
            "caps", lambda item, index: ClassCap(_read_condition(item), item.needed_text("at_most"))
        ),
        grades=fields.each(
            "grades", lambda item, index: GradeBand(item.needed_text("name"), item.limits("when", share=True))
        ),
        combinations=fields.each("combinations", _read_combination),
    )
    _check_names(fields, classes)
    fields.done()
    return classes


def _read_band(fields: Fields, index: int) -> ClassBand:
    share = fields.get("share") is not None
    limits = fields.limits("share", share=True) if share else fields.limits("when")
    no_zero = fields.texts("no_zero")
    return ClassBand(
        name=fields.needed_text("name"),
        limits=limits,
        share=share,
        minimum=fields.each("minimum", lambda item, at: read_node_test(item)),
        no_zero=EVERY_LEAF if no_zero == ("all",) else no_zero,
        conditions=fields.each("conditions", lambda item, at: _read_condition(item)),
    )


def _read_combination(fields: Fields, index: int) -> GradeCombination:
    inner = fields.fields("at_least")
    counts: list[tuple[str, int]] = []
    if inner is not None:
        counts = [(key.text, inner.whole(key.text) or 0) for key, _ in inner.source.pairs]
    return GradeCombination(fields.needed_text("name"), tuple(counts), fields.text("none_below"))


def _check_names(fields: Fields, classes: Classes) -> None:
    names = {band.name for band in classes.bands} | {item.name for item in classes.combinations}
    grades = {grade.name for grade in classes.grades}
    wanted = [(veto.to, names) for veto in classes.vetoes if veto.to]
    wanted += [(cap.at_most, names) for cap in classes.caps]
    for item in classes.combinations:
        wanted += [(grade, grades) for grade, _ in item.at_least]
        wanted += [(item.none_below, grades)] if item.none_below else []
    for name, known in wanted:
        if name not in known:
            fields.fail(
                "R302",
                fields.source,
                Reason(f"Không có loại “{name}”.", f'There is no class or grade "{name}".'),
                Reason(f"Đã có: {', '.join(sorted(known))}.", f"Known: {', '.join(sorted(known))}."),
            )


def dump_classes(classes: Classes) -> dict[str, Plain]:
    """The classes as their fields."""
    fields: dict[str, Plain] = {}
    if classes.bands:
        fields["bands"] = [_dump_band(band) for band in classes.bands]
    if classes.vetoes:
        fields["vetoes"] = [_dump_condition(veto.condition) | _said("to", veto.to) for veto in classes.vetoes]
    if classes.section_vetoes:
        fields["section_vetoes"] = [
            {"section": veto.section, **_dump_condition(veto.condition)} for veto in classes.section_vetoes
        ]
    if classes.caps:
        fields["caps"] = [
            _dump_condition(cap.condition) | _said("at_most", cap.at_most) for cap in classes.caps
        ]
    if classes.grades:
        fields["grades"] = [
            {"name": grade.name} | _said("when", plain_limits(grade.limits, share=True))
            for grade in classes.grades
        ]
    if classes.combinations:
        fields["combinations"] = [_dump_combination(item) for item in classes.combinations]
    return fields


def _said(key: str, text: str) -> dict[str, Plain]:
    return {key: text} if text else {}


def _dump_band(band: ClassBand) -> Plain:
    fields: dict[str, Plain] = {"name": band.name}
    fields |= _said("share" if band.share else "when", plain_limits(band.limits, share=band.share))
    if band.minimum:
        fields["minimum"] = [dump_node_test(test) for test in band.minimum]
    if band.no_zero:
        fields["no_zero"] = "all" if band.no_zero == EVERY_LEAF else list(band.no_zero)
    if band.conditions:
        fields["conditions"] = [_dump_condition(condition) for condition in band.conditions]
    return fields


def _dump_combination(item: GradeCombination) -> Plain:
    fields: dict[str, Plain] = {"name": item.name}
    if item.at_least:
        fields["at_least"] = {grade: str(n) for grade, n in item.at_least}
    return fields | _said("none_below", item.none_below)


def tests_in_classes(classes: Classes | None) -> Iterator[tuple[NodeTest | None, str, When]]:
    """Every node test, declared parameter and trait condition in the classes; bare codes come as tests."""
    if classes is None:
        return
    for band in classes.bands:
        for test in band.minimum:
            yield test, "", ()
        for code in band.no_zero:
            if (code,) != EVERY_LEAF:
                yield NodeTest(code), "", ()
        for condition in band.conditions:
            yield condition.test, condition.declared, condition.when
    conditions = [veto.condition for veto in classes.vetoes]
    conditions += [veto.condition for veto in classes.section_vetoes]
    conditions += [cap.condition for cap in classes.caps]
    for condition in conditions:
        yield condition.test, condition.declared, condition.when
    for veto in classes.section_vetoes:
        yield NodeTest(veto.section), "", ()


def read_tie_break(head: Fields) -> tuple[TieKey, ...]:
    """`tie_break:` of the head: words and nodes, in order."""
    value = head.get("tie_break")
    if value is None:
        return ()
    if not isinstance(value, SourceList):
        head.each("tie_break", lambda item, index: item)  # reports that a list is needed
        return ()
    keys: list[TieKey] = []
    for item in value.items:
        if isinstance(item, Scalar) and item.text in _WORD_KEYS:
            word = cast(Literal["fewer_deductions", "more_full_marks", "fewer_zeros", "vote"], item.text)
            keys.append(TieKey(word))
        elif isinstance(item, Mapping):
            fields = Fields(item, head.findings)
            keys.append(_read_key(fields))
            fields.done()
        else:
            words = ", ".join(_WORD_KEYS)
            head.fail(
                "R241",
                item,
                Reason("Không rõ tiêu chí phụ.", "Unknown tie-break."),
                Reason(
                    f"Chọn: {words}, {{ node: … }} hoặc {{ parameter: … }}.",
                    f"Choose: {words}, {{ node: … }} or {{ parameter: … }}.",
                ),
            )
    return tuple(keys)


def _read_key(fields: Fields) -> TieKey:
    order = cast(Literal["high", "low"], fields.choice("order", ("high", "low"), "high"))
    if fields.get("parameter") is not None:
        return TieKey("parameter", fields.needed_text("parameter"), order, fields.text("text"))
    word = fields.choice("by", ("node", *_WORD_KEYS), "node")
    if word != "node":
        return TieKey(cast(Literal["vote"], word), order=order, text=fields.text("text"))
    return TieKey("node", fields.needed_text("node"), order, fields.text("text"))


def dump_tie_break(keys: tuple[TieKey, ...]) -> list[Plain]:
    """The chain as its fields."""
    dumped: list[Plain] = []
    for key in keys:
        named = key.by in ("node", "parameter")
        fields: dict[str, Plain] = {key.by: key.node} if named else {"by": key.by}
        if key.order != "high":
            fields["order"] = key.order
        if key.text:
            fields["text"] = key.text
        dumped.append(key.by if fields == {"by": key.by} else fields)
    return dumped
