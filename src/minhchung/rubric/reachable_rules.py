"""The points that each kind of rule can give, exactly: finite sets where the text lists them, spans where a figure
moves freely.

Where a value depends on something not known here (a parameter the round supplies, a formula's figures), the set is
the widest that the rule's own bounds allow, so that nothing reachable is ever called unreachable.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from minhchung.rubric.model import (
    BandsRule,
    BestOfRule,
    ByAgencyRule,
    CaseMeanRule,
    ChecklistRule,
    ConditionsRule,
    CountLine,
    CountsRule,
    DeductionItem,
    DeductionsRule,
    FallbackRule,
    FormulaRule,
    GradedRule,
    LevelsRule,
    LinearRule,
    OptionsRule,
    ProductRule,
    RankRule,
    RelativeRule,
    Rule,
    StepsRule,
    SumOfRule,
    SurveyRule,
    YearsRule,
)
from minhchung.rubric.pointset import ANYTHING, PointSet, between, listed, sum_of, union_of
from minhchung.rubric.traits import holds

NO_POINTS = Fraction(0)
MOST_COUNTED = 400
"""Without a cap, counted things are followed this far; beyond, every multiple is taken."""


@dataclass(frozen=True, slots=True)
class Given:
    """What is known about the agency and the round.

    top: what "the max" means here. step: the rubric's own grid. traits: a value for every trait the rubric asks for.
    """

    top: Fraction | None
    step: Fraction | None
    traits: Mapping[str, str]
    parameters: Mapping[str, Fraction]

    def within(self, top: Fraction | None) -> Given:
        """The same, with another max where one is said."""
        return self if top is None else Given(top, self.step, self.traits, self.parameters)


def points_of(rule: Rule, given: Given) -> PointSet:
    """Every number of points the rule can give as it is written; `ANYTHING` when it needs a max that is not said."""
    return _KINDS[type(rule)](rule, given)


# ── one function a kind, in the order of the model ────────────────────────────────────────────────────────────────


def _options(rule: OptionsRule, given: Given) -> PointSet:
    return listed(choice.points for choice in rule.choices)


def _bands(rule: BandsRule, given: Given) -> PointSet:
    return listed(row.points for row in rule.rows)


def _linear(rule: LinearRule, given: Given) -> PointSet:
    top = rule.top if rule.top is not None else given.top
    if top is None:
        return ANYTHING
    if rule.coefficient is None:
        return between(NO_POINTS, top)
    named = rule.coefficient
    by = given.parameters.get(named) if isinstance(named, str) else named
    return ANYTHING if by is None else between(NO_POINTS, top).scaled(by)


def _product(rule: ProductRule, given: Given) -> PointSet:
    top = rule.top if rule.top is not None else given.top
    if top is None:
        return ANYTHING
    if any(factor.measure.may_exceed for factor in rule.factors):
        return between(NO_POINTS, None)
    return between(NO_POINTS, top)


def _counts(rule: CountsRule, given: Given) -> PointSet:
    lines = [_counted(line, rule.cap) for line in rule.lines]
    gathered = sum_of(lines) if rule.combine == "add" else union_of(lines)
    return gathered.clamped(None, rule.cap)


def _counted(line: CountLine, whole_cap: Fraction | None) -> PointSet:
    """0, each, 2 × each … up to the cap; the cap itself is reached from the multiple above it."""
    cap = line.cap if line.cap is not None else whole_cap
    if line.each == 0:
        return listed([NO_POINTS])
    if line.each < 0 or cap is None:
        far = listed(line.each * k for k in range(MOST_COUNTED + 1))
        end = line.each * MOST_COUNTED
        return far | (between(None, end) if line.each < 0 else between(end, None))
    return listed(line.each * k for k in range(int(cap / line.each) + 2)).clamped(None, cap)


def _steps(rule: StepsRule, given: Given) -> PointSet:
    above = _stairs(rule.points, rule.add, rule.low, rule.high)
    if rule.below is not None:
        under = listed([rule.below]).clamped(rule.low, rule.high)
    else:
        under = _stairs(rule.points, -rule.subtract, rule.low, rule.high)
    return above | under


def _stairs(start: Fraction, step: Fraction, low: Fraction | None, high: Fraction | None) -> PointSet:
    """start, start + step … to the bound on that side, or without end."""
    bound = high if step > 0 else low
    if step == 0:
        return listed([start]).clamped(low, high)
    if bound is not None:
        count = max(0, int((bound - start) / step)) + 2
        return listed(start + step * k for k in range(count)).clamped(low, high)
    far = start + step * MOST_COUNTED
    walked = listed(start + step * k for k in range(MOST_COUNTED + 1))
    beyond = between(far, None) if step > 0 else between(None, far)
    return (walked | beyond).clamped(low, high)


def _deductions(rule: DeductionsRule, given: Given) -> PointSet:
    start = rule.start if rule.start is not None else given.top
    if start is None:
        return ANYTHING
    if rule.table:
        return listed(start + row.points for row in rule.table).clamped(rule.floor, None)
    depth = None if rule.floor is None else start - rule.floor
    taken = sum_of(_failures(item, depth) for item in rule.items)
    return (listed([start]) + taken).clamped(rule.floor, None)


def _failures(item: DeductionItem, depth: Fraction | None) -> PointSet:
    """What one kind of failure can take, at most the whole depth."""
    if item.each == 0:
        return listed([NO_POINTS])
    if item.most is not None:
        count = item.most
    elif depth is not None:
        count = int(depth / abs(item.each)) + 1
    else:
        return between(None, NO_POINTS)
    return listed(-abs(item.each) * k for k in range(min(count, MOST_COUNTED) + 1))


def _checklist(rule: ChecklistRule, given: Given) -> PointSet:
    if rule.rows:
        return listed(row.points for row in rule.rows)
    items = [listed([NO_POINTS, item.points, item.points - item.deduct]) for item in rule.items]
    return sum_of(items)


def _graded(rule: GradedRule, given: Given) -> PointSet:
    high = rule.high if rule.high is not None else given.top
    step = rule.step if rule.step is not None else given.step
    if high is None:
        return between(rule.low, None)
    return between(rule.low, high, step) | listed([high])


def _formula(rule: FormulaRule, given: Given) -> PointSet:
    return between(rule.low, rule.high)


def _conditions(rule: ConditionsRule, given: Given) -> PointSet:
    return listed(row.points for row in rule.rows)


def _case_mean(rule: CaseMeanRule, given: Given) -> PointSet:
    top = rule.top if rule.top is not None else given.top
    if top is None:
        return ANYTHING
    if rule.places is None:
        return between(NO_POINTS, top)
    grid = Fraction(1, 10**rule.places)
    return between(NO_POINTS, rule.case_max, grid).scaled(top / rule.case_max)


def _relative(rule: RelativeRule, given: Given) -> PointSet:
    if rule.rows:
        return listed(row.points for row in rule.rows)
    top = rule.top if rule.top is not None else given.top
    return ANYTHING if top is None else between(NO_POINTS, top)


def _rank(rule: RankRule, given: Given) -> PointSet:
    return listed(row.points for row in rule.rows)


def _survey(rule: SurveyRule, given: Given) -> PointSet:
    top = rule.top if rule.top is not None else given.top
    if top is None or not rule.levels:
        return ANYTHING
    weights = [level.weight for level in rule.levels]
    return between(top * min(weights), top * max(weights))


def _levels(rule: LevelsRule, given: Given) -> PointSet:
    return listed(level.value * rule.weight for level in rule.levels)


def _sum_of(rule: SumOfRule, given: Given) -> PointSet:
    parts = [points_of(part.rule, given.within(part.top)) for part in rule.parts]
    return sum_of(parts).clamped(rule.low, rule.high)


def _best_of(rule: BestOfRule, given: Given) -> PointSet:
    return union_of(points_of(part.rule, given.within(part.top)) for part in rule.parts)


def _by_agency(rule: ByAgencyRule, given: Given) -> PointSet:
    cases = [case.rule for case in rule.cases if holds(case.when, given.traits)]
    return union_of(points_of(case, given) for case in cases)


def _fallback(rule: FallbackRule, given: Given) -> PointSet:
    return points_of(rule.datum, given) | points_of(rule.otherwise, given)


def _years(rule: YearsRule, given: Given) -> PointSet:
    one = points_of(rule.rule, given)
    if rule.how in ("worst", "best"):
        return one
    together = sum_of([one] * rule.count)
    return together.scaled(Fraction(1, rule.count)) if rule.how == "mean" else together


_KINDS: dict[type, Callable[[Any, Given], PointSet]] = {
    OptionsRule: _options,
    BandsRule: _bands,
    LinearRule: _linear,
    ProductRule: _product,
    CountsRule: _counts,
    StepsRule: _steps,
    DeductionsRule: _deductions,
    ChecklistRule: _checklist,
    GradedRule: _graded,
    FormulaRule: _formula,
    ConditionsRule: _conditions,
    CaseMeanRule: _case_mean,
    RelativeRule: _relative,
    RankRule: _rank,
    SurveyRule: _survey,
    LevelsRule: _levels,
    SumOfRule: _sum_of,
    BestOfRule: _best_of,
    ByAgencyRule: _by_agency,
    FallbackRule: _fallback,
    YearsRule: _years,
}
