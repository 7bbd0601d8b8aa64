"""From a total to a class (Xuất sắc, Tốt, Khá …): bands with minima per section and no criterion at 0, vetoes, caps,
combinations of section grades, conditions besides the score.

Every requirement is true, false, or not known (a node without points, a declaration the council has not made); what is
not known is never guessed: then there is no class, and the reasons say what is wanted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from minhchung.rubric.answers import Option
from minhchung.rubric.context import EMPTY, Context, ParameterValue
from minhchung.rubric.errors import Reason
from minhchung.rubric.model import (
    ClassBand,
    ClassCondition,
    Classes,
    GradeCombination,
    Limits,
    NodeTest,
    Rubric,
    When,
)
from minhchung.rubric.score import Score
from minhchung.rubric.wording import en_number, limits_in_words, percent, vi_number

YES = ("có", "co", "yes", "true", "1")
NO = ("không", "khong", "no", "false", "0")


@dataclass(frozen=True, slots=True)
class Standing:
    """What a class is decided on, for one agency.

    total: the published total. points, maxima: by node code. options: chosen option by leaf code. not_applicable:
    codes that do not count for this agency.
    """

    total: Fraction | None
    max: Fraction | None
    points: Mapping[str, Fraction]
    maxima: Mapping[str, Fraction]
    options: Mapping[str, str] = field(default_factory=dict)
    not_applicable: frozenset[str] = frozenset()
    traits: Mapping[str, str | bool] = field(default_factory=dict)
    parameters: Mapping[str, ParameterValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ClassResult:
    """name: None when the rubric has no classes, no band fits, or something wanted is not known."""

    name: str | None
    reasons: tuple[Reason, ...] = ()
    unknown: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a requirement holds (None: not known), and why."""

    holds: bool | None
    reason: Reason


def standing_of(score: Score, context: Context = EMPTY) -> Standing:
    """What a scored tree says, for `classify`."""
    nodes = [each for each in score.walk() if each.code]
    apart = frozenset(each.code for each in nodes if each.state in ("not_applicable", "excluded"))
    final = [each for each in nodes if each.state == "scored"]
    return Standing(
        total=score.total if score.is_complete else None,
        max=score.max,
        points={each.code: each.points for each in final if each.points is not None},
        maxima={each.code: each.max for each in final if each.max is not None},
        options={each.code: each.answer.id for each in final if isinstance(each.answer, Option)},
        not_applicable=apart,
        traits=context.traits,
        parameters=context.parameters,
    )


def classify(rubric: Rubric, standing: Standing) -> ClassResult:
    """The class and its reasons, highest band first; vetoes and caps can only lower it."""
    classes = rubric.classes
    if classes is None or not _names(classes):
        return ClassResult(None)
    if standing.total is None:
        waiting = Reason("Chưa đủ điểm để xếp loại.", "Not complete: no class yet.")
        return ClassResult(None, (), (waiting,))
    earned = _by_grades(rubric, standing) if classes.combinations else _by_bands(rubric, standing)
    if earned.name is None:
        return earned
    return _lowered(rubric, classes, standing, earned)


# ── requirements ──────────────────────────────────────────────────────────────────────────────────────────────────


def condition_holds(rubric: Rubric, condition: ClassCondition, standing: Standing) -> Verdict:
    """A condition besides the score: its test on a node, its traits, its declaration; all that are said must hold."""
    verdicts: list[Verdict] = []
    if condition.test is not None:
        verdicts.append(_test(condition.test, standing))
    if condition.when:
        verdicts.append(_traits(condition.when, standing))
    if condition.declared:
        verdicts.append(_declared(rubric, condition, standing))
    met = _all(verdicts)
    if not condition.text:
        return met
    return Verdict(
        met.holds, Reason(f"{condition.text}: {met.reason.vi}", f"{condition.text}: {met.reason.en}")
    )


def _test(test: NodeTest, standing: Standing) -> Verdict:
    code = test.node
    if code in standing.not_applicable:
        return Verdict(True, Reason(f"mục {code} không áp dụng", f"{code} does not apply"))
    if test.options:
        chosen = standing.options.get(code)
        if chosen is None:
            return Verdict(
                None, Reason(f"chưa rõ phương án ở mục {code}", f"the option at {code} is not known")
            )
        return Verdict(chosen in test.options, Reason(f"mục {code} chọn “{chosen}”", f'{code} is "{chosen}"'))
    points = standing.points.get(code)
    if points is None:
        return Verdict(None, Reason(f"chưa có điểm mục {code}", f"{code} has no points yet"))
    if not test.share:
        wanted = limits_in_words(test.limits, share=False)
        said = Reason(
            f"mục {code} được {vi_number(points)} điểm ({wanted.vi})",
            f"{code} has {en_number(points)} points ({wanted.en})",
        )
        return Verdict(_within(points, test.limits), said)
    most = standing.maxima.get(code)
    if not most:
        return Verdict(None, Reason(f"mục {code} không có điểm tối đa", f"{code} has no maximum"))
    wanted, reached = limits_in_words(test.limits, share=True), percent(points / most)
    said = Reason(f"mục {code} đạt {reached.vi} ({wanted.vi})", f"{code} reaches {reached.en} ({wanted.en})")
    return Verdict(_within(points / most, test.limits), said)


def _traits(when: When, standing: Standing) -> Verdict:
    for test in when:
        value = standing.traits.get(test.trait)
        if value is None:
            return Verdict(None, Reason(f"chưa rõ “{test.trait}”", f'"{test.trait}" is not known'))
        word = ("có" if value else "không") if isinstance(value, bool) else value
        if (word in test.values) == test.negated:
            return Verdict(False, Reason(f"{test.trait}: {word}", f"{test.trait}: {word}"))
    shown = ", ".join(test.trait for test in when)
    return Verdict(True, Reason(f"đúng loại cơ quan ({shown})", f"the kind of agency fits ({shown})"))


def _declared(rubric: Rubric, condition: ClassCondition, standing: Standing) -> Verdict:
    name = condition.declared
    value: object = standing.parameters.get(name)
    parameter = rubric.parameter(name)
    if value is None and parameter is not None:
        value = parameter.default
    said = _yes_or_no(value)
    if said is None:
        return Verdict(
            None, Reason(f"chưa ghi nhận “{name}” (có/không)", f'"{name}" (yes/no) is not declared')
        )
    return Verdict(said, Reason("có" if said else "không", "yes" if said else "no"))


def _yes_or_no(value: object) -> bool | None:
    if isinstance(value, bool):
        return value
    word = str(value).strip().casefold() if value is not None else ""
    return True if word in YES else False if word in NO else None


def _all(verdicts: Iterable[Verdict]) -> Verdict:
    """A conjunction: one that fails decides; else one not known leaves it open."""
    listed = tuple(verdicts)
    decisive = (
        [each for each in listed if each.holds is False]
        or [each for each in listed if each.holds is None]
        or list(listed)
    )
    holds: bool | None = True if not listed else decisive[0].holds
    return Verdict(holds, _and([each.reason for each in decisive]))


def _and(reasons: list[Reason]) -> Reason:
    return Reason("; ".join(each.vi for each in reasons), "; ".join(each.en for each in reasons))


def _within(value: Fraction, limits: Limits) -> bool:
    return all(limit.holds(value) for limit in limits)


# ── bands ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _by_bands(rubric: Rubric, standing: Standing) -> ClassResult:
    assert rubric.classes is not None
    refused: list[Reason] = []
    for band in rubric.classes.bands:
        verdict = _band(rubric, band, standing)
        if verdict.holds:
            why = Reason(f"{verdict.reason.vi} → {band.name}", f"{verdict.reason.en} → {band.name}")
            return ClassResult(band.name, (*refused, why))
        if verdict.holds is None:
            open_ = Reason(f"{band.name}: {verdict.reason.vi}", f"{band.name}: {verdict.reason.en}")
            return ClassResult(None, tuple(refused), (open_,))
        if _total_fits(band, standing):
            refused.append(
                Reason(f"không đạt {band.name}: {verdict.reason.vi}", f"not {band.name}: {verdict.reason.en}")
            )
    none = Reason("không loại nào nhận kết quả này", "no class takes this result")
    return ClassResult(None, (*refused, none))


def _band(rubric: Rubric, band: ClassBand, standing: Standing) -> Verdict:
    total = _total(band, standing)
    if total.holds is False:
        return total
    wanted = [_test(test, standing) for test in band.minimum]
    wanted += [condition_holds(rubric, condition, standing) for condition in band.conditions]
    if band.no_zero:
        wanted.append(_no_zero(rubric, band.no_zero, standing))
    met = _all([total, *wanted])
    return (
        met
        if met.holds is not True
        else Verdict(True, _and([total.reason, *(each.reason for each in wanted)]))
    )


def _total(band: ClassBand, standing: Standing) -> Verdict:
    assert standing.total is not None
    value = standing.total
    shown = Reason(f"tổng {vi_number(value)} điểm", f"total {en_number(value)} points")
    if band.share:
        if not standing.max:
            return Verdict(None, Reason("không rõ tổng điểm tối đa", "the maximum total is not known"))
        value = value / standing.max
        share = percent(value)
        shown = Reason(f"{shown.vi} = {share.vi}", f"{shown.en} = {share.en}")
    wanted = limits_in_words(band.limits, share=band.share)
    if wanted.vi:
        shown = Reason(f"{shown.vi} ({wanted.vi})", f"{shown.en} ({wanted.en})")
    return Verdict(_within(value, band.limits), shown)


def _total_fits(band: ClassBand, standing: Standing) -> bool:
    return _total(band, standing).holds is True


def _no_zero(rubric: Rubric, codes: tuple[str, ...], standing: Standing) -> Verdict:
    wanted = [leaf.code for leaf in rubric.leaves()] if codes == ("*",) else list(codes)
    asked = [code for code in wanted if code not in standing.not_applicable]
    at_zero = [code for code in asked if standing.points.get(code) == 0 and standing.maxima.get(code) != 0]
    if at_zero:
        shown = ", ".join(at_zero)
        return Verdict(False, Reason(f"mục {shown} bị 0 điểm", f"{shown} has 0 points"))
    unknown = [code for code in asked if code not in standing.points]
    if unknown:
        shown = ", ".join(unknown)
        return Verdict(None, Reason(f"chưa có điểm mục {shown}", f"{shown} has no points yet"))
    return Verdict(True, Reason("không tiêu chí nào bị 0 điểm", "no criterion at 0"))


# ── combinations of grades ────────────────────────────────────────────────────────────────────────────────────────


def _by_grades(rubric: Rubric, standing: Standing) -> ClassResult:
    assert rubric.classes is not None
    grades: dict[str, str] = {}
    for section in rubric.sections():
        if section.code in standing.not_applicable or section.block != "normal":
            continue
        grade = _grade(rubric.classes, section.code, standing)
        if grade is None:
            lack = Reason(f"mục {section.code} chưa có bậc", f"section {section.code} has no grade")
            return ClassResult(None, (), (lack,))
        grades[section.code] = grade
    shown = ", ".join(f"{code} {grade}" for code, grade in grades.items())
    for combination in rubric.classes.combinations:
        if _combination_holds(rubric.classes, combination, list(grades.values())):
            name = combination.name
            why = Reason(f"bậc các nhóm: {shown} → {name}", f"grades of the groups: {shown} → {name}")
            return ClassResult(name, (why,))
    none = Reason(
        f"bậc các nhóm: {shown}; không loại nào nhận", f"grades of the groups: {shown}; no class fits"
    )
    return ClassResult(None, (none,))


def _grade(classes: Classes, code: str, standing: Standing) -> str | None:
    points, most = standing.points.get(code), standing.maxima.get(code)
    if points is None or not most:
        return None
    return next((band.name for band in classes.grades if _within(points / most, band.limits)), None)


def _combination_holds(classes: Classes, combination: GradeCombination, grades: list[str]) -> bool:
    """Grades stand highest first: "at least B" counts A and B."""
    order = {band.name: place for place, band in enumerate(classes.grades)}
    enough = all(
        sum(order[grade] <= order[name] for grade in grades) >= count for name, count in combination.at_least
    )
    lowest = combination.none_below
    return enough and (not lowest or all(order[grade] <= order[lowest] for grade in grades))


# ── vetoes and caps ───────────────────────────────────────────────────────────────────────────────────────────────


def _lowered(rubric: Rubric, classes: Classes, standing: Standing, earned: ClassResult) -> ClassResult:
    names = _names(classes)
    assert earned.name is not None
    place = names.index(earned.name)
    reasons, unknown = list(earned.reasons), list(earned.unknown)
    limits = [
        (veto.condition, veto.to or names[-1], "buộc xếp loại", "class set to") for veto in classes.vetoes
    ]
    limits += [(cap.condition, cap.at_most, "không quá loại", "at most") for cap in classes.caps]
    for condition, name, vi, en in limits:
        if name not in names or names.index(name) <= place:
            continue
        verdict = condition_holds(rubric, condition, standing)
        if verdict.holds is None:
            unknown.append(verdict.reason)
        elif verdict.holds:
            place = names.index(name)
            reasons.append(Reason(f"{verdict.reason.vi} → {vi} {name}", f"{verdict.reason.en} → {en} {name}"))
    if unknown:
        return ClassResult(None, tuple(reasons), tuple(unknown))
    return replace(earned, name=names[place], reasons=tuple(reasons))


def _names(classes: Classes) -> tuple[str, ...]:
    """Class names, highest first."""
    source: tuple[ClassBand, ...] | tuple[GradeCombination, ...]
    source = classes.combinations or classes.bands
    return tuple(each.name for each in source)
