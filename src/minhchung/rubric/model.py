"""The rubric as one frozen tree: what a published set of scored criteria says, and nothing computed from it.

Points and limits are `Fraction`; a share of 95 % is `Fraction(95, 100)`. Behaviour lives elsewhere: how a rule reads,
prints and scores in `kinds/`, the YAML format in `parse.py` and `printing.py` (described in `docs/rubric-format.md`).
Rule types and the forms F1–F33 they stand for:

    options F2 F3 F5 F25 F30 · bands F4 F6 F7 F13 F33 · linear F14 F15 · product F16 · counts F11 · steps F17 ·
    deductions F9 F10 · checklist F8 F12 · graded F1 · formula · conditions F32 · case_mean F22 · relative F19 ·
    rank F20 · survey F23 · levels F21 · sum_of · best_of F24 · by_agency F26 · fallback F27 · years F31
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Literal

from minhchung.rubric.errors import Span, UnknownNode

Op = Literal["<", "<=", ">", ">=", "="]
MeasureKind = Literal["rate", "count", "days", "working_days", "number"]
RoundingMode = Literal["half_up", "half_even", "down", "up"]
RoundingLevel = Literal["leaf", "section", "end"]
NaPolicy = Literal["rescale_total", "rescale_block", "full", "spread", "not_scored", "drop"]
ZeroWord = Literal["full", "zero", "not_applicable", "undecided"]
ZeroPolicy = Fraction | ZeroWord
AnsweredBy = Literal["agency", "owner", "survey", "data"]
Combine = Literal["sum", "best_of", "one_of", "all_of"]
Block = Literal["normal", "bonus", "penalty"]
Numbering = Literal["restarts", "runs_on"]


# ── small values ──────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Limit:
    """One comparison, `>= 95 %`: the operator is always said."""

    op: Op
    value: Fraction

    def holds(self, value: Fraction) -> bool:
        """Whether a value satisfies the comparison."""
        match self.op:
            case "<":
                return value < self.value
            case "<=":
                return value <= self.value
            case ">":
                return value > self.value
            case ">=":
                return value >= self.value
            case "=":
                return value == self.value


Limits = tuple[Limit, ...]
"""A conjunction of comparisons; empty says nothing about the value."""


@dataclass(frozen=True, slots=True)
class RelDate:
    """A day relative to the period's year N (`15/10/N`, `07/12/N-1`), or in a fixed year (`01/01/2022`)."""

    day: int
    month: int
    offset: int = 0
    year: int | None = None

    def on(self, year: int) -> date:
        """The calendar day for period year N; 29/02 falls back to 28/02 in a common year."""
        actual = self.year if self.year is not None else year + self.offset
        try:
            return date(actual, self.month, self.day)
        except ValueError:
            return date(actual, self.month, 28)


@dataclass(frozen=True, slots=True)
class Window:
    """The data window, both days included (F33)."""

    start: RelDate
    end: RelDate


@dataclass(frozen=True, slots=True)
class Rounding:
    """Places, mode, and the level at which the rubric rounds: each leaf, each section, or the end."""

    places: int
    mode: RoundingMode = "half_up"
    at: RoundingLevel = "end"


@dataclass(frozen=True, slots=True)
class TraitTest:
    """One trait of the agency must (or, negated, must not) have one of these values."""

    trait: str
    values: tuple[str, ...]
    negated: bool = False


When = tuple[TraitTest, ...]
"""All tests must hold; the empty tuple always holds."""


@dataclass(frozen=True, slots=True)
class NodeTest:
    """A test on a node's points (`limits`; shares of its max when `share`) or on the option chosen there."""

    node: str
    limits: Limits = ()
    share: bool = False
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gate:
    """A precondition (F28): unless it holds, the node gets `otherwise` (0 unless said).

    Either `test` on another node, or `question`, a yes/no asked with this leaf's own answer.
    """

    test: NodeTest | None = None
    question: str = ""
    otherwise: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Multiplier:
    """A coefficient on the node's points for agencies with these traits (F18); the first that holds applies."""

    when: When
    by: Fraction


@dataclass(frozen=True, slots=True)
class NotApplicableRule:
    """When a node is not applicable by the rubric itself, and what then happens to its points.

    policy: None takes the rubric's. claimable: an agency may claim it; it counts once the appraiser accepts.
    """

    policy: NaPolicy | None = None
    claimable: bool = False
    when: When = ()


# ── inputs ────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Measure:
    """The figure a rule looks at.

    kind: rate (numerator and denominator), count, days or working_days late (a date against `due`), number.
    unit_value: what one legal unit is worth in the figures entered (F13), a number or the name of a parameter.
    due: a day, or the name of a parameter that the round supplies. low, high, step: the domain lint sweeps.
    """

    kind: MeasureKind
    title: str = ""
    numerator: str = ""
    denominator: str = ""
    unit: str = ""
    unit_value: Fraction | str | None = None
    due: RelDate | str | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    step: Fraction | None = None
    may_exceed: bool = False


@dataclass(frozen=True, slots=True)
class NamedMeasure:
    """An input of a formula or of conditions; `name` is how expressions call it."""

    name: str
    measure: Measure


# ── rules ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Choice:
    """One described state; `none` marks the one that *không có* picks."""

    id: str
    points: Fraction
    text: str = ""
    none: bool = False
    line: int | None = None
    place: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Row:
    """One band. `limits` empty and not `otherwise`: a state without figure, picked by its id.

    otherwise: takes what no other row takes. none: what *không có* picks.
    """

    id: str
    points: Fraction
    limits: Limits = ()
    text: str = ""
    none: bool = False
    otherwise: bool = False
    line: int | None = None
    place: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class OptionsRule:
    """F2, F3, F5, F30: pick one; F25 (`pick="worst"`): tick what happened, the lowest points count."""

    choices: tuple[Choice, ...]
    pick: Literal["one", "worst", "best"] = "one"


@dataclass(frozen=True, slots=True)
class BandsRule:
    """F4, F6, F7, F13: points by the band a figure falls in."""

    measure: Measure
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class LinearRule:
    """F14, F15: top × min(1, value / target) × coefficient; `reverse`: top × (1 − that share).

    target: 1 for a rate when unsaid. coefficient: a number or the name of a parameter. top: node's max when None.
    """

    measure: Measure
    target: Fraction | None = None
    coefficient: Fraction | str | None = None
    reverse: bool = False
    top: Fraction | None = None


@dataclass(frozen=True, slots=True)
class ProductRule:
    """F16: top × the product of its factors, each capped at 1 unless it may exceed."""

    factors: tuple[NamedMeasure, ...]
    top: Fraction | None = None


@dataclass(frozen=True, slots=True)
class CountLine:
    """One counted thing: `each` points apiece, at most `cap`."""

    id: str
    each: Fraction
    text: str = ""
    cap: Fraction | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class CountsRule:
    """F11. combine: add the lines, take the best one, or `unsaid` (two lines at once stay undecided)."""

    lines: tuple[CountLine, ...]
    combine: Literal["add", "best", "unsaid"] = "add"
    cap: Fraction | None = None


@dataclass(frozen=True, slots=True)
class StepsRule:
    """F17: `points` at `base`; each full `every` above adds `add`, each begun `every` below takes `subtract`.

    below: points under the base when nothing is subtracted (None: undecided). low, high: bounds of the result.
    """

    measure: Measure
    base: Fraction
    points: Fraction
    every: Fraction
    add: Fraction = Fraction(0)
    subtract: Fraction = Fraction(0)
    below: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None


@dataclass(frozen=True, slots=True)
class DeductionItem:
    """A kind of failure: `each` points taken per failure, at most `most` failures can occur (None: no bound)."""

    id: str
    each: Fraction
    text: str = ""
    most: int | None = None


@dataclass(frozen=True, slots=True)
class DeductionsRule:
    """F9: start less each failure, not under `floor`. F10: `table` rows give the deduction by number of failures.

    start: the node's max when None. With a table, items only name the failures that are counted.
    """

    items: tuple[DeductionItem, ...]
    start: Fraction | None = None
    floor: Fraction | None = Fraction(0)
    table: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """`points` when present, less `deduct` when present with a flaw."""

    id: str
    points: Fraction = Fraction(0)
    text: str = ""
    deduct: Fraction = Fraction(0)
    line: int | None = None


@dataclass(frozen=True, slots=True)
class ChecklistRule:
    """F12: the points of what is present. F8: with `rows`, points by how many of the n are present."""

    items: tuple[ChecklistItem, ...]
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class GradedRule:
    """F1: a mark by judgement, on a step. high: node's max when None; step: the rubric's when None."""

    low: Fraction = Fraction(0)
    high: Fraction | None = None
    step: Fraction | None = None


@dataclass(frozen=True, slots=True)
class FormulaRule:
    """Points as an exact expression over named inputs and parameters (language: `expression.py`)."""

    inputs: tuple[NamedMeasure, ...]
    expression: str
    low: Fraction | None = None
    high: Fraction | None = None


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """`when` an expression holds (empty with `otherwise`), these points."""

    id: str
    points: Fraction
    when: str = ""
    text: str = ""
    otherwise: bool = False
    none: bool = False
    line: int | None = None
    place: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ConditionsRule:
    """F32: rows of conditions over several figures; two rows with different points at once stay undecided."""

    inputs: tuple[NamedMeasure, ...]
    rows: tuple[ConditionRow, ...]


@dataclass(frozen=True, slots=True)
class CaseMeanRule:
    """F22: marks per case, each from 0 to `case_max`; their mean, rounded, as a share of top."""

    case_max: Fraction
    places: int | None = None
    mode: RoundingMode = "half_up"
    top: Fraction | None = None


@dataclass(frozen=True, slots=True)
class RelativeRule:
    """F19: the figure against a benchmark.

    to: `group_mean`, `group_best`, `group_median`, or the name of a parameter. compare: value / benchmark, or value −
    benchmark. With rows: bands over that comparison. Without: top × min(1, ratio).
    """

    measure: Measure
    to: str
    compare: Literal["ratio", "difference"] = "ratio"
    rows: tuple[Row, ...] = ()
    top: Fraction | None = None


@dataclass(frozen=True, slots=True)
class RankRule:
    """F20: points by place in the group. measure None: the place itself is the answer (a published list)."""

    rows: tuple[Row, ...]
    measure: Measure | None = None
    best: Literal["highest", "lowest"] = "highest"


@dataclass(frozen=True, slots=True)
class SurveyLevel:
    """An answer people may give, and the share of the full mark it is worth (60 % = 3/5)."""

    id: str
    weight: Fraction
    text: str = ""


@dataclass(frozen=True, slots=True)
class SurveyRule:
    """F23: top × weighted share. sample: fewest answers needed (fewer: undecided)."""

    levels: tuple[SurveyLevel, ...]
    sample: int | None = None
    top: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """A maturity level and what it means."""

    value: Fraction
    text: str = ""


@dataclass(frozen=True, slots=True)
class LevelsRule:
    """F21: the level reached × weight."""

    levels: tuple[Level, ...]
    weight: Fraction


@dataclass(frozen=True, slots=True)
class Part:
    """A named rule inside another; `top` is what "the max" means inside it."""

    name: str
    rule: Rule
    title: str = ""
    top: Fraction | None = None


@dataclass(frozen=True, slots=True)
class SumOfRule:
    """Several rules answered in one leaf, added, between `low` and `high` (F9 inside others)."""

    parts: tuple[Part, ...]
    low: Fraction | None = None
    high: Fraction | None = None


@dataclass(frozen=True, slots=True)
class BestOfRule:
    """F24: the best of the alternatives that were answered."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class AgencyCase:
    """The rule for agencies with these traits."""

    when: When
    rule: Rule
    title: str = ""


@dataclass(frozen=True, slots=True)
class ByAgencyRule:
    """F26 inside a leaf: exactly one case must hold for an agency, else undecided."""

    cases: tuple[AgencyCase, ...]


@dataclass(frozen=True, slots=True)
class FallbackRule:
    """F27: `datum` when the figure exists, `otherwise` when it does not."""

    datum: Rule
    otherwise: Rule
    question: str = ""


@dataclass(frozen=True, slots=True)
class YearsRule:
    """F31: one rule over years N-(count-1) … N, earlier answers from the context, combined."""

    rule: Rule
    count: int
    how: Literal["mean", "sum", "worst", "best"] = "mean"


Rule = (
    OptionsRule
    | BandsRule
    | LinearRule
    | ProductRule
    | CountsRule
    | StepsRule
    | DeductionsRule
    | ChecklistRule
    | GradedRule
    | FormulaRule
    | ConditionsRule
    | CaseMeanRule
    | RelativeRule
    | RankRule
    | SurveyRule
    | LevelsRule
    | SumOfRule
    | BestOfRule
    | ByAgencyRule
    | FallbackRule
    | YearsRule
)


# ── worked examples ──


@dataclass(frozen=True, slots=True)
class Keyed:
    """A mapping of an answer as it was written: (key, value) pairs in their order."""

    pairs: tuple[tuple[str, Said], ...]


Said = str | tuple["Said", ...] | Keyed
"""An answer in its plain form, frozen: it is read against the rule only when the example is run."""
ExampleState = Literal["absent", "undecided", "pending", "not_applicable", "excluded"]


@dataclass(frozen=True, slots=True)
class Example:
    """A dated worked example: what one answer gave at a node, and must go on giving while the rubric is edited.

    on: the day it was worked. source: who worked it, or where it stands. answer: to this leaf, None when left empty.
    answers: to other leaves, by code (of a parent: to those below it). year, traits, parameters, group: what the score
    hangs on besides; group holds the values of the whole group on this leaf (F19, F20). points, state: what it gives.
    """

    on: date
    answer: Said | None = None
    answers: tuple[tuple[str, Said], ...] = ()
    points: Fraction | None = None
    state: ExampleState | None = None
    source: str = ""
    note: str = ""
    year: int | None = None
    traits: tuple[tuple[str, str], ...] = ()
    parameters: tuple[tuple[str, str], ...] = ()
    group: tuple[Fraction, ...] = ()
    place: Span | None = field(default=None, compare=False, repr=False)


# ── what may answer a leaf ──


@dataclass(frozen=True, slots=True)
class Pick:
    """A figure read as a state: the option with this id where the limits hold (on num/den when `share`)."""

    option: str
    limits: Limits = ()
    share: bool = False


@dataclass(frozen=True, slots=True)
class Binding:
    """An indicator that may fill in a leaf.

    parameters: what it is asked with, as (name, value). into: the line, item or named input it fills, where the rule has
    several. picks: for a rule that asks for a state, not a figure. window: other days than the leaf's own window.
    """

    indicator: str
    parameters: tuple[tuple[str, str], ...] = ()
    into: str = ""
    picks: tuple[Pick, ...] = ()
    window: Window | None = None


# ── readings ──


@dataclass(frozen=True, slots=True)
class Reading:
    """What an answer that the leaf's rule leaves undecided is worth, said in the rubric itself when it was issued.

    limits: of the figure compared; empty takes every undecided answer of the leaf. share: limits are shares, written
    with %. text: how the rule is read, for whoever is scored by it.
    """

    points: Fraction
    text: str
    limits: Limits = ()
    share: bool = False

    def takes(self, value: Fraction | None) -> bool:
        """Whether it covers an undecided answer with this figure; None: the answer has no figure."""
        if not self.limits:
            return True
        return value is not None and all(limit.holds(value) for limit in self.limits)


# ── the tree ──────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Node:
    """A section, criterion or sub-criterion. A leaf has a rule and no children; a parent has children and no rule.

    id: kept when labels change, so that last year's answer is found. code: how people address it (`II.6.3`).
    max: the declared points: a claim to check. cap: the most that counts, only where the rubric says so.
    when: the agencies it is in force for. combine: how children make the parent (`one_of`: exactly one in force).
    bind: the indicators that may answer it. line: where it stands in the published text. place: where in the YAML.
    """

    id: str
    code: str
    label: str
    title: str
    max: Fraction | None = None
    text: str = ""
    children: tuple[Node, ...] = ()
    rule: Rule | None = None
    evidence: tuple[str, ...] = ()
    answered_by: AnsweredBy = "agency"
    appraised_by: str | None = None
    when: When = ()
    not_applicable: NotApplicableRule | None = None
    zero_denominator: ZeroPolicy | None = None
    rounding: Rounding | None = None
    window: Window | None = None
    gate: Gate | None = None
    floor: Fraction | None = None
    cap: Fraction | None = None
    multipliers: tuple[Multiplier, ...] = ()
    combine: Combine = "sum"
    block: Block = "normal"
    appraisers: int = 1
    re_score_over: Fraction | None = None
    bind: tuple[Binding, ...] = ()
    line: int | None = None
    notes: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    readings: tuple[Reading, ...] = ()
    title_en: str = ""
    place: Span | None = field(default=None, compare=False, repr=False)

    @property
    def is_leaf(self) -> bool:
        """Whether points arise here, from a rule."""
        return self.rule is not None

    def walk(self) -> Iterator[Node]:
        """This node and all below it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class ClassCondition:
    """A condition besides the score: on a node, on traits, or `declared`, a parameter the council sets to có/không."""

    text: str = ""
    test: NodeTest | None = None
    when: When = ()
    declared: str = ""


@dataclass(frozen=True, slots=True)
class ClassBand:
    """A class, highest first. Every requirement must hold: the total, section minima, no criterion at 0, conditions.

    limits: on the total in points, or on its share of the total when `share`. no_zero: codes, or ("*",) for every leaf.
    """

    name: str
    limits: Limits = ()
    share: bool = False
    minimum: tuple[NodeTest, ...] = ()
    no_zero: tuple[str, ...] = ()
    conditions: tuple[ClassCondition, ...] = ()


@dataclass(frozen=True, slots=True)
class Veto:
    """When the condition holds: the class is `to`, or the lowest when empty."""

    condition: ClassCondition
    to: str = ""


@dataclass(frozen=True, slots=True)
class SectionVeto:
    """When the condition (a test on a node, or declared) holds, the section counts 0 points."""

    condition: ClassCondition
    section: str


@dataclass(frozen=True, slots=True)
class ClassCap:
    """When the condition holds, no class above `at_most`."""

    condition: ClassCondition
    at_most: str


@dataclass(frozen=True, slots=True)
class GradeBand:
    """A grade of a group (section), by share of its max."""

    name: str
    limits: Limits


@dataclass(frozen=True, slots=True)
class GradeCombination:
    """The class `name` when at least so many groups have at least such a grade, and none is under `none_below`."""

    name: str
    at_least: tuple[tuple[str, int], ...] = ()
    none_below: str = ""


@dataclass(frozen=True, slots=True)
class Classes:
    """How a total becomes a class. With `combinations`, group grades decide instead of `bands`."""

    bands: tuple[ClassBand, ...] = ()
    vetoes: tuple[Veto, ...] = ()
    section_vetoes: tuple[SectionVeto, ...] = ()
    caps: tuple[ClassCap, ...] = ()
    grades: tuple[GradeBand, ...] = ()
    combinations: tuple[GradeCombination, ...] = ()


@dataclass(frozen=True, slots=True)
class TieKey:
    """One step of the chain: a node's points, fewer deductions, more full marks, a trait, then `vote`."""

    by: Literal[
        "node",
        "fewer_deductions",
        "more_full_marks",
        "fewer_zeros",
        "parameter",
        "vote",
    ]
    node: str = ""
    order: Literal["high", "low"] = "high"
    text: str = ""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value the round supplies ("thời gian quy định"), or the default said here."""

    name: str
    title: str
    kind: Literal["date", "number", "yes_no"] = "date"
    default: RelDate | Fraction | str | None = None


@dataclass(frozen=True, slots=True)
class Trait:
    """A trait of agencies that the rubric asks for, and its possible values."""

    name: str
    title: str
    values: tuple[str, ...] = ("có", "không")


@dataclass(frozen=True)
class Rubric:
    """A published set of scored criteria. Not slotted: indexes are computed once and kept.

    total: declared points of the whole. total_cap: the most a total may be with bonuses. max_total: see `total`.
    """

    code: str
    version: str
    title: str
    nodes: tuple[Node, ...]
    total: Fraction | None = None
    title_en: str = ""
    decision: str = ""
    issued_on: date | None = None
    legal_basis: tuple[str, ...] = ()
    applies_to: str = ""
    window: Window | None = None
    step: Fraction | None = None
    rounding: Rounding | None = None
    not_applicable: NaPolicy | None = None
    zero_denominator: ZeroPolicy = "undecided"
    numbering: Numbering = "restarts"
    total_cap: Fraction | None = None
    total_floor: Fraction | None = None
    classes: Classes | None = None
    tie_break: tuple[TieKey, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    traits: tuple[Trait, ...] = ()
    source: str = ""
    notes: tuple[str, ...] = ()

    @cached_property
    def _index(self) -> dict[str, Node]:
        """Every node by code and by id; where one's id is another's code, the code wins."""
        by_id = {node.id: node for node in self.walk()}
        return by_id | {node.code: node for node in self.walk()}

    @cached_property
    def _parents(self) -> dict[str, Node]:
        return {child.code: node for node in self.walk() for child in node.children}

    @cached_property
    def _leaves(self) -> tuple[Node, ...]:
        return tuple(node for node in self.walk() if node.is_leaf)

    @cached_property
    def _parameters(self) -> dict[str, Parameter]:
        return {parameter.name: parameter for parameter in self.parameters}

    def walk(self) -> Iterator[Node]:
        """Every node, in the order of the text."""
        for node in self.nodes:
            yield from node.walk()

    def leaves(self) -> tuple[Node, ...]:
        """Every node with a rule, in the order of the text."""
        return self._leaves

    def sections(self) -> tuple[Node, ...]:
        """The top level."""
        return self.nodes

    def node(self, code_or_id: str) -> Node:
        """The node with this code or id. Raises UnknownNode, naming it and near ones."""
        found = self._index.get(code_or_id)
        if found is None:
            raise UnknownNode(code_or_id, self.code, tuple(self._index))
        return found

    def has_node(self, code_or_id: str) -> bool:
        """Whether some node has this code or id."""
        return code_or_id in self._index

    def leaf(self, code_or_id: str) -> Node:
        """The leaf so addressed; a parent with exactly one leaf below it stands for that leaf.

        Raises UnknownNode for an unknown code, and for a parent of several leaves.
        """
        node = self.node(code_or_id)
        if node.is_leaf:
            return node
        leaves = [below for below in node.walk() if below.is_leaf]
        if len(leaves) != 1:
            raise UnknownNode(
                code_or_id,
                self.code,
                tuple(leaf.code for leaf in leaves),
                is_parent=True,
            )
        return leaves[0]

    def parent(self, code: str) -> Node | None:
        """The node above, None for a section."""
        return self._parents.get(self.node(code).code)

    def upwards(self, code: str) -> Iterator[Node]:
        """The node and those above it, up to its section."""
        above: Node | None = self.node(code)
        while above is not None:
            yield above
            above = self._parents.get(above.code)

    def section_of(self, code: str) -> Node:
        """The top-level node that holds this one."""
        node = self.node(code)
        while (above := self._parents.get(node.code)) is not None:
            node = above
        return node

    def parameter(self, name: str) -> Parameter | None:
        """The declared parameter, if any."""
        return self._parameters.get(name)

    def evidence_for(self, code: str) -> tuple[str, ...]:
        """Evidence asked at the node; where it asks none, what the nearest node above asks (S1:623)."""
        node: Node | None = self.node(code)
        while node is not None and not node.evidence:
            node = self._parents.get(node.code)
        return node.evidence if node is not None else ()

    def window_for(self, code: str) -> Window | None:
        """The data window of the node: its own, the nearest above, or the rubric's."""
        node: Node | None = self.node(code)
        while node is not None and node.window is None:
            node = self._parents.get(node.code)
        return node.window if node is not None else self.window
